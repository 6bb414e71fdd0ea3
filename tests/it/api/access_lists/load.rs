//! Long lists: how many statements, and that each finds its rows by an index.

use std::time::{Duration, Instant};

use fullmakt::db::{Params, Row, STATEMENTS, Statement};
use fullmakt::domain::{Expiry, MemberName, PartyId, Preconditions};
use fullmakt::ops::access_lists::{self, Edit, ListName, MAX_AT_ONCE, MemberChange, Refusal};
use fullmakt::ops::registry_log::Author;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::facts::another;
use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;

const BANKS: ListName<'_> = ListName {
    owner: "dts",
    identifier: "banks",
};

fn names(numbers: &[String]) -> Vec<MemberName> {
    let name = |number: &String| MemberName::parse_org_number(number).unwrap();
    numbers.iter().map(name).collect()
}

/// A change by nobody in particular.
fn edit(expected: &Preconditions) -> Edit<'_> {
    Edit {
        by: &Author::Unknown,
        expected,
    }
}

#[tokio::test]
async fn a_thousand_members_take_as_many_statements_as_one() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let core = another(&desk.stage).await;
        let all = names(&add_organizations(&core.db, 1_001).await);
        let none = Preconditions::default();
        let (one, thousand) = all.split_at(1);
        for change in [
            MemberChange::Add(Expiry::AsBefore),
            MemberChange::Remove,
            MemberChange::Replace(Expiry::AsBefore),
        ] {
            let mut counts = Vec::new();
            for some in [one, thousand] {
                let before = core.db.statements();
                let changed =
                    access_lists::change_members(&core, BANKS, some, change, edit(&none)).await;
                changed.unwrap().unwrap();
                counts.push(core.db.statements() - before);
            }
            // An act takes two statements. The second replacement removes what the first one added, which is an act more.
            let more = match change {
                MemberChange::Replace(_) => 2,
                _ => 0,
            };
            assert_eq!(counts[0] + more, counts[1], "{kind:?} {change:?}");
            assert!(counts[0] <= 9, "{kind:?} {change:?} {counts:?}");
        }
    }
}

#[tokio::test]
async fn who_would_lose_access_is_counted_in_two_statements() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        let core = another(&desk.stage).await;
        let before = core.db.statements();
        let counted = access_lists::who_would_lose_access(&core, TAX_BASIS).await;
        assert!(counted.unwrap().unwrap().losing() > 0, "{kind:?}");
        assert_eq!(core.db.statements() - before, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn one_change_names_no_more_than_can_be_taken() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    let many = vec![MemberName::Number(1); MAX_AT_ONCE + 1];
    let none = Preconditions::default();
    let change = MemberChange::Remove;
    let core = desk.stage.core();
    let refused = access_lists::change_members(&core, BANKS, &many, change, edit(&none)).await;
    assert_eq!(refused.unwrap(), Err(Refusal::TooManyMembers));
}

#[tokio::test]
async fn a_page_takes_as_many_statements_wherever_it_is() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let core = desk.stage.core();
        let all = names(&add_organizations(&core.db, 1_000).await);
        let change = MemberChange::Add(Expiry::AsBefore);
        let none = Preconditions::default();
        let added = access_lists::change_members(&core, BANKS, &all, change, edit(&none)).await;
        added.unwrap().unwrap();
        // Twice, as the server may do something of its own meanwhile.
        let walks = [count_pages(&desk).await, count_pages(&desk).await];
        let counts: Vec<u64> = walks[0]
            .iter()
            .zip(&walks[1])
            .map(|(one, other)| *one.min(other))
            .collect();
        // The owner, and the list with the page.
        assert_eq!(counts, vec![2; 10], "{kind:?}");
    }
}

/// How many statements each page takes.
async fn count_pages(desk: &Desk) -> Vec<u64> {
    let mut path = "/dts/banks/members".to_owned();
    let mut counts = Vec::new();
    loop {
        let before = desk.stage.app.db.statements();
        let page = desk.get(&path).await;
        counts.push(desk.stage.app.db.statements() - before);
        match page.body["links"]["next"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => return counts,
        }
    }
}

/// The steps of a statement of the store, as the database plans them.
async fn plan(desk: &Desk, statement: &str, params: Params<'_>) -> String {
    let is_wanted = |one: &&Statement| {
        one.file.contains("store/access_lists") && one.sql.sqlite.contains(statement)
    };
    let sql = STATEMENTS.iter().find(is_wanted).unwrap().sql;
    let explain = |verb: &str, text: &str| -> &'static str {
        Box::leak(format!("{verb} {text}").into_boxed_str())
    };
    let sql = Sql::pair(
        explain("explain query plan", sql.sqlite),
        explain("explain (costs off)", sql.postgres),
    );
    let rows: Vec<Row> = (&desk.stage.app.db).rows(sql, params).await.unwrap();
    let text = |row: &Row| match row {
        Row::Sqlite(_) => row.get::<String>("detail").unwrap(),
        Row::Postgres(_) => row.get::<String>("QUERY PLAN").unwrap(),
    };
    rows.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn memberships_and_pages_are_found_by_their_indexes() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let core = desk.stage.core();
        let all = names(&add_organizations(&core.db, 20_000).await);
        let none = Preconditions::default();
        let change = MemberChange::Add(Expiry::AsBefore);
        for list in ["banks", "others", "more"] {
            desk.put(&format!("/dts/{list}"), &json!({"name": "x"}))
                .await;
            let name = ListName {
                owner: "dts",
                identifier: list,
            };
            let added = access_lists::change_members(&core, name, &all, change, edit(&none)).await;
            added.unwrap().unwrap();
        }
        if kind == Kind::Postgres {
            desk.stage.app.run_sql("analyze").await;
        }
        let nobody = PartyId(Uuid::nil());
        let now = core.world.now();
        let check = plan(&desk, "where m.party = $1 order by", &[&nobody]).await;
        assert!(
            check.contains("access_list_member_by_party"),
            "{kind:?}\n{check}"
        );
        let page = "order by party limit $4";
        let page = plan(&desk, page, &[&"dts", &"banks", &nobody, &100_i64, &now]).await;
        let key = match kind {
            Kind::Sqlite => {
                "SEARCH access_list_member USING INDEX sqlite_autoindex_access_list_member_1 (list=? AND party>?)"
            }
            Kind::Postgres => "access_list_member_pkey",
        };
        assert!(page.contains(key), "{kind:?}\n{page}");
        for steps in [check, page] {
            assert!(
                !steps.contains("SCAN access_list_member"),
                "{kind:?}\n{steps}"
            );
            assert!(
                !steps.contains("Seq Scan on access_list_member"),
                "{kind:?}\n{steps}"
            );
        }
    }
}

/// Prints figures for docs/performance.md; run by hand, as it takes a while.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, and takes a minute"]
async fn figures_of_a_list_with_a_hundred_thousand_members() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let core = desk.stage.core();
        let all = add_organizations(&core.db, MAX_AT_ONCE).await;
        let mut adds = Vec::new();
        for some in all.chunks(100) {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            let begun = Instant::now();
            desk.add(&some).await;
            adds.push(begun.elapsed());
        }
        told(kind, "adding 100 by the API", &adds);

        let (mut path, mut found) = ("/dts/banks/members".to_owned(), 0);
        let mut pages = Vec::new();
        loop {
            let begun = Instant::now();
            let page = desk.get(&path).await;
            pages.push(begun.elapsed());
            found += page.body["data"].as_array().unwrap().len();
            match page.body["links"]["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
        assert_eq!(found, MAX_AT_ONCE);
        told(kind, "a page of 100 by the API", &pages);

        let begun = Instant::now();
        let change = MemberChange::Replace(Expiry::Never);
        let some = names(&all[50_000..]);
        let none = Preconditions::default();
        let changed = access_lists::change_members(&core, BANKS, &some, change, edit(&none)).await;
        changed.unwrap().unwrap();
        println!(
            "{kind:?}: replacing 100,000 by 50,000 of them: {:?}",
            begun.elapsed()
        );
        let begun = Instant::now();
        let some = names(&all);
        let change = MemberChange::Add(Expiry::AsBefore);
        let changed = access_lists::change_members(&core, BANKS, &some, change, edit(&none)).await;
        changed.unwrap().unwrap();
        println!(
            "{kind:?}: adding 100,000 at once, half of them members: {:?}",
            begun.elapsed()
        );

        let mut checks = Vec::new();
        for party in all.iter().step_by(1_000) {
            let party = PartyId(format!("{party:0>32}").parse().unwrap());
            let begun = Instant::now();
            access_lists::memberships(&core, party).await.unwrap();
            checks.push(begun.elapsed());
        }
        told(kind, "the memberships of one party", &checks);
        let begun = Instant::now();
        let counted = access_lists::who_would_lose_access(&core, TAX_BASIS).await;
        println!(
            "{kind:?}: who would lose access, of 100,000 parties: {:?} {:?}",
            begun.elapsed(),
            counted.unwrap()
        );
    }
}

/// The median of the first tenth and of the last, and the longest.
fn told(kind: Kind, what: &str, times: &[Duration]) {
    let median = |some: &[Duration]| {
        let mut some = some.to_vec();
        some.sort();
        some[some.len() / 2]
    };
    let tenth = times.len().div_ceil(10);
    let (first, last) = (&times[..tenth], &times[times.len() - tenth..]);
    let all: Duration = times.iter().sum();
    println!(
        "{kind:?}: {what}: median of the first tenth {:?}, of the last {:?}, of {} all together {all:?}",
        median(first),
        median(last),
        times.len()
    );
}
