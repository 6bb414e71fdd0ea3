//! Every statement, on both databases, before any code runs it; and the migrations.

use std::str::FromStr as _;

use fullmakt::db::facts::{FACTS, NOT_FACTS, written_tables};
use fullmakt::db::{Db, STATEMENTS, Statement};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqlSafeStr as _, Statement as _,
};

use crate::support::database::{Kind, fresh, kinds};

/// The names of a statement's columns, or why it cannot be prepared.
async fn columns(kind: Kind, url: &str, statement: &Statement) -> Result<Vec<String>, sqlx::Error> {
    match kind {
        Kind::Sqlite => {
            let options = SqliteConnectOptions::from_str(url)?;
            let mut connection = SqliteConnection::connect_with(&options).await?;
            let text = AssertSqlSafe(statement.sql.sqlite).into_sql_str();
            let prepared = (&mut connection).prepare(text).await?;
            Ok(names(prepared.columns()))
        }
        Kind::Postgres => {
            let mut connection = PgConnection::connect(url).await?;
            let text = AssertSqlSafe(statement.sql.postgres).into_sql_str();
            let prepared = (&mut connection).prepare(text).await?;
            Ok(names(prepared.columns()))
        }
    }
}

fn names<C: sqlx::Column>(columns: &[C]) -> Vec<String> {
    columns
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

async fn migrated(kind: Kind) -> crate::support::database::TestDatabase {
    let database = fresh(kind).await;
    let db = Db::connect(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    db.close().await;
    database
}

#[tokio::test]
async fn every_statement_prepares_on_every_database_and_answers_the_same_columns() {
    let mut faults = Vec::new();
    let mut answers: Vec<Vec<Vec<String>>> = Vec::new();
    for kind in kinds() {
        let database = migrated(kind).await;
        let mut of_kind = Vec::new();
        for statement in STATEMENTS {
            let found = columns(kind, &database.url, statement).await;
            let place = format!("{}:{}", statement.file, statement.line);
            of_kind.push(found.unwrap_or_else(|problem| {
                faults.push(format!("{place}: {kind:?}: {problem}"));
                Vec::new()
            }));
        }
        answers.push(of_kind);
    }
    if let [sqlite, postgres] = answers.as_slice() {
        for ((left, right), statement) in sqlite.iter().zip(postgres).zip(STATEMENTS) {
            if left != right {
                let place = format!("{}:{}", statement.file, statement.line);
                faults.push(format!("{place}: columns differ: {left:?} and {right:?}"));
            }
        }
    }
    assert!(
        STATEMENTS.len() > 50,
        "the registry of statements is nearly empty"
    );
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A table in neither list would count as facts: right, but every write to it would empty what is known.
#[test]
fn every_statement_that_writes_names_a_table_that_is_known_as_facts_or_not() {
    let known = |table: &&str| FACTS.contains(table) || NOT_FACTS.contains(table);
    let mut written = 0;
    for statement in STATEMENTS {
        for text in [statement.sql.sqlite, statement.sql.postgres] {
            let place = format!("{}:{}", statement.file, statement.line);
            let tables = written_tables(text);
            written += tables.len();
            assert!(tables.iter().all(known), "{place}: {tables:?}");
            let first = text.split_whitespace().next().unwrap();
            let may_only_read = ["select", "with"].contains(&first);
            assert!(
                may_only_read || !tables.is_empty(),
                "{place}: no table is seen"
            );
        }
    }
    assert!(written > 60, "{written}");
}

#[tokio::test]
async fn a_broken_statement_is_found() {
    for kind in kinds() {
        let database = migrated(kind).await;
        let broken = Statement {
            file: "nowhere.rs",
            line: 1,
            sql: fullmakt::db::Sql::same("select nothing from party"),
        };
        assert!(
            columns(kind, &database.url, &broken).await.is_err(),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let db = Db::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        db.migrate().await.unwrap();
        db.close().await;
        let later = Db::connect(&database.url).await.unwrap();
        later.migrate().await.unwrap();
        later.ping().await.unwrap();
    }
}

/// As many processes that start on one empty database.
async fn connect_and_migrate(url: String) -> Result<(), fullmakt::db::DbError> {
    let db = Db::connect(&url).await?;
    db.migrate().await?;
    db.ping().await
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_all_find_the_tables() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let starting: Vec<_> = (0..4)
            .map(|_| tokio::spawn(connect_and_migrate(database.url.clone())))
            .collect();
        for one in starting {
            one.await
                .unwrap()
                .unwrap_or_else(|problem| panic!("{kind:?}: {problem}"));
        }
    }
}

/// What decisions and look-ups read grows with what a party has, never with how many parties there are.
#[tokio::test]
async fn no_statement_about_parties_and_roles_reads_a_whole_table() {
    /// Lists persons by a part of their name, for the sandbox's login page; or asks whether there is anybody.
    const MAY: [&str; 2] = ["name like $1", "select id from party limit 1"];
    let database = migrated(Kind::Sqlite).await;
    let options = SqliteConnectOptions::from_str(&database.url).unwrap();
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let (mut faults, mut seen) = (Vec::new(), 0);
    for statement in STATEMENTS {
        let text = statement.sql.sqlite;
        let files = [
            "store/parties.rs",
            "store/roles.rs",
            "store/register.rs",
            "store/register_changes.rs",
        ];
        if !files.iter().any(|file| statement.file.ends_with(file))
            || MAY.iter().any(|may| text.contains(may))
        {
            continue;
        }
        seen += 1;
        let plan = AssertSqlSafe(format!("explain query plan {text}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(plan)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for (.., step) in steps {
            let table = step
                .strip_prefix("SCAN ")
                .and_then(|step| step.split(' ').next());
            if table.is_some_and(|table| {
                [
                    "party",
                    "role_assignment",
                    "a",
                    "p",
                    "o",
                    "business",
                    "owner",
                ]
                .contains(&table)
            }) {
                faults.push(format!("{}:{}: {step}", statement.file, statement.line));
            }
        }
    }
    assert!(seen > 25, "{seen}");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
