use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::Timestamp;

/// Things kept in memory for a while: a bounded number, forgotten when their time is over.
pub struct Shelf<T> {
    capacity: usize,
    items: Mutex<HashMap<String, Item<T>>>,
}

struct Item<T> {
    expires_at: Timestamp,
    value: T,
}

impl<T: Clone> Shelf<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            items: Mutex::default(),
        }
    }

    /// Keeps `value`. When the shelf is full, what would expire first makes room.
    pub fn put(&self, key: String, value: T, expires_at: Timestamp, now: Timestamp) {
        let mut items = self.lock();
        items.retain(|_, item| now < item.expires_at);
        if items.len() >= self.capacity && !items.contains_key(&key) {
            let first = items
                .iter()
                .min_by_key(|(_, item)| item.expires_at)
                .map(|(key, _)| key.clone());
            if let Some(first) = first {
                items.remove(&first);
            }
        }
        items.insert(key, Item { expires_at, value });
    }

    pub fn find(&self, key: &str, now: Timestamp) -> Option<T> {
        let items = self.lock();
        let item = items.get(key).filter(|item| now < item.expires_at)?;
        Some(item.value.clone())
    }

    /// Takes it away: whoever comes next finds nothing.
    pub fn take(&self, key: &str, now: Timestamp) -> Option<T> {
        let item = self.lock().remove(key)?;
        (now < item.expires_at).then_some(item.value)
    }

    /// Removes everything that `is_unwanted`.
    pub fn remove_all(&self, is_unwanted: impl Fn(&T) -> bool) {
        self.lock().retain(|_, item| !is_unwanted(&item.value));
    }

    /// Whoever panicked while holding the lock left whole items behind: they are removed and inserted in one step.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Item<T>>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, OffsetDateTime};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH).plus(Duration::seconds(seconds))
    }

    #[test]
    fn a_thing_is_taken_once_and_only_in_time() {
        let shelf = Shelf::new(10);
        shelf.put("a".to_owned(), 1, at(60), at(0));
        shelf.put("b".to_owned(), 2, at(60), at(0));
        assert_eq!(shelf.take("a", at(59)), Some(1));
        assert_eq!(shelf.take("a", at(59)), None);
        assert_eq!(shelf.take("b", at(60)), None);
    }

    #[test]
    fn a_full_shelf_forgets_what_would_go_first() {
        let shelf = Shelf::new(2);
        for (key, expires) in [("late", 90), ("early", 30), ("new", 60)] {
            shelf.put(key.to_owned(), key, at(expires), at(0));
        }
        assert_eq!(shelf.find("early", at(1)), None);
        assert_eq!(shelf.find("late", at(1)), Some("late"));
        assert_eq!(shelf.find("new", at(1)), Some("new"));
    }
}
