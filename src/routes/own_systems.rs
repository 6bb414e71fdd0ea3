//! A business's own integrations at Maskinporten.

use uuid::Uuid;

use super::{escape, fill};

pub const OWN_SYSTEMS: &str = "/accessmanagement/ui/egetsystem";
pub const OWN_SYSTEM_NEW: &str = "/accessmanagement/ui/egetsystem/navn";
pub const OWN_SYSTEM: &str = "/accessmanagement/ui/egetsystem/{id}";
pub const OWN_SYSTEM_NAME: &str = "/accessmanagement/ui/egetsystem/{id}/navn";
pub const OWN_SYSTEM_SCOPES: &str = "/accessmanagement/ui/egetsystem/{id}/scopes";
pub const OWN_SYSTEM_KEY: &str = "/accessmanagement/ui/egetsystem/{id}/nokkel";
pub const OWN_SYSTEM_RIGHTS: &str = "/accessmanagement/ui/egetsystem/{id}/rettigheter";
pub const OWN_SYSTEM_SUMMARY: &str = "/accessmanagement/ui/egetsystem/{id}/oppsummering";
pub const OWN_SYSTEM_KEY_REMOVE: &str = "/accessmanagement/ui/egetsystem/{id}/nokkel/fjern";
pub const OWN_SYSTEM_DELETE: &str = "/accessmanagement/ui/egetsystem/{id}/slett";

pub fn own_system(id: Uuid) -> String {
    fill(OWN_SYSTEM, &id.to_string())
}

pub fn own_system_name(id: Uuid) -> String {
    fill(OWN_SYSTEM_NAME, &id.to_string())
}

pub fn own_system_scopes(id: Uuid) -> String {
    fill(OWN_SYSTEM_SCOPES, &id.to_string())
}

pub fn own_system_key(id: Uuid) -> String {
    fill(OWN_SYSTEM_KEY, &id.to_string())
}

pub fn own_system_rights(id: Uuid) -> String {
    fill(OWN_SYSTEM_RIGHTS, &id.to_string())
}

pub fn own_system_summary(id: Uuid) -> String {
    fill(OWN_SYSTEM_SUMMARY, &id.to_string())
}

/// Asks before a key is removed. Its id stands in the query: what it looks like is its maker's choice.
pub fn own_system_key_remove(id: Uuid, kid: &str) -> String {
    let path = fill(OWN_SYSTEM_KEY_REMOVE, &id.to_string());
    format!("{path}?kid={}", escape(kid))
}

/// Asks before one is ended, or a draft thrown away.
pub fn own_system_delete(id: Uuid) -> String {
    fill(OWN_SYSTEM_DELETE, &id.to_string())
}
