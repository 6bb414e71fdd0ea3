//! Access lists: resources for members only, and who may ask for a consent.

use fullmakt::domain::{
    AccessList, AccessListId, AccessListMode, Connection, Expiry, PartyId, SecurityLevel, Timestamp,
};
use fullmakt::engine::outcome::{Reason, StatusCode};
use fullmakt::engine::{Request, names};
use fullmakt::ops::{Person, access};
use fullmakt::store::{access_lists, resources};
use time::Duration;

use super::scene::{RESOURCE, Scene, read};
use crate::support::database::kinds;

impl Scene {
    pub async fn list(&self, identifier: &str) -> AccessListId {
        let now = self.core.world.now();
        let list = AccessList {
            id: AccessListId(self.core.world.new_id()),
            owner: "dts".into(),
            identifier: identifier.into(),
            name: identifier.into(),
            description: String::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.core.db.write().await.unwrap();
        access_lists::insert(&mut tx, &list).await.unwrap();
        tx.commit().await.unwrap();
        list.id
    }

    async fn enlist(&self, list: AccessListId, party: PartyId, until: Option<Timestamp>) {
        let now = self.core.world.now();
        let mut tx = self.core.db.write().await.unwrap();
        let expiry = until.map_or(Expiry::Never, Expiry::At);
        access_lists::add_members(&mut tx, list, &[party], expiry, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn connect(&self, list: AccessListId, actions: &[&str]) {
        let now = self.core.world.now();
        let connection = Connection {
            resource: RESOURCE.into(),
            actions: actions.iter().map(|action| (*action).into()).collect(),
        };
        let mut tx = self.core.db.write().await.unwrap();
        access_lists::put_connection(&mut tx, list, &connection, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn close(&self) {
        let mut tx = self.core.db.write().await.unwrap();
        resources::set_access_list_mode(&mut tx, RESOURCE, AccessListMode::Enabled)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

const MANAGER: (&str, &str) = (names::ROLE_CODE, "dagl");

#[tokio::test]
async fn a_resource_for_members_is_closed_to_others_with_a_reason_of_its_own() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let stranger = scene.person(2).await;
        scene.role(person, "daglig-leder", firm).await;
        let list = scene.list("banks").await;
        assert_eq!(scene.decision(&read(person, firm)).await, "Permit");
        scene.close().await;

        let known = scene.core.known().await.unwrap();
        let outcome = known
            .decide(&super::NOBODY, &read(person, firm))
            .await
            .unwrap();
        assert_eq!(outcome.decision.name(), "Deny", "{kind:?}");
        assert_eq!(outcome.status.code, StatusCode::Ok);
        assert_eq!(outcome.reason, Reason::AccessList);
        assert!(outcome.obligations.is_empty());
        let outside = scene.decision(&read(stranger, firm)).await;
        assert_eq!(outside, "NotApplicable", "only a Permit is looked at");

        // Each step alone is not enough.
        scene.enlist(list, firm, None).await;
        assert_eq!(scene.decision(&read(person, firm)).await, "Deny");
        for (actions, expected) in [
            (&["write"][..], "Deny"),
            (&["write", "read"], "Permit"),
            (&[], "Permit"),
        ] {
            scene.connect(list, actions).await;
            let decided = scene.decision(&read(person, firm)).await;
            assert_eq!(decided, expected, "{kind:?} {actions:?}");
        }
    }
}

#[tokio::test]
async fn a_membership_that_runs_out_ends_by_the_clock_although_it_is_kept() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        scene.role(person, "daglig-leder", firm).await;
        scene.close().await;
        let list = scene.list("banks").await;
        scene.connect(list, &[]).await;
        let end = scene.core.world.now().plus(Duration::hours(1));
        scene.enlist(list, firm, Some(end)).await;
        let version = scene.core.db.fact_version().await.unwrap();
        assert_eq!(scene.decision(&read(person, firm)).await, "Permit");
        scene.core.world.advance(Duration::hours(2));
        assert_eq!(
            scene.decision(&read(person, firm)).await,
            "Deny",
            "{kind:?}"
        );
        assert_eq!(scene.core.db.fact_version().await.unwrap(), version);
    }
}

#[tokio::test]
async fn delegated_rights_persons_and_subunits_are_limited_too() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(("urn:altinn:role", "privatperson")).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let unit = scene.subunit(4, firm).await;
        scene.delegate(firm, person).await;
        for party in [person, firm, unit] {
            assert!(scene.may(person, party).await, "{kind:?}");
        }
        scene.close().await;
        let list = scene.list("banks").await;
        scene.connect(list, &[]).await;
        for party in [person, firm, unit] {
            assert!(!scene.may(person, party).await, "{kind:?}");
        }
        for party in [person, firm] {
            scene.enlist(list, party, None).await;
        }
        assert!(scene.may(person, firm).await, "{kind:?}");
        assert!(!scene.may(person, unit).await, "its own membership counts");
        assert!(!scene.may(person, person).await, "only organizations");
    }
}

#[tokio::test]
async fn the_portal_is_limited_as_others_are() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        scene.role(person, "daglig-leder", firm).await;
        let person = Person {
            party: person,
            level: SecurityLevel::High,
        };
        let may = async || {
            let granted = access::may(&scene.core, person, "read", RESOURCE, firm).await;
            let relation = access::Relation::load(&scene.core, person, firm).await;
            let relation = relation.unwrap().unwrap();
            let on = relation.may("read", RESOURCE).await.unwrap();
            assert_eq!(granted.unwrap(), on);
            on.is_granted()
        };
        assert!(may().await, "{kind:?}");
        scene.close().await;
        assert!(!may().await, "{kind:?}");
        let list = scene.list("banks").await;
        scene.connect(list, &[]).await;
        scene.enlist(list, firm, None).await;
        assert!(may().await, "{kind:?}");
    }
}

/// May a party do this as such, for nobody?
fn ask(subject: PartyId, action: &str) -> Request {
    Request::new()
        .subject(names::PARTY_UUID, &subject.to_string())
        .resource(names::RESOURCE_ID, RESOURCE)
        .action(action)
}

#[tokio::test]
async fn a_policy_may_name_the_members_of_a_list_or_a_kind_of_party_as_those_who_ask() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by((names::ACCESS_LIST, "dts:banks")).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let [banks, others] = [scene.list("banks").await, scene.list("others").await];
        scene.enlist(others, firm, None).await;
        assert_eq!(scene.decision(&ask(firm, "read")).await, "NotApplicable");
        let end = scene.core.world.now().plus(Duration::hours(1));
        scene.enlist(banks, firm, Some(end)).await;
        assert_eq!(scene.decision(&ask(firm, "read")).await, "Permit");
        let traits: Vec<String> = scene
            .prepared(&ask(firm, "read"))
            .await
            .facts
            .traits
            .iter()
            .map(|urn| urn.urn())
            .collect();
        assert_eq!(
            traits,
            [
                "urn:altinn:partytype:organization",
                "urn:altinn:access-list:dts:banks",
                "urn:altinn:access-list:dts:others"
            ]
        );
        // Only when no party is named, and only by what is known, not by what the caller says.
        assert_eq!(scene.decision(&read(firm, firm)).await, "NotApplicable");
        let claimed = ask(person, "read").subject(names::ACCESS_LIST, "dts:banks");
        assert_eq!(scene.decision(&claimed).await, "NotApplicable", "{kind:?}");
        scene.core.world.advance(Duration::hours(2));
        assert_eq!(scene.decision(&ask(firm, "read")).await, "NotApplicable");

        let scene = Scene::start(kind).await;
        scene.readable_by((names::PARTY_TYPE, "organization")).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        assert_eq!(scene.decision(&ask(firm, "read")).await, "Permit");
        assert_eq!(scene.decision(&ask(person, "read")).await, "NotApplicable");
    }
}
