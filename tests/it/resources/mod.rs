//! The resource registry over HTTP, and the feeds that follow it.

mod concurrency;
mod death;
mod descriptions;
mod feeds;
mod invalid;
mod lists;
mod load;
mod policies;
mod refused_policies;
mod rights;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::database::Kind;
use crate::support::machine::Answer;
use crate::support::stage::Stage;

pub const RESOURCES: &str = "/resourceregistry/api/v1/resource";
pub const WRITE: &str = "altinn:resourceregistry/resource.write";
pub const ADMIN: &str = "altinn:resourceregistry/resource.admin";
/// The number of the tax office, `dts`.
pub const TAX: &str = "310901008";
/// The number of the trade inspectorate, `nod`.
pub const TRADE: &str = "310902004";

/// A server, and tokens of those who change its registry.
pub struct Registry {
    pub stage: Stage,
    pub tax: String,
    pub trade: String,
    pub admin: String,
}

impl Registry {
    pub async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        Self {
            tax: stage.issuer.token(TAX, WRITE),
            trade: stage.issuer.token(TRADE, WRITE),
            admin: stage.issuer.token("310801003", ADMIN),
            stage,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{RESOURCES}{path}", self.stage.app.url);
        self.stage.app.http().request(method, url)
    }

    /// What anybody gets.
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, token: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, "").bearer_auth(token).json(body)).await
    }

    pub async fn put(&self, token: &str, id: &str, body: &Value) -> Answer {
        let request = self.request(Method::PUT, &format!("/{id}"));
        answer(request.bearer_auth(token).json(body)).await
    }

    pub async fn delete(&self, token: &str, id: &str) -> Answer {
        let request = self.request(Method::DELETE, &format!("/{id}"));
        answer(request.bearer_auth(token)).await
    }

    /// Adds a resource of the tax office.
    pub async fn create(&self, id: &str) {
        let created = self.post(&self.tax, &described(id)).await;
        assert_eq!(created.status, 201, "{}", created.body);
    }

    /// Adds one with a policy.
    pub async fn create_guarded(&self, id: &str, policy: &str) {
        self.create(id).await;
        let uploaded = self.upload(&self.tax, id, policy.as_bytes()).await;
        assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    }

    pub async fn upload(&self, token: &str, id: &str, file: &[u8]) -> Answer {
        self.send_form(token, id, "policyFile", file).await
    }

    /// Sends a form with one file.
    pub async fn send_form(&self, token: &str, id: &str, field: &str, file: &[u8]) -> Answer {
        answer(self.form(token, id, field, file)).await
    }

    pub fn form(&self, token: &str, id: &str, field: &str, file: &[u8]) -> RequestBuilder {
        let request = self.request(Method::POST, &format!("/{id}/policy"));
        upload_form(request.bearer_auth(token), field, file)
    }
}

/// A request with a form of one file.
pub fn upload_form(request: RequestBuilder, field: &str, file: &[u8]) -> RequestBuilder {
    let mut body = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"policy.xml\"\r\n\
         Content-Type: text/xml\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--limit--\r\n");
    let request = request.header("content-type", "multipart/form-data; boundary=limit");
    request.body(body)
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// A good description of a resource of the tax office.
pub fn described(id: &str) -> Value {
    let texts =
        |text: &str| json!({"nb": text, "nn": format!("{text} nn"), "en": format!("{text} en")});
    json!({
        "identifier": id,
        "title": texts("Tinglysing"),
        "description": texts("Om å tinglyse ting"),
        "rightDescription": texts("Gir rett"),
        "contactPoints": [{"category": "Support", "email": "hjelp@example.no"}],
        "hasCompetentAuthority": {"organization": TAX, "orgcode": "dts", "name": {"nb": "Skattekontoret"}},
        "resourceType": "GenericAccessResource",
    })
}

/// The same with one member changed; null takes it away.
pub fn changed(body: &Value, name: &str, value: Value) -> Value {
    let mut body = body.clone();
    match value {
        Value::Null => {
            body.as_object_mut().unwrap().remove(name);
        }
        value => body[name] = value,
    }
    body
}

/// A policy by which managers read the resource.
pub fn policy(id: &str) -> String {
    policy_of(&[rule(
        "1",
        "Permit",
        &[("urn:altinn:rolecode", "DAGL")],
        id,
        &["read"],
    )])
}

pub fn policy_of(rules: &[String]) -> String {
    format!(
        "<Policy xmlns=\"urn:oasis:names:tc:xacml:3.0:core:schema:wd-17\" PolicyId=\"p\" Version=\"1.0\"\n\
         RuleCombiningAlgId=\"urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides\">\n\
         <Target/>\n{}</Policy>",
        rules.concat()
    )
}

/// A rule of one line.
pub fn rule(
    id: &str,
    effect: &str,
    subjects: &[(&str, &str)],
    resource: &str,
    actions: &[&str],
) -> String {
    let subjects: Vec<String> = subjects
        .iter()
        .map(|(kind, value)| matched(SUBJECT, kind, value))
        .collect();
    let actions: Vec<String> = actions
        .iter()
        .map(|action| matched(ACTION, ACTION_ID, action))
        .collect();
    let resource = matched(RESOURCE, "urn:altinn:resource", resource);
    format!(
        "<Rule RuleId=\"{id}\" Effect=\"{effect}\"><Target>{}{}{}</Target></Rule>\n",
        any_of(&subjects),
        any_of(&[resource]),
        any_of(&actions)
    )
}

pub const SUBJECT: &str = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
pub const RESOURCE: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
pub const ACTION: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
pub const ACTION_ID: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";

/// One alternative for each.
pub fn any_of(matches: &[String]) -> String {
    let all: String = matches
        .iter()
        .map(|one| format!("<AllOf>{one}</AllOf>"))
        .collect();
    format!("<AnyOf>{all}</AnyOf>")
}

pub fn matched(category: &str, id: &str, value: &str) -> String {
    const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
    format!(
        "<Match MatchId=\"urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case\">\
         <AttributeValue DataType=\"{STRING}\">{value}</AttributeValue>\
         <AttributeDesignator Category=\"{category}\" AttributeId=\"{id}\" DataType=\"{STRING}\" \
         MustBePresent=\"false\"/></Match>"
    )
}

/// What is wrong with a description, by field.
pub fn errors(answer: &Answer) -> Vec<String> {
    let errors = answer.body["errors"].as_object();
    errors
        .map(|errors| errors.keys().cloned().collect())
        .unwrap_or_default()
}
