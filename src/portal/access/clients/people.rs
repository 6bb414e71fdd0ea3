//! The pages of one agent, and of one client.

use askama::Template;
use uuid::Uuid;

use super::desk::ClientRow;
use super::samples;
use crate::domain::{Language, Timestamp};
use crate::portal::access::SectionMenu;
use crate::portal::page::cast;
use crate::portal::{Frame, Page, Pager, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// What one agent has, client by client.
#[derive(Template)]
#[template(path = "access/clients/agent.html")]
pub struct AgentPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub id: Uuid,
    pub agent: PartyLabel,
    pub since: Timestamp,
    /// How many clients the agent has something at.
    pub count: usize,
    pub query: String,
    pub hits: usize,
    pub clients: Vec<ClientRow>,
    pub pager: Pager,
    pub may_change: bool,
}

/// One client.
#[derive(Template)]
#[template(path = "access/clients/client.html")]
pub struct ClientPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub client: ClientRow,
    pub agents: Vec<AgentRow>,
    pub may_change: bool,
}

/// An agent, with what he has at the client.
pub struct AgentRow {
    pub id: Uuid,
    pub party: PartyLabel,
    pub powers: Vec<String>,
}

impl AgentPage {
    fn since_text(&self) -> Vec<Part> {
        let date = [("date", Value::Date(self.since))];
        say(self.frame.t.clients.agent_since, &date)
    }

    fn empty_text(&self) -> String {
        let person = [("person", self.agent.name.as_str())];
        fill(self.frame.t.clients.agent_empty, &person)
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.clients;
        match self.hits {
            1 => t.count_client.to_owned(),
            many => fill(t.count_clients, &[("count", &many.to_string())]),
        }
    }

    fn choose_label(&self, client: &ClientRow) -> String {
        let client = [("client", client.party.name.as_str())];
        fill(self.frame.t.clients.choose_client, &client)
    }
}

impl ClientPage {
    fn give_label(&self, agent: &AgentRow) -> String {
        let person = [("person", agent.party.name.as_str())];
        fill(self.frame.t.clients.give_for, &person)
    }

    fn take_label(&self, agent: &AgentRow) -> String {
        let names = [
            ("person", agent.party.name.as_str()),
            ("client", self.client.party.name.as_str()),
        ];
        fill(self.frame.t.clients.take_at, &names)
    }

    /// Whether there is something at the client that the agent does not have.
    fn lacks(&self, agent: &AgentRow) -> bool {
        let mut powers = self.client.powers.iter();
        powers.any(|power| !agent.powers.contains(power))
    }
}

impl Page for AgentPage {
    fn name() -> &'static str {
        "clients-agent"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, clients: Vec<ClientRow>| {
            let (frame, menu) = samples::around(language, &routes::agent(cast::id(3)));
            Self {
                id: cast::id(3),
                agent: cast::manager(),
                since: cast::at(),
                count: clients.len(),
                hits: clients.len(),
                query: query.into(),
                pager: Pager::new(1, 1, |_| String::new()),
                may_change: true,
                frame,
                menu,
                clients,
            }
        };
        let whole = || page("", samples::clients(language).into_iter().take(1).collect());
        let no_hits = Self {
            count: 3,
            ..page("brunost", vec![])
        };
        let read_only = Self {
            may_change: false,
            ..whole()
        };
        vec![
            ("whole", whole()),
            ("read-only", read_only),
            ("empty", page("", vec![])),
            ("no-hits", no_hits),
        ]
    }
}

impl Page for ClientPage {
    fn name() -> &'static str {
        "clients-client"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |client: ClientRow, agents| {
            let (frame, menu) = samples::around(language, &routes::client(client.id));
            Self {
                may_change: true,
                frame,
                menu,
                client,
                agents,
            }
        };
        let agent = |powers| AgentRow {
            id: cast::id(3),
            party: cast::manager(),
            powers,
        };
        let mut clients = samples::clients(language).into_iter();
        let (Some(first), Some(second)) = (clients.next(), clients.next()) else {
            return Vec::new();
        };
        let some = samples::powers(language).into_iter().take(1).collect();
        vec![
            ("agents", page(first, vec![agent(some), agent(vec![])])),
            ("empty", page(second, vec![])),
        ]
    }
}
