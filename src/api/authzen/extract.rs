//! Who asks, and what was sent.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde_json::{Map, Value};

use super::refused::Refused;
use crate::api::bearer::{Authorize, Bearer};
use crate::api::json::{RawBody, is_json};
use crate::app::App;
use crate::domain::{Asked, AskedBy, Surface};

/// A caller who may ask for decisions: the scopes are those of `/authorize`.
pub struct Asker(pub AskedBy);

impl FromRequestParts<App> for Asker {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let bearer = Bearer::<Authorize>::from_request_parts(parts, app).await?;
        Ok(Self(bearer.asked_by()))
    }
}

impl Asker {
    /// What the decision log says of a question; `position` is its place in a batch.
    pub fn asks(&self, position: Option<u32>) -> Asked {
        Asked {
            by: self.0.clone(),
            surface: Surface::AuthZen,
            position,
        }
    }
}

/// A JSON object.
pub struct JsonBody(pub Map<String, Value>);

impl FromRequest<App> for JsonBody {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        if !is_json(request.headers()) {
            return Err(Refused::bad_request(
                "The body must be JSON: send Content-Type application/json.",
            ));
        }
        let RawBody(body) = RawBody::from_request(request, app).await?;
        serde_json::from_slice(&body).map(Self).map_err(|problem| {
            Refused::bad_request(format!("The body is not a JSON object: {problem}"))
        })
    }
}
