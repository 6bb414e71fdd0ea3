//! Addresses below the APIs' roots that need no scope, and why.

use crate::routes::*;
use http::Method;

const GET: Method = Method::GET;
const POST: Method = Method::POST;

const REGISTRY: &str = "the registry of resources is open to everybody, as in the original";
const REFERENCE: &str = "which roles and packages there are is no secret";
const DISCOVERY: &str = "says where what is";
const PAGE: &str =
    "a page of the portal's at the original's address: browsers come with a session, not a token";
const PROVIDER: &str = "an identity provider ends a login, by what only it knows or signs";
const EXCHANGE: &str =
    "the token itself is what is exchanged; which of its scopes count is checked there";

/// What needs no scope, with the reason.
pub const OPEN: &[(Method, &str, &str)] = &[
    (GET, LOGIN, PAGE),
    (GET, LOGIN_CALLBACK, PAGE),
    (GET, LOGIN_CALLBACK_OF, PAGE),
    (GET, LOGOUT, PAGE),
    (GET, LOGOUT_RETURN, PAGE),
    (GET, FRONT_CHANNEL_LOGOUT, PAGE),
    (GET, UPSTREAM_FRONT_CHANNEL_LOGOUT, PROVIDER),
    (POST, UPSTREAM_BACK_CHANNEL_LOGOUT, PROVIDER),
    (GET, OPENID_CONFIGURATION, DISCOVERY),
    (GET, OPENID_KEYS, DISCOVERY),
    (GET, TOKEN_EXCHANGE, EXCHANGE),
    (GET, TOKEN_REFRESH, PAGE),
    (GET, AUTHZEN_CONFIGURATION, DISCOVERY),
    (GET, API_RESOURCE_LIST, REGISTRY),
    (GET, API_RESOURCE_SEARCH, REGISTRY),
    (GET, API_RESOURCE_EXPORT, REGISTRY),
    (GET, API_RESOURCE_ORGS, REGISTRY),
    (GET, API_RESOURCE_UPDATED, REGISTRY),
    (GET, API_RESOURCE_CHANGES, REGISTRY),
    (POST, API_RESOURCES_BY_SUBJECTS, REGISTRY),
    (POST, API_RESOURCES_BY_SUBJECTS_BARE, REGISTRY),
    (GET, API_RESOURCE, REGISTRY),
    (GET, API_RESOURCE_POLICY, REGISTRY),
    (GET, API_RESOURCE_SUBJECTS, REGISTRY),
    (GET, API_RESOURCE_RULES, REGISTRY),
    (GET, API_RESOURCE_RIGHTS, REGISTRY),
    (GET, API_RESOURCE_RIGHTS_2, REGISTRY),
    (GET, META_PACKAGE_SEARCH, REFERENCE),
    (GET, META_PACKAGE_EXPORT, REFERENCE),
    (GET, META_GROUPS, REFERENCE),
    (GET, META_GROUPS_SLASHED, REFERENCE),
    (GET, META_GROUP, REFERENCE),
    (GET, META_GROUP_AREAS, REFERENCE),
    (GET, META_AREA, REFERENCE),
    (GET, META_AREA_PACKAGES, REFERENCE),
    (GET, META_PACKAGE, REFERENCE),
    (GET, META_PACKAGE_BY_URN, REFERENCE),
    (GET, META_PACKAGE_RESOURCES, REFERENCE),
    (GET, META_ROLES, REFERENCE),
    (GET, META_ROLE, REFERENCE),
    (GET, META_PACKAGES_OF_ROLE, REFERENCE),
    (GET, META_RESOURCES_OF_ROLE, REFERENCE),
    (GET, META_ROLE_PACKAGES, REFERENCE),
    (GET, META_ROLE_RESOURCES, REFERENCE),
    (GET, META_ORG_FORMS, REFERENCE),
];
