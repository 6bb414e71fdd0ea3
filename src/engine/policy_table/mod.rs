//! A policy as a table: who may do what with one resource, one row for each role, package or other subject.
//!
//! A table holds what nearly all published policies say (see `read`). Whatever a policy says besides is told part by part
//! in [`Beyond`], never left out in silence. Written as XML, a table decides exactly as it reads.

mod read;
mod subject;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use subject::{SubjectKind, TableSubject};

/// Who may do what. Each subject stands there once, in the order of [`TableSubject`], with at least one action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyTable {
    rows: BTreeMap<TableSubject, BTreeSet<TableAction>>,
    pub levels: Levels,
}

/// The security levels that a Permit asks for, 0 to 4; none means any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Of a person (`urn:altinn:minimum-authenticationlevel`).
    pub person: Option<u8>,
    /// Of an organization's token (`urn:altinn:minimum-authenticationlevel-org`); without, the one of a person counts.
    pub organization: Option<u8>,
}

/// An action's name: no white space, at most 100 characters. Ordered as people think of them: `read` first, `write`
/// second, then by the alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAction(String);

/// A policy as a table, with what the table does not show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub table: PolicyTable,
    pub beyond: Vec<Beyond>,
}

/// A part of a policy that the table does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The rule, when it is one; else the policy as a whole.
    pub rule: Option<RuleName>,
    pub why: WhyBeyond,
}

/// A rule by its place in the policy, from 1, and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleName {
    pub number: usize,
    pub id: Arc<str>,
}

/// What makes a part of a policy more than a table can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyBeyond {
    /// Several policies in one.
    PolicySet,
    /// An algorithm under which a rule that does not apply can still decide.
    Combining,
    /// The policy applies to some requests only.
    PolicyTarget,
    /// Definitions for conditions.
    Variables,
    /// Obligations or advice other than the security level.
    Duties,
    Deny,
    Condition,
    /// Another resource, or a part or instance of this one.
    OtherResource,
    /// The rule is for whoever asks.
    AnySubject,
    AnyAction,
    AnyResource,
    /// Several attributes that are needed at once.
    Combined,
    /// Time, place or other circumstances.
    Circumstances,
    /// An attribute of the subject that has no row.
    SubjectAttribute(Arc<str>),
    /// A comparison other than equality, or one that minds upper and lower case otherwise.
    Comparison,
    /// The attribute must be in the request, or come from a certain issuer.
    Demanding,
    /// A value with white space, or too long.
    OddValue,
    /// More combinations than a table can hold.
    TooMany,
}

impl PolicyTable {
    /// Lets `subject` do `action`.
    pub fn permit(&mut self, subject: TableSubject, action: TableAction) {
        self.rows.entry(subject).or_default().insert(action);
    }

    pub fn is_permitted(&self, subject: &TableSubject, action: &TableAction) -> bool {
        self.rows
            .get(subject)
            .is_some_and(|actions| actions.contains(action))
    }

    /// The subjects with what each may do.
    pub fn rows(&self) -> impl Iterator<Item = (&TableSubject, &BTreeSet<TableAction>)> {
        self.rows.iter()
    }

    /// Every action that somebody may do, in their order.
    pub fn actions(&self) -> Vec<&TableAction> {
        let all: BTreeSet<&TableAction> = self.rows.values().flatten().collect();
        all.into_iter().collect()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every combination of a subject and an action.
    pub fn pairs(&self) -> impl Iterator<Item = (&TableSubject, &TableAction)> {
        let of_row = |(subject, actions)| {
            let actions: &BTreeSet<TableAction> = actions;
            actions.iter().map(move |action| (subject, action))
        };
        self.rows.iter().flat_map(of_row)
    }
}

impl TableAction {
    const MAX_CHARS: usize = 100;
    /// The actions that most services have, in the order in which they are shown.
    pub const COMMON: [&'static str; 10] = [
        "read",
        "write",
        "instantiate",
        "confirm",
        "sign",
        "complete",
        "reject",
        "delete",
        "subscribe",
        "access",
    ];

    pub fn parse(text: &str) -> Option<Self> {
        let is_name = subject::is_plain(text) && text.chars().count() <= Self::MAX_CHARS;
        is_name.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn place(&self) -> usize {
        let place = Self::COMMON.iter().position(|common| *common == self.0);
        place.unwrap_or(Self::COMMON.len())
    }
}

impl Ord for TableAction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.place(), &self.0).cmp(&(other.place(), &other.0))
    }
}

impl PartialOrd for TableAction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
