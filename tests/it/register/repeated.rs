use std::time::Duration;

use super::*;
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_changes_nothing() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.generate("people.jsonl", 300, 300);
        let said = desk.import_whole(&["people.jsonl"]);
        assert!(said.contains("600 added"), "{said}");
        let db = Db::connect(&desk.database.url).await.unwrap();
        // Another process on the same SQLite file is seen within a quarter of a second: time enough for that.
        let time_to_notice = Duration::from_millis(600);
        tokio::time::sleep(time_to_notice).await;
        let (version, before) = (db.fact_version().await.unwrap(), desk.all().await);
        let content = desk.content().await;
        let last = register::last_version(&desk.db).await.unwrap();
        for arguments in [vec!["people.jsonl"], vec!["people.jsonl", "--anew"]] {
            let said = desk.import_whole(&arguments);
            assert!(said.contains("nothing was changed"), "{said}");
        }
        tokio::time::sleep(time_to_notice).await;
        assert_eq!(db.fact_version().await.unwrap(), version, "{kind:?}");
        assert_eq!(desk.all().await, before);
        assert_eq!(desk.content().await, content);
        assert_eq!(register::last_version(&desk.db).await.unwrap(), last);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_on_the_same_database_notices_an_import() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.generate("people.jsonl", 5, 5);
        let before = desk.db.fact_version().await.unwrap();
        desk.import_whole(&["people.jsonl"]);
        for _ in 0..200 {
            if desk.db.fact_version().await.unwrap() > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(desk.db.fact_version().await.unwrap() > before, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_do_what_one_does() {
    for kind in kinds() {
        let alone = Desk::new(kind).await;
        alone.generate("people.jsonl", 3_000, 3_000);
        alone.import_whole(&["people.jsonl"]);
        let desk = Desk::new(kind).await;
        desk.generate("people.jsonl", 3_000, 3_000);
        let both: Vec<_> = (0..2)
            .map(|_| desk.command(&["people.jsonl"]).spawn().unwrap())
            .collect();
        for one in both {
            assert!(one.wait_with_output().unwrap().status.success(), "{kind:?}");
        }
        assert_eq!(desk.content().await, alone.content().await);
        let mut numbers: Vec<i64> = desk
            .all()
            .await
            .iter()
            .map(|one| one.party.number)
            .collect();
        numbers.sort_unstable();
        let expected: Vec<i64> = (1..=6_000).map(|number| 1_000_000_000 + number).collect();
        assert_eq!(numbers, expected, "{kind:?}");
    }
}
