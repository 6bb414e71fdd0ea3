use askama::Template;
use uuid::Uuid;

use super::desk::ClientRow;
use super::samples;
use super::selection::Choice;
use crate::domain::Language;
use crate::portal::access::SectionMenu;
use crate::portal::form::FieldError;
use crate::portal::page::cast;
use crate::portal::{Frame, Page, Pager};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Choosing what an agent gets, and for which clients.
#[derive(Template)]
#[template(path = "access/clients/give.html")]
pub struct GivePage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub id: Uuid,
    pub person: String,
    pub choices: Vec<Choice>,
    /// The values of those that are ticked.
    pub chosen: Vec<String>,
    pub query: String,
    pub hits: usize,
    pub clients: Vec<ClientRow>,
    pub pager: Pager,
    /// The one client that it is about; then there is nothing to search.
    pub only: bool,
    pub errors: Vec<FieldError>,
}

impl GivePage {
    fn heading(&self) -> String {
        let person = [("person", self.person.as_str())];
        fill(self.frame.t.client_steps.give_heading, &person)
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.contains(&choice.value)
    }

    fn all_text(&self) -> String {
        let t = &self.frame.t.client_steps;
        let text = match self.query.is_empty() {
            true => t.all_clients,
            false => t.all_hits,
        };
        fill(text, &[("count", &self.hits.to_string())])
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.clients;
        match self.hits {
            1 => t.count_client.to_owned(),
            many => fill(t.count_clients, &[("count", &many.to_string())]),
        }
    }

    fn held(&self, client: &ClientRow) -> Vec<Part> {
        let t = &self.frame.t.clients;
        match client.powers.is_empty() {
            true => say(t.nothing_to_pass, &[]),
            false => {
                let powers = client.powers.join(", ");
                say(t.held_here, &[("powers", Value::Word(&powers))])
            }
        }
    }
}

impl Page for GivePage {
    fn name() -> &'static str {
        "clients-give"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, clients: Vec<ClientRow>| {
            let (frame, menu) = samples::around(language, &routes::agent_give(cast::id(3)));
            let words = samples::powers(language).into_iter();
            Self {
                id: cast::id(3),
                person: cast::manager().name,
                choices: words
                    .map(|word| Choice {
                        value: word.clone(),
                        word,
                    })
                    .collect(),
                chosen: samples::powers(language).into_iter().take(1).collect(),
                query: query.into(),
                hits: clients.len(),
                pager: Pager::new(1, 1, |_| String::new()),
                only: false,
                errors: Vec::new(),
                frame,
                menu,
                clients,
            }
        };
        let clients = || samples::clients(language);
        let long = Self {
            hits: 10_000,
            pager: Pager::new(2, 400, |number| {
                routes::agent_give_page(cast::id(3), "", number)
            }),
            ..page("", clients())
        };
        let only = Self {
            only: true,
            ..page("", clients().into_iter().take(1).collect())
        };
        let mut wrong = page("", clients());
        let t = &wrong.frame.t.client_steps;
        wrong.errors = vec![
            FieldError::new("powers", t.choose_package),
            FieldError::new("clients", t.choose_client),
        ];
        vec![
            ("some", page("", clients())),
            ("long", long),
            ("one", only),
            ("nothing-chosen", wrong),
            ("no-hits", page("brunost", vec![])),
        ]
    }
}
