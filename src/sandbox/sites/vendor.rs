use axum::extract::{Path, State};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::machine::{Answer, CallError, Machine};
use super::vendor_page::{Decision, Outcome, Standing, VendorPage, not_found};
use crate::domain::scope;
use crate::routes;
use crate::sandbox::answer::see_other;
use crate::sandbox::demo::clients::{TAX_API, TAX_CLIENT};
use crate::sandbox::demo::organizations::{ASSOCIATION, DemoOrganization};
use crate::sandbox::demo::resources::{PAYROLL, TAX_BASIS};
use crate::sandbox::demo::systems::{self, DemoSystem};
use crate::sandbox::{Sandbox, SandboxError, paths};

/// `GET /sandbox/vendor/{system}`
pub async fn show(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    match systems::find(&id) {
        Some(system) => show_with(&sandbox, system, Outcome::None).await,
        None => not_found(),
    }
}

/// `GET /sandbox/vendor/{system}/receipt`: where the customer's browser comes back to. The address says nothing about the
/// answer, so the vendor asks the API.
pub async fn receipt(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    match systems::find(&id) {
        Some(system) => show_with(&sandbox, system, Outcome::CameBack).await,
        None => not_found(),
    }
}

/// `POST /sandbox/vendor/{system}/ask`
pub async fn ask(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    let Some(system) = systems::find(&id) else {
        return not_found();
    };
    match request_system_user(&sandbox, system).await {
        Ok(answer) if leads_to_us(&sandbox, &answer) => Ok(see_other(answer.text("confirmUrl"))),
        Ok(answer) if answer.is_success() => Ok(see_other(&paths::vendor(system.id))),
        Ok(answer) => show_with(&sandbox, system, Outcome::Refused(answer)).await,
        Err(error) => show_error(system, error),
    }
}

/// `POST /sandbox/vendor/{system}/token`
pub async fn token(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    let Some(system) = systems::find(&id) else {
        return not_found();
    };
    let details = json!([{
        "type": "urn:altinn:systemuser",
        "systemuser_org": {
            "authority": "iso6523-actorid-upis",
            "ID": format!("0192:{}", system.customer.number),
        },
    }]);
    let machine = Machine::new(&sandbox, system.client);
    match machine.token(TAX_API, Some(details)).await {
        Ok(token) => show_with(&sandbox, system, Outcome::Token(pretty_claims(&token))).await,
        Err(CallError::NoToken(answer)) => {
            show_with(&sandbox, system, Outcome::NoToken(answer)).await
        }
        Err(error) => show_error(system, error),
    }
}

/// `POST /sandbox/vendor/{system}/decision`: what the service owner does when the system calls its API.
pub async fn decision(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    let Some(system) = systems::find(&id) else {
        return not_found();
    };
    let found = match find_request(&sandbox, system).await {
        Ok(found) => found,
        Err(error) => return show_error(system, error),
    };
    // A system user that was asked for has the id of the request.
    let system_user = found.text("id").to_owned();
    match ask_for_decisions(&sandbox, system, &system_user).await {
        Ok(decisions) => show_with(&sandbox, system, Outcome::Decisions(decisions)).await,
        Err(error) => show_error(system, error),
    }
}

/// `POST /sandbox/vendor/{system}/delete`
pub async fn delete(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Response, SandboxError> {
    let Some(system) = systems::find(&id) else {
        return not_found();
    };
    match delete_request(&sandbox, system).await {
        Ok(answer) if answer.is_success() => Ok(see_other(&paths::vendor(system.id))),
        Ok(answer) => show_with(&sandbox, system, Outcome::Refused(answer)).await,
        Err(error) => show_error(system, error),
    }
}

async fn show_with(
    sandbox: &Sandbox,
    system: &'static DemoSystem,
    outcome: Outcome,
) -> Result<Response, SandboxError> {
    match standing(sandbox, system).await {
        Ok(standing) => VendorPage::show(system, standing, outcome),
        Err(error) => show_error(system, error),
    }
}

/// Shows why a call came to nothing, without calling again.
fn show_error(system: &'static DemoSystem, error: CallError) -> Result<Response, SandboxError> {
    let outcome = match error {
        CallError::NoToken(answer) => Outcome::NoToken(answer),
        CallError::NoAnswer { call } => Outcome::NoAnswer(call),
        CallError::Sandbox(error) => return Err(error),
    };
    VendorPage::show(system, Standing::Unknown, outcome)
}

/// How far the vendor has come, as the API tells it.
async fn standing(sandbox: &Sandbox, system: &DemoSystem) -> Result<Standing, CallError> {
    if find_system(sandbox, system).await?.status == StatusCode::NOT_FOUND.as_u16() {
        return Ok(Standing::NotRegistered);
    }
    let request = find_request(sandbox, system).await?;
    let has_system_user = find_system_user(sandbox, system).await?.is_success();
    Ok(match request.text("status") {
        "New" => Standing::Waiting {
            confirm_url: request.text("confirmUrl").to_owned(),
        },
        "Accepted" => Standing::Accepted { has_system_user },
        "Rejected" => Standing::Rejected,
        _ => Standing::NotAsked { has_system_user },
    })
}

/// Registers the system if this is the first time, and asks the customer.
async fn request_system_user(sandbox: &Sandbox, system: &DemoSystem) -> Result<Answer, CallError> {
    let machine = Machine::new(sandbox, system.client);
    if find_system(sandbox, system).await?.status == StatusCode::NOT_FOUND.as_u16() {
        let registered = machine
            .call(
                Method::POST,
                routes::API_SYSTEMS,
                scope::SYSTEM_WRITE,
                Some(&registration(sandbox, system)),
            )
            .await?;
        if !registered.is_success() {
            return Ok(registered);
        }
    }
    let request = json!({
        "systemId": system.id,
        "partyOrgNo": system.customer.number,
        "rights": rights(system),
        "redirectUrl": sandbox.url(&paths::vendor_receipt(system.id)),
    });
    machine
        .call(
            Method::POST,
            routes::API_REQUESTS,
            scope::REQUEST_WRITE,
            Some(&request),
        )
        .await
}

fn registration(sandbox: &Sandbox, system: &DemoSystem) -> Value {
    let texts = |[nb, nn, en]: [&str; 3]| json!({ "nb": nb, "nn": nn, "en": en });
    json!({
        "id": system.id,
        "vendor": { "authority": "iso6523-actorid-upis", "ID": format!("0192:{}", system.client.org_number) },
        "name": texts(system.name),
        "description": texts(system.description),
        "rights": rights(system),
        "accessPackages": [],
        "clientId": [system.client.client_id],
        "isVisible": true,
        "allowedRedirectUrls": [sandbox.url(&paths::vendor_receipt(system.id))],
    })
}

fn rights(system: &DemoSystem) -> Value {
    system
        .resources
        .iter()
        .map(|resource| json!({ "resource": [{ "id": "urn:altinn:resource", "value": resource }] }))
        .collect()
}

async fn find_system(sandbox: &Sandbox, system: &DemoSystem) -> Result<Answer, CallError> {
    let path = routes::API_SYSTEM.replace("{system_id}", system.id);
    Machine::new(sandbox, system.client)
        .call(Method::GET, &path, scope::SYSTEM_WRITE, None)
        .await
}

/// The request is found by what it is about, so the site needs no memory of its own.
async fn find_request(sandbox: &Sandbox, system: &DemoSystem) -> Result<Answer, CallError> {
    let number = system.customer.number;
    let path = routes::API_REQUEST_BY_REF
        .replace("{system_id}", system.id)
        .replace("{org}", number)
        .replace("{external_ref}", number);
    Machine::new(sandbox, system.client)
        .call(Method::GET, &path, scope::REQUEST_READ, None)
        .await
}

async fn find_system_user(sandbox: &Sandbox, system: &DemoSystem) -> Result<Answer, CallError> {
    let path = format!(
        "{}?system-id={}&orgno={}",
        routes::API_SYSTEM_USER_QUERY,
        system.id,
        system.customer.number
    );
    Machine::new(sandbox, system.client)
        .call(Method::GET, &path, scope::REQUEST_WRITE, None)
        .await
}

async fn delete_request(sandbox: &Sandbox, system: &DemoSystem) -> Result<Answer, CallError> {
    let found = find_request(sandbox, system).await?;
    if !found.is_success() {
        return Ok(found);
    }
    let path = routes::API_REQUEST.replace("{id}", found.text("id"));
    Machine::new(sandbox, system.client)
        .call(Method::DELETE, &path, scope::REQUEST_WRITE, None)
        .await
}

async fn ask_for_decisions(
    sandbox: &Sandbox,
    system: &DemoSystem,
    system_user: &str,
) -> Result<Vec<Decision>, CallError> {
    let machine = Machine::new(sandbox, &TAX_CLIENT);
    let questions = [
        ("read", TAX_BASIS, system.customer),
        ("write", TAX_BASIS, system.customer),
        ("read", PAYROLL, system.customer),
        ("read", TAX_BASIS, &ASSOCIATION),
    ];
    let mut decisions = Vec::new();
    for (action, resource, party) in questions {
        let question = decision_request(system_user, action, resource, party);
        let answer = machine
            .call(
                Method::POST,
                routes::API_AUTHORIZE,
                scope::AUTHORIZE,
                Some(&question),
            )
            .await?;
        decisions.push(Decision {
            action,
            resource,
            party: party.name,
            answer: decision_word(&answer),
        });
    }
    Ok(decisions)
}

/// The question in the JSON profile of XACML.
fn decision_request(
    system_user: &str,
    action: &str,
    resource: &str,
    party: &DemoOrganization,
) -> Value {
    let attribute = |id: &str, value: &str| json!({ "AttributeId": id, "Value": value });
    json!({ "Request": {
        "AccessSubject": [{ "Attribute": [attribute("urn:altinn:systemuser:uuid", system_user)] }],
        "Action": [{ "Attribute": [attribute("urn:oasis:names:tc:xacml:1.0:action:action-id", action)] }],
        "Resource": [{ "Attribute": [
            attribute("urn:altinn:resource", resource),
            attribute("urn:altinn:organization:identifier-no", party.number),
        ]}],
    }})
}

fn decision_word(answer: &Answer) -> String {
    answer
        .body
        .pointer("/response/0/decision")
        .and_then(Value::as_str)
        .map(str::to_owned)
        .unwrap_or_else(|| format!("HTTP {}", answer.status))
}

/// True when the request waits for an answer, and the page for that is here, where the browser may be sent.
fn leads_to_us(sandbox: &Sandbox, answer: &Answer) -> bool {
    answer.is_success()
        && answer.text("status") == "New"
        && answer.text("confirmUrl").starts_with(&sandbox.url("/"))
}

/// What a token says, laid out for reading. The vendor need not check its own token: the API that it is meant for does.
pub(super) fn pretty_claims(token: &str) -> String {
    let decode = || -> Option<String> {
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        let claims: Value = serde_json::from_slice(&payload).ok()?;
        serde_json::to_string_pretty(&claims).ok()
    };
    decode().unwrap_or_default()
}
