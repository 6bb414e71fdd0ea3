//! Every path of the sandbox. All of them begin with `/sandbox`, so that they cannot meet one of the product's own.

pub const START: &str = "/sandbox";
pub const KEY_FILE: &str = "/sandbox/keys/{file}";

pub const ID_PORTEN: &str = "/sandbox/idporten";
pub const ID_PORTEN_DISCOVERY: &str = "/sandbox/idporten/.well-known/openid-configuration";
pub const ID_PORTEN_AUTHORIZE: &str = "/sandbox/idporten/authorize";
pub const ID_PORTEN_LOGIN: &str = "/sandbox/idporten/login";
pub const ID_PORTEN_TOKEN: &str = "/sandbox/idporten/token";
pub const ID_PORTEN_KEYS: &str = "/sandbox/idporten/jwks";
pub const ID_PORTEN_LOGOUT: &str = "/sandbox/idporten/endsession";
pub const ID_PORTEN_CLIENTS: &str = "/sandbox/idporten/clients";

pub const MASKINPORTEN: &str = "/sandbox/maskinporten/";
pub const MASKINPORTEN_METADATA: &str =
    "/sandbox/maskinporten/.well-known/oauth-authorization-server";
pub const MASKINPORTEN_TOKEN: &str = "/sandbox/maskinporten/token";
pub const MASKINPORTEN_KEYS: &str = "/sandbox/maskinporten/jwk";
pub const MASKINPORTEN_CLIENTS: &str = "/sandbox/maskinporten/clients";

pub const TOKENS: &str = "/sandbox/tokens/";
pub const TOKENS_METADATA: &str = "/sandbox/tokens/.well-known/oauth-authorization-server";
pub const TOKENS_KEYS: &str = "/sandbox/tokens/jwk";
pub const TOKENS_ENTERPRISE: &str = "/sandbox/tokens/api/GetEnterpriseToken";
pub const TOKENS_PERSONAL: &str = "/sandbox/tokens/api/GetPersonalToken";
pub const TOKENS_SYSTEM_USER: &str = "/sandbox/tokens/api/GetSystemUserToken";
pub const TOKENS_CONSENT: &str = "/sandbox/tokens/api/GetConsentToken";
pub const TOKENS_PLATFORM: &str = "/sandbox/tokens/api/GetPlatformAccessToken";

pub const VENDOR: &str = "/sandbox/vendor/{system}";
pub const VENDOR_RECEIPT: &str = "/sandbox/vendor/{system}/receipt";
pub const VENDOR_ASK: &str = "/sandbox/vendor/{system}/ask";
pub const VENDOR_TOKEN: &str = "/sandbox/vendor/{system}/token";
pub const VENDOR_DECISION: &str = "/sandbox/vendor/{system}/decision";
pub const VENDOR_DELETE: &str = "/sandbox/vendor/{system}/delete";
pub const SUPPLIER: &str = "/sandbox/supplier";
pub const OWNER: &str = "/sandbox/owner/{service}";

/// A simulated vendor's site. `system` is the id of a demo system, which needs no escaping.
pub fn vendor(system: &str) -> String {
    VENDOR.replace("{system}", system)
}

/// Where a customer's browser comes back to after an answer.
pub fn vendor_receipt(system: &str) -> String {
    VENDOR_RECEIPT.replace("{system}", system)
}

pub fn vendor_ask(system: &str) -> String {
    VENDOR_ASK.replace("{system}", system)
}

pub fn vendor_token(system: &str) -> String {
    VENDOR_TOKEN.replace("{system}", system)
}

pub fn vendor_decision(system: &str) -> String {
    VENDOR_DECISION.replace("{system}", system)
}

pub fn vendor_delete(system: &str) -> String {
    VENDOR_DELETE.replace("{system}", system)
}

/// The simulated site of a link service's owner. `service` is the id of a demo resource, which needs no escaping.
pub fn owner(service: &str) -> String {
    OWNER.replace("{service}", service)
}

pub fn key_file(client_id: &str) -> String {
    KEY_FILE.replace("{file}", &format!("{client_id}.pem"))
}
