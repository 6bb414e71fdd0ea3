//! From the subjects of a table to the ways in which somebody comes to be one: the roles of the register that a role
//! follows from, the roles that give a package, what can be given.

use std::collections::BTreeSet;

use crate::engine::names;
use crate::engine::policy_table::{PolicyTable, TableAction, TableSubject};
use crate::ops::facts::{OWN_ROLE, is_frame};
use crate::reference::{Role, reference};
use crate::store::reach::{Way, WayKind};

/// Roles that are no access at all; the statements of `store` leave them out.
const NO_ACCESS: [&str; 2] = ["supplier", "appstyrt-rettighetshaver"];

/// What one table has and another does not.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// The ways to actions that only the first table has.
    pub by: Vec<Way>,
    /// The ways of the second table to the same actions.
    pub unless: Vec<Way>,
    /// Actions that can be given by the first table alone, in lower case.
    pub uncovered: Vec<String>,
}

impl Change {
    pub fn between(from: &PolicyTable, to: &PolicyTable) -> Self {
        let mut change = Self::default();
        for action in from.actions() {
            let (had, has) = (subjects_of(from, action), subjects_of(to, action));
            let gone: Vec<&TableSubject> = had.difference(&has).copied().collect();
            if gone.is_empty() {
                continue;
            }
            let is_uncovered = is_covered(&had) && !is_covered(&has);
            change.by.extend(ways(action, gone.iter().copied()));
            if is_uncovered {
                change.by.push(given(action));
                change.uncovered.push(action.as_str().to_ascii_lowercase());
            }
            change.unless.extend(ways(action, has.iter().copied()));
            if is_covered(&has) {
                change.unless.push(given(action));
            }
        }
        change
    }
}

fn subjects_of<'t>(table: &'t PolicyTable, action: &TableAction) -> BTreeSet<&'t TableSubject> {
    let of_action = table.pairs().filter(|(_, permitted)| *permitted == action);
    of_action.map(|(subject, _)| subject).collect()
}

/// Whether somebody can have the action by a role or package, so that it can be given.
fn is_covered(subjects: &BTreeSet<&TableSubject>) -> bool {
    let mut subjects = subjects.iter();
    subjects.any(|subject| names::is_role_or_package(subject.kind().attribute_id()))
}

fn given(action: &TableAction) -> Way {
    way(WayKind::Right, action, String::new(), None)
}

fn way(kind: WayKind, action: &TableAction, name: String, form: Option<String>) -> Way {
    Way {
        kind,
        action: action.as_str().to_owned(),
        name,
        form,
    }
}

/// The ways to be one of these subjects.
fn ways<'t>(
    action: &TableAction,
    subjects: impl Iterator<Item = &'t TableSubject>,
) -> BTreeSet<Way> {
    let urns: BTreeSet<String> = subjects.map(TableSubject::urn).collect();
    let mut ways = BTreeSet::new();
    for role in reference().roles().filter(|role| is_access(role)) {
        for form in forms(role, &urns) {
            if role.code == OWN_ROLE {
                ways.insert(way(WayKind::Own, action, String::new(), None));
            }
            ways.insert(way(WayKind::Role, action, role.code.clone(), form));
        }
    }
    let packages = reference()
        .packages()
        .filter(|package| urns.contains(&package.urn));
    ways.extend(packages.map(|package| way(WayKind::Package, action, package.urn.clone(), None)));
    ways
}

fn is_access(role: &Role) -> bool {
    let code = role.code.as_str();
    !is_frame(code) && !NO_ACCESS.contains(&code)
}

/// The forms of organizations at which the role makes somebody one of the subjects; `None` stands for all.
fn forms(role: &Role, urns: &BTreeSet<String>) -> BTreeSet<Option<String>> {
    let names_one = |role: &Role| {
        let mut names = [Some(&role.urn), role.legacy_urn.as_ref()].into_iter();
        names.any(|urn| urn.is_some_and(|urn| urns.contains(urn)))
    };
    if names_one(role) || reference().roles_from(&role.code).any(names_one) {
        return BTreeSet::from([None]);
    }
    let packages = reference().role_packages(&role.code);
    let giving = packages.filter(|row| row.has_access && urns.contains(&row.package));
    let forms: BTreeSet<Option<String>> = giving.map(|row| row.entity_variant.clone()).collect();
    match forms.contains(&None) {
        true => BTreeSet::from([None]),
        false => forms,
    }
}
