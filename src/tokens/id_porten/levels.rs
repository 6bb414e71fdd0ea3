use crate::domain::SecurityLevel;

/// What a provider calls the security levels: ID-porten's names, and its own beside them.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    own: Vec<(String, SecurityLevel)>,
}

impl Levels {
    pub fn with_own(own: impl IntoIterator<Item = (String, SecurityLevel)>) -> Self {
        Self {
            own: own.into_iter().collect(),
        }
    }

    /// The level of an authentication context class; an unknown one is no level.
    pub fn read(&self, acr: &str) -> Option<SecurityLevel> {
        let own = self.own.iter().find(|(name, _)| name == acr);
        own.map(|(_, level)| *level)
            .or_else(|| SecurityLevel::parse_acr(acr))
    }

    /// What to ask the provider for, to get no less than `level`: the weakest of its own names that will do.
    pub fn ask(&self, level: SecurityLevel) -> &str {
        self.own
            .iter()
            .filter(|(_, named)| *named >= level)
            .min_by_key(|(_, named)| *named)
            .map_or_else(|| level.acr(), |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_in_its_own_words() {
        let levels = Levels::with_own([
            ("gold".to_owned(), SecurityLevel::High),
            ("silver".to_owned(), SecurityLevel::Substantial),
        ]);
        assert_eq!(levels.ask(SecurityLevel::Substantial), "silver");
        assert_eq!(levels.ask(SecurityLevel::High), "gold");
        assert_eq!(levels.read("gold"), Some(SecurityLevel::High));
        assert_eq!(
            levels.read("idporten-loa-substantial"),
            Some(SecurityLevel::Substantial)
        );
        assert_eq!(levels.read("bronze"), None);
        assert_eq!(
            Levels::default().ask(SecurityLevel::High),
            "idporten-loa-high"
        );
    }
}
