//! What a system must be to be registered. All faults are told at once, with Altinn's codes and paths.

use std::collections::{BTreeSet, HashSet};

use serde_json::Map;

use super::wire::SystemBody;
use crate::api::problem::{Problem, ValidationError};
use crate::db::{Db, DbError};
use crate::domain::{
    Language, Localized, OrgNumber, PackageRef, RESOURCE_ATTRIBUTE, RedirectPolicy, Right,
    SystemNameFault, check_system_name, is_redirect_address,
};
use crate::reference::reference;
use crate::store;

/// How many entries each list of a system may have.
const MAX_LIST: usize = 500;
/// How long a name may be, in characters.
const MAX_NAME: usize = 255;
/// How long a description may be, in characters.
const MAX_DESCRIPTION: usize = 2_000;

/// A body without faults.
pub struct Checked {
    pub name_id: String,
    pub name: Localized,
    pub description: Localized,
    pub rights: Vec<Right>,
    pub packages: Vec<PackageRef>,
    pub client_ids: Vec<String>,
    pub redirect_urls: Vec<String>,
    pub is_visible: bool,
}

const VENDOR_ID: &str = "/registersystemrequest/vendor/id";
const SYSTEM_ID: &str = "/registersystemrequest/systemid";
const REDIRECTS: &str = "/registersystemrequest/allowedredirecturls";
const CLIENT_ID: &str = "/registersystemrequest/clientid";
const RIGHTS: &str = "/registersystemrequest/rights/resource";
const PACKAGES: &str = "/registersystemrequest/accesspackages";

/// The vendor's number; a malformed one is answered alone.
pub fn vendor(body: &SystemBody) -> Result<OrgNumber, Problem> {
    OrgNumber::parse_iso6523(&body.vendor.id).ok_or_else(|| {
        Problem::validation(vec![fault(
            "AUTH.VLD-00000",
            "The vendor's id must be an organization number in ISO 6523 form: 0192:nnnnnnnnn.",
            VENDOR_ID,
        )])
    })
}

/// Checks everything else.
pub async fn body(
    db: &Db,
    body: SystemBody,
    vendor: &OrgNumber,
    redirects: RedirectPolicy,
) -> Result<Checked, Problem> {
    let checked = Checked {
        name_id: body.id,
        name: body.name,
        description: body.description.unwrap_or_default(),
        rights: body.rights.unwrap_or_default(),
        packages: body.accesspackages.unwrap_or_default(),
        client_ids: body.clientid.unwrap_or_default(),
        redirect_urls: body.allowedredirecturls.unwrap_or_default(),
        is_visible: body.isvisible.unwrap_or(true),
    };
    check_sizes(&checked)?;
    let mut faults = name_faults(db, &checked, vendor).await?;
    faults.extend(redirect_faults(&checked.redirect_urls, redirects));
    faults.extend(client_faults(db, &checked.client_ids).await?);
    faults.extend(right_faults(db, &checked.rights).await?);
    faults.extend(package_faults(&checked));
    if faults.is_empty() {
        Ok(checked)
    } else {
        Err(Problem::validation(faults))
    }
}

/// What Altinn has no codes for: the customer must be able to read the name, and everything has an end.
fn check_sizes(checked: &Checked) -> Result<(), Problem> {
    let lists = [
        checked.rights.len(),
        checked.packages.len(),
        checked.client_ids.len(),
        checked.redirect_urls.len(),
    ];
    if lists.into_iter().any(|length| length > MAX_LIST) {
        return Err(Problem::unreadable(format!(
            "a list has more than {MAX_LIST} entries"
        )));
    }
    for language in Language::ALL {
        let length = checked.name.get(language).chars().count();
        if !(1..=MAX_NAME).contains(&length) {
            return Err(Problem::unreadable(format!(
                "name.{} must have 1 to {MAX_NAME} characters",
                language.tag()
            )));
        }
        if checked.description.get(language).chars().count() > MAX_DESCRIPTION {
            return Err(Problem::unreadable(format!(
                "description.{} is longer than {MAX_DESCRIPTION} characters",
                language.tag()
            )));
        }
    }
    Ok(())
}

async fn name_faults(
    db: &Db,
    checked: &Checked,
    vendor: &OrgNumber,
) -> Result<Vec<ValidationError>, DbError> {
    let mut faults: Vec<ValidationError> = check_system_name(&checked.name_id, vendor)
        .into_iter()
        .map(|problem| match problem {
            SystemNameFault::HasSpace => fault(
                "AUTH.VLD-00013",
                "The system id must not contain white space.",
                SYSTEM_ID,
            ),
            SystemNameFault::NotOfVendor => fault(
                "AUTH.VLD-00001",
                "The system id must begin with the vendor's organization number and an underscore.",
                SYSTEM_ID,
            ),
            SystemNameFault::TooLong => fault(
                "AUTH.VLD-00001",
                "The system id must not be longer than 255 characters.",
                SYSTEM_ID,
            ),
        })
        .collect();
    if store::systems::find_by_name(db, &checked.name_id)
        .await?
        .is_some()
    {
        faults.push(fault(
            "AUTH.VLD-00002",
            "The system id is taken.",
            SYSTEM_ID,
        ));
    }
    Ok(faults)
}

fn redirect_faults(urls: &[String], policy: RedirectPolicy) -> Option<ValidationError> {
    let all_good = urls.iter().all(|url| is_redirect_address(url, policy));
    (!all_good).then(|| {
        fault(
            "AUTH.VLD-00005",
            "A redirect URL must be absolute and use https.",
            REDIRECTS,
        )
    })
}

async fn client_faults(db: &Db, client_ids: &[String]) -> Result<Vec<ValidationError>, DbError> {
    let mut faults = Vec::new();
    if !store::systems::list_taken_clients(db, client_ids)
        .await?
        .is_empty()
    {
        faults.push(fault(
            "AUTH.VLD-00004",
            "A client id belongs to another system.",
            CLIENT_ID,
        ));
    }
    let distinct: HashSet<String> = client_ids.iter().map(|id| id.to_lowercase()).collect();
    if distinct.len() != client_ids.len() {
        faults.push(fault(
            "AUTH.VLD-00011",
            "A client id stands twice in the request.",
            CLIENT_ID,
        ));
    }
    let is_bad =
        |id: &String| id.trim().is_empty() || id.len() > 255 || id.contains(char::is_control);
    if client_ids.iter().any(is_bad) {
        faults.push(fault(
            "AUTH.VLD-00011",
            "A client id is empty, too long or has control characters.",
            CLIENT_ID,
        ));
    }
    Ok(faults)
}

async fn right_faults(db: &Db, rights: &[Right]) -> Result<Vec<ValidationError>, DbError> {
    let mut faults = Vec::new();
    let attributes = || rights.iter().flat_map(|right| &right.resource);
    let wrong_ids = joined(
        attributes()
            .map(|a| &a.id)
            .filter(|id| *id != RESOURCE_ATTRIBUTE),
    );
    if !wrong_ids.is_empty() || rights.iter().any(|right| right.resource.len() != 1) {
        faults.push(fault_with(
            "AUTH.VLD-00009",
            "A right must name one resource, by urn:altinn:resource.",
            RIGHTS,
            ("Invalid Resource Id Details : ", wrong_ids),
        ));
    }
    let ids: Vec<String> = attributes()
        .filter(|attribute| attribute.id == RESOURCE_ATTRIBUTE)
        .map(|attribute| attribute.value.clone())
        .collect();
    let known = store::resources::list(db, &ids).await?;
    let unknown = joined(
        ids.iter()
            .filter(|id| known.iter().all(|resource| resource.id != **id)),
    );
    if !unknown.is_empty() {
        faults.push(fault_with(
            "AUTH.VLD-00003",
            "A resource is not in the resource registry.",
            RIGHTS,
            ("ResourceIds Not Found : ", unknown),
        ));
    }
    let closed = joined(
        known
            .iter()
            .filter(|resource| !resource.kind.is_open_to_systems())
            .map(|r| &r.id),
    );
    if !closed.is_empty() {
        faults.push(fault_with(
            "AUTH.VLD-00017",
            "A resource is of a type that systems cannot be given rights on.",
            RIGHTS,
            ("ResourceIds Not Delegable : ", closed),
        ));
    }
    let repeated = rights.iter().enumerate().any(|(index, right)| {
        rights
            .iter()
            .skip(index + 1)
            .any(|other| other.action == right.action && other.is_same_resource(right))
    });
    if repeated {
        faults.push(fault(
            "AUTH.VLD-00006",
            "A right stands twice in the request.",
            RIGHTS,
        ));
    }
    Ok(faults)
}

fn package_faults(checked: &Checked) -> Vec<ValidationError> {
    let mut faults = Vec::new();
    let find = |package: &PackageRef| reference().package(&package.urn);
    let unknown = joined(
        checked
            .packages
            .iter()
            .filter(|package| {
                !find(package).is_some_and(|known| known.is_assignable || known.is_delegable)
            })
            .map(|package| &package.urn),
    );
    if !unknown.is_empty() {
        faults.push(fault_with(
            "AUTH.VLD-00008",
            "An access package is unknown or cannot be delegated.",
            PACKAGES,
            ("Invalid Urn Details : ", unknown),
        ));
    }
    let distinct: BTreeSet<&PackageRef> = checked.packages.iter().collect();
    if distinct.len() != checked.packages.len() {
        faults.push(fault(
            "AUTH.VLD-00007",
            "An access package stands twice in the request.",
            PACKAGES,
        ));
    }
    let client_only = |package: &PackageRef| {
        find(package).is_some_and(|known| !known.is_assignable && known.is_delegable)
    };
    if checked.is_visible && checked.packages.iter().any(client_only) {
        faults.push(fault(
            "AUTH.VLD-00018",
            "A visible system cannot have access packages that only client relations give.",
            PACKAGES,
        ));
    }
    faults
}

fn joined<'a>(values: impl Iterator<Item = &'a String>) -> String {
    values.map(String::as_str).collect::<Vec<_>>().join(" | ")
}

fn fault(code: &'static str, title: &'static str, path: &'static str) -> ValidationError {
    ValidationError {
        code,
        title,
        paths: vec![path.into()],
        extensions: Map::new(),
    }
}

fn fault_with(
    code: &'static str,
    title: &'static str,
    path: &'static str,
    (name, value): (&str, String),
) -> ValidationError {
    let mut fault = fault(code, title, path);
    fault.extensions.insert(name.to_owned(), value.into());
    fault
}
