use super::*;
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_who_lacks_it_gives_nothing_and_is_told() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        // Per's plumber asks; Ola may manage access at the bakery, but holds nothing of this himself.
        asks.give(OLA_ID, "urn:altinn:accesspackage:tilgangsstyrer")
            .await;
        let path = format!(
            "{ASKS}/package?party={PER_ID}&from={}&package={TAX_PACKAGE}",
            cast::BAKERY_ID
        );
        let asked = asks.send(Method::POST, &path, &asks.per, None).await;
        let id = asked.body["id"].as_str().unwrap();
        let answer = asks.answer("approve", id, &asks.ola).await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert_eq!(answer.code(), "AM-00028");
        assert_eq!(answer.body["lackingActions"], serde_json::json!(["*"]));
        let shown = asks
            .get(&format!("{ASKS}?party={PER_ID}&id={id}"), &asks.per)
            .await;
        assert_eq!(shown.body["status"], "Pending", "{kind:?}");
        let given = asks.stage.app.run_sql(
            "update delegation set given_at = given_at where to_party in (select id from party where name like 'Per %')",
        );
        assert_eq!(given.await, 0, "{kind:?}");
        let answer = asks.answer("approve", id, &asks.kari).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_at_once_one_wins_and_what_is_given_follows_it() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let before = asks.given_to_ola().await;
        let id = asks.asked().await;
        let (yes, no, twice) = tokio::join!(
            asks.answer("approve", &id, &asks.kari),
            asks.answer("reject", &id, &asks.kari),
            asks.answer("approve", &id, &asks.kari),
        );
        let won: Vec<bool> = [&yes, &no, &twice].map(|one| one.status == 202).to_vec();
        assert_eq!(
            won.iter().filter(|won| **won).count(),
            1,
            "{kind:?}: {won:?}"
        );
        for lost in [&yes, &no, &twice]
            .into_iter()
            .filter(|one| one.status != 202)
        {
            assert_eq!(fault(lost), "AM.VLD-00036", "{}", lost.body);
        }
        let expected = if no.status == 202 { before } else { before + 1 };
        assert_eq!(asks.given_to_ola().await, expected, "{kind:?}");
        let status = if no.status == 202 {
            "Rejected"
        } else {
            "Approved"
        };
        assert_eq!(asks.status(&id).await, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_twice_at_once_there_is_one_request() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let all = tokio::join!(asks.asked(), asks.asked(), asks.asked());
        assert!(all.0 == all.1 && all.1 == all.2, "{kind:?}: {all:?}");
        let rows = asks
            .stage
            .app
            .run_sql("update access_request set status = status");
        assert_eq!(rows.await, 1, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_or_answers_a_request() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let id = asks.asked().await;
        let (bakery, plumber) = (cast::BAKERY_ID, cast::PLUMBER_ID);
        let unknown = Uuid::from_u128(7);
        for party in [bakery, unknown, OLA_ID] {
            for path in [
                format!("{ASKS}?party={party}&id={id}"),
                format!("{ASKS}/received?party={party}"),
                format!("{ASKS}/received/count?party={party}"),
                format!("{ASKS}/sent?party={party}"),
                format!("{ASKS}/draft?party={party}&id={id}"),
            ] {
                let answer = asks.get(&path, &asks.per).await;
                assert_eq!(answer.status, 403, "{path}: {}", answer.body);
            }
        }
        assert_eq!(asks.answer("approve", &id, &asks.per).await.status, 403);
        // Ola may not answer himself, and the plumber's manager has no such request.
        assert_eq!(asks.answer("approve", &id, &asks.ola).await.status, 403);
        for path in [
            format!("{ASKS}/received/approve?party={plumber}&id={id}"),
            format!("{ASKS}/received/reject?party={plumber}&id={id}"),
            format!("{ASKS}/sent/withdraw?party={plumber}&id={id}"),
        ] {
            let answer = asks.put(&path, &asks.per).await;
            assert_eq!(answer.code(), "AM-00031", "{path}: {}", answer.body);
        }
        // The approver does not take back what others asked for.
        let path = format!("{ASKS}/sent/withdraw?party={bakery}&id={id}");
        assert_eq!(asks.put(&path, &asks.kari).await.code(), "AM-00031");
        assert_eq!(asks.status(&id).await, "Pending");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_age_who_asked_is_given_nothing() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let before = asks.given_to_ola().await;
        let id = asks.asked().await;
        let changed = asks
            .stage
            .app
            .run_sql("update party set born = '2015-01-01' where name like 'Ola %'");
        assert_eq!(changed.await, 1);
        let answer = asks.answer("approve", &id, &asks.kari).await;
        assert_eq!(fault(&answer), "AM.VLD-00028", "{}", answer.body);
        assert_eq!(asks.given_to_ola().await, before);
        assert_eq!(asks.answer("reject", &id, &asks.kari).await.status, 202);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_is_put_down_once() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let id = asks.asked().await;
        asks.answer("approve", &id, &asks.kari).await;
        asks.answer("approve", &id, &asks.kari).await;
        for act in [
            "access-requested",
            "access-request-approved",
            "package-given",
        ] {
            assert_eq!(asks.stage.app.acts(act).await, 1, "{kind:?} {act}");
        }
    }
}
