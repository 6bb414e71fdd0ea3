//! Many parties at once: one query for each kind of name, however many names there are.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::api::Problem;
use crate::db::{Db, DbError};
use crate::domain::{NationalId, OrgNumber, PartyId, PartyKind, Registered};
use crate::store::register;

/// How many parties one call may name.
pub const MAX_NAMES: usize = 1_000;

/// What a party is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    Id(PartyId),
    /// The numeric party id.
    Number(i64),
    /// The numeric user id of a person.
    User(i64),
    Person(NationalId),
    Organization(OrgNumber),
}

/// The parties of one call.
pub struct Batch {
    parties: Vec<Registered>,
    places: HashMap<Name, usize>,
}

/// Refuses a call that names too many; `what` is what they are called there.
pub fn check_size(count: usize, most: usize, what: &str) -> Result<(), Problem> {
    if count <= most {
        return Ok(());
    }
    Err(Problem::unreadable(format!(
        "at most {most} {what} may be sent at once"
    )))
}

impl Batch {
    /// Loads those that there are. Names of the same kind take one query together.
    pub async fn load(db: &Db, names: &[Name]) -> Result<Self, DbError> {
        let mut parties = Vec::new();
        let ids = picked(names, |name| match name {
            Name::Id(id) => Some(*id),
            _ => None,
        });
        if !ids.is_empty() {
            parties.extend(register::list(db, &ids).await?);
        }
        let numbers = picked(names, |name| match name {
            Name::Number(number) => Some(*number),
            _ => None,
        });
        if !numbers.is_empty() {
            parties.extend(register::list_by_numbers(db, &numbers).await?);
        }
        let users = picked(names, |name| match name {
            Name::User(number) => Some(*number),
            _ => None,
        });
        if !users.is_empty() {
            parties.extend(register::list_by_user_numbers(db, &users).await?);
        }
        let persons = picked(names, |name| match name {
            Name::Person(id) => Some(id.clone()),
            _ => None,
        });
        if !persons.is_empty() {
            parties.extend(register::list_by_national_ids(db, &persons).await?);
        }
        let organizations = picked(names, |name| match name {
            Name::Organization(number) => Some(number.clone()),
            _ => None,
        });
        if !organizations.is_empty() {
            parties.extend(register::list_by_org_numbers(db, &organizations).await?);
        }
        Ok(Self::of(parties))
    }

    fn of(parties: Vec<Registered>) -> Self {
        let named = parties.iter().enumerate();
        let places =
            named.flat_map(|(place, party)| names_of(party).map(move |name| (name, place)));
        Self {
            places: places.collect(),
            parties,
        }
    }

    pub fn get(&self, name: &Name) -> Option<&Registered> {
        let place = self.places.get(name)?;
        self.parties.get(*place)
    }

    /// The party of a batch that was loaded for one name.
    pub fn into_only(self) -> Option<Registered> {
        self.parties.into_iter().next()
    }

    /// The parties in the order in which they were asked for, each once.
    pub fn in_order<'b>(&'b self, names: &[Name]) -> Vec<&'b Registered> {
        let mut seen = HashSet::new();
        let found = names.iter().filter_map(|name| self.get(name));
        found.filter(|party| seen.insert(party.party.id)).collect()
    }
}

/// The subunits of these parties by their main unit, in one query.
pub async fn load_subunits(
    db: &Db,
    parties: &[&Registered],
) -> Result<HashMap<PartyId, Vec<Registered>>, DbError> {
    let ids: Vec<PartyId> = parties.iter().map(|party| party.party.id).collect();
    let mut by_parent: HashMap<PartyId, Vec<Registered>> = HashMap::new();
    for unit in register::list_subunits(db, &ids).await? {
        if let Some(parent) = unit.party.parent() {
            by_parent.entry(parent).or_default().push(unit);
        }
    }
    Ok(by_parent)
}

/// The names of one kind, each once.
fn picked<T: Clone + Eq + Hash>(names: &[Name], pick: impl Fn(&Name) -> Option<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    let picked = names.iter().filter_map(pick);
    picked.filter(|name| seen.insert(name.clone())).collect()
}

fn names_of(party: &Registered) -> impl Iterator<Item = Name> {
    let party = &party.party;
    let own = match &party.kind {
        PartyKind::Person(person) => [
            Some(Name::Person(person.national_id.clone())),
            Some(Name::User(person.user_number)),
        ],
        PartyKind::Organization(organization) => {
            [Some(Name::Organization(organization.number.clone())), None]
        }
    };
    let common = [Name::Id(party.id), Name::Number(party.number)];
    common.into_iter().chain(own.into_iter().flatten())
}
