//! Reads the rows.

use super::gather::{Rows, gather};
use super::{AuthorizedParties, Subject, Ways};
use crate::db::Db;
use crate::domain::{PartyId, SystemUserId};
use crate::ops::OpsError;
use crate::reference::reference;
use crate::store::{represented, roles};

/// Everybody whom `subject` may act for.
pub async fn load(db: &Db, subject: Subject, ways: Ways) -> Result<AuthorizedParties, OpsError> {
    let mut rows = match subject {
        Subject::Party(holder) => of_party(db, holder, ways).await?,
        Subject::SystemUser(user) => of_system_user(db, user).await?,
    };
    let ids = rows.named();
    rows.parties = represented::list_with_units(db, &ids).await?;
    Ok(gather(rows))
}

async fn of_party(db: &Db, holder: PartyId, ways: Ways) -> Result<Rows, OpsError> {
    let speaks_for = match ways {
        Ways::All => roles::list_key_organizations(db, holder, reference().key_roles()).await?,
        Ways::Own => Vec::new(),
    };
    let holders = [&[holder], speaks_for.as_slice()].concat();
    Ok(Rows {
        holder: Some(holder),
        roles: represented::list_roles(db, &holders).await?,
        proprietors: represented::list_proprietors(db, &holders).await?,
        given: represented::list_given_to_parties(db, holder, &speaks_for).await?,
        parties: Vec::new(),
    })
}

async fn of_system_user(db: &Db, user: SystemUserId) -> Result<Rows, OpsError> {
    Ok(Rows {
        given: represented::list_given_to_active_system_user(db, user).await?,
        ..Rows::default()
    })
}
