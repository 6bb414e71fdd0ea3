//! AuthZEN: the rules of the standard, our mapping, and the searches, over HTTP.

mod batch;
mod evaluation;
mod mapping;
mod scenario;
mod search;
mod wire;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::support::cast::{self, BAKERY, TAX_BASIS};
use crate::support::machine::Answer;
use crate::support::rows;
use crate::support::stage::Stage;

pub const EVALUATION: &str = "/access/v1/evaluation";
pub const EVALUATIONS: &str = "/access/v1/evaluations";
pub const SUBJECTS: &str = "/access/v1/search/subject";
pub const RESOURCES: &str = "/access/v1/search/resource";
pub const ACTIONS: &str = "/access/v1/search/action";
pub const CONFIGURATION: &str = "/.well-known/authzen-configuration";

pub fn kari() -> Value {
    json!({"type": "person", "id": cast::KARI_ID})
}

pub fn per() -> Value {
    json!({"type": "user", "id": "20010004"})
}

/// The tax basis of the bakery.
pub fn tax_basis() -> Value {
    resource(TAX_BASIS, BAKERY)
}

pub fn resource(id: &str, party: &str) -> Value {
    json!({"type": "resource", "id": id, "properties": {"party": party}})
}

/// Reads at the substantial level.
pub fn reads(subject: Value, resource: Value) -> Value {
    json!({
        "subject": subject,
        "action": {"name": "read"},
        "resource": resource,
        "context": {"level": 3},
    })
}

impl Stage {
    pub async fn authzen(&self, path: &str, body: &Value) -> Answer {
        self.vendor.post(path, &self.tax_owner, body).await
    }

    /// The answer to a question that must be one.
    pub async fn asked(&self, path: &str, body: &Value) -> Value {
        let answer = self.authzen(path, body).await;
        assert_eq!(answer.status, 200, "{path} {body}: {}", answer.body);
        answer.body
    }

    pub async fn is_yes(&self, body: &Value) -> bool {
        let answer = self.asked(EVALUATION, body).await;
        answer["decision"].as_bool().unwrap()
    }

    /// Sends a body as it is, with a request id; status, headers and text of the answer.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: &str,
    ) -> (u16, HeaderMap, String) {
        let url = format!("{}{path}", self.app.url);
        let mut request = self.app.http().request(method, url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let request = request
            .header("content-type", "application/json")
            .header("x-request-id", "caller-7");
        let response = request.body(body.to_owned()).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.text().await.unwrap())
    }

    /// Puts a resource with this policy into the registry.
    pub async fn add_resource(&self, id: &str, policy: &str) {
        self.add_resources(&[(id.to_owned(), policy.to_owned())])
            .await;
    }

    pub async fn add_resources(&self, resources: &[(String, String)]) {
        let mut tx = self.app.db.write().await.unwrap();
        for (id, policy) in resources {
            let mut resource = rows::resource();
            resource.id.clone_from(id);
            rows::add_resource(&mut tx, &resource, policy).await;
        }
        tx.commit().await.unwrap();
    }

    /// The policy of the tax basis.
    pub async fn tax_policy(&self) -> String {
        rows::policy_of(&self.app.db, TAX_BASIS).await
    }
}
