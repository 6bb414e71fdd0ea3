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

    /// Reads off the ids themselves what lies below what: `urn:a:b` and `urn:a/b` below `urn:a`, each directly below the
    /// nearest one that is there.
    pub fn by_names(ids: &[String]) -> Self {
        let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let unique: Vec<&String> = {
            let mut seen = HashSet::new();
            ids.iter().filter(|id| seen.insert(*id)).collect()
        };
        for id in &unique {
            children.entry((*id).clone()).or_default();
            let above = unique.iter().filter(|above| lies_below(id, above));
            if let Some(nearest) = above.max_by_key(|above| above.len()) {
                let below = children.entry((*nearest).clone()).or_default();
                below.push((*id).clone());
            }
        }
        Self(children)
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

fn lies_below(id: &str, above: &str) -> bool {
    let rest = id.strip_prefix(above);
    rest.is_some_and(|rest| rest.starts_with([':', '/']) && rest.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_lies_below_what() {
        let ids = [
            "urn:r",
            "urn:r:b",
            "urn:r:a",
            "urn:r:b/1/2",
            "urn:rest",
            "urn:r:a",
        ];
        let hierarchy = Hierarchy::by_names(&ids.map(str::to_owned));
        assert_eq!(
            hierarchy.children("urn:r"),
            Some(vec!["urn:r:b", "urn:r:a"])
        );
        let all = hierarchy.descendants("urn:r");
        assert_eq!(all, Some(vec!["urn:r:b", "urn:r:a", "urn:r:b/1/2"]));
        assert_eq!(hierarchy.children("urn:rest"), Some(vec![]));
        assert_eq!(hierarchy.children("urn:other"), None);
    }
}
