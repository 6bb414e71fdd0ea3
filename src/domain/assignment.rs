use super::{AssignmentId, PartyId, Receiver, Timestamp};

/// That a party has let somebody in. By itself it gives nothing: what is given stands in delegations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub from: PartyId,
    pub to: Receiver,
    pub role: AssignmentRole,
    pub given_by: PartyId,
    pub given_at: Timestamp,
}

/// The roles that are given in the product itself, by the codes of the reference data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignmentRole {
    /// May be given packages and rights.
    RightHolder,
    /// May be given what the party holds at its clients.
    Agent,
    /// May use the party's scopes at Maskinporten, as far as they are delegated.
    Supplier,
}

impl AssignmentRole {
    pub const ALL: [Self; 3] = [Self::RightHolder, Self::Agent, Self::Supplier];

    /// The code of the role.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RightHolder => super::RIGHT_HOLDER,
            Self::Agent => "agent",
            Self::Supplier => "supplier",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == code)
    }
}
