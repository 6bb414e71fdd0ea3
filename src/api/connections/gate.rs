//! Who comes through, in the reference's order: the token, the query, the scope of the direction, then the engine.

use super::query::Side;
use super::refused::forbidden;
use crate::api::bearer::{
    ConnectionsRead, ConnectionsWrite, FromOthersRead, FromOthersWrite, Needs, ToOthersRead,
    ToOthersWrite,
};
use crate::api::end_user::EndUser;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Scopes;
use crate::ops::access::Relation;
use crate::ops::connections::Direction;

/// The rows of the two directions.
pub trait Directed: Needs {
    type ToOthers: Needs;
    type FromOthers: Needs;
}

impl Directed for ConnectionsRead {
    type ToOthers = ToOthersRead;
    type FromOthers = FromOthersRead;
}

impl Directed for ConnectionsWrite {
    type ToOthers = ToOthersWrite;
    type FromOthers = FromOthersWrite;
}

fn check<R: Needs>(scopes: &Scopes) -> Result<(), Problem> {
    if scopes.has_any(R::ROW.any_of) {
        Ok(())
    } else {
        Err(R::refusal())
    }
}

/// What the caller holds at the acting party. Whether that is enough is asked of the engine by what is done next; who has
/// nothing to do with the party hears the same as who may not.
pub async fn relation<'a, S: Directed>(
    app: &'a App,
    caller: &EndUser<S>,
    side: Side,
) -> Result<Relation<'a>, Problem> {
    match side.direction {
        Direction::ToOthers => check::<S::ToOthers>(caller.scopes())?,
        Direction::FromOthers => check::<S::FromOthers>(caller.scopes())?,
    }
    let relation = caller.relation(app, side.party).await?;
    relation.ok_or_else(forbidden)
}
