//! How callers name packages, areas and roles: by the whole urn, by its last part with a colon before it, or without.

pub const PACKAGE_PREFIX: &str = "urn:altinn:accesspackage:";
pub const AREA_PREFIX: &str = "accesspackage:area:";
pub const ROLE_PREFIXES: [&str; 4] = [
    "urn:altinn:external-role:ccr:",
    "urn:altinn:external-role:cra:",
    "urn:altinn:rolecode:",
    "urn:altinn:role:",
];

/// The part of a name after one of the prefixes, in lower case. What has another prefix stays whole, and so names nothing.
pub fn code_of(name: &str, prefixes: &[&str]) -> String {
    let name = name.to_lowercase();
    let prefixes = prefixes.iter().copied().chain([":"]);
    let code = prefixes
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    code.unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_with_its_prefix_with_a_colon_or_without() {
        for name in ["urn:altinn:accesspackage:toll", ":toll", "toll", "TOLL"] {
            assert_eq!(code_of(name, &[PACKAGE_PREFIX]), "toll");
        }
        for name in ["urn:altinn:resource:toll", "accesspackage:toll", "::toll"] {
            assert_ne!(code_of(name, &[PACKAGE_PREFIX]), "toll");
        }
    }
}
