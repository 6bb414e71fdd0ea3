//! How the domain's own types stand in columns.

use uuid::Uuid;

use super::cell::{Cell, Kind, Param};
use super::row::{Row, Value};
use super::{DbError, List};
use crate::domain::{
    AccessListId, AccessRequestId, ActId, AssignmentId, Day, DelegationId, KeptFormId, LaunchId,
    NationalId, OrgNumber, OwnSystemId, PartyId, RequestId, ScopeDelegationId, SessionId, SystemId,
    SystemUserId,
};

macro_rules! id_column {
    ($($id:ident),*) => {$(
        impl Param for $id {
            const KIND: Kind = Kind::Uuid;
            fn cell(&self) -> Cell {
                Cell::Uuid(self.0)
            }
        }
        impl Value for $id {
            fn read(row: &Row, column: &str) -> Result<Self, DbError> {
                Uuid::read(row, column).map($id)
            }
        }
        impl Value for Option<$id> {
            fn read(row: &Row, column: &str) -> Result<Self, DbError> {
                Ok(Option::<Uuid>::read(row, column)?.map($id))
            }
        }
    )*};
}
id_column!(
    AccessListId,
    AccessRequestId,
    ActId,
    AssignmentId,
    DelegationId,
    KeptFormId,
    LaunchId,
    PartyId,
    RequestId,
    ScopeDelegationId,
    SessionId,
    OwnSystemId,
    SystemId,
    SystemUserId
);

impl Param for List<'_, PartyId> {
    const KIND: Kind = Kind::Uuid;
    fn cell(&self) -> Cell {
        Cell::Uuids(self.0.iter().map(|id| id.0).collect())
    }
}

impl Param for OrgNumber {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(self.to_string())
    }
}

impl Value for OrgNumber {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        row.parsed(column, OrgNumber::parse)
    }
}

impl Param for List<'_, OrgNumber> {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Texts(self.0.iter().map(ToString::to_string).collect())
    }
}

impl Param for List<'_, NationalId> {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Texts(self.0.iter().map(|id| id.expose().to_owned()).collect())
    }
}

impl Param for NationalId {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(self.expose().to_owned())
    }
}

impl Value for NationalId {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        row.parsed(column, NationalId::parse)
    }
}

impl Param for Day {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(self.to_string())
    }
}

impl Value for Day {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        row.parsed(column, Day::parse)
    }
}

impl Value for Option<Day> {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        row.parsed_opt(column, Day::parse)
    }
}
