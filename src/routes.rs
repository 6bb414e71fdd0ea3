//! Every URL of the product: portal addresses as functions, API paths as constants.
//! Nothing else builds a path by hand.

mod access_requests;
mod authorized_parties;
mod clients;
mod connections;
mod login;
mod meta;
mod openid;
mod operation;
mod own_systems;
mod register;
mod registry;
mod scope_delegations;
mod section;
mod sessions;
mod users;

use uuid::Uuid;

pub use access_requests::*;
pub use authorized_parties::*;
pub use clients::*;
pub use connections::*;
pub use login::*;
pub use meta::*;
pub use openid::*;
pub use operation::*;
pub use own_systems::*;
pub use register::*;
pub use registry::*;
pub use scope_delegations::*;
pub use section::*;
pub use sessions::*;
pub use users::*;

/// Escapes one path segment or query value (RFC 3986 §2.1).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte as char)
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

// ---- Portal: patterns for the router --------------------------------------------------------

pub const LANDING: &str = "/";
pub const LANGUAGE: &str = "/sprak";
pub const LOGGED_OUT: &str = "/utlogget";
pub const PARTIES: &str = "/aktorvalg";
pub const SETTINGS: &str = "/accessmanagement/ui/settings";
pub const SYSTEM_USERS: &str = "/accessmanagement/ui/systemuser/overview";
pub const SYSTEM_USER: &str = "/accessmanagement/ui/systemuser/{id}";
pub const SYSTEM_USER_DEACTIVATE: &str = "/accessmanagement/ui/systemuser/{id}/deaktiver";
pub const SYSTEM_USER_ACTIVATE: &str = "/accessmanagement/ui/systemuser/{id}/aktiver";
pub const SYSTEM_USER_DELETE: &str = "/accessmanagement/ui/systemuser/{id}/slett";
pub const REQUEST: &str = "/accessmanagement/ui/systemuser/request";
pub const REQUEST_APPROVE: &str = "/accessmanagement/ui/systemuser/request/{id}/approve";
pub const REQUEST_REJECT: &str = "/accessmanagement/ui/systemuser/request/{id}/reject";
pub const REQUEST_ESCALATE: &str = "/accessmanagement/ui/systemuser/request/{id}/escalate";
pub const REQUEST_RECEIPT: &str = "/accessmanagement/ui/systemuser/request/{id}/receipt";
pub const REQUEST_LOGOUT: &str = "/accessmanagement/ui/systemuser/request/{id}/logout";
pub const SERVICES: &str = "/tjenester";
pub const SERVICE: &str = "/tjenester/{id}";
pub const LINK: &str = "/link/{resource}";
pub const LAUNCH: &str = "/link/launch/{id}";
pub const LAUNCH_PARTY: &str = "/link/launch/{id}/party";
pub const LAUNCH_OUT: &str = "/link/launch/{id}/out";
pub const ASSETS: &str = "/assets/{*path}";

// ---- Login: the reference's own paths --------------------------------------------------------

pub const LOGOUT: &str = "/authentication/api/v1/logout";
pub const LOGOUT_RETURN: &str = "/authentication/api/v1/logout/handleloggedout";

// ---- APIs ------------------------------------------------------------------------------------

pub const API_SYSTEMS: &str = "/authentication/api/v1/systemregister/vendor";
pub const API_SYSTEM: &str = "/authentication/api/v1/systemregister/vendor/{system_id}";
pub const API_REQUESTS: &str = "/authentication/api/v1/systemuser/request/vendor";
pub const API_REQUEST: &str = "/authentication/api/v1/systemuser/request/vendor/{id}";
pub const API_REQUEST_BY_REF: &str = "/authentication/api/v1/systemuser/request/vendor/byexternalref/{system_id}/{org}/{external_ref}";
pub const API_SYSTEM_USER_QUERY: &str = "/authentication/api/v1/systemuser/vendor/byquery";
pub const API_SYSTEM_USER_LOOKUP: &str = "/authentication/api/v1/systemuser/byExternalId";
pub const API_AUTHORIZE: &str = "/authorization/api/v1/authorize";
pub const API_DECISION: &str = "/authorization/api/v1/decision";
pub const API_REDEEM: &str = "/linkservice/api/v1/redeem";
/// AuthZEN's paths are the standard's own (Authorization API 1.0, §10).
pub const AUTHZEN_EVALUATION: &str = "/access/v1/evaluation";
pub const AUTHZEN_EVALUATIONS: &str = "/access/v1/evaluations";
pub const AUTHZEN_SUBJECTS: &str = "/access/v1/search/subject";
pub const AUTHZEN_RESOURCES: &str = "/access/v1/search/resource";
pub const AUTHZEN_ACTIONS: &str = "/access/v1/search/action";
pub const AUTHZEN_CONFIGURATION: &str = "/.well-known/authzen-configuration";

/// Everything else below the APIs' roots: no page of the portal's, so a machine that is astray gets an answer for machines.
pub const API_ROOTS: [&str; 7] = [
    "/accessmanagement/api/{*rest}",
    "/authentication/api/v1/{*rest}",
    "/authorization/api/{*rest}",
    "/linkservice/api/{*rest}",
    "/register/api/{*rest}",
    "/resourceregistry/api/{*rest}",
    "/access/v1/{*rest}",
];

// ---- Operation -------------------------------------------------------------------------------

pub const LIVE: &str = "/health/live";
pub const READY: &str = "/health/ready";
pub const METRICS: &str = "/metrics";
pub const SECURITY_TXT: &str = "/.well-known/security.txt";

// ---- Portal: addresses -----------------------------------------------------------------------

pub fn parties(goto: &str) -> String {
    format!("{PARTIES}?goto={}", escape(goto))
}

pub fn parties_page(goto: &str, query: &str, page: usize) -> String {
    format!(
        "{PARTIES}?goto={}&q={}&side={page}",
        escape(goto),
        escape(query)
    )
}

pub fn settings(goto: &str) -> String {
    format!("{SETTINGS}?goto={}", escape(goto))
}

pub fn system_user(id: Uuid) -> String {
    fill(SYSTEM_USER, &id.to_string())
}

/// The overview with the row of `id` marked as new.
pub fn system_users_created(id: Uuid) -> String {
    format!("{SYSTEM_USERS}?createdId={id}")
}

pub fn system_user_deactivate(id: Uuid) -> String {
    fill(SYSTEM_USER_DEACTIVATE, &id.to_string())
}

pub fn system_user_activate(id: Uuid) -> String {
    fill(SYSTEM_USER_ACTIVATE, &id.to_string())
}

pub fn system_user_delete(id: Uuid) -> String {
    fill(SYSTEM_USER_DELETE, &id.to_string())
}

/// The consent screen as a vendor gets it (`confirmUrl`), relative to the public base address.
pub fn request_confirm(id: Uuid) -> String {
    format!("{REQUEST}?id={id}&DONTCHOOSEREPORTEE=true")
}

/// The consent screen opened from inside the portal: no logout afterwards.
pub fn request_inside(id: Uuid) -> String {
    format!("{REQUEST}?id={id}&skiplogout=true")
}

pub fn request_approve(id: Uuid) -> String {
    fill(REQUEST_APPROVE, &id.to_string())
}

pub fn request_reject(id: Uuid) -> String {
    fill(REQUEST_REJECT, &id.to_string())
}

pub fn request_escalate(id: Uuid) -> String {
    fill(REQUEST_ESCALATE, &id.to_string())
}

/// The receipt of an answer; `inside` keeps the person logged in.
pub fn request_receipt(id: Uuid, inside: bool) -> String {
    let query = if inside { "?skiplogout=true" } else { "" };
    format!("{}{query}", fill(REQUEST_RECEIPT, &id.to_string()))
}

pub fn request_logout(id: Uuid) -> String {
    fill(REQUEST_LOGOUT, &id.to_string())
}

pub fn service(resource: &str) -> String {
    fill(SERVICE, &escape(resource))
}

/// The catalogue, searched by words and by the owner's id, at one of its pages.
pub fn services_page(query: &str, owner: &str, page: usize) -> String {
    format!(
        "{SERVICES}?q={}&eier={}&side={page}",
        escape(query),
        escape(owner)
    )
}

pub fn link(resource: &str) -> String {
    fill(LINK, &escape(resource))
}

pub fn launch(id: Uuid) -> String {
    fill(LAUNCH, &id.to_string())
}

pub fn launch_party(id: Uuid) -> String {
    fill(LAUNCH_PARTY, &id.to_string())
}

pub fn launch_out(id: Uuid) -> String {
    fill(LAUNCH_OUT, &id.to_string())
}

/// An embedded file under the name that carries its hash.
pub fn asset(hashed_name: &str) -> String {
    format!("/assets/{hashed_name}")
}

pub fn api_request(id: Uuid) -> String {
    format!("/authentication/api/v1/systemuser/request/{id}")
}

/// Puts `value` where the pattern's first `{…}` stands.
fn fill(pattern: &str, value: &str) -> String {
    match (pattern.find('{'), pattern.find('}')) {
        (Some(start), Some(end)) => format!("{}{value}{}", &pattern[..start], &pattern[end + 1..]),
        _ => pattern.to_owned(),
    }
}
