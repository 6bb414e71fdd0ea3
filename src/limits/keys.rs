use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::nanos::Nanos;
use governor::state::StateStore;

use crate::world::World;

/// How many keys a generation holds.
const MOST: usize = 50_000;
/// How long a generation lasts: every limit is so many a minute, so a key that is older than that is as good as new.
const LASTS: Duration = Duration::from_secs(60);

/// What is known of each key, in two generations: a key that is used moves into the young one, and the old one is forgotten
/// when the young one is a minute old or full. So there are never more than twice [`MOST`], whoever floods us with
/// addresses; what is forgotten first is what has not been used for longest, and whoever is forgotten is let in.
pub struct Keys {
    world: World,
    generations: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<u64, Nanos>,
    old: HashMap<u64, Nanos>,
    since: Duration,
}

impl Keys {
    pub fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            generations: Mutex::default(),
        }
    }

    fn generations(&self) -> MutexGuard<'_, Generations> {
        let mut generations = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        generations.age(self.world.uptime());
        generations
    }
}

impl Generations {
    fn age(&mut self, now: Duration) {
        let is_full = self.young.len() >= MOST;
        if !is_full && now.saturating_sub(self.since) < LASTS {
            return;
        }
        // After a long silence the young one is too old as well.
        let is_long_ago = now.saturating_sub(self.since) >= 2 * LASTS;
        self.old = mem::take(&mut self.young);
        if is_long_ago {
            self.old = HashMap::new();
        }
        self.since = now;
    }

    fn known(&self, key: u64) -> Option<Nanos> {
        self.young.get(&key).or_else(|| self.old.get(&key)).copied()
    }
}

impl StateStore for Keys {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut generations = self.generations();
        let known = generations.known(*key);
        match measure(known) {
            Ok((result, next)) => {
                generations.young.insert(*key, next);
                Ok(result)
            }
            Err(refused) => {
                // Whoever goes on trying is not forgotten for it.
                if let Some(known) = known {
                    generations.young.insert(*key, known);
                }
                Err(refused)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn put(keys: &Keys, key: u64) {
        keys.measure_and_replace(&key, |_| Ok::<_, ()>(((), Nanos::from(1))))
            .unwrap();
    }

    fn knows(keys: &Keys, key: u64) -> bool {
        keys.generations().known(key).is_some()
    }

    #[test]
    fn a_flood_of_keys_is_held_in_bounded_memory_and_whoever_is_active_is_remembered() {
        let keys = Keys::new(&World::default());
        for key in 1..=(4 * MOST as u64) {
            put(&keys, key);
            if key % 10_000 == 0 {
                put(&keys, 0);
            }
            let generations = keys.generations.lock().unwrap();
            assert!(generations.young.len() <= MOST + 1 && generations.old.len() <= MOST + 1);
        }
        assert!(knows(&keys, 0));
        assert!(!knows(&keys, 1));
    }

    #[test]
    fn a_key_that_is_not_used_is_forgotten_after_two_minutes_at_most() {
        let world = World::default();
        let keys = Keys::new(&world);
        put(&keys, 1);
        world.advance(time::Duration::seconds(61));
        assert!(knows(&keys, 1), "the quota may not be full again before");
        world.advance(time::Duration::seconds(61));
        assert!(!knows(&keys, 1));
        put(&keys, 2);
        world.advance(time::Duration::hours(1));
        assert!(!knows(&keys, 2));
        let generations = keys.generations();
        assert!(generations.young.is_empty() && generations.old.is_empty());
    }
}
