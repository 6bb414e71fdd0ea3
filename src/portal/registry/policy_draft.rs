//! A policy's table while somebody works on it: all of it travels in the form, so that nothing is lost between the steps.

use super::fields::Fields;
use crate::domain::{Language, alphabetical};
use crate::ops::policy_table::{Levels, PolicyTable, TableAction, TableSubject};
use crate::ops::resources::read_table;
use crate::reference::reference;

/// Rows and columns, with crosses where they meet; a row or column may still be without any.
#[derive(Clone, Debug, Default)]
pub struct PolicyDraft {
    pub rows: Vec<TableSubject>,
    pub columns: Vec<TableAction>,
    /// Row and column of each cross.
    pub crosses: Vec<(usize, usize)>,
    pub levels: Levels,
}

/// No table that a person works on has more.
const MAX_ROWS: usize = 500;
const MAX_COLUMNS: usize = 40;

impl PolicyDraft {
    /// What a new resource begins with: two actions, the level that most services ask for.
    pub fn blank() -> Self {
        Self {
            columns: ["read", "write"]
                .into_iter()
                .filter_map(TableAction::parse)
                .collect(),
            levels: Levels {
                person: Some(3),
                organization: None,
            },
            ..Self::default()
        }
    }

    pub fn of(table: &PolicyTable) -> Self {
        let rows: Vec<TableSubject> = table.rows().map(|(subject, _)| subject.clone()).collect();
        let columns: Vec<TableAction> = table.actions().into_iter().cloned().collect();
        let mut draft = Self {
            crosses: Vec::new(),
            levels: table.levels,
            rows,
            columns,
        };
        for (subject, action) in table.pairs() {
            let row = draft.rows.iter().position(|one| one == subject);
            let column = draft.columns.iter().position(|one| one == action);
            draft.crosses.extend(row.zip(column));
        }
        draft
    }

    /// The draft of a policy that the table shows whole; `None` of any other.
    pub fn of_xml(resource: &str, xml: &str) -> Option<Self> {
        let reading = read_table(resource, xml).ok()?;
        reading.is_whole().then(|| Self::of(&reading.table))
    }

    /// What the form holds. Names that no table has are left out.
    pub fn read(fields: &Fields) -> Self {
        let level = |name: &str| fields.get(name).parse().ok().filter(|level| *level <= 4);
        let cross = |text: &str| {
            let (row, column) = text.split_once('.')?;
            Some((row.parse().ok()?, column.parse().ok()?))
        };
        Self {
            rows: fields
                .all("row")
                .filter_map(TableSubject::parse)
                .take(MAX_ROWS)
                .collect(),
            columns: fields
                .all("column")
                .filter_map(TableAction::parse)
                .take(MAX_COLUMNS)
                .collect(),
            crosses: fields.all("cross").filter_map(cross).collect(),
            levels: Levels {
                person: level("level"),
                organization: level("level-org"),
            },
        }
    }

    pub fn is_crossed(&self, row: usize, column: usize) -> bool {
        self.crosses.contains(&(row, column))
    }

    pub fn add_row(&mut self, subject: TableSubject) {
        if !self.rows.contains(&subject) && self.rows.len() < MAX_ROWS {
            self.rows.push(subject);
        }
    }

    pub fn add_column(&mut self, action: TableAction) {
        if !self.columns.contains(&action) && self.columns.len() < MAX_COLUMNS {
            self.columns.push(action);
        }
    }

    pub fn remove_row(&mut self, subject: &TableSubject) {
        let Some(gone) = self.rows.iter().position(|row| row == subject) else {
            return;
        };
        self.rows.remove(gone);
        self.crosses.retain(|(row, _)| *row != gone);
        for (row, _) in &mut self.crosses {
            if *row > gone {
                *row -= 1;
            }
        }
    }

    pub fn table(&self) -> PolicyTable {
        let mut table = PolicyTable::default();
        table.levels = self.levels;
        for (row, column) in &self.crosses {
            if let (Some(subject), Some(action)) = (self.rows.get(*row), self.columns.get(*column))
            {
                table.permit(subject.clone(), action.clone());
            }
        }
        table
    }
}

/// A role or package that can get a row.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub urn: String,
    pub name: String,
    pub is_role: bool,
}

/// How many are offered at a time.
const MAX_OFFERED: usize = 12;

/// Roles and packages whose name, or name in the policy, has these words, and how many more there are.
pub fn candidates(
    query: &str,
    known: &[TableSubject],
    language: Language,
) -> (Vec<Candidate>, usize) {
    let wanted = query.trim().to_lowercase();
    if wanted.is_empty() {
        return (Vec::new(), 0);
    }
    let roles = reference().roles().map(|role| {
        // Published policies name a role by its code, where it has one.
        let urn = role.legacy_urn.as_ref().unwrap_or(&role.urn);
        (urn, &role.name, true)
    });
    let packages = reference()
        .packages()
        .map(|package| (&package.urn, &package.name, false));
    let mut found: Vec<Candidate> = roles
        .chain(packages)
        .filter(|(urn, name, _)| {
            name.get(language).to_lowercase().contains(&wanted) || tail(urn).contains(&wanted)
        })
        .filter(|(urn, ..)| {
            TableSubject::parse(urn).is_some_and(|subject| !known.contains(&subject))
        })
        .map(|(urn, name, is_role)| Candidate {
            urn: urn.clone(),
            name: name.get(language).to_owned(),
            is_role,
        })
        .collect();
    found.sort_by_cached_key(|one| {
        let starts = one.name.to_lowercase().starts_with(&wanted);
        (!starts, alphabetical(&one.name), one.urn.clone())
    });
    let more = found.len().saturating_sub(MAX_OFFERED);
    found.truncate(MAX_OFFERED);
    (found, more)
}

fn tail(urn: &str) -> &str {
    urn.rsplit_once(':').map_or(urn, |(_, tail)| tail)
}
