//! Who comes through, in the reference's order: the token, the query, the scope of the direction, then the engine.

use super::query::Side;
use super::refused::forbidden;
use crate::api::bearer::{ConnectionsRead, ConnectionsWrite, Needs};
use crate::api::end_user::EndUser;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::scope;
use crate::ops::access::Relation;
use crate::ops::connections::Direction;

/// The scopes that a direction needs one of.
pub trait Directed: Needs {
    fn scopes(direction: Direction) -> &'static [&'static str];
}

impl Directed for ConnectionsRead {
    fn scopes(direction: Direction) -> &'static [&'static str] {
        match direction {
            Direction::ToOthers => &[
                scope::END_USER,
                scope::TO_OTHERS_READ,
                scope::TO_OTHERS_WRITE,
            ],
            Direction::FromOthers => &[
                scope::END_USER,
                scope::FROM_OTHERS_READ,
                scope::FROM_OTHERS_WRITE,
            ],
        }
    }
}

impl Directed for ConnectionsWrite {
    fn scopes(direction: Direction) -> &'static [&'static str] {
        match direction {
            Direction::ToOthers => &[scope::END_USER, scope::TO_OTHERS_WRITE],
            Direction::FromOthers => &[scope::END_USER, scope::FROM_OTHERS_WRITE],
        }
    }
}

/// What the caller holds at the acting party. Whether that is enough is asked of the engine by what is done next; who has
/// nothing to do with the party hears the same as who may not.
pub async fn relation<'a, S: Directed>(
    app: &'a App,
    caller: &EndUser<S>,
    side: Side,
) -> Result<Relation<'a>, Problem> {
    if !caller.scopes().has_any(S::scopes(side.direction)) {
        return Err(S::refusal());
    }
    let relation = caller.relation(app, side.party).await?;
    relation.ok_or_else(forbidden)
}
