use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager};
use crate::routes;
use crate::text::fill;

/// How many services one page of the catalogue shows.
pub const SERVICES_PER_PAGE: usize = 20;

/// The services that can be found and started.
#[derive(Template)]
#[template(path = "link_services/catalogue.html")]
pub struct CataloguePage {
    pub frame: Frame,
    /// What the person searches for; empty shows everything.
    pub query: String,
    /// Everybody who owns a service; none at all when the catalogue is empty.
    pub owners: Vec<OwnerOption>,
    /// How many services match in all, on this page and others.
    pub hits: usize,
    pub services: Vec<ServiceRow>,
    pub pager: Pager,
}

pub struct OwnerOption {
    pub id: String,
    pub name: String,
    pub is_chosen: bool,
}

pub struct ServiceRow {
    /// The resource's id.
    pub id: String,
    pub title: String,
    /// One sentence.
    pub description: String,
    pub owner: String,
}

impl CataloguePage {
    fn count_text(&self) -> String {
        let t = &self.frame.t.services;
        match self.hits {
            1 => t.count_one.to_owned(),
            many => fill(t.count_many, &[("count", &many.to_string())]),
        }
    }
}

impl Page for CataloguePage {
    fn name() -> &'static str {
        "link-services-catalogue"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, services: Vec<ServiceRow>| Self {
            frame: cast::signed_in(language, routes::SERVICES, NavItem::Services),
            query: query.into(),
            owners: sample_owners(),
            hits: services.len(),
            services,
            pager: Pager::new(1, 1, |_| String::new()),
        };
        let anonymous = Self {
            frame: Frame {
                active: Some(NavItem::Services),
                ..cast::anonymous(language, routes::SERVICES)
            },
            ..page("", sample_services(language))
        };
        let long = Self {
            hits: 64,
            pager: Pager::new(2, 4, |number| routes::services_page("", "", number)),
            ..page("", sample_services(language))
        };
        let one = sample_services(language).into_iter().take(1).collect();
        vec![
            ("many", page("", sample_services(language))),
            ("anonymous", anonymous),
            ("long", long),
            ("one-hit", page("kvote", one)),
            ("no-hits", page("brunost", vec![])),
            (
                "empty",
                Self {
                    owners: vec![],
                    ..page("", vec![])
                },
            ),
        ]
    }
}

fn sample_owners() -> Vec<OwnerOption> {
    let owner = |id: &str, name: &str| OwnerOption {
        id: id.into(),
        name: name.into(),
        is_chosen: false,
    };
    vec![owner("hav", "Havetaten"), owner("skatt-nord", "Skatt Nord")]
}

fn sample_services(language: Language) -> Vec<ServiceRow> {
    let row = |id: &str, texts: [&str; 2], owner: &str| ServiceRow {
        id: id.into(),
        title: texts[0].into(),
        description: texts[1].into(),
        owner: owner.into(),
    };
    match language {
        Language::Nb => vec![
            row(
                "fiskekvote",
                ["Søk om fiskekvote", "Søk om kvote og følg saken din."],
                "Havetaten",
            ),
            row(
                "skattekort",
                [
                    "Skattekort for ansatte",
                    "Hent skattekort til lønnskjøringen.",
                ],
                "Skatt Nord",
            ),
        ],
        Language::Nn => vec![
            row(
                "fiskekvote",
                ["Søk om fiskekvote", "Søk om kvote og følg saka di."],
                "Havetaten",
            ),
            row(
                "skattekort",
                [
                    "Skattekort for tilsette",
                    "Hent skattekort til lønskøyringa.",
                ],
                "Skatt Nord",
            ),
        ],
        Language::En => vec![
            row(
                "fiskekvote",
                ["Apply for a fishing quota", "Apply and follow your case."],
                "Havetaten",
            ),
            row(
                "skattekort",
                [
                    "Tax cards for employees",
                    "Fetch tax cards for the payroll.",
                ],
                "Skatt Nord",
            ),
        ],
    }
}
