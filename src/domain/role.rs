use super::PartyId;

/// A role that the register says `holder` has at `at`: the general manager of a company, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAssignment {
    pub at: PartyId,
    pub holder: PartyId,
    /// The role's code, such as `daglig-leder`; `reference::roles` says what it is.
    pub role: String,
}
