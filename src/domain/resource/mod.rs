mod details;
mod draft;
mod subject;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AccessListMode, Localized, PartyType};

pub use details::{
    ContactPoint, Keyword, Reference, ReferenceSource, ReferenceType, ResourceDetails,
};
pub use draft::{Naming, ResourceDraft, ResourceFault};
pub use subject::PolicySubject;

/// One text by language tag, of which some may lack.
pub type Texts = BTreeMap<String, String>;

/// A service that can be given access to, as the resource registry describes it. What guards it is a
/// [`GuardedResource`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// The id in the resource registry.
    pub id: String,
    /// The code of the [`ServiceOwner`](super::ServiceOwner).
    pub owner: String,
    pub title: Localized,
    pub description: Localized,
    pub kind: ResourceType,
    pub is_delegable: bool,
    /// Hidden ones are left out of catalogues, not of decisions.
    pub is_visible: bool,
    /// Empty means every kind of party.
    pub available_for: Vec<PartyType>,
    pub access_list_mode: AccessListMode,
    pub details: ResourceDetails,
    /// Which description this is: 1 for the first, then one more for each.
    pub version: i64,
}

/// A resource as decisions see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardedResource {
    pub id: String,
    /// The code of the service owner.
    pub owner: String,
    pub access_list_mode: AccessListMode,
    /// The policy in XACML 3.0, as received. None before the first: then no question is answered with a Permit.
    pub policy: Option<String>,
}

/// `resourceType` in the resource registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResourceType {
    Systemresource,
    MaskinportenSchema,
    Altinn2Service,
    AltinnApp,
    GenericAccessResource,
    BrokerService,
    CorrespondenceService,
    Consent,
    MigratedApp,
}

impl ResourceType {
    pub const ALL: [ResourceType; 9] = [
        Self::Systemresource,
        Self::MaskinportenSchema,
        Self::Altinn2Service,
        Self::AltinnApp,
        Self::GenericAccessResource,
        Self::BrokerService,
        Self::CorrespondenceService,
        Self::Consent,
        Self::MigratedApp,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Systemresource => "Systemresource",
            Self::MaskinportenSchema => "MaskinportenSchema",
            Self::Altinn2Service => "Altinn2Service",
            Self::AltinnApp => "AltinnApp",
            Self::GenericAccessResource => "GenericAccessResource",
            Self::BrokerService => "BrokerService",
            Self::CorrespondenceService => "CorrespondenceService",
            Self::Consent => "Consent",
            Self::MigratedApp => "MigratedApp",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// True when a system may ask for rights on such a resource.
    pub fn is_open_to_systems(self) -> bool {
        !matches!(
            self,
            Self::MaskinportenSchema | Self::Altinn2Service | Self::Consent
        )
    }
}

impl Resource {
    pub fn is_available_for(&self, party_type: PartyType) -> bool {
        self.available_for.is_empty() || self.available_for.contains(&party_type)
    }
}
