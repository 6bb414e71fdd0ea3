use askama::Template;

use super::desk::Cut;
use super::samples;
use crate::domain::Language;
use crate::portal::access::SectionMenu;
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, Page, Pager, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// All agents, or all clients.
#[derive(Template)]
#[template(path = "access/clients/list.html")]
pub struct ClientListPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// The organization.
    pub party: String,
    pub tab: Tab,
    pub query: String,
    pub hits: usize,
    pub rows: Vec<ListRow>,
    pub pager: Pager,
    pub may_change: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Agents,
    Clients,
}

/// Somebody in the list.
pub struct ListRow {
    pub href: String,
    pub party: PartyLabel,
    pub line: String,
}

impl ClientListPage {
    /// Fills in what is shown of a list.
    #[must_use]
    pub fn with<T>(self, cut: Cut<T>, row: impl Fn(T) -> ListRow) -> Self {
        let query = cut.query;
        let tab = self.tab;
        let pager = Pager::new(cut.current, cut.last, |number| tab.address(&query, number));
        Self {
            rows: cut.shown.into_iter().map(row).collect(),
            hits: cut.hits,
            pager,
            query,
            ..self
        }
    }

    fn lead(&self) -> Vec<Part> {
        let party = [("party", Value::Name(&self.party))];
        say(self.frame.t.clients.lead, &party)
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.clients;
        let (one, many) = match self.tab {
            Tab::Agents => (t.count_agent, t.count_agents),
            Tab::Clients => (t.count_client, t.count_clients),
        };
        match self.hits {
            1 => one.to_owned(),
            many_hits => fill(many, &[("count", &many_hits.to_string())]),
        }
    }

    fn search_label(&self) -> &'static str {
        let t = &self.frame.t.clients;
        match self.tab {
            Tab::Agents => t.search_agents,
            Tab::Clients => t.search_clients,
        }
    }

    fn empty(&self) -> (&'static str, &'static str) {
        let t = &self.frame.t.clients;
        match self.tab {
            Tab::Agents => (t.no_agents, t.no_agents_help),
            Tab::Clients => (t.no_clients, t.no_clients_help),
        }
    }

    fn is_agents(&self) -> bool {
        self.tab == Tab::Agents
    }
}

impl Tab {
    pub fn path(self) -> &'static str {
        match self {
            Self::Agents => routes::CLIENTS,
            Self::Clients => routes::CLIENTS_LIST,
        }
    }

    fn address(self, query: &str, page: usize) -> String {
        match self {
            Self::Agents => routes::agents_page(query, page),
            Self::Clients => routes::clients_page(query, page),
        }
    }
}

impl Page for ClientListPage {
    fn name() -> &'static str {
        "clients-list"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |tab: Tab, query: &str, rows: Vec<ListRow>| {
            let (frame, menu) = samples::around(language, tab.path());
            Self {
                party: samples::office().name,
                hits: rows.len(),
                pager: Pager::new(1, 1, |_| String::new()),
                query: query.into(),
                may_change: true,
                frame,
                menu,
                tab,
                rows,
            }
        };
        let agents = || {
            let t = page(Tab::Agents, "", vec![]).frame.t;
            let row = |line: String| ListRow {
                href: routes::agent(cast::id(3)),
                party: cast::manager(),
                line,
            };
            let powers = samples::powers(language).join(", ");
            vec![row(powers), row(t.clients.has_nothing.to_owned())]
        };
        let clients = || {
            let row = |client: super::desk::ClientRow| ListRow {
                href: routes::client(client.id),
                party: client.party,
                line: client.powers.join(", "),
            };
            samples::clients(language).into_iter().map(row).collect()
        };
        let mut added = page(Tab::Agents, "", agents());
        added.frame.flash = Some(Flash::AgentAdded {
            person: cast::manager().name,
        });
        let long = Self {
            hits: 10_000,
            pager: Pager::new(2, 400, |number| routes::clients_page("", number)),
            ..page(Tab::Clients, "", clients())
        };
        let read_only = Self {
            may_change: false,
            ..page(Tab::Agents, "", agents())
        };
        vec![
            ("agents", page(Tab::Agents, "", agents())),
            ("added", added),
            ("read-only", read_only),
            ("no-agents", page(Tab::Agents, "", vec![])),
            ("clients", page(Tab::Clients, "", clients())),
            ("long", long),
            ("no-hits", page(Tab::Clients, "brunost", vec![])),
            ("no-clients", page(Tab::Clients, "", vec![])),
        ]
    }
}
