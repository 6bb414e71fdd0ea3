//! Tokens: keys of our own, other issuers' keys, verifying what callers bring, and the client towards ID-porten.

mod caller;
mod client_proof;
mod details;
mod digest;
mod http;
pub mod id_porten;
pub mod issued;
mod issuer_key;
mod issuers;
mod jwks;
mod jws;
mod organization;
pub mod own;
mod pem;
mod signing;
mod supplier;
mod unique_json;
mod verify;

pub use caller::Caller;
pub use client_proof::ClientProof;
pub use details::SYSTEM_USER;
pub use digest::sha256_hex;
pub use http::http_client;
pub use issuers::{IssuerKind, TrustedIssuer};
pub use jws::{Algorithm, is_readable};
pub use organization::TokenOrg;
pub use pem::generate_pem;
pub use signing::{KeyError, SigningKey};
pub use unique_json::{UniqueJson, stated};
pub use verify::{TokenError, Verified, Verifier, check_times, decode_with};
