//! What can be wrong, with the original's codes where they are known, and what an operation refused.

use http::StatusCode;
use serde_json::Map;

use crate::api::problem::{self, Problem, ValidationError};
use crate::domain::AccessRequestStatus;
use crate::ops::access_requests::{Lack, MOST_ASKED, MOST_RIGHT_KEYS, Refusal};

pub fn no_such_request() -> Problem {
    Problem::of(problem::ACCESS_REQUEST_NOT_FOUND)
}

pub fn bad_query(detail: &str) -> Problem {
    one(fault(
        "AM.VLD-00009",
        "The query is not valid.",
        "/$QUERY",
        detail,
    ))
}

pub fn bad_party_urn(path: &'static str) -> Problem {
    let urns = "a party is named by urn:altinn:person:identifier-no or urn:altinn:organization:identifier-no";
    one(fault(
        "AM.VLD-00001",
        "The party is not named by a known urn.",
        path,
        urns,
    ))
}

pub fn resource_missing() -> Problem {
    one(fault(
        "AM.VLD-00012",
        "A resource must be named.",
        "/resource",
        "",
    ))
}

pub fn package_missing() -> Problem {
    one(fault(
        "AM.VLD-00011",
        "A package must be named.",
        "/package",
        "",
    ))
}

pub fn bad_page() -> Problem {
    one(fault(
        "AM.VLD-00050",
        "The size of a page is a number from 1 to 1000, its number 0 or more.",
        "/X-Page-Size",
        "",
    ))
}

pub fn nothing_named() -> Problem {
    one(fault(
        "AM.VLD-00038",
        "Either a resource or a package must be named, and not both.",
        "/",
        "",
    ))
}

pub fn unknown_status() -> Problem {
    let all = AccessRequestStatus::ALL.map(AccessRequestStatus::as_str);
    one(fault(
        "AM.VLD-00039",
        "There is no such status.",
        "/$QUERY/status",
        &all.join(", "),
    ))
}

/// # Errors
/// When there are more keys than a request may name, or one is longer than any key.
pub fn check_keys(keys: Option<Vec<String>>) -> Result<Option<Vec<String>>, Problem> {
    let is_too_much = |keys: &Vec<String>| {
        keys.len() > MOST_RIGHT_KEYS || keys.iter().any(|key| key.len() > MAX_KEY)
    };
    if keys.as_ref().is_some_and(is_too_much) {
        return Err(one(fault(
            "AM.VLD-00040",
            "No more than 100 right keys can be named at once, each as the policy's rights have it.",
            "/rightKeys",
            "",
        )));
    }
    Ok(keys)
}

const MAX_KEY: usize = 200;

fn fault(
    code: &'static str,
    title: &'static str,
    path: &'static str,
    detail: &str,
) -> ValidationError {
    let mut extensions = Map::new();
    let detail = if detail.is_empty() { title } else { detail };
    extensions.insert("detail".to_owned(), detail.into());
    ValidationError {
        code,
        title,
        paths: vec![path.into()],
        extensions,
    }
}

fn one(fault: ValidationError) -> Problem {
    Problem::validation(vec![fault])
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => no_such_request(),
            Refusal::NoAccess => not_yours(),
            Refusal::LevelTooLow(level) => not_yours().with_detail(format!(
                "this needs a login at level {} or higher",
                level.number()
            )),
            Refusal::NotPossible(status) => not_possible(status),
            Refusal::OwnParty => own_party(),
            Refusal::UnknownParty => Self::of(problem::NO_SUCH_PARTIES),
            Refusal::UnknownPackage => Self::of(problem::UNKNOWN_ACCESS_PACKAGE),
            Refusal::PackageNotGivable => not_assignable(),
            Refusal::PackageKind => Self::of(problem::PACKAGE_KIND),
            // Which of the reasons it is stays between the receiver and the register.
            Refusal::ReceiverUnfit(_) => receiver_unfit(),
            Refusal::UnknownResource => Self::of(problem::INVALID_RESOURCE),
            Refusal::ResourceNotDelegable => Self::of(problem::RESOURCE_NOT_AVAILABLE),
            Refusal::ForeignResource => Self::of(problem::OWNER_NOT_ALLOWED),
            Refusal::NoRightKeys => Self::of(problem::NO_RIGHT_KEY),
            Refusal::UnknownRightKeys => Self::of(problem::RIGHTS_NOT_IN_POLICY),
            Refusal::TooMany => too_many(),
            Refusal::Lacking(lacks) => lacking(&lacks),
        }
    }
}

fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The person may not do this for the party.",
    )
}

fn not_possible(status: AccessRequestStatus) -> Problem {
    one(fault(
        "AM.VLD-00036",
        "The status of the request does not allow this.",
        "/$QUERY/id",
        &format!("it is {}", status.as_str()),
    ))
}

fn own_party() -> Problem {
    one(fault(
        "AM.VLD-00035",
        "Nobody can ask a party for its own power.",
        "/$QUERY/from",
        "",
    ))
}

fn not_assignable() -> Problem {
    one(fault(
        "AM.VLD-00048",
        "The package cannot be given to anybody.",
        "/$QUERY/package",
        "",
    ))
}

fn receiver_unfit() -> Problem {
    one(fault(
        "AM.VLD-00028",
        "This cannot be given to the receiver.",
        "/$QUERY/to",
        "",
    ))
}

fn too_many() -> Problem {
    one(fault(
        "AM.VLD-00037",
        "Too much has been asked for and not been answered yet.",
        "/",
        &format!("no more than {MOST_ASKED} requests can be open or less than a day old"),
    ))
}

/// Which of it the approver may not give: actions, or all.
fn lacking(lacks: &[Lack]) -> Problem {
    let actions: Vec<&str> = lacks
        .iter()
        .map(|lack| lack.action.as_deref().unwrap_or("*"))
        .collect();
    Problem::of(problem::MAY_NOT_DELEGATE).with("lackingActions", actions)
}
