//! A vendor's or service owner's machine: grants at Maskinporten, calls to the APIs.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::cast;

pub const VENDOR_SCOPES: &str = "altinn:authentication/systemregister.write \
     altinn:authentication/systemuser.request.write altinn:authentication/systemuser.request.read";
pub const OWNER_SCOPES: &str =
    "altinn:authorization/authorize altinn:serviceowner/linkservice.redeem";

/// An API's answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

/// A client of the sandbox's Maskinporten, with its published key.
pub struct Machine {
    base: String,
    client_id: String,
    http: reqwest::Client,
}

impl Machine {
    pub fn new(base: &str, client_id: &str, http: reqwest::Client) -> Self {
        Self {
            base: base.to_owned(),
            client_id: client_id.to_owned(),
            http,
        }
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The claims of a good grant.
    pub fn grant(&self, scope: &str) -> Value {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        json!({
            "aud": format!("{}/sandbox/maskinporten/", self.base),
            "iss": self.client_id,
            "scope": scope,
            "iat": now,
            "exp": now + 100,
            "jti": Uuid::new_v4().to_string(),
        })
    }

    /// Sends a grant and answers what Maskinporten says.
    pub async fn send_grant(&self, claims: &Value) -> Answer {
        self.send_assertion(&self.assertion(claims)).await
    }

    /// A grant, signed.
    pub fn assertion(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.client_id.clone());
        encode(&header, claims, &self.key()).unwrap()
    }

    pub async fn send_assertion(&self, assertion: &str) -> Answer {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", assertion),
        ];
        let url = format!("{}/sandbox/maskinporten/token", self.base);
        answer(self.http.post(url).form(&form).send().await.unwrap()).await
    }

    fn key(&self) -> EncodingKey {
        EncodingKey::from_rsa_pem(self.pem().as_bytes()).unwrap()
    }

    /// The client's published private key.
    pub fn pem(&self) -> String {
        published_key(&self.client_id)
    }

    /// A token with these scopes.
    pub async fn token(&self, scope: &str) -> String {
        let answer = self.send_grant(&self.grant(scope)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks for a token for a business's system user.
    pub async fn system_user_token(&self, owner: &str) -> Answer {
        let mut claims = self.grant("dts:skattegrunnlag.read");
        claims["authorization_details"] = json!([{
            "type": "urn:altinn:systemuser",
            "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{owner}")},
        }]);
        self.send_grant(&claims).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        let request = self
            .http
            .get(format!("{}{path}", self.base))
            .bearer_auth(token);
        answer(request.send().await.unwrap()).await
    }

    /// Sends the Authorization header as it is given.
    pub async fn get_with_authorization(&self, path: &str, header: &str) -> Answer {
        let request = self
            .http
            .get(format!("{}{path}", self.base))
            .header(reqwest::header::AUTHORIZATION, header);
        answer(request.send().await.unwrap()).await
    }

    /// Sends a body as it is given.
    pub async fn post_text(
        &self,
        path: &str,
        token: &str,
        content_type: &str,
        body: &str,
    ) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .bearer_auth(token)
            .header(reqwest::header::CONTENT_TYPE, content_type)
            .body(body.to_owned());
        answer(request.send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str, token: &str) -> Answer {
        let request = self
            .http
            .delete(format!("{}{path}", self.base))
            .bearer_auth(token);
        answer(request.send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .bearer_auth(token)
            .json(body);
        answer(request.send().await.unwrap()).await
    }

    /// Registers the vendor's system with rights on the tax basis.
    pub async fn register_system(&self, token: &str, system_id: &str) -> Answer {
        let body = self.system_body(system_id);
        self.post("/authentication/api/v1/systemregister/vendor", token, &body)
            .await
    }

    /// The body of a good registration.
    pub fn system_body(&self, system_id: &str) -> Value {
        let vendor = system_id.split('_').next().unwrap();
        json!({
            "id": system_id,
            "vendor": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{vendor}")},
            "name": {"nb": "Regnskap", "nn": "Rekneskap", "en": "Accounting"},
            "description": {"nb": "Fører regnskap", "nn": "Fører rekneskap", "en": "Keeps accounts"},
            "rights": [right(cast::TAX_BASIS)],
            "clientId": [self.client_id],
            "isVisible": true,
            "allowedRedirectUrls": [format!("{}/sandbox", self.base)],
        })
    }

    /// Asks a business for a system user with the right to the tax basis.
    pub async fn ask_for_system_user(
        &self,
        token: &str,
        system_id: &str,
        business: &str,
    ) -> Answer {
        let body = json!({
            "systemId": system_id,
            "partyOrgNo": business,
            "rights": [right(cast::TAX_BASIS)],
            "redirectUrl": format!("{}/sandbox?from=portal", self.base),
        });
        self.post(
            "/authentication/api/v1/systemuser/request/vendor",
            token,
            &body,
        )
        .await
    }

    /// Asks for a decision about a system user; answers the decision's word.
    pub async fn decision(&self, token: &str, question: Question<'_>) -> String {
        let answer = self
            .post("/authorization/api/v1/authorize", token, &question.body())
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["response"][0]["decision"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// A question for a decision.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub system_user: &'a str,
    pub action: &'a str,
    pub resource: &'a str,
    pub business: &'a str,
}

impl Question<'_> {
    pub fn body(&self) -> Value {
        json!({"Request": {
            "AccessSubject": [{"Attribute": [{"AttributeId": "urn:altinn:systemuser:uuid", "Value": self.system_user}]}],
            "Action": [{"Attribute": [
                {"AttributeId": "urn:oasis:names:tc:xacml:1.0:action:action-id", "Value": self.action}]}],
            "Resource": [{"Attribute": [
                {"AttributeId": "urn:altinn:resource", "Value": self.resource},
                {"AttributeId": "urn:altinn:organization:identifier-no", "Value": self.business}]}],
        }})
    }
}

/// The private key of a demo client, which is published with the source.
pub fn published_key(client_id: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/keys");
    std::fs::read_to_string(format!("{folder}/{client_id}.pem")).unwrap()
}

pub fn right(resource: &str) -> Value {
    json!({"resource": [{"id": "urn:altinn:resource", "value": resource}]})
}

pub async fn answer(response: reqwest::Response) -> Answer {
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}
