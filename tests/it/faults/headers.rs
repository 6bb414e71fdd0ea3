//! What every answer says to browsers, whatever it answers.

use fullmakt::config::{SecurityConfig, Settings};
use reqwest::header::LOCATION;

use crate::portal::scene::{OVERVIEW, at_the_bakery};
use crate::support::app::TestApp;
use crate::support::cast::KARI;
use crate::support::database::{Kind, fresh};

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "deny"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_carries_the_security_headers_and_only_assets_are_kept() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut kari = at_the_bakery(&app, KARI).await;
    let page = kari.get("/").await;
    let asset = page
        .body
        .split("src=\"/assets/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    let asset = format!("/assets/{asset}");
    let paths = [
        ("/", false),
        (OVERVIEW, false),
        ("/finnes/ikke", false),
        ("/authentication/api/v1/nope", false),
        ("/health/live", false),
        ("/sandbox", false),
        (asset.as_str(), true),
    ];
    for (path, is_kept) in paths {
        let page = kari.get(path).await;
        for (name, value) in ALWAYS {
            assert_eq!(page.headers[name], value, "{path}: {name}");
        }
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let keeping = page.headers["cache-control"].to_str().unwrap();
        assert_eq!(keeping.contains("immutable"), is_kept, "{path}: {keeping}");
        assert_eq!(keeping == "no-store", !is_kept, "{path}: {keeping}");
        assert!(!page.headers.contains_key("server"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_to_the_proxy_in_clear_is_led_to_the_same_address_over_tls() {
    let database = fresh(Kind::Sqlite).await;
    let settings = Settings {
        public_url: Some("https://fullmakt.example".to_owned()),
        sandbox_public: Some(true),
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database.url.clone()),
        ..Settings::default()
    };
    let app = TestApp::start_with(settings, database).await;
    let http = fullmakt::tokens::http_client().unwrap();
    let ask = async |scheme: &str, path: &str| {
        let request = http.get(format!("{}{path}", app.local_url));
        request.header("x-forwarded-proto", scheme).send().await
    };
    for path in ["/tjenester?q=a%2Fb", "//evil.example/x", "/health/live"] {
        let answer = ask("http", path).await.unwrap();
        assert_eq!(answer.status(), 308, "{path}");
        let wanted = format!("https://fullmakt.example{path}");
        assert_eq!(answer.headers()[LOCATION], wanted.as_str());
    }
    let answer = ask("https", "/health/live").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_finds_a_weakness_reads_where_to_tell_it() {
    const PATH: &str = "/.well-known/security.txt";
    let app = TestApp::start(Kind::Sqlite).await;
    assert_eq!(app.browser().get(PATH).await.status, 404);

    let database = fresh(Kind::Sqlite).await;
    let settings = Settings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database.url.clone()),
        security: Some(SecurityConfig {
            contact: vec!["mailto:security@fullmakt.example".to_owned()],
            policy: None,
        }),
        ..Settings::default()
    };
    let app = TestApp::start_with(settings, database).await;
    let page = app.browser().get(PATH).await;
    assert_eq!(page.headers["content-type"], "text/plain; charset=utf-8");
    let lines: Vec<&str> = page.body.lines().collect();
    assert!(lines.contains(&"Contact: mailto:security@fullmakt.example"));
    assert!(lines.contains(&format!("Canonical: {}{PATH}", app.url).as_str()));
    let expires = lines.iter().find_map(|line| line.strip_prefix("Expires: "));
    let expires = fullmakt::domain::Timestamp::parse_rfc3339(expires.unwrap()).unwrap();
    let days = (expires.as_datetime() - time::OffsetDateTime::now_utc()).whole_days();
    assert!((80..365).contains(&days), "{days}");
}
