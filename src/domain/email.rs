/// An e-mail address that looks deliverable. Only a letter sent to it can prove more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Takes at most 254 characters (RFC 5321 §4.5.3.1.3), one `@`, a dotted domain and no white space.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let is_plain = |part: &str| {
            !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control())
        };
        let is_domain = domain.contains('.')
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
            && domain
                .chars()
                .all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        (text.len() <= 254
            && local.len() <= 64
            && is_plain(local)
            && !local.contains('@')
            && is_domain)
            .then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_both_its_parts() {
        for good in ["kari@bakeri.example", " kari.n+x@sub.bakeri.example "] {
            assert!(Email::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "kari",
            "kari@",
            "@bakeri.example",
            "kari@bakeri",
            "ka ri@b.example",
            "a@b@c.example",
            "a@-b.example",
            "a@b..example",
        ] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }
}
