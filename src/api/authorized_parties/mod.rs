//! Whom a person, an organization or a system user may act for: for itself, for the portal, and for service owners.

mod caller;
mod end_user;
mod owner;
mod party;
mod query;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use serde_json::{Value, json};

use self::query::{Asked, Includes};
use super::json::json_answer;
use super::problem::Problem;
use crate::app::App;
use crate::ops::authorized_parties::{self, AuthorizedParties, Filter, Subject};
use crate::ops::{Known, OpsError};
use crate::routes;

/// The routes. Each handler's extractor says who may call.
pub fn router() -> Router<App> {
    Router::new()
        .route(routes::AUTHORIZED_PARTIES_END_USER, get(end_user::list))
        .route(routes::AUTHORIZED_PARTIES, get(party::list_own))
        .route(routes::AUTHORIZED_PARTY, get(party::show))
        .route(routes::AUTHORIZED_PARTIES_FOR, get(party::list_for))
        .route(routes::AUTHORIZED_PARTIES_OWNER, post(owner::list))
        .route(routes::AUTHORIZED_PARTIES_OWNER_ALIAS, post(owner::list))
}

/// The parties of one subject, with what the caller wants to see of them.
struct Found {
    parties: Arc<AuthorizedParties>,
    filter: Filter,
    includes: Includes,
}

impl Found {
    async fn load(known: &Known<'_>, subject: Subject, asked: Asked) -> Result<Self, OpsError> {
        let ways = asked.ways();
        Ok(Self {
            parties: authorized_parties::list(known, subject, ways).await?,
            includes: asked.includes,
            filter: asked.filter(known, subject).await?,
        })
    }

    fn items(&self) -> Vec<wire::Item<'_>> {
        let chosen = self.parties.select(&self.filter);
        let items = chosen.iter();
        items
            .map(|one| wire::Item::of(one, self.includes))
            .collect()
    }

    /// An array, as the older APIs answer.
    fn array(&self) -> Response {
        json_answer(StatusCode::OK, &self.items())
    }
}

/// What is wrong with one input, as the framework of the original says it.
fn model_error(name: &str, message: &str) -> Problem {
    let errors: Value = json!({name: [message]});
    Problem::plain(
        StatusCode::BAD_REQUEST,
        "One or more validation errors occurred.",
    )
    .with("errors", errors)
}
