use askama::Template;
use uuid::Uuid;

use super::desk::ClientRow;
use super::samples;
use crate::domain::{Language, Timestamp};
use crate::portal::access::SectionMenu;
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, Page, Pager, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The clients that the person may act for as somebody's agent.
#[derive(Template)]
#[template(path = "access/clients/mine.html")]
pub struct MyClientsPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub query: String,
    /// How many clients there are, or are found.
    pub hits: usize,
    pub providers: Vec<ProviderPart>,
    pub pager: Pager,
}

/// An organization that the person is an agent of, with some of the clients.
pub struct ProviderPart {
    pub id: Uuid,
    pub party: PartyLabel,
    pub since: Timestamp,
    pub clients: Vec<ClientRow>,
    /// Whether there are no clients at all, not only none on this page.
    pub is_empty: bool,
}

impl MyClientsPage {
    fn since_text(&self, provider: &ProviderPart) -> Vec<Part> {
        let date = [("date", Value::Date(provider.since))];
        say(self.frame.t.my_clients.provider_since, &date)
    }

    fn leave_text(&self, provider: &ProviderPart) -> String {
        let name = [("provider", provider.party.name.as_str())];
        fill(self.frame.t.my_clients.leave, &name)
    }

    fn leave_label(&self, client: &ClientRow) -> String {
        let name = [("client", client.party.name.as_str())];
        fill(self.frame.t.my_clients.leave_client_label, &name)
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.clients;
        match self.hits {
            1 => t.count_client.to_owned(),
            many => fill(t.count_clients, &[("count", &many.to_string())]),
        }
    }
}

impl Page for MyClientsPage {
    fn name() -> &'static str {
        "clients-mine"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, providers: Vec<ProviderPart>| {
            let (frame, menu) = samples::around(language, routes::MY_CLIENTS);
            Self {
                query: query.into(),
                hits: providers.iter().map(|one| one.clients.len()).sum(),
                pager: Pager::new(1, 1, |_| String::new()),
                frame,
                menu,
                providers,
            }
        };
        let provider = |clients: Vec<ClientRow>| ProviderPart {
            id: cast::id(9),
            party: samples::office(),
            since: cast::at(),
            is_empty: clients.is_empty(),
            clients,
        };
        let clients = || samples::clients(language).into_iter().take(1).collect();
        let mut left = page("", vec![provider(clients())]);
        left.frame.flash = Some(Flash::ClientsLeft {
            party: cast::bakery().name,
        });
        vec![
            ("some", page("", vec![provider(clients())])),
            ("left", left),
            ("none-here", page("", vec![provider(vec![])])),
            ("empty", page("", vec![])),
            ("no-hits", page("brunost", vec![])),
        ]
    }
}
