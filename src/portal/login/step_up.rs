use askama::Template;

use crate::domain::{Language, SecurityLevel};
use crate::portal::level::level_text;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, say};

/// Says that what the person wants needs a stronger login, and offers it.
#[derive(Template)]
#[template(path = "login/step_up.html")]
pub struct StepUpPage {
    pub frame: Frame,
    pub needed: SecurityLevel,
    pub current: SecurityLevel,
    /// Where the person wants to go: a path on this portal.
    pub goto: String,
    /// Where the person goes instead: a path on this portal.
    pub cancel: String,
}

impl StepUpPage {
    fn explanation(&self) -> Vec<Part> {
        let t = self.frame.t;
        let values = [
            ("level", Value::Name(level_text(self.needed, t))),
            ("current", Value::Word(level_text(self.current, t))),
        ];
        say(t.login.step_up_text, &values)
    }

    fn login_href(&self) -> String {
        routes::login_at(&self.goto, self.needed.acr())
    }
}

impl Page for StepUpPage {
    fn name() -> &'static str {
        "login-step-up"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |needed, current| Self {
            frame: cast::signed_in(language, routes::STEP_UP, NavItem::Services),
            needed,
            current,
            goto: routes::link("fiskekvote"),
            cancel: routes::service("fiskekvote"),
        };
        vec![
            (
                "high",
                page(SecurityLevel::High, SecurityLevel::Substantial),
            ),
            (
                "substantial",
                page(SecurityLevel::Substantial, SecurityLevel::Low),
            ),
        ]
    }
}
