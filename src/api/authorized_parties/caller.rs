//! The one who asks whom he may act for.

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use crate::api::bearer::{Bearer, OwnParties};
use crate::api::end_user::person_of;
use crate::api::problem::Problem;
use crate::app::App;
use crate::ops::authorized_parties::Subject;
use crate::telemetry::record_actor;

/// The person or the system user of a token.
pub struct Asker(pub Subject);

impl FromRequestParts<App> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let bearer = Bearer::<OwnParties>::from_request_parts(parts, app).await?;
        let caller = &bearer.caller;
        if caller.user_number.is_some() {
            let person = person_of(app, caller).await?;
            record_actor(&person.party.to_string());
            return Ok(Self(Subject::Party(person.party)));
        }
        match caller.system_user {
            Some(user) => {
                record_actor(&user.to_string());
                Ok(Self(Subject::SystemUser(user)))
            }
            None => Err(
                Problem::plain(StatusCode::UNAUTHORIZED, "Unknown user type.")
                    .with_detail("the token names neither a person nor a system user"),
            ),
        }
    }
}
