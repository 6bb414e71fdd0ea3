//! Random worlds of parties, roles and delegations: what the product finds in its database is what a model finds that is
//! written for nothing but being understood, for every subject and every party.
//!
//! The worlds are the same in every run. A failure names its world by number.

mod model;
mod world;

use std::collections::BTreeSet;

use fullmakt::domain::PartyId;
use fullmakt::engine::Facts;
use fullmakt::ops::authorized_parties::{self, Authorized, AuthorizedParties, Holdings, Ways};
use fullmakt::ops::{Core, Known, Purpose, Subject};
use fullmakt::world::World as Outside;

use self::model::Rights;
use self::world::World;
use crate::support::database::kinds;
use crate::support::rows::Rows;

/// How many worlds are made.
const WORLDS: u64 = 6;

fn rights(facts: &Facts) -> Rights {
    let rights = facts.delegations.iter();
    Rights {
        roles: facts.roles.iter().map(|fact| fact.role.urn()).collect(),
        packages: facts
            .packages
            .iter()
            .map(|fact| fact.package.urn())
            .collect(),
        actions: rights
            .map(|right| (right.resource_id.clone(), right.action.clone()))
            .collect(),
    }
}

#[tokio::test]
async fn what_anybody_holds_anywhere_is_what_the_model_says() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let core = Core::new(rows.db.clone(), Outside::default());
        let mut found = 0;
        for number in 0..WORLDS {
            let world = World::random(number);
            world.insert(&rows.db).await;
            let known = core.known().await.unwrap();
            for subject in world.subjects() {
                for party in world.parties() {
                    for purpose in [Purpose::Act, Purpose::Delegate] {
                        let facts = known.facts(subject, party, purpose).await.unwrap();
                        let facts = rights(&facts.unwrap());
                        let expected = world.rights(subject, party, purpose);
                        found += facts.packages.len();
                        assert_eq!(
                            facts, expected,
                            "{kind:?}, world {number}: {subject:?} at {party:?} to {purpose:?}\n{world:#?}"
                        );
                    }
                }
            }
        }
        assert!(found > 10_000, "the worlds are too empty: {found}");
    }
}

/// Every party of the list with what is held there; none where nothing is.
fn listed(list: &AuthorizedParties) -> Vec<(&Authorized, Option<&Holdings>)> {
    let branches = list.branches.iter();
    let all = branches.flat_map(|branch| std::iter::once(&branch.party).chain(&branch.subunits));
    all.map(|one| (one, list.holdings(one))).collect()
}

/// What the model would put into the list.
fn expected(world: &World, subject: Subject, party: PartyId) -> Option<Holdings> {
    if !world.is_any(subject, party) {
        return None;
    }
    let rights = world.rights(subject, party, Purpose::Act);
    let role = |urn: &String| Some(urn.strip_prefix("urn:altinn:rolecode:")?.to_uppercase());
    let resources: BTreeSet<String> = rights.actions.iter().map(|(id, _)| id.clone()).collect();
    let package = |urn: &String| urn.rsplit(':').next().unwrap().to_owned();
    Some(Holdings {
        roles: rights.roles.iter().filter_map(role).collect(),
        packages: rights.packages.iter().map(package).collect(),
        resources: resources.into_iter().collect(),
        subjects: rights
            .roles
            .iter()
            .chain(&rights.packages)
            .cloned()
            .collect(),
    })
}

async fn check_list(world: &World, known: &Known<'_>, subject: Subject) -> usize {
    let list = authorized_parties::list(known, subject, Ways::All)
        .await
        .unwrap();
    let all = listed(&list);
    let ids: BTreeSet<PartyId> = all.iter().map(|(one, _)| one.party.id).collect();
    assert_eq!(ids.len(), all.len(), "nobody is there twice");
    for party in world.parties() {
        let found = all.iter().find(|(one, _)| one.party.id == party);
        let found = found.and_then(|(_, held)| *held);
        let expected = expected(world, subject, party);
        assert_eq!(
            found,
            expected.as_ref(),
            "{subject:?} {party:?}\n{world:#?}"
        );
    }
    for branch in &list.branches {
        assert_eq!(branch.party.party.parent(), None);
        for unit in &branch.subunits {
            assert_eq!(unit.party.parent(), Some(branch.party.party.id));
        }
        let is_heading = list.holdings(&branch.party).is_none();
        assert!(!is_heading || !branch.subunits.is_empty());
    }
    all.len()
}

#[tokio::test]
async fn the_list_of_all_parties_is_what_is_found_party_by_party() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let core = Core::new(rows.db.clone(), Outside::default());
        let mut found = 0;
        for number in 0..WORLDS * 2 {
            let world = World::random(number);
            world.insert(&rows.db).await;
            let known = core.known().await.unwrap();
            for subject in world.subjects() {
                found += check_list(&world, &known, subject).await;
            }
        }
        assert!(found > 500, "the worlds are too empty: {found}");
    }
}
