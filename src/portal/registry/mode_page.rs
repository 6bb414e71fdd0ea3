use askama::Template;

use crate::domain::Language;
use crate::ops::access_lists::Lockout;
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::fill;

/// Asks before a resource becomes one for members only, or for all again.
#[derive(Template)]
#[template(path = "registry/mode.html")]
pub struct ModePage {
    pub frame: Frame,
    pub id: String,
    pub title: String,
    pub version: i64,
    pub turn: Turn,
    /// Somebody else has changed the resource since the page was opened.
    pub is_changed: bool,
}

/// Which way the switch goes.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    /// With what would become of those who have access.
    On(Lockout),
    Off,
}

impl ModePage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_mode;
        let text = match self.turn {
            Turn::On(_) => t.on_question,
            Turn::Off => t.off_question,
        };
        fill(text, &[("resource", &self.title)])
    }

    fn figures(&self, lockout: &Lockout) -> Vec<String> {
        let t = &self.frame.t.registry_mode;
        let line = |text: &str, number: i64| fill(text, &[("count", &number.to_string())]);
        let mut lines = Vec::new();
        if lockout.organizations_losing > 0 {
            lines.push(line(t.organizations_losing, lockout.organizations_losing));
        }
        if lockout.persons_losing > 0 {
            lines.push(line(t.persons_losing, lockout.persons_losing));
        }
        if lockout.losing() == 0 {
            lines.push(t.nobody_losing.to_owned());
        }
        lines.push(line(t.keeping, lockout.keeping));
        lines
    }
}

impl Page for ModePage {
    fn name() -> &'static str {
        "registry-mode"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |turn: Turn| Self {
            frame: cast::owner(language, &routes::registry_mode("hav-fiskekvote")),
            id: "hav-fiskekvote".into(),
            title: "Søk om fiskekvote".into(),
            version: 3,
            turn,
            is_changed: false,
        };
        let lockout = |keeping| Lockout {
            organizations_losing: 1240,
            persons_losing: 8,
            keeping,
        };
        let changed = Self {
            is_changed: true,
            ..page(Turn::On(lockout(31)))
        };
        vec![
            ("on", page(Turn::On(lockout(31)))),
            ("on-locks-out-all", page(Turn::On(lockout(0)))),
            ("on-harmless", page(Turn::On(Lockout::default()))),
            ("off", page(Turn::Off)),
            ("changed", changed),
        ]
    }
}
