//! What becomes of a form that is sent when its session has ended.

use reqwest::Method;
use time::Duration;

use super::scene::{LOGIN, OVERVIEW, SESSION, SETTINGS, assert_well_made, at_the_bakery};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{KARI, NORA, OLA};
use crate::support::database::kinds;

const EMAIL: &str = "kari+\"ny\"@bakeri.example";
const ADD_USER: &str = "/accessmanagement/ui/users/ny";
const GONE: &str = "Skjemaet er ikke her lenger";
const LISTED: &str = "Se over, og send på nytt";

/// Somebody whose session ended while she was filling in the form at `page`; what was sent is answered.
async fn too_late(app: &TestApp, browser: &mut Browser, page: &str, form: &[(&str, &str)]) -> Page {
    browser.get(page).await;
    app.advance(Duration::minutes(31));
    let sent = browser.send(Method::POST, page, Some(form)).await;
    assert_eq!(sent.status, 303);
    assert!(sent.location().starts_with(LOGIN), "{}", sent.location());
    sent
}

async fn kept(app: &TestApp) -> u64 {
    app.run_sql("update kept_form set sealed = sealed").await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_comes_back_filled_after_a_new_login_and_is_not_sent_by_itself() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let form = [("email", EMAIL), ("language", "en")];
        let sent = too_late(&app, &mut kari, SETTINGS, &form).await;
        assert!(kari.cookie("fullmakt-form").is_some());
        let cookies = sent.headers.get_all("set-cookie").iter();
        let cookie = cookies
            .map(|value| value.to_str().unwrap())
            .find(|text| text.starts_with("fullmakt-form="));
        assert!(cookie.unwrap().contains("; HttpOnly; SameSite=Lax"));

        let page = kari.log_in_from(sent.location(), KARI).await;
        assert_well_made(&page);
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Din profil"));
        assert!(
            page.body
                .contains("value=\"kari+&#34;ny&#34;@bakeri.example\"")
        );
        let english = page.body.split("id=\"language-en\"").nth(1).unwrap();
        assert!(english.split('>').next().unwrap().contains("checked"));
        assert!(page.body.contains("ingenting er gjort ennå"));
        assert_eq!(app.acts("email-changed").await, 0, "nothing is done yet");
        assert_eq!(kept(&app).await, 1);
        // Reading the page again is not sending either.
        let again = page.url.clone();
        assert!(kari.get(&again).await.body.contains("bakeri.example"));
        assert_eq!(app.acts("email-changed").await, 0);

        let page = kari
            .post(
                SETTINGS,
                &[("email", "kari@bakeri.example"), ("language", "nb")],
            )
            .await;
        assert_eq!(page.status, 200);
        assert_eq!(app.acts("email-changed").await, 1);
        assert_eq!(kept(&app).await, 0, "sent, so not kept any longer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_comes_back_for_the_same_party() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let form = [
            ("type", "person"),
            ("package", ""),
            ("national_id", NORA),
            ("surname", "Postløs & \"co\""),
        ];
        let sent = too_late(&app, &mut kari, ADD_USER, &form).await;
        let page = kari.log_in_from(sent.location(), KARI).await;
        assert_eq!(page.heading(), "Legg til en bruker", "{}", page.url);
        assert!(page.body.contains("Nøkkelvik Bakeri AS"));
        assert!(page.body.contains(&format!("value=\"{NORA}\"")));
        assert!(page.body.contains("value=\"Postløs &#38; &#34;co&#34;\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_gets_nothing_of_it_and_it_is_thrown_away() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser_of(KARI).await;
        let sent = too_late(&app, &mut browser, SETTINGS, &[("email", EMAIL)]).await;
        let page = browser.log_in_from(sent.location(), OLA).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, GONE));
        assert!(!page.body.contains("bakeri.example"));
        assert_eq!(kept(&app).await, 0);
        // The owner is too late as well.
        let path = page.url.clone();
        browser.get("/authentication/api/v1/logout").await;
        browser.log_in(KARI, "/").await;
        assert_eq!(browser.get(&path).await.heading(), GONE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_sent_it_can_open_it_and_only_for_half_an_hour() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let sent = too_late(&app, &mut kari, SETTINGS, &[("email", EMAIL)]).await;
        let path = super::scene::values_of(&format!(" x=\"{}\"", sent.location()), "x")[0]
            .split("goto=")
            .nth(1)
            .unwrap()
            .replace("%2F", "/");
        let plain = "update kept_form set sealed = sealed where sealed like '%bakeri%' or sealed like '%email%'";
        assert_eq!(app.run_sql(plain).await, 0, "it is sealed");

        let mut elsewhere = app.browser_of(KARI).await;
        assert_eq!(elsewhere.get(&path).await.heading(), GONE);
        elsewhere.set_cookie(
            "fullmakt-form",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        );
        assert_eq!(elsewhere.get(&path).await.heading(), GONE);
        assert_eq!(kept(&app).await, 1);

        kari.log_in_from(sent.location(), KARI).await;
        assert_eq!(kari.get(&path).await.heading(), "Din profil");
        app.advance(Duration::minutes(29));
        assert_eq!(kari.get(&path).await.heading(), "Din profil");
        app.advance(Duration::minutes(2));
        assert_eq!(kari.get(&path).await.heading(), GONE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_its_page_cannot_hold_is_listed_to_be_sent_as_it_was() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let form = [
            ("email", "k@bakeri.example"),
            ("row-7", "<b>æ</b>"),
            ("row-7", "two"),
        ];
        let sent = too_late(&app, &mut kari, SETTINGS, &form).await;
        let page = kari.log_in_from(sent.location(), KARI).await;
        assert_well_made(&page);
        assert_eq!(page.heading(), LISTED);
        for (name, value) in [
            ("email", "k@bakeri.example"),
            ("row-7", "&#60;b&#62;æ&#60;/b&#62;"),
            ("row-7", "two"),
        ] {
            let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
            assert!(page.body.contains(&field), "{field}");
        }
        assert!(!page.body.contains("<b>æ"));
        assert_eq!(app.acts("email-changed").await, 0);
        kari.post(SETTINGS, &form).await;
        assert_eq!(app.acts("email-changed").await, 1);
        assert_eq!(kept(&app).await, 0);

        // The same for one that came from nowhere known, and it can be thrown away.
        app.advance(Duration::minutes(31));
        let mut kari = without_referer(&app, &kari, SETTINGS, &[("email", "x@y.example")]).await;
        let at = kari.1.clone();
        let page = kari.0.log_in_from(&at, KARI).await;
        assert_eq!(page.heading(), LISTED);
        let discard = format!("{}/kast", page.url);
        assert_eq!(
            kari.0.post(&discard, &[]).await.url,
            format!("{}/", app.url)
        );
        assert_eq!(kept(&app).await, 0);
        assert_eq!(app.acts("email-changed").await, 1);
    }
}

/// Sends a form without saying where it stood; answers where that leads.
async fn without_referer(
    app: &TestApp,
    browser: &Browser,
    path: &str,
    form: &[(&str, &str)],
) -> (Browser, String) {
    let request = app.http().post(format!("{}{path}", app.url));
    let request = request.header("cookie", browser.cookie_header()).form(form);
    let answer = request.send().await.unwrap();
    let mut after = browser.clone();
    for cookie in answer.headers().get_all("set-cookie") {
        let (pair, _) = cookie.to_str().unwrap().split_once(';').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        after.set_cookie(name, value);
    }
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    (after, location)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nobodys_too_large_or_secret_is_not_kept() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let nobody = app
            .browser()
            .send(Method::POST, SETTINGS, Some(&[("email", "x@y.example")]))
            .await;
        assert!(
            !nobody.location().contains("skjema"),
            "{}",
            nobody.location()
        );
        // Whoever has logged out has said that it is over.
        let mut kari = app.browser_of(KARI).await;
        kari.get("/authentication/api/v1/logout").await;
        let sent = kari
            .send(Method::POST, SETTINGS, Some(&[("email", EMAIL)]))
            .await;
        assert!(!sent.location().contains("skjema"));
        let large = "x".repeat(70 * 1024);
        for form in [
            ("key", "-----BEGIN PRIVATE KEY-----\nMIIE"),
            ("jwk", "{\"kty\":\"EC\",\"d\":\"x\"}"),
            ("client_secret", "x"),
            // Last: whoever does not wait for its end loses the connection.
            ("email", large.as_str()),
        ] {
            let mut kari = app.browser_of(KARI).await;
            let sent = too_late(&app, &mut kari, SETTINGS, &[form]).await;
            assert!(!sent.location().contains("skjema"), "{}", form.0);
        }
        assert_eq!(kept(&app).await, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_overnight_and_in_several_tabs_but_not_without_end() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        kari.get(SETTINGS).await;
        app.advance(Duration::hours(10));
        // Another tab meets the end first.
        let mut other = kari.clone();
        other.send(Method::GET, OVERVIEW, None).await;
        if let Some(session) = other.cookie(SESSION).map(str::to_owned) {
            kari.set_cookie(SESSION, &session);
        }
        let mut last = String::new();
        for number in 0..8 {
            let email = format!("kari{number}@bakeri.example");
            let sent = kari
                .send(Method::POST, SETTINGS, Some(&[("email", &email)]))
                .await;
            last = sent.location().to_owned();
            app.advance(Duration::seconds(1));
        }
        assert_eq!(kept(&app).await, 5, "{kind:?}");
        let page = kari.log_in_from(&last, KARI).await;
        assert!(page.body.contains("kari7@bakeri.example"), "{}", page.url);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_page_is_answered_with_the_way_to_the_login_and_back() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let ask = async |current: String| {
            let request = app.http().get(format!("{}{OVERVIEW}", app.url));
            let answer = request
                .header("hx-request", "true")
                .header("hx-current-url", current)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 401);
            let to = answer.headers()["hx-redirect"].to_str().unwrap().to_owned();
            assert_eq!(answer.text().await.unwrap(), "");
            to
        };
        let own = format!("{}/tjenester?q=a%20b", app.url);
        assert_eq!(
            ask(own).await,
            format!("{LOGIN}?goto=%2Ftjenester%3Fq%3Da%2520b")
        );
        for foreign in [
            "https://evil.example/x",
            "nonsense",
            "//evil.example",
            "javascript:x",
            "",
        ] {
            assert_eq!(
                ask(foreign.to_owned()).await,
                format!("{LOGIN}?goto=%2F"),
                "{foreign}"
            );
        }
    }
}
