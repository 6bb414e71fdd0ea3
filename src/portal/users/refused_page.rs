use askama::Template;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, PowerList};
use crate::routes;
use crate::text::fill;

/// Why something is not shown or not done, and who could do it instead.
#[derive(Template)]
#[template(path = "users/refused.html")]
pub struct RefusedPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub heading: String,
    pub why: String,
    /// Holders of these roles, or these persons, could.
    pub who: Vec<String>,
    pub also: PowerList,
    /// The way back, with its name.
    pub back: (String, String),
}

impl Page for RefusedPage {
    fn name() -> &'static str {
        "users-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let frame = || cast::signed_in(language, routes::POWERS, NavItem::Access);
        let party = cast::bakery().name;
        let words = |text| fill(text, &[("party", party.as_str()), ("what", "Lønn")]);
        let page = |heading: String, why: String, who: Vec<String>| {
            let frame = frame();
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Powers),
                heading,
                why,
                who,
                also: PowerList::default(),
                back: (routes::USERS.into(), frame.t.users.heading.into()),
                frame,
            }
        };
        let t = frame().t;
        let no_access = Self {
            also: PowerList::sample(language),
            ..page(
                words(t.powers_overview.no_access),
                words(t.powers_overview.no_access_text),
                cast::roles(language),
            )
        };
        let lacks = page(
            words(t.give.refused_heading),
            words(t.give.missing_power),
            vec!["Solveig Nordby".into()],
        );
        let nobody = page(
            words(t.give.refused_heading),
            words(t.give.not_delegable),
            vec![],
        );
        vec![
            ("no-access", no_access),
            ("lacks", lacks),
            ("nobody", nobody),
        ]
    }
}
