use std::collections::BTreeSet;
use std::fmt;

use super::batches::Batch;
use super::parties::Entered;
use super::relations::Related;

/// What an import did, in lines, parties and roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines or elements that were read, those with faults too.
    pub lines: u64,
    pub parties_added: u64,
    pub parties_changed: u64,
    /// Subunits that got another main unit.
    pub moved: u64,
    pub roles_added: u64,
    pub roles_ended: u64,
    /// Faults that were told, by line.
    pub faults: u64,
    /// Roles of persons in files that do not say who the persons are.
    pub roles_of_persons: u64,
    /// Roles with codes that the product does not know, in files of others.
    pub unknown_roles: u64,
    unknown_codes: BTreeSet<String>,
}

impl Summary {
    /// How many codes that are not known are named.
    const NAMED: usize = 10;

    pub(super) fn add(&mut self, batch: &Batch, pass: i64, entered: Entered, related: &Related) {
        if pass == 1 {
            self.lines += batch.lines;
        }
        self.parties_added += entered.added;
        self.parties_changed += entered.changed;
        self.moved += related.moved;
        self.roles_added += related.roles_added;
        self.roles_ended += related.roles_ended;
        self.roles_of_persons += batch.roles_of_persons;
        self.unknown_roles += batch.unknown_roles.len() as u64;
        for code in &batch.unknown_roles {
            if self.unknown_codes.len() < Self::NAMED {
                self.unknown_codes.insert(code.clone());
            }
        }
    }

    /// Nothing was written.
    pub fn changed_nothing(&self) -> bool {
        self.parties_added + self.parties_changed + self.moved + self.roles_added + self.roles_ended
            == 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Lines read: {}.", self.lines)?;
        match self.changed_nothing() {
            true if self.faults > 0 => writeln!(f, "The register was left as it was.")?,
            true => writeln!(f, "The register had it all already; nothing was changed.")?,
            false => writeln!(
                f,
                "Parties: {} added, {} changed. Subunits put under a main unit: {}. Roles: {} added, {} ended.",
                self.parties_added,
                self.parties_changed,
                self.moved,
                self.roles_added,
                self.roles_ended
            )?,
        }
        if self.roles_of_persons > 0 {
            writeln!(
                f,
                "Roles of persons left out, as the published file does not say by number who they are: {}.",
                self.roles_of_persons
            )?;
        }
        if self.unknown_roles > 0 {
            let codes: Vec<&str> = self.unknown_codes.iter().map(String::as_str).collect();
            writeln!(
                f,
                "Roles left out that are not known here: {} ({}).",
                self.unknown_roles,
                codes.join(", ")
            )?;
        }
        match self.faults {
            0 => Ok(()),
            faults => writeln!(
                f,
                "Faults: {faults}. These lines, or parts of them, are not in the register."
            ),
        }
    }
}
