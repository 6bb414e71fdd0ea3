//! A supplier's site: the vendor calls an API in a customer's place, with a token that says so.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;

use super::machine::{Answer, CallError, Machine};
use super::vendor::pretty_claims;
use crate::domain::scope;
use crate::routes;
use crate::sandbox::answer::page;
use crate::sandbox::demo::clients::{TAX_API, VENDOR_CLIENT};
use crate::sandbox::demo::organizations::{BAKERY, DemoOrganization, TAX_OWNER, VENDOR};
use crate::sandbox::demo::resources::TAX_CODE;
use crate::sandbox::{Sandbox, SandboxError, paths};

/// The supplier's site, with what the last click led to.
#[derive(Template)]
#[template(path = "sandbox/supplier.html")]
struct SupplierPage {
    outcome: Outcome,
}

enum Outcome {
    None,
    NoToken(Answer),
    /// A token, and what an API here answered to it, if one was called.
    Token {
        token: String,
        claims: String,
        answer: Option<Answer>,
    },
    NoAnswer(String),
}

#[derive(Deserialize)]
pub struct Click {
    /// The number of the organization in whose place the supplier calls.
    consumer: String,
    /// A token from before; none asks Maskinporten.
    #[serde(default)]
    token: String,
}

/// `GET /sandbox/supplier`
pub async fn show() -> Result<Response, SandboxError> {
    show_with(Outcome::None)
}

/// `POST /sandbox/supplier`
pub async fn call(
    State(sandbox): State<Sandbox>,
    Form(click): Form<Click>,
) -> Result<Response, SandboxError> {
    let outcome = match called(&sandbox, &click).await {
        Ok(outcome) => outcome,
        Err(CallError::NoToken(answer)) => Outcome::NoToken(answer),
        Err(CallError::NoAnswer { call }) => Outcome::NoAnswer(call),
        Err(CallError::Sandbox(error)) => return Err(error),
    };
    show_with(outcome)
}

async fn called(sandbox: &Sandbox, click: &Click) -> Result<Outcome, CallError> {
    let machine = Machine::new(sandbox, &VENDOR_CLIENT);
    let is_owner = click.consumer == TAX_OWNER.number;
    let (consumer, scope) = match is_owner {
        true => (TAX_OWNER.number, scope::ACCESS_LIST_READ),
        false => (BAKERY.number, TAX_API),
    };
    let token = match click.token.is_empty() {
        true => machine.token_for(consumer, scope).await?,
        false => click.token.clone(),
    };
    // The tax office's own API, which the bakery's token is for, is not part of the sandbox.
    let answer = match is_owner {
        true => {
            let path = routes::API_LISTS.replace("{owner}", TAX_CODE);
            Some(machine.call_with(Method::GET, &path, &token).await?)
        }
        false => None,
    };
    Ok(Outcome::Token {
        claims: pretty_claims(&token),
        token,
        answer,
    })
}

fn show_with(outcome: Outcome) -> Result<Response, SandboxError> {
    page(StatusCode::OK, &SupplierPage { outcome })
}

impl SupplierPage {
    fn consumers(&self) -> [&'static DemoOrganization; 2] {
        [&TAX_OWNER, &BAKERY]
    }
}
