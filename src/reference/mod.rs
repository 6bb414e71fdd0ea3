//! Reference data: roles, what roles lead to, and access packages, as the public registers publish them. Read once.
//!
//! Codes, urns, ids and flags are the registers' own. Names are too, but for slips that a person would stumble over
//! (docs/wire.md, "Metadata"). The descriptions are ours.

mod action_names;
mod files;
mod names;
mod rows;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use uuid::Uuid;

use names::{AREA_PREFIX, PACKAGE_PREFIX, ROLE_PREFIXES, code_of};
use table::Table;

pub use action_names::action_name;
pub use rows::{
    AccessPackage, EntityType, EntityTypeName, OrgForm, PackageArea, PackageGroup, Provider, Role,
    RolePackage,
};

/// All of it, indexed.
pub struct Reference {
    roles: Table<Role>,
    maps: HashMap<String, Vec<String>>,
    packages: Table<AccessPackage>,
    areas: Table<PackageArea>,
    groups: Vec<PackageGroup>,
    org_forms: Table<OrgForm>,
    entity_types: Vec<EntityTypeName>,
    external_roles: HashMap<String, String>,
    role_packages: HashMap<String, Vec<RolePackage>>,
    key_roles: Vec<String>,
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::read);

/// The reference data.
pub fn reference() -> &'static Reference {
    &REFERENCE
}

impl Reference {
    fn read() -> Self {
        let mut maps: HashMap<String, Vec<String>> = HashMap::new();
        for map in files::role_maps() {
            maps.entry(map.has_role).or_default().push(map.gets_role);
        }
        let mut role_packages: HashMap<String, Vec<RolePackage>> = HashMap::new();
        for row in files::role_packages() {
            role_packages.entry(row.role.clone()).or_default().push(row);
        }
        let roles = files::roles();
        Self {
            key_roles: key_roles(&roles),
            external_roles: external_roles(&roles),
            roles: Table::of(roles, |role| &role.code),
            org_forms: Table::of(org_forms(), |form| &form.code),
            maps,
            packages: Table::of(files::packages(), |package| &package.urn),
            areas: Table::of(files::areas(), |area| &area.urn),
            groups: files::groups(),
            entity_types: files::entity_types(),
            role_packages,
        }
    }

    pub fn role(&self, code: &str) -> Option<&Role> {
        self.roles.get(code)
    }

    /// A role by one of its urns, whatever its case: policies name a role by either.
    pub fn role_by_urn(&self, urn: &str) -> Option<&Role> {
        let urn = urn.to_lowercase();
        self.roles().find(|role| role.urns().any(|own| own == urn))
    }

    /// A role by one of its urns, or by one of its codes, with a colon before it or not; whatever its case.
    pub fn role_named(&self, name: &str) -> Option<&Role> {
        let code = code_of(name, &ROLE_PREFIXES);
        self.role_by_urn(name)
            .or_else(|| self.role(&code))
            .or_else(|| self.roles().find(|role| role.is_called(&code)))
    }

    pub fn role_by_id(&self, id: Uuid) -> Option<&Role> {
        self.roles().find(|role| role.id == id)
    }

    /// A role that a register assigns, by the identifier (`daglig-leder`) or the code (`DAGL`) there, whatever its case.
    pub fn external_role(&self, name: &str) -> Option<&Role> {
        let code = self.external_roles.get(&name.to_lowercase())?;
        self.roles.get(code)
    }

    /// A form of organizations by its code.
    pub fn org_form(&self, code: &str) -> Option<&OrgForm> {
        self.org_forms.get(code)
    }

    pub fn org_forms(&self) -> impl Iterator<Item = &OrgForm> {
        self.org_forms.iter()
    }

    /// What a type of parties is called.
    pub fn entity_type(&self, of: EntityType) -> Option<&EntityTypeName> {
        self.entity_types.iter().find(|one| one.entity_type == of)
    }

    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter()
    }

    /// The codes of the key roles.
    pub fn key_roles(&self) -> &[String] {
        &self.key_roles
    }

    /// The roles that follow from holding `code`. Applied once, never onwards from what follows.
    pub fn roles_from(&self, code: &str) -> impl Iterator<Item = &Role> {
        self.maps
            .get(code)
            .into_iter()
            .flatten()
            .filter_map(|code| self.roles.get(code))
    }

    /// The packages of a role at an organization of the form `org_form` (none for a person).
    pub fn packages_of_role<'a>(
        &'a self,
        code: &str,
        org_form: Option<&'a str>,
    ) -> impl Iterator<Item = &'a RolePackage> {
        self.role_packages(code).filter(move |row| {
            row.entity_variant.is_none() || row.entity_variant.as_deref() == org_form
        })
    }

    /// The packages of a role, at organizations of whatever form.
    pub fn role_packages<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a RolePackage> {
        self.role_packages.get(code).into_iter().flatten()
    }

    pub fn packages(&self) -> impl Iterator<Item = &AccessPackage> {
        self.packages.iter()
    }

    /// A package by its urn, letter by letter.
    pub fn package(&self, urn: &str) -> Option<&AccessPackage> {
        self.packages.get(urn)
    }

    /// A package by its urn or its code, with a colon before it or not; whatever its case. The one whose urn lacks the
    /// prefix of its code is found by both.
    pub fn package_named(&self, name: &str) -> Option<&AccessPackage> {
        let code = code_of(name, &[PACKAGE_PREFIX]);
        self.packages().find(|package| package.is_called(&code))
    }

    pub fn package_by_id(&self, id: Uuid) -> Option<&AccessPackage> {
        self.packages().find(|package| package.id == id)
    }

    pub fn areas(&self) -> impl Iterator<Item = &PackageArea> {
        self.areas.iter()
    }

    /// An area by its urn, letter by letter.
    pub fn area(&self, urn: &str) -> Option<&PackageArea> {
        self.areas.get(urn)
    }

    /// An area by its urn or the end of it, with a colon before it or not; whatever its case.
    pub fn area_named(&self, name: &str) -> Option<&PackageArea> {
        let code = code_of(name, &[AREA_PREFIX]);
        self.areas()
            .find(|area| area.urn.strip_prefix(AREA_PREFIX) == Some(&code))
    }

    pub fn area_by_id(&self, id: Uuid) -> Option<&PackageArea> {
        self.areas().find(|area| area.id == id)
    }

    pub fn groups(&self) -> impl Iterator<Item = &PackageGroup> {
        self.groups.iter()
    }

    pub fn group(&self, id: Uuid) -> Option<&PackageGroup> {
        self.groups().find(|group| group.id == id)
    }
}

fn key_roles(roles: &[Role]) -> Vec<String> {
    let keys = roles.iter().filter(|role| role.is_key_role);
    let mut codes: Vec<String> = keys.map(|role| role.code.clone()).collect();
    codes.sort();
    codes
}

/// The codes of the roles that registers assign, by all their names in lower case.
fn external_roles(roles: &[Role]) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for role in roles.iter().filter(|role| role.is_external()) {
        names.insert(role.code.clone(), role.code.clone());
        if let Some(er_code) = &role.er_code {
            names.insert(er_code.to_lowercase(), role.code.clone());
        }
    }
    // An older way to write FFØR.
    names.insert("ffor".to_owned(), "forretningsforer".to_owned());
    names
}

/// The file also has forms of persons and systems.
fn org_forms() -> Vec<OrgForm> {
    let mut forms = files::org_forms();
    forms.retain(|form| form.entity_type == EntityType::Organization);
    forms
}
