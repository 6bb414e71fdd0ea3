use fullmakt::db::{DbError, Run as _, Sql};
use fullmakt::store::acts;

use super::{act, add, head, verified};
use crate::support::database::kinds;
use crate::support::rows::Rows;

#[tokio::test]
async fn a_new_log_is_whole_and_ends_before_its_first_act() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let whole = verified(&rows).await.unwrap();
        assert_eq!((whole.head.number, whole.unnumbered), (0, 0), "{kind:?}");
        // printf '["fullmakt-act-1",0,0]' | sha256sum
        assert_eq!(
            whole.head.hash,
            "2d74184fc5a2a69cbae7eddd43f35a2e3db5a9d080ae2a56a099135339626c6e"
        );
    }
}

/// The same acts have the same hashes on both databases, and those that anybody gets who follows the description.
#[tokio::test]
async fn acts_are_numbered_without_gaps_and_hashed_as_documented() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=2).await;
        let head = head(&rows).await;
        assert_eq!(head.number, 2, "{kind:?}");
        assert_eq!(
            head.hash, "40f5f3abd5b108997e46be8074ce24d8a1f315757d4d49a6a662b5bf51b0a907",
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn an_act_of_a_transaction_that_is_not_committed_takes_no_number() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=1).await;
        let mut cut = rows.write().await;
        acts::insert(&mut cut, &act(2)).await.unwrap();
        drop(cut);
        add(&rows, 3..=3).await;
        assert_eq!(head(&rows).await.number, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn several_acts_of_one_transaction_follow_one_another() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        for number in 1..=3 {
            acts::insert(&mut tx, &act(number)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(head(&rows).await.number, 3, "{kind:?}");
    }
}

#[tokio::test]
async fn the_database_refuses_whatever_does_not_add_to_the_end() {
    const INSERT: &str =
        "insert into act (id, at, actor, party, kind, object, details, number, hash) select ";
    let refused = [
        Sql::same("update act set kind = 'logged-in' where number = 1"),
        Sql::same("update act set at = at"),
        Sql::same("delete from act where number = 2"),
        Sql::same("delete from act_head"),
        Sql::same("update act_head set number = 1"),
        Sql::same("update act_head set hash = 'x'"),
        Sql::same("update act_head set number = 3, unnumbered = 7"),
        Sql::same("insert into act_head (id, number, hash, unnumbered) values (2, 0, '', 0)"),
    ];
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=2).await;
        let before = head(&rows).await;
        for sql in refused {
            let answer = (&rows.db).run(sql, &[]).await;
            assert!(
                matches!(answer, Err(DbError::Other(_))),
                "{kind:?}: {sql:?}: {answer:?}"
            );
        }
        let new = uuid::Uuid::from_u128(99);
        for tail in [
            "$1, at, actor, party, kind, object, details, null, null from act where number = 1",
            "$1, at, actor, party, kind, object, details, 3, null from act where number = 1",
            "$1, at, actor, party, kind, object, details, 2, hash from act where number = 1",
            "$1, at, actor, party, kind, object, details, 4, hash from act where number = 1",
        ] {
            let text: &'static str = Box::leak(format!("{INSERT}{tail}").into_boxed_str());
            let answer = (&rows.db).run(Sql::same(text), &[&new]).await;
            assert!(answer.is_err(), "{kind:?}: {tail}");
        }
        assert_eq!(head(&rows).await, before, "{kind:?}");
    }
}

/// `insert or replace` deletes without any delete trigger being asked; `on conflict` updates.
#[tokio::test]
async fn an_act_is_not_replaced_by_way_of_an_insert() {
    let text = |start, end| {
        let columns = "id, at, actor, party, kind, object, details, number, hash";
        let text = format!(
            "{start} into act ({columns}) select id, at, actor, party, 'logged-in', object, details, 3, hash \
             from act where number = 1 {end}"
        );
        Sql::same(Box::leak(text.into_boxed_str()))
    };
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=2).await;
        let sql = match kind {
            crate::support::database::Kind::Sqlite => text("insert or replace", ""),
            crate::support::database::Kind::Postgres => text(
                "insert",
                "on conflict (id) do update set kind = 'logged-in'",
            ),
        };
        assert!((&rows.db).run(sql, &[]).await.is_err(), "{kind:?}");
        assert_eq!(head(&rows).await.number, 2, "{kind:?}");
    }
}

/// What the chain costs: one statement that takes its end, besides the one that adds the act.
#[tokio::test]
async fn an_act_takes_two_statements() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        let before = rows.db.statements();
        acts::insert(&mut tx, &act(1)).await.unwrap();
        assert_eq!(rows.db.statements() - before, 2, "{kind:?}");
        tx.commit().await.unwrap();
        assert_eq!(rows.db.statements() - before, 2, "{kind:?}");
    }
}
