use fullmakt::db::{Run as _, Sql};
use fullmakt::domain::scope::{AUTHORIZE_ADMIN, END_USER};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::support::cast::{BAKERY, BAKERY_ID, PAYROLL, TAX_BASIS};
use crate::support::database::Kind;
use crate::support::machine::{Answer, answer};
use crate::support::stage::{AUTHORIZE, Stage};

pub const OLA_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010003");
pub const NORA_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010007");
pub const STIG_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010002");
pub const AMIR_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010006");
/// Manages another business, and has nothing to do with the bakery.
pub const PER_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010004");

/// The numbers of the persons' user ids.
pub const KARI: u32 = 20_010_001;
pub const OLA: u32 = 20_010_003;
pub const PER: u32 = 20_010_004;
pub const GRETE: u32 = 20_010_005;
pub const NORA: u32 = 20_010_007;

pub const TAX: &str = "urn:altinn:accesspackage:skattegrunnlag";
const API: &str = "/accessmanagement/api/v1";

/// Kari at the bakery, and whoever else is let in.
pub struct Scene {
    pub stage: Stage,
    kari: String,
}

impl Scene {
    pub async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        let kari = token(&stage, KARI, END_USER);
        Self { stage, kari }
    }

    /// With Nora let in at the bakery.
    pub async fn with_nora(kind: Kind) -> Self {
        let scene = Self::start(kind).await;
        let answer = scene.let_in("21828817040", "Postløs").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        scene
    }

    /// A token of a person with these scopes.
    pub fn token(&self, user: u32, scopes: &str) -> String {
        token(&self.stage, user, scopes)
    }

    pub async fn let_in(&self, number: &str, surname: &str) -> Answer {
        let body = json!({"personIdentifier": number, "lastName": surname});
        let path = format!("?party={BAKERY_ID}");
        self.send(Method::POST, &path, Some(&body)).await
    }

    /// Kari sends something below the connections.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.send_as(&self.kari, method, path, body).await
    }

    pub async fn send_as(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        let path = format!("/enduser/connections{path}");
        self.call(token, method, &path, body).await
    }

    /// Calls anything of access management.
    pub async fn call(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        let url = format!("{}{API}{path}", self.stage.app.url);
        let request = self.stage.app.http().request(method, url);
        let request = request.bearer_auth(token);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        answer(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Kari gives a package for the bakery.
    pub async fn give(&self, to: Uuid, package: &str) -> Answer {
        let path = format!("/accesspackages?party={BAKERY_ID}&to={to}&package={package}");
        self.send(Method::POST, &path, None).await
    }

    /// The query between the bakery and another.
    pub fn to(&self, to: Uuid) -> String {
        format!("?party={BAKERY_ID}&from={BAKERY_ID}&to={to}")
    }

    /// The keys of the rights to the payroll report that have this action.
    pub async fn keys(&self, action: &str) -> Vec<String> {
        let path = format!("/resources/delegationcheck?party={BAKERY_ID}&resource={PAYROLL}");
        let answer = self.get(&path).await;
        let rights = answer.body["rights"].as_array().unwrap();
        let named = rights
            .iter()
            .filter(|right| right["right"]["action"]["value"] == action);
        named
            .map(|right| right["right"]["key"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What the engine answers about a person, the bakery and the tax basis.
    pub async fn decision(&self, number: &str, action: &str) -> String {
        self.decision_on(TAX_BASIS, number, action).await
    }

    pub async fn decision_on(&self, resource: &str, number: &str, action: &str) -> String {
        let attribute =
            |id: &str, value: &str| json!({"Attribute": [{"AttributeId": id, "Value": value}]});
        let body = json!({"Request": {
            "AccessSubject": [attribute("urn:altinn:person:identifier-no", number)],
            "Action": [attribute("urn:oasis:names:tc:xacml:1.0:action:action-id", action)],
            "Resource": [{"Attribute": [
                {"AttributeId": "urn:altinn:resource", "Value": resource},
                {"AttributeId": "urn:altinn:organization:identifier-no", "Value": BAKERY}]}],
        }});
        let answer = self
            .stage
            .vendor
            .post(AUTHORIZE, &self.stage.tax_owner, &body)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["response"][0]["decision"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// How many rows a query answers.
    pub async fn count(&self, sql: &'static str) -> usize {
        let rows = (&self.stage.app.db).rows(Sql::same(sql), &[]).await;
        rows.unwrap().len()
    }

    /// Assignments, delegations and acts, live or not: what any write would change.
    pub async fn written(&self) -> [usize; 5] {
        [
            self.count("select id from assignment").await,
            self.count("select id from assignment where revoked_at is null")
                .await,
            self.count("select id from delegation").await,
            self.count("select id from delegation where revoked_at is null")
                .await,
            self.count("select id from act").await,
        ]
    }

    pub fn decider(&self) -> String {
        self.stage.issuer.token("310901008", AUTHORIZE_ADMIN)
    }
}

fn token(stage: &Stage, user: u32, scopes: &str) -> String {
    let mut claims = stage.issuer.claims("310901008", scopes);
    claims["urn:altinn:userid"] = json!(user.to_string());
    claims["urn:altinn:authlevel"] = json!(4);
    stage.issuer.sign(&claims)
}

/// The code of the first thing wrong, or of the problem itself.
pub fn code(answer: &Answer) -> String {
    let first = &answer.body["validationErrors"][0]["code"];
    let code = first.as_str().unwrap_or_else(|| answer.code());
    code.to_owned()
}
