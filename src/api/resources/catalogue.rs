//! All descriptions in memory, as they are answered: exact, as the registry's clock in the database is asked first and
//! what changed since is read then.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{Mutex, RwLock, RwLockReadGuard};

use super::wire::ResourceWire;
use crate::db::{Db, DbError};
use crate::domain::{Localized, Resource, ResourceType, ServiceOwner, Timestamp};
use crate::store;

/// What is kept between requests.
#[derive(Default)]
pub struct Catalogue {
    shelf: RwLock<Shelf>,
    /// The lists as they were last answered, by what they hold.
    lists: Mutex<Vec<(Kinds, Timestamp, Bytes)>>,
}

/// All resources at one state of the registry, or a later one.
#[derive(Default)]
pub struct Shelf {
    /// The registry's clock before anything was read; None before that.
    at: Option<Timestamp>,
    entries: BTreeMap<String, Entry>,
}

/// Which resources of apps a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds {
    pub apps: bool,
    pub migrated_apps: bool,
}

/// One resource, made ready for being found and answered.
pub struct Entry {
    pub resource: Resource,
    pub owner: Arc<ServiceOwner>,
    /// The JSON of the resource.
    json: String,
    title: String,
    description: String,
    keywords: String,
    references: String,
}

/// What a search looks for, in lower case; empty is anything.
#[derive(Debug, Default)]
pub struct Wanted {
    pub id: String,
    pub title: String,
    pub description: String,
    pub keyword: String,
    pub reference: String,
    pub org_code: String,
    pub organization: String,
    pub kind: Option<ResourceType>,
}

impl Catalogue {
    /// The descriptions as they are now.
    pub async fn now(&self, db: &Db) -> Result<RwLockReadGuard<'_, Shelf>, DbError> {
        let now = store::registry_clock::read(db).await?;
        let shelf = self.shelf.read().await;
        if shelf.is_of(now) {
            return Ok(shelf);
        }
        drop(shelf);
        let mut shelf = self.shelf.write().await;
        if !shelf.is_of(now) {
            shelf.catch_up(db, now).await?;
        }
        Ok(shelf.downgrade())
    }

    /// The list of all resources of these kinds, as JSON.
    pub async fn list(&self, db: &Db, kinds: Kinds) -> Result<Bytes, DbError> {
        let shelf = self.now(db).await?;
        let Some(at) = shelf.at else {
            return Ok(Bytes::from_static(b"[]"));
        };
        let mut lists = self.lists.lock().await;
        lists.retain(|(_, of, _)| *of == at);
        if let Some((_, _, list)) = lists.iter().find(|(of, _, _)| *of == kinds) {
            return Ok(list.clone());
        }
        let list = Bytes::from(shelf.json(|entry| kinds.hold(entry.resource.kind)));
        lists.push((kinds, at, list.clone()));
        Ok(list)
    }
}

impl Kinds {
    fn hold(self, kind: ResourceType) -> bool {
        match kind {
            ResourceType::AltinnApp => self.apps,
            ResourceType::MigratedApp => self.migrated_apps,
            _ => true,
        }
    }
}

impl Shelf {
    fn is_of(&self, now: Timestamp) -> bool {
        self.at.is_some_and(|at| at >= now)
    }

    async fn catch_up(&mut self, db: &Db, now: Timestamp) -> Result<(), DbError> {
        let epoch = Timestamp::from_datetime(time::OffsetDateTime::UNIX_EPOCH);
        let news = store::resources::list_news(db, self.at.unwrap_or(epoch)).await?;
        // After the resources: an owner is never gone, and the owner of a resource that was read is there.
        let owners = store::service_owners::list(db).await?;
        let owners: BTreeMap<String, Arc<ServiceOwner>> = owners
            .into_iter()
            .map(|owner| (owner.code.clone(), Arc::new(owner)))
            .collect();
        for id in news.deleted {
            self.entries.remove(&id);
        }
        for resource in news.changed {
            if let Some(owner) = owners.get(&resource.owner) {
                let id = resource.id.clone();
                self.entries.insert(id, Entry::of(resource, owner.clone()));
            }
        }
        self.at = Some(now);
        Ok(())
    }

    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The entries that are wanted, as a JSON array.
    pub fn json(&self, is_wanted: impl Fn(&Entry) -> bool) -> String {
        let mut json = String::from("[");
        for entry in self.entries().filter(|entry| is_wanted(entry)) {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(&entry.json);
        }
        json.push(']');
        json
    }
}

impl Entry {
    fn of(resource: Resource, owner: Arc<ServiceOwner>) -> Self {
        let details = &resource.details;
        let wire = ResourceWire::of(&resource, &owner);
        Self {
            // Made of texts and numbers, which always serialize.
            json: serde_json::to_string(&wire).unwrap_or_default(),
            title: searchable(localized(&resource.title)),
            description: searchable(localized(&resource.description)),
            keywords: searchable(details.keywords.iter().map(|one| one.word.as_str())),
            references: searchable(details.references.iter().map(|one| one.value.as_str())),
            owner,
            resource,
        }
    }

    pub fn is(&self, wanted: &Wanted) -> bool {
        let is = |own: &str, wanted: &str| wanted.is_empty() || own.eq_ignore_ascii_case(wanted);
        wanted.kind.is_none_or(|kind| kind == self.resource.kind)
            && is(&self.resource.owner, &wanted.org_code)
            && is(self.owner.number.as_str(), &wanted.organization)
            && self.resource.id.to_lowercase().contains(&wanted.id)
            && self.title.contains(&wanted.title)
            && self.keywords.contains(&wanted.keyword)
            && self.references.contains(&wanted.reference)
            && self.description.contains(&wanted.description)
    }
}

fn localized(text: &Localized) -> [&str; 3] {
    [&text.nb, &text.nn, &text.en]
}

/// Texts in lower case, apart from each other.
fn searchable<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<&str> = texts.into_iter().collect();
    texts.join("\n").to_lowercase()
}
