use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::ConfigFault;

/// How the portal registers clients at Maskinporten: its own client there, and the administration API.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskinportenAdminConfig {
    /// The administration API, without a slash at the end, such as `https://api.samarbeid.digdir.no/api/v1`.
    pub base_url: String,
    /// The Maskinporten that gives tokens for it, with a slash at the end, such as `https://maskinporten.no/`.
    pub issuer: String,
    pub client_id: String,
    /// A PKCS #8 key in PEM.
    pub private_key_file: PathBuf,
    /// The id that Maskinporten knows the key by.
    pub key_id: String,
    /// The scopes to ask for, separated by spaces: to write clients, and to do so for other organizations.
    #[serde(default = "scopes")]
    pub scopes: String,
}

fn scopes() -> String {
    "idporten:dcr.write idporten:dcr.supplier".to_owned()
}

impl MaskinportenAdminConfig {
    pub(super) fn check(&self) -> Vec<ConfigFault> {
        let mut faults = Vec::new();
        for (setting, address) in [("base_url", &self.base_url), ("issuer", &self.issuer)] {
            if !is_address(address) {
                let setting = format!("maskinporten_admin.{setting}");
                faults.push(ConfigFault::new(
                    &setting,
                    "must be an address that starts with https:// (http:// on this machine only)",
                ));
            }
        }
        if self.base_url.ends_with('/') {
            let problem = "must not end with a slash";
            faults.push(ConfigFault::new("maskinporten_admin.base_url", problem));
        }
        if !self.issuer.ends_with('/') {
            let problem = "must end with a slash, as tokens name it";
            faults.push(ConfigFault::new("maskinporten_admin.issuer", problem));
        }
        faults
    }

    /// Reads the key file.
    pub fn private_key(&self) -> Result<SecretString, ConfigFault> {
        let read = std::fs::read_to_string(&self.private_key_file);
        read.map(SecretString::from).map_err(|problem| {
            ConfigFault::new(
                "maskinporten_admin.private_key_file",
                format!("{}: {problem}", self.private_key_file.display()),
            )
        })
    }
}

/// Tokens and keys go there, so nothing but https will do, except to a stand-in on the same machine.
fn is_address(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else {
        return false;
    };
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && is_local)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(base_url: &str, issuer: &str) -> usize {
        let text = format!(
            "base_url = '{base_url}'\nissuer = '{issuer}'\nclient_id = 'c'\nprivate_key_file = 'k.pem'\nkey_id = 'k'"
        );
        let config: MaskinportenAdminConfig = toml::from_str(&text).unwrap();
        assert!(config.scopes.contains("idporten:dcr.write"));
        config.check().len()
    }

    #[test]
    fn tokens_and_keys_go_over_https_only() {
        let issuer = "https://maskinporten.no/";
        assert_eq!(check("https://api.example/v1", issuer), 0);
        assert_eq!(check("http://127.0.0.1:9/v1", "http://localhost:9/"), 0);
        assert_eq!(check("http://api.example/v1", issuer), 1);
        assert_eq!(
            check("https://api.example/v1/", "https://maskinporten.no"),
            2
        );
        assert_eq!(check("nonsense", issuer), 1);
    }
}
