//! Reading the files of this folder. They are part of the binary and tests read them all, so a fault never leaves the house.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::rows::{AccessPackage, EntityTypeName, OrgForm, PackageArea, PackageGroup, Role};
use super::rows::{RoleMap, RolePackage};
use crate::domain::Localized;

pub fn roles() -> Vec<Role> {
    let mut texts = descriptions(include_str!("descriptions/roles.json"));
    let mut roles: Vec<Role> = parse(include_str!("roles.json"));
    for role in &mut roles {
        role.description = texts.remove(&role.urn).unwrap_or_default();
    }
    roles
}

pub fn packages() -> Vec<AccessPackage> {
    let mut texts = descriptions(include_str!("descriptions/packages.json"));
    let mut packages: Vec<AccessPackage> = parse(include_str!("packages.json"));
    for package in &mut packages {
        package.description = texts.remove(&package.urn).unwrap_or_default();
    }
    packages
}

pub fn areas() -> Vec<PackageArea> {
    let mut texts = descriptions(include_str!("descriptions/areas.json"));
    let mut areas: Vec<PackageArea> = parse(include_str!("package-areas.json"));
    for area in &mut areas {
        area.description = texts.remove(&area.urn).unwrap_or_default();
    }
    areas
}

pub fn groups() -> Vec<PackageGroup> {
    let mut texts = descriptions(include_str!("descriptions/groups.json"));
    let mut groups: Vec<PackageGroup> = parse(include_str!("package-groups.json"));
    for group in &mut groups {
        group.description = texts.remove(&group.key).unwrap_or_default();
    }
    groups
}

pub fn entity_types() -> Vec<EntityTypeName> {
    parse(include_str!("entity-types.json"))
}

pub fn org_forms() -> Vec<OrgForm> {
    parse(include_str!("org-forms.json"))
}

pub fn role_maps() -> Vec<RoleMap> {
    parse(include_str!("role-maps.json"))
}

pub fn role_packages() -> Vec<RolePackage> {
    parse(include_str!("role-packages.json"))
}

/// A sentence about what has this urn, or this key.
#[derive(Deserialize)]
struct Description {
    #[serde(alias = "key")]
    urn: String,
    #[serde(flatten)]
    text: Localized,
}

fn descriptions(json: &str) -> HashMap<String, Localized> {
    let rows: Vec<Description> = parse(json);
    rows.into_iter().map(|row| (row.urn, row.text)).collect()
}

fn parse<T: DeserializeOwned>(json: &str) -> Vec<T> {
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_is_of_something() {
        let count = |json| descriptions(json).len();
        assert_eq!(count(include_str!("descriptions/roles.json")), 148);
        assert_eq!(count(include_str!("descriptions/packages.json")), 223);
        assert_eq!(count(include_str!("descriptions/areas.json")), 49);
        assert_eq!(count(include_str!("descriptions/groups.json")), 5);
    }
}
