use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;

/// After a login in a tab of its own.
#[derive(Template)]
#[template(path = "sessions/anew.html")]
pub struct AnewPage {
    pub frame: Frame,
}

impl Page for AnewPage {
    fn name() -> &'static str {
        "sessions-anew"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let frame = cast::signed_in(language, routes::LOGGED_IN_ANEW, NavItem::Home);
        vec![("plain", Self { frame })]
    }
}
