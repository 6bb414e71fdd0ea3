use super::{OrgNumber, PartyId, SystemId, SystemUserId, Timestamp};

/// A virtual user that lets a vendor's system act for a business with exactly the rights given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemUser {
    pub id: SystemUserId,
    pub system: SystemId,
    /// The business that owns it.
    pub party: PartyId,
    pub org_number: OrgNumber,
    pub external_ref: String,
    pub title: String,
    /// A paused one keeps its rights but gets no token and no Permit.
    pub is_active: bool,
    pub created_at: Timestamp,
    pub created_by: PartyId,
}
