use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// A map of bounded weight. When it is full it begins afresh: what is asked for often is soon back, and keeping count of
/// use would cost every reader more than that.
pub(super) struct Kept<K, V> {
    limit: usize,
    content: RwLock<Content<K, V>>,
}

struct Content<K, V> {
    map: HashMap<K, V>,
    weight: usize,
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            content: RwLock::new(Content::empty()),
        }
    }

    pub fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        content.map.get(key).cloned()
    }

    /// Keeps a value that weighs this much. What is heavier than the limit is not kept.
    pub fn put(&self, key: K, value: V, weight: usize) {
        if weight > self.limit {
            return;
        }
        let mut content = self.content.write().unwrap_or_else(PoisonError::into_inner);
        let full = content.weight + weight > self.limit;
        let old = full.then(|| std::mem::replace(&mut *content, Content::empty()));
        if content.map.insert(key, value).is_none() {
            content.weight += weight;
        }
        drop(content);
        // Many values take a while to free; nobody waits for the lock meanwhile.
        drop(old);
    }
}

impl<K, V> Content<K, V> {
    fn empty() -> Self {
        Self {
            map: HashMap::new(),
            weight: 0,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_got_until_the_map_is_full() {
        let kept = Kept::new(3);
        kept.put("a".to_owned(), 1, 1);
        kept.put("b".to_owned(), 2, 2);
        assert_eq!((kept.get("a"), kept.get("b")), (Some(1), Some(2)));
        kept.put("c".to_owned(), 3, 1);
        assert_eq!((kept.get("a"), kept.get("c")), (None, Some(3)));
    }

    #[test]
    fn a_value_that_is_put_twice_weighs_once() {
        let kept = Kept::new(2);
        for _ in 0..9 {
            kept.put("a".to_owned(), 1, 1);
        }
        kept.put("b".to_owned(), 2, 1);
        assert_eq!(kept.get("a"), Some(1));
    }

    #[test]
    fn what_is_too_heavy_is_not_kept_and_drives_nothing_out() {
        let kept = Kept::new(2);
        kept.put("a".to_owned(), 1, 1);
        kept.put("b".to_owned(), 2, 3);
        assert_eq!((kept.get("a"), kept.get("b")), (Some(1), None));
    }
}
