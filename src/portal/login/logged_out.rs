use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;

/// After logging out.
#[derive(Template)]
#[template(path = "login/logged_out.html")]
pub struct LoggedOutPage {
    pub frame: Frame,
}

impl Page for LoggedOutPage {
    fn name() -> &'static str {
        "login-logged-out"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let frame = cast::anonymous(language, routes::LOGGED_OUT);
        vec![("plain", Self { frame })]
    }
}
