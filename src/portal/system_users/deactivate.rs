use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asks before a system access is paused.
#[derive(Template)]
#[template(path = "system_users/deactivate.html")]
pub struct DeactivatePage {
    pub frame: Frame,
    pub id: Uuid,
    pub title: String,
    pub party: String,
}

impl DeactivatePage {
    fn question(&self) -> String {
        fill(
            self.frame.t.system_user.pause_question,
            &[("system", &self.title)],
        )
    }

    fn effect(&self) -> Vec<Part> {
        say(
            self.frame.t.system_user.pause_effect,
            &[("party", Value::Name(&self.party))],
        )
    }
}

impl Page for DeactivatePage {
    fn name() -> &'static str {
        "system-users-deactivate"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = routes::system_user_deactivate(cast::id(1));
        let page = Self {
            frame: cast::signed_in(language, &path, NavItem::SystemUsers),
            id: cast::id(1),
            title: "Kornregnskap Sky".into(),
            party: cast::bakery().name,
        };
        vec![("plain", page)]
    }
}
