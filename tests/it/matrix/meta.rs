//! The rows of what is told about packages and roles: the same to everybody.

use reqwest::Method;

use super::{Body, Row};

pub fn rows() -> Vec<Row> {
    let packages = "/accessmanagement/api/v1/meta/info/accesspackages";
    let roles = "/accessmanagement/api/v1/meta/info/roles";
    let group = "554f0321-53b8-4d97-be12-6a585c507159";
    // The tax base, its area, and general managers.
    let package = "4c859601-9b2b-4662-af39-846f4117ad7a";
    let area = "7d32591d-34b7-4afc-8afa-013722f8c05d";
    let role = "55bd7d4d-08dd-46ee-ac8e-3a44d800d752";
    vec![
        get(
            "META_PACKAGE_SEARCH",
            format!("{packages}/search?term=skatt"),
        ),
        get("META_PACKAGE_EXPORT", format!("{packages}/export")),
        get("META_GROUPS", format!("{packages}/group")),
        get("META_GROUPS_SLASHED", format!("{packages}/group/")),
        get("META_GROUP", format!("{packages}/group/{group}")),
        get(
            "META_GROUP_AREAS",
            format!("{packages}/group/{group}/areas"),
        ),
        get("META_AREA", format!("{packages}/area/{area}")),
        get(
            "META_AREA_PACKAGES",
            format!("{packages}/area/{area}/packages"),
        ),
        get("META_PACKAGE", format!("{packages}/package/{package}")),
        get(
            "META_PACKAGE_BY_URN",
            format!("{packages}/package/urn/skattegrunnlag"),
        ),
        get(
            "META_PACKAGE_RESOURCES",
            format!("{packages}/package/{package}/resources"),
        ),
        get("META_ROLES", roles.to_owned()),
        get("META_ROLE", format!("{roles}/{role}")),
        get(
            "META_PACKAGES_OF_ROLE",
            format!("{roles}/packages?role=daglig-leder"),
        ),
        get(
            "META_RESOURCES_OF_ROLE",
            format!("{roles}/resources?role=daglig-leder"),
        ),
        get("META_ROLE_PACKAGES", format!("{roles}/{role}/packages")),
        get("META_ROLE_RESOURCES", format!("{roles}/{role}/resources")),
        get(
            "META_ORG_FORMS",
            "/accessmanagement/api/v1/meta/types/organization/subtypes".to_owned(),
        ),
    ]
}

fn get(route: &'static str, path: String) -> Row {
    Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    }
}
