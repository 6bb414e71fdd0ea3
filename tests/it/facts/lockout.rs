//! Who would lose access if a resource were for the members of its lists only: counted, and compared with decisions.

use fullmakt::db::{Run as _, Sql};
use fullmakt::domain::{Delegated, Expiry, PartyId};
use fullmakt::engine::names;
use fullmakt::ops::access_lists::{Lockout, who_would_lose_access};
use fullmakt::store::access_lists;
use time::Duration;

use super::scene::{RESOURCE, Scene};
use crate::support::database::kinds;

const MANAGER: (&str, &str) = (names::ROLE_CODE, "dagl");

impl Scene {
    async fn lockout(&self) -> Lockout {
        let counted = who_would_lose_access(&self.core, RESOURCE).await;
        counted.unwrap().unwrap()
    }

    async fn admit(&self, list: &str, parties: &[PartyId], expiry: Expiry) {
        let now = self.core.world.now();
        let list = access_lists::find(&self.core.db, "dts", list).await;
        let list = list.unwrap().unwrap().id;
        let mut tx = self.core.db.write().await.unwrap();
        access_lists::add_members(&mut tx, list, parties, expiry, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Nobody of the cast holds anything that the tests give.
    async fn empty_register(&self) {
        for text in ["delete from delegation", "delete from role_assignment"] {
            (&self.core.db).run(Sql::same(text), &[]).await.unwrap();
        }
    }
}

fn losing(organizations: i64, persons: i64, keeping: i64) -> Lockout {
    Lockout {
        organizations_losing: organizations,
        persons_losing: persons,
        keeping,
    }
}

#[tokio::test]
async fn organizations_lose_access_until_a_connected_list_admits_them() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.empty_register().await;
        scene.readable_by(MANAGER).await;
        let person = scene.person(1).await;
        let firm = scene.organization(3, "AS").await;
        let (unit, other) = (
            scene.subunit(4, firm).await,
            scene.organization(5, "AS").await,
        );
        let stranger = scene.organization(6, "AS").await;
        assert_eq!(scene.lockout().await, losing(0, 0, 0), "{kind:?}");

        scene.role(person, "daglig-leder", firm).await;
        scene.role(person, "daglig-leder", other).await;
        scene.role(person, "revisor", stranger).await;
        // The main unit's roles count at its subunits.
        let counted = scene.lockout().await;
        assert_eq!(counted, losing(3, 0, 0), "{kind:?}");
        assert!(counted.is_total());
        for (party, may) in [(firm, true), (unit, true), (other, true), (stranger, false)] {
            assert_eq!(scene.may(person, party).await, may, "{kind:?}");
        }

        let list = scene.list("banks").await;
        scene.list("unconnected").await;
        scene
            .admit("unconnected", &[firm, unit, other], Expiry::Never)
            .await;
        assert_eq!(scene.lockout().await, losing(3, 0, 0), "{kind:?}");
        scene.connect(list, &["write"]).await;
        scene.admit("banks", &[firm, stranger], Expiry::Never).await;
        let end = scene.core.world.now().plus(Duration::hours(1));
        scene.admit("banks", &[other], Expiry::At(end)).await;
        let counted = scene.lockout().await;
        assert_eq!(counted, losing(1, 0, 2), "{kind:?}");
        assert!(!counted.is_total());
        scene.core.world.advance(Duration::hours(2));
        assert_eq!(scene.lockout().await, losing(2, 0, 1), "{kind:?}");
        (&scene.core.db)
            .run(
                Sql::same("update party set is_deleted = true where name = 'Part 5'"),
                &[],
            )
            .await
            .unwrap();
        assert_eq!(scene.lockout().await, losing(1, 0, 1), "{kind:?}");
    }
}

#[tokio::test]
async fn delegations_and_packages_count_and_persons_always_lose() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.empty_register().await;
        scene
            .readable_by((names::ACCESS_PACKAGE, "skattegrunnlag"))
            .await;
        let package = "urn:altinn:accesspackage:skattegrunnlag";
        let (giver, friend, holder) = (
            scene.person(1).await,
            scene.person(2).await,
            scene.person(7).await,
        );
        let [firm, other, third] = [
            scene.organization(3, "AS").await,
            scene.organization(5, "AS").await,
            scene.organization(6, "AS").await,
        ];
        let before = scene.lockout().await;
        assert_eq!(before.losing(), 0, "{kind:?}");
        scene.delegate(giver, friend).await;
        scene.delegate(firm, friend).await;
        scene.delegate(firm, holder).await;
        let urn = package.to_owned();
        scene.give(other, friend, Delegated::Package { urn }).await;
        // A package that the policy does not name.
        let urn = "urn:altinn:accesspackage:regnskap".to_owned();
        scene.give(third, friend, Delegated::Package { urn }).await;
        assert_eq!(scene.lockout().await, losing(2, 1, 0), "{kind:?}");
        for (party, may) in [(giver, true), (firm, true), (other, true), (third, false)] {
            assert_eq!(scene.may(friend, party).await, may, "{kind:?}");
        }
        let list = scene.list("banks").await;
        scene.connect(list, &[]).await;
        scene.admit("banks", &[firm], Expiry::Never).await;
        assert_eq!(scene.lockout().await, losing(1, 1, 1), "{kind:?}");
        scene
            .run("update delegation set revoked_at = given_at")
            .await;
        assert_eq!(scene.lockout().await, losing(0, 0, 0), "{kind:?}");
    }
}

#[tokio::test]
async fn a_package_that_a_role_gives_counts_where_it_gives_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.empty_register().await;
        let given = fullmakt::reference::reference()
            .role_packages("daglig-leder")
            .find(|row| row.has_access && row.entity_variant.is_none())
            .unwrap();
        let name = given.package.rsplit(':').next().unwrap();
        scene.readable_by((names::ACCESS_PACKAGE, name)).await;
        let person = scene.person(1).await;
        let firm = scene.organization(3, "AS").await;
        scene.role(person, "daglig-leder", firm).await;
        assert!(scene.may(person, firm).await, "{kind:?}");
        assert_eq!(scene.lockout().await, losing(1, 0, 0), "{kind:?}");
    }
}

#[tokio::test]
async fn every_person_loses_what_persons_may_do_for_themselves() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.empty_register().await;
        scene.readable_by(("urn:altinn:role", "privatperson")).await;
        let before = scene.lockout().await;
        scene.person(1).await;
        let after = scene.lockout().await;
        assert!(before.persons_losing > 0 && before.organizations_losing == 0);
        assert_eq!(after.persons_losing, before.persons_losing + 1, "{kind:?}");
        let none = who_would_lose_access(&scene.core, "no-such-resource").await;
        assert_eq!(none.unwrap(), None);
        let before = scene.core.db.statements();
        scene.lockout().await;
        assert_eq!(scene.core.db.statements() - before, 2, "{kind:?}");
    }
}
