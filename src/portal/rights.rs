use crate::text::{Texts, fill};

/// What a system may do, as its pages list it.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    pub services: Vec<ServiceRight>,
    pub packages: Vec<PackageRight>,
}

/// Some actions on one service.
#[derive(Clone, Debug)]
pub struct ServiceRight {
    pub title: String,
    pub owner: String,
    /// Action ids as the policy names them, such as `read`.
    pub actions: Vec<String>,
    pub missing: Option<Missing>,
}

#[derive(Clone, Debug)]
pub struct PackageRight {
    pub name: String,
    pub description: String,
    pub missing: Option<Missing>,
}

/// Why the person cannot pass a right on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Power,
    Level,
    NotDelegable,
}

impl Missing {
    pub fn text(&self, t: &Texts) -> &'static str {
        match self {
            Missing::Power => t.rights.missing_power,
            Missing::Level => t.rights.missing_level,
            Missing::NotDelegable => t.rights.missing_not_delegable,
        }
    }
}

impl Rights {
    pub fn count(&self) -> usize {
        self.services.len() + self.packages.len()
    }

    /// Why rights cannot be passed on, one for each that cannot.
    pub fn missing(&self) -> impl Iterator<Item = Missing> {
        let services = self.services.iter().filter_map(|right| right.missing);
        services.chain(self.packages.iter().filter_map(|package| package.missing))
    }
}

impl ServiceRight {
    /// "Kan lese og signere".
    pub fn actions_line(&self, t: &Texts) -> String {
        let words = action_words(&self.actions, t);
        fill(t.rights.may, &[("actions", &words)])
    }

    pub fn owner_line(&self, t: &Texts) -> String {
        fill(t.rights.owner, &[("owner", &self.owner)])
    }
}

/// An action in words; one that has no word is shown by its id.
pub(super) fn action_word<'a>(id: &'a str, t: &Texts) -> &'a str {
    match id {
        "read" => t.rights.read,
        "write" => t.rights.write,
        "sign" => t.rights.sign,
        "instantiate" => t.rights.instantiate,
        "delete" => t.rights.delete,
        "confirm" => t.rights.confirm,
        "access" => t.rights.access,
        other => other,
    }
}

/// Actions in words: "lese og signere".
pub(super) fn action_words(actions: &[String], t: &Texts) -> String {
    let words: Vec<&str> = actions.iter().map(|id| action_word(id, t)).collect();
    list(&words, t.rights.and)
}

/// "a, b og c".
pub(super) fn list(words: &[&str], and: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
