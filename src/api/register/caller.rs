//! Who may look parties up. The register must not be an open directory of persons: machines need a scope of their own,
//! and a person who is logged in sees whom he acts for.

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use crate::api::Problem;
use crate::api::bearer::{Bearer, PartyRead};
use crate::app::App;
use crate::domain::scope::PARTY_LOOKUP;
use crate::ops::register::lookup::Reader;
use crate::store;
use crate::telemetry::record_actor;

/// A caller that may look up some parties at least.
pub struct Asker(pub Reader);

impl FromRequestParts<App> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let bearer = Bearer::<PartyRead>::from_request_parts(parts, app).await?;
        if bearer.caller.scopes.has(PARTY_LOOKUP) {
            let organization = bearer.org()?.clone();
            return Ok(Self(Reader::Everything(organization)));
        }
        let person = match bearer.caller.user_number {
            Some(number) => store::parties::find_by_user_number(&app.core().db, number).await?,
            None => None,
        };
        match person.filter(|person| !person.is_deleted) {
            Some(person) => {
                record_actor(&person.id.to_string());
                Ok(Self(Reader::Own(person.id)))
            }
            None => Err(Problem::plain(
                StatusCode::FORBIDDEN,
                "The token names no person of the register.",
            )),
        }
    }
}
