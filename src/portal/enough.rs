//! What would have been enough, in the reader's words.

use crate::domain::Language;
use crate::ops::access::{Power, Powers, Shortfall};
use crate::text::{Texts, fill};

/// What a person who was refused lacks.
pub enum Enough {
    AnyOf(PowerList),
    /// A place on one of the service owner's access lists.
    OnList,
    Unknown,
}

/// Powers of which one is enough.
#[derive(Default)]
pub struct PowerList {
    named: Vec<PowerLabel>,
    more: usize,
}

struct PowerLabel {
    name: String,
    is_role: bool,
}

impl Enough {
    pub fn of(shortfall: Shortfall, language: Language) -> Self {
        match shortfall {
            Shortfall::Powers(powers) => Self::AnyOf(PowerList::of(&powers, language)),
            Shortfall::NotOnList => Self::OnList,
            Shortfall::Unknown => Self::Unknown,
        }
    }
}

impl PowerList {
    pub fn of(powers: &Powers, language: Language) -> Self {
        let mut list = Self {
            named: Vec::new(),
            more: powers.more,
        };
        for power in &powers.named {
            let name = power.name().get(language);
            // A role and a package of the same name mean the same to a reader.
            if list.named.iter().all(|known| known.name != name) {
                list.named.push(PowerLabel {
                    name: name.to_owned(),
                    is_role: matches!(power, Power::Role(_)),
                });
            }
        }
        list
    }

    /// Those that a list beside this one does not name.
    #[must_use]
    pub fn without(mut self, names: &[String]) -> Self {
        self.named.retain(|power| !names.contains(&power.name));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// One line per power, and one for those that are not named.
    pub fn lines(&self, t: &Texts) -> Vec<String> {
        self.names(t).chain(self.rest(t)).collect()
    }

    /// That one of these is enough too, in one sentence.
    pub fn also(&self, t: &Texts) -> String {
        let names: Vec<String> = self.names(t).collect();
        let words: Vec<String> = [names.join(", ")].into_iter().chain(self.rest(t)).collect();
        fill(t.powers.also, &[("powers", &words.join(" "))])
    }

    fn names(&self, t: &Texts) -> impl Iterator<Item = String> {
        self.named.iter().map(|power| {
            let kind = match power.is_role {
                true => t.powers.role,
                false => t.powers.package,
            };
            fill(kind, &[("name", &power.name)])
        })
    }

    fn rest(&self, t: &Texts) -> Option<String> {
        match self.more {
            0 => None,
            1 => Some(t.powers.more_one.to_owned()),
            count => Some(fill(t.powers.more_many, &[("count", &count.to_string())])),
        }
    }

    /// For page samples.
    pub fn sample(language: Language) -> Self {
        let [role, package] = match language {
            Language::Nb => ["Daglig leder", "Fiske"],
            Language::Nn => ["Dagleg leiar", "Fiske"],
            Language::En => ["Managing Director", "Fishing"],
        };
        let label = |name: &str, is_role| PowerLabel {
            name: name.to_owned(),
            is_role,
        };
        Self {
            named: vec![label(role, true), label(package, false)],
            more: 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::texts;

    #[test]
    fn the_list_says_what_is_a_role_and_how_many_are_not_named() {
        let lines = PowerList::sample(Language::Nb).lines(texts(Language::Nb));
        assert_eq!(
            lines,
            ["Daglig leder (rolle)", "Fiske (tilgangspakke)", "og 2 til"]
        );
        let also = PowerList::sample(Language::Nn).also(texts(Language::Nn));
        let list = "Dagleg leiar (rolle), Fiske (tilgangspakke) og 2 til";
        assert_eq!(also, format!("Det er òg nok å ha éi av desse: {list}."));
        let without = PowerList::sample(Language::En).without(&["Fishing".to_owned()]);
        let lines = without.lines(texts(Language::En));
        assert_eq!(lines, ["Managing Director (role)", "and 2 more"]);
        assert!(PowerList::default().lines(texts(Language::Nn)).is_empty());
    }
}
