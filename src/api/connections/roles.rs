//! Roles of a connection. Those of registers are shown and never taken; there are none from Altinn 2 to take.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::gate::relation;
use super::people::everything;
use super::query::Asked;
use super::refused::refused;
use super::shape::Ends;
use super::wire::{RoleCheckWire, RoleWire};
use crate::api::bearer::{ConnectionsRead, ConnectionsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::json_answer;
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::app::App;
use crate::ops::connections::{self, Direction, Refusal};
use crate::reference::{Provider, reference};

/// `GET …/roles`: the roles of a connection.
pub async fn list(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let relation = relation(&app, &caller, side).await?;
    let page = match everything(&relation, side).await? {
        Ok(page) => page,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let ends = Ends::of(&relation.party, side.direction);
    let held = page.connections.iter().flat_map(|one| ends.roles(one));
    Ok(json_answer(StatusCode::OK, &Listed::all(held.collect())))
}

/// `GET …/roles/delegationcheck`: no role can be given any more.
pub async fn check(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.giving()?;
    let relation = relation(&app, &caller, side).await?;
    if let Err(refusal) = connections::may_see(&relation, Direction::ToOthers).await? {
        return Ok(refused(&refusal));
    }
    let mut roles: Vec<_> = reference()
        .roles()
        .filter(|role| role.provider == Provider::Altinn2)
        .collect();
    roles.sort_by(|one, other| one.code.cmp(&other.code));
    let wires = roles.into_iter().map(|role| RoleCheckWire {
        role: RoleWire::of(role),
        result: false,
        reasons: [],
    });
    Ok(json_answer(StatusCode::OK, &Listed::all(wires.collect())))
}

/// `DELETE …/roles`: only what was delegated in Altinn 2 could be taken, and nothing was.
pub async fn revoke(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    side.link()?;
    let code = asked.needed("rolecode", "/$QUERY/rolecode")?;
    let relation = relation(&app, &caller, side).await?;
    if let Err(refusal) = connections::may_change(&relation, side.direction).await? {
        return Ok(refused(&refusal));
    }
    let code = code.to_lowercase();
    let role = reference()
        .external_role(&code)
        .or_else(|| reference().role(&code));
    Ok(refused(match role {
        Some(_) => &Refusal::RoleNotRevocable,
        None => &Refusal::UnknownRole,
    }))
}
