use time::Date;

use crate::domain::{Party, PartyKind};
use crate::text::{Texts, dates, fill, numbers};

/// A party as pages show it: name, and the line that tells two of one name apart.
#[derive(Clone, Debug)]
pub struct PartyLabel {
    pub name: String,
    pub identity: Identity,
}

/// What identifies a party on a page. National identity numbers are never shown.
#[derive(Clone, Debug)]
pub enum Identity {
    Person { born: Date },
    Organization { number: String },
    Subunit { number: String, parent: String },
}

impl PartyLabel {
    /// `parent` is the party's main unit, where it has one.
    pub fn of(party: &Party, parent: Option<&Party>) -> Self {
        let identity = match (&party.kind, parent) {
            (PartyKind::Person(person), _) => Identity::Person {
                born: person.born.0,
            },
            (PartyKind::Organization(organization), Some(parent)) => Identity::Subunit {
                number: organization.number.to_string(),
                parent: parent.name.clone(),
            },
            (PartyKind::Organization(organization), None) => Identity::Organization {
                number: organization.number.to_string(),
            },
        };
        Self {
            name: party.name.clone(),
            identity,
        }
    }

    pub fn line(&self, t: &Texts) -> String {
        match &self.identity {
            Identity::Person { born } => fill(t.common.born, &[("date", &dates::day(*born))]),
            Identity::Organization { number } => fill(
                t.common.number,
                &[("number", &numbers::organization(number))],
            ),
            Identity::Subunit { number, parent } => fill(
                t.common.subunit_number,
                &[
                    ("number", &numbers::organization(number)),
                    ("parent", parent),
                ],
            ),
        }
    }

    pub fn is_person(&self) -> bool {
        matches!(self.identity, Identity::Person { .. })
    }
}
