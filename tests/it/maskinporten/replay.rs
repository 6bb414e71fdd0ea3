//! A grant is used once, however many processes there are, and however close they are.

use serde_json::json;

use crate::support::app::TestApp;
use crate::support::cast::VENDOR_CLIENT;
use crate::support::database::kinds;
use crate::support::machine::VENDOR_SCOPES;

#[tokio::test(flavor = "multi_thread")]
async fn of_one_grant_sent_to_two_processes_at_once_one_wins() {
    for kind in kinds() {
        let first = TestApp::start(kind).await;
        // The second process has the same database and, to browsers, the same address.
        let second = first.another().await;
        let sender = first.machine(VENDOR_CLIENT);
        for round in 0..10 {
            let assertion = sender.assertion(&sender.grant(VENDOR_SCOPES));
            let machines = [
                first.machine(VENDOR_CLIENT),
                second.local_machine(VENDOR_CLIENT),
            ];
            let (one, other) = tokio::join!(
                machines[0].send_assertion(&assertion),
                machines[1].send_assertion(&assertion)
            );
            let mut statuses = [one.status.as_u16(), other.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(
                statuses,
                [200, 400],
                "{kind:?} {round} {} {}",
                one.body,
                other.body
            );
            let refused = if one.status == 400 { one } else { other };
            assert_eq!(refused.body["error"], "invalid_grant");
            let description = refused.body["error_description"].as_str().unwrap();
            assert!(
                description.contains("Grant is used before"),
                "{description}"
            );
        }
    }
}

#[tokio::test]
async fn a_grant_stays_used_as_long_as_it_could_be_good() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let machine = app.machine(VENDOR_CLIENT);
        let mut grant = machine.grant(VENDOR_SCOPES);
        let iat = grant["iat"].as_i64().unwrap();
        grant["exp"] = json!(iat + 120);
        let assertion = machine.assertion(&grant);
        assert_eq!(
            machine.send_assertion(&assertion).await.status,
            200,
            "{kind:?}"
        );
        app.advance(time::Duration::seconds(9));
        let again = machine.send_assertion(&assertion).await;
        assert!(
            again.body.to_string().contains("used before"),
            "{}",
            again.body
        );
        app.advance(time::Duration::seconds(120));
        let late = machine.send_assertion(&assertion).await;
        assert_eq!(late.status, 400, "too old now: {}", late.body);
    }
}
