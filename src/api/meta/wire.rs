//! What is told about packages, roles and organizations, in one language.
//!
//! What one asks for comes with what belongs to it; what is inside of something does not tell again what it is inside of.

use serde::Serialize;
use uuid::Uuid;

use crate::api::resources::catalogue::Entry;
use crate::domain::Language;
use crate::reference::{
    AccessPackage, EntityType, OrgForm, PackageArea, PackageGroup, Provider, Role, reference,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupWire {
    id: Uuid,
    name: &'static str,
    /// Groups have none.
    urn: Option<&'static str>,
    description: &'static str,
    #[serde(rename = "type")]
    entity_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    areas: Option<Vec<AreaWire>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaWire {
    id: Uuid,
    name: &'static str,
    urn: &'static str,
    description: &'static str,
    icon_url: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<GroupWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    packages: Option<Vec<PackageWire>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageWire {
    id: Uuid,
    name: &'static str,
    urn: &'static str,
    description: &'static str,
    is_delegable: bool,
    is_assignable: bool,
    is_resource_policy_available: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<AreaWire>,
    #[serde(rename = "type")]
    entity_type: Option<TypeWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Vec<ResourceWire>>,
}

#[derive(Serialize)]
pub struct TypeWire {
    id: Uuid,
    name: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleWire {
    id: Uuid,
    name: &'static str,
    code: &'static str,
    description: &'static str,
    is_key_role: bool,
    urn: &'static str,
    legacy_role_code: Option<&'static str>,
    legacy_urn: Option<&'static str>,
    is_resource_policy_available: bool,
    provider: RoleProviderWire,
}

/// Who says that somebody has the role.
#[derive(Serialize)]
pub struct RoleProviderWire {
    code: &'static str,
}

/// A resource as it is listed beside a package.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceWire {
    ref_id: String,
    name: String,
    description: String,
    provider: OwnerWire,
    #[serde(rename = "type")]
    kind: KindWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OwnerWire {
    code: String,
    name: String,
    ref_id: String,
    logo_url: Option<String>,
}

#[derive(Serialize)]
struct KindWire {
    name: &'static str,
}

/// A form of organizations: the original says the code where others say the name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubtypeWire {
    id: Uuid,
    name: &'static str,
    description: &'static str,
    type_id: Option<Uuid>,
    #[serde(rename = "type")]
    entity_type: Option<TypeWire>,
}

/// A package that a search found.
#[derive(Serialize)]
pub struct HitWire {
    pub object: PackageWire,
    pub score: f64,
    pub fields: Vec<FieldWire>,
}

/// A text in which something was found.
#[derive(Serialize)]
pub struct FieldWire {
    pub field: &'static str,
    pub value: String,
    pub score: f64,
    pub words: Vec<WordWire>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WordWire {
    pub content: String,
    pub lowercase_content: String,
    pub is_match: bool,
    pub score: f64,
}

impl GroupWire {
    pub fn of(group: &'static PackageGroup, language: Language) -> Self {
        let named = reference().entity_type(group.entity_type);
        Self {
            id: group.id,
            name: group.name.get(language),
            urn: None,
            description: group.description.get(language),
            entity_type: named.map_or("", |named| named.name.get(language)),
            areas: None,
        }
    }

    #[must_use]
    pub fn with_areas(mut self, areas: Vec<AreaWire>) -> Self {
        self.areas = Some(areas);
        self
    }
}

impl AreaWire {
    pub fn of(area: &'static PackageArea, language: Language) -> Self {
        Self {
            id: area.id,
            name: area.name.get(language),
            urn: &area.urn,
            description: area.description.get(language),
            icon_url: &area.icon_url,
            group: None,
            packages: None,
        }
    }

    #[must_use]
    pub fn with_group(mut self, language: Language, group: Uuid) -> Self {
        let group = reference().group(group);
        self.group = group.map(|group| GroupWire::of(group, language));
        self
    }

    #[must_use]
    pub fn with_packages(mut self, packages: Vec<PackageWire>) -> Self {
        self.packages = Some(packages);
        self
    }
}

impl PackageWire {
    /// Inside of its area.
    pub fn of(package: &'static AccessPackage, language: Language) -> Self {
        Self {
            id: package.id,
            name: package.name.get(language),
            urn: &package.urn,
            description: package.description.get(language),
            is_delegable: package.is_delegable,
            is_assignable: package.is_assignable,
            is_resource_policy_available: package.is_available_for_service_owners,
            area: None,
            entity_type: TypeWire::of(package.entity_type, language),
            resources: None,
        }
    }

    /// By itself, with its area.
    pub fn with_area(package: &'static AccessPackage, language: Language) -> Self {
        let area = reference().area(&package.area);
        Self {
            area: area.map(|area| AreaWire::of(area, language)),
            ..Self::of(package, language)
        }
    }

    #[must_use]
    pub fn with_resources(mut self, resources: Vec<ResourceWire>) -> Self {
        self.resources = Some(resources);
        self
    }
}

impl TypeWire {
    fn of(entity_type: EntityType, language: Language) -> Option<Self> {
        let named = reference().entity_type(entity_type)?;
        Some(Self {
            id: named.id,
            name: named.name.get(language),
        })
    }
}

impl RoleWire {
    pub fn of(role: &'static Role, language: Language) -> Self {
        Self {
            id: role.id,
            name: role.name.get(language),
            code: &role.code,
            description: role.description.get(language),
            is_key_role: role.is_key_role,
            urn: &role.urn,
            legacy_role_code: role.legacy_code.as_deref(),
            legacy_urn: role.legacy_urn.as_deref(),
            is_resource_policy_available: role.is_available_for_service_owners,
            provider: RoleProviderWire::of(role.provider),
        }
    }
}

impl RoleProviderWire {
    fn of(provider: Provider) -> Self {
        Self {
            code: match provider {
                Provider::Ccr => "ccr",
                Provider::Cra => "cra",
                Provider::Altinn2 => "altinn2",
                Provider::Altinn3 => "altinn3",
            },
        }
    }
}

impl ResourceWire {
    pub fn of(entry: &Entry, language: Language) -> Self {
        let (resource, owner) = (&entry.resource, &entry.owner);
        Self {
            ref_id: resource.id.clone(),
            name: resource.title.get(language).to_owned(),
            description: resource.description.get(language).to_owned(),
            provider: OwnerWire {
                code: owner.code.clone(),
                name: owner.name.get(language).to_owned(),
                ref_id: owner.number.to_string(),
                logo_url: owner.logo.clone(),
            },
            kind: KindWire {
                name: resource.kind.as_str(),
            },
        }
    }
}

impl SubtypeWire {
    pub fn of(form: &'static OrgForm, language: Language) -> Self {
        let entity_type = TypeWire::of(form.entity_type, language);
        Self {
            id: form.id,
            name: &form.code,
            description: form.name.get(language),
            type_id: entity_type.as_ref().map(|one| one.id),
            entity_type,
        }
    }
}
