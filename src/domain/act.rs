use serde::{Deserialize, Serialize};
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
    pub details: ActDetails,
}

/// What an act was about, as far as its kind tells it. Parties by their ids: names are for those who may read them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActDetails {
    /// To whom something was given or from whom it was taken: a party or a system user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<Uuid>,
    /// The client whose power was passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<PartyId>,
    /// An access package, by its urn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The actions on the resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// A scope at Maskinporten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// An access list, by the identifier that its owner gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// A key of a business's own client, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How many members were added or removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Whoever held it gave it up: the counterpart is the one that had given it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_given_up: bool,
    /// The role, access package or resource, by its urn, that the actor's right to do this rested on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power: Option<String>,
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
    RightHolderAdded,
    RightHolderRemoved,
    PackageGiven,
    PackageRevoked,
    RightsGiven,
    RightsRevoked,
    AgentAdded,
    AgentRemoved,
    ClientPackageGiven,
    ClientPackageRevoked,
    AccessRequested,
    AccessRequestApproved,
    AccessRequestRejected,
    AccessRequestWithdrawn,
    SupplierAdded,
    SupplierRemoved,
    ScopesGiven,
    ScopesRevoked,
    PolicyPublished,
    ResourceCreated,
    ResourceChanged,
    ResourceDeleted,
    /// Only members of access lists may use it now.
    ResourceLimited,
    ResourceOpened,
    ListCreated,
    ListChanged,
    ListDeleted,
    ListMembersAdded,
    ListMembersRemoved,
    ListConnected,
    ListDisconnected,
    LoggedIn,
    LoggedOut,
    OwnSystemCreated,
    OwnKeyAdded,
    OwnKeyRemoved,
    OwnScopesChanged,
    OwnSystemDeleted,
    /// By their owner, from another one.
    SessionsEnded,
}

impl Act {
    #[must_use]
    pub fn about(self, details: ActDetails) -> Self {
        Self { details, ..self }
    }

    /// The same, done by the one that held it, or not.
    #[must_use]
    pub fn given_up(mut self, is_given_up: bool) -> Self {
        self.details.is_given_up = is_given_up;
        self
    }

    /// The same, resting on this power.
    #[must_use]
    pub fn by_power(mut self, power: Option<String>) -> Self {
        self.details.power = power;
        self
    }
}

impl ActKind {
    pub const ALL: [ActKind; 53] = [
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
        Self::RightHolderAdded,
        Self::RightHolderRemoved,
        Self::PackageGiven,
        Self::PackageRevoked,
        Self::RightsGiven,
        Self::RightsRevoked,
        Self::AgentAdded,
        Self::AgentRemoved,
        Self::ClientPackageGiven,
        Self::ClientPackageRevoked,
        Self::AccessRequested,
        Self::AccessRequestApproved,
        Self::AccessRequestRejected,
        Self::AccessRequestWithdrawn,
        Self::SupplierAdded,
        Self::SupplierRemoved,
        Self::ScopesGiven,
        Self::ScopesRevoked,
        Self::PolicyPublished,
        Self::ResourceCreated,
        Self::ResourceChanged,
        Self::ResourceDeleted,
        Self::ResourceLimited,
        Self::ResourceOpened,
        Self::ListCreated,
        Self::ListChanged,
        Self::ListDeleted,
        Self::ListMembersAdded,
        Self::ListMembersRemoved,
        Self::ListConnected,
        Self::ListDisconnected,
        Self::LoggedIn,
        Self::LoggedOut,
        Self::OwnSystemCreated,
        Self::OwnKeyAdded,
        Self::OwnKeyRemoved,
        Self::OwnScopesChanged,
        Self::OwnSystemDeleted,
        Self::SessionsEnded,
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
            Self::RightHolderAdded => "right-holder-added",
            Self::RightHolderRemoved => "right-holder-removed",
            Self::PackageGiven => "package-given",
            Self::PackageRevoked => "package-revoked",
            Self::RightsGiven => "rights-given",
            Self::RightsRevoked => "rights-revoked",
            Self::AgentAdded => "agent-added",
            Self::AgentRemoved => "agent-removed",
            Self::ClientPackageGiven => "client-package-given",
            Self::ClientPackageRevoked => "client-package-revoked",
            Self::AccessRequested => "access-requested",
            Self::AccessRequestApproved => "access-request-approved",
            Self::AccessRequestRejected => "access-request-rejected",
            Self::AccessRequestWithdrawn => "access-request-withdrawn",
            Self::SupplierAdded => "supplier-added",
            Self::SupplierRemoved => "supplier-removed",
            Self::ScopesGiven => "scopes-given",
            Self::ScopesRevoked => "scopes-revoked",
            Self::PolicyPublished => "policy-published",
            Self::ResourceCreated => "resource-created",
            Self::ResourceChanged => "resource-changed",
            Self::ResourceDeleted => "resource-deleted",
            Self::ResourceLimited => "resource-limited",
            Self::ResourceOpened => "resource-opened",
            Self::ListCreated => "list-created",
            Self::ListChanged => "list-changed",
            Self::ListDeleted => "list-deleted",
            Self::ListMembersAdded => "list-members-added",
            Self::ListMembersRemoved => "list-members-removed",
            Self::ListConnected => "list-connected",
            Self::ListDisconnected => "list-disconnected",
            Self::LoggedIn => "logged-in",
            Self::LoggedOut => "logged-out",
            Self::OwnSystemCreated => "own-system-created",
            Self::OwnKeyAdded => "own-key-added",
            Self::OwnKeyRemoved => "own-key-removed",
            Self::OwnScopesChanged => "own-scopes-changed",
            Self::OwnSystemDeleted => "own-system-deleted",
            Self::SessionsEnded => "sessions-ended",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
