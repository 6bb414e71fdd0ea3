use serde::{Deserialize, Serialize};

use super::{AccessListMode, Localized, OrgNumber, PartyType};

/// A public body that owns resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOwner {
    /// The short code, such as `skd`.
    pub code: String,
    pub number: OrgNumber,
    pub name: Localized,
}

/// A service that can be given access to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The id in the resource registry.
    pub id: String,
    /// The code of the [`ServiceOwner`].
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
    /// The policy in XACML 3.0, as received.
    pub policy: String,
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
    const ALL: [ResourceType; 9] = [
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
