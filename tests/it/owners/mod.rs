//! Service owners: what the operator does with them, by operation, on the pages and at the command line.

mod administrators;
mod clients;
mod command;
mod guide;
mod pages;
mod refusals;
mod register;
mod scopes;

use fullmakt::domain::SecurityLevel;
use fullmakt::domain::{Localized, OrgNumber, OwnerDraft, OwnerField, OwnerProblem, PartyId};
use fullmakt::ops::access::{Access, RESOURCE_ADMINISTRATION, may};
use fullmakt::ops::operation::Operator;
use fullmakt::ops::service_owners::{self, Detail, NewOwner, Refusal};
use fullmakt::ops::{Core, Person};
use fullmakt::store;
use uuid::{Uuid, uuid};

use crate::support::cast;
use crate::support::database::Kind;
use crate::support::stage::Stage;

pub const ODD_ID: Uuid = uuid!("f0a10000-0000-4000-8000-00000001000e");
pub const NORA_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010007");
pub const LIV_ID: Uuid = uuid!("f0a10000-0000-4000-8000-00000001000f");

/// Odd, who operates.
pub const ODD: Operator = Operator::AtPortal {
    person: person(ODD_ID),
    party: PartyId(cast::OPERATOR_ID),
};

pub const fn person(id: Uuid) -> Person {
    Person {
        party: PartyId(id),
        level: SecurityLevel::Substantial,
    }
}

/// A running server with its operations.
pub struct Scene {
    pub stage: Stage,
    pub core: Core,
}

impl Scene {
    pub async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        let core = stage.core().operated_by(OrgNumber::parse(cast::OPERATOR));
        Self { stage, core }
    }

    /// With the plumber registered as an owner.
    pub async fn with_owner(kind: Kind) -> Self {
        let scene = Self::start(kind).await;
        scene.register(new_owner()).await.unwrap();
        scene
    }

    pub async fn register(&self, new: NewOwner) -> Result<(), Refusal> {
        let answer = service_owners::register(&self.core, ODD, new).await;
        answer.unwrap().map(|_| ())
    }

    pub async fn detail(&self, code: &str) -> Detail {
        let found = service_owners::show(&self.core, ODD, code).await;
        found.unwrap().unwrap()
    }

    /// Whether a person may change what the organization owns.
    pub async fn administers(&self, id: Uuid, organization: Uuid) -> bool {
        let access = may(
            &self.core,
            person(id),
            "write",
            RESOURCE_ADMINISTRATION,
            PartyId(organization),
        );
        access.await.unwrap() == Access::Granted
    }

    /// How many owners there are, the product itself among them.
    pub async fn count(&self) -> usize {
        store::service_owners::list(&self.core.db)
            .await
            .unwrap()
            .len()
    }
}

pub fn draft() -> OwnerDraft {
    OwnerDraft {
        name: Localized {
            nb: "Røretaten".into(),
            nn: "Røyretaten".into(),
            en: "The Pipe Agency".into(),
        },
        logo: "https://ror.example/logo.svg".into(),
        homepage: "https://ror.example/".into(),
        environments: vec!["tt02".into()],
        scope_prefixes: vec!["ror".into()],
    }
}

/// The plumber, who would be a service owner, with Nora as administrator.
pub fn new_owner() -> NewOwner {
    NewOwner {
        code: "ror".into(),
        org_number: cast::PLUMBER.into(),
        draft: draft(),
        administrators: vec![cast::NORA.into()],
    }
}

/// What is wrong, by field.
pub fn faults(refusal: Refusal) -> Vec<(OwnerField, OwnerProblem)> {
    match refusal {
        Refusal::Faults(faults) => {
            let faults = faults.into_iter();
            faults.map(|fault| (fault.field, fault.problem)).collect()
        }
        other => panic!("{other:?}"),
    }
}
