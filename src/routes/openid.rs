//! Our own issuer: what others verify our tokens with, and where tokens are exchanged. The reference's own paths.

/// The issuer as tokens name it, with a slash at the end; its metadata is below.
pub const OPENID_ISSUER: &str = "/authentication/api/v1/openid/";
pub const OPENID_CONFIGURATION: &str =
    "/authentication/api/v1/openid/.well-known/openid-configuration";
pub const OPENID_KEYS: &str = "/authentication/api/v1/openid/.well-known/openid-configuration/jwks";
pub const TOKEN_EXCHANGE: &str = "/authentication/api/v1/exchange/{provider}";
pub const TOKEN_REFRESH: &str = "/authentication/api/v1/refresh";
