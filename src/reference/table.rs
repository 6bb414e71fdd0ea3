//! The rows of a file, in its order, found by a key.

use std::collections::HashMap;
use std::slice::Iter;

pub struct Table<T> {
    rows: Vec<T>,
    places: HashMap<String, usize>,
}

impl<T> Table<T> {
    pub fn of(rows: Vec<T>, key: impl Fn(&T) -> &str) -> Self {
        let keys = rows.iter().map(|row| key(row).to_owned());
        let places = keys.enumerate().map(|(place, key)| (key, place)).collect();
        Self { rows, places }
    }

    pub fn get(&self, key: &str) -> Option<&T> {
        self.rows.get(*self.places.get(key)?)
    }

    pub fn iter(&self) -> Iter<'_, T> {
        self.rows.iter()
    }
}
