use std::collections::BTreeMap;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::ConfigFault;
use crate::domain::{Localized, SecurityLevel};

/// How to log people in at a provider: `[idporten]`, or one `[[identity_provider]]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderConfig {
    /// What the provider is called in addresses; not for `[idporten]`, which is called that.
    pub key: Option<String>,
    /// What people know it by, in `nb`, `nn` and `en`; not for `[idporten]`.
    pub name: Option<Localized>,
    /// The issuer, without a slash at the end, such as `https://idporten.no`; the rest is read from its discovery document.
    pub issuer: String,
    pub client_id: String,
    /// The secret, for `client_secret_basic`.
    pub client_secret: Option<SecretString>,
    /// A PKCS #8 key in PEM, for `private_key_jwt` (recommended).
    pub private_key_file: Option<PathBuf>,
    /// The id that the provider knows the key by.
    pub key_id: Option<String>,
    /// What is asked for, separated by blanks; `openid` when not set.
    pub scope: Option<String>,
    /// The provider's own names of levels, each with 0, 3 or 4, beside ID-porten's.
    pub acr: BTreeMap<String, u8>,
    /// Lets only persons in whose number is made for tests.
    pub require_synthetic_pid: bool,
}

/// How the client proves itself at the token endpoint (OpenID Connect Core §9).
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    Secret(SecretString),
    PrivateKey { key_id: String, pem: SecretString },
}

const OPENID: &str = "openid";
const MAX_KEY: usize = 40;

/// Everything that is wrong with the providers, the default one first.
pub(super) fn check_all(
    default: Option<&ProviderConfig>,
    others: &[ProviderConfig],
) -> Vec<ConfigFault> {
    let default = default.map(|default| ("idporten".to_owned(), default));
    let others = others.iter().enumerate().map(|(place, other)| {
        let name = other.key.clone().unwrap_or_else(|| (place + 1).to_string());
        (format!("identity_provider[{name}]"), other)
    });
    let mut faults = Vec::new();
    faults.extend(
        default
            .iter()
            .flat_map(|(_, default)| default.check_default()),
    );
    faults.extend(
        others
            .clone()
            .flat_map(|(section, other)| other.check_other(&section)),
    );
    let all: Vec<(String, &ProviderConfig)> = default.into_iter().chain(others).collect();
    for (place, (section, provider)) in all.iter().enumerate() {
        faults.extend(provider.check(section));
        let before = || all.iter().take(place).map(|(_, other)| *other);
        if before().any(|other| other.issuer == provider.issuer) {
            faults.push(fault(section, "issuer", "is another provider's too"));
        }
        if provider.key.is_some() && before().any(|other| other.key == provider.key) {
            faults.push(fault(section, "key", "is another provider's too"));
        }
    }
    faults
}

impl ProviderConfig {
    fn check_default(&self) -> Vec<ConfigFault> {
        let is_named = self.key.is_some() || self.name.is_some();
        is_named
            .then(|| ConfigFault::new("idporten", "has neither key nor name: it is ID-porten"))
            .into_iter()
            .collect()
    }

    fn check_other(&self, section: &str) -> Vec<ConfigFault> {
        let mut faults = Vec::new();
        let is_key = |key: &str| {
            !key.is_empty()
                && key.len() <= MAX_KEY
                && key != "idporten"
                && key
                    .chars()
                    .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'))
        };
        if !self.key.as_deref().is_some_and(is_key) {
            faults.push(fault(
                section,
                "key",
                "must be 1 to 40 of a-z, 0-9 and -, and not idporten: it stands in addresses",
            ));
        }
        let is_whole = |name: &Localized| {
            ![&name.nb, &name.nn, &name.en]
                .iter()
                .any(|text| text.trim().is_empty())
        };
        if !self.name.as_ref().is_some_and(is_whole) {
            faults.push(fault(section, "name", "is needed in nb, nn and en"));
        }
        faults
    }

    fn check(&self, section: &str) -> Vec<ConfigFault> {
        let mut faults: Vec<ConfigFault> = self.check_issuer(section).into_iter().collect();
        if self.client_id.trim().is_empty() {
            faults.push(fault(section, "client_id", "is missing"));
        }
        if !self.scopes().any(|scope| scope == OPENID) {
            faults.push(fault(section, "scope", "must hold openid"));
        }
        for (name, level) in &self.acr {
            if name.trim().is_empty() || name.contains(char::is_whitespace) {
                faults.push(fault(section, "acr", "a name of a level is one word"));
            }
            if read_level(*level).is_none() {
                faults.push(fault(section, "acr", &format!("{name} must be 0, 3 or 4")));
            }
        }
        faults.extend(self.check_authentication(section));
        faults
    }

    fn check_issuer(&self, section: &str) -> Option<ConfigFault> {
        let problem = match url::Url::parse(&self.issuer) {
            _ if self.issuer.is_empty() => "is missing".to_owned(),
            Err(problem) => problem.to_string(),
            Ok(url) if url.scheme() != "https" && !is_loopback(&url) => {
                "must start with https://".to_owned()
            }
            Ok(url) if url.query().is_some() || url.fragment().is_some() => {
                "has neither ? nor #".to_owned()
            }
            Ok(_) => return None,
        };
        Some(fault(section, "issuer", &problem))
    }

    fn check_authentication(&self, section: &str) -> Option<ConfigFault> {
        match (&self.client_secret, &self.private_key_file, &self.key_id) {
            (Some(_), None, _) => None,
            (None, Some(_), Some(_)) => self.authentication(section).err(),
            (None, Some(_), None) => {
                Some(fault(section, "key_id", "is needed with private_key_file"))
            }
            _ => Some(ConfigFault::new(
                section,
                "needs either client_secret, or private_key_file and key_id",
            )),
        }
    }

    /// Reads the key file, if that is how the client proves itself.
    pub fn authentication(&self, section: &str) -> Result<ClientAuthentication, ConfigFault> {
        match (&self.client_secret, &self.private_key_file) {
            (Some(secret), _) => Ok(ClientAuthentication::Secret(secret.clone())),
            (None, Some(file)) => {
                let pem = std::fs::read_to_string(file).map_err(|problem| {
                    let problem = format!("{}: {problem}", file.display());
                    fault(section, "private_key_file", &problem)
                })?;
                Ok(ClientAuthentication::PrivateKey {
                    key_id: self.key_id.clone().unwrap_or_default(),
                    pem: pem.into(),
                })
            }
            (None, None) => Err(ConfigFault::new(section, "has no way to prove itself")),
        }
    }

    fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope
            .as_deref()
            .unwrap_or(OPENID)
            .split(' ')
            .filter(|scope| !scope.is_empty())
    }

    /// What is asked for besides `openid`.
    pub fn more_scopes(&self) -> Vec<String> {
        self.scopes()
            .filter(|scope| *scope != OPENID)
            .map(str::to_owned)
            .collect()
    }

    /// The provider's own names of levels.
    pub fn levels(&self) -> impl Iterator<Item = (String, SecurityLevel)> {
        self.acr
            .iter()
            .filter_map(|(name, level)| Some((name.clone(), read_level(*level)?)))
    }
}

/// Only the levels that there are: 1 and 2 would be rounded up.
fn read_level(number: u8) -> Option<SecurityLevel> {
    SecurityLevel::at_least(number).filter(|level| level.number() == number)
}

fn is_loopback(url: &url::Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

fn fault(section: &str, setting: &str, problem: &str) -> ConfigFault {
    ConfigFault::new(&format!("{section}.{setting}"), problem)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Vec<String> {
        #[derive(Deserialize)]
        struct Sections {
            idporten: Option<ProviderConfig>,
            #[serde(default)]
            identity_provider: Vec<ProviderConfig>,
        }
        let sections: Sections = toml::from_str(text).unwrap();
        let faults = check_all(sections.idporten.as_ref(), &sections.identity_provider);
        faults.into_iter().map(|fault| fault.setting).collect()
    }

    const GOOD: &str = r#"
        [idporten]
        issuer = "https://idporten.no"
        client_id = "a"
        client_secret = "s"

        [[identity_provider]]
        key = "feide"
        name = { nb = "Feide", nn = "Feide", en = "Feide" }
        issuer = "https://auth.feide.example"
        client_id = "b"
        client_secret = "s"
        scope = "openid profile"
        acr = { silver = 3, gold = 4 }
        "#;

    #[test]
    fn several_providers_are_good_together() {
        assert_eq!(read(GOOD), Vec::<String>::new());
    }

    #[test]
    fn every_fault_of_a_provider_is_told() {
        let change = |old: &str, new: &str| read(&GOOD.replace(old, new));
        let other = |setting: &str| vec![format!("identity_provider[feide].{setting}")];
        assert_eq!(
            change("https://auth.feide.example", "https://idporten.no"),
            other("issuer")
        );
        assert_eq!(
            change("https://auth.feide.example", "http://feide.example"),
            other("issuer")
        );
        assert_eq!(change("silver = 3", "silver = 2"), other("acr"));
        assert_eq!(change("openid profile", "profile"), other("scope"));
        assert_eq!(change("nn = \"Feide\"", "nn = \"\""), other("name"));
        assert_eq!(change("client_id = \"b\"", ""), other("client_id"));
        assert_eq!(
            change("\"feide\"", "\"a/b\""),
            vec!["identity_provider[a/b].key"]
        );
        assert_eq!(
            change("\"feide\"", "\"idporten\""),
            vec!["identity_provider[idporten].key"]
        );
        assert_eq!(
            change("client_id = \"a\"", "client_id = \"a\"\nkey = \"x\""),
            vec!["idporten"]
        );
        let file = change(
            "client_secret = \"s\"\n        scope",
            "private_key_file = \"/nowhere\"\nkey_id = \"k\"\nscope",
        );
        assert_eq!(file, other("private_key_file"));
        let none = change("client_secret = \"s\"\n        scope", "scope");
        assert_eq!(none, vec!["identity_provider[feide]"]);
        let empty = read("[[identity_provider]]");
        assert_eq!(empty.len(), 5, "{empty:?}");
    }
}
