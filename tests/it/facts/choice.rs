//! Whom a person can choose to act for: everybody whom he may represent, and nobody else.

use fullmakt::domain::{Delegated, PartyId, SecurityLevel};
use fullmakt::ops::{Person, access, parties};

use super::scene::Scene;
use crate::support::database::kinds;

const POST: &str = "urn:altinn:accesspackage:innbygger-attester";
/// The firm (3) lets its agent (1) do the payroll of its client (4).
const PASSED_ON: &str =
    "insert into client_delegation (id, client, via, to_party, role, package, given_by, given_at)
     select a.id, c.id, f.id, a.id, 'regnskapsforer', 'urn:altinn:accesspackage:regnskapsforer-lonn', a.id, c.created_at
     from party c, party f, party a where c.number = 50990004 and f.number = 50990003 and a.number = 50990001";

impl Scene {
    async fn choice(&self, party: PartyId) -> Vec<PartyId> {
        let listed = parties::list_represented(&self.core, person(party)).await;
        listed.unwrap().iter().map(|party| party.id).collect()
    }

    async fn represents(&self, who: PartyId, party: PartyId) -> bool {
        let answer = access::may_represent(&self.core, person(who), party).await;
        answer.unwrap()
    }
}

fn person(party: PartyId) -> Person {
    Person {
        party,
        level: SecurityLevel::High,
    }
}

#[tokio::test]
async fn a_person_who_trusts_another_is_in_the_others_choice() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let (trusting, trusted) = (scene.person(1).await, scene.person(2).await);
        let firm = scene.organization(3, "AS").await;
        scene.role(trusted, "daglig-leder", firm).await;
        assert_eq!(scene.choice(trusted).await, [trusted, firm], "{kind:?}");
        let package = Delegated::Package { urn: POST.into() };
        scene.give(trusting, trusted, package).await;
        let choice = scene.choice(trusted).await;
        assert_eq!(choice, [trusted, trusting, firm], "{kind:?}");
        assert_eq!(scene.choice(trusting).await, [trusting], "{kind:?}");
    }
}

#[tokio::test]
async fn an_agent_chooses_the_client_and_its_subunit_until_the_firm_loses_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let agent = scene.person(1).await;
        let firm = scene.organization(3, "AS").await;
        let client = scene.organization(4, "AS").await;
        let unit = scene.subunit(5, client).await;
        scene.role(firm, "regnskapsforer", client).await;
        scene.run(PASSED_ON).await;
        for party in [client, unit] {
            assert!(scene.represents(agent, party).await, "{kind:?}");
        }
        assert!(!scene.represents(agent, firm).await, "{kind:?}");
        assert_eq!(scene.choice(agent).await, [agent, client, unit], "{kind:?}");
        scene
            .run("delete from role_assignment where role = 'regnskapsforer'")
            .await;
        assert_eq!(scene.choice(agent).await, [agent], "{kind:?}");
        assert!(!scene.represents(agent, client).await, "{kind:?}");
    }
}
