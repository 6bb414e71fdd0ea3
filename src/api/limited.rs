//! How often the APIs may be called. An address joins by a line in [`AREAS`]; whoever brings a token is counted by `Bearer`.

use axum::response::{IntoResponse as _, Response};
use http::request::Parts;

use super::problem::{Problem, TOO_MANY_FAILED_REDEMPTIONS, TOO_MANY_REQUESTS};
use crate::domain::OrgNumber;
use crate::limits::{Area, Areas, Client, Limited, TooMany};
use crate::routes::*;
use crate::tokens::Caller;
use http::Method;

/// The limited addresses. What carries a decision or an act of its own is not limited here.
pub const AREAS: Areas = &[
    (Area::Redeem, None, API_REDEEM),
    (Area::Token, None, TOKEN_EXCHANGE),
    // What everybody may search in.
    (Area::Search, None, API_RESOURCE_SEARCH),
    (Area::Search, None, META_PACKAGE_SEARCH),
    // Searches that ask the engine about each candidate.
    (Area::LookUp, None, AUTHZEN_SUBJECTS),
    (Area::LookUp, None, AUTHZEN_RESOURCES),
    (Area::LookUp, None, AUTHZEN_ACTIONS),
    // The register. Its streams are read page by page by whoever copies it, and not limited.
    (Area::LookUp, None, REGISTER_PARTY),
    (Area::LookUp, None, REGISTER_PARTY_BY_UUID),
    (Area::LookUp, None, REGISTER_LOOKUP),
    (Area::LookUp, None, REGISTER_NAMES),
    (Area::LookUp, None, REGISTER_LIST),
    (Area::LookUp, None, REGISTER_LIST_BY_UUID),
    (Area::LookUp, None, REGISTER_IDENTIFIERS),
    (Area::LookUp, None, REGISTER_ORGANIZATION),
    (Area::LookUp, None, REGISTER_PERSON),
    (Area::LookUp, None, REGISTER_V2_PARTY),
    (Area::LookUp, None, REGISTER_V2_QUERY),
    (Area::LookUp, None, REGISTER_V2_CUSTOMERS),
    (Area::LookUp, None, REGISTER_V2_HOLDERS),
    (Area::LookUp, None, REGISTER_V2_MAIN_UNITS),
    (Area::LookUp, None, REGISTER_V2_ROLES),
    (Area::LookUp, None, REGISTER_CONSUMER_PARTY),
    (Area::LookUp, None, REGISTER_CONSUMER_QUERY),
    (Area::LookUp, None, REGISTER_CONSUMER_CUSTOMERS),
    (Area::LookUp, None, REGISTER_CONSUMER_CUSTOMERS_V2),
    (Area::LookUp, None, REGISTER_CONSUMER_HOLDERS),
    (Area::LookUp, None, REGISTER_CONSUMER_HOLDERS_V2),
    (Area::LookUp, None, REGISTER_CONSUMER_MAIN_UNITS),
    (Area::LookUp, None, REGISTER_CONSUMER_ROLES),
    // What is added may be a person who is looked up by name.
    (Area::Search, Some(Method::POST), API_CONNECTIONS),
    (Area::Search, Some(Method::POST), API_AGENTS),
    (Area::Search, Some(Method::POST), API_AGENTS_2),
];

/// What is answered before it is known who calls.
pub fn refuse(refused: TooMany) -> Response {
    Problem::from(refused).into_response()
}

impl From<TooMany> for Problem {
    fn from(refused: TooMany) -> Self {
        Problem::of(TOO_MANY_REQUESTS).retry_after(refused.seconds)
    }
}

/// Counts a verified caller where the address is limited.
pub fn count(parts: &Parts, caller: &Caller) -> Result<(), Problem> {
    match (parts.extensions.get::<Limited>(), client(caller)) {
        (Some(limited), Some(client)) => Ok(limited.count(client)?),
        _ => Ok(()),
    }
}

/// A person first: many of them come through one organization's system.
fn client(caller: &Caller) -> Option<Client<'_>> {
    if let Some(number) = caller.user_number {
        return Some(Client::User(number));
    }
    let consumer = caller.org.as_ref().map(OrgNumber::as_str)?;
    Some(match &caller.supplier {
        Some(supplier) => Client::Supplier {
            supplier: supplier.as_str(),
            consumer,
        },
        None => Client::Organization(consumer),
    })
}

/// Counts a ticket that was refused; whoever has too many is told nothing more of tickets for a while.
pub fn count_failed_redemption(limited: Option<&Limited>, caller: &Caller) -> Result<(), Problem> {
    let (Some(limited), Some(client)) = (limited, client(caller)) else {
        return Ok(());
    };
    limited
        .count_in(Area::FailedRedeem, client)
        .map_err(|refused| Problem::of(TOO_MANY_FAILED_REDEMPTIONS).retry_after(refused.seconds))
}
