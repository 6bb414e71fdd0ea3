use crate::text::Texts;

/// How strongly a person is logged in, as the pages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Low,
    Substantial,
    High,
}

impl Level {
    pub fn text(self, t: &Texts) -> &'static str {
        match self {
            Level::Low => t.login.level_low,
            Level::Substantial => t.login.level_substantial,
            Level::High => t.login.level_high,
        }
    }

    /// The value of `acr_values` that asks ID-porten for this level.
    pub fn acr(self) -> &'static str {
        match self {
            Level::Low => "idporten-loa-low",
            Level::Substantial => "idporten-loa-substantial",
            Level::High => "idporten-loa-high",
        }
    }
}
