//! The API of the register of parties.

use super::{escape, fill};

pub const REGISTER_PARTY: &str = "/register/api/v1/parties/{number}";
pub const REGISTER_PARTY_BY_UUID: &str = "/register/api/v1/parties/byuuid/{id}";
pub const REGISTER_LOOKUP: &str = "/register/api/v1/parties/lookup";
pub const REGISTER_NAMES: &str = "/register/api/v1/parties/nameslookup";
pub const REGISTER_LIST: &str = "/register/api/v1/parties/partylist";
pub const REGISTER_LIST_BY_UUID: &str = "/register/api/v1/parties/partylistbyuuid";
pub const REGISTER_IDENTIFIERS: &str = "/register/api/v1/parties/identifiers";
pub const REGISTER_ORGANIZATION: &str = "/register/api/v1/organizations/{number}";
pub const REGISTER_PERSON: &str = "/register/api/v1/persons";
pub const REGISTER_V2_PARTY: &str = "/register/api/v2/internal/parties/{id}";
pub const REGISTER_V2_QUERY: &str = "/register/api/v2/internal/parties/query";
pub const REGISTER_V2_STREAM: &str = "/register/api/v2/internal/parties/stream";
pub const REGISTER_V2_MAIN_UNITS: &str = "/register/api/v2/internal/parties/main-units";
pub const REGISTER_V2_CUSTOMERS: &str =
    "/register/api/v2/internal/parties/{id}/customers/ccr/{role}";
pub const REGISTER_V2_HOLDERS: &str = "/register/api/v2/internal/parties/{id}/holders/ccr/{role}";
pub const REGISTER_V2_ROLES: &str = "/register/api/v2/internal/parties/{id}/external-roles";
pub const REGISTER_V2_METADATA: &str = "/register/api/v2/internal/metadata/external-roles";
pub const REGISTER_CONSUMER_PARTY: &str = "/register/api/v1/{consumer}/parties/{id}";
pub const REGISTER_CONSUMER_QUERY: &str = "/register/api/v1/{consumer}/parties/query";
pub const REGISTER_CONSUMER_STREAM: &str = "/register/api/v1/{consumer}/parties/stream";
pub const REGISTER_CONSUMER_MAIN_UNITS: &str = "/register/api/v1/{consumer}/parties/main-units";
pub const REGISTER_CONSUMER_CUSTOMERS: &str =
    "/register/api/v1/{consumer}/parties/{id}/customers/ccr/{role}";
pub const REGISTER_CONSUMER_HOLDERS: &str =
    "/register/api/v1/{consumer}/parties/{id}/holders/ccr/{role}";
pub const REGISTER_CONSUMER_ROLES: &str = "/register/api/v1/{consumer}/parties/{id}/external-roles";
/// The same as in version 1.
pub const REGISTER_CONSUMER_CUSTOMERS_V2: &str =
    "/register/api/v2/{consumer}/parties/{id}/customers/ccr/{role}";
pub const REGISTER_CONSUMER_HOLDERS_V2: &str =
    "/register/api/v2/{consumer}/parties/{id}/holders/ccr/{role}";

/// The stream of parties from `token` on, with the same fields as before.
pub fn register_stream(fields: Option<&str>, token: &str) -> String {
    from_token(REGISTER_V2_STREAM, fields, token)
}

/// The same for one consumer.
pub fn register_consumer_stream(consumer: &str, fields: Option<&str>, token: &str) -> String {
    from_token(&fill(REGISTER_CONSUMER_STREAM, consumer), fields, token)
}

fn from_token(path: &str, fields: Option<&str>, token: &str) -> String {
    let fields = fields.map(|fields| format!("fields={}&", escape(fields)));
    format!(
        "{path}?{}token={}",
        fields.unwrap_or_default(),
        escape(token)
    )
}
