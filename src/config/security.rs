use serde::Deserialize;

use super::ConfigFault;

/// Where somebody who has found a weakness may tell it: what `security.txt` says (RFC 9116).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityConfig {
    /// Addresses in the order of preference (RFC 9116 §2.5.3): `mailto:…`, `https://…` or `tel:…`. At least one.
    pub contact: Vec<String>,
    /// Where the rules for finding and telling weaknesses stand (§2.5.7).
    pub policy: Option<String>,
}

impl SecurityConfig {
    pub(super) fn check(&self) -> Vec<ConfigFault> {
        let mut faults = Vec::new();
        if self.contact.is_empty() {
            faults.push(ConfigFault::new(
                "security.contact",
                "needs at least one address",
            ));
        }
        let contacts = self.contact.iter().map(|one| ("security.contact", one));
        let policy = self.policy.iter().map(|one| ("security.policy", one));
        let bad = contacts
            .filter(|(_, one)| !is_address(one, &["mailto", "https", "tel"]))
            .chain(policy.filter(|(_, one)| !is_address(one, &["https"])));
        faults.extend(bad.map(|(setting, one)| {
            ConfigFault::new(
                setting,
                format!("{one:?} is no address that it can be: mailto:…, https://… or tel:… for a contact, https://… for the policy"),
            )
        }));
        faults
    }
}

/// An address of one of the schemes that stays on its line.
fn is_address(text: &str, schemes: &[&str]) -> bool {
    let is_one_line = !text.contains(|c: char| c.is_control() || c.is_whitespace());
    is_one_line && url::Url::parse(text).is_ok_and(|url| schemes.contains(&url.scheme()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_contact_is_an_address_on_one_line() {
        let faults = |text: &str| {
            toml::from_str::<SecurityConfig>(text)
                .unwrap()
                .check()
                .len()
        };
        assert_eq!(
            faults("contact = ['mailto:a@b.example', 'https://b.example/x']"),
            0
        );
        assert_eq!(faults("contact = []"), 1);
        assert_eq!(faults("contact = ['a@b.example', 'http://b.example']"), 2);
        assert_eq!(faults(r#"contact = ["mailto:a@b.example\nPolicy: x"]"#), 1);
        assert_eq!(
            faults("contact = ['mailto:a@b.example']\npolicy = 'mailto:a@b.example'"),
            1
        );
    }
}
