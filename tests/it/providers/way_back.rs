//! Where a login may lead: this portal, and the hosts that are configured for it.

use fullmakt::config::Settings;
use fullmakt::portal::way_back::{WayBack, safe_path};
use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use url::Url;

use super::scene::{LOGIN, SETTINGS};
use crate::support::app::TestApp;
use crate::support::cast::KARI;
use crate::support::database::{fresh, kinds};

const PORTAL: &str = "https://portal.example.no";
const HOST: &str = "skatt.example";

/// What addresses are made of, and what they are broken with.
const PIECES: [&str; 58] = [
    "/",
    "//",
    "\\",
    "/\\",
    ":",
    "://",
    "@",
    "?",
    "#",
    "%",
    "%2F",
    "%5C",
    "%00",
    "%0d%0a",
    "%40",
    ".",
    "..",
    "./",
    "/.",
    "/..",
    "/./",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u{a0}",
    "\u{2044}",
    "\u{ff0f}",
    "\u{3002}",
    "\u{ad}",
    "å",
    "http",
    "https",
    "HTTPS",
    "javascript:",
    "data:",
    "blob:",
    "ftp:",
    "file:",
    "http:",
    "https:",
    "https://",
    "http://",
    "https://portal.example.no",
    "portal.example.no",
    "https://skatt.example",
    "skatt.example",
    ".skatt.example",
    "evil.example",
    "https://evil.example",
    "user:x@",
    "user@",
    ":443",
    ":8443",
    "[::1]",
    "127.0.0.1",
    "tjenester?q=a",
];
const TRIES: u64 = 60_000;

/// A generator of its own seed: what fails once fails again (xorshift, G. Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn address(&mut self) -> String {
        let length = 1 + self.below(7);
        (0..length)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }
}

/// How a browser that stands on the portal reads the answer's `Location`: by the same standard that the `url` crate
/// follows (WHATWG URL).
fn read_by_a_browser(location: &str) -> Url {
    Url::parse(PORTAL).unwrap().join(location).unwrap()
}

fn is_allowed(url: &Url) -> bool {
    let is_portal = url.origin() == Url::parse(PORTAL).unwrap().origin();
    let host = url.host_str().unwrap_or_default();
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_host = name == HOST || name.ends_with(&format!(".{HOST}"));
    let has_user = !url.username().is_empty() || url.password().is_some();
    !has_user && (is_portal || (url.scheme() == "https" && is_host && url.port().is_none()))
}

#[test]
fn no_way_back_leads_off_the_allow_list() {
    let (portal, hosts) = (Url::parse(PORTAL).unwrap(), [HOST.to_owned()]);
    let mut chance = Chance(0x5eed_2026);
    let (mut here, mut elsewhere) = (0, 0);
    for _ in 0..TRIES {
        let text = chance.address();
        for way in [
            WayBack::read(&text, &portal, &hosts),
            safe_path(Some(&text)).map(WayBack::Here),
        ] {
            let Some(way) = way else { continue };
            let is_here = matches!(way, WayBack::Here(_));
            let location = way.into_string();
            assert!(
                location.bytes().all(|byte| (0x21..0x7f).contains(&byte)),
                "{text:?} -> {location:?}"
            );
            let url = read_by_a_browser(&location);
            assert!(is_allowed(&url), "{text:?} -> {location:?} -> {url}");
            assert_eq!(
                is_here,
                location.starts_with('/'),
                "{text:?} -> {location:?}"
            );
            // Read once more, it is the same place.
            let again = WayBack::read(&location, &portal, &hosts).map(WayBack::into_string);
            assert_eq!(again.as_deref(), Some(location.as_str()), "{text:?}");
            if is_here { here += 1 } else { elsewhere += 1 }
        }
    }
    // A test that only ever saw refusals would show nothing.
    assert!(here > 1_000 && elsewhere > 100, "{here} {elsewhere}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_on_to_a_configured_host_and_to_no_other() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            database_url: Some(database.url.clone()),
            goto_hosts: Some(vec!["Skatt.example".to_owned()]),
            ..Settings::default()
        };
        let app = TestApp::start_with(settings, database).await;
        let mut kari = app.browser_of(KARI).await;
        for (goto, leads_to) in [
            (
                "https%3A%2F%2Fskatt.example%2Fa%3Fb",
                "https://skatt.example/a?b",
            ),
            (
                "https%3A%2F%2Fwww.SKATT.example",
                "https://www.skatt.example/",
            ),
            ("https%3A%2F%2Fskatt.example.%2F", "https://skatt.example./"),
            ("%2Ftjenester", "/tjenester"),
            ("http%3A%2F%2Fskatt.example", "/"),
            ("https%3A%2F%2Fskatt.example.evil.example", "/"),
            ("https%3A%2F%2Fevilskatt.example", "/"),
            ("https%3A%2F%2Fuser%40skatt.example", "/"),
            ("https%3A%2F%2Fskatt.example%40evil.example", "/"),
            ("https%3A%2F%2Fevil.example", "/"),
            ("%2F%2Fevil.example", "/"),
            ("%2F.%2F%2Fevil.example", "/"),
            ("%2F%5Cevil.example", "/"),
        ] {
            assert_eq!(
                kari.sent_to(&format!("{LOGIN}?goto={goto}")).await,
                leads_to,
                "{goto}"
            );
        }
        // After a login too; but pages of ours that only lead within the portal take no other host.
        let login = format!("{LOGIN}?prompt=login&goto=https%3A%2F%2Fskatt.example%2Fa");
        let authorize = kari.sent_to(&login).await;
        let callback = kari
            .sent_to(&format!("{authorize}&login_hint={KARI}"))
            .await;
        assert_eq!(kari.sent_to(&callback).await, "https://skatt.example/a");
        let form = [("language", "nb"), ("goto", "https://skatt.example/a")];
        let page = kari.send(Method::POST, "/sprak", Some(&form)).await;
        assert_eq!(page.location(), "/");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_login_cannot_be_asked_for_is_refused_in_the_references_words() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        for (query, words) in [
            ("acr_values=idporten-loa-low", "Invalid acr_values."),
            ("acr_values=idporten-loa-high+x", "Invalid acr_values."),
            ("acr_values=Level4", "Invalid acr_values."),
            ("prompt=consent", "Invalid prompt."),
            ("max_age=-1", "Invalid max_age."),
        ] {
            let page = browser
                .send(Method::GET, &format!("{LOGIN}?{query}"), None)
                .await;
            assert_eq!(
                (page.status.as_u16(), page.body.as_str()),
                (400, words),
                "{query}"
            );
            let kind = page.headers[CONTENT_TYPE].to_str().unwrap();
            assert!(kind.starts_with("text/plain"), "{kind}");
        }
        for good in [
            "",
            "acr_values=",
            "acr_values=level2+selfregistered-email&prompt=&max_age=0",
        ] {
            let address = browser.sent_to(&format!("{LOGIN}?{good}")).await;
            assert!(
                address.contains("acr_values=idporten-loa-substantial"),
                "{address}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_about_a_login_is_kept_by_a_browser_or_proxy() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        for path in [
            format!("{LOGIN}?goto=/"),
            format!("{LOGIN}?acr_values=x"),
            format!("{LOGIN}?goto=/").replace("authentication?", "upstream/callback?state=x&"),
            "/authentication/api/v1/upstream/callback/other?state=x".to_owned(),
            "/authentication/api/v1/logout".to_owned(),
            "/authentication/api/v1/logout/handleloggedout".to_owned(),
            format!("/innlogging/niva?niva=4&goto={SETTINGS}"),
        ] {
            let page = browser.send(Method::GET, &path, None).await;
            let values: Vec<_> = page.headers.get_all(CACHE_CONTROL).iter().collect();
            assert_eq!(values, ["no-store"], "{path}");
            if path.starts_with("/authentication") {
                assert_eq!(page.headers["pragma"], "no-cache", "{path}");
            }
            for cookie in page.headers.get_all(SET_COOKIE) {
                let cookie = cookie.to_str().unwrap();
                assert!(
                    cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                    "{cookie}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_the_stronger_login_goes_back_to_the_page_before() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let kari = app.browser_of(KARI).await;
        let step_up = format!("{}/innlogging/niva?niva=4&goto=/link/x", app.url);
        for (came_from, cancel) in [
            (
                format!("{}{SETTINGS}?a=b", app.url),
                "/accessmanagement/ui/settings?a=b",
            ),
            (format!("{}/link/x", app.url), "/"),
            (step_up.clone(), "/"),
            (format!("{}{LOGIN}", app.url), "/"),
            ("https://evil.example/x".to_owned(), "/"),
            (format!("{}//evil.example", app.url), "/"),
        ] {
            let answer = app
                .http()
                .get(&step_up)
                .header("cookie", kari.cookie_header())
                .header("referer", &came_from)
                .send()
                .await
                .unwrap();
            let html = answer.text().await.unwrap();
            let button = html
                .split("data-variant=\"secondary\" href=\"")
                .nth(1)
                .unwrap();
            let href = button.split('"').next().unwrap();
            assert_eq!(href, cancel, "{came_from}");
        }
    }
}
