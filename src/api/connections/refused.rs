//! What a refusal says on the wire.

use std::borrow::Cow;

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, json};

use crate::api::problem::{self, Code, Problem, ValidationError};
use crate::ops::connections::Refusal;

/// Where most of what is refused stands.
const TO: &str = "/$QUERY/to";
const PACKAGE: &str = "/$QUERY/package";

/// The answer to a refusal; wrong guesses too many also say when to come back.
pub fn refused(refusal: &Refusal) -> Response {
    let mut response = problem_of(refusal).into_response();
    if let Refusal::TooManyLookups { seconds } = refusal {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

pub fn problem_of(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NoAccess => forbidden(),
        Refusal::LevelTooLow(level) => forbidden()
            .with_detail("the person must log in at a higher level")
            .with("requiredLevel", level.number()),
        Refusal::UnknownParty => invalid(refusal, "There is no such party.", TO),
        Refusal::OwnParty => invalid(refusal, "Nobody gives himself anything.", TO),
        Refusal::DeletedUnit => invalid(
            refusal,
            "The organization is deleted in the register, and cannot be given anything.",
            TO,
        ),
        Refusal::CannotReceive => invalid(refusal, "The person cannot be given anything.", TO),
        Refusal::NotAssignableToRecipient => invalid(
            refusal,
            "The access package is not given to a party of this kind.",
            TO,
        ),
        Refusal::NoSuchPerson => invalid(
            refusal,
            "No person with this number and last name was found.",
            "/personIdentifier",
        ),
        Refusal::UnknownPackage => invalid(refusal, "There is no such access package.", PACKAGE),
        Refusal::NotAssignable => invalid(
            refusal,
            "The access package cannot be given: it comes with a role.",
            PACKAGE,
        ),
        Refusal::LacksPackage => invalid(
            refusal,
            "The person does not hold the access package in a way that may be passed on.",
            PACKAGE,
        ),
        Refusal::MainAdministration => invalid(
            refusal,
            "Only those who have it by a role may appoint main administrators.",
            PACKAGE,
        ),
        Refusal::StillHolds(left) => {
            let problem = invalid(
                refusal,
                "The connection still holds powers; say cascade=true to take them too.",
                "/$QUERY/cascade",
            );
            problem.with(
                "left",
                json!({"packages": left.packages, "resources": left.resources, "passedOn": left.passed_on}),
            )
        }
        Refusal::LacksRights(keys) => {
            Problem::of(problem::MAY_NOT_DELEGATE).with("rightKeys", json!(keys))
        }
        Refusal::NotOnAccessList => Problem::of(problem::RESOURCE_NOT_AVAILABLE)
            .with_detail("the party is on none of the owner's access lists for it"),
        Refusal::IsApiScope => Problem::of(problem::RESOURCE_NOT_AVAILABLE)
            .with_detail("it is given to suppliers, as a scope at Maskinporten"),
        Refusal::IncompleteRights => Problem::of(problem::RIGHTS_NOT_IN_POLICY).with_detail(
            "rights of the policy that share an action are given together or not at all",
        ),
        other => Problem::of(coded(other)),
    }
}

/// Refusals that are told in the words of their code.
fn coded(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::TooManyLookups { .. } => problem::TOO_MANY_PERSON_LOOKUPS,
        Refusal::PersonNeeded => problem::PERSON_NEEDED,
        Refusal::MissingConnection => problem::CONNECTION_NEEDED,
        Refusal::PackageKind => problem::PACKAGE_KIND,
        Refusal::UnknownResource => problem::INVALID_RESOURCE,
        Refusal::NoRightKey => problem::NO_RIGHT_KEY,
        Refusal::UnknownRightKey => problem::RIGHTS_NOT_IN_POLICY,
        Refusal::OwnerNotAllowed => problem::OWNER_NOT_ALLOWED,
        Refusal::GivenByOthers => problem::NOT_GIVEN_BY_REVOKER,
        Refusal::UnknownRole => problem::UNKNOWN_ROLE,
        Refusal::RoleNotRevocable => problem::ROLE_NOT_REVOCABLE,
        _ => problem::RESOURCE_NOT_AVAILABLE,
    }
}

/// Nobody is told whether the party exists.
pub fn forbidden() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The person may not do this for the party.",
    )
}

fn invalid(refusal: &Refusal, title: &'static str, path: &'static str) -> Problem {
    Problem::validation(vec![fault(refusal.code().unwrap_or_default(), title, path)])
}

/// One thing wrong with the query or the body.
pub fn fault(code: &'static str, title: &'static str, path: &'static str) -> ValidationError {
    let mut extensions = Map::new();
    extensions.insert("detail".to_owned(), title.into());
    ValidationError {
        code,
        title,
        paths: vec![Cow::Borrowed(path)],
        extensions,
    }
}
