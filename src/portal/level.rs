use crate::domain::SecurityLevel;
use crate::text::Texts;

/// How strongly a person is logged in, in words.
pub fn level_text(level: SecurityLevel, t: &Texts) -> &'static str {
    match level {
        SecurityLevel::Low => t.login.level_low,
        SecurityLevel::Substantial => t.login.level_substantial,
        SecurityLevel::High => t.login.level_high,
    }
}
