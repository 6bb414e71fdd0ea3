//! What can be wrong, with the original's codes.

use std::borrow::Cow;

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::Map;

use crate::api::problem::{self, Problem, ValidationError};
use crate::ops::clients::{MAX_AT_ONCE, Refusal};

type Fault = ValidationError;

/// Where the query stands, as faults say it.
const QUERY: &str = "/$QUERY";
/// The query parameters that name the client and the agent, as faults say them.
const FROM: &str = "/$QUERY/from";
const TO: &str = "/$QUERY/to";

pub fn invalid(fault: Fault) -> Problem {
    Problem::validation(vec![fault])
}

pub fn bad_query(name: &'static str) -> Fault {
    fault(
        "AM.VLD-00009",
        "The parameter is needed, and is the uuid of a party.",
        format!("{QUERY}/{name}"),
    )
}

pub fn bad_page() -> Problem {
    invalid(fault(
        "AM.VLD-00050",
        "A page has from 1 to 1000 elements, and pages are numbered from 0.",
        "/$QUERY/pageSize",
    ))
}

pub fn unknown_role(path: impl Into<Cow<'static, str>>) -> Fault {
    fault("AM.VLD-00029", "There is no such role.", path)
}

pub fn unknown_package(path: impl Into<Cow<'static, str>>) -> Fault {
    fault("AM.VLD-00030", "There is no such access package.", path)
}

pub fn not_delegable(path: impl Into<Cow<'static, str>>) -> Fault {
    fault(
        "AM.VLD-00033",
        "The access package cannot be passed on to agents.",
        path,
    )
}

pub fn nothing(path: &'static str) -> Fault {
    fault("AM.VLD-00023", "The list is empty.", path)
}

/// What the party does not hold at the client by the role.
pub fn not_held(path: impl Into<Cow<'static, str>>) -> Fault {
    fault(
        "AM.VLD-00026",
        "The party does not have the access package from the client by this role.",
        path,
    )
}

pub fn too_many() -> Fault {
    let mut fault = fault("STD.VLD-00001", "Too much is asked for at once.", "/values");
    let detail = format!("at most {MAX_AT_ONCE} access packages");
    fault.extensions.insert("detail".to_owned(), detail.into());
    fault
}

/// A role that the party does not have at the client.
pub fn no_role(path: impl Into<Cow<'static, str>>) -> Fault {
    no_assignment("The party does not have this role at the client.", path)
}

fn unknown_party(path: &'static str) -> Fault {
    fault("AM.VLD-00006", "There is no such party.", path)
}

fn fault(code: &'static str, title: &'static str, path: impl Into<Cow<'static, str>>) -> Fault {
    let mut extensions = Map::new();
    // The original's name for it.
    extensions.insert("detail".to_owned(), title.into());
    Fault {
        code,
        title,
        paths: vec![path.into()],
        extensions,
    }
}

/// Who a refusal is about when it only says that somebody is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Client,
    Agent,
}

/// A refusal, in the words of the wire. What is not held is told by whoever knows what was asked for.
pub fn refused(refusal: Refusal, about: About) -> Problem {
    let path = match about {
        About::Client => FROM,
        About::Agent => TO,
    };
    match refusal {
        Refusal::NoAccess => Problem::plain(
            StatusCode::FORBIDDEN,
            "The person may not administer the clients of this party.",
        ),
        Refusal::LevelTooLow(level) => {
            Problem::plain(StatusCode::FORBIDDEN, "A stronger login is needed.")
                .with("requiredLevel", level.number())
        }
        Refusal::UnknownParty => invalid(unknown_party(path)),
        Refusal::NotAPerson => invalid(entity_type("Only a living person can be an agent.")),
        Refusal::StandardSystemUser => invalid(entity_type(
            "A standard system user cannot be an agent; system users for clients are not there yet.",
        )),
        Refusal::NumberNeeded => Problem::of(problem::PERSON_NEEDED),
        Refusal::NoSuchPerson => invalid(fault(
            "AM.VLD-00034",
            "No person with this identifier and last name was found.",
            "/personIdentifier",
        )),
        Refusal::Blocked { .. } => Problem::of(problem::TOO_MANY_PERSON_LOOKUPS),
        Refusal::NotAnAgent => invalid(no_assignment("The person is no agent of the party.", TO)),
        Refusal::NotAClient => invalid(no_assignment("This is no client of the party.", FROM)),
        Refusal::HasPowers => invalid(fault(
            "AM.VLD-00031",
            "The agent has been given something; cascade=true takes it back too.",
            "/$QUERY/cascade",
        )),
        Refusal::NotHeld(_) => invalid(not_held(FROM)),
        Refusal::TooMany => invalid(too_many()),
    }
}

/// The answer to a refusal, which says when it is worth to try again.
pub fn answer(refusal: Refusal, about: About) -> Response {
    let wait = match refusal {
        Refusal::Blocked { seconds } => Some(seconds),
        _ => None,
    };
    let mut response = refused(refusal, about).into_response();
    if let Some(seconds) = wait {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn entity_type(title: &'static str) -> Fault {
    fault("AM.VLD-00008", title, TO)
}

fn no_assignment(title: &'static str, path: impl Into<Cow<'static, str>>) -> Fault {
    fault("AM.VLD-00032", title, path)
}
