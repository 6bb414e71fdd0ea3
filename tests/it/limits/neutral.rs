//! Answers that do not tell whether somebody or something exists: the same status, headers and body.

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::{Limited, send};
use crate::support::browser::Page;
use crate::support::cast::{self, BAKERY_ID, KARI, LINK_SERVICE, NORA, PLUMBER, VENDOR};
use crate::support::database::kinds;
use crate::support::stage::{REDEEM, Stage};
use fullmakt::domain::scope::{END_USER, PARTY_LOOKUP};

/// A person's number with good check digits that nobody has.
const NOBODY: &str = "01817099994";

/// Everything that the answer says but the moment and the number of the request.
#[derive(Debug, PartialEq)]
struct Told {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

fn headers(all: &HeaderMap) -> Vec<(String, String)> {
    let headers = all
        .iter()
        .filter(|(name, _)| !["date", "x-request-id", "set-cookie"].contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}

async fn told(request: RequestBuilder) -> Told {
    let mut answer = send(request).await;
    if let Some(body) = answer.body.as_object_mut() {
        body.remove("traceId");
    }
    Told {
        status: answer.status.as_u16(),
        headers: headers(&answer.headers),
        body: answer.body,
    }
}

/// A page without what differs from request to request, and without what the person typed herself.
fn shown(page: &Page, typed: &[&str]) -> Told {
    let id = page.headers["x-request-id"].to_str().unwrap();
    let mut body = page.body.replace(id, "");
    for text in typed {
        body = body.replace(text, "");
    }
    let headers = headers(&page.headers);
    Told {
        status: page.status.as_u16(),
        headers: headers
            .into_iter()
            .filter(|(name, _)| name != "content-length")
            .collect(),
        body: Value::String(body),
    }
}

#[tokio::test]
async fn somebody_elses_ticket_is_as_unknown_as_none() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let bring = async |token: &str, key: &str| {
            let url = format!("{}{REDEEM}", stage.app.url);
            let post = stage.app.http().post(url).bearer_auth(token);
            told(post.json(&json!({"key": key}))).await
        };
        let invented = "ls1.a.t3k9x0.Qm9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let none = bring(&stage.tax_owner, invented).await;
        assert_eq!(none.status, 404);
        assert_eq!(bring(&stage.tax_owner, &key).await, none);
        // Nor does one that was used tell others that it existed.
        assert_eq!(bring(&stage.trade_owner, &key).await.status, 200);
        assert_eq!(bring(&stage.tax_owner, &key).await, none);
    }
}

#[tokio::test]
async fn a_look_up_by_a_wrong_name_is_as_one_of_nobody() {
    for kind in kinds() {
        let limited = Limited::start(kind, "").await;
        let token = limited.issuer.token(VENDOR, PARTY_LOOKUP);
        let look_up = async |number: &str| {
            let url = format!("{}/register/api/v1/persons", limited.app.url);
            let get = limited.app.http().get(url).bearer_auth(&token);
            let get = get.header("X-Ai-NationalIdentityNumber", number);
            told(get.header("X-Ai-LastName", "Feilnavn")).await
        };
        let nobody = look_up(NOBODY).await;
        assert_eq!(nobody.status, 404, "{}", nobody.body);
        assert_eq!(look_up(KARI).await, nobody);
        assert_eq!(look_up(cast::PER).await, nobody);
    }
}

#[tokio::test]
async fn whoever_adds_a_person_by_a_wrong_name_learns_nothing() {
    for kind in kinds() {
        let limited = Limited::start(kind, "").await;
        let mut claims = limited.issuer.claims("310901008", END_USER);
        claims["urn:altinn:userid"] = json!("20010001");
        claims["urn:altinn:authlevel"] = json!("4");
        let token = limited.issuer.sign(&claims);
        let add = async |number: &str| {
            let path = "/accessmanagement/api/v1/enduser/connections";
            let url = format!(
                "{}{path}?party={BAKERY_ID}&from={BAKERY_ID}",
                limited.app.url
            );
            let post = limited.app.http().post(url).bearer_auth(&token);
            told(post.json(&json!({"personIdentifier": number, "lastName": "Feilnavn"}))).await
        };
        let nobody = add(NOBODY).await;
        assert_eq!(nobody.status, 400, "{}", nobody.body);
        assert_eq!(add(NORA).await, nobody);

        // In the portal the same, for users and for agents.
        let mut kari = limited.app.browser_of(KARI).await;
        kari.post("/aktorvalg?goto=/", &[("party", &BAKERY_ID.to_string())])
            .await;
        let mut by = async |number: &'static str| {
            let path = "/accessmanagement/ui/users/ny";
            kari.get(path).await;
            let fields = [
                ("type", "person"),
                ("national_id", number),
                ("surname", "Feilnavn"),
            ];
            let page = kari.post(path, &fields).await;
            shown(&page, &[number])
        };
        let nobody = by(NOBODY).await;
        assert_eq!(nobody.status, 422, "{}", nobody.body);
        assert_eq!(by(NORA).await, nobody);
    }
}

#[tokio::test]
async fn an_access_manager_of_another_party_hears_the_same_of_one_that_is_not_there() {
    for kind in kinds() {
        let limited = Limited::start(kind, "").await;
        let mut claims = limited.issuer.claims("310901008", END_USER);
        claims["urn:altinn:userid"] = json!("20010001");
        claims["urn:altinn:authlevel"] = json!("4");
        let token = limited.issuer.sign(&claims);
        let ask = async |number: &str| {
            let path = "/accessmanagement/api/v1/organization/authorizedparties";
            let get = limited.app.http().get(format!("{}{path}", limited.app.url));
            let get = get.bearer_auth(&token);
            told(get.header("Altinn-Party-OrganizationNumber", number)).await
        };
        let none = ask("310999993").await;
        assert_eq!(none.status, 403, "{}", none.body);
        assert_eq!(ask(PLUMBER).await, none);
    }
}

#[tokio::test]
async fn whoever_is_not_logged_in_learns_of_no_address_what_is_behind_it() {
    for kind in kinds() {
        let limited = Limited::start(kind, "").await;
        let mut browser = limited.app.browser();
        let there = browser.sent_to(&format!("/link/{LINK_SERVICE}")).await;
        let nowhere = browser.sent_to("/link/nod-finnes-ikke").await;
        assert_eq!(
            there.replace(LINK_SERVICE, ""),
            nowhere.replace("nod-finnes-ikke", "")
        );
    }
}
