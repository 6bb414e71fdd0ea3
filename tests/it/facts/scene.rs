//! Parties, roles, delegations and resources of a test's own, on top of the cast.

use fullmakt::db::{Run as _, Sql};
use fullmakt::domain::{
    Day, Delegated, Delegation, DelegationId, NationalId, OrgNumber, Organization, Party, PartyId,
    PartyKind, Person, Receiver, RoleAssignment,
};
use fullmakt::engine::{Request, names};
use fullmakt::ops::Core;
use fullmakt::ops::access::Prepared;
use fullmakt::store;
use uuid::Uuid;

use crate::support::database::Kind;
use crate::support::rows;
use crate::support::stage::Stage;

/// The resource whose policy a test writes.
pub const RESOURCE: &str = "test-resource";

pub struct Scene {
    pub core: Core,
    _stage: Stage,
}

/// One match of a policy.
pub type Match<'a> = (&'a str, &'a str);

impl Scene {
    pub async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        Self {
            core: stage.core(),
            _stage: stage,
        }
    }

    /// A main unit; its id.
    pub async fn organization(&self, serial: u16, form: &str) -> PartyId {
        self.add(serial, organization(serial, form, None)).await
    }

    pub async fn subunit(&self, serial: u16, parent: PartyId) -> PartyId {
        let subunit = organization(serial, "BEDR", Some(parent));
        self.add(serial, subunit).await
    }

    pub async fn person(&self, serial: u16) -> PartyId {
        let person = Person {
            national_id: national_id(serial),
            born: Day::parse("1974-04-12").unwrap(),
            died: None,
            user_number: 20_990_000 + i64::from(serial),
        };
        self.add(serial, PartyKind::Person(person)).await
    }

    async fn add(&self, serial: u16, kind: PartyKind) -> PartyId {
        let party = Party {
            id: PartyId(Uuid::from_u128(0xabc_0000 + u128::from(serial))),
            number: 50_990_000 + i64::from(serial),
            name: format!("Part {serial}"),
            kind,
            is_deleted: false,
        };
        let mut tx = self.core.db.write().await.unwrap();
        store::parties::insert(&mut tx, &party).await.unwrap();
        tx.commit().await.unwrap();
        party.id
    }

    /// Says that `holder` has this role at `at`.
    pub async fn role(&self, holder: PartyId, role: &str, at: PartyId) {
        let role = RoleAssignment {
            at,
            holder,
            role: role.to_owned(),
        };
        let mut tx = self.core.db.write().await.unwrap();
        store::roles::insert(&mut tx, &role).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Gives the right to read [`RESOURCE`].
    pub async fn delegate(&self, from: PartyId, to: PartyId) -> DelegationId {
        let right = Delegated::Action {
            resource: RESOURCE.to_owned(),
            action: "read".to_owned(),
        };
        self.give(from, to, right).await
    }

    pub async fn give(&self, from: PartyId, to: PartyId, what: Delegated) -> DelegationId {
        let delegation = Delegation {
            id: DelegationId(self.core.world.new_id()),
            from,
            to: Receiver::Party(to),
            what,
            given_by: rows::KARI,
            given_at: rows::moment(),
        };
        let mut tx = self.core.db.write().await.unwrap();
        store::delegations::insert(&mut tx, &delegation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        delegation.id
    }

    /// Adds a resource that those who fit may read. The match of the resource is the given one.
    pub async fn resource(&self, id: &str, subject: Match<'_>, resource: &[Match<'_>]) {
        let policy = policy(subject, resource);
        let resource = fullmakt::domain::Resource {
            id: id.to_owned(),
            ..rows::resource()
        };
        let mut tx = self.core.db.write().await.unwrap();
        rows::add_resource(&mut tx, &resource, &policy).await;
        tx.commit().await.unwrap();
    }

    /// Adds [`RESOURCE`], which those who fit may read.
    pub async fn readable_by(&self, subject: Match<'_>) {
        let resource = [(names::RESOURCE_ID, RESOURCE)];
        self.resource(RESOURCE, subject, &resource).await;
    }

    pub async fn run(&self, text: &'static str) {
        let changed = self.core.db.run(Sql::same(text), &[]).await.unwrap();
        assert!(changed > 0, "{text}");
    }

    /// Whether one party may read [`RESOURCE`] for another.
    pub async fn may(&self, subject: PartyId, party: PartyId) -> bool {
        self.decision(&read(subject, party)).await == "Permit"
    }

    pub async fn decision(&self, request: &Request) -> &'static str {
        super::decision(&self.core, request).await
    }

    /// The message of an Indeterminate.
    pub async fn problem(&self, request: &Request) -> String {
        let outcome = self
            .core
            .known()
            .await
            .unwrap()
            .decide(&super::NOBODY, request)
            .await;
        let outcome = outcome.unwrap();
        assert_eq!(outcome.decision.name(), "Indeterminate");
        outcome.status.message.unwrap()
    }

    pub async fn prepared(&self, request: &Request) -> Prepared {
        let known = self.core.known().await.unwrap();
        known.prepare(request).await.unwrap().unwrap()
    }
}

/// Does one party read [`RESOURCE`] for another?
pub fn read(subject: PartyId, party: PartyId) -> Request {
    Request::new()
        .subject(names::PARTY_UUID, &subject.to_string())
        .resource(names::RESOURCE_ID, RESOURCE)
        .resource(names::PARTY_UUID, &party.to_string())
        .action("read")
}

fn organization(serial: u16, form: &str, parent: Option<PartyId>) -> PartyKind {
    PartyKind::Organization(Organization {
        number: org_number(serial),
        form: form.to_owned(),
        parent,
        is_bankrupt: false,
    })
}

/// A number of the synthetic series with a right check digit.
pub fn org_number(serial: u16) -> OrgNumber {
    (0..10)
        .find_map(|digit| OrgNumber::parse(&format!("319{serial:05}{digit}")))
        .expect("a serial whose check digit is not 10")
}

/// A synthetic number with right check digits.
fn national_id(serial: u16) -> NationalId {
    (0..100)
        .find_map(|digits| NationalId::parse(&format!("128474{serial:03}{digits:02}")))
        .expect("a serial with check digits")
}

fn policy(subject: Match<'_>, resource: &[Match<'_>]) -> String {
    let resource: String = resource
        .iter()
        .map(|one| one_match(names::RESOURCE, *one))
        .collect();
    format!(
        r#"<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="test" Version="1.0"
            RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides"><Target/>
            <Rule RuleId="r" Effect="Permit"><Target>
              <AnyOf><AllOf>{}</AllOf></AnyOf><AnyOf><AllOf>{resource}</AllOf></AnyOf><AnyOf><AllOf>{}</AllOf></AnyOf>
            </Target></Rule></Policy>"#,
        one_match(names::SUBJECT, subject),
        one_match(names::ACTION, (names::ACTION_ID, "read")),
    )
}

fn one_match(category: &str, (id, value): Match<'_>) -> String {
    const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
    format!(
        r#"<Match MatchId="urn:oasis:names:tc:xacml:1.0:function:string-equal">
             <AttributeValue DataType="{STRING}">{value}</AttributeValue>
             <AttributeDesignator Category="{category}" AttributeId="{id}" DataType="{STRING}" MustBePresent="false"/>
           </Match>"#
    )
}
