use std::collections::{BTreeMap, HashSet};

/// Resources and what lies directly below them, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hierarchy(BTreeMap<String, Vec<String>>);

impl Hierarchy {
    /// From (resource, what lies directly below it).
    pub fn of<'r>(children: impl IntoIterator<Item = (&'r str, Vec<&'r str>)>) -> Self {
        let owned = |ids: Vec<&str>| ids.into_iter().map(ToOwned::to_owned).collect();
        let children = children.into_iter();
        Self(
            children
                .map(|(id, below)| (id.to_owned(), owned(below)))
                .collect(),
        )
    }

    /// What lies directly below a resource; `None` when the hierarchy does not have it.
    pub fn children(&self, id: &str) -> Option<Vec<&str>> {
        let children = self.0.get(id)?;
        Some(children.iter().map(String::as_str).collect())
    }

    /// All that lies below a resource, the nearest first, each once.
    pub fn descendants(&self, id: &str) -> Option<Vec<&str>> {
        let mut found = self.children(id)?;
        let mut seen: HashSet<&str> = found.iter().copied().collect();
        let mut next = 0;
        while let Some(one) = found.get(next) {
            let below = self.children(one).unwrap_or_default().into_iter();
            let new: Vec<&str> = below
                .filter(|child| *child != id && seen.insert(child))
                .collect();
            found.extend(new);
            next += 1;
        }
        Some(found)
    }
}
