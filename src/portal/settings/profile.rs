use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page};
use crate::routes;

/// The person's e-mail address and language.
#[derive(Template)]
#[template(path = "settings/profile.html")]
pub struct ProfilePage {
    pub frame: Frame,
    /// What stands in the field: the stored address, or what was written wrongly.
    pub email: String,
    /// What was written is no address.
    pub is_invalid: bool,
    pub language: Language,
    /// Where the person came from and can go back to: a path on this portal.
    pub goto: Option<String>,
}

impl ProfilePage {
    /// Where the person came from, once the profile is saved.
    fn way_on(&self) -> Option<&String> {
        let is_saved = self.frame.flash == Some(Flash::ProfileSaved);
        self.goto.as_ref().filter(|_| is_saved)
    }

    fn is_chosen(&self, language: &Language) -> bool {
        self.language == *language
    }
}

impl Page for ProfilePage {
    fn name() -> &'static str {
        "settings-profile"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |email: &str| Self {
            frame: cast::signed_in(language, routes::SETTINGS, NavItem::Settings),
            email: email.into(),
            is_invalid: false,
            language,
            goto: None,
        };
        let goto = || Some(routes::launch(cast::id(7)));
        let mut saved = Self {
            goto: goto(),
            ..page("solveig@fjordbrod.example")
        };
        saved.frame.flash = Some(Flash::ProfileSaved);
        vec![
            ("empty", page("")),
            ("filled", page("solveig@fjordbrod.example")),
            (
                "from-launch",
                Self {
                    goto: goto(),
                    ..page("")
                },
            ),
            (
                "invalid",
                Self {
                    is_invalid: true,
                    ..page("solveig@")
                },
            ),
            ("saved", saved),
        ]
    }
}
