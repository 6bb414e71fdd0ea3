//! The main road over HTTP, on both databases: from a vendor's request to a decision, and the life of a system user.

use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, KARI, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::machine::{OWNER_SCOPES, Question, VENDOR_SCOPES};

#[tokio::test(flavor = "multi_thread")]
async fn a_vendors_request_becomes_a_system_user_that_may_exactly_what_was_given() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = app.machine(cast::VENDOR_CLIENT);
        let token = vendor.token(VENDOR_SCOPES).await;
        let system = format!("{}_road", cast::VENDOR);
        assert_eq!(vendor.register_system(&token, &system).await.status, 200);
        let asked = vendor.ask_for_system_user(&token, &system, BAKERY).await;
        assert_eq!(asked.status, 201);
        let id = asked.body["id"].as_str().unwrap().to_owned();

        let mut kari = app.browser();
        let page = kari
            .log_in_from(asked.body["confirmUrl"].as_str().unwrap(), KARI)
            .await;
        assert_eq!(page.heading(), "La et system handle for virksomheten");
        let request = format!("/accessmanagement/ui/systemuser/request/{id}");
        let receipt = kari.post(&format!("{request}/approve"), &[("x", "")]).await;
        assert_eq!(receipt.status, 200);
        let vendors_page = kari.get(&format!("{request}/logout")).await;
        assert_eq!(vendors_page.url, format!("{}/sandbox?from=portal", app.url));

        let answered = vendor
            .get(
                &format!("/authentication/api/v1/systemuser/request/vendor/{id}"),
                &token,
            )
            .await;
        assert_eq!(answered.body["status"], "Accepted");
        let granted = vendor.system_user_token(BAKERY).await;
        assert_eq!(granted.status, 200);
        let refused = vendor.system_user_token(cast::PLUMBER).await;
        assert_eq!(
            (refused.status.as_u16(), refused.body["error"].as_str()),
            (400, Some("invalid_altinn_customer_configuration"))
        );

        let owner = app.machine(cast::TAX_OWNER_CLIENT);
        let token = owner.token(OWNER_SCOPES).await;
        let read = Question {
            system_user: &id,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        assert_eq!(owner.decision(&token, read).await, "Permit");
        let others = [
            Question {
                action: "write",
                ..read
            },
            Question {
                resource: cast::PAYROLL,
                ..read
            },
            Question {
                business: cast::PLUMBER,
                ..read
            },
        ];
        for other in others {
            assert_eq!(owner.decision(&token, other).await, "NotApplicable");
        }
    }
}
