//! What people and machines send that makes no sense.

use reqwest::Method;
use reqwest::header::{COOKIE, REFERER};
use serde_json::json;
use uuid::Uuid;

use crate::portal::scene::{
    NOT_FOUND, OVERVIEW, SESSION, SETTINGS, Vendor, assert_error_page, at_the_bakery, system_user,
};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{KARI, LINK_SERVICE};
use crate::support::database::{Kind, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn an_error_page_keeps_the_header_of_who_is_logged_in() {
    let app = TestApp::start(Kind::Sqlite).await;
    let page = at_the_bakery(&app, KARI).await.get("/finnes-ikke").await;
    assert_eq!(page.status, 404);
    for shown in ["Kari Nøkkelvik", "Nøkkelvik Bakeri AS", "Logg ut"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    let page = app.browser().get("/finnes-ikke").await;
    assert!(!page.body.contains("Nøkkelvik"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_is_astray_below_an_api_gets_a_problem() {
    let app = TestApp::start(Kind::Sqlite).await;
    for path in [
        "/authentication/api/v1/nope",
        "/authorization/api/v1/policies",
        "/linkservice/api/v1/nope",
    ] {
        let page = app.browser().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_has_an_error_page_in_every_language() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let unknown = Uuid::new_v4();
        let request = "/accessmanagement/ui/systemuser/request";
        let paths = [
            "/finnes/ikke".to_owned(),
            "/accessmanagement/ui/finnes-ikke".to_owned(),
            format!("{request}?id={unknown}"),
            format!("{request}?id=not-a-uuid"),
            request.to_owned(),
            format!("{request}/{unknown}/receipt"),
            system_user(&unknown.to_string(), ""),
            system_user("not-a-uuid", ""),
            format!("/link/launch/{unknown}"),
            "/link/launch/not-a-uuid".to_owned(),
        ];
        for (language, heading) in [
            ("nb", NOT_FOUND),
            ("nn", "Vi finn ikkje sida"),
            ("en", "We cannot find the page"),
        ] {
            kari.post("/sprak", &[("language", language)]).await;
            for path in &paths {
                let page = kari.get(path).await;
                assert!(page.status.is_client_error(), "{path}");
                assert_error_page(&page, page.status.as_u16(), heading);
                assert!(page.body.contains(&format!("<html lang=\"{language}\"")));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_methods_that_make_no_sense_get_an_error_page() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let asked = Vendor::new(&app).await.ask().await;
        let mut kari = at_the_bakery(&app, KARI).await;
        for path in ["/sprak", "/aktorvalg", SETTINGS] {
            let page = kari.post(path, &[("nothing", "of use")]).await;
            assert!(page.status.is_client_error(), "{path}");
            assert_error_page(&page, page.status.as_u16(), page.heading());
        }
        let wrong_methods = [
            (Method::PUT, "/".to_owned()),
            (Method::DELETE, OVERVIEW.to_owned()),
            (Method::GET, "/sprak".to_owned()),
            (Method::GET, asked.path("approve")),
            (Method::PATCH, SETTINGS.to_owned()),
        ];
        for (method, path) in wrong_methods {
            let page = kari.send(method.clone(), &path, Some(&[])).await;
            assert!(
                page.status.is_client_error(),
                "{method} {path}: {}",
                page.status
            );
            assert_error_page(&page, page.status.as_u16(), page.heading());
        }
        let head = kari.send(Method::HEAD, OVERVIEW, None).await;
        assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_two_megabytes_is_refused_and_the_server_goes_on() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let huge = "a".repeat(2 * 1024 * 1024);
        let page = kari.post(SETTINGS, &[("email", &huge)]).await;
        assert_eq!(page.status, 413);
        assert_error_page(&page, 413, page.heading());
        let body = json!({ "systemId": huge });
        let path = "/authentication/api/v1/systemuser/request/vendor";
        let answer = vendor.machine.post(path, &vendor.token, &body).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(kari.get(SETTINGS).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_answered_with_a_problem() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let client = fullmakt::tokens::http_client().unwrap();
        let url = format!(
            "{}/authentication/api/v1/systemuser/request/vendor",
            app.url
        );
        for body in [
            "",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{\"systemId\": 7}",
            "\u{0}",
            "{\"rights\":{}}",
            "{\"systemId\":\"a\\u0000b\",\"partyOrgNo\":\"310501018\",\"rights\":[]}",
        ] {
            let answer = client
                .post(&url)
                .bearer_auth(&vendor.token)
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await
                .unwrap();
            assert!(
                answer.status().is_client_error(),
                "{body:?}: {}",
                answer.status()
            );
            let kind = answer.headers()["content-type"].to_str().unwrap();
            assert_eq!(kind, "application/problem+json", "{body:?}");
        }
        // So deep that a careless reader runs out of stack.
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let answer = client
            .post(&url)
            .bearer_auth(&vendor.token)
            .header("content-type", "application/json")
            .body(deep)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_client_error());
    }
}

/// What stands where ids, words and numbers are expected.
const ODD: &[&str] = &[
    "",
    "x",
    "%00",
    "%FF%FE",
    "..%2F..%2Fetc%2Fpasswd",
    "%27%20or%201%3D1--",
    "%25%5F",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%F0%9F%A5%90",
    "-1",
    "0",
    "99999999999999999999999",
    "18446744073709551615",
    "00000000-0000-0000-0000-000000000000",
    "f0a10000-0000-4000-8000-000000020001",
    "%0D%0ASet-Cookie%3A%20a%3Db",
    "%E2%80%AE%E2%80%8B",
    "a%20b%20%20c",
    "%C3%85%C3%98%C3%86%C4%B0%E1%BA%9E",
];

/// Every route of the portal with room for something odd.
fn odd_addresses(odd: &str) -> Vec<String> {
    let ui = "/accessmanagement/ui";
    vec![
        format!("/{odd}"),
        format!("/aktorvalg?q={odd}"),
        format!("/aktorvalg?side={odd}&goto={odd}"),
        format!("/tjenester?q={odd}&eier={odd}&side=1"),
        format!("/tjenester?side={odd}"),
        format!("/tjenester/{odd}"),
        format!("/link/{odd}"),
        format!("/link/{LINK_SERVICE}?party={odd}"),
        format!("/link/launch/{odd}"),
        format!("/link/launch/{odd}/out"),
        format!("{ui}/settings?goto={odd}"),
        format!("{ui}/systemuser/overview?createdId={odd}"),
        format!("{ui}/systemuser/{odd}"),
        format!("{ui}/systemuser/{odd}/slett"),
        format!("{ui}/systemuser/{odd}/deaktiver"),
        format!("{ui}/systemuser/request?id={odd}"),
        format!("{ui}/systemuser/request?id={odd}&id={odd}&skiplogout={odd}"),
        format!("{ui}/systemuser/request/{odd}/receipt"),
        format!("/innlogging/niva?niva={odd}&goto={odd}"),
        format!("/authentication/api/v1/authentication?goto={odd}&acr_values={odd}"),
        format!("/authentication/api/v1/upstream/callback?code={odd}&state={odd}&error={odd}"),
        format!("/assets/{odd}"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_however_odd_makes_the_portal_fail() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browsers: Vec<Browser> = vec![app.browser(), at_the_bakery(&app, KARI).await];
        for odd in ODD {
            for address in odd_addresses(odd) {
                for browser in &mut browsers {
                    let page = browser.send(Method::GET, &address, None).await;
                    assert!(!page.status.is_server_error(), "{address}: {}", page.status);
                    assert!(!page.body.contains("<script>alert"), "{address}");
                    assert!(!page.headers.contains_key("a"), "{address}");
                }
            }
        }
        assert_eq!(
            browsers[1].get(SETTINGS).await.status,
            200,
            "still logged in"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_however_odd_makes_the_portal_fail() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        for odd in [
            "",
            "x",
            "\u{0}",
            "🥐",
            "<b>",
            "\r\nA: b",
            &"9".repeat(5_000),
            "%",
            "null",
        ] {
            for path in ["/sprak", "/aktorvalg", SETTINGS] {
                let form = [
                    ("language", odd),
                    ("goto", odd),
                    ("party", odd),
                    ("email", odd),
                ];
                let page = kari.send(Method::POST, path, Some(&form)).await;
                assert!(
                    !page.status.is_server_error(),
                    "{path} {odd:?}: {}",
                    page.status
                );
                assert!(!page.body.contains("\"<b>"), "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_header_however_odd_makes_the_portal_fail() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let client = fullmakt::tokens::http_client().unwrap();
        let long = "x".repeat(5_000);
        for odd in [
            "",
            "x",
            "=;=;;",
            "%%%",
            "\"",
            "ÅØÆ",
            "https://[",
            long.as_str(),
        ] {
            for name in [
                "cookie",
                "referer",
                "origin",
                "accept-language",
                "content-type",
            ] {
                for method in [Method::GET, Method::POST] {
                    let answer = client
                        .request(method, format!("{}{SETTINGS}", app.url))
                        .header(name, odd.as_bytes())
                        .send()
                        .await
                        .unwrap();
                    assert!(!answer.status().is_server_error(), "{name}: {odd}");
                }
            }
            let session =
                format!("{SESSION}={odd}; selectedLanguage={odd}; AltinnLogoutInfo={odd}");
            for path in ["/", "/authentication/api/v1/logout/handleloggedout"] {
                let answer = client
                    .get(format!("{}{path}", app.url))
                    .header(COOKIE, session.as_bytes())
                    .header(REFERER, odd.as_bytes())
                    .send()
                    .await
                    .unwrap();
                assert!(!answer.status().is_server_error(), "{path}: {odd}");
            }
        }
    }
}
