use serde::Deserialize;

use super::ConfigFault;
use crate::domain::OrgNumber;

/// Who operates this installation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorConfig {
    /// The organization whose rights on `fullmakt_operation` open the operator's pages.
    pub org_number: String,
}

impl OperatorConfig {
    /// The number, or what is wrong with it. Whether the organization is in the register is not asked here: it may come
    /// there later.
    pub(super) fn check(&self) -> Result<OrgNumber, ConfigFault> {
        OrgNumber::parse(&self.org_number).ok_or_else(|| {
            ConfigFault::new(
                "operator.org_number",
                format!("{:?} is no organization number", self.org_number),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_a_number_with_the_right_check_digit_names_the_operator() {
        let check = |text: &str| toml::from_str::<OperatorConfig>(text).unwrap().check();
        assert!(check("org_number = '310904007'").is_ok());
        let fault = check("org_number = '310904008'").unwrap_err();
        assert_eq!(fault.setting, "operator.org_number");
        assert!(toml::from_str::<OperatorConfig>("number = '310904007'").is_err());
    }
}
