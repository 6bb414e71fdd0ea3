//! Reference data: roles, what roles lead to, and access packages, as the public registers publish them. Read once.

mod action_names;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use uuid::Uuid;

use crate::domain::{Localized, PACKAGE_PREFIX};

pub use action_names::action_name;

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
    pub provider: Provider,
    /// Whoever holds it acts also towards what the organization itself has received.
    pub is_key_role: bool,
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

/// A form that an organization can have.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrgForm {
    pub code: String,
    pub name: Localized,
    entity_type: String,
}

/// A named bundle of powers that roles give and that can be delegated.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    pub id: Uuid,
    pub urn: String,
    pub code: String,
    pub name: Localized,
    /// The urn of its area.
    pub area: String,
    /// Whose powers they are.
    pub entity_type: EntityType,
    /// May be given to persons and to Standard system users.
    pub is_assignable: bool,
    /// May be passed on to the agents of an accountant and the like.
    pub is_delegable: bool,
}

/// A subject that packages are sorted under.
#[derive(Clone, Debug, Deserialize)]
pub struct PackageArea {
    pub id: Uuid,
    pub urn: String,
    pub name: Localized,
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleMap {
    has_role: String,
    gets_role: String,
}

/// All of it, indexed.
pub struct Reference {
    roles: HashMap<String, Role>,
    maps: HashMap<String, Vec<String>>,
    packages: HashMap<String, AccessPackage>,
    areas: HashMap<String, PackageArea>,
    org_forms: HashMap<String, OrgForm>,
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
        for map in parse::<RoleMap>(include_str!("role-maps.json")) {
            maps.entry(map.has_role).or_default().push(map.gets_role);
        }
        let mut role_packages: HashMap<String, Vec<RolePackage>> = HashMap::new();
        for row in parse::<RolePackage>(include_str!("role-packages.json")) {
            role_packages.entry(row.role.clone()).or_default().push(row);
        }
        let roles = by(parse(include_str!("roles.json")), |role: &Role| {
            role.code.clone()
        });
        Self {
            key_roles: key_roles(&roles),
            external_roles: external_roles(&roles),
            org_forms: org_forms(),
            roles,
            maps,
            packages: by(
                parse(include_str!("packages.json")),
                |package: &AccessPackage| package.urn.clone(),
            ),
            areas: by(
                parse(include_str!("package-areas.json")),
                |area: &PackageArea| area.urn.clone(),
            ),
            role_packages,
        }
    }

    pub fn role(&self, code: &str) -> Option<&Role> {
        self.roles.get(code)
    }

    /// A role by one of its urns, whatever its case: policies name a role by either.
    pub fn role_by_urn(&self, urn: &str) -> Option<&Role> {
        let urn = urn.to_lowercase();
        self.roles()
            .find(|role| role.urn == urn || role.legacy_urn.as_deref() == Some(urn.as_str()))
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
        self.org_forms.values()
    }

    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
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
        self.packages.values()
    }

    pub fn package(&self, urn: &str) -> Option<&AccessPackage> {
        self.packages.get(urn)
    }

    /// A package by its urn or its code, with a colon before it or not; whatever its case.
    pub fn package_named(&self, name: &str) -> Option<&AccessPackage> {
        let name = name.to_lowercase();
        let code = name.strip_prefix(PACKAGE_PREFIX).or(name.strip_prefix(':'));
        let code = code.unwrap_or(&name);
        self.packages()
            .find(|one| one.code == code || one.urn.strip_prefix(PACKAGE_PREFIX) == Some(code))
    }

    pub fn package_by_id(&self, id: Uuid) -> Option<&AccessPackage> {
        self.packages().find(|package| package.id == id)
    }

    pub fn area(&self, urn: &str) -> Option<&PackageArea> {
        self.areas.get(urn)
    }
}

/// Reads a file of this folder. They are part of the binary and a test reads them all, so a fault never leaves the house.
fn parse<T: serde::de::DeserializeOwned>(json: &str) -> Vec<T> {
    serde_json::from_str(json).unwrap_or_default()
}

fn key_roles(roles: &HashMap<String, Role>) -> Vec<String> {
    let mut codes: Vec<String> = roles
        .values()
        .filter(|role| role.is_key_role)
        .map(|role| role.code.clone())
        .collect();
    codes.sort();
    codes
}

/// The codes of the roles that registers assign, by all their names in lower case.
fn external_roles(roles: &HashMap<String, Role>) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let is_external = |role: &&Role| matches!(role.provider, Provider::Ccr | Provider::Cra);
    for role in roles.values().filter(is_external) {
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
fn org_forms() -> HashMap<String, OrgForm> {
    let mut forms = parse(include_str!("org-forms.json"));
    forms.retain(|form: &OrgForm| form.entity_type == "Organisasjon");
    by(forms, |form| form.code.clone())
}

fn by<T>(rows: Vec<T>, key: impl Fn(&T) -> String) -> HashMap<String, T> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_whole() {
        let all = reference();
        assert_eq!(all.roles.len(), 148);
        assert_eq!(all.key_roles().len(), 8);
        assert_eq!(all.packages.len(), 223);
        assert_eq!(all.areas.len(), 49);
        assert_eq!(all.org_forms.len(), 50);
        assert_eq!(all.maps.values().map(Vec::len).sum::<usize>(), 304);
        assert_eq!(
            all.role_packages.values().map(Vec::len).sum::<usize>(),
            1285
        );
    }

    #[test]
    fn every_reference_between_files_resolves() {
        let all = reference();
        for package in all.packages.values() {
            assert!(all.area(&package.area).is_some(), "{}", package.urn);
        }
        for row in all.role_packages.values().flatten() {
            assert!(all.role(&row.role).is_some() && all.package(&row.package).is_some());
        }
        for (holder, gets) in &all.maps {
            assert!(all.role(holder).is_some());
            assert_eq!(all.roles_from(holder).count(), gets.len());
        }
    }

    #[test]
    fn a_register_names_its_roles_by_identifier_or_code() {
        let found = |name| {
            reference()
                .external_role(name)
                .map(|role| role.code.as_str())
        };
        for name in ["daglig-leder", "DAGL", "dagl"] {
            assert_eq!(found(name), Some("daglig-leder"));
        }
        for name in ["FFØR", "FFOR", "ffør"] {
            assert_eq!(found(name), Some("forretningsforer"));
        }
        assert_eq!(
            found("bank-ta-opp-lan-kreditter"),
            Some("bank-ta-opp-lan-kreditter")
        );
        for name in ["", "rettighetshaver", "a0212", "privatperson"] {
            assert_eq!(found(name), None, "{name}");
        }
        assert_eq!(reference().external_roles.len(), 61 * 2 + 42 + 1);
    }

    #[test]
    fn a_general_manager_is_an_access_manager() {
        let roles: Vec<&str> = reference()
            .roles_from("daglig-leder")
            .map(|role| role.code.as_str())
            .collect();
        assert!(roles.contains(&"admai"));
    }
}
