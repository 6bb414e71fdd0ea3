use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Texts;

/// What the registry keeps about a resource and no decision looks at. Empty texts and lists are those that were not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceDetails {
    /// The owner's own numbering: free text.
    pub version: Option<String>,
    /// What somebody gets who is given the resource.
    pub right_description: Texts,
    pub homepage: Option<String>,
    /// Free text, such as `Active` or `Withdrawn`.
    pub status: Option<String>,
    pub spatial: Vec<String>,
    pub produces: Vec<String>,
    pub thematic_areas: Vec<String>,
    pub is_part_of: Option<String>,
    pub contact_points: Vec<ContactPoint>,
    pub references: Vec<Reference>,
    /// The owner's name as it was sent with the resource.
    pub authority_name: Texts,
    pub keywords: Vec<Keyword>,
    pub self_identified_users: bool,
    pub enterprise_users: bool,
    /// The id of a template for consents.
    pub consent_template: Option<String>,
    /// Markdown, shown per right; may hold `{key}` of the metadata.
    pub consent_text: Texts,
    /// The keys that a request for consent fills, and whether they may be left out.
    pub consent_metadata: BTreeMap<String, bool>,
    pub is_one_time_consent: bool,
}

/// Where somebody gets help with a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    pub category: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub contact_page: Option<String>,
}

/// What a resource is called elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    pub source: ReferenceSource,
    pub kind: ReferenceType,
    pub value: String,
}

/// A word that a resource is found by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyword {
    pub word: String,
    /// The tag of its language.
    pub language: Option<String>,
}

/// `referenceSource` in the resource registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceSource {
    #[default]
    Default,
    Altinn1,
    Altinn2,
    Altinn3,
    ExternalPlatform,
}

/// `referenceType` in the resource registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceType {
    #[default]
    Default,
    Uri,
    DelegationSchemeId,
    MaskinportenScope,
    ServiceCode,
    ServiceEditionCode,
    ApplicationId,
    ServiceEditionVersion,
}

impl ResourceDetails {
    /// What the resource is called elsewhere, by references of one type.
    pub fn referred(&self, kind: ReferenceType) -> impl Iterator<Item = &str> {
        let of_kind = self.references.iter().filter(move |one| one.kind == kind);
        of_kind.map(|one| one.value.as_str())
    }
}

impl ReferenceSource {
    pub const ALL: [ReferenceSource; 5] = [
        Self::Default,
        Self::Altinn1,
        Self::Altinn2,
        Self::Altinn3,
        Self::ExternalPlatform,
    ];

    /// Its name in the registry's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "Default",
            Self::Altinn1 => "Altinn1",
            Self::Altinn2 => "Altinn2",
            Self::Altinn3 => "Altinn3",
            Self::ExternalPlatform => "ExternalPlatform",
        }
    }
}

impl ReferenceType {
    pub const ALL: [ReferenceType; 8] = [
        Self::Default,
        Self::Uri,
        Self::DelegationSchemeId,
        Self::MaskinportenScope,
        Self::ServiceCode,
        Self::ServiceEditionCode,
        Self::ApplicationId,
        Self::ServiceEditionVersion,
    ];

    /// Its name in the registry's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "Default",
            Self::Uri => "Uri",
            Self::DelegationSchemeId => "DelegationSchemeId",
            Self::MaskinportenScope => "MaskinportenScope",
            Self::ServiceCode => "ServiceCode",
            Self::ServiceEditionCode => "ServiceEditionCode",
            Self::ApplicationId => "ApplicationId",
            Self::ServiceEditionVersion => "ServiceEditionVersion",
        }
    }
}
