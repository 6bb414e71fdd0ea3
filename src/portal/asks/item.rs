//! What is asked for, in words.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::{AccessRequest, AccessRequestStatus, AskedFor, Language, Resource, Timestamp};
use crate::portal::PageError;
use crate::portal::page::cast;
use crate::portal::rights::action_words;
use crate::portal::visitor::Signed;
use crate::reference::reference;
use crate::text::{Texts, fill};
use crate::{routes, store};

/// One request as pages list it.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: Uuid,
    /// The package or the service.
    pub name: String,
    /// What of it, or where it belongs.
    pub line: String,
    /// When it last changed.
    pub at: Timestamp,
    pub status: AccessRequestStatus,
}

impl Item {
    pub fn status_word(&self, t: &Texts) -> &'static str {
        match self.status {
            AccessRequestStatus::Draft => t.asks.status_draft,
            AccessRequestStatus::Pending => t.asks.status_pending,
            AccessRequestStatus::Approved => t.asks.status_approved,
            AccessRequestStatus::Rejected => t.asks.status_rejected,
            AccessRequestStatus::Withdrawn => t.asks.status_withdrawn,
        }
    }

    pub fn status_color(&self) -> &'static str {
        match self.status {
            AccessRequestStatus::Draft => "info",
            AccessRequestStatus::Pending => "warning",
            AccessRequestStatus::Approved => "success",
            AccessRequestStatus::Rejected | AccessRequestStatus::Withdrawn => "neutral",
        }
    }

    pub fn answer_href(&self) -> String {
        routes::access_request_answer(&[self.id])
    }

    pub fn draft_href(&self) -> String {
        routes::access_request_draft(&[self.id])
    }

    pub fn is_pending(&self) -> bool {
        self.status == AccessRequestStatus::Pending
    }

    pub fn is_draft(&self) -> bool {
        self.status == AccessRequestStatus::Draft
    }

    /// For page samples.
    pub fn sample(language: Language, status: AccessRequestStatus) -> Self {
        let package = cast::accounting(language);
        Self {
            id: cast::id(1),
            name: package.name,
            line: package.description,
            at: cast::at(),
            status,
        }
    }

    /// For page samples.
    pub fn sample_service(language: Language, status: AccessRequestStatus) -> Self {
        let service = cast::vat(language);
        Self {
            id: cast::id(2),
            line: service.actions_line(crate::text::texts(language)),
            name: service.title,
            at: cast::at(),
            status,
        }
    }
}

/// The names of what several requests ask for.
pub struct Names {
    language: Language,
    t: &'static Texts,
    resources: HashMap<String, Resource>,
}

impl Names {
    /// Loads what is not in memory, in one statement for all.
    pub async fn load(signed: &Signed, wanted: &[AskedFor]) -> Result<Self, PageError> {
        let mut ids: Vec<String> = wanted.iter().filter_map(resource_id).collect();
        ids.sort();
        ids.dedup();
        let found = match ids.is_empty() {
            true => Vec::new(),
            false => store::resources::list(&signed.core().db, &ids).await?,
        };
        let by_id = |resource: Resource| (resource.id.clone(), resource);
        Ok(Self {
            language: signed.language(),
            t: signed.words(),
            resources: found.into_iter().map(by_id).collect(),
        })
    }

    pub fn item(&self, request: &AccessRequest) -> Item {
        let (name, line) = self.words(&request.what);
        Item {
            id: request.id.0,
            name,
            line,
            at: request.changed_at,
            status: request.status,
        }
    }

    /// The name, and the line below it.
    pub fn words(&self, what: &AskedFor) -> (String, String) {
        match what {
            AskedFor::Package { urn } => self.package(urn),
            AskedFor::Resource { id, actions } => self.service(id, actions.as_deref()),
        }
    }

    fn package(&self, urn: &str) -> (String, String) {
        let t = &self.t.asks;
        let Some(package) = reference().package(urn) else {
            return (urn.to_owned(), t.package.to_owned());
        };
        let area = reference().area(&package.area);
        let line = area.map_or(t.package.to_owned(), |area| {
            fill(t.package_in, &[("area", area.name.get(self.language))])
        });
        (package.name.get(self.language).to_owned(), line)
    }

    fn service(&self, id: &str, actions: Option<&[String]>) -> (String, String) {
        let found = self.resources.get(id);
        let name = found.map_or(id, |resource| resource.title.get(self.language));
        let line = match actions {
            None => self.t.asks.service_asked_all.to_owned(),
            Some(actions) => {
                let words = action_words(actions, self.t);
                fill(self.t.rights.may, &[("actions", &words)])
            }
        };
        (name.to_owned(), line)
    }
}

fn resource_id(what: &AskedFor) -> Option<String> {
    match what {
        AskedFor::Resource { id, .. } => Some(id.clone()),
        AskedFor::Package { .. } => None,
    }
}
