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
