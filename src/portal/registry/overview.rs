use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, Page, Pager};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// How many resources one page shows.
pub const RESOURCES_PER_PAGE: usize = 20;

/// All resources of a service owner.
#[derive(Template)]
#[template(path = "registry/overview.html")]
pub struct OverviewPage {
    pub frame: Frame,
    pub owner: String,
    pub query: String,
    /// How many there are at all, and how many match.
    pub total: usize,
    pub hits: usize,
    pub resources: Vec<ResourceRow>,
    pub lists: i64,
    pub pager: Pager,
    pub may_write: bool,
}

pub struct ResourceRow {
    pub id: String,
    pub title: String,
    /// Nobody can use it before it has a policy.
    pub has_policy: bool,
    pub is_for_members: bool,
    pub is_visible: bool,
}

impl OverviewPage {
    fn lead(&self) -> Vec<Part> {
        let text = self.frame.t.registry.lead;
        say(text, &[("owner", Value::Name(&self.owner))])
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.registry;
        match self.hits {
            1 => t.count_one.to_owned(),
            many => fill(t.count_many, &[("count", &many.to_string())]),
        }
    }

    fn lists_text(&self) -> String {
        let t = &self.frame.t.registry;
        match self.lists {
            0 => t.lists_none.to_owned(),
            1 => t.lists_one.to_owned(),
            many => fill(t.lists_many, &[("count", &many.to_string())]),
        }
    }
}

impl Page for OverviewPage {
    fn name() -> &'static str {
        "registry-overview"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, rows: Vec<ResourceRow>| Self {
            frame: cast::owner(language, routes::REGISTRY),
            owner: "Havetaten".into(),
            query: query.into(),
            total: 3,
            hits: rows.len(),
            resources: rows,
            lists: 2,
            pager: Pager::new(1, 1, |_| String::new()),
            may_write: true,
        };
        let empty = Self {
            total: 0,
            lists: 0,
            ..page("", vec![])
        };
        let reading = Self {
            may_write: false,
            ..page("", sample_rows())
        };
        let long = Self {
            total: 64,
            hits: 64,
            pager: Pager::new(2, 4, |number| routes::registry_page("", number)),
            ..page("", sample_rows())
        };
        vec![
            ("many", page("", sample_rows())),
            ("long", long),
            ("no-hits", page("brunost", vec![])),
            ("empty", empty),
            ("reading", reading),
        ]
    }
}

fn sample_rows() -> Vec<ResourceRow> {
    let row = |id: &str, title: &str| ResourceRow {
        id: id.into(),
        title: title.into(),
        has_policy: true,
        is_for_members: false,
        is_visible: true,
    };
    vec![
        row("hav-fiskekvote", "Søk om fiskekvote"),
        ResourceRow {
            is_for_members: true,
            is_visible: false,
            ..row("hav-fangstdagbok", "Elektronisk fangstdagbok")
        },
        ResourceRow {
            has_policy: false,
            ..row("hav-havneliste", "Anløpsliste for havner")
        },
    ]
}
