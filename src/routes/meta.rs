//! The API that describes roles and access packages.

pub const META_PACKAGE_SEARCH: &str = "/accessmanagement/api/v1/meta/info/accesspackages/search";
pub const META_PACKAGE_EXPORT: &str = "/accessmanagement/api/v1/meta/info/accesspackages/export";
pub const META_GROUPS: &str = "/accessmanagement/api/v1/meta/info/accesspackages/group";
/// The original writes its address so.
pub const META_GROUPS_SLASHED: &str = "/accessmanagement/api/v1/meta/info/accesspackages/group/";
pub const META_GROUP: &str = "/accessmanagement/api/v1/meta/info/accesspackages/group/{id}";
pub const META_GROUP_AREAS: &str =
    "/accessmanagement/api/v1/meta/info/accesspackages/group/{id}/areas";
pub const META_AREA: &str = "/accessmanagement/api/v1/meta/info/accesspackages/area/{id}";
pub const META_AREA_PACKAGES: &str =
    "/accessmanagement/api/v1/meta/info/accesspackages/area/{id}/packages";
pub const META_PACKAGE: &str = "/accessmanagement/api/v1/meta/info/accesspackages/package/{id}";
pub const META_PACKAGE_BY_URN: &str =
    "/accessmanagement/api/v1/meta/info/accesspackages/package/urn/{name}";
pub const META_PACKAGE_RESOURCES: &str =
    "/accessmanagement/api/v1/meta/info/accesspackages/package/{id}/resources";
pub const META_ROLES: &str = "/accessmanagement/api/v1/meta/info/roles";
pub const META_ROLE: &str = "/accessmanagement/api/v1/meta/info/roles/{id}";
pub const META_PACKAGES_OF_ROLE: &str = "/accessmanagement/api/v1/meta/info/roles/packages";
pub const META_RESOURCES_OF_ROLE: &str = "/accessmanagement/api/v1/meta/info/roles/resources";
pub const META_ROLE_PACKAGES: &str = "/accessmanagement/api/v1/meta/info/roles/{id}/packages";
pub const META_ROLE_RESOURCES: &str = "/accessmanagement/api/v1/meta/info/roles/{id}/resources";
pub const META_ORG_FORMS: &str = "/accessmanagement/api/v1/meta/types/organization/subtypes";
