//! What can be wrong with a request about delegated scopes, with the original's codes, and what an operation refused.

use http::StatusCode;
use serde_json::Map;

use crate::api::problem::{self, Problem, ValidationError};
use crate::domain::CannotGiveScopes;
use crate::ops::scope_delegations::Refusal;

const SUPPLIER: &str = "$QUERY/supplier";
const CONSUMER: &str = "$QUERY/consumer";
const RESOURCE: &str = "$QUERY/resource";
const PARTY: &str = "$QUERY/party";

pub fn bad_supplier() -> Problem {
    fault(
        "AM.VLD-00006",
        "The supplier is named by its organization number.",
        SUPPLIER,
    )
}

pub fn bad_consumer() -> Problem {
    fault(
        "AM.VLD-00006",
        "The consumer is named by its organization number.",
        CONSUMER,
    )
}

pub fn resource_missing() -> Problem {
    fault("AM.VLD-00012", "One resource must be named.", RESOURCE)
}

pub fn bad_party() -> Problem {
    fault(
        "AM.VLD-00001",
        "A party is named by its number, or by organization or person with the header that goes with it.",
        PARTY,
    )
}

pub fn bad_rights() -> Problem {
    fault(
        "AM.VLD-00002",
        "One right on one resource, by urn:altinn:resource, must be named.",
        "/rights",
    )
}

pub fn bad_receiver(path: &'static str) -> Problem {
    fault(
        "AM.VLD-00001",
        "One organization, by urn:altinn:organization:identifier-no, must be named.",
        path,
    )
}

/// Why the operation did nothing.
pub fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NoAccess => Problem::plain(
            StatusCode::FORBIDDEN,
            "The person may not do this for the party.",
        ),
        Refusal::LevelTooLow(level) => Problem::plain(
            StatusCode::FORBIDDEN,
            "The person is not logged in strongly enough.",
        )
        .with_detail(format!("level {} is needed", level.number())),
        Refusal::NotOrganization => fault(
            "AM.VLD-00008",
            "Scopes are delegated by and to organizations only.",
            PARTY,
        ),
        Refusal::UnknownOrganization => fault(
            "AM.VLD-00006",
            "No organization with this number is in the register.",
            SUPPLIER,
        ),
        Refusal::OwnNumber => fault(
            "AM.VLD-00009",
            "An organization cannot be its own supplier.",
            SUPPLIER,
        ),
        Refusal::UnknownResource => fault("AM.VLD-00012", "There is no such resource.", RESOURCE),
        Refusal::Cannot(reason) => Problem::of(problem::MAY_NOT_DELEGATE)
            .with_detail(sentence(reason))
            .with("reasonCodes", vec![reason_code(Some(reason))]),
        Refusal::StillDelegated => fault(
            "AM.VLD-00010",
            "Something is still delegated; send cascade=true to end that too.",
            "$QUERY/cascade",
        ),
        Refusal::Overtaken => Problem::plain(
            StatusCode::CONFLICT,
            "Somebody else changed this in the same moment. Try again.",
        ),
    }
}

/// The original's word for what was found.
pub fn reason_code(problem: Option<CannotGiveScopes>) -> &'static str {
    match problem {
        None => "RoleAccess",
        Some(CannotGiveScopes::NotAnApi) => "Unknown",
        Some(CannotGiveScopes::NotDelegable) => "ResourceNotDelegable",
        Some(CannotGiveScopes::MissingAccess) => "MissingRoleAccess",
        Some(CannotGiveScopes::NotOnList) => "AccessListValidationFail",
        Some(CannotGiveScopes::LevelTooLow(_)) => "InsufficientAuthenticationLevel",
    }
}

pub fn sentence(reason: CannotGiveScopes) -> &'static str {
    match reason {
        CannotGiveScopes::NotAnApi => "the resource is not of the type MaskinportenSchema",
        CannotGiveScopes::NotDelegable => "the owner does not let the resource be delegated",
        CannotGiveScopes::MissingAccess => {
            "the person has no role or access package that gives scopeaccess on the resource"
        }
        CannotGiveScopes::NotOnList => {
            "the resource is for members of access lists, and the party is none"
        }
        CannotGiveScopes::LevelTooLow(_) => "the person is not logged in strongly enough",
    }
}

fn fault(code: &'static str, title: &'static str, path: &'static str) -> Problem {
    Problem::validation(vec![ValidationError {
        code,
        title,
        paths: vec![path.into()],
        extensions: Map::new(),
    }])
}
