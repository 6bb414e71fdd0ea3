//! Rows for vendors, Maskinporten, and those who decide and look up for others.

use super::{Row, rows};
use crate::domain::scope;
use crate::routes::*;
use http::Method;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const DELETE: Method = Method::DELETE;

rows! { ROWS:
    /// Vendors that register systems.
    SystemWrite = Row::new(&[scope::SYSTEM_WRITE, scope::SYSTEM_ADMIN], &[
        (POST, API_SYSTEMS),
        (GET, API_SYSTEMS),
        (GET, API_SYSTEM),
    ]);
    /// Vendors that ask for system users.
    RequestWrite = Row::new(&[scope::REQUEST_WRITE], &[
        (POST, API_REQUESTS),
        (DELETE, API_REQUEST),
        (GET, API_SYSTEM_USER_QUERY),
    ]);
    /// Vendors that follow their requests. Whoever may write may read.
    RequestRead = Row::new(&[scope::REQUEST_READ, scope::REQUEST_WRITE], &[
        (GET, API_REQUEST),
        (GET, API_REQUEST_BY_REF),
    ]);
    /// Maskinporten, about to issue a token for a system user.
    SystemUserLookup = Row::new(&[scope::SYSTEM_USER_LOOKUP], &[(GET, API_SYSTEM_USER_LOOKUP)]);
    /// Service owners and others that ask for decisions.
    Authorize = Row::new(&[scope::AUTHORIZE, scope::AUTHORIZE_ADMIN], &[
        (POST, API_AUTHORIZE),
        (POST, AUTHZEN_EVALUATION),
        (POST, AUTHZEN_EVALUATIONS),
        (POST, AUTHZEN_SUBJECTS),
        (POST, AUTHZEN_RESOURCES),
        (POST, AUTHZEN_ACTIONS),
    ]);
    /// Applications and gateways that ask for decisions. A subscription key opens it too, without a token.
    Decide = Row::new(&[scope::AUTHORIZE, scope::AUTHORIZE_ADMIN], &[(POST, API_DECISION)]);
    /// Those who decide for others, and so may see what anybody holds.
    PolicyInformation = Row::new(&[scope::AUTHORIZE_ADMIN], &[
        (GET, API_HELD_PACKAGES),
        (GET, API_HELD_ROLES),
        (POST, API_DELEGATION_CHANGES),
    ]);
    /// Those who may look into all access lists to decide.
    AccessListLookup = Row::new(&[scope::ACCESS_LIST_DECISIONS, scope::RESOURCE_ADMIN], &[
        (GET, API_LIST_MEMBERSHIPS),
        (GET, API_LISTS_BY_MEMBER),
    ]);
    /// Maskinporten and those who serve APIs, which ask who may use whose scopes.
    ScopeDelegations = Row::new(&[scope::SCOPE_DELEGATIONS, scope::SCOPE_DELEGATIONS_ADMIN], &[
        (GET, API_SCOPE_DELEGATIONS),
        (GET, API_SCOPE_DELEGATIONS_BARE),
        (GET, API_SCOPE_DELEGATIONS_OLD),
    ]);
    /// Those who may look up parties: any, or, for a person who is logged in, his own.
    PartyRead = Row::new(&[scope::PARTY_LOOKUP, scope::END_USER], &[
        (GET, REGISTER_PARTY),
        (GET, REGISTER_PARTY_BY_UUID),
        (GET, REGISTER_ORGANIZATION),
        (GET, REGISTER_PERSON),
    ]);
    /// Those who may look up any party.
    PartyLookup = Row::new(&[scope::PARTY_LOOKUP], &[
        (POST, REGISTER_LOOKUP),
        (POST, REGISTER_NAMES),
        (POST, REGISTER_LIST),
        (POST, REGISTER_LIST_BY_UUID),
        (GET, REGISTER_IDENTIFIERS),
        (GET, REGISTER_V2_PARTY),
        (POST, REGISTER_V2_QUERY),
        (GET, REGISTER_V2_STREAM),
        (GET, REGISTER_V2_CUSTOMERS),
        (GET, REGISTER_V2_HOLDERS),
        (POST, REGISTER_V2_MAIN_UNITS),
        (GET, REGISTER_V2_ROLES),
        (GET, REGISTER_V2_METADATA),
        (GET, REGISTER_CONSUMER_PARTY),
        (POST, REGISTER_CONSUMER_QUERY),
        (GET, REGISTER_CONSUMER_STREAM),
        (GET, REGISTER_CONSUMER_CUSTOMERS),
        (GET, REGISTER_CONSUMER_HOLDERS),
        (GET, REGISTER_CONSUMER_CUSTOMERS_V2),
        (GET, REGISTER_CONSUMER_HOLDERS_V2),
        (POST, REGISTER_CONSUMER_MAIN_UNITS),
        (GET, REGISTER_CONSUMER_ROLES),
    ]);
}
