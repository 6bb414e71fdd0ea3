use askama::Template;

use super::samples;
use super::selection::Choice;
use crate::domain::Language;
use crate::portal::access::SectionMenu;
use crate::portal::page::cast;
use crate::portal::{Frame, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Says what giving, taking back, removing or letting go means, before it is done.
#[derive(Template)]
#[template(path = "access/clients/confirm.html")]
pub struct ClientConfirmPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub heading: String,
    /// The consequence, a paragraph each.
    pub effects: Vec<Vec<Part>>,
    /// What can still be left out when it is taken back; what is given, for reading.
    pub powers: Vec<Choice>,
    pub may_choose: bool,
    pub clients: Vec<PartyLabel>,
    /// How many clients are not named.
    pub more: usize,
    /// What the form sends besides.
    pub fields: Vec<(&'static str, String)>,
    /// None when there is nothing to say yes to.
    pub action: Option<String>,
    pub button: &'static str,
    pub takes_away: bool,
    /// Something that must be chosen first.
    pub error: Option<&'static str>,
    pub back: String,
    pub keep: &'static str,
}

/// How many clients a page names.
pub const MOST_NAMED: usize = 10;

impl ClientConfirmPage {
    fn more_text(&self) -> String {
        let count = [("count", &*self.more.to_string())];
        fill(self.frame.t.client_steps.and_more, &count)
    }
}

impl Page for ClientConfirmPage {
    fn name() -> &'static str {
        "clients-confirm"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let powers = || {
            let words = samples::powers(language).into_iter();
            words.map(|word| Choice {
                value: word.clone(),
                word,
            })
        };
        let page = |path: &str, heading: &str, effects: &[&str], takes_away: bool| {
            let (frame, menu) = samples::around(language, path);
            let names = [
                ("person", Value::Name("Solveig Nordby")),
                ("party", Value::Name("Fjord Regnskap AS")),
                ("provider", Value::Name("Fjord Regnskap AS")),
                ("client", Value::Name("Fjordbrød Bakeri AS")),
                ("count", Value::Word("12")),
            ];
            let steps = &frame.t.client_steps;
            let plain = [
                ("person", "Solveig Nordby"),
                ("provider", "Fjord Regnskap AS"),
            ];
            Self {
                heading: fill(heading, &plain),
                effects: effects.iter().map(|text| say(text, &names)).collect(),
                powers: powers().collect(),
                may_choose: takes_away,
                clients: vec![cast::bakery(), cast::subunit()],
                more: 10,
                fields: Vec::new(),
                action: Some(path.to_owned()),
                button: if takes_away {
                    steps.take_button
                } else {
                    steps.give_button
                },
                takes_away,
                error: None,
                back: routes::agent(cast::id(3)),
                keep: steps.keep,
                frame,
                menu,
            }
        };
        let t = crate::text::texts(language);
        let steps = &t.client_steps;
        let give_path = routes::agent_give_confirm(cast::id(3));
        let give = || {
            let effects = [steps.give_effect_many, steps.give_more, steps.give_lasts];
            page(&give_path, steps.confirm_give, &effects, false)
        };
        let nothing = Self {
            powers: vec![],
            clients: vec![],
            more: 0,
            action: None,
            ..page(&give_path, steps.confirm_give, &[steps.give_none], false)
        };
        let take_path = routes::agent_take(cast::id(3));
        let take = || page(&take_path, steps.confirm_take, &[steps.take_effect], true);
        let unchosen = Self {
            error: Some(steps.choose_package),
            ..take()
        };
        let bare = |page: Self| Self {
            powers: vec![],
            clients: vec![],
            more: 0,
            ..page
        };
        let remove_path = routes::agent_remove(cast::id(3));
        let remove = page(
            &remove_path,
            steps.confirm_remove,
            &[steps.remove_effect],
            true,
        );
        let leave_path = routes::my_clients_withdraw(cast::id(9));
        let leave = &t.my_clients;
        let leave = page(
            &leave_path,
            leave.confirm_agency,
            &[leave.agency_effect],
            true,
        );
        vec![
            ("give", give()),
            ("give-nothing", nothing),
            ("take", take()),
            ("take-unchosen", unchosen),
            ("remove", bare(remove)),
            ("leave", bare(leave)),
        ]
    }
}
