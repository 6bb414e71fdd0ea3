//! The system register, as vendors see it: `/authentication/api/v1/systemregister/vendor`.

mod validate;
mod wire;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::bearer::{Bearer, SystemWrite};
use super::json::{LooseJson, json_answer};
use super::parts::PathOf;
use super::problem::{self, Problem};
use crate::app::App;
use crate::db::DbError;
use crate::domain::{OrgNumber, RedirectPolicy, System, SystemId, scope};
use crate::store;
use validate::Checked;
use wire::{SystemBody, SystemDto, SystemFull};

/// `POST …/systemregister/vendor`: registers a system and answers its internal id.
pub async fn register(
    State(app): State<App>,
    bearer: Bearer<SystemWrite>,
    LooseJson(body): LooseJson<SystemBody>,
) -> Result<Response, Problem> {
    let vendor = validate::vendor(&body)?;
    check_owner(&bearer, &vendor)?;
    let redirects = match app.sandbox() {
        Some(_) => RedirectPolicy::LoopbackToo,
        None => RedirectPolicy::HttpsOnly,
    };
    let checked = validate::body(&app.core().db, body, &vendor, redirects).await?;
    let system = new_system(&app, vendor, checked);
    let mut tx = app.core().db.write().await?;
    match store::systems::insert(&mut tx, &system).await {
        Err(DbError::Duplicate) => {
            return Err(Problem::plain(
                StatusCode::CONFLICT,
                "Another system took the id or a client id at the same moment.",
            ));
        }
        other => other?,
    }
    tx.commit().await?;
    Ok(json_answer(StatusCode::OK, &system.id.to_string()))
}

/// `GET …/systemregister/vendor`: the vendor's own systems.
pub async fn list_own(
    State(app): State<App>,
    bearer: Bearer<SystemWrite>,
) -> Result<Response, Problem> {
    let Some(vendor) = &bearer.caller.org else {
        return Err(not_yours());
    };
    let systems = store::systems::list_of_vendor(&app.core().db, vendor).await?;
    let list: Vec<SystemDto<'_>> = systems.iter().map(SystemDto::of).collect();
    Ok(json_answer(StatusCode::OK, &list))
}

/// `GET …/systemregister/vendor/{systemId}`: one system, also when it has been deleted.
pub async fn show(
    State(app): State<App>,
    bearer: Bearer<SystemWrite>,
    PathOf(name): PathOf<String>,
) -> Result<Response, Problem> {
    let system = store::systems::find_by_name(&app.core().db, &name)
        .await?
        .filter(|system| check_owner(&bearer, &system.vendor).is_ok())
        .ok_or_else(|| Problem::of(problem::SYSTEM_NOT_FOUND))?;
    Ok(json_answer(StatusCode::OK, &SystemFull::of(&system)))
}

/// The token's organization is the vendor, or the caller runs the register.
fn check_owner(bearer: &Bearer<SystemWrite>, vendor: &OrgNumber) -> Result<(), Problem> {
    let is_owner = bearer.caller.org.as_ref() == Some(vendor);
    if is_owner || bearer.caller.scopes.has(scope::SYSTEM_ADMIN) {
        Ok(())
    } else {
        Err(not_yours())
    }
}

fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The organization in the token is not the vendor of the system.",
    )
}

fn new_system(app: &App, vendor: OrgNumber, checked: Checked) -> System {
    System {
        id: SystemId(app.core().world.random_id()),
        name_id: checked.name_id,
        vendor,
        name: checked.name,
        description: checked.description,
        rights: checked.rights,
        packages: checked.packages,
        client_ids: checked.client_ids,
        redirect_urls: checked.redirect_urls,
        is_visible: checked.is_visible,
        is_deleted: false,
        created_at: app.core().world.now(),
    }
}
