use super::{Localized, OrgNumber};

/// A public body that owns resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOwner {
    /// The short code, such as `skd`.
    pub code: String,
    pub number: OrgNumber,
    pub name: Localized,
    /// Where its logo is.
    pub logo: Option<String>,
    pub homepage: Option<String>,
    /// Where it offers services: `tt02`, `production` …
    pub environments: Vec<String>,
    /// Its scopes in Maskinporten begin with one of these and a colon.
    pub scope_prefixes: Vec<String>,
}

impl ServiceOwner {
    /// An owner of which no more is known.
    pub fn new(code: &str, number: OrgNumber, name: Localized) -> Self {
        Self {
            code: code.to_owned(),
            number,
            name,
            logo: None,
            homepage: None,
            environments: Vec::new(),
            scope_prefixes: Vec::new(),
        }
    }
    /// Whether a scope is the owner's own: one of its prefixes and a colon come first.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope_prefixes.iter().any(|prefix| {
            scope
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.starts_with(':'))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_scope_is_the_owners_by_its_whole_prefix() {
        let owner = ServiceOwner {
            scope_prefixes: vec!["hav".to_owned(), "fisk".to_owned()],
            ..ServiceOwner::new(
                "hav",
                OrgNumber::parse("310904015").unwrap(),
                Localized::same("Havetaten"),
            )
        };
        assert!(owner.has_scope("hav:kvote.read") && owner.has_scope("fisk:x"));
        for other in ["havn:x", "hav", "altinn:hav:x", ":hav"] {
            assert!(!owner.has_scope(other), "{other}");
        }
    }
}
