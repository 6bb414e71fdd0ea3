//! The person's own list of sessions.

use reqwest::Method;
use uuid::Uuid;

use super::login_time::click;
use super::scene::{LOGOUT, SESSION, assert_well_made, values_of};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{KARI, OLA};
use crate::support::database::kinds;

const LIST: &str = "/accessmanagement/ui/settings/innlogginger";

/// The addresses that end one session each.
fn ends(page: &Page) -> Vec<String> {
    let mut actions = values_of(&page.body, "action");
    actions.retain(|action| action.ends_with("/avslutt"));
    actions
}

/// Logs in in two browsers, and opens the list in the first.
async fn twice(app: &TestApp) -> (Browser, Browser, Page) {
    let mut here = app.browser_of(KARI).await;
    let there = app.browser_of(KARI).await;
    let page = here.get(LIST).await;
    (here, there, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_sees_where_she_is_logged_in_and_logs_out_there() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut alone = app.browser_of(OLA).await;
        let page = alone.get(LIST).await;
        assert_well_made(&page);
        assert!(page.body.contains("Du er bare logget inn her"));
        assert!(ends(&page).is_empty() && !page.body.contains("avslutt-alle"));

        let (mut here, mut there, _) = twice(&app).await;
        app.run_sql("update session set browser = 'Firefox|Windows' where person is not null")
            .await;
        let page = here.get(LIST).await;
        assert_well_made(&page);
        assert_eq!(page.body.matches("Firefox på Windows").count(), 3);
        assert_eq!(page.body.matches("Denne nettleseren").count(), 1);
        // Neither what the browsers hold nor what it is found by is in the page.
        assert!(!page.body.contains(there.cookie(SESSION).unwrap()));

        let [end] = ends(&page).try_into().unwrap();
        let page = here.post(&end, &[]).await;
        assert_eq!(page.heading(), "Her er du logget inn");
        assert!(page.body.contains("Innloggingen er avsluttet."));
        assert!(!click(&mut there).await && click(&mut here).await);
        assert_eq!(app.acts("sessions-ended").await, 1);
        let again = here.send(Method::POST, &end, Some(&[])).await;
        assert_eq!(again.status, 404, "it is over already");
        assert_eq!(app.acts("sessions-ended").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_somebody_else_does_not_exist() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (mut kari, _, page) = twice(&app).await;
        let [end] = ends(&page).try_into().unwrap();
        let mut ola = app.browser_of(OLA).await;
        let refused = ola.send(Method::POST, &end, Some(&[])).await;
        assert_eq!(refused.status, 404);
        let nobodys = format!("{LIST}/{}/avslutt", Uuid::new_v4());
        let unknown = ola.send(Method::POST, &nobodys, Some(&[])).await;
        assert_eq!(unknown.status, 404);
        assert_eq!(ends(&kari.get(LIST).await).len(), 1);
        assert_eq!(app.acts("sessions-ended").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_everywhere_ends_all_of_ones_own_sessions_and_nobody_elses() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (mut here, mut there, _) = twice(&app).await;
        let mut ola = app.browser_of(OLA).await;
        let page = here
            .send(Method::POST, &format!("{LIST}/avslutt-alle"), Some(&[]))
            .await;
        // On by an own address: a form must not lead to another site.
        assert_eq!(page.location(), format!("{LIST}/ut"));
        let page = here.get(&format!("{LIST}/ut")).await;
        assert!(page.body.contains(&format!("content=\"0;url={LOGOUT}\"")));
        assert_eq!(here.get(LOGOUT).await.heading(), "Du er logget ut");
        assert!(!click(&mut here).await && !click(&mut there).await);
        assert!(click(&mut ola).await);
        assert_eq!(app.acts("sessions-ended").await, 1);
        assert_eq!(app.acts("logged-out").await, 1);
    }
}
