use askama::Template;

use super::samples;
use crate::domain::Language;
use crate::portal::access::SectionMenu;
use crate::portal::{Frame, Page, PowerList};
use crate::routes;
use crate::text::{Part, Value, say};

/// Why somebody does not get to see the clients, and what would be enough.
#[derive(Template)]
#[template(path = "access/clients/refused.html")]
pub struct ClientsRefusedPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub powers: Vec<String>,
}

impl ClientsRefusedPage {
    fn explanation(&self) -> Vec<Part> {
        let party = [("party", Value::Name(&self.party))];
        say(self.frame.t.clients.refused_text, &party)
    }
}

impl Page for ClientsRefusedPage {
    fn name() -> &'static str {
        "clients-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |powers| {
            let (frame, menu) = samples::around(language, routes::CLIENTS);
            Self {
                party: samples::office().name,
                frame,
                menu,
                powers,
            }
        };
        let (frame, _) = samples::around(language, routes::CLIENTS);
        let powers = PowerList::sample(language).lines(frame.t);
        vec![("powers", page(powers)), ("unknown", page(vec![]))]
    }
}
