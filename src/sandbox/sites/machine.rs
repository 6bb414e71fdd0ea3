use http::Method;
use serde_json::{Value, json};

use crate::sandbox::demo::clients::DemoClient;
use crate::sandbox::oauth::JWT_BEARER_GRANT;
use crate::sandbox::{Sandbox, SandboxError, paths};

/// How long the grants live, in seconds.
const GRANT_LIFE: i64 = 60;
/// The largest answer that is read, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// A vendor's or service owner's server, which calls the product like any other.
pub struct Machine<'a> {
    sandbox: &'a Sandbox,
    client: &'static DemoClient,
}

/// What the product answered.
pub struct Answer {
    /// What was called, such as `POST /authorization/api/v1/authorize`.
    pub call: String,
    pub status: u16,
    /// JSON, or the text of an answer that is none.
    pub body: Value,
}

/// An API call that did not come to an answer.
pub enum CallError {
    /// Maskinporten gave no token.
    NoToken(Answer),
    /// The server could not be reached.
    NoAnswer {
        call: String,
    },
    Sandbox(SandboxError),
}

impl From<SandboxError> for CallError {
    fn from(error: SandboxError) -> Self {
        Self::Sandbox(error)
    }
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn text(&self, name: &str) -> &str {
        self.body
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The body, laid out for reading.
    pub fn pretty(&self) -> String {
        match &self.body {
            Value::String(text) => text.clone(),
            body => serde_json::to_string_pretty(body).unwrap_or_default(),
        }
    }
}

impl<'a> Machine<'a> {
    pub fn new(sandbox: &'a Sandbox, client: &'static DemoClient) -> Self {
        Self { sandbox, client }
    }

    /// A token for `scope`; with `details`, for a system user.
    pub async fn token(&self, scope: &str, details: Option<Value>) -> Result<String, CallError> {
        let more = details.map(|details| ("authorization_details", details));
        self.token_by(self.grant(scope, more)?).await
    }

    /// A token for `scope` in the place of `consumer`, an organization's number.
    pub async fn token_for(&self, consumer: &str, scope: &str) -> Result<String, CallError> {
        let more = Some(("consumer_org", json!(consumer)));
        self.token_by(self.grant(scope, more)?).await
    }

    async fn token_by(&self, grant: String) -> Result<String, CallError> {
        let form = [("grant_type", JWT_BEARER_GRANT), ("assertion", &grant)];
        let request = self
            .sandbox
            .0
            .http
            .post(self.sandbox.url(paths::MASKINPORTEN_TOKEN))
            .form(&form);
        let answer = send(format!("POST {}", paths::MASKINPORTEN_TOKEN), request).await?;
        if answer.is_success() {
            Ok(answer.text("access_token").to_owned())
        } else {
            Err(CallError::NoToken(answer))
        }
    }

    /// Calls `path` with a token for `scope`.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        scope: &str,
        body: Option<&Value>,
    ) -> Result<Answer, CallError> {
        let token = self.token(scope, None).await?;
        let call = format!("{method} {path}");
        let mut request = self
            .sandbox
            .0
            .http
            .request(method, self.sandbox.url(path))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        send(call, request).await
    }

    /// Calls `path` with a token that is there already.
    pub async fn call_with(
        &self,
        method: Method,
        path: &str,
        token: &str,
    ) -> Result<Answer, CallError> {
        let call = format!("{method} {path}");
        let http = &self.sandbox.0.http;
        let request = http.request(method, self.sandbox.url(path));
        send(call, request.bearer_auth(token)).await
    }

    fn grant(
        &self,
        scope: &str,
        more: Option<(&'static str, Value)>,
    ) -> Result<String, SandboxError> {
        let now = self.sandbox.0.world.now().unix_seconds();
        let mut claims = json!({
            "iss": self.client.client_id,
            "aud": self.sandbox.url(paths::MASKINPORTEN),
            "scope": scope,
            "iat": now,
            "exp": now + GRANT_LIFE,
            "jti": self.sandbox.0.world.random_id(),
        });
        if let Some((name, value)) = more {
            claims[name] = value;
        }
        Ok(self.client.key()?.sign(&claims)?)
    }
}

async fn send(call: String, request: reqwest::RequestBuilder) -> Result<Answer, CallError> {
    match read(request).await {
        Ok((status, body)) => Ok(Answer { call, status, body }),
        Err(problem) => {
            tracing::warn!(call, %problem, "a simulated site got no answer");
            Err(CallError::NoAnswer { call })
        }
    }
}

async fn read(request: reqwest::RequestBuilder) -> Result<(u16, Value), reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    let bytes = bytes.get(..MAX_ANSWER).unwrap_or(&bytes);
    let body = serde_json::from_slice(bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()));
    Ok((status, body))
}
