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
}
