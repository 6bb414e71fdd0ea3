//! What an organization passes on to its agents counts as long as everything that it rests on, and no longer.

use fullmakt::domain::{
    Assignment, AssignmentId, AssignmentRole, Delegated, DelegationId, OrgNumber, PartyId,
    Receiver, RoleAssignment, SecurityLevel,
};
use fullmakt::engine::names;
use fullmakt::ops::Person;
use fullmakt::ops::clients::{self, Change, Refusal};
use fullmakt::store;
use fullmakt::store::client_delegations::{NewPower, Passing, PowerName};

use super::scene::Scene;
use crate::support::database::kinds;
use crate::support::rows;

const PAYROLL: &str = "urn:altinn:accesspackage:regnskapsforer-lonn";
const SALARY: &str = "urn:altinn:accesspackage:lonn";
const ACCOUNTANT: &str = "regnskapsforer";

/// An accountant with a manager, an agent and a client.
struct Office {
    scene: Scene,
    manager: Person,
    agent: PartyId,
    firm: PartyId,
    client: PartyId,
}

impl Office {
    /// Whoever has `package` may read.
    async fn start(kind: crate::support::database::Kind, package: &str) -> Self {
        let scene = Scene::start(kind).await;
        let code = package.rsplit(':').next().unwrap();
        scene.readable_by((names::ACCESS_PACKAGE, code)).await;
        let (manager, agent) = (scene.person(1).await, scene.person(2).await);
        let firm = scene.organization(3, "AS").await;
        let client = scene.organization(4, "AS").await;
        scene.role(manager, "daglig-leder", firm).await;
        scene.role(firm, ACCOUNTANT, client).await;
        let office = Self {
            manager: Person {
                party: manager,
                level: SecurityLevel::High,
            },
            scene,
            agent,
            firm,
            client,
        };
        office.appoint().await;
        office
    }

    async fn appoint(&self) {
        let core = &self.scene.core;
        let assignment = Assignment {
            id: AssignmentId(core.world.new_id()),
            from: self.firm,
            to: Receiver::Party(self.agent),
            role: AssignmentRole::Agent,
            given_by: self.manager.party,
            given_at: rows::moment(),
        };
        let mut tx = core.db.write().await.unwrap();
        store::assignments::ensure(&mut tx, &assignment)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    fn power(&self, role: &str, package: &str) -> PowerName {
        PowerName {
            client: self.client,
            role: role.to_owned(),
            package: package.to_owned(),
        }
    }

    async fn change(&self, change: Change, role: &str, package: &str) -> Result<bool, Refusal> {
        let powers = [self.power(role, package)];
        let pair = (self.firm, self.agent);
        let changed = clients::change(&self.scene.core, self.manager, pair, change, &powers);
        Ok(changed.await.unwrap()?[0].1)
    }

    async fn may(&self, party: PartyId) -> bool {
        self.scene.may(self.agent, party).await
    }

    /// The register says that the firm is the client's accountant no more.
    async fn end_in_register(&self) {
        let ended = [RoleAssignment {
            at: self.client,
            holder: self.firm,
            role: ACCOUNTANT.to_owned(),
        }];
        let core = &self.scene.core;
        let mut tx = core.db.write().await.unwrap();
        store::register_changes::end_all(&mut tx, &ended)
            .await
            .unwrap();
        store::client_delegations::end_with_roles(&mut tx, &ended, core.world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn what_is_passed_on_counts_at_once_and_is_gone_at_once_when_taken_back() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        assert!(!office.may(office.client).await, "{kind:?}");
        assert_eq!(
            office.change(Change::Give, ACCOUNTANT, PAYROLL).await,
            Ok(true)
        );
        assert_eq!(
            office.change(Change::Give, ACCOUNTANT, PAYROLL).await,
            Ok(false)
        );
        assert!(office.may(office.client).await, "{kind:?}");
        assert!(!office.may(office.firm).await, "not for the firm, {kind:?}");
        assert_eq!(
            office.change(Change::Take, ACCOUNTANT, PAYROLL).await,
            Ok(true)
        );
        assert!(!office.may(office.client).await, "{kind:?}");
    }
}

#[tokio::test]
async fn what_counts_at_a_client_counts_at_its_subunits() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        let subunit = office.scene.subunit(6, office.client).await;
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        assert!(office.may(subunit).await, "{kind:?}");
    }
}

#[tokio::test]
async fn it_ends_with_the_role_in_the_register_and_does_not_come_back_with_it() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        office.end_in_register().await;
        assert!(!office.may(office.client).await, "{kind:?}");
        let refused = office.change(Change::Give, ACCOUNTANT, PAYROLL).await;
        assert_eq!(refused, Err(Refusal::NotHeld(vec![0])), "{kind:?}");
        office
            .scene
            .role(office.firm, ACCOUNTANT, office.client)
            .await;
        assert!(!office.may(office.client).await, "came back, {kind:?}");
    }
}

#[tokio::test]
async fn even_what_nobody_ended_counts_for_nothing_without_the_role() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        office
            .scene
            .run("delete from role_assignment where role = 'regnskapsforer' and at_party in
                  (select client from client_delegation where revoked_at is null and given_by <> via)")
            .await;
        assert!(!office.may(office.client).await, "{kind:?}");
    }
}

#[tokio::test]
async fn it_ends_with_the_package_that_the_client_gave_and_does_not_come_back_with_it() {
    for kind in kinds() {
        let office = Office::start(kind, SALARY).await;
        let package = || Delegated::Package {
            urn: SALARY.to_owned(),
        };
        let given = office
            .scene
            .give(office.client, office.firm, package())
            .await;
        office
            .change(Change::Give, "rettighetshaver", SALARY)
            .await
            .unwrap();
        assert!(office.may(office.client).await, "{kind:?}");
        let core = &office.scene.core;
        let mut tx = core.db.write().await.unwrap();
        store::delegations::revoke(&mut tx, given, office.client, core.world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!office.may(office.client).await, "{kind:?}");
        office
            .scene
            .give(office.client, office.firm, package())
            .await;
        assert!(!office.may(office.client).await, "came back, {kind:?}");
    }
}

#[tokio::test]
async fn it_ends_with_the_appointment_and_with_the_firm() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        let (core, pair) = (&office.scene.core, (office.firm, office.agent));
        let kept = clients::remove_agent(core, office.manager, pair, false)
            .await
            .unwrap();
        assert_eq!(kept, Err(Refusal::HasPowers), "{kind:?}");
        assert!(office.may(office.client).await, "{kind:?}");
        clients::remove_agent(core, office.manager, pair, true)
            .await
            .unwrap()
            .unwrap();
        assert!(!office.may(office.client).await, "{kind:?}");
        office.appoint().await;
        assert!(!office.may(office.client).await, "came back, {kind:?}");
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        office
            .scene
            .run("update party set is_deleted = true where name = 'Part 3'")
            .await;
        assert!(
            !office.may(office.client).await,
            "the firm is gone, {kind:?}"
        );
    }
}

#[tokio::test]
async fn a_package_that_the_role_does_not_open_counts_for_nothing_however_it_was_stored() {
    for kind in kinds() {
        let office = Office::start(kind, SALARY).await;
        let refused = office.change(Change::Give, ACCOUNTANT, SALARY).await;
        assert_eq!(refused, Err(Refusal::NotHeld(vec![0])), "{kind:?}");
        let core = &office.scene.core;
        let power = NewPower {
            id: DelegationId(core.world.new_id()),
            client: office.client,
            role: ACCOUNTANT.to_owned(),
            package: SALARY.to_owned(),
        };
        let passing = Passing {
            via: office.firm,
            agent: office.agent,
            by: office.manager.party,
            at: core.world.now(),
        };
        let mut tx = core.db.write().await.unwrap();
        let stored = store::client_delegations::insert_all(&mut tx, passing, &[power]).await;
        assert_eq!(stored.unwrap().len(), 1);
        tx.commit().await.unwrap();
        assert!(!office.may(office.client).await, "{kind:?}");
    }
}

/// Whether the organization with this serial has a check digit.
fn is_number(serial: u16) -> bool {
    (0..10).any(|digit| OrgNumber::parse(&format!("319{serial:05}{digit}")).is_some())
}

#[tokio::test]
async fn clients_and_agents_take_the_same_number_of_queries_however_many_they_are() {
    for kind in kinds() {
        let office = Office::start(kind, PAYROLL).await;
        office
            .change(Change::Give, ACCOUNTANT, PAYROLL)
            .await
            .unwrap();
        let look = async || {
            let core = office.scene.core.clone();
            let before = core.db.statements();
            clients::clients(&core, office.manager, office.firm)
                .await
                .unwrap()
                .unwrap();
            clients::agents(&core, office.manager, office.firm)
                .await
                .unwrap()
                .unwrap();
            let of = clients::agent(&core, office.manager, office.firm, office.agent);
            of.await.unwrap().unwrap();
            core.db.statements() - before
        };
        look().await;
        let few = look().await;
        for serial in (20..40).filter(|serial| is_number(*serial)) {
            let client = office.scene.organization(serial, "AS").await;
            office.scene.role(office.firm, ACCOUNTANT, client).await;
            let powers = [PowerName {
                client,
                ..office.power(ACCOUNTANT, PAYROLL)
            }];
            let pair = (office.firm, office.agent);
            clients::change(
                &office.scene.core,
                office.manager,
                pair,
                Change::Give,
                &powers,
            )
            .await
            .unwrap()
            .unwrap();
        }
        look().await;
        assert_eq!(look().await, few, "{kind:?}");
    }
}
