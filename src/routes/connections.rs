//! Connections between parties, and what others may look up of them.

pub const API_CONNECTIONS: &str = "/accessmanagement/api/v1/enduser/connections";
pub const API_CONNECTION_USERS: &str = "/accessmanagement/api/v1/enduser/connections/users";
pub const API_CONNECTION_PACKAGES: &str =
    "/accessmanagement/api/v1/enduser/connections/accesspackages";
pub const API_CONNECTION_PACKAGES_CHECK: &str =
    "/accessmanagement/api/v1/enduser/connections/accesspackages/delegationcheck";
pub const API_CONNECTION_ROLES: &str = "/accessmanagement/api/v1/enduser/connections/roles";
pub const API_CONNECTION_ROLES_CHECK: &str =
    "/accessmanagement/api/v1/enduser/connections/roles/delegationcheck";
pub const API_CONNECTION_RESOURCES: &str = "/accessmanagement/api/v1/enduser/connections/resources";
pub const API_CONNECTION_RIGHTS: &str =
    "/accessmanagement/api/v1/enduser/connections/resources/rights";
pub const API_CONNECTION_RESOURCES_CHECK: &str =
    "/accessmanagement/api/v1/enduser/connections/resources/delegationcheck";
pub const API_CONNECTION_INSTANCES: &str =
    "/accessmanagement/api/v1/enduser/connections/resources/instances";
pub const API_OWNER_PACKAGES: &str =
    "/accessmanagement/api/v1/serviceowner/connections/accesspackages";
pub const API_OWNER_PACKAGES_REVOKE: &str =
    "/accessmanagement/api/v1/serviceowner/connections/accesspackages/revoke";
pub const API_HELD_PACKAGES: &str = "/accessmanagement/api/v1/policyinformation/accesspackages";
pub const API_HELD_ROLES: &str =
    "/accessmanagement/api/v1/policyinformation/roles-and-accesspackages";
pub const API_DELEGATION_CHANGES: &str =
    "/accessmanagement/api/v1/policyinformation/getdelegationchanges";

/// The next page of a party's connections: the query as it was, with another page.
pub fn api_connections_page<'q>(
    query: impl Iterator<Item = (&'q str, &'q str)>,
    size: usize,
    number: usize,
) -> String {
    let pairs: Vec<String> = query
        .map(|(name, value)| format!("{}={}&", super::escape(name), super::escape(value)))
        .collect();
    let pairs = pairs.concat();
    format!("{API_CONNECTIONS}?{pairs}X-Page-Size={size}&X-Page-Number={number}")
}
