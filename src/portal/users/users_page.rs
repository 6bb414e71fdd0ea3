use askama::Template;

use super::rows::{UserRow, counted, sample};
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager, PowerList};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Those who can do something for the party.
#[derive(Template)]
#[template(path = "users/users.html")]
pub struct UsersPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    /// Whether the party is a person.
    pub is_person: bool,
    /// The person who looks, when he is no party to the list himself.
    pub own: Option<UserRow>,
    pub content: Content,
}

pub enum Content {
    /// The person may not see the others; holders of these roles, by name, or of one of these powers may.
    OnlyYou { roles: Vec<String>, also: PowerList },
    All(All),
}

pub struct All {
    pub may_change: bool,
    pub query: String,
    /// How many match in all, on this page and others.
    pub hits: usize,
    pub rows: Vec<UserRow>,
    pub pager: Pager,
}

impl All {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.query.is_empty()
    }
}

impl UsersPage {
    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.users;
        match self.is_person {
            true => say(t.lead_person, &[]),
            false => say(t.lead, &[("party", Value::Name(&self.party))]),
        }
    }

    fn of_party(&self, text: &'static str) -> Vec<Part> {
        say(text, &[("party", Value::Word(&self.party))])
    }

    fn hint(&self) -> String {
        let t = self.frame.t;
        fill(t.users.export_hint, &[("powers", t.section.powers)])
    }

    fn count(&self, all: &All) -> String {
        let t = &self.frame.t.users;
        counted(all.hits, t.count_one, t.count_many).unwrap_or_default()
    }

    fn no_hits(&self, all: &All) -> String {
        fill(self.frame.t.users.no_hits, &[("query", &all.query)])
    }
}

impl Page for UsersPage {
    fn name() -> &'static str {
        "users-users"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |content| {
            let frame = cast::signed_in(language, routes::USERS, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                frame,
                party: cast::bakery().name,
                is_person: false,
                own: sample(language).into_iter().next(),
                content,
            }
        };
        let all = |query: &str, rows: Vec<UserRow>| All {
            may_change: true,
            query: query.into(),
            hits: rows.len(),
            rows,
            pager: Pager::new(1, 1, |_| String::new()),
        };
        let others = || sample(language).into_iter().skip(1);
        let many = All {
            hits: 431,
            pager: Pager::new(2, 22, |number| routes::users_page("", number)),
            ..all("", others().collect())
        };
        let read_only = All {
            may_change: false,
            ..all("", others().collect())
        };
        let only_you = Content::OnlyYou {
            roles: cast::roles(language),
            also: PowerList::sample(language),
        };
        vec![
            ("some", page(Content::All(all("", others().collect())))),
            ("many", page(Content::All(many))),
            ("one", page(Content::All(all("", others().take(1).collect())))),
            ("empty", page(Content::All(all("", vec![])))),
            ("no-hits", page(Content::All(all("brunost", vec![])))),
            ("read-only", page(Content::All(read_only))),
            ("only-you", page(only_you)),
        ]
    }
}
