//! Tokens: keys of our own, other issuers' keys, verifying what callers bring, and the client towards ID-porten.

mod caller;
mod digest;
mod http;
pub mod id_porten;
mod issuer_key;
mod issuers;
mod jwks;
mod logout_token;
mod pem;
mod seal;
mod signing;
mod supplier;
mod verify;

pub use caller::Caller;
pub use digest::sha256_hex;
pub use http::http_client;
pub use issuers::TrustedIssuer;
pub use logout_token::{LoggedOut, LogoutTokenError, LogoutTokens, ProviderLogout};
pub use pem::generate_pem;
pub use seal::{open, seal};
pub use signing::{KeyError, SigningKey};
pub use verify::{TokenError, Verifier, check_times, decode_with};
