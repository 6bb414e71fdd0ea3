//! Who calls, and with which scope: said in a handler's signature.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};

use super::limited;
use super::problem::{self, Problem};
use crate::app::App;
use crate::domain::{AskedBy, OrgNumber, ServiceOwner};
use crate::store::service_owners;
use crate::telemetry::record_actor;
use crate::tokens::{Caller, TokenError};

pub use super::needs::*;

/// A caller with a verified token whom the row `S` lets in.
pub struct Bearer<S> {
    pub caller: Caller,
    owner: Option<ServiceOwner>,
    row: PhantomData<S>,
}

impl<S> Bearer<S> {
    /// The caller, as the decision log names it.
    pub fn asked_by(&self) -> AskedBy {
        let org = self.caller.org.clone();
        org.map_or(AskedBy::Unnamed, AskedBy::Organization)
    }
}

impl<S: Needs> FromRequestParts<App> for Bearer<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = token_in(&parts.headers)
            .ok_or_else(|| Problem::plain(StatusCode::UNAUTHORIZED, "A bearer token is needed."))?;
        let caller = app.verifier().verify(token).await.map_err(not_accepted)?;
        record(&caller);
        limited::count(parts, &caller)?;
        if !caller.scopes.has_any(S::ROW.any_of) {
            return Err(match caller.supplier {
                None => S::refusal(),
                Some(_) => S::refusal().with_detail(NOT_DELEGATED),
            });
        }
        Ok(Self {
            owner: needed_owner(app, &caller, S::ROW.consumer).await?,
            caller,
            row: PhantomData,
        })
    }
}

/// The service owner that calls, where the row wants one. One query, or two when the code in the token is nobody's.
async fn needed_owner(
    app: &App,
    caller: &Caller,
    consumer: Consumer,
) -> Result<Option<ServiceOwner>, Problem> {
    let Consumer::ServiceOwner { except } = consumer else {
        return Ok(None);
    };
    if caller.scopes.has_any(except) {
        return Ok(None);
    }
    let owner = service_owner(app, caller).await?;
    owner.map(Some).ok_or_else(no_owner)
}

/// The registered service owner that a token is of: by the code in it, or by the number of its organization.
async fn service_owner(app: &App, caller: &Caller) -> Result<Option<ServiceOwner>, Problem> {
    let db = &app.core().db;
    if let Some(code) = &caller.owner_code {
        let owner = service_owners::find(db, &code.to_ascii_lowercase()).await?;
        if owner.is_some() {
            return Ok(owner);
        }
    }
    match &caller.org {
        Some(number) => Ok(service_owners::find_by_number(db, number).await?),
        None => Ok(None),
    }
}

fn no_owner() -> Problem {
    Problem::of(problem::OWNER_NOT_ALLOWED)
        .with_detail("the organization in the token's consumer is no registered service owner")
}

/// The token's own scopes may be enough; what counts is what is delegated now.
const NOT_DELEGATED: &str =
    "the consumer has not delegated the scope that is needed to the supplier, or has withdrawn it";

fn not_accepted(problem: TokenError) -> Problem {
    tracing::info!(%problem, "a token was refused");
    match problem {
        TokenError::Unavailable => Problem::plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "The database is not available now. Try again in a moment.",
        ),
        _ => Problem::plain(StatusCode::UNAUTHORIZED, "The token is not accepted.")
            .with_detail(problem.to_string()),
    }
}

/// Whose access is used, and who uses it.
fn record(caller: &Caller) {
    match (&caller.org, &caller.supplier) {
        (Some(org), Some(supplier)) => {
            record_actor(&format!("{} for {}", supplier.as_str(), org.as_str()));
        }
        (Some(org), None) => record_actor(org.as_str()),
        (None, _) => {}
    }
}

impl<S> Bearer<S> {
    /// The service owner that calls: there when the row wants one and the token has no scope that excepts it.
    pub fn owner(&self) -> Result<&ServiceOwner, Problem> {
        self.owner.as_ref().ok_or_else(no_owner)
    }

    /// The vendor or owner that the token was issued to.
    pub fn org(&self) -> Result<&OrgNumber, Problem> {
        self.caller
            .org
            .as_ref()
            .ok_or_else(|| Problem::of(problem::NO_VENDOR))
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1); the scheme's case does not matter (RFC 9110 §11.1).
pub fn token_in(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
