//! What can be wrong with a request about access lists, with the original's codes, and what an operation refused.

use std::borrow::Cow;

use serde_json::Map;

use crate::api::conditional::not_as_expected;
use crate::api::problem::{self, Problem, ValidationError};
use crate::domain::MemberName;
use crate::ops::access_lists::{MAX_AT_ONCE, Refusal};

/// What the original answers with.
type Fault = ValidationError;

/// Where a body names members, as faults say it.
const DATA: &str = "/data";

pub fn missing(path: &'static str) -> Fault {
    fault("STD.VLD-00000", "The field is required.", path)
}

pub fn too_many_to_replace() -> Fault {
    fault(
        "RR.VLD-00000",
        "No more than 100 members can replace the others at once.",
        DATA,
    )
}

pub fn too_many_to_change() -> Fault {
    fault(
        "RR.VLD-00001",
        "No more than 100 members can be added or removed at once.",
        DATA,
    )
}

pub fn resource_needed() -> Fault {
    fault(
        "RR.VLD-00002",
        "To include actions, one resource must be named.",
        "/$QUERY/resource",
    )
}

pub fn party_missing() -> Fault {
    fault("RR.VLD-00003", "One party must be named.", "/$QUERY/party")
}

pub fn bad_party(path: impl Into<Cow<'static, str>>) -> Fault {
    fault(
        "RR.VLD-00004",
        "A party is named by urn:altinn:party:uuid, urn:altinn:party:id or urn:altinn:organization:identifier-no.",
        path,
    )
}

pub fn bad_resource() -> Fault {
    fault(
        "RR.VLD-00005",
        "A resource is named by urn:altinn:resource.",
        "/$QUERY/resource",
    )
}

pub fn several_parties() -> Fault {
    fault(
        "RR.VLD-00006",
        "More than one party is not supported.",
        "/$QUERY/party",
    )
}

pub fn several_resources() -> Fault {
    fault(
        "RR.VLD-00007",
        "More than one resource is not supported.",
        "/$QUERY/resource",
    )
}

pub fn owner_is_no_code() -> Fault {
    fault(
        "RR.VLD-00010",
        "The owner must be the code of a service owner.",
        "/$PATH/owner",
    )
}

pub fn out_of_range(path: impl Into<Cow<'static, str>>, detail: &str) -> Fault {
    let mut fault = fault("RR.VLD-00011", "The value is out of range.", path);
    fault.extensions.insert("detail".to_owned(), detail.into());
    fault
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

pub fn no_such_list() -> Problem {
    Problem::plain(http::StatusCode::NOT_FOUND, "There is no such access list.")
}

/// Members that cannot be read, each by its place.
pub fn member_names(urns: &[String]) -> Result<Vec<MemberName>, Problem> {
    let read: Vec<Option<MemberName>> = urns.iter().map(|urn| MemberName::parse(urn)).collect();
    let is_bad = |(place, name): (usize, &Option<MemberName>)| {
        name.is_none().then(|| bad_party(format!("{DATA}/{place}")))
    };
    let faults: Vec<Fault> = read.iter().enumerate().filter_map(is_bad).collect();
    if faults.is_empty() {
        Ok(read.into_iter().flatten().collect())
    } else {
        Err(Problem::validation(faults))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => no_such_list(),
            Refusal::UnknownOwner => Self::validation(vec![owner_is_no_code()]),
            Refusal::NotAsExpected => not_as_expected(),
            Refusal::UnknownParties(names) => {
                let urns: Vec<String> = names.iter().map(ToString::to_string).collect();
                Self::of(problem::UNKNOWN_PARTIES).with("unknownParties", urns)
            }
            Refusal::TooManyMembers => Self::validation(vec![out_of_range(
                DATA,
                &format!("at most {MAX_AT_ONCE} members can be named at once"),
            )]),
            Refusal::UnknownResource => Self::of(problem::UNKNOWN_RESOURCES),
            Refusal::ForeignResource => Self::of(problem::FOREIGN_RESOURCE),
        }
    }
}
