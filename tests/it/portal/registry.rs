//! The section for a service owner's resource administrators: who gets in, what is kept from whom, and what hostile or
//! outdated forms come to.

use fullmakt::domain::AccessListMode;
use fullmakt::ops::access;
use fullmakt::store;
use reqwest::StatusCode;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{
    self, BAKERY, BAKERY_ID, KARI, LINK_SERVICE, LIV, PAYROLL, PLUMBER, TAX_OWNER_ID,
};
use crate::support::database::{Kind, kinds};

const ROOT: &str = "/tjenesteeier";
const NEW: &str = "/tjenesteeier/ny-ressurs";
const NEW_LIST: &str = "/tjenesteeier/ny-liste";

/// Somebody who acts for an organization.
async fn acting(app: &TestApp, national_id: &str, party: uuid::Uuid) -> Browser {
    let mut browser = app.browser_of(national_id).await;
    browser
        .post("/aktorvalg?goto=/", &[("party", &party.to_string())])
        .await;
    browser
}

async fn liv(app: &TestApp) -> Browser {
    acting(app, LIV, TAX_OWNER_ID).await
}

fn description(id: &str) -> Vec<(String, String)> {
    let mut fields = vec![
        ("id".to_owned(), id.to_owned()),
        ("type".to_owned(), "GenericAccessResource".to_owned()),
    ];
    for name in ["title", "description"] {
        for tag in ["nb", "nn", "en"] {
            fields.push((format!("{name}-{tag}"), format!("Frist {tag}")));
        }
    }
    fields
}

async fn send(browser: &mut Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.body.split(&start).nth(1).expect(name);
    rest.split('"').next().unwrap().to_owned()
}

/// A form with a file or many lines, as a browser sends it.
async fn upload(app: &TestApp, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    const BOUNDARY: &str = "----grense";
    let part = |(name, value): &(&str, &str)| {
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let parts: String = fields.iter().map(part).collect();
    let response = app
        .http()
        .post(format!("{}{path}", app.url))
        .header("cookie", browser.cookie_header())
        .header("sec-fetch-site", "same-origin")
        .header(
            "content-type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(format!("{parts}--{BOUNDARY}--\r\n"))
        .send()
        .await
        .unwrap();
    Page {
        status: response.status(),
        url: path.to_owned(),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}

#[tokio::test]
async fn only_administrators_of_a_service_owner_get_in_and_see_the_menu() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut kari = acting(&app, KARI, BAKERY_ID).await;
    let page = kari.get(ROOT).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.heading(), "Dette er for tjenesteeiere");
    assert!(!kari.get("/").await.body.contains("href=\"/tjenesteeier\""));

    let mut liv = liv(&app).await;
    assert!(liv.get("/").await.body.contains("href=\"/tjenesteeier\""));
    let page = liv.get(ROOT).await;
    assert_eq!((page.status, page.heading()), (StatusCode::OK, "Ressurser"));
    assert!(page.body.contains(PAYROLL) && !page.body.contains(LINK_SERVICE));

    // Who may only look is told what would be enough to change something.
    app.run_sql("update delegation set revoked_at = given_at where action = 'write' and resource = 'fullmakt_resource_administration'").await;
    let page = liv.get(ROOT).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("/ny-ressurs"));
    let page = liv.get(NEW).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("Daglig leder (rolle)"), "{}", page.body);
    let page = send(&mut liv, NEW, &description("dts-prove")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(
        store::resources::find(&app.db, "dts-prove")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn another_owners_resources_and_lists_do_not_exist() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut trond = acting(&app, cast::TROND, cast::TRADE_OWNER_ID).await;
    let made = trond
        .post(NEW_LIST, &[("identifier", "fiskere"), ("name", "Fiskere")])
        .await;
    assert_eq!(made.heading(), "Fiskere");
    let mut liv = liv(&app).await;
    let resource = format!("{ROOT}/ressurser/{LINK_SERVICE}");
    for path in [
        resource.clone(),
        format!("{resource}/rediger"),
        format!("{resource}/regler"),
        format!("{resource}/bare-medlemmer"),
        format!("{ROOT}/lister/fiskere"),
        format!("{ROOT}/lister/fiskere/slett"),
        format!("{ROOT}/lister/fiskere/legg-til"),
        format!("{ROOT}/lister/fiskere/medlemmer/{BAKERY}"),
    ] {
        assert_eq!(liv.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, fields) in [
        ("bare-medlemmer", &[("mode", "on"), ("version", "1")][..]),
        (
            "regler/publiser",
            &[("policy", "<Policy/>"), ("seen", "none")],
        ),
        ("regler", &[("do", "preview")]),
    ] {
        let page = liv.post(&format!("{resource}/{path}"), fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Neither can a list of one's own be connected to it.
    liv.post(NEW_LIST, &[("identifier", "mine"), ("name", "Mine")])
        .await;
    let path = format!("{ROOT}/lister/mine/ressurser");
    let page = liv
        .post(&path, &[("ressurs", LINK_SERVICE), ("version", "1")])
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    // And an id that another owner has is taken.
    let page = send(&mut liv, NEW, &description(LINK_SERVICE)).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("allerede i bruk"));
}

#[tokio::test]
async fn a_policy_made_in_the_table_decides_from_the_moment_it_is_published() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut liv = liv(&app).await;
        send(&mut liv, NEW, &description("dts-frist")).await;
        let rules = format!("{ROOT}/ressurser/dts-frist/regler");
        let seen = hidden(&liv.get(&rules).await, "seen");
        let fields = [
            ("seen", seen.as_str()),
            ("row", "urn:altinn:rolecode:dagl"),
            ("column", "read"),
            ("column", "write"),
            ("cross", "0.0"),
            ("level", "3"),
            ("do", "preview"),
        ];
        let page = liv.post(&rules, &fields).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body
                .contains("Kari Nøkkelvik på vegne av Nøkkelvik Bakeri AS"),
            "{kind:?}"
        );
        let stored = store::policies::find(&app.db, "dts-frist")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stored.policy, None, "a preview stores nothing");

        let xml = page
            .body
            .split("hidden>")
            .nth(1)
            .unwrap()
            .split("</textarea>")
            .next()
            .unwrap();
        let xml = xml
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"");
        // A browser sends line ends of its own.
        let sent = xml.replace('\n', "\r\n");
        let publish = format!("{rules}/publiser");
        let fields = [("seen", seen.as_str()), ("policy", sent.as_str())];
        let page = liv.post(&publish, &fields).await;
        assert!(
            page.body.contains("er publisert og gjelder nå"),
            "{}",
            page.body
        );
        let core = fullmakt::ops::Core::new(app.db.clone(), fullmakt::world::World::default());
        let kari = crate::support::stage::KARI;
        for (action, is_granted) in [("read", true), ("write", false)] {
            let access = access::may(
                &core,
                kari,
                action,
                "dts-frist",
                fullmakt::domain::PartyId(BAKERY_ID),
            );
            assert_eq!(
                access.await.unwrap().is_granted(),
                is_granted,
                "{kind:?} {action}"
            );
        }

        // Whoever still looks at the state before it is told so, and nothing of his is lost.
        let late = liv.post(&publish, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("Noen andre har publisert") && late.body.contains("dagl"));
        let now = hidden(&late, "seen");
        assert_ne!(now, seen);
        let again = liv
            .post(
                &publish,
                &[("seen", now.as_str()), ("policy", sent.as_str())],
            )
            .await;
        assert_eq!(again.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_policy_in_xml_is_refused_with_line_and_reason_and_kept_in_the_form() {
    let app = TestApp::start(Kind::Sqlite).await;
    let liv = liv(&app).await;
    let path = format!("{ROOT}/ressurser/{PAYROLL}/regler/virkning");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"a\">]>\n<Policy>&a;</Policy>";
    for (xml, words) in [
        ("<Policy", "Feil på linje 1"),
        (bomb, "Feil på linje"),
        ("<script>alert(1)</script>", "Feil på linje 1"),
    ] {
        let page = upload(&app, &liv, &path, &[("seen", "x"), ("policy", xml)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{xml}");
        assert!(page.body.contains(words), "{}", page.body);
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
    }
    // The stored policy is one that the table shows; one with a condition is not lost in it.
    let stored = store::policies::find(&app.db, PAYROLL)
        .await
        .unwrap()
        .unwrap()
        .policy
        .unwrap();
    let page = upload(&app, &liv, &path, &[("seen", "x"), ("policy", &stored)]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Tabellen er den samme som før"));
}

#[tokio::test]
async fn a_description_from_an_outdated_form_is_not_stored_and_not_lost() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut liv = liv(&app).await;
    send(&mut liv, NEW, &description("dts-frist")).await;
    let edit = format!("{ROOT}/ressurser/dts-frist/rediger");
    let version = hidden(&liv.get(&edit).await, "version");
    let with = |title: &str, version: &str| {
        let mut fields = description("ignored");
        fields.push(("version".to_owned(), version.to_owned()));
        fields
            .iter_mut()
            .filter(|(name, _)| name == "title-nb")
            .for_each(|field| field.1 = title.to_owned());
        fields
    };
    let first = send(&mut liv, &edit, &with("<b>Først</b>", &version)).await;
    assert_eq!(
        first.heading(),
        "&#60;b&#62;Først&#60;/b&#62;",
        "text stays text"
    );
    let second = send(&mut liv, &edit, &with("Deretter", &version)).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Noen andre har endret ressursen"));
    assert!(
        second.body.contains("value=\"Deretter\""),
        "what was written is there"
    );
    let stored = store::resources::find(&app.db, "dts-frist")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.title.nb, "<b>Først</b>");
    let third = send(
        &mut liv,
        &edit,
        &with("Deretter", &hidden(&second, "version")),
    )
    .await;
    assert_eq!(third.heading(), "Deretter");
    let mode = format!("{ROOT}/ressurser/dts-frist/bare-medlemmer");
    let page = liv
        .post(&mode, &[("mode", "on"), ("version", &version)])
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let stored = store::resources::find(&app.db, "dts-frist")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.access_list_mode, AccessListMode::Disabled);
}

#[tokio::test]
async fn members_are_pasted_with_every_line_told() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut liv = liv(&app).await;
        liv.post(NEW_LIST, &[("identifier", "store"), ("name", "Store")])
            .await;
        let add = format!("{ROOT}/lister/store/legg-til");
        let mut version = hidden(&liv.get(&add).await, "version");
        let pasted =
            format!("<script>x</script>\n{BAKERY}, {PLUMBER}\n991825827\n{BAKERY}\n310501019");
        let fields = |version: &str, numbers: &str, until: &str| {
            [
                ("version", version.to_owned()),
                ("numbers", numbers.to_owned()),
                ("until", until.to_owned()),
            ]
        };
        let post = async |form: [(&str, String); 3]| {
            let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
            upload(&app, &liv, &add, &form).await
        };
        let page = post(fields(&version, &pasted, "")).await;
        assert_eq!(
            page.heading(),
            "2 virksomheter er lagt til i Store",
            "{kind:?}"
        );
        for told in [
            "Linje 3: 991825827",
            "Linje 1: &#60;script",
            "Linje 5: 310501019",
        ] {
            assert!(page.body.contains(told), "{told}: {}", page.body);
        }
        // The same page again is outdated, and what was pasted is still there.
        let page = post(fields(&version, &pasted, "")).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.body.contains("991825827") && page.body.contains("ikke lagt til ennå"));
        version = hidden(&page, "version");
        let page = post(fields(&version, BAKERY, "2020-01-01")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = post(fields(&version, BAKERY, "2099-12-31")).await;
        assert_eq!(page.heading(), "Ingen ble lagt til i Store");
        let mut browser = liv.clone();
        let list = browser.get(&format!("{ROOT}/lister/store")).await;
        assert!(list.body.contains("Til og med 31.12.2099"), "{}", list.body);
        let too_many = "310501018\n".repeat(100_001);
        let page = post(fields(&version, &too_many, "")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("mer enn 100 000"));
        let found = browser
            .get(&format!("{ROOT}/lister/store?medlem=310+501+018"))
            .await;
        assert_eq!(found.heading(), "Nøkkelvik Bakeri AS");
    }
}

#[tokio::test]
async fn forms_from_other_sites_change_nothing() {
    let app = TestApp::start(Kind::Sqlite).await;
    let liv = liv(&app).await;
    for path in [
        NEW,
        NEW_LIST,
        "/tjenesteeier/ressurser/dts-lonnsrapport/bare-medlemmer",
    ] {
        let response = app
            .http()
            .post(format!("{}{path}", app.url))
            .header("cookie", liv.cookie_header())
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://evil.example")
            .form(&[
                ("identifier", "x"),
                ("name", "x"),
                ("mode", "on"),
                ("version", "1"),
            ])
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        store::access_lists::count_of_owner(&app.db, "dts")
            .await
            .unwrap(),
        0
    );
}
