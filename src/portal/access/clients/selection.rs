//! What was chosen in a form: clients, and powers that are the same at each of them.

use std::collections::HashSet;

use crate::domain::{Language, PartyId};
use crate::ops::clients::{Client, MAX_AT_ONCE, Power};
use crate::store::client_delegations::PowerName;

use super::desk::{Wanted, word};

/// The names of the fields.
const CLIENT: &str = "klient";
const POWER: &str = "makt";
const ALL: &str = "alle";

/// A form's fields, of its address or body.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    pub clients: HashSet<PartyId>,
    /// All that `query` finds, instead of `clients`.
    pub all: bool,
    pub query: String,
    /// A role's code and a package's urn.
    pub powers: Vec<(String, String)>,
}

/// A power to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub word: String,
}

impl Choice {
    pub fn of(power: Power, language: Language) -> Self {
        Self {
            value: format!("{} {}", power.role.code, power.package.urn),
            word: word(power, language),
        }
    }
}

impl Selection {
    /// Fields that cannot be read are passed over, as are more than can be done at once.
    pub fn read(fields: &[(String, String)]) -> Self {
        let mut selection = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                CLIENT if selection.clients.len() <= MAX_AT_ONCE => {
                    selection.clients.extend(value.parse().ok().map(PartyId));
                }
                POWER if selection.powers.len() <= MAX_AT_ONCE => {
                    let power = value.split_once(' ');
                    let power = power.map(|(role, urn)| (role.to_owned(), urn.to_owned()));
                    selection.powers.extend(power);
                }
                ALL => selection.all = true,
                "q" => selection.query = value.chars().take(100).collect(),
                _ => {}
            }
        }
        selection
    }

    /// The same as hidden fields of the form that says yes.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let clients = self.clients.iter().map(|id| (CLIENT, id.to_string()));
        let powers = self.powers.iter();
        let powers = powers.map(|(role, urn)| (POWER, format!("{role} {urn}")));
        let mut fields: Vec<(&'static str, String)> = clients.chain(powers).collect();
        if self.all {
            fields.push((ALL, "1".to_owned()));
            fields.push(("q", self.query.clone()));
        }
        fields.sort();
        fields
    }

    pub fn has_clients(&self) -> bool {
        self.all || !self.clients.is_empty()
    }

    /// Those of `all` that are chosen.
    pub fn of<'c>(&self, all: &'c [Client]) -> Vec<&'c Client> {
        let wanted = Wanted::of(&self.query);
        let is_chosen = |client: &&Client| match self.all {
            true => wanted.finds(&client.party),
            false => self.clients.contains(&client.party.id),
        };
        all.iter().filter(is_chosen).collect()
    }

    fn wants(&self, power: &PowerName) -> bool {
        let mut powers = self.powers.iter();
        powers.any(|(role, urn)| *role == power.role && *urn == power.package)
    }

    /// What is chosen of what is there, at those clients.
    pub fn powers_at<'c>(&'c self, clients: &'c [&Client]) -> impl Iterator<Item = PowerName> + 'c {
        let names = clients.iter().flat_map(|client| client.power_names());
        names.filter(|name| self.wants(name))
    }
}

/// All powers that any of the clients has, each once.
pub fn choices<'c>(clients: impl Iterator<Item = &'c Client>, language: Language) -> Vec<Choice> {
    let mut seen = HashSet::new();
    let mut choices: Vec<Choice> = Vec::new();
    for power in clients.flat_map(Client::powers) {
        if seen.insert((power.role.code.as_str(), power.package.urn.as_str())) {
            choices.push(Choice::of(power, language));
        }
    }
    choices.sort_by(|one, other| one.word.cmp(&other.word));
    choices
}
