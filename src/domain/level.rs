use serde::{Deserialize, Serialize};

/// How strongly a person is logged in. Ordered: a higher level is enough wherever a lower one is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SecurityLevel {
    /// 0: self-registered.
    Low,
    /// 3: two factors, such as MinID.
    Substantial,
    /// 4: such as BankID.
    High,
}

impl SecurityLevel {
    /// Reads ID-porten's authentication context class. An unknown one is refused, not guessed.
    pub fn parse_acr(acr: &str) -> Option<Self> {
        match acr {
            "idporten-loa-high" | "Level4" => Some(Self::High),
            "idporten-loa-substantial" | "Level3" => Some(Self::Substantial),
            "idporten-loa-low" | "selfregistered-email" => Some(Self::Low),
            _ => None,
        }
    }

    pub fn acr(self) -> &'static str {
        match self {
            Self::Low => "idporten-loa-low",
            Self::Substantial => "idporten-loa-substantial",
            Self::High => "idporten-loa-high",
        }
    }

    /// The number in policies and token claims.
    pub fn number(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::Substantial => 3,
            Self::High => 4,
        }
    }

    /// The lowest level that satisfies a policy's demand for `number`; nothing satisfies more than 4.
    pub fn at_least(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Low),
            1..=3 => Some(Self::Substantial),
            4 => Some(Self::High),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_acr_is_no_level() {
        assert_eq!(SecurityLevel::parse_acr("eidas-loa-substantial"), None);
        assert_eq!(SecurityLevel::parse_acr("IDPORTEN-LOA-HIGH"), None);
    }

    #[test]
    fn levels_are_ordered() {
        assert!(SecurityLevel::High > SecurityLevel::Substantial);
        assert!(SecurityLevel::at_least(3) < SecurityLevel::at_least(4));
        assert_eq!(SecurityLevel::at_least(5), None);
    }
}
