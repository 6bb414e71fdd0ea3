//! The resource registry: the pages of a service owner's administrators, and the API.

use uuid::Uuid;

use super::{escape, fill};

pub const REGISTRY: &str = "/tjenesteeier";
pub const REGISTRY_NEW: &str = "/tjenesteeier/ny-ressurs";
pub const REGISTRY_RESOURCE: &str = "/tjenesteeier/ressurser/{id}";
pub const REGISTRY_EDIT: &str = "/tjenesteeier/ressurser/{id}/rediger";
pub const REGISTRY_POLICY: &str = "/tjenesteeier/ressurser/{id}/regler";
pub const REGISTRY_PREVIEW: &str = "/tjenesteeier/ressurser/{id}/regler/virkning";
pub const REGISTRY_PUBLISH: &str = "/tjenesteeier/ressurser/{id}/regler/publiser";
pub const REGISTRY_MODE: &str = "/tjenesteeier/ressurser/{id}/bare-medlemmer";
pub const REGISTRY_LISTS: &str = "/tjenesteeier/lister";
pub const REGISTRY_LIST_NEW: &str = "/tjenesteeier/ny-liste";
pub const REGISTRY_LIST: &str = "/tjenesteeier/lister/{list}";
pub const REGISTRY_LIST_EDIT: &str = "/tjenesteeier/lister/{list}/rediger";
pub const REGISTRY_LIST_ADD: &str = "/tjenesteeier/lister/{list}/legg-til";
pub const REGISTRY_LIST_MEMBER: &str = "/tjenesteeier/lister/{list}/medlemmer/{number}";
pub const REGISTRY_LIST_CONNECT: &str = "/tjenesteeier/lister/{list}/ressurser";
pub const REGISTRY_LIST_DELETE: &str = "/tjenesteeier/lister/{list}/slett";
pub const API_LIST_MEMBERSHIPS: &str = "/resourceregistry/api/v1/access-lists/memberships";
pub const API_LISTS_BY_MEMBER: &str = "/resourceregistry/api/v1/access-lists/get-by-member";
pub const API_LISTS: &str = "/resourceregistry/api/v1/access-lists/{owner}";
pub const API_LIST: &str = "/resourceregistry/api/v1/access-lists/{owner}/{list}";
pub const API_LIST_MEMBERS: &str = "/resourceregistry/api/v1/access-lists/{owner}/{list}/members";
pub const API_LIST_CONNECTIONS: &str =
    "/resourceregistry/api/v1/access-lists/{owner}/{list}/resource-connections";
pub const API_LIST_CONNECTION: &str =
    "/resourceregistry/api/v1/access-lists/{owner}/{list}/resource-connections/{resource}";
pub const API_RESOURCES: &str = "/resourceregistry/api/v1/resource";
pub const API_RESOURCE_LIST: &str = "/resourceregistry/api/v1/resource/resourcelist";
pub const API_RESOURCE_SEARCH: &str = "/resourceregistry/api/v1/resource/search";
pub const API_RESOURCE_EXPORT: &str = "/resourceregistry/api/v1/resource/export";
pub const API_RESOURCE_ORGS: &str = "/resourceregistry/api/v1/resource/orgs";
pub const API_RESOURCE_UPDATED: &str = "/resourceregistry/api/v1/resource/updated";
pub const API_RESOURCE_CHANGES: &str = "/resourceregistry/api/v1/resource/changes";
/// The original's address ends with a slash.
pub const API_RESOURCES_BY_SUBJECTS: &str = "/resourceregistry/api/v1/resource/bysubjects/";
pub const API_RESOURCES_BY_SUBJECTS_BARE: &str = "/resourceregistry/api/v1/resource/bysubjects";
pub const API_RESOURCE: &str = "/resourceregistry/api/v1/resource/{id}";
pub const API_RESOURCE_POLICY: &str = "/resourceregistry/api/v1/resource/{id}/policy";
pub const API_RESOURCE_SUBJECTS: &str = "/resourceregistry/api/v1/resource/{id}/policy/subjects";
pub const API_RESOURCE_RULES: &str = "/resourceregistry/api/v1/resource/{id}/policy/rules";
pub const API_RESOURCE_RIGHTS: &str = "/resourceregistry/api/v1/resource/{id}/policy/rights";
pub const API_RESOURCE_RIGHTS_2: &str = "/resourceregistry/api/v2/resource/{id}/policy/rights";

/// The owner's resources, searched by words, at one of their pages.
pub fn registry_page(query: &str, page: usize) -> String {
    format!("{REGISTRY}?q={}&side={page}", escape(query))
}

pub fn registry_resource(id: &str) -> String {
    fill(REGISTRY_RESOURCE, &escape(id))
}

pub fn registry_edit(id: &str) -> String {
    fill(REGISTRY_EDIT, &escape(id))
}

pub fn registry_policy(id: &str) -> String {
    fill(REGISTRY_POLICY, &escape(id))
}

pub fn registry_preview(id: &str) -> String {
    fill(REGISTRY_PREVIEW, &escape(id))
}

pub fn registry_publish(id: &str) -> String {
    fill(REGISTRY_PUBLISH, &escape(id))
}

pub fn registry_mode(id: &str) -> String {
    fill(REGISTRY_MODE, &escape(id))
}

/// The owner's access lists from the first one after `after`.
pub fn registry_lists_after(after: &str) -> String {
    format!("{REGISTRY_LISTS}?etter={}", escape(after))
}

pub fn registry_list(list: &str) -> String {
    fill(REGISTRY_LIST, &escape(list))
}

/// The members of a list from the first one after this party.
pub fn registry_list_after(list: &str, after: Uuid) -> String {
    format!("{}?etter={after}", registry_list(list))
}

pub fn registry_list_edit(list: &str) -> String {
    fill(REGISTRY_LIST_EDIT, &escape(list))
}

pub fn registry_list_add(list: &str) -> String {
    fill(REGISTRY_LIST_ADD, &escape(list))
}

pub fn registry_list_member(list: &str, number: &str) -> String {
    let of_list = fill(REGISTRY_LIST_MEMBER, &escape(list));
    fill(&of_list, &escape(number))
}

pub fn registry_list_connect(list: &str) -> String {
    fill(REGISTRY_LIST_CONNECT, &escape(list))
}

/// The form for one connection of a list.
pub fn registry_list_connection(list: &str, resource: &str) -> String {
    format!(
        "{}?ressurs={}",
        registry_list_connect(list),
        escape(resource)
    )
}

pub fn registry_list_delete(list: &str) -> String {
    fill(REGISTRY_LIST_DELETE, &escape(list))
}

pub fn api_resource(id: &str) -> String {
    fill(API_RESOURCE, &escape(id))
}

pub fn api_resource_policy(id: &str) -> String {
    fill(API_RESOURCE_POLICY, &escape(id))
}

/// The page of a feed that begins at `token`.
pub fn feed_page(feed: &str, token: &str, limit: i64) -> String {
    format!("{feed}?token={}&limit={limit}", escape(token))
}

/// A page of an owner's lists; what was asked for is asked for again.
pub fn api_lists_page(owner: &str, include: &str, resource: Option<&str>, token: &str) -> String {
    let mut query = format!("?token={}", escape(token));
    if !include.is_empty() {
        query.push_str(&format!("&include={}", escape(include)));
    }
    if let Some(resource) = resource {
        query.push_str(&format!("&resource={}", escape(resource)));
    }
    format!("{}{query}", fill(API_LISTS, &escape(owner)))
}

pub fn api_list_members_page(owner: &str, list: &str, token: &str) -> String {
    let path = fill(&fill(API_LIST_MEMBERS, &escape(owner)), &escape(list));
    format!("{path}?token={}", escape(token))
}

pub fn api_list_connections_page(owner: &str, list: &str, token: &str) -> String {
    let path = fill(&fill(API_LIST_CONNECTIONS, &escape(owner)), &escape(list));
    format!("{path}?token={}", escape(token))
}
