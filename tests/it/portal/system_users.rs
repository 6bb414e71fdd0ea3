//! What access managers do with system users.

use super::scene::{
    Asked, NOT_FOUND, OVERVIEW, SESSION, Vendor, act_for, assert_error_page, assert_well_made,
    at_the_bakery, post_by_hand, system_user,
};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{self, BAKERY, KARI, OLA, PER, PLUMBER_ID, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::machine::{OWNER_SCOPES, Question};

/// The bakery's system user, its manager's browser, and who asks about it from outside.
struct Scene {
    app: TestApp,
    vendor: Vendor,
    asked: Asked,
    kari: Browser,
    owner_token: String,
}

impl Scene {
    async fn new(kind: crate::support::database::Kind) -> Self {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        // Maskinporten names no reference unless it is told one, and then the business's number is meant.
        let asked = vendor.ask_for(&[TAX_BASIS], BAKERY, BAKERY).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        kari.post(&asked.path("approve"), &[("skiplogout", "true")])
            .await;
        let owner_token = app
            .machine(cast::TAX_OWNER_CLIENT)
            .token(OWNER_SCOPES)
            .await;
        Self {
            app,
            vendor,
            asked,
            kari,
            owner_token,
        }
    }

    fn path(&self, action: &str) -> String {
        system_user(&self.asked.id, action)
    }

    /// Whether decision and token let the system act.
    async fn may_act(&self) -> (bool, bool) {
        let question = Question {
            system_user: &self.asked.id,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        let owner = self.app.machine(cast::TAX_OWNER_CLIENT);
        let decision = owner.decision(&self.owner_token, question).await;
        let token = self.vendor.machine.system_user_token(BAKERY).await;
        (decision == "Permit", token.status == 200)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_stops_the_system_until_it_is_ended() {
    for kind in kinds() {
        let mut scene = Scene::new(kind).await;
        assert_eq!(scene.may_act().await, (true, true));
        let (pause, go_on) = (scene.path("/deaktiver"), scene.path("/aktiver"));

        let question = scene.kari.get(&pause).await;
        assert_well_made(&question);
        assert_eq!(
            scene.may_act().await,
            (true, true),
            "asking changes nothing"
        );
        let page = scene.kari.post(&pause, &[]).await;
        assert!(page.body.contains("Tilgangen er satt på pause"));
        assert_eq!(scene.may_act().await, (false, false));
        let twice = scene.kari.post(&pause, &[]).await;
        assert_eq!(twice.status, 200, "a second tab's click is as good as done");

        let page = scene.kari.post(&go_on, &[]).await;
        assert!(!page.body.contains("Tilgangen er satt på pause"));
        assert_eq!(scene.may_act().await, (true, true));

        // Who did it and when: each once, the newest first.
        let detail = scene.kari.get(&scene.path("")).await;
        let log = detail.body.split("class=\"timeline\"").nth(1).unwrap();
        let titles: Vec<&str> = log
            .split("timeline-title\">")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap())
            .collect();
        let wanted = ["Slått på igjen", "Satt på pause", "Tilgangen ble godkjent"];
        assert_eq!(titles, wanted);
        assert_eq!(log.matches(">Kari Nøkkelvik</p>").count(), 3);
        assert_eq!(log.matches("<time datetime=\"").count(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_takes_everything_away_and_lets_the_vendor_ask_again() {
    for kind in kinds() {
        let mut scene = Scene::new(kind).await;
        let delete = scene.path("/slett");
        assert_well_made(&scene.kari.get(&delete).await);
        let page = scene.kari.post(&delete, &[]).await;
        assert_eq!(page.heading(), "Systemtilganger");
        assert!(
            page.body.contains("er slettet") && page.body.contains("har ingen systemtilganger")
        );
        assert_eq!(scene.may_act().await, (false, false));
        let id = fullmakt::domain::SystemUserId(uuid::Uuid::parse_str(&scene.asked.id).unwrap());
        let rights = fullmakt::store::delegations::list_to_system_user(&scene.app.db, id).await;
        assert_eq!(rights.unwrap(), vec![], "every right is taken back");

        for gone in ["", "/slett", "/deaktiver"] {
            let page = scene.kari.get(&scene.path(gone)).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        for late in ["/slett", "/deaktiver", "/aktiver"] {
            let page = scene.kari.post(&scene.path(late), &[]).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        let again = scene.vendor.ask_for(&[TAX_BASIS], BAKERY, BAKERY).await;
        assert_ne!(again.id, scene.asked.id);
        let page = scene.kari.post(&again.path("approve"), &[("x", "")]).await;
        assert_eq!(page.heading(), "Du har godkjent forespørselen");
        assert_eq!(scene.vendor.status_of(&again).await, "Accepted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_delete_at_once_delete_once() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let session = scene.kari.cookie(SESSION).unwrap();
        let delete = scene.path("/slett");
        let headers = [("sec-fetch-site", "same-origin")];
        let click = || post_by_hand(&scene.app, session, &delete, &headers);
        for (status, _, body) in <[_; 4]>::from(tokio::join!(click(), click(), click(), click())) {
            assert!(status == 303 || body.contains(NOT_FOUND), "{status}");
        }
        assert_eq!(scene.may_act().await, (false, false));
        let id = uuid::Uuid::parse_str(&scene.asked.id).unwrap();
        let bakery = fullmakt::domain::PartyId(cast::BAKERY_ID);
        let acts = fullmakt::store::acts::list_on(&scene.app.db, bakery, id)
            .await
            .unwrap();
        let deleted = fullmakt::domain::ActKind::SystemUserDeleted;
        assert_eq!(acts.iter().filter(|act| act.kind == deleted).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employee_and_another_manager_can_neither_see_nor_change_it() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let mut ola = at_the_bakery(&scene.app, OLA).await;
        let overview = ola.get(OVERVIEW).await;
        assert!(
            overview
                .body
                .contains("Du kan ikke se systemtilgangene her")
        );
        assert!(!overview.body.contains(&scene.asked.id));
        let mut per = scene.app.browser_of(PER).await;
        act_for(&mut per, &PLUMBER_ID.to_string()).await;
        assert!(
            per.get(OVERVIEW)
                .await
                .body
                .contains("har ingen systemtilganger")
        );
        for browser in [&mut ola, &mut per] {
            for path in ["", "/deaktiver", "/slett"] {
                let page = browser.get(&scene.path(path)).await;
                assert_error_page(&page, 404, NOT_FOUND);
            }
            for path in ["/deaktiver", "/slett", "/aktiver"] {
                let page = browser.post(&scene.path(path), &[]).await;
                assert_error_page(&page, 404, NOT_FOUND);
            }
        }
        assert_eq!(scene.may_act().await, (true, true));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_acts_for_a_party_without_a_relation_to_it() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut per = app.browser_of(PER).await;
        for party in [cast::BAKERY_ID.to_string(), uuid::Uuid::nil().to_string()] {
            let page = per.post("/aktorvalg", &[("party", &party)]).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        assert!(!per.get("/").await.body.contains("Bakeri"));
        let page = per.get(OVERVIEW).await;
        assert_eq!(page.heading(), "Hvem handler du på vegne av nå?");
        assert!(!page.body.contains("Bakeri"));
    }
}
