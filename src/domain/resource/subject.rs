use serde::{Deserialize, Serialize};

/// Whom a policy is about: the attribute and its value in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PolicySubject {
    /// The attribute with its value: `urn:altinn:rolecode:dagl`.
    pub urn: String,
    /// The attribute: `urn:altinn:rolecode`.
    pub kind: String,
}

impl PolicySubject {
    pub fn new(kind: &str, value: &str) -> Self {
        let kind = kind.to_lowercase();
        Self {
            urn: format!("{kind}:{}", value.to_lowercase()),
            kind,
        }
    }

    /// The value alone.
    pub fn value(&self) -> &str {
        let value = self.urn.strip_prefix(self.kind.as_str());
        value.map_or("", |value| value.trim_start_matches(':'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_in_lower_case_and_knows_its_value_also_with_colons() {
        let list = PolicySubject::new("urn:altinn:access-list", "DTS:Banks");
        assert_eq!(list.urn, "urn:altinn:access-list:dts:banks");
        assert_eq!(list.value(), "dts:banks");
    }
}
