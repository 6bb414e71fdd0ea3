//! What a new policy changes: the figures of the database against the engine, asked about everybody one by one.

use std::collections::BTreeSet;

use fullmakt::db::{Run as _, Sql};
use fullmakt::domain::{
    AccessListMode, Delegated, Delegation, DelegationId, PartyId, Receiver, SystemUser,
    SystemUserId,
};
use fullmakt::engine::policy_table::{PolicyTable, TableAction, TableSubject};
use fullmakt::engine::{Decision, PolicyTree, names};
use fullmakt::ops::access::Supposed;
use fullmakt::ops::policy_impact::{self, Impact, Proposal};
use fullmakt::ops::{Known, Subject};
use fullmakt::store;
use uuid::Uuid;

use super::scene::{RESOURCE, Scene, org_number};
use crate::support::database::{Kind, kinds};
use crate::support::rows;

const ROLES: [&str; 12] = [
    "daglig-leder",
    "styreleder",
    "regnskapsforer",
    "revisor",
    "innehaver",
    "deltaker-delt-ansvar",
    "forretningsforer",
    "kontaktperson-nuf",
    "rettighetshaver",
    "supplier",
    "styremedlem",
    "hovedadministrator",
];
const FORMS: [&str; 6] = ["AS", "ENK", "IKS", "ESEK", "BRL", "AS"];
const PACKAGES: [&str; 3] = ["lonn", "fiske", "skattegrunnlag"];
const SUBJECTS: [&str; 12] = [
    "urn:altinn:rolecode:dagl",
    "urn:altinn:rolecode:lede",
    "urn:altinn:rolecode:admai",
    "urn:altinn:rolecode:utinn",
    "urn:altinn:external-role:ccr:regnskapsforer",
    "urn:altinn:external-role:ccr:revisor",
    "urn:altinn:role:privatperson",
    "urn:altinn:accesspackage:lonn",
    "urn:altinn:accesspackage:fiske",
    "urn:altinn:accesspackage:skattegrunnlag",
    "urn:altinn:accesspackage:forretningsforer-eiendom",
    "urn:altinn:org:dts",
];
const ACTIONS: [&str; 2] = ["read", "write"];

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    fn policy(&mut self) -> PolicyTree {
        let mut table = PolicyTable::default();
        for _ in 0..1 + self.below(5) {
            let subject = TableSubject::parse(self.pick(&SUBJECTS)).unwrap();
            table.permit(subject, TableAction::parse(self.pick(&ACTIONS)).unwrap());
        }
        PolicyTree::parse(&table.to_xml(RESOURCE)).unwrap()
    }
}

/// Everybody who can be asked about.
struct World {
    scene: Scene,
    people: Vec<PartyId>,
    systems: Vec<SystemUserId>,
    parties: Vec<PartyId>,
}

impl World {
    async fn make(kind: Kind, chance: &mut Chance) -> Self {
        let scene = Scene::start(kind).await;
        scene
            .run("delete from delegation where to_party is not null")
            .await;
        scene.readable_by((names::ROLE_CODE, "dagl")).await;
        let (mut people, mut organizations) = (Vec::new(), Vec::new());
        for serial in 1..=6 {
            people.push(scene.person(serial).await);
        }
        // Not every serial has a check digit.
        let serials =
            (20..).filter(|serial| std::panic::catch_unwind(|| org_number(*serial)).is_ok());
        for (place, serial) in serials.take(9).enumerate() {
            organizations.push(match place {
                0..6 => scene.organization(serial, FORMS[place]).await,
                _ => scene.subunit(serial, organizations[place - 6]).await,
            });
        }
        let everybody = [people.clone(), organizations.clone()].concat();
        let mut held = BTreeSet::new();
        for _ in 0..40 {
            let (holder, at) = (chance.pick(&everybody), chance.pick(&organizations));
            let role = chance.pick(&ROLES);
            if held.insert((holder, at, role)) {
                scene.role(holder, role, at).await;
            }
        }
        let mut world = Self {
            scene,
            people,
            systems: Vec::new(),
            parties: everybody,
        };
        world.add_systems(&organizations).await;
        world.add_gifts(&organizations, chance).await;
        world
            .scene
            .run("update party set is_deleted = true where name = 'Part 3'")
            .await;
        // A deleted person does nothing any more, which the engine is never asked about.
        world.people.remove(2);
        world
    }

    async fn add_systems(&mut self, organizations: &[PartyId]) {
        let db = &self.scene.core.db;
        let mut tx = db.write().await.unwrap();
        store::systems::insert(&mut tx, &rows::system())
            .await
            .unwrap();
        for (number, party) in (1..).zip(&organizations[..4]) {
            let user = SystemUser {
                id: SystemUserId(Uuid::from_u128(0x5000 + number)),
                party: *party,
                external_ref: number.to_string(),
                is_active: number != 4,
                ..rows::system_user(number)
            };
            store::system_users::insert(&mut tx, &user).await.unwrap();
            self.systems.push(user.id);
        }
        tx.commit().await.unwrap();
    }

    async fn add_gifts(&self, organizations: &[PartyId], chance: &mut Chance) {
        for number in 0..30_u128 {
            let to = match chance.below(3) {
                0 => Receiver::SystemUser(chance.pick(&self.systems)),
                _ => Receiver::Party(chance.pick(&self.parties)),
            };
            let what = match chance.below(2) {
                0 => Delegated::Package {
                    urn: format!("urn:altinn:accesspackage:{}", chance.pick(&PACKAGES)),
                },
                _ => Delegated::Action {
                    resource: RESOURCE.to_owned(),
                    action: chance.pick(&["read", "write", "READ"]).to_owned(),
                },
            };
            let gift = Delegation {
                id: DelegationId(Uuid::from_u128(0x6000 + number)),
                from: chance.pick(organizations),
                to,
                what,
                given_by: rows::KARI,
                given_at: rows::moment(),
            };
            let mut tx = self.scene.core.db.write().await.unwrap();
            store::delegations::insert(&mut tx, &gift).await.unwrap();
            tx.commit().await.unwrap();
        }
        let gifts = "update delegation set revoked_at = given_at where to_party is not null and id in \
                     (select id from delegation order by id desc limit 3)";
        let _ = self.scene.core.db.run(Sql::same(gifts), &[]).await.unwrap();
    }

    /// Whom `subjects` lose something for, asked of the engine pair by pair.
    async fn losing<S: Copy + Ord + Into<Subject>>(
        &self,
        known: &Known<'_>,
        subjects: &[S],
        policies: [&PolicyTree; 2],
        mode: AccessListMode,
    ) -> BTreeSet<(S, PartyId)> {
        let mut losing = BTreeSet::new();
        for subject in subjects {
            for party in &self.parties {
                for action in ACTIONS {
                    let question = Supposed {
                        subject: (*subject).into(),
                        party: *party,
                        resource: RESOURCE,
                        access_list_mode: mode,
                        action,
                    };
                    let before = known.suppose(&question, policies[0]).await.unwrap();
                    let after = known.suppose(&question, policies[1]).await.unwrap();
                    if before == Decision::Permit && after != Decision::Permit {
                        losing.insert((*subject, *party));
                    }
                }
            }
        }
        losing
    }
}

/// Subjects, and parties, of pairs.
fn figures<S: Ord + Copy>(pairs: &BTreeSet<(S, PartyId)>) -> (i64, i64) {
    let subjects: BTreeSet<S> = pairs.iter().map(|(subject, _)| *subject).collect();
    let parties: BTreeSet<PartyId> = pairs.iter().map(|(_, party)| *party).collect();
    (
        subjects.len().try_into().unwrap(),
        parties.len().try_into().unwrap(),
    )
}

/// The cast of the demo data lives in the same register; only this world's people are asked about.
async fn without_the_cast(scene: &Scene) {
    for text in [
        "delete from role_assignment where at_party not in (select id from party where name like 'Part %')",
        "update party set is_deleted = true where name not like 'Part %'",
    ] {
        scene.run(text).await;
    }
}

async fn preview(scene: &Scene, policies: [&PolicyTree; 2], mode: AccessListMode) -> Impact {
    let proposal = Proposal {
        resource: RESOURCE,
        access_list_mode: mode,
        before: Some(policies[0]),
        after: policies[1],
    };
    policy_impact::preview(&scene.core, &proposal)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_are_those_of_the_engine_asked_about_everybody() {
    for kind in kinds() {
        let mut chance = Chance(41);
        let (mut losses, mut system_losses) = (0, 0);
        for round in 0..3 {
            let world = World::make(kind, &mut chance).await;
            without_the_cast(&world.scene).await;
            let list = world.scene.list("alle").await;
            for party in &world.parties[4..] {
                world.scene.enlist(list, *party, None).await;
            }
            world.scene.connect(list, &["Read"]).await;
            let known = world.scene.core.known().await.unwrap();
            for step in 0..12 {
                let mode = match step % 3 {
                    0 => AccessListMode::Enabled,
                    _ => AccessListMode::Disabled,
                };
                let (before, after) = (chance.policy(), chance.policy());
                let policies = [&before, &after];
                let impact = preview(&world.scene, policies, mode).await;
                let back = [&after, &before];
                for (side, policies) in [(&impact.lost, policies), (&impact.gained, back)] {
                    let people = world.losing(&known, &world.people, policies, mode).await;
                    let systems = world.losing(&known, &world.systems, policies, mode).await;
                    let told = (side.people.subjects, side.people.parties);
                    assert_eq!(told, figures(&people), "{kind:?} {round} {step} {mode:?}");
                    let told = (side.systems.subjects, side.systems.parties);
                    assert_eq!(told, figures(&systems), "{kind:?} {round} {step} {mode:?}");
                    assert_eq!(side.named_people.len(), people.len().min(10));
                    for named in &side.named_people {
                        assert!(people.contains(&(named.subject, named.party)));
                    }
                    losses += people.len();
                    system_losses += systems.len();
                }
            }
        }
        assert!(
            losses > 100 && system_losses > 10,
            "{losses} {system_losses}"
        );
    }
}

#[tokio::test]
async fn given_rights_that_the_policy_offers_no_more_are_named() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by((names::ROLE_CODE, "dagl")).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        scene.delegate(firm, person).await;
        let policy = |rows: &[(&str, &str)]| {
            let mut table = PolicyTable::default();
            for (subject, action) in rows {
                let action = TableAction::parse(action).unwrap();
                table.permit(TableSubject::parse(subject).unwrap(), action);
            }
            PolicyTree::parse(&table.to_xml(RESOURCE)).unwrap()
        };
        let (dagl, org) = ("urn:altinn:rolecode:dagl", "urn:altinn:org:dts");
        let offering = policy(&[(dagl, "read"), (org, "read")]);
        // The owner itself still reads, but nobody could give that to others.
        let without = policy(&[(org, "read")]);
        let impact = preview(&scene, [&offering, &without], AccessListMode::Disabled).await;
        assert_eq!(impact.rights_lost.count, 1, "{kind:?}");
        let named = &impact.rights_lost.named[0];
        assert_eq!(
            (&*named.from, &*named.to, &*named.action),
            ("Part 3", "Part 1", "read")
        );
        assert_eq!(impact.rights_gained.count, 0);
        let others: Vec<&str> = impact
            .lost
            .named_people
            .iter()
            .map(|pair| &*pair.subject_name)
            .collect();
        assert!(others.contains(&"Part 1"), "{others:?}");
        let same = preview(&scene, [&offering, &offering], AccessListMode::Disabled).await;
        assert!(same.is_none() && !same.is_partial);
    }
}
