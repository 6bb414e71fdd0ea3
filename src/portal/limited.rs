//! How often pages may be asked for. An address joins by a line in [`AREAS`]; who calls is counted by `Visitor`.

use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use http::{Method, StatusCode, header};
use tower_sessions::Session;

use super::PageError;
use super::session::SignedIn;
use crate::limits::{Area, Areas, Client, Limited, TooMany};
use crate::routes::*;

/// The limited addresses.
pub const AREAS: Areas = &[
    (Area::Login, None, LOGIN),
    (Area::Login, None, LOGIN_CALLBACK),
    (Area::Login, None, LOGIN_CALLBACK_OF),
    (Area::Token, None, TOKEN_REFRESH),
    (Area::Logout, None, LOGOUT),
    (Area::Logout, None, LOGOUT_RETURN),
    (Area::Logout, None, FRONT_CHANNEL_LOGOUT),
    (Area::Logout, None, UPSTREAM_FRONT_CHANNEL_LOGOUT),
    (Area::Logout, None, UPSTREAM_BACK_CHANNEL_LOGOUT),
    // Lists that are searched in.
    (Area::Search, Some(Method::GET), PARTIES),
    (Area::Search, Some(Method::GET), SERVICES),
    // Look-ups of persons and organizations.
    (Area::Search, Some(Method::POST), USER_ADD),
    (Area::Search, Some(Method::POST), AGENT_NEW),
    (Area::Search, Some(Method::POST), SUPPLIER_NEW),
    (Area::Search, Some(Method::POST), OWNER_REGISTER),
    (Area::Search, Some(Method::POST), OWNER_ADMINISTRATORS),
];

/// What is answered before it is known who calls.
pub fn refuse(refused: TooMany) -> Response {
    PageError::from(refused).into_response()
}

/// The same to machines, which need no page.
pub fn refuse_machine(refused: TooMany) -> Response {
    let wait = [(header::RETRY_AFTER, refused.seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, wait).into_response()
}

impl From<TooMany> for PageError {
    fn from(refused: TooMany) -> Self {
        Self::TooMany {
            seconds: refused.seconds,
        }
    }
}

/// Counts the person, or the browser when nobody is logged in there, where the address is limited.
pub fn count(parts: &Parts, session: &Session, signed: Option<&SignedIn>) -> Result<(), PageError> {
    let Some(limited) = parts.extensions.get::<Limited>() else {
        return Ok(());
    };
    let client = match signed {
        Some(signed) => Some(Client::Person(signed.person.0)),
        None => session.id().map(|id| Client::Session(id.0)),
    };
    match client {
        Some(client) => Ok(limited.count(client)?),
        None => Ok(()),
    }
}
