//! What the files of this folder hold, row by row.

use serde::Deserialize;
use uuid::Uuid;

use super::names::PACKAGE_PREFIX;
use crate::domain::Localized;

/// A role that somebody can have at a party.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub id: Uuid,
    pub code: String,
    pub urn: String,
    /// Its code before Altinn 3, in lower case: `dagl`, `a0212`.
    pub legacy_code: Option<String>,
    pub legacy_urn: Option<String>,
    /// The code in the register of legal entities, such as `DAGL`.
    pub er_code: Option<String>,
    pub name: Localized,
    /// What its holder is or may do, in a sentence.
    #[serde(skip)]
    pub description: Localized,
    pub provider: Provider,
    /// What it is held at.
    pub entity_type: EntityType,
    /// Whoever holds it acts also towards what the organization itself has received.
    pub is_key_role: bool,
    /// Policies may name it.
    pub is_available_for_service_owners: bool,
}

/// Who says that somebody has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Enhetsregisteret, the register of legal entities.
    Ccr,
    /// The county governors, for guardians.
    Cra,
    /// Follows from other roles.
    Altinn2,
    /// Given in the product itself.
    Altinn3,
}

/// The kinds of parties that roles and packages are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum EntityType {
    #[serde(rename = "Organisasjon")]
    Organization,
    Person,
    #[serde(rename = "Selvidentifisert")]
    SelfIdentified,
    #[serde(rename = "Systembruker")]
    SystemUser,
    #[serde(rename = "Virksomhetbruker")]
    EnterpriseUser,
    #[serde(rename = "Intern")]
    Internal,
}

/// What an [`EntityType`] is called.
#[derive(Clone, Debug, Deserialize)]
pub struct EntityTypeName {
    #[serde(rename = "code")]
    pub entity_type: EntityType,
    pub name: Localized,
    pub id: Uuid,
}

/// A form that an organization can have.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrgForm {
    pub id: Uuid,
    pub code: String,
    pub name: Localized,
    pub entity_type: EntityType,
}

/// A named bundle of powers that roles give and that can be delegated.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    pub id: Uuid,
    pub urn: String,
    pub code: String,
    pub name: Localized,
    /// What it lets somebody do for whom, in a sentence.
    #[serde(skip)]
    pub description: Localized,
    /// The urn of its area.
    pub area: String,
    /// Whose powers they are.
    pub entity_type: EntityType,
    /// May be given to persons and to Standard system users.
    pub is_assignable: bool,
    /// May be passed on to the agents of an accountant and the like.
    pub is_delegable: bool,
    /// Policies may name it.
    pub is_available_for_service_owners: bool,
}

impl AccessPackage {
    /// Whether this is its code, or the end of its urn: of one package they differ.
    pub fn is_called(&self, code: &str) -> bool {
        self.code == code || self.urn.strip_prefix(PACKAGE_PREFIX) == Some(code)
    }
}

impl Role {
    /// Whether a register assigns it.
    pub fn is_external(&self) -> bool {
        matches!(self.provider, Provider::Ccr | Provider::Cra)
    }

    /// The urns that policies name it by.
    pub fn urns(&self) -> impl Iterator<Item = &str> {
        let legacy = self.legacy_urn.as_deref();
        std::iter::once(self.urn.as_str()).chain(legacy)
    }

    /// Whether this is one of its codes, now or in former times, or in the register; in lower case.
    pub fn is_called(&self, code: &str) -> bool {
        let legacy = self.legacy_code.as_deref();
        let register = self.er_code.as_deref().map(str::to_lowercase);
        self.code == code || legacy == Some(code) || register.as_deref() == Some(code)
    }
}

/// A subject that packages are sorted under.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageArea {
    pub id: Uuid,
    pub urn: String,
    pub name: Localized,
    /// What its packages are about, in a sentence.
    #[serde(skip)]
    pub description: Localized,
    /// The id of its group.
    pub group: Uuid,
    /// Where the original keeps its picture.
    pub icon_url: String,
}

/// What areas are sorted under.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageGroup {
    pub id: Uuid,
    /// Our word for it, as it has no urn.
    pub key: String,
    pub name: Localized,
    /// What its areas have in common, in a sentence.
    #[serde(skip)]
    pub description: Localized,
    pub entity_type: EntityType,
}

/// That a role gives a package.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolePackage {
    pub role: String,
    pub package: String,
    /// Only for organizations of this form, when set.
    pub entity_variant: Option<String>,
    pub has_access: bool,
    pub can_delegate: bool,
}

/// That whoever holds a role has another one by that.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleMap {
    pub has_role: String,
    pub gets_role: String,
}
