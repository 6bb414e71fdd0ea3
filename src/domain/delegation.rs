use super::{DelegationId, PartyId, SystemUserId, Timestamp};

/// Something that one party has given another: from, to, what, by whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    pub id: DelegationId,
    pub from: PartyId,
    pub to: Receiver,
    pub what: Delegated,
    pub given_by: PartyId,
    pub given_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    Party(PartyId),
    SystemUser(SystemUserId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delegated {
    /// One action on one resource.
    Action { resource: String, action: String },
    /// An access package, by its urn.
    Package { urn: String },
}

impl Delegation {
    pub fn is_of_package(&self, urn: &str) -> bool {
        matches!(&self.what, Delegated::Package { urn: own } if own == urn)
    }

    /// The action, when it is one on this resource.
    pub fn action_on(&self, resource: &str) -> Option<&str> {
        match &self.what {
            Delegated::Action {
                resource: own,
                action,
            } if own == resource => Some(action),
            Delegated::Action { .. } | Delegated::Package { .. } => None,
        }
    }
}

/// What an organization holds at a client, as accountant say, and has passed on to one of its agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDelegation {
    pub id: DelegationId,
    pub client: PartyId,
    /// The organization that passes it on.
    pub via: PartyId,
    /// The code of the role that `via` has at the client; [`RIGHT_HOLDER`] when it was given the package.
    pub role: String,
    /// The agent.
    pub to: Receiver,
    /// The access package, by its urn.
    pub package: String,
    pub given_by: PartyId,
    pub given_at: Timestamp,
}

/// The code of the role of those who have been given something.
pub const RIGHT_HOLDER: &str = "rettighetshaver";

/// A power that somebody holds because it was given to him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// By the party that it is exercised for.
    Directly(Delegation),
    /// By an organization whose client that party is.
    AsAgent(ClientDelegation),
}

impl Given {
    pub fn to(&self) -> Receiver {
        match self {
            Self::Directly(given) => given.to,
            Self::AsAgent(given) => given.to,
        }
    }
}

/// Why an approver may not pass something on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotDelegate {
    /// The approver has no role or package that gives it.
    MissingAccess,
    /// The owner does not let it be delegated.
    NotDelegable,
    /// It is given to API clients, not to system users.
    IsApiScope,
    /// The approver must log in at a higher level.
    LevelTooLow(u8),
}
