use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;

/// Goes on to the logout by itself.
#[derive(Template)]
#[template(path = "sessions/leave.html")]
pub struct LeavePage {
    pub frame: Frame,
}

impl Page for LeavePage {
    fn name() -> &'static str {
        "sessions-leave"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let frame = cast::signed_in(language, routes::OWN_SESSIONS_LEAVE, NavItem::Settings);
        vec![("plain", Self { frame })]
    }
}
