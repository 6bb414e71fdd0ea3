//! rfc822Name: an e-mail address (XACML 3.0 core, A.2).

use std::sync::Arc;

/// An e-mail address. Cloning is cheap.
///
/// The case of the local part counts, that of the domain does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rfc822Name(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    text: Box<str>,
    /// With the domain in lower case.
    canonical: Box<str>,
    at: usize,
}

impl Rfc822Name {
    /// `local-part@domain`. Of the domain only the shape is checked: published addresses use `_` in it, too.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, domain) = text.rsplit_once('@')?;
        if !is_local_part(local) || !is_domain(domain) {
            return None;
        }
        Some(Self(Arc::new(Parts {
            text: text.into(),
            canonical: format!("{local}@{}", domain.to_lowercase()).into(),
            at: local.len(),
        })))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Equal for equal names.
    pub fn canonical(&self) -> &str {
        &self.0.canonical
    }

    /// The domain in lower case.
    pub fn domain(&self) -> &str {
        self.0.canonical.get(self.0.at + 1..).unwrap_or_default()
    }

    /// Whether a pattern fits (`rfc822Name-match`, A.3.14): a whole address, a domain (`sun.com`), or a dot and
    /// the domain whose subdomains are meant (`.east.sun.com`).
    pub fn fits(&self, pattern: &str) -> bool {
        if let Some((local, domain)) = pattern.rsplit_once('@') {
            let (own_local, _) = self.canonical().split_at(self.0.at);
            return own_local == local && self.domain() == domain.to_lowercase();
        }
        let pattern = pattern.to_lowercase();
        if pattern.starts_with('.') {
            self.domain().ends_with(&pattern)
        } else {
            self.domain() == pattern
        }
    }
}

fn is_local_part(text: &str) -> bool {
    let is_quoted = text.len() > 2 && text.starts_with('"') && text.ends_with('"');
    let is_fine = |letter: char| is_quoted || !(letter.is_whitespace() || letter == '@');
    !text.is_empty()
        && text
            .chars()
            .all(|letter| is_fine(letter) && !letter.is_control())
}

fn is_domain(text: &str) -> bool {
    if text.starts_with('[') && text.ends_with(']') {
        return !text.contains(char::is_whitespace);
    }
    let is_label = |label: &str| {
        let mut letters = label.chars();
        !label.is_empty() && letters.all(|letter| letter.is_alphanumeric() || "-_".contains(letter))
    };
    text.split('.').all(is_label)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_domain_is_folded() {
        let name = |text| Rfc822Name::parse(text).expect(text);
        assert_eq!(name("Anne@SUN.com").canonical(), "Anne@sun.com");
        assert_eq!(name("Anne@SUN.com").text(), "Anne@SUN.com");
        assert_eq!(name("\"a b@c\"@x_y.no").domain(), "x_y.no");
        for text in [
            "", "anne", "@sun.com", "anne@", "a b@c", "a@b@c", "a@b..c", "a@b c",
        ] {
            assert_eq!(Rfc822Name::parse(text), None, "{text}");
        }
    }

    #[test]
    fn patterns_fit_addresses_domains_and_subdomains() {
        for (pattern, address, expected) in [
            ("Anne@sun.com", "Anne@SUN.COM", true),
            ("anne@sun.com", "Anne@sun.com", false),
            ("sun.com", "anne@Sun.Com", true),
            ("sun.com", "anne@east.sun.com", false),
            (".east.sun.com", "anne@isrg.East.sun.com", true),
            (".east.sun.com", "anne@east.sun.com", false),
            (".EAST.sun.com", "anne@a.b.east.sun.com", true),
            ("", "anne@sun.com", false),
        ] {
            let address = Rfc822Name::parse(address).unwrap();
            assert_eq!(address.fits(pattern), expected, "{pattern} {address:?}");
        }
    }
}
