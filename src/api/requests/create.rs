use std::collections::HashSet;

use super::wire::RequestBody;
use crate::api::problem::{self, Problem};
use crate::db::DbError;
use crate::domain::{
    OrgNumber, PackageRef, Party, RedirectFault, Request, RequestId, RequestStatus, Right, System,
    external_ref, is_subset,
};
use crate::ops::Core;
use crate::reference::reference;
use crate::store;

/// How long texts that a vendor chooses may be, in characters.
const MAX_TEXT: usize = 255;
const MAX_URL: usize = 2_000;

pub enum Created {
    New(Request, System),
    /// The vendor has asked before, and the request stands.
    Existing(Request, System),
}

/// The checks in the documented order, then the request.
pub async fn create(
    core: &Core,
    vendor: &OrgNumber,
    body: RequestBody,
) -> Result<Created, Problem> {
    check_lengths(&body)?;
    let system = store::systems::find_by_name(&core.db, &body.systemid)
        .await?
        .filter(|system| system.vendor == *vendor && !system.is_deleted)
        .ok_or_else(|| Problem::of(problem::SYSTEM_NOT_FOUND))?;
    let party = find_customer(core, &body.partyorgno).await?;
    let has_list = body.rights.is_some() || body.accesspackages.is_some();
    let request = new_request(core, &system, &party, body)?;
    if let Some(existing) = find_existing(core, &request).await? {
        return Ok(Created::Existing(existing, system));
    }
    check_redirect(&system, &request)?;
    if !has_list {
        return Err(Problem::of(problem::UNKNOWN_RIGHT)
            .with_detail("neither rights nor accessPackages was sent"));
    }
    check_asked(&system, &request)?;
    let mut tx = core.db.write().await?;
    match store::requests::insert(&mut tx, &request).await {
        // The same request came twice at once; the other one is there now.
        Err(DbError::Duplicate) => {
            drop(tx);
            let existing = find_existing(core, &request).await?;
            return existing
                .map(|existing| Created::Existing(existing, system))
                .ok_or_else(|| Problem::of(problem::REQUEST_NOT_FOUND));
        }
        other => other?,
    }
    tx.commit().await?;
    Ok(Created::New(request, system))
}

fn check_lengths(body: &RequestBody) -> Result<(), Problem> {
    let too_long = |text: &Option<String>, limit: usize| {
        text.as_ref()
            .is_some_and(|text| text.chars().count() > limit)
    };
    if too_long(&body.integrationtitle, MAX_TEXT) {
        return Err(Problem::unreadable(format!(
            "integrationTitle is longer than {MAX_TEXT} characters"
        )));
    }
    if too_long(&body.externalref, MAX_TEXT) {
        return Err(Problem::unreadable(format!(
            "externalRef is longer than {MAX_TEXT} characters"
        )));
    }
    if too_long(&body.redirecturl, MAX_URL) {
        return Err(Problem::unreadable(format!(
            "redirectUrl is longer than {MAX_URL} characters"
        )));
    }
    Ok(())
}

async fn find_customer(core: &Core, number: &str) -> Result<Party, Problem> {
    let unknown = || {
        Problem::of(problem::UNKNOWN_CUSTOMER)
            .with_detail("partyOrgNo must be the organization number of your customer, nine digits, in this environment's register")
    };
    let number = OrgNumber::parse(number).ok_or_else(unknown)?;
    store::parties::find_by_org_number(&core.db, &number)
        .await?
        .filter(|party| !party.is_deleted)
        .ok_or_else(unknown)
}

fn new_request(
    core: &Core,
    system: &System,
    party: &Party,
    body: RequestBody,
) -> Result<Request, Problem> {
    let number = party
        .organization()
        .map(|organization| organization.number.clone())
        .ok_or_else(|| Problem::of(problem::UNKNOWN_CUSTOMER))?;
    Ok(Request {
        id: RequestId(core.world.random_id()),
        system: system.id,
        party: party.id,
        external_ref: external_ref(body.externalref.as_deref(), &number),
        org_number: number,
        title: body
            .integrationtitle
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| system.name.nb.clone()),
        rights: body.rights.unwrap_or_default(),
        packages: distinct(body.accesspackages.unwrap_or_default()),
        redirect_url: body.redirecturl.filter(|url| !url.is_empty()),
        status: RequestStatus::New,
        is_escalated: false,
        created_at: core.world.now(),
        answered_at: None,
    })
}

/// Each package once: what is asked for twice is given once.
fn distinct(mut packages: Vec<PackageRef>) -> Vec<PackageRef> {
    let mut seen = HashSet::new();
    packages.retain(|package| seen.insert(package.clone()));
    packages
}

/// The live request for the same system, customer and reference; a live system user refuses a new one.
async fn find_existing(core: &Core, request: &Request) -> Result<Option<Request>, Problem> {
    let (system, party, reference) = (request.system, request.party, &request.external_ref);
    if store::system_users::find_by_ref(&core.db, system, party, reference)
        .await?
        .is_some()
    {
        return Err(Problem::of(problem::USER_EXISTS));
    }
    Ok(store::requests::find_by_ref(&core.db, system, party, reference).await?)
}

fn check_redirect(system: &System, request: &Request) -> Result<(), Problem> {
    let Some(url) = &request.redirect_url else {
        return Ok(());
    };
    system.check_redirect(url).map_err(|fault| match fault {
        RedirectFault::NoneRegistered => Problem::of(problem::NO_REDIRECTS),
        RedirectFault::NotRegistered => Problem::of(problem::REDIRECT_NOT_REGISTERED)
            .with_detail("scheme, host and path must equal those of a registered address"),
    })
}

fn check_asked(system: &System, request: &Request) -> Result<(), Problem> {
    if request.rights.is_empty() && request.packages.is_empty() {
        return Err(Problem::of(problem::NOTHING_ASKED));
    }
    check_rights(&system.rights, &request.rights)?;
    check_packages(&system.packages, &request.packages)
}

fn check_rights(registered: &[Right], requested: &[Right]) -> Result<(), Problem> {
    if is_subset(requested, registered) {
        Ok(())
    } else {
        Err(Problem::of(problem::UNKNOWN_RIGHT))
    }
}

fn check_packages(registered: &[PackageRef], requested: &[PackageRef]) -> Result<(), Problem> {
    let unknown: Vec<&str> = urns(
        requested
            .iter()
            .filter(|package| !registered.contains(package)),
    );
    if !unknown.is_empty() {
        return Err(
            Problem::of(problem::UNKNOWN_PACKAGE).with("NotFoundPackages", unknown.join(" | "))
        );
    }
    let is_assignable = |package: &PackageRef| {
        reference()
            .package(&package.urn)
            .is_some_and(|known| known.is_assignable)
    };
    let refused = urns(requested.iter().filter(|package| !is_assignable(package)));
    if !refused.is_empty() {
        return Err(Problem::of(problem::PACKAGE_NOT_ASSIGNABLE)
            .with("NotDelegablePackages", refused.join(" | ")));
    }
    Ok(())
}

fn urns<'a>(packages: impl Iterator<Item = &'a PackageRef>) -> Vec<&'a str> {
    packages.map(|package| package.urn.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_is_asked_for_twice_is_asked_for_once() {
        let package = |urn: &str| PackageRef {
            urn: urn.to_owned(),
        };
        assert_eq!(
            distinct(vec![package("b"), package("a"), package("b")]),
            [package("b"), package("a")]
        );
    }
}
