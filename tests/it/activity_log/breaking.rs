//! Somebody with the database in his hands changes the log; the look at it finds where.

use fullmakt::db::{Run as _, Sql};
use fullmakt::ops::activity_log::{Broken, Fault, verify};

use super::{add, head, verified};
use crate::support::database::{Kind, kinds};
use crate::support::rows::Rows;

/// More than are looked at in one batch.
const MANY: u128 = 1_205;

async fn run(rows: &Rows, text: &str) {
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    (&rows.db).run(Sql::same(text), &[]).await.unwrap();
}

/// Takes away what stops an honest mistake; the owner of the tables can.
async fn without_triggers(rows: &Rows, kind: Kind) {
    let (triggers, on): (&[&str], _) = match kind {
        Kind::Sqlite => (
            &[
                "act_is_next",
                "act_moves_head",
                "act_is_not_changed",
                "act_is_not_deleted",
                "act_head_goes_forward",
                "act_head_is_not_added",
                "act_head_is_not_deleted",
            ],
            false,
        ),
        Kind::Postgres => (
            &[
                "act_moves_head on act",
                "act_only_grows on act",
                "act_head_goes_forward on act_head",
                "act_head_stays on act_head",
            ],
            true,
        ),
    };
    assert_eq!(on, kind == Kind::Postgres);
    for trigger in triggers {
        run(rows, &format!("drop trigger {trigger}")).await;
    }
}

/// A log of this many acts, without what guards it.
async fn log(kind: Kind, count: u128) -> Rows {
    let rows = Rows::start(kind).await;
    let mut tx = rows.write().await;
    for number in 1..=count {
        fullmakt::store::acts::insert(&mut tx, &super::act(number))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    verified(&rows).await.unwrap();
    without_triggers(&rows, kind).await;
    rows
}

async fn assert_broken(rows: &Rows, number: i64, is_fault: impl Fn(&Fault) -> bool) {
    let broken = verified(rows).await.unwrap_err();
    assert_eq!(broken.number, number, "{broken:?}");
    assert!(is_fault(&broken.fault), "{broken:?}");
}

#[tokio::test]
async fn each_word_of_an_act_is_covered_by_its_hash() {
    let id = |kind, text: &str| match kind {
        Kind::Sqlite => format!("x'{}'", text.replace('-', "")),
        Kind::Postgres => format!("'{text}'"),
    };
    for kind in kinds() {
        let kari = id(kind, &crate::support::cast::KARI_ID.to_string());
        let other = id(kind, "00000000-0000-0000-0000-000000000063");
        for change in [
            format!("id = {other}"),
            "at = '2026-03-29T00:59:59.123457Z'".to_owned(),
            "actor = party".to_owned(),
            format!("party = {kari}"),
            "kind = 'package-revoked'".to_owned(),
            "kind = 'no-such-kind'".to_owned(),
            format!("object = {other}"),
            "details = '{}'".to_owned(),
            "details = '{\"power\":\"x\",\"unknown\":1}'".to_owned(),
            "hash = upper(hash)".to_owned(),
            "hash = null".to_owned(),
        ] {
            let rows = log(kind, 5).await;
            run(&rows, &format!("update act set {change} where number = 3")).await;
            assert_broken(&rows, 3, |fault| *fault == Fault::Altered).await;
        }
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_a_break_and_no_failure() {
    let rows = log(Kind::Sqlite, 5).await;
    run(&rows, "update act set details = '{' where number = 4").await;
    assert_broken(&rows, 4, |fault| matches!(fault, Fault::Unreadable(_))).await;
    run(&rows, "update act set at = 'i går' where number = 2").await;
    assert_broken(&rows, 2, |fault| matches!(fault, Fault::Unreadable(_))).await;
}

#[tokio::test]
async fn an_act_that_was_taken_out_is_missed() {
    for kind in kinds() {
        // The middle, one at the edge of two batches, the first, and the last with the head left.
        for number in [600, 1_000, 1_001, 1, 1_205] {
            let rows = log(kind, MANY).await;
            run(&rows, &format!("delete from act where number = {number}")).await;
            assert_broken(&rows, number, |fault| *fault == Fault::Missing).await;
        }
    }
}

#[tokio::test]
async fn renumbering_does_not_close_a_gap() {
    for kind in kinds() {
        let rows = log(kind, 5).await;
        run(&rows, "delete from act where number = 3").await;
        run(&rows, "update act set number = 3 where number = 4").await;
        run(&rows, "update act set number = 4 where number = 5").await;
        run(&rows, "update act_head set number = 4").await;
        assert_broken(&rows, 3, |fault| *fault == Fault::Altered).await;
    }
}

#[tokio::test]
async fn two_acts_that_changed_places_are_found() {
    for kind in kinds() {
        let rows = log(kind, 6).await;
        run(&rows, "update act set number = 99 where number = 3").await;
        run(&rows, "update act set number = 3 where number = 4").await;
        run(&rows, "update act set number = 4 where number = 99").await;
        assert_broken(&rows, 3, |fault| *fault == Fault::Altered).await;
    }
}

#[tokio::test]
async fn an_act_that_stands_there_twice_is_found() {
    for kind in kinds() {
        let rows = log(kind, 5).await;
        run(&rows, "drop index act_by_number").await;
        let copy = match kind {
            Kind::Sqlite => "randomblob(16)",
            Kind::Postgres => "gen_random_uuid()",
        };
        let columns = "at, actor, party, kind, object, details, number, hash";
        run(
            &rows,
            &format!(
                "insert into act (id, {columns}) select {copy}, {columns} from act where number = 5"
            ),
        )
        .await;
        assert!(verified(&rows).await.is_err(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_cut_end_is_found_by_a_head_that_was_noted() {
    for kind in kinds() {
        let rows = log(kind, 6).await;
        let noted = head(&rows).await;
        run(&rows, "delete from act where number > 4").await;
        run(
            &rows,
            "update act_head set number = 4, hash = (select hash from act where number = 4)",
        )
        .await;
        // By itself the shorter log is whole: that is what a chain cannot show.
        let shorter = verified(&rows).await.unwrap();
        assert_eq!(shorter.head.number, 4);
        let broken = verify(&rows.db, std::slice::from_ref(&noted))
            .await
            .unwrap();
        let expected = Broken {
            number: 6,
            fault: Fault::EndsBefore { end: 4 },
        };
        assert_eq!(broken, Err(expected), "{kind:?}");
        assert!(verify(&rows.db, &[shorter.head]).await.unwrap().is_ok());
    }
}

#[tokio::test]
async fn a_log_that_was_written_anew_does_not_go_through_the_noted_head() {
    for kind in kinds() {
        let mut noted = {
            let rows = Rows::start(kind).await;
            add(&rows, 1..=3).await;
            head(&rows).await
        };
        let rows = Rows::start(kind).await;
        add(&rows, 2..=6).await;
        let broken = verify(&rows.db, std::slice::from_ref(&noted))
            .await
            .unwrap();
        assert_eq!(broken.unwrap_err().fault, Fault::NotAsNoted, "{kind:?}");
        noted.number = 0;
        let broken = verify(&rows.db, &[noted]).await.unwrap();
        assert_eq!(broken.unwrap_err().number, 0, "{kind:?}");
    }
}

#[tokio::test]
async fn a_head_that_was_moved_or_taken_away_is_found() {
    for kind in kinds() {
        let rows = log(kind, 5).await;
        run(&rows, "update act_head set hash = 'x'").await;
        assert_broken(&rows, 5, |fault| *fault == Fault::OtherHead).await;
        run(
            &rows,
            "update act_head set number = 3, hash = (select hash from act where number = 3)",
        )
        .await;
        assert_broken(&rows, 4, |fault| *fault == Fault::Surplus { numbered: 5 }).await;
        run(&rows, "delete from act_head").await;
        assert_broken(&rows, 0, |fault| *fault == Fault::NoHead).await;
    }
}

/// As an installation looks that had acts before it had a chain.
async fn with_older(kind: Kind) -> Rows {
    let rows = log(kind, 4).await;
    run(
        &rows,
        "update act set number = null, hash = null where number <= 2",
    )
    .await;
    run(&rows, "delete from act where number is not null").await;
    run(
        &rows,
        "update act_head set number = 0, hash = '', unnumbered = 2",
    )
    .await;
    rows
}

#[tokio::test]
async fn acts_from_before_the_chain_are_counted_and_forged_ones_found() {
    for kind in kinds() {
        let rows = with_older(kind).await;
        for number in 5..=6 {
            // The triggers are gone; what they would do is done by hand.
            let mut tx = rows.write().await;
            fullmakt::store::acts::insert(&mut tx, &super::act(number))
                .await
                .unwrap();
            tx.commit().await.unwrap();
            run(
                &rows,
                "update act_head set number = (select max(number) from act),
                     hash = (select hash from act where number = (select max(number) from act))",
            )
            .await;
        }
        let whole = verified(&rows).await.unwrap();
        assert_eq!((whole.head.number, whole.unnumbered), (2, 2), "{kind:?}");

        // One more, older than the chain.
        let copy = match kind {
            Kind::Sqlite => "randomblob(16)",
            Kind::Postgres => "gen_random_uuid()",
        };
        let forge = |at: &str| {
            format!(
                "insert into act (id, at, actor, party, kind, object, details)
                 select {copy}, {at}, actor, party, kind, object, details from act where number = 1"
            )
        };
        run(&rows, &forge("'2020-01-01T00:00:00.000000Z'")).await;
        let fault = Fault::UnnumberedCount { then: 2, now: 3 };
        assert_broken(&rows, 0, |found| *found == fault).await;
        // Counting it in breaks the first hash.
        run(&rows, "update act_head set unnumbered = 3").await;
        assert_broken(&rows, 1, |fault| *fault == Fault::Altered).await;
        run(&rows, "update act_head set unnumbered = 2").await;
        run(
            &rows,
            "delete from act where at < '2021-01-01T00:00:00.000000Z'",
        )
        .await;
        verified(&rows).await.unwrap();
        // One in the place of another, younger than the first of the chain.
        run(
            &rows,
            "update act set at = '2026-03-29T01:00:01.000000Z' where number is null",
        )
        .await;
        assert_broken(&rows, 0, |fault| {
            matches!(fault, Fault::UnnumberedAfterFirst { .. })
        })
        .await;
    }
}
