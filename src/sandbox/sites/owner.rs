use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::machine::{Answer, CallError, Machine};
use super::vendor_page::not_found;
use crate::domain::scope;
use crate::routes;
use crate::sandbox::answer::page;
use crate::sandbox::demo::clients::{DemoClient, TAX_CLIENT, TRADE_CLIENT};
use crate::sandbox::demo::resources::{QUOTAS, VEHICLES};
use crate::sandbox::oauth::Parameters;
use crate::sandbox::{Sandbox, SandboxError, paths};

const MAX_KEY: usize = 500;

/// A link service whose owner's site is simulated.
struct OwnerSite {
    service: &'static str,
    owner: &'static str,
    title: &'static str,
    client: &'static DemoClient,
}

const SITES: [OwnerSite; 2] = [
    OwnerSite {
        service: QUOTAS,
        owner: "Næringsoppsynet",
        title: "Fishing quotas online",
        client: &TRADE_CLIENT,
    },
    OwnerSite {
        service: VEHICLES,
        owner: "Det tenkte skattekontoret",
        title: "My vehicles",
        client: &TAX_CLIENT,
    },
];

#[derive(Template)]
#[template(path = "sandbox/owner.html")]
struct OwnerPage {
    site: &'static OwnerSite,
    outcome: Outcome,
}

/// What came of the key that the browser brought.
enum Outcome {
    NoKey,
    Redeemed(Answer),
    Refused(Answer),
    NoAnswer(String),
}

/// `GET /sandbox/owner/{service}?tempKey=…`
pub async fn show(
    State(sandbox): State<Sandbox>,
    Path(service): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let Some(site) = SITES.iter().find(|site| site.service == service) else {
        return not_found();
    };
    let key = Parameters::parse(query.as_deref().unwrap_or_default())
        .ok()
        .and_then(|parameters| parameters.get("tempKey").map(str::to_owned))
        .filter(|key| key.len() <= MAX_KEY);
    let outcome = match key {
        Some(key) => redeem(&sandbox, site, &key).await?,
        None => Outcome::NoKey,
    };
    page(StatusCode::OK, &OwnerPage { site, outcome })
}

async fn redeem(
    sandbox: &Sandbox,
    site: &'static OwnerSite,
    key: &str,
) -> Result<Outcome, SandboxError> {
    let answer = Machine::new(sandbox, site.client)
        .call(
            Method::POST,
            routes::API_REDEEM,
            scope::LINK_REDEEM,
            Some(&json!({ "key": key })),
        )
        .await;
    match answer {
        Ok(answer) if answer.is_success() => Ok(Outcome::Redeemed(answer)),
        Ok(answer) | Err(CallError::NoToken(answer)) => Ok(Outcome::Refused(answer)),
        Err(CallError::NoAnswer { call }) => Ok(Outcome::NoAnswer(call)),
        Err(CallError::Sandbox(error)) => Err(error),
    }
}

impl OwnerPage {
    /// The name of the party that the person chose.
    fn party<'a>(&self, answer: &'a Answer) -> &'a str {
        answer
            .body
            .pointer("/reportee/name")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}
