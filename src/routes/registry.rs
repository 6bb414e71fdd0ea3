//! Addresses of the section for resource administrators.

use uuid::Uuid;

use super::*;

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
