use uuid::Uuid;

use super::{ActId, PartyId, Timestamp};

/// Who did what, on whose behalf, and when. Entries are only ever added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub id: ActId,
    pub at: Timestamp,
    pub actor: PartyId,
    pub party: PartyId,
    pub kind: ActKind,
    /// The request, system user, launch or party that it was done to.
    pub object: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    RequestApproved,
    RequestRejected,
    RequestEscalated,
    SystemUserDeactivated,
    SystemUserActivated,
    SystemUserDeleted,
    LaunchStarted,
    EmailChanged,
    ServiceOwnerRegistered,
    ServiceOwnerChanged,
    AdministratorAdded,
    AdministratorRemoved,
    ScopeGranted,
    ScopeWithdrawn,
}

impl ActKind {
    const ALL: [ActKind; 14] = [
        Self::RequestApproved,
        Self::RequestRejected,
        Self::RequestEscalated,
        Self::SystemUserDeactivated,
        Self::SystemUserActivated,
        Self::SystemUserDeleted,
        Self::LaunchStarted,
        Self::EmailChanged,
        Self::ServiceOwnerRegistered,
        Self::ServiceOwnerChanged,
        Self::AdministratorAdded,
        Self::AdministratorRemoved,
        Self::ScopeGranted,
        Self::ScopeWithdrawn,
    ];

    /// The word in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequestApproved => "request-approved",
            Self::RequestRejected => "request-rejected",
            Self::RequestEscalated => "request-escalated",
            Self::SystemUserDeactivated => "system-user-deactivated",
            Self::SystemUserActivated => "system-user-activated",
            Self::SystemUserDeleted => "system-user-deleted",
            Self::LaunchStarted => "launch-started",
            Self::EmailChanged => "email-changed",
            Self::ServiceOwnerRegistered => "service-owner-registered",
            Self::ServiceOwnerChanged => "service-owner-changed",
            Self::AdministratorAdded => "administrator-added",
            Self::AdministratorRemoved => "administrator-removed",
            Self::ScopeGranted => "scope-granted",
            Self::ScopeWithdrawn => "scope-withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
