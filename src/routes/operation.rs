//! The operator's pages about service owners.

use uuid::Uuid;

use super::{escape, fill};

pub const OWNERS: &str = "/drift/tjenesteeiere";
/// Not below the list, where it could be an owner's code.
pub const OWNER_REGISTER: &str = "/drift/ny-tjenesteeier";
pub const OWNER: &str = "/drift/tjenesteeiere/{code}";
pub const OWNER_CHANGE: &str = "/drift/tjenesteeiere/{code}/endre";
pub const OWNER_ADMINISTRATORS: &str = "/drift/tjenesteeiere/{code}/administratorer";
pub const OWNER_APPOINT: &str = "/drift/tjenesteeiere/{code}/administratorer/{id}/legg-til";
pub const OWNER_DISMISS: &str = "/drift/tjenesteeiere/{code}/administratorer/{id}/fjern";
pub const OWNER_SCOPES: &str = "/drift/tjenesteeiere/{code}/scopes";
pub const OWNER_SCOPE_WITHDRAW: &str = "/drift/tjenesteeiere/{code}/scopes/trekk-tilbake";

/// A page of the operator's list, when something is searched for.
pub fn owners_page(query: &str, page: usize) -> String {
    format!("{OWNERS}?q={}&side={page}", escape(query))
}

pub fn owner(code: &str) -> String {
    fill(OWNER, &escape(code))
}

pub fn owner_change(code: &str) -> String {
    fill(OWNER_CHANGE, &escape(code))
}

pub fn owner_administrators(code: &str) -> String {
    fill(OWNER_ADMINISTRATORS, &escape(code))
}

pub fn owner_appoint(code: &str, id: Uuid) -> String {
    fill(&fill(OWNER_APPOINT, &escape(code)), &id.to_string())
}

pub fn owner_dismiss(code: &str, id: Uuid) -> String {
    fill(&fill(OWNER_DISMISS, &escape(code)), &id.to_string())
}

pub fn owner_scopes(code: &str) -> String {
    fill(OWNER_SCOPES, &escape(code))
}

pub fn owner_scope_withdraw(code: &str, scope: &str) -> String {
    let path = fill(OWNER_SCOPE_WITHDRAW, &escape(code));
    format!("{path}?scope={}", escape(scope))
}
