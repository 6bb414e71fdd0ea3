//! The consent screen and its answers.

use fullmakt::domain::{RequestId, SystemUserId};
use fullmakt::store;
use reqwest::Method;
use time::Duration;
use uuid::Uuid;

use super::scene::{
    Asked, NOT_FOUND, OVERVIEW, SESSION, Vendor, assert_error_page, assert_well_made,
    at_the_bakery, links, post_by_hand,
};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, BAKERY_ID, KARI, NORA, OLA, PER};
use crate::support::database::{Kind, kinds};
use crate::support::rows;

const SAME_ORIGIN: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

/// How much of an approval is in the database: system users, rights, acts.
async fn written(app: &TestApp, asked: &Asked) -> (usize, usize, usize) {
    let id = Uuid::parse_str(&asked.id).unwrap();
    let user = store::system_users::find(&app.db, SystemUserId(id))
        .await
        .unwrap();
    let rights = store::delegations::list_to_system_user(&app.db, SystemUserId(id))
        .await
        .unwrap();
    let acts = store::acts::list_on(&app.db, fullmakt::domain::PartyId(BAKERY_ID), id)
        .await
        .unwrap();
    (usize::from(user.is_some()), rights.len(), acts.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employee_forwards_and_the_manager_approves_inside_the_portal() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let mut ola = app.browser();
        let page = ola.log_in_from(&asked.confirm_url, OLA).await;
        assert_well_made(&page);
        assert!(page.body.contains("Du kan ikke godkjenne dette selv"));
        assert!(!page.body.contains("/approve\"") && !page.body.contains("/reject\""));
        for answer in ["approve", "reject"] {
            let refused = ola.post(&asked.path(answer), &[("x", "")]).await;
            assert_eq!(refused.status, 409);
            assert!(refused.body.contains("Du kan ikke godkjenne dette selv"));
        }
        assert_eq!(written(&app, &asked).await, (0, 0, 0));

        let receipt = ola.post(&asked.path("escalate"), &[("x", "")]).await;
        assert_eq!(receipt.heading(), "Forespørselen er sendt videre");
        let again = ola.get(&asked.confirm_url).await;
        assert!(again.body.contains("Dette er sendt videre før"));
        let twice = ola.post(&asked.path("escalate"), &[("x", "")]).await;
        assert_eq!(twice.heading(), "Forespørselen er sendt videre");
        assert_eq!(written(&app, &asked).await, (0, 0, 1), "logged once");

        let mut kari = at_the_bakery(&app, KARI).await;
        assert!(
            kari.get("/")
                .await
                .body
                .contains("1 forespørsel venter på svar")
        );
        let overview = kari.get(OVERVIEW).await;
        assert!(overview.body.contains("Venter på svar"));
        let link = links(&overview)
            .into_iter()
            .find(|href| href.contains(&asked.id));
        let page = kari.get(&link.unwrap()).await;
        assert!(page.body.contains("name=\"skiplogout\" value=\"true\""));
        let form = [("skiplogout", "true")];
        let receipt = kari.post(&asked.path("approve"), &form).await;
        assert_eq!(receipt.heading(), "Du har godkjent forespørselen");
        assert!(!receipt.body.contains("http-equiv"), "nobody is logged out");
        let onward = links(&receipt)
            .into_iter()
            .find(|href| href.starts_with(OVERVIEW));
        let overview = kari.get(&onward.unwrap()).await;
        assert_eq!(overview.heading(), "Systemtilganger");
        assert!(
            overview.body.contains("data-color=\"info\">Ny</span>"),
            "marked as new"
        );
        assert!(!overview.body.contains("Venter på svar"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_request_gives_nothing_and_stays_rejected() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let mut kari = app.browser();
        kari.log_in_from(&asked.confirm_url, KARI).await;
        let receipt = kari.post(&asked.path("reject"), &[("x", "")]).await;
        assert_eq!(receipt.heading(), "Du avviste forespørselen");
        assert_well_made(&receipt);
        assert_eq!(vendor.status_of(&asked).await, "Rejected");
        for answer in ["approve", "reject", "escalate"] {
            let late = kari.post(&asked.path(answer), &[("x", "")]).await;
            assert_eq!(late.status, 409, "{answer}");
            assert!(
                late.body.contains("Forespørselen er allerede avvist"),
                "{answer}"
            );
        }
        assert_eq!(vendor.status_of(&asked).await, "Rejected");
        assert_eq!(written(&app, &asked).await, (0, 0, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_any_form_is_an_answer() {
    let app = TestApp::start(Kind::Sqlite).await;
    let asked = Vendor::new(&app).await.ask().await;
    let mut kari = app.browser();
    kari.log_in_from(&asked.confirm_url, KARI).await;
    let page = kari.send(Method::POST, &asked.path("approve"), None).await;
    assert_eq!(page.status, 303);
    assert_eq!(written(&app, &asked).await.0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_clicks_at_once_make_one_system_user() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let mut kari = app.browser();
        kari.log_in_from(&asked.confirm_url, KARI).await;
        let session = kari.cookie(SESSION).unwrap();
        let path = asked.path("approve");
        let click = || post_by_hand(&app, session, &path, SAME_ORIGIN);
        let answers = tokio::join!(
            click(),
            click(),
            click(),
            click(),
            click(),
            click(),
            click(),
            click(),
            click(),
            click(),
        );
        let answers = <[_; 10]>::from(answers);
        let mut statuses = answers
            .iter()
            .map(|answer| answer.0.as_u16())
            .collect::<Vec<_>>();
        statuses.sort_unstable();
        let mut wanted = vec![409; 9];
        wanted.insert(0, 303);
        assert_eq!(statuses, wanted);
        for (status, _, body) in &answers {
            assert!(*status == 303 || body.contains("Forespørselen er allerede godkjent"));
        }
        let (users, rights, acts) = written(&app, &asked).await;
        assert_eq!((users, acts), (1, 1));
        assert_eq!(rights, 1, "the manager may pass on reading, and once");
        assert_eq!(vendor.status_of(&asked).await, "Accepted");

        let page = kari.get(&asked.confirm_url).await;
        assert!(page.body.contains("Forespørselen er allerede godkjent"));
        assert!(!page.body.contains("/approve\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn approval_and_rejection_at_once_leave_one_answer() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let kari = app.browser_of(KARI).await;
        let session = kari.cookie(SESSION).unwrap();
        for reference in ["1", "2", "3", "4"] {
            let asked = vendor.ask_for(&[cast::TAX_BASIS], BAKERY, reference).await;
            let (approve, reject) = (asked.path("approve"), asked.path("reject"));
            let (yes, no) = tokio::join!(
                post_by_hand(&app, session, &approve, SAME_ORIGIN),
                post_by_hand(&app, session, &reject, SAME_ORIGIN),
            );
            let written = written(&app, &asked).await;
            match vendor.status_of(&asked).await.as_str() {
                "Accepted" => {
                    assert_eq!((yes.0.as_u16(), no.0.as_u16()), (303, 409));
                    assert_eq!(written, (1, 1, 1));
                }
                status => {
                    assert_eq!(status, "Rejected");
                    assert_eq!((yes.0.as_u16(), no.0.as_u16()), (409, 303));
                    assert_eq!(written, (0, 0, 1));
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_half_a_year_ago_cannot_be_answered() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        app.advance(Duration::days(181));
        let mut kari = app.browser();
        let page = kari.log_in_from(&asked.confirm_url, KARI).await;
        assert!(page.body.contains("Forespørselen er for gammel"));
        assert!(!page.body.contains("/approve\""));
        for answer in ["approve", "reject", "escalate"] {
            let late = kari.post(&asked.path(answer), &[("x", "")]).await;
            assert_eq!(late.status, 409, "{answer}");
            assert!(late.body.contains("Forespørselen er for gammel"));
            assert_well_made(&late);
        }
        assert_eq!(written(&app, &asked).await, (0, 0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_strangers_the_request_does_not_exist() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        for stranger in [NORA, PER] {
            let mut browser = app.browser();
            let page = browser.log_in_from(&asked.confirm_url, stranger).await;
            assert_error_page(&page, 404, NOT_FOUND);
            for answer in ["approve", "reject", "escalate"] {
                let page = browser.post(&asked.path(answer), &[("x", "")]).await;
                assert_error_page(&page, 404, NOT_FOUND);
            }
            let page = browser.get(&asked.path("receipt")).await;
            assert_error_page(&page, 404, NOT_FOUND);
            assert!(!page.body.contains("Bakeri"), "nothing about whose it is");
        }
        assert_eq!(written(&app, &asked).await, (0, 0, 0));
        assert_eq!(vendor.status_of(&asked).await, "New");
        let id = RequestId(Uuid::parse_str(&asked.id).unwrap());
        let kept = store::requests::find(&app.db, id).await.unwrap().unwrap();
        assert!(!kept.is_escalated);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_approver_has_not_cannot_be_given() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        only_for_auditors(&app).await;
        let vendor = Vendor::needing(&app, &[cast::TAX_BASIS, "dts-revisjon"]).await;
        let wanted = [cast::TAX_BASIS, "dts-revisjon"];
        let asked = vendor.ask_for(&wanted, BAKERY, "1").await;
        let mut kari = app.browser();
        let page = kari.log_in_from(&asked.confirm_url, KARI).await;
        assert!(
            page.body
                .contains("Du mangler fullmakt til noe av det systemet trenger")
        );
        assert_eq!(
            page.body
                .matches("Du mangler denne fullmakten selv")
                .count(),
            1
        );
        assert!(!page.body.contains("/approve\""));
        let refused = kari.post(&asked.path("approve"), &[("x", "")]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("Svaret ble ikke lagret"));
        assert_eq!(
            written(&app, &asked).await,
            (0, 0, 0),
            "not even the half of it"
        );
        assert_eq!(vendor.status_of(&asked).await, "New");
    }
}

/// A resource that the bakery's manager has no right to.
async fn only_for_auditors(app: &TestApp) {
    let payroll = store::resources::find(&app.db, cast::PAYROLL)
        .await
        .unwrap()
        .unwrap();
    let policy = rows::policy_of(&app.db, cast::PAYROLL)
        .await
        .replace("dts-lonnsrapport", "dts-revisjon")
        .replace("DAGL", "REVI")
        .replace("a-ordning", "finnes-ikke")
        .replace(">lonn<", ">finnes-ikke<");
    let resource = fullmakt::domain::Resource {
        id: "dts-revisjon".to_owned(),
        ..payroll
    };
    let mut tx = app.db.write().await.unwrap();
    rows::add_resource(&mut tx, &resource, &policy).await;
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_language_stays_on_the_page() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let asked = Vendor::new(&app).await.ask().await;
        let mut kari = app.browser();
        kari.log_in_from(&asked.confirm_url, KARI).await;
        let here = asked.confirm_url.strip_prefix(&app.url).unwrap();
        for (language, heading) in [
            ("en", "Let a system act for your business"),
            ("nn", "La eit system handle for verksemda"),
            ("nb", "La et system handle for virksomheten"),
        ] {
            let form = [("language", language), ("goto", here)];
            let page = kari.post("/sprak", &form).await;
            assert_eq!(page.url, asked.confirm_url);
            assert_eq!(page.heading(), heading);
            assert!(page.body.contains(&format!("<html lang=\"{language}\"")));
        }
        let form = [("language", "xx"), ("goto", here)];
        assert!(
            kari.post("/sprak", &form)
                .await
                .body
                .contains("<html lang=\"nb\"")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_stopped_and_an_old_browser_is_not() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let kari = app.browser_of(KARI).await;
        let session = kari.cookie(SESSION).unwrap();
        let path = asked.path("approve");
        for foreign in [
            vec![
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.example"),
            ],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
        ] {
            let (status, headers, body) = post_by_hand(&app, session, &path, &foreign).await;
            assert_eq!(status, 403, "{foreign:?}");
            assert!(body.contains("Vi stoppet skjemaet"));
            let reference = headers["x-request-id"].to_str().unwrap();
            assert!(body.contains(reference));
        }
        assert_eq!(vendor.status_of(&asked).await, "New");
        let origin = [("origin", app.url.as_str())];
        let (status, ..) = post_by_hand(&app, session, &path, &origin).await;
        assert_eq!(status, 303);
        assert_eq!(vendor.status_of(&asked).await, "Accepted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_receipt_the_browser_ends_at_the_vendors_address_unchanged() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let asked = Vendor::new(&app).await.ask().await;
        let mut kari = app.browser();
        kari.log_in_from(&asked.confirm_url, KARI).await;
        let receipt = kari.post(&asked.path("approve"), &[("x", "")]).await;
        assert_well_made(&receipt);
        let logout = asked.path("logout");
        assert!(
            receipt
                .body
                .contains(&format!("content=\"0;url={logout}\""))
        );
        let page = kari.get(&logout).await;
        assert_eq!(
            page.url,
            format!("{}/sandbox?from=portal&a=%C3%A5", app.url)
        );
        assert_eq!(kari.cookie("AltinnLogoutInfo"), None, "told once");
        let page = kari.get(super::scene::LOGOUT).await;
        assert_eq!(page.url, format!("{}/utlogget", app.url));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_cannot_say_where_the_logout_leads() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        for planted in [
            "https://evil.example",
            "SystemuserRequestId=https://evil.example",
            "SystemuserRequestId=f0a10000-0000-4000-8000-000000099999",
            "SystemuserRequestId=",
            "amSafeRedirectUrl=https://evil.example",
            "?????=",
        ] {
            let mut kari = app.browser_of(KARI).await;
            kari.set_cookie("AltinnLogoutInfo", planted);
            let page = kari.get(super::scene::LOGOUT).await;
            assert_eq!(page.url, format!("{}/utlogget", app.url), "{planted}");
        }
        let unknown =
            "/accessmanagement/ui/systemuser/request/f0a10000-0000-4000-8000-000000099999/logout";
        let mut kari = app.browser_of(KARI).await;
        assert_eq!(kari.get(unknown).await.heading(), "Du er logget ut");
    }
}
