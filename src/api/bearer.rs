//! Who calls, and with which scope: said in a handler's signature.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};

use super::problem::{self, Problem};
use crate::app::App;
use crate::domain::AskedBy;
use crate::domain::{OrgNumber, scope};
use crate::telemetry::record_actor;
use crate::tokens::{Caller, TokenError};

/// The scopes of which a caller needs one.
pub trait Needs: Send + Sync {
    const ANY_OF: &'static [&'static str];

    /// The answer to a good token without the scope.
    fn refusal() -> Problem {
        Problem::plain(
            StatusCode::FORBIDDEN,
            "The token lacks the scope that is needed.",
        )
        .with_detail(format!(
            "one of these is needed: {}",
            Self::ANY_OF.join(", ")
        ))
    }
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = [$($scope:path),*];)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Needs for $name {
            const ANY_OF: &'static [&'static str] = &[$($scope),*];
        }
    )*};
}
needs! {
    /// Vendors that register systems.
    SystemWrite = [scope::SYSTEM_WRITE, scope::SYSTEM_ADMIN];
    /// Vendors that ask for system users.
    RequestWrite = [scope::REQUEST_WRITE];
    /// Vendors that follow their requests. Whoever may write may read.
    RequestRead = [scope::REQUEST_READ, scope::REQUEST_WRITE];
    /// Maskinporten.
    SystemUserLookup = [scope::SYSTEM_USER_LOOKUP];
    /// Service owners and others that ask for decisions.
    Authorize = [scope::AUTHORIZE, scope::AUTHORIZE_ADMIN];
    /// Service owners that manage their resources.
    ResourceWrite = [scope::RESOURCE_WRITE, scope::RESOURCE_ADMIN];
    /// Those who may see access lists: of their own, or all with one of the last two.
    AccessListRead = [scope::ACCESS_LIST_READ, scope::ACCESS_LIST_WRITE, scope::RESOURCE_ADMIN, scope::ACCESS_LIST_DECISIONS];
    /// Those who may look up any party.
    PartyLookup = [scope::PARTY_LOOKUP];
    /// Those who may look up parties: any, or, for a person who is logged in, his own.
    PartyRead = [scope::PARTY_LOOKUP, scope::END_USER];
    /// Those who may look into all access lists to decide.
    AccessListLookup = [scope::ACCESS_LIST_DECISIONS, scope::RESOURCE_ADMIN];
    /// Persons who look at connections, in one direction or both.
    ConnectionsRead = [scope::END_USER, scope::TO_OTHERS_READ, scope::TO_OTHERS_WRITE, scope::FROM_OTHERS_READ, scope::FROM_OTHERS_WRITE];
    /// Persons who change connections, in one direction or both.
    ConnectionsWrite = [scope::END_USER, scope::TO_OTHERS_WRITE, scope::FROM_OTHERS_WRITE];
    /// Service owners that give their customers' packages to others.
    OwnerPackageWrite = [scope::OWNER_PACKAGE_WRITE];
    /// Those who decide for others, and so may see what anybody holds.
    PolicyInformation = [scope::AUTHORIZE_ADMIN];
    /// Persons at a portal.
    PortalUser = [scope::END_USER];
    /// Persons and system users that ask whom they may act for.
    OwnParties = [scope::END_USER, scope::AUTHORIZED_PARTIES];
    /// Service owners that ask whom others may act for.
    PartiesOf = [scope::AUTHORIZED_PARTIES_OWNER, scope::AUTHORIZED_PARTIES_ADMIN];
    /// End users' systems that see whom a party lets use its scopes.
    SuppliersRead = [scope::SUPPLIERS_READ, scope::SUPPLIERS_WRITE, scope::END_USER];
    /// End users' systems that let suppliers use a party's scopes.
    SuppliersWrite = [scope::SUPPLIERS_WRITE, scope::END_USER];
    /// End users' systems that see whose scopes a party may use.
    ConsumersRead = [scope::CONSUMERS_READ, scope::CONSUMERS_WRITE, scope::END_USER];
    /// End users' systems that give back what a party may use.
    ConsumersWrite = [scope::CONSUMERS_WRITE, scope::END_USER];
    /// Maskinporten and those who serve APIs, which ask who may use whose scopes.
    ScopeDelegations = [scope::SCOPE_DELEGATIONS, scope::SCOPE_DELEGATIONS_ADMIN];
    /// Service owners that manage their access lists.
    AccessListWrite = [scope::ACCESS_LIST_WRITE, scope::RESOURCE_ADMIN];
    /// Persons who follow requests for access. Whoever may write may read.
    AccessRequestRead = [scope::ACCESS_REQUEST_READ, scope::ACCESS_REQUEST_WRITE, scope::END_USER];
    /// Persons who ask for access, and answer.
    AccessRequestWrite = [scope::ACCESS_REQUEST_WRITE, scope::END_USER];
    /// Service owners that follow the requests that they have drafted. Whoever may write may read.
    OwnerRequestRead = [scope::OWNER_REQUEST_READ, scope::OWNER_REQUEST_WRITE];
    /// Service owners that draft requests for others.
    OwnerRequestWrite = [scope::OWNER_REQUEST_WRITE];
    /// Persons who look at an organization's clients and agents. Whoever may write may read.
    ClientsRead = [scope::CLIENTS_READ, scope::CLIENTS_WRITE, scope::END_USER];
    /// Persons who give agents what is held at clients.
    ClientsWrite = [scope::CLIENTS_WRITE, scope::END_USER];
    /// Agents who look at their own clients.
    MyClientsRead = [scope::MY_CLIENTS_READ, scope::MY_CLIENTS_WRITE, scope::END_USER];
    /// Agents who let go of clients.
    MyClientsWrite = [scope::MY_CLIENTS_WRITE, scope::END_USER];
}

/// Service owners that redeem tickets.
pub struct Redeem;

impl Needs for Redeem {
    const ANY_OF: &'static [&'static str] = &[scope::LINK_REDEEM, scope::SERVICE_OWNER];

    fn refusal() -> Problem {
        Problem::of(problem::NO_SCOPE)
    }
}

/// A caller with a verified token and one of the scopes of `S`.
pub struct Bearer<S> {
    pub caller: Caller,
    scope: PhantomData<S>,
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
        if !caller.scopes.has_any(S::ANY_OF) {
            return Err(match caller.supplier {
                None => S::refusal(),
                Some(_) => S::refusal().with_detail(NOT_DELEGATED),
            });
        }
        Ok(Self {
            caller,
            scope: PhantomData,
        })
    }
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
