use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, Identity, NavItem, Page, Pager, PartyLabel};
use crate::routes;
use crate::text::fill;

/// How many parties one page of the list shows.
pub const PARTIES_PER_PAGE: usize = 20;

/// The parties that the person may act for.
#[derive(Template)]
#[template(path = "parties/choose.html")]
pub struct ChoosePage {
    pub frame: Frame,
    /// Where the person goes after choosing: a path on this portal.
    pub goto: String,
    /// What the person searches for; empty shows everybody.
    pub query: String,
    /// How many parties match in all, on this page and others.
    pub hits: usize,
    /// The person first, then by name, sub-units below their parent.
    pub rows: Vec<PartyRow>,
    pub pager: Pager,
}

pub struct PartyRow {
    pub id: Uuid,
    pub party: PartyLabel,
    pub kind: RowKind,
    pub is_current: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// The person.
    You,
    Other,
}

impl PartyRow {
    fn is_subunit(&self) -> bool {
        matches!(self.party.identity, Identity::Subunit { .. })
    }
}

impl ChoosePage {
    fn count_text(&self) -> String {
        let t = &self.frame.t.parties;
        match self.hits {
            1 => t.count_one.to_owned(),
            many => fill(t.count_many, &[("count", &many.to_string())]),
        }
    }

    fn no_hits(&self) -> String {
        fill(self.frame.t.parties.no_hits, &[("query", &self.query)])
    }
}

impl Page for ChoosePage {
    fn name() -> &'static str {
        "parties-choose"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, rows: Vec<PartyRow>| Self {
            frame: Frame {
                active: None,
                ..cast::signed_in(language, &routes::parties(routes::LANDING), NavItem::Home)
            },
            goto: routes::LANDING.into(),
            query: query.into(),
            hits: rows.len(),
            rows,
            pager: Pager::new(1, 1, |_| String::new()),
        };
        let first = || sample_rows().into_iter().take(1).collect();
        let long = Self {
            hits: 4711,
            pager: Pager::new(7, 236, |number| {
                routes::parties_page(routes::LANDING, "", number)
            }),
            ..page("", sample_rows())
        };
        vec![
            ("many", page("", sample_rows())),
            ("one", page("", first())),
            ("search", page("solveig", first())),
            ("long", long),
            ("no-hits", page("brunost", vec![])),
            ("empty", page("", vec![])),
        ]
    }
}

fn sample_rows() -> Vec<PartyRow> {
    let row = |last, party, kind| PartyRow {
        id: cast::id(last),
        party,
        kind,
        is_current: last == 2,
    };
    let organization = |name: &str, number: &str| PartyLabel {
        name: name.into(),
        identity: Identity::Organization {
            number: number.into(),
        },
    };
    vec![
        row(1, cast::manager(), RowKind::You),
        row(2, cast::bakery(), RowKind::Other),
        row(3, cast::subunit(), RowKind::Other),
        row(
            4,
            organization("Nordby Eiendom AS", "310997162"),
            RowKind::Other,
        ),
        row(
            5,
            organization("Skjærgård Fisk SA", "312404990"),
            RowKind::Other,
        ),
        row(
            6,
            PartyLabel {
                name: "Skjærgård Fisk mottak Nord".into(),
                identity: Identity::Subunit {
                    number: "315818727".into(),
                    parent: "Skjærgård Fisk SA".into(),
                },
            },
            RowKind::Other,
        ),
    ]
}
