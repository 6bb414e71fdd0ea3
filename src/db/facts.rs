//! The version of the facts: a number that grows with every committed change to a table that decisions rest on.
//!
//! Whoever keeps facts in memory asks for the version first and uses only what was loaded at that version. The rule that
//! makes this exact: the version grows in the same transaction as the facts, as its last statement, so that nobody sees
//! new facts under an old number for longer than it takes to read them, and never the other way round. Last also
//! means that the row is locked by transactions that wait for nothing more: no deadlock comes of it.
//!
//! Which transactions change facts is read off their statements. A table that this file does not know counts as facts.
//!
//! On PostgreSQL the version is read from its row. On SQLite it is a number in this process, raised when a commit is done
//! (in a task of its own, so that a request that is cut off cannot lose it); another process on the same file, such as
//! an import while the server runs, is noticed within [`LOOK_EVERY`].

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use sqlx::sqlite::SqlitePool;

use super::joint::Joint;
use super::{Sql, sql};

/// How long changes by another process on the same SQLite file may stay unseen.
pub const LOOK_EVERY: Duration = Duration::from_millis(250);

pub(super) const READ: Sql = sql!("select version from fact_version where id = 1");
pub(super) const RAISE: Sql =
    sql!("update fact_version set version = version + 1 where id = 1 returning version");

/// The tables that decisions rest on.
pub const FACTS: [&str; 13] = [
    "access_list",
    "access_list_member",
    "access_list_resource",
    "client_delegation",
    "delegation",
    "fact_version",
    "party",
    "resource",
    "resource_policy",
    "role_assignment",
    "service_owner",
    "system",
    "system_user",
];

/// The tables that no decision looks at.
pub const NOT_FACTS: [&str; 28] = [
    "access_request",
    "act",
    "act_head",
    "assignment",
    "decision_log",
    "decision_log_gap",
    "ended_login",
    "job",
    "kept_form",
    "launch",
    "link_service",
    "own_system",
    "owner_scope",
    "person_lookup",
    "profile",
    "register_counter",
    "register_import",
    "registry_clock",
    "request",
    "resource_subject",
    "resource_version",
    "sandbox_client",
    "scope_delegation",
    "session",
    "signing_key",
    "system_client",
    "ticket",
    "used_token",
];

/// The number of changes to facts that have been committed. It only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactVersion(pub i64);

/// Whether a statement writes to a table of facts, or to one that is not known.
pub(super) fn changes_facts(text: &str) -> bool {
    written_tables(text)
        .iter()
        .any(|table| !NOT_FACTS.contains(table))
}

/// The tables that a statement inserts into, updates or deletes from, read off its words. Words in literals may give one
/// too many, never one too few.
pub fn written_tables(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text
        .split(|c| !is_part(c))
        .filter(|word| !word.is_empty())
        .collect();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let is = |at: usize, wanted: &str| word(at).eq_ignore_ascii_case(wanted);
    let mut tables = Vec::new();
    for at in 0..words.len() {
        let before = at.checked_sub(1);
        let follows = |wanted| before.is_some_and(|before| is(before, wanted));
        // `for update` and `for no key update` lock rows.
        let locks = follows("for") || follows("key");
        let names_table = is(at, "into")
            || (is(at, "from") && follows("delete"))
            || (is(at, "update") && !is(at + 1, "set") && !locks);
        if names_table {
            tables.push(word(at + 1));
        }
    }
    tables
}

/// What the handles of one database share.
#[derive(Default)]
pub(super) struct Shared {
    /// PostgreSQL: the query for the version, which requests at the same time share.
    pub reading: Joint<FactVersion>,
    /// SQLite: changes to facts that this process knows of. Not the stored number, which a failed commit takes back.
    changes: AtomicI64,
    /// SQLite: the stored version as this process last saw or wrote it.
    stored: AtomicI64,
    /// How many statements have been run.
    pub statements: AtomicU64,
}

impl Shared {
    pub fn version(&self) -> FactVersion {
        FactVersion(self.changes.load(Ordering::Acquire))
    }

    /// A commit of this process is over, well or badly; what became of a failed one is not always known.
    pub fn committed(&self, stored: FactVersion) {
        self.stored.store(stored.0, Ordering::Release);
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// This version is stored now.
    fn saw(&self, stored: i64) {
        if self.stored.swap(stored, Ordering::AcqRel) != stored {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
    }

    pub fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }
}

/// Looks again and again for changes that other processes made to a SQLite file, until the database is closed.
pub(super) fn look_for_others(read: SqlitePool, shared: &Arc<Shared>) {
    let shared: Weak<Shared> = Arc::downgrade(shared);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            // Before the first migration there is no such table; a failure now is another look later.
            let found = sqlx::query_scalar::<_, i64>(READ.sqlite)
                .fetch_one(&read)
                .await;
            match (shared.upgrade(), found) {
                (None, _) | (_, Err(sqlx::Error::PoolClosed)) => return,
                (Some(shared), Ok(stored)) => shared.saw(stored),
                (Some(_), Err(_)) => {}
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_that_a_statement_writes_are_read_off_it() {
        for (text, tables) in [
            ("insert into act(id) values ($1)", vec!["act"]),
            ("INSERT INTO \"party\" (id) values ($1)", vec!["party"]),
            (
                "insert into session (hash) values ($1) on conflict (hash) do update set a = 1",
                vec!["session"],
            ),
            ("update delegation set x = 1", vec!["delegation"]),
            ("delete from\n launch where id = $1", vec!["launch"]),
            (
                "with gone as (delete from ticket returning id) update party set x = 1",
                vec!["ticket", "party"],
            ),
            ("select * from party for update", vec![]),
            ("select * from party for no key update", vec![]),
            ("select * from party for update of party", vec![]),
            (
                "insert or replace into resource values ($1)",
                vec!["resource"],
            ),
            ("select updated_at from profile", vec![]),
        ] {
            assert_eq!(written_tables(text), tables, "{text}");
        }
    }

    #[test]
    fn a_table_that_is_not_known_counts_as_facts() {
        assert!(changes_facts("insert into something_new (id) values ($1)"));
        assert!(changes_facts("update public.act set id = $1"));
        assert!(changes_facts("update delegation set id = $1"));
        assert!(!changes_facts("insert into session (id) values ($1)"));
        assert!(!changes_facts("select * from delegation"));
    }
}
