//! Single services: those that somebody searches for to give, and those that a package opens.

use crate::domain::{Language, Resource, ResourceType, alphabetical};
use crate::ops::access::Relation;
use crate::ops::connections::{self, Refusal, RightsCheck};
use crate::ops::{Core, OpsError};
use crate::reference::AccessPackage;
use crate::store;

/// How many services a search shows; whoever does not find his among them writes more.
const MOST_HITS: usize = 20;

/// A service that somebody searched for.
pub struct ServiceOffer {
    pub resource: Resource,
    /// Why none of it can be given; None when something can.
    pub problem: Option<Refusal>,
}

/// The visible services whose titles or descriptions hold `text`, by title; three queries.
pub async fn search(
    giver: &Relation<'_>,
    text: &str,
    language: Language,
) -> Result<Vec<ServiceOffer>, OpsError> {
    let core = giver.core();
    let wanted = text.to_lowercase();
    let mut hits = store::resources::list_visible(&core.db).await?;
    hits.retain(|one| is_for_people(one) && is_hit(one, &wanted, language));
    hits.sort_by_cached_key(|one| alphabetical(one.title.get(language)));
    hits.truncate(MOST_HITS);
    let mut offers = Vec::new();
    for offered in connections::list_offered(core, hits).await? {
        let check = connections::check_rights(giver, &offered).await?;
        offers.push(ServiceOffer {
            problem: problem(&check),
            resource: check.resource,
        });
    }
    Ok(offers)
}

fn is_for_people(resource: &Resource) -> bool {
    resource.kind != ResourceType::Systemresource
}

fn is_hit(resource: &Resource, wanted: &str, language: Language) -> bool {
    [&resource.title, &resource.description]
        .iter()
        .any(|words| words.get(language).to_lowercase().contains(wanted))
}

/// Why nothing of a service can be given.
pub fn problem(check: &RightsCheck) -> Option<Refusal> {
    if let Some(refusal) = check.closed() {
        return Some(refusal);
    }
    if !givable(check).is_empty() {
        return None;
    }
    let actions = check.actions();
    match check.check_may_give(&actions) {
        Err(refusal) => Some(refusal),
        Ok(()) => Some(Refusal::NotDelegable),
    }
}

/// The actions that can be given, each once: those of which no right is lacking.
pub fn givable(check: &RightsCheck) -> Vec<String> {
    let mut actions: Vec<String> = Vec::new();
    for right in &check.rights {
        let action = right.action().to_owned();
        let is_whole = check.check_may_give(std::slice::from_ref(&action)).is_ok();
        if is_whole && !actions.contains(&action) {
            actions.push(action);
        }
    }
    actions
}

/// The keys of all rights to these actions.
pub fn keys_of(check: &RightsCheck, actions: &[String]) -> Vec<String> {
    let rights = check.rights.iter();
    let chosen = rights.filter(|right| actions.iter().any(|one| one == right.action()));
    chosen.map(|right| right.right.key.clone()).collect()
}

/// The visible services whose policies name a package, by title.
pub async fn opened_by(
    core: &Core,
    package: &AccessPackage,
    language: Language,
) -> Result<Vec<Resource>, OpsError> {
    let urns = [package.urn.to_lowercase()];
    let about = store::subjects::list_of_subjects(&core.db, &urns).await?;
    let ids: Vec<String> = about.into_iter().map(|one| one.resource).collect();
    let mut services = store::resources::list(&core.db, &ids).await?;
    services.retain(|one| one.is_visible && is_for_people(one));
    services.sort_by_cached_key(|one| alphabetical(one.title.get(language)));
    Ok(services)
}
