//! Requests for access, as those see them who ask and those who answer.

use fullmakt::domain::scope::OWNER_REQUEST_WRITE;
use fullmakt::domain::{PartyId, SecurityLevel};
use fullmakt::ops::Person;
use fullmakt::ops::access;
use fullmakt::store;
use serde_json::json;
use uuid::{Uuid, uuid};

use super::scene::{act_for, assert_error_page, assert_well_made, at_the_bakery, values_of};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{self, KARI, LINK_SERVICE, OLA, PER, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::issuer::Issuer;
use crate::support::machine;

const REQUESTS: &str = "/accessmanagement/ui/requests";
const OLA_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010003");
const NOT_FOUND: &str = "Vi finner ikke siden";

/// The form's fields for asking the bakery for the tax package for oneself.
const ASKED: &[(&str, &str)] = &[
    ("org", "310 501 018"),
    ("pakke", "skattegrunnlag"),
    ("tjeneste", ""),
];

async fn ola_may(app: &TestApp, resource: &str) -> bool {
    let ola = Person {
        party: PartyId(OLA_ID),
        level: SecurityLevel::High,
    };
    let core = fullmakt::ops::Core::new(app.db.clone(), fullmakt::world::World::default());
    let access = access::may(&core, ola, "read", resource, PartyId(cast::BAKERY_ID)).await;
    access.unwrap().is_granted()
}

/// Ola acts for himself.
async fn ola(app: &TestApp) -> Browser {
    let mut ola = app.browser_of(OLA).await;
    act_for(&mut ola, &OLA_ID.to_string()).await;
    ola
}

/// The id of the only request that is listed.
fn only_id(html: &str) -> String {
    let hrefs = values_of(html, "href");
    let mut ids = hrefs
        .iter()
        .filter_map(|href| href.split("requestId=").nth(1));
    ids.next()
        .unwrap_or_else(|| panic!("no request: {html}"))
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn ola_asks_the_bakery_and_kari_approves() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut ola = ola(&app).await;
        let form = ola.get(&format!("{REQUESTS}/ny")).await;
        assert_well_made(&form);
        let question = ola
            .get(&format!(
                "{REQUESTS}/ny?steg=2&org=310501018&pakke=skattegrunnlag&tjeneste="
            ))
            .await;
        assert_eq!(question.heading(), "Be Nøkkelvik Bakeri AS om tilgang?");
        assert_well_made(&question);
        let sent = ola.post(&format!("{REQUESTS}/ny"), ASKED).await;
        assert!(
            sent.body
                .contains("Forespørselen til Nøkkelvik Bakeri AS er sendt"),
            "{}",
            sent.body
        );
        assert!(sent.body.contains("Venter på svar"));
        assert!(!ola_may(&app, TAX_BASIS).await);

        let mut kari = at_the_bakery(&app, KARI).await;
        let home = kari.get("/").await;
        assert!(
            home.body.contains("Forespørsler om tilgang"),
            "{}",
            home.body
        );
        let list = kari.get(REQUESTS).await;
        assert_well_made(&list);
        assert!(list.body.contains("Ola Deigmann"), "{}", list.body);
        let id = only_id(&list.body);
        let page = kari.get(&format!("{REQUESTS}/svar?requestId={id}")).await;
        assert_eq!(page.heading(), "Ola Deigmann ber om tilgang");
        assert_well_made(&page);
        let fields = [("requestId", id.as_str()), ("do", "approve")];
        let done = kari.post(&format!("{REQUESTS}/svar"), &fields).await;
        assert!(
            done.body.contains("Ola Deigmann har fått tilgangen"),
            "{}",
            done.body
        );
        assert!(ola_may(&app, TAX_BASIS).await, "{kind:?}");
        // The second click of a double-click.
        let again = kari.post(&format!("{REQUESTS}/svar"), &fields).await;
        assert_eq!(again.status, 409);
        assert!(again.body.contains("Forespørselen er allerede behandlet"));
        let sent = ola.get(&format!("{REQUESTS}?fane=sendte")).await;
        assert!(sent.body.contains("Godkjent"), "{}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_rejected_or_taken_back() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (mut ola, mut kari) = (ola(&app).await, at_the_bakery(&app, KARI).await);
        ola.post(&format!("{REQUESTS}/ny"), ASKED).await;
        let id = only_id(&kari.get(REQUESTS).await.body);
        let fields = [("requestId", id.as_str()), ("do", "reject")];
        let done = kari.post(&format!("{REQUESTS}/svar"), &fields).await;
        assert!(
            done.body
                .contains("Forespørselen fra Ola Deigmann er avvist"),
            "{}",
            done.body
        );
        assert!(!ola_may(&app, TAX_BASIS).await);
        ola.post(&format!("{REQUESTS}/ny"), ASKED).await;
        let id = only_id(&kari.get(REQUESTS).await.body);
        let path = format!("{REQUESTS}/{id}/trekk");
        assert_well_made(&ola.get(&path).await);
        let done = ola.post(&path, &[]).await;
        assert!(
            done.body.contains("Forespørselen er trukket tilbake"),
            "{}",
            done.body
        );
        assert_eq!(ola.post(&path, &[]).await.status, 409);
        let late = [("requestId", id.as_str()), ("do", "approve")];
        assert_eq!(
            kari.post(&format!("{REQUESTS}/svar"), &late).await.status,
            409
        );
        assert!(!ola_may(&app, TAX_BASIS).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_or_answers_a_request_in_the_portal() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (mut ola, mut kari) = (ola(&app).await, at_the_bakery(&app, KARI).await);
        ola.post(&format!("{REQUESTS}/ny"), ASKED).await;
        let id = only_id(&kari.get(REQUESTS).await.body);
        let mut per = app.browser_of(PER).await;
        act_for(&mut per, &cast::PLUMBER_ID.to_string()).await;
        let mut ola_at_work = at_the_bakery(&app, OLA).await;
        let fields = [("requestId", id.as_str()), ("do", "approve")];
        for browser in [&mut per, &mut ola_at_work] {
            for path in [
                format!("{REQUESTS}/svar?requestId={id}"),
                format!("{REQUESTS}/{id}/trekk"),
                format!("{REQUESTS}/resource?requestId={id}"),
            ] {
                assert_error_page(&browser.get(&path).await, 404, NOT_FOUND);
            }
            let page = browser.post(&format!("{REQUESTS}/svar"), &fields).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        let page = ola_at_work.get(REQUESTS).await;
        assert!(
            page.body.contains("Du kan ikke se forespørslene"),
            "{}",
            page.body
        );
        for path in [
            "svar",
            "svar?requestId=x",
            "resource",
            "resource?requestId=%00",
        ] {
            let page = kari.get(&format!("{REQUESTS}/{path}")).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        assert!(!ola_may(&app, TAX_BASIS).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_wrongly_is_asked_for_again() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut ola = ola(&app).await;
        let long = "9".repeat(5000);
        for (fields, words) in [
            (
                [("org", "123"), ("pakke", "lonn"), ("tjeneste", "")],
                "Vi finner ingen virksomhet",
            ),
            (
                [("org", &*long), ("pakke", "lonn"), ("tjeneste", "")],
                "Vi finner ingen virksomhet",
            ),
            (
                [("org", "310501018"), ("pakke", ""), ("tjeneste", "")],
                "Velg enten en pakke",
            ),
            (
                [("org", "310501018"), ("pakke", "lonn"), ("tjeneste", "x")],
                "Velg enten en pakke",
            ),
            (
                [
                    ("org", "310501018"),
                    ("pakke", "finnes-ikke"),
                    ("tjeneste", ""),
                ],
                "kan du ikke be",
            ),
        ] {
            let page = ola.post(&format!("{REQUESTS}/ny"), &fields).await;
            assert_eq!(page.status, 422, "{fields:?}");
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let rows = app
            .run_sql("update access_request set status = status")
            .await;
        assert_eq!(rows, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_confirmed_in_the_portal_and_a_stranger_does_not_find_it() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let issuer = Issuer::of(&app).await;
        let token = issuer.token("310902004", OWNER_REQUEST_WRITE);
        let url = format!(
            "{}/accessmanagement/api/v1/serviceowner/delegationrequests",
            app.url
        );
        let body = json!({
            "from": "urn:altinn:organization:identifier-no:310501018",
            "to": format!("urn:altinn:person:identifier-no:{OLA}"),
            "resource": LINK_SERVICE,
        });
        let request = app.http().post(url).bearer_auth(token).json(&body);
        let drafted = machine::answer(request.send().await.unwrap()).await;
        let link = drafted.body["links"]["detailsLink"].as_str().unwrap();
        let path = link.strip_prefix(&app.url).unwrap().to_owned();
        let mut kari = at_the_bakery(&app, KARI).await;
        assert_error_page(&kari.get(&path).await, 404, NOT_FOUND);
        let mut ola = ola(&app).await;
        let page = ola.get(&path).await;
        assert_well_made(&page);
        assert_eq!(
            page.heading(),
            "Næringsoppsynet foreslår at du ber om tilgang"
        );
        let id = path.split("requestId=").nth(1).unwrap();
        let unknown = Uuid::from_u128(7).to_string();
        let both = ola.get(&format!("{path}&requestId={unknown}")).await;
        assert!(
            both.body.contains("1 av forespørslene finnes ikke"),
            "{}",
            both.body
        );
        let fields = [("requestId", id), ("do", "confirm")];
        let done = ola.post(&format!("{REQUESTS}/resource"), &fields).await;
        assert!(done.body.contains("Venter på svar"), "{}", done.body);
        // Discarding what is sent already does nothing; it is taken back from the list.
        let fields = [("requestId", id), ("do", "discard")];
        let done = ola.post(&format!("{REQUESTS}/resource"), &fields).await;
        assert!(done.body.contains("Venter på svar"), "{}", done.body);
        let list = kari.get(REQUESTS).await;
        assert!(
            list.body.contains("Næringsoppsynet foreslo det"),
            "{}",
            list.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_sees_what_he_lacks_and_approves_the_rest() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut per = app.browser_of(PER).await;
        act_for(&mut per, &cast::PLUMBER_ID.to_string()).await;
        for package in ["skattegrunnlag", "ordinaer-post-til-virksomheten"] {
            let fields = [
                ("org", "310501018"),
                ("pakke", package),
                ("tjeneste", ""),
                ("til", "virksomhet"),
            ];
            let page = per.post(&format!("{REQUESTS}/ny"), &fields).await;
            assert_eq!(page.status, 200, "{}", page.body);
        }
        // Ola has the post package, and is made an access manager.
        let mut tx = app.db.write().await.unwrap();
        let given = fullmakt::domain::Delegation {
            id: fullmakt::domain::DelegationId(Uuid::new_v4()),
            from: PartyId(cast::BAKERY_ID),
            to: fullmakt::domain::Receiver::Party(PartyId(OLA_ID)),
            what: fullmakt::domain::Delegated::Package {
                urn: "urn:altinn:accesspackage:tilgangsstyrer".to_owned(),
            },
            given_by: PartyId(cast::KARI_ID),
            given_at: fullmakt::world::World::default().now(),
        };
        store::delegations::insert(&mut tx, &given).await.unwrap();
        tx.commit().await.unwrap();
        let mut ola = at_the_bakery(&app, OLA).await;
        let list = ola.get(REQUESTS).await;
        let all = values_of(&list.body, "href");
        let all = all
            .iter()
            .find(|href| href.matches("requestId").count() == 2)
            .unwrap();
        let all = all.replace("&#38;", "&").replace("&amp;", "&");
        let page = ola.get(&all).await;
        assert!(
            page.body.contains("Du kan ikke gi alt dette"),
            "{}",
            page.body
        );
        assert!(
            page.body.contains("Godkjenn det du kan gi (1)"),
            "{}",
            page.body
        );
        let ids: Vec<&str> = all
            .split("requestId=")
            .skip(1)
            .map(|id| id.trim_end_matches('&'))
            .collect();
        let fields = [
            ("requestId", ids[0]),
            ("requestId", ids[1]),
            ("do", "approve"),
        ];
        let done = ola.post(&format!("{REQUESTS}/svar"), &fields).await;
        assert_eq!(done.status, 409);
        assert!(
            done.body.contains("1 kunne ikke godkjennes"),
            "{}",
            done.body
        );
        let list = ola.get(REQUESTS).await;
        assert!(
            list.body.contains("Skattegrunnlag"),
            "{kind:?}: {}",
            list.body
        );
    }
}
