use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::ConfigFault;

/// How to log people in: this product's client at ID-porten.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdPortenConfig {
    /// The issuer, without a slash at the end, such as `https://idporten.no`; the rest is read from its discovery document.
    pub issuer: String,
    pub client_id: String,
    /// The secret, for `client_secret_basic`.
    pub client_secret: Option<SecretString>,
    /// A PKCS #8 key in PEM, for `private_key_jwt` (recommended).
    pub private_key_file: Option<PathBuf>,
    /// The id that ID-porten knows the key by.
    pub key_id: Option<String>,
}

/// How the client proves itself at the token endpoint (OpenID Connect Core §9).
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    Secret(SecretString),
    PrivateKey { key_id: String, pem: SecretString },
}

impl IdPortenConfig {
    pub(super) fn check(&self) -> Vec<ConfigFault> {
        match (&self.client_secret, &self.private_key_file, &self.key_id) {
            (Some(_), None, _) | (None, Some(_), Some(_)) => Vec::new(),
            (None, Some(_), None) => vec![ConfigFault::new(
                "idporten.key_id",
                "is needed with private_key_file",
            )],
            _ => vec![ConfigFault::new(
                "idporten",
                "needs either client_secret, or private_key_file and key_id",
            )],
        }
    }

    /// Reads the key file, if that is how the client proves itself.
    pub fn authentication(&self) -> Result<ClientAuthentication, ConfigFault> {
        match (&self.client_secret, &self.private_key_file) {
            (Some(secret), _) => Ok(ClientAuthentication::Secret(secret.clone())),
            (None, Some(file)) => {
                let pem = std::fs::read_to_string(file).map_err(|problem| {
                    ConfigFault::new(
                        "idporten.private_key_file",
                        format!("{}: {problem}", file.display()),
                    )
                })?;
                Ok(ClientAuthentication::PrivateKey {
                    key_id: self.key_id.clone().unwrap_or_default(),
                    pem: pem.into(),
                })
            }
            (None, None) => Err(ConfigFault::new("idporten", "has no way to prove itself")),
        }
    }
}
