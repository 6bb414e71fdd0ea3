//! The functions that a match may use (XACML 3.0 core, §7.6 and A.3).

use crate::engine::value::{DataType, Value};

/// A boolean function of two values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchFunction {
    /// `{type}-equal` (A.3.1).
    Equal(DataType),
    /// `string-equal-ignore-case` (A.3.1).
    StringEqualIgnoreCase,
}

const FUNCTIONS_1_0: &str = "urn:oasis:names:tc:xacml:1.0:function:";
const FUNCTIONS_3_0: &str = "urn:oasis:names:tc:xacml:3.0:function:";

impl MatchFunction {
    /// Finds a function by its urn.
    pub fn from_urn(urn: &str) -> Option<Self> {
        if let Some(name) = urn.strip_prefix(FUNCTIONS_3_0) {
            return (name == "string-equal-ignore-case").then_some(Self::StringEqualIgnoreCase);
        }
        match urn.strip_prefix(FUNCTIONS_1_0)? {
            // Only the 3.0 urn is in the standard; published policies use this one, too.
            "string-equal-ignore-case" => Some(Self::StringEqualIgnoreCase),
            name => {
                let type_name = name.strip_suffix("-equal")?;
                DataType::ALL
                    .into_iter()
                    .find(|data_type| data_type.short_name() == type_name)
                    .map(Self::Equal)
            }
        }
    }

    /// The type of both parameters.
    pub fn parameter_type(self) -> DataType {
        match self {
            Self::Equal(data_type) => data_type,
            Self::StringEqualIgnoreCase => DataType::String,
        }
    }

    pub fn ignores_case(self) -> bool {
        self == Self::StringEqualIgnoreCase
    }

    /// Applies the function. Values of other types than the function's do not fit each other.
    pub fn holds(self, policy_value: &Value, request_value: &Value) -> bool {
        match self {
            Self::Equal(_) => equal(policy_value, request_value),
            Self::StringEqualIgnoreCase => match (policy_value, request_value) {
                (Value::String(one), Value::String(other)) => equal_ignoring_case(one, other),
                _ => false,
            },
        }
    }
}

fn equal(one: &Value, other: &Value) -> bool {
    one.key() == other.key()
}

/// Compares after converting to lower case, for all of Unicode.
pub fn equal_ignoring_case(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    let lower = |text: &'_ str| text.to_lowercase();
    lower(one) == lower(other)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn function(name: &str) -> MatchFunction {
        MatchFunction::from_urn(&format!("{FUNCTIONS_1_0}{name}")).expect(name)
    }

    #[test]
    fn functions_are_known_by_urn() {
        assert_eq!(function("anyURI-equal").parameter_type(), DataType::AnyUri);
        assert_eq!(
            function("dateTime-equal").parameter_type(),
            DataType::DateTime
        );
        assert!(function("string-equal-ignore-case").ignores_case());
        let new_urn = format!("{FUNCTIONS_3_0}string-equal-ignore-case");
        assert!(MatchFunction::from_urn(&new_urn).unwrap().ignores_case());
        for unknown in [
            "string-equal",
            "urn:oasis:names:tc:xacml:3.0:function:string-equal",
            "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match",
            "urn:oasis:names:tc:xacml:1.0:function:integer-greater-than",
            "",
        ] {
            assert_eq!(MatchFunction::from_urn(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn case_is_ignored_only_where_asked() {
        let (upper, lower) = (Value::string("STØRST"), Value::string("størst"));
        assert!(function("string-equal-ignore-case").holds(&upper, &lower));
        assert!(!function("string-equal").holds(&upper, &lower));
    }

    #[test]
    fn a_string_is_not_a_uri() {
        let uri = Value::AnyUri("a".into());
        assert!(!function("anyURI-equal").holds(&uri, &Value::string("a")));
        assert!(!function("string-equal").holds(&Value::string("a"), &uri));
        assert!(!function("string-equal-ignore-case").holds(&Value::string("a"), &uri));
    }

    #[test]
    fn not_a_number_equals_itself() {
        let (nan, one) = (Value::Double(f64::NAN), Value::Double(1.0));
        assert!(function("double-equal").holds(&nan, &nan));
        assert!(!function("double-equal").holds(&nan, &one));
    }
}
