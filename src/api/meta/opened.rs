//! Which resources a package or a role opens: those whose policies name it.

use std::collections::{BTreeSet, HashMap};

use tokio::sync::RwLockReadGuard;

use super::wire::ResourceWire;
use crate::api::resources::catalogue::{Entry, Shelf};
use crate::app::App;
use crate::db::DbError;
use crate::domain::Language;
use crate::store;

/// The resources of some subjects, as they are now.
pub struct Opened<'a> {
    shelf: RwLockReadGuard<'a, Shelf>,
    /// The ids of resources by the urn of the subject.
    ids: HashMap<String, Vec<String>>,
}

impl<'a> Opened<'a> {
    /// In two queries, however many the subjects are, unless descriptions have changed since they were read last.
    pub async fn to(app: &'a App, subjects: &[String]) -> Result<Opened<'a>, DbError> {
        let db = &app.core().db;
        let mut ids: HashMap<String, Vec<String>> = HashMap::new();
        for row in store::subjects::list_of_subjects(db, subjects).await? {
            ids.entry(row.subject.urn).or_default().push(row.resource);
        }
        let shelf = app.catalogue().now(db).await?;
        Ok(Self { shelf, ids })
    }

    /// The resources of some of the subjects, each once, by id.
    pub fn entries<'s>(&self, subjects: impl IntoIterator<Item = &'s str>) -> Vec<&Entry> {
        let ids: BTreeSet<&String> = subjects
            .into_iter()
            .filter_map(|subject| self.ids.get(subject))
            .flatten()
            .collect();
        let entries = ids.into_iter().filter_map(|id| self.shelf.entry(id));
        entries.collect()
    }

    pub fn resources<'s>(
        &self,
        subjects: impl IntoIterator<Item = &'s str>,
        language: Language,
    ) -> Vec<ResourceWire> {
        let entries = self.entries(subjects).into_iter();
        entries
            .map(|entry| ResourceWire::of(entry, language))
            .collect()
    }
}
