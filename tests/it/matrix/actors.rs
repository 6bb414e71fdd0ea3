//! Those who ask: everybody in [`super::ACTORS`].

use fullmakt::domain::scope::{self, END_USER, PARTY_LOOKUP};
use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::{Body, Row};
use crate::resources;
use crate::support::browser::Browser;
use crate::support::cast::{self, KARI, ODD, OLA, PER};
use crate::support::machine::{OWNER_SCOPES, VENDOR_SCOPES};
use crate::support::stage::Stage;

/// A browser or a machine.
pub enum Actor {
    Person(Browser),
    Machine(String),
}

pub async fn actor(stage: &Stage, name: &str) -> Actor {
    let person_for = async |national_id: &str, party: Uuid| {
        let mut browser = stage.app.browser_of(national_id).await;
        // Refused to those who have nothing to do there; they go on without a party.
        browser
            .post("/aktorvalg?goto=/", &[("party", &party.to_string())])
            .await;
        Actor::Person(browser)
    };
    let person = async |national_id: &str| person_for(national_id, cast::BAKERY_ID).await;
    // A person who is logged in, at the APIs.
    let token_of = |user: &str| {
        let mut claims = stage.issuer.claims("310901008", END_USER);
        claims["urn:altinn:userid"] = json!(user);
        claims["urn:altinn:authlevel"] = json!("3");
        Actor::Machine(stage.issuer.sign(&claims))
    };
    match name {
        "nobody" => Actor::Person(stage.app.browser()),
        "Per" => person(PER).await,
        "Ola" => person(OLA).await,
        "Kari" => person(KARI).await,
        // Odd acts for the operator.
        "Odd" => person_for(ODD, cast::OPERATOR_ID).await,
        // Liv and Trond administer resources, each those of one service owner.
        "Liv" => person_for(cast::LIV, cast::TAX_OWNER_ID).await,
        "Trond" => person_for(cast::TROND, cast::TRADE_OWNER_ID).await,
        "vendor" => Actor::Machine(stage.token.clone()),
        "other vendor" => Actor::Machine(stage.issuer.token(cast::PLUMBER, VENDOR_SCOPES)),
        "owner" => {
            let registry = [
                scope::ACCESS_LIST_WRITE,
                scope::AUTHORIZED_PARTIES_OWNER,
                scope::OWNER_REQUEST_WRITE,
                resources::WRITE,
            ]
            .join(" ");
            let scopes = format!("{OWNER_SCOPES} {registry}");
            Actor::Machine(stage.issuer.token("310902004", &scopes))
        }
        // Who may look up any party, and all delegations of scopes.
        "register" => {
            let scopes = [PARTY_LOOKUP, scope::SCOPE_DELEGATIONS_ADMIN].join(" ");
            Actor::Machine(stage.issuer.token("310901008", &scopes))
        }
        "Kari's token" => token_of("20010001"),
        // Grete manages the accountant, whose agent Amir is.
        "Grete" => person_for(cast::GRETE, cast::ACCOUNTANT_ID).await,
        "Grete's token" => token_of("20010005"),
        "Amir's token" => token_of("20010006"),
        _ => Actor::Machine("garbage".to_owned()),
    }
}

impl Actor {
    /// The status, and for a redirect where it leads.
    pub async fn send(&mut self, stage: &Stage, row: &Row) -> String {
        let url = format!("{}{}", stage.app.url, row.path);
        let mut request = stage.app.http().request(row.method.clone(), &url);
        request = match &row.body {
            Body::None => request,
            Body::Form(fields) => request
                .header("sec-fetch-site", "same-origin")
                .header("referer", format!("{}/", stage.app.url))
                .form(fields),
            Body::Json(body) => request.json(body),
        };
        request = match self {
            Actor::Person(browser) => request.header("cookie", browser.cookie_header()),
            Actor::Machine(token) => request.bearer_auth(token),
        };
        let response = request.send().await.unwrap();
        let place = response
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap());
        told(
            response.status(),
            place.map(|place| place.replace(&stage.app.url, "")),
        )
    }
}

/// Redirects by where they lead, as that is what tells a login from a success.
fn told(status: StatusCode, place: Option<String>) -> String {
    let Some(place) = place else {
        return status.as_u16().to_string();
    };
    let word = [
        ("/sandbox/idporten/authorize", "id-porten"),
        ("/sandbox/idporten/endsession", "logout"),
        ("/authentication/api/v1/authentication", "login"),
        ("/innlogging/niva", "step-up"),
        ("/aktorvalg", "party"),
        ("/sandbox/owner", "owner"),
    ]
    .into_iter()
    .find(|(path, _)| place.starts_with(path))
    .map_or("on", |(_, word)| word);
    format!("{} {word}", status.as_u16())
}
