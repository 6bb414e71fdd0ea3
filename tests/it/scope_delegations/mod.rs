//! Suppliers that use an organization's scopes at Maskinporten: the APIs, the tokens and the pages.

mod end_user;
mod exchanged;
mod look_up;
mod older;
mod pages;
mod races;
mod supplier_site;
mod tokens;

use fullmakt::domain::scope::END_USER;
use serde_json::{Value, json};

use crate::support::cast::{BAKERY_ID, TAX_BASIS_API, TAX_OWNER, VENDOR};
use crate::support::database::Kind;
use crate::support::machine::Answer;
use crate::support::stage::Stage;

pub const SUPPLIERS: &str = "/accessmanagement/api/v1/enduser/maskinportensuppliers";
pub const CONSUMERS: &str = "/accessmanagement/api/v1/enduser/maskinportenconsumers";
pub const LOOK_UP: &str = "/accessmanagement/api/v1/maskinporten/delegations/";
pub const TAX_SCOPE: &str = "dts:skattegrunnlag.read";

/// The numbers by which the APIs know persons.
pub const KARI: i64 = 20_010_001;
pub const OLA: i64 = 20_010_003;
pub const PER: i64 = 20_010_004;
pub const VIDAR: i64 = 20_010_009;
pub const LIV: i64 = 20_010_015;

pub struct Scene {
    pub stage: Stage,
}

impl Scene {
    pub async fn new(kind: Kind) -> Self {
        Self {
            stage: Stage::empty(kind).await,
        }
    }

    /// A person's token at a portal, with this level.
    pub fn person_at(&self, user: i64, level: i64, scopes: &str) -> String {
        let mut claims = self.stage.issuer.claims(TAX_OWNER, scopes);
        claims["urn:altinn:userid"] = json!(user);
        claims["urn:altinn:authlevel"] = json!(level);
        self.stage.issuer.sign(&claims)
    }

    pub fn person(&self, user: i64) -> String {
        self.person_at(user, 3, END_USER)
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.stage.vendor.get(path, token).await
    }

    pub async fn post(&self, path: &str, token: &str) -> Answer {
        self.stage.vendor.post(path, token, &Value::Null).await
    }

    pub async fn delete(&self, path: &str, token: &str) -> Answer {
        self.stage.vendor.delete(path, token).await
    }

    /// The bakery's API about its supplier, the vendor.
    pub fn at_bakery(&self, path: &str, more: &str) -> String {
        format!("{SUPPLIERS}{path}?party={BAKERY_ID}&supplier={VENDOR}{more}")
    }

    /// Kari delegates the tax basis to the vendor.
    pub async fn give(&self) {
        let path = self.at_bakery("/resources", &format!("&resource={TAX_BASIS_API}"));
        let answer = self.post(&path, &self.person(KARI)).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &json!(true)));
    }

    /// What Maskinporten is told of the bakery and the vendor.
    pub async fn known_to_maskinporten(&self) -> Vec<Value> {
        let token = self
            .stage
            .issuer
            .token(TAX_OWNER, "altinn:maskinporten/delegations.admin");
        let query = format!("?consumerOrg={}&supplierOrg={VENDOR}", "310501018");
        let answer = self.get(&format!("{LOOK_UP}{query}"), &token).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.as_array().unwrap().clone()
    }

    /// How many delegations and suppliers are live, by the database.
    pub async fn live(&self) -> (u64, u64) {
        let app = &self.stage.app;
        let delegations =
            "update scope_delegation set resource = resource where revoked_at is null";
        let suppliers =
            "update assignment set role = role where role = 'supplier' and revoked_at is null";
        (app.run_sql(delegations).await, app.run_sql(suppliers).await)
    }

    /// How often something of this kind stands in the log of acts.
    pub async fn acts(&self, kind: &str) -> usize {
        self.stage.app.acts(kind).await
    }
}
