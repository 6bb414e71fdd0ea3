//! System users as vendors and Maskinporten look them up.

mod wire;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::bearer::{Bearer, RequestWrite, SystemUserLookup};
use super::json::json_answer;
use super::parts::QueryOf;
use super::problem::Problem;
use crate::app::App;
use crate::domain::{OrgNumber, external_ref};
use crate::store;
use crate::store::system_users::Lookup;
use wire::{LookUpQuery, SystemUserAnswer, VendorQuery};

/// `GET …/systemuser/vendor/byquery`: the vendor's system user for one customer.
pub async fn query(
    State(app): State<App>,
    bearer: Bearer<RequestWrite>,
    QueryOf(query): QueryOf<VendorQuery>,
) -> Result<Response, Problem> {
    let db = &app.core().db;
    let vendor = bearer.org()?;
    let number = OrgNumber::parse(&query.orgno).ok_or_else(not_found)?;
    let system = store::systems::find_by_name(db, &query.system_id)
        .await?
        .filter(|system| system.vendor == *vendor)
        .ok_or_else(not_found)?;
    let party = store::parties::find_by_org_number(db, &number)
        .await?
        .ok_or_else(not_found)?;
    let reference = external_ref(query.external_ref.as_deref(), &number);
    let user = store::system_users::find_by_ref(db, system.id, party.id, &reference)
        .await?
        .ok_or_else(not_found)?;
    Ok(json_answer(
        StatusCode::OK,
        &SystemUserAnswer::of(&user, &system),
    ))
}

/// `GET …/systemuser/byExternalId`: Maskinporten asks whether a client may act for a business.
pub async fn look_up(
    State(app): State<App>,
    _maskinporten: Bearer<SystemUserLookup>,
    QueryOf(query): QueryOf<LookUpQuery>,
) -> Result<Response, Problem> {
    let asked = query.asked().ok_or_else(|| {
        Problem::plain(
            StatusCode::BAD_REQUEST,
            "clientId, systemProviderOrgNo and systemUserOwnerOrgNo are needed.",
        )
    })?;
    // What is no organization number is nobody's.
    let number = |text: &str| OrgNumber::parse(text).ok_or_else(not_bare_number);
    let (vendor, owner) = (number(&asked.vendor)?, number(&asked.owner)?);
    let lookup = Lookup {
        client_id: &asked.client_id,
        vendor: &vendor,
        owner: &owner,
        external_ref: &external_ref(asked.external_ref.as_deref(), &owner),
    };
    let db = &app.core().db;
    let user = store::system_users::find_active(db, lookup)
        .await?
        .ok_or_else(not_found)?;
    let system = store::systems::find(db, user.system)
        .await?
        .ok_or_else(not_found)?;
    let answer = SystemUserAnswer::of(&user, &system).with_product();
    Ok(json_answer(StatusCode::OK, &answer))
}

fn not_bare_number() -> Problem {
    not_found()
        .with_detail("organizations are named by their nine digits alone here, without 0192:")
}

fn not_found() -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "No such system user.")
}
