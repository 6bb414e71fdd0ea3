use crate::domain::ActKind;
use crate::text::Texts;

/// The kinds of acts as a reader chooses among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActGroup {
    Systems,
    Powers,
    Clients,
    Requests,
    Scopes,
    Services,
    Registry,
    Operator,
    Person,
}

impl ActGroup {
    pub const ALL: [Self; 9] = [
        Self::Powers,
        Self::Requests,
        Self::Clients,
        Self::Systems,
        Self::Scopes,
        Self::Services,
        Self::Registry,
        Self::Operator,
        Self::Person,
    ];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Systems => "systemtilganger",
            Self::Powers => "fullmakter",
            Self::Clients => "klienter",
            Self::Requests => "foresporsler",
            Self::Scopes => "api",
            Self::Services => "tjenester",
            Self::Registry => "ressurser",
            Self::Operator => "tjenesteeiere",
            Self::Person => "egne",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    pub fn label(self, t: &Texts) -> &'static str {
        let t = &t.activity;
        match self {
            Self::Systems => t.group_systems,
            Self::Powers => t.group_powers,
            Self::Clients => t.group_clients,
            Self::Requests => t.group_requests,
            Self::Scopes => t.group_scopes,
            Self::Services => t.group_services,
            Self::Registry => t.group_registry,
            Self::Operator => t.group_operator,
            Self::Person => t.group_person,
        }
    }

    pub fn kinds(self) -> Vec<ActKind> {
        let own = ActKind::ALL.into_iter();
        own.filter(|kind| Self::of(*kind) == self).collect()
    }

    fn of(kind: ActKind) -> Self {
        use ActKind as K;
        match kind {
            K::RequestApproved
            | K::RequestRejected
            | K::RequestEscalated
            | K::SystemUserDeactivated
            | K::SystemUserActivated
            | K::SystemUserDeleted
            | K::OwnSystemCreated
            | K::OwnKeyAdded
            | K::OwnKeyRemoved
            | K::OwnScopesChanged
            | K::OwnSystemDeleted => Self::Systems,
            K::RightHolderAdded
            | K::RightHolderRemoved
            | K::PackageGiven
            | K::PackageRevoked
            | K::RightsGiven
            | K::RightsRevoked => Self::Powers,
            K::AgentAdded | K::AgentRemoved | K::ClientPackageGiven | K::ClientPackageRevoked => {
                Self::Clients
            }
            K::AccessRequested
            | K::AccessRequestApproved
            | K::AccessRequestRejected
            | K::AccessRequestWithdrawn => Self::Requests,
            K::SupplierAdded | K::SupplierRemoved | K::ScopesGiven | K::ScopesRevoked => {
                Self::Scopes
            }
            K::LaunchStarted => Self::Services,
            K::ServiceOwnerRegistered
            | K::ServiceOwnerChanged
            | K::AdministratorAdded
            | K::AdministratorRemoved
            | K::ScopeGranted
            | K::ScopeWithdrawn => Self::Operator,
            K::PolicyPublished
            | K::ResourceCreated
            | K::ResourceChanged
            | K::ResourceDeleted
            | K::ResourceLimited
            | K::ResourceOpened
            | K::ListCreated
            | K::ListChanged
            | K::ListDeleted
            | K::ListMembersAdded
            | K::ListMembersRemoved
            | K::ListConnected
            | K::ListDisconnected => Self::Registry,
            K::EmailChanged | K::LoggedIn | K::LoggedOut | K::SessionsEnded => Self::Person,
        }
    }
}
