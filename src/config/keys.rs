use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::ConfigFault;

/// The shortest secret that is taken, in characters: 32 random ones as base64 or hexadecimal hold 128 bits and more.
const MIN_SECRET: usize = 32;

/// How the issuer's private keys are sealed in the database.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysSettings {
    pub secret: Option<SecretString>,
    /// A file with the secret in it; white space at its end does not count.
    pub secret_file: Option<PathBuf>,
    /// What the keys were sealed with before; they are sealed anew at the start.
    #[serde(default)]
    pub old_secrets: Vec<SecretString>,
}

/// The secrets, read.
#[derive(Clone, Debug, Default)]
pub struct KeysConfig {
    /// None in a sandbox without one: its keys lie in clear.
    pub secret: Option<SecretString>,
    pub old_secrets: Vec<SecretString>,
}

impl KeysSettings {
    /// A secret named by either way takes the place of both; what it replaces is not forgotten.
    #[must_use]
    pub fn overridden_by(mut self, over: Option<Self>) -> Self {
        let Some(over) = over else {
            return self;
        };
        if over.secret.is_some() || over.secret_file.is_some() {
            (self.secret, self.secret_file) = (over.secret, over.secret_file);
        }
        self.old_secrets.extend(over.old_secrets);
        self
    }

    /// Reads the secrets, or tells everything that is wrong with them.
    pub(super) fn check(self, is_needed: bool) -> Result<KeysConfig, Vec<ConfigFault>> {
        let mut faults = Vec::new();
        let secret = self.secret().unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        if secret.is_none() && is_needed && faults.is_empty() {
            faults.push(ConfigFault::new(
                "keys.secret",
                "is needed when the sandbox is off: it seals the issuer's private keys in the database; \
                 make one with `openssl rand -base64 32`, and set it here, as keys.secret_file or as FULLMAKT_KEYS_SECRET",
            ));
        }
        if secret.as_ref().is_some_and(is_short) {
            faults.push(ConfigFault::new(
                "keys.secret",
                format!("must be at least {MIN_SECRET} characters; make one with `openssl rand -base64 32`"),
            ));
        }
        if self.old_secrets.iter().any(is_short) {
            faults.push(ConfigFault::new(
                "keys.old_secrets",
                format!("must each be at least {MIN_SECRET} characters"),
            ));
        }
        if secret.is_none() && !self.old_secrets.is_empty() {
            faults.push(ConfigFault::new(
                "keys.old_secrets",
                "is of no use without keys.secret",
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(KeysConfig {
            secret,
            old_secrets: self.old_secrets,
        })
    }

    fn secret(&self) -> Result<Option<SecretString>, ConfigFault> {
        match (&self.secret, &self.secret_file) {
            (Some(_), Some(_)) => Err(ConfigFault::new(
                "keys",
                "secret and secret_file are both set; take one of them away",
            )),
            (Some(secret), None) => Ok(Some(secret.clone())),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).map_err(|problem| {
                    let problem = format!("{}: {problem}", file.display());
                    ConfigFault::new("keys.secret_file", problem)
                })?;
                Ok(Some(text.trim_end().into()))
            }
            (None, None) => Ok(None),
        }
    }
}

fn is_short(secret: &SecretString) -> bool {
    secret.expose_secret().chars().count() < MIN_SECRET
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const GOOD: &str = "secret = 'an-invented-secret-of-some-length'";

    fn read(text: &str) -> KeysSettings {
        toml::from_str(text).unwrap()
    }

    fn faults(text: &str, is_needed: bool) -> Vec<String> {
        let faults = read(text).check(is_needed).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.setting).collect()
    }

    #[test]
    fn a_secret_is_needed_in_earnest_and_long_enough() {
        assert_eq!(faults("", true), ["keys.secret"]);
        assert_eq!(faults("", false), [""; 0]);
        assert_eq!(faults(GOOD, true), [""; 0]);
        assert_eq!(faults("secret = 'short'", false), ["keys.secret"]);
        assert_eq!(
            faults(&format!("{GOOD}\nold_secrets = ['short']"), true),
            ["keys.old_secrets"]
        );
        let old = "old_secrets = ['an-invented-secret-of-some-length']";
        assert_eq!(faults(old, false), ["keys.old_secrets"]);
        assert_eq!(
            faults(&format!("{GOOD}\nsecret_file = 'x'"), true),
            ["keys"]
        );
        assert_eq!(
            faults("secret_file = '/nowhere/secret'", true),
            ["keys.secret_file"]
        );
    }

    #[test]
    fn a_secret_is_read_from_a_file_without_the_end_of_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "an-invented-secret-of-some-length\n").unwrap();
        let settings = KeysSettings {
            secret_file: Some(file),
            ..KeysSettings::default()
        };
        let secret = settings.check(true).unwrap().secret.unwrap();
        assert_eq!(secret.expose_secret(), "an-invented-secret-of-some-length");
    }

    #[test]
    fn the_environment_takes_the_files_place_and_leaves_the_old_secrets() {
        let file = read("secret_file = 'x'\nold_secrets = ['an-invented-secret-of-former-days']");
        let both = file.overridden_by(Some(read(GOOD)));
        assert!(both.secret_file.is_none() && both.secret.is_some());
        assert_eq!(both.old_secrets.len(), 1);
    }
}
