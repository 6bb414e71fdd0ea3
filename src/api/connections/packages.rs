//! Access packages of a connection.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use uuid::Uuid;

use super::gate::relation;
use super::people::{everything, find, named};
use super::query::Asked;
use super::refused::{problem_of, refused};
use super::shape::Ends;
use super::wire::{GivenPackageWire, PackageCheckWire, PackageReasonWire, PackageWire};
use crate::api::bearer::{ConnectionsRead, ConnectionsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{RawBody, json_answer};
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{Party, PartyId};
use crate::ops::connections::{self, Direction, PackageCheck, PackageReason, Refusal};
use crate::reference::{AccessPackage, reference};
use crate::store;

/// `GET …/accesspackages`: the packages of a connection, each with the ways to it.
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
    let held = page.connections.iter().flat_map(|one| ends.packages(one));
    Ok(json_answer(StatusCode::OK, &Listed::all(held.collect())))
}

/// `POST …/accesspackages`: gives a package.
pub async fn give(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
    body: RawBody,
) -> Result<Response, Problem> {
    let side = asked.giving()?;
    let package = package(&asked)?;
    let named = named(side, body).await?;
    let relation = relation(&app, &caller, side).await?;
    let given = match find(&relation, &named).await? {
        Ok(to) => connections::give_package(&relation, &to, package).await?,
        Err(refusal) => Err(refusal),
    };
    Ok(match given {
        Ok(given) => {
            let wire = GivenPackageWire {
                id: given.id.0,
                assignment_id: given.assignment.0,
                package_id: given.package.id,
            };
            json_answer(StatusCode::OK, &wire)
        }
        Err(refusal) => refused(&refusal),
    })
}

/// `DELETE …/accesspackages`: takes a package back, or gives it up.
pub async fn revoke(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let (link, package) = (side.link()?, package(&asked)?);
    let relation = relation(&app, &caller, side).await?;
    Ok(
        match connections::revoke_package(&relation, link, package).await? {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(refusal) => refused(&refusal),
        },
    )
}

/// `GET …/accesspackages/delegationcheck`: which packages the person may give, all of the party's kind if none is named.
pub async fn check(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.giving()?;
    let wanted = wanted(&asked)?;
    let relation = relation(&app, &caller, side).await?;
    if let Err(refusal) = connections::may_see(&relation, Direction::ToOthers).await? {
        return Ok(refused(&refusal));
    }
    let wanted = match wanted.is_empty() {
        true => connections::packages_for(&relation.party).collect(),
        false => wanted,
    };
    let mut checks = connections::check_packages(&relation, wanted);
    checks.sort_by(|one, other| one.package.urn.cmp(&other.package.urn));
    let parties = named_parties(&app, &checks).await?;
    let wires = checks.iter().map(|check| check_wire(check, &parties));
    Ok(json_answer(StatusCode::OK, &Listed::all(wires.collect())))
}

/// The package that `packageId` or `package` names.
fn package(asked: &Asked) -> Result<&'static AccessPackage, Problem> {
    let found = match (asked.one("packageId"), asked.one("package")) {
        (Some(id), _) => by_id(id),
        (None, Some(name)) => reference().package_named(name),
        (None, None) => None,
    };
    found.ok_or_else(|| problem_of(&Refusal::UnknownPackage))
}

fn wanted(asked: &Asked) -> Result<Vec<&'static AccessPackage>, Problem> {
    let by_ids = asked.all("packageIds").map(by_id);
    let by_names = asked
        .all("packages")
        .map(|name| reference().package_named(name));
    let found: Option<Vec<_>> = by_ids.chain(by_names).collect();
    found.ok_or_else(|| problem_of(&Refusal::UnknownPackage))
}

fn by_id(id: &str) -> Option<&'static AccessPackage> {
    let id = Uuid::parse_str(id).ok()?;
    reference().package_by_id(id)
}

async fn named_parties(app: &App, checks: &[PackageCheck]) -> Result<Vec<Party>, Problem> {
    let reasons = checks.iter().filter_map(|check| check.reason.as_ref());
    let mut ids: Vec<PartyId> = reasons
        .flat_map(|reason| [reason.from, reason.to])
        .collect();
    ids.sort();
    ids.dedup();
    Ok(store::parties::list(&app.core().db, &ids).await?)
}

fn check_wire(check: &PackageCheck, parties: &[Party]) -> PackageCheckWire {
    let reason = match &check.reason {
        Some(reason) => reason_wire(reason, parties),
        None => no_access(),
    };
    PackageCheckWire {
        package: PackageWire::of(check.package),
        result: check.problem.is_none(),
        reasons: vec![reason],
    }
}

fn reason_wire(reason: &PackageReason, parties: &[Party]) -> PackageReasonWire {
    let name = |id: PartyId| {
        let found = parties.iter().find(|party| party.id == id);
        found.map(|party| party.name.clone())
    };
    PackageReasonWire {
        description: reason.word.clone(),
        role_id: reason.role.map(|role| role.id),
        role_urn: reason.role.map(|role| role.urn.as_str()),
        from_id: Some(reason.from.0),
        from_name: name(reason.from),
        to_id: Some(reason.to.0),
        to_name: name(reason.to),
        ..no_access()
    }
}

fn no_access() -> PackageReasonWire {
    PackageReasonWire {
        description: "NoAccess".to_owned(),
        role_id: None,
        role_urn: None,
        from_id: None,
        from_name: None,
        to_id: None,
        to_name: None,
        via_id: None,
        via_name: None,
        via_role_id: None,
        via_role_urn: None,
    }
}
