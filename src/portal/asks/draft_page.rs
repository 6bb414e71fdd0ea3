use askama::Template;
use uuid::Uuid;

use super::Item;
use crate::domain::{AccessRequestStatus, Language};
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::fill;

/// What a service owner suggests that somebody asks for; after the answer, its receipt.
#[derive(Template)]
#[template(path = "asks/draft.html")]
pub struct DraftPage {
    pub frame: Frame,
    /// The service owner's name.
    pub owner: String,
    pub drafts: Vec<Draft>,
    /// How many of the requests in the address are not there for this person.
    pub missing: usize,
}

/// One request, with the names of its sides.
pub struct Draft {
    pub item: Item,
    pub from: String,
    pub to: String,
}

impl DraftPage {
    fn heading(&self) -> String {
        fill(self.frame.t.asks.draft_heading, &[("owner", &self.owner)])
    }

    fn open(&self) -> Vec<Uuid> {
        let open = self.drafts.iter().filter(|draft| draft.item.is_draft());
        open.map(|draft| draft.item.id).collect()
    }

    fn is_open(&self) -> bool {
        !self.open().is_empty()
    }

    fn is_sent(&self) -> bool {
        self.drafts.iter().any(|draft| draft.item.is_pending())
    }

    fn confirm(&self) -> String {
        let t = &self.frame.t.asks;
        match self.open().len() {
            1 => t.draft_confirm.to_owned(),
            count => fill(t.draft_confirm_all, &[("count", &count.to_string())]),
        }
    }

    fn is_missing_some(&self) -> bool {
        self.missing > 0
    }

    fn missing_text(&self) -> String {
        let count = self.missing.to_string();
        fill(self.frame.t.asks.draft_missing, &[("count", &count)])
    }
}

impl Page for DraftPage {
    fn name() -> &'static str {
        "asks-draft"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let draft = |item| Draft {
            item,
            from: cast::bakery().name,
            to: cast::manager().name,
        };
        let page = |items: Vec<Item>, missing| Self {
            frame: cast::asked(language, &routes::access_request_draft(&[cast::id(1)])),
            owner: cast::vat(language).owner,
            drafts: items.into_iter().map(draft).collect(),
            missing,
        };
        let service = |status| Item::sample_service(language, status);
        let package = |status| Item::sample(language, status);
        let (open, sent) = (AccessRequestStatus::Draft, AccessRequestStatus::Pending);
        vec![
            ("one", page(vec![service(open)], 0)),
            ("several", page(vec![service(open), package(open)], 1)),
            ("sent", page(vec![service(sent), package(sent)], 0)),
            (
                "discarded",
                page(vec![service(AccessRequestStatus::Withdrawn)], 0),
            ),
        ]
    }
}
