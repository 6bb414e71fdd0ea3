//! Delegation of scopes to suppliers: the pages, and the three APIs.

use uuid::Uuid;

use super::{SCOPE_DELEGATIONS, escape, fill};

pub const SUPPLIER_NEW: &str = "/accessmanagement/ui/maskinporten/ny-leverandor";
pub const SUPPLIER: &str = "/accessmanagement/ui/maskinporten/supplier/{id}";
pub const SUPPLIER_GIVE: &str = "/accessmanagement/ui/maskinporten/supplier/{id}/gi";
pub const SUPPLIER_WITHDRAW: &str = "/accessmanagement/ui/maskinporten/supplier/{id}/trekk";
pub const SUPPLIER_REMOVE: &str = "/accessmanagement/ui/maskinporten/supplier/{id}/fjern";
pub const CONSUMER: &str = "/accessmanagement/ui/maskinporten/consumer/{id}";
pub const CONSUMER_WITHDRAW: &str = "/accessmanagement/ui/maskinporten/consumer/{id}/trekk";
pub const CONSUMER_REMOVE: &str = "/accessmanagement/ui/maskinporten/consumer/{id}/fjern";

pub const API_SUPPLIERS: &str = "/accessmanagement/api/v1/enduser/maskinportensuppliers";
pub const API_SUPPLIER_RESOURCES: &str =
    "/accessmanagement/api/v1/enduser/maskinportensuppliers/resources";
pub const API_SUPPLIER_CHECK: &str =
    "/accessmanagement/api/v1/enduser/maskinportensuppliers/resources/delegationcheck";
pub const API_CONSUMERS: &str = "/accessmanagement/api/v1/enduser/maskinportenconsumers";
pub const API_CONSUMER_RESOURCES: &str =
    "/accessmanagement/api/v1/enduser/maskinportenconsumers/resources";
pub const API_SCHEMA_CHECK: &str =
    "/accessmanagement/api/v1/{party}/maskinportenschema/delegationcheck";
pub const API_SCHEMA_OFFERED: &str = "/accessmanagement/api/v1/{party}/maskinportenschema/offered";
pub const API_SCHEMA_OFFERED_REVOKE: &str =
    "/accessmanagement/api/v1/{party}/maskinportenschema/offered/revoke";
pub const API_SCHEMA_RECEIVED: &str =
    "/accessmanagement/api/v1/{party}/maskinportenschema/received";
pub const API_SCHEMA_RECEIVED_REVOKE: &str =
    "/accessmanagement/api/v1/{party}/maskinportenschema/received/revoke";
/// The original's address ends with a slash.
pub const API_SCOPE_DELEGATIONS: &str = "/accessmanagement/api/v1/maskinporten/delegations/";
pub const API_SCOPE_DELEGATIONS_BARE: &str = "/accessmanagement/api/v1/maskinporten/delegations";
/// What the look-up was called before.
pub const API_SCOPE_DELEGATIONS_OLD: &str =
    "/accessmanagement/api/v1/admin/delegations/maskinportenschema";

pub fn supplier(id: Uuid) -> String {
    fill(SUPPLIER, &id.to_string())
}

/// The APIs that can be delegated to a supplier, searched by words, at one of their pages.
pub fn supplier_give_page(id: Uuid, query: &str, page: usize) -> String {
    format!("{}?q={}&side={page}", supplier_give(id), escape(query))
}

pub fn supplier_give(id: Uuid) -> String {
    fill(SUPPLIER_GIVE, &id.to_string())
}

/// Asks before an API is delegated.
pub fn supplier_give_api(id: Uuid, resource: &str) -> String {
    format!("{}?api={}", supplier_give(id), escape(resource))
}

/// Asks before an API is taken back.
pub fn supplier_withdraw(id: Uuid, resource: &str) -> String {
    let path = fill(SUPPLIER_WITHDRAW, &id.to_string());
    format!("{path}?api={}", escape(resource))
}

pub fn supplier_remove(id: Uuid) -> String {
    fill(SUPPLIER_REMOVE, &id.to_string())
}

pub fn consumer(id: Uuid) -> String {
    fill(CONSUMER, &id.to_string())
}

/// Asks before an API is given back.
pub fn consumer_withdraw(id: Uuid, resource: &str) -> String {
    let path = fill(CONSUMER_WITHDRAW, &id.to_string());
    format!("{path}?api={}", escape(resource))
}

pub fn consumer_remove(id: Uuid) -> String {
    fill(CONSUMER_REMOVE, &id.to_string())
}

/// The part of the overview that tells of what has been received.
pub fn scope_delegations_received() -> String {
    format!("{SCOPE_DELEGATIONS}#mottatt")
}
