//! Names of roles and powers in the reader's language.

use crate::domain::{Language, Party};
use crate::reference::reference;

/// The roles whose holders are access managers, as a person would look for them in a business of this form.
pub fn approvers(party: &Party, language: Language) -> Vec<String> {
    let form = party
        .organization()
        .map(|organization| organization.form.as_str());
    let codes: &[&str] = match form {
        Some("ENK") => &["innehaver"],
        Some("KBO") => &["bostyrer"],
        _ => &["daglig-leder", "styreleder"],
    };
    codes
        .iter()
        .filter_map(|code| reference().role(code))
        .map(|role| role.name.get(language).to_owned())
        .collect()
}

/// A role or access package by its urn, in words. Policies name a role by several urns; the name is the same.
pub fn power_name(urn: &str, language: Language) -> Option<String> {
    if let Some(package) = reference().package(urn) {
        return Some(package.name.get(language).to_owned());
    }
    let role = reference().role_by_urn(urn);
    role.map(|role| role.name.get(language).to_owned())
}
