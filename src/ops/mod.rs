//! What the product does, across aggregates: for the portal, the APIs and the sandbox alike.
//!
//! An operation answers `Result<Result<T, Refusal>, OpsError>`: a refusal is expected and has words for the person;
//! an [`OpsError`] is a failure, logged once at the boundary.

pub mod access;
pub mod access_lists;
pub mod access_requests;
pub mod activity_log;
pub mod authorized_parties;
pub mod clients;
pub mod connections;
pub mod decision_log;
pub mod delegation;
mod error;
pub mod exchange;
mod facts;
pub mod keys;
pub mod launches;
pub mod operation;
pub mod own_systems;
pub mod parties;
mod policies;
pub mod policy_impact;
pub mod powers;
pub mod profiles;
pub mod register;
pub mod registry_log;
pub mod requests;
pub mod resources;
pub mod scope_delegations;
pub mod service_owners;
pub mod sessions;
pub mod system_resources;
pub mod system_users;
pub mod tickets;

use std::sync::Arc;

use crate::db::Db;
use crate::domain::{Act, ActDetails, ActId, ActKind, OrgNumber, PartyId};
use crate::world::World;

pub use crate::engine::policy_table;
pub use access::{Access, Person};
pub use decision_log::DecisionLog;
pub use error::OpsError;
pub use facts::{Known, Purpose, Subject};

/// What every operation works with. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    pub db: Db,
    pub world: World,
    pub decision_log: DecisionLog,
    /// The organization that operates the installation, if any.
    pub operator: Option<OrgNumber>,
    /// Where clients are registered that businesses make for their own systems; none when that is not set up.
    pub client_registry: Option<Arc<own_systems::ClientRegistry>>,
    policies: Arc<policies::Policies>,
    facts: Arc<facts::Cache>,
}

impl Core {
    /// Without a decision log; see [`Core::logging_to`].
    pub fn new(db: Db, world: World) -> Self {
        Self {
            db,
            world,
            decision_log: DecisionLog::default(),
            operator: None,
            client_registry: None,
            policies: Arc::default(),
            facts: Arc::default(),
        }
    }

    /// The same, with its decisions put down in `log`.
    #[must_use]
    pub fn logging_to(self, log: DecisionLog) -> Self {
        Self {
            decision_log: log,
            ..self
        }
    }

    /// The same, operated by this organization.
    #[must_use]
    pub fn operated_by(self, operator: Option<OrgNumber>) -> Self {
        Self { operator, ..self }
    }

    /// The same, registering clients there.
    #[must_use]
    pub fn registering_at(self, registry: Option<own_systems::ClientRegistry>) -> Self {
        let client_registry = registry.map(Arc::new);
        Self {
            client_registry,
            ..self
        }
    }

    /// An entry for the log of acts, now.
    fn act(&self, actor: PartyId, party: PartyId, kind: ActKind, object: uuid::Uuid) -> Act {
        Act {
            id: ActId(self.world.new_id()),
            at: self.world.now(),
            actor,
            party,
            kind,
            object,
            details: ActDetails::default(),
        }
    }
}
