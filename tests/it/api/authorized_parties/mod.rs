//! Whom somebody may act for, over HTTP.

mod callers;
mod filters;
mod owners;
mod shapes;

use fullmakt::domain::{Delegated, Delegation, DelegationId, PartyId, Receiver};
use fullmakt::store;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::cast;
use crate::support::database::Kind;
use crate::support::machine::Answer;
use crate::support::rows::moment;
use crate::support::stage::Stage;

const ROOT: &str = "/accessmanagement/api/v1";
const SCOPE: &str = "altinn:accessmanagement/authorizedparties";
const OWNER_SCOPE: &str = "altinn:accessmanagement/authorizedparties.resourceowner";
const ADMIN_SCOPE: &str = "altinn:accessmanagement/authorizedparties.admin";
const PORTAL: &str = "altinn:portal/enduser";

const KARI_USER: i64 = 20_010_001;
const OLA_USER: i64 = 20_010_003;
const PER_USER: i64 = 20_010_004;
const GRETE_USER: i64 = 20_010_005;
const BAKERY_NUMBER: i64 = 50_020_001;

/// A server with the cast.
struct Lists {
    stage: Stage,
}

impl Lists {
    async fn start(kind: Kind) -> Self {
        Self {
            stage: Stage::start(kind).await,
        }
    }

    fn person(&self, user: i64, scope: &str) -> String {
        let mut claims = self.stage.issuer.claims(cast::TAX_OWNER, scope);
        claims["urn:altinn:userid"] = json!(user.to_string());
        claims["urn:altinn:authlevel"] = json!(3);
        self.stage.issuer.sign(&claims)
    }

    fn system_user(&self, id: &str) -> String {
        let mut claims = self.stage.issuer.claims(cast::VENDOR, SCOPE);
        claims["authorization_details"] = json!([{
            "type": "urn:altinn:systemuser",
            "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": "0192:310501018"},
            "systemuser_id": [id],
            "system_id": "x",
        }]);
        self.stage.issuer.sign(&claims)
    }

    async fn get(&self, path: &str, token: &str) -> Answer {
        self.stage
            .vendor
            .get(&format!("{ROOT}/{path}"), token)
            .await
    }

    /// The list of a person's own system.
    async fn end_user(&self, user: i64, query: &str) -> Value {
        let path = format!("enduser/authorizedparties?{query}");
        let answer = self.get(&path, &self.person(user, SCOPE)).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        answer.body["data"].clone()
    }

    /// Lets Ola do this for the bakery.
    async fn give_ola(&self, resource: &str, action: &str) {
        let ola = store::parties::find_by_user_number(&self.stage.app.db, OLA_USER);
        let delegation = Delegation {
            id: DelegationId(Uuid::new_v4()),
            from: PartyId(cast::BAKERY_ID),
            to: Receiver::Party(ola.await.unwrap().unwrap().id),
            what: Delegated::Action {
                resource: resource.to_owned(),
                action: action.to_owned(),
            },
            given_by: PartyId(cast::KARI_ID),
            given_at: moment(),
        };
        let mut tx = self.stage.app.db.write().await.unwrap();
        store::delegations::insert(&mut tx, &delegation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn owner(&self, token: &str, query: &str, body: &Value) -> Answer {
        let path = format!("{ROOT}/resourceowner/authorizedparties?{query}");
        self.stage.vendor.post(&path, token, body).await
    }

    /// What a service owner that may ask about anybody is told.
    async fn told(&self, query: &str, kind: &str, value: &str) -> Value {
        let token = self.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
        let body = json!({"type": kind, "value": value});
        let answer = self.owner(&token, query, &body).await;
        assert_eq!(answer.status, 200, "{kind} {value}: {}", answer.body);
        answer.body
    }
}

/// The names in a list, subunits with a dash before, headings without access in brackets.
fn names(list: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for party in list.as_array().unwrap() {
        let name = party["name"].as_str().unwrap();
        all.push(match party["onlyHierarchyElementWithNoAccess"].as_bool() {
            Some(true) => format!("({name})"),
            _ => name.to_owned(),
        });
        let units = party["subunits"].as_array().unwrap();
        all.extend(units.iter().map(|unit| {
            let name = unit["name"].as_str().unwrap();
            format!("- {name}")
        }));
    }
    all
}

/// The party with this id, wherever in the list.
fn party(list: &Value, id: Uuid) -> Value {
    let all = list.as_array().unwrap().iter();
    let mut all =
        all.flat_map(|one| std::iter::once(one).chain(one["subunits"].as_array().unwrap()));
    all.find(|one| one["partyUuid"] == json!(id))
        .unwrap()
        .clone()
}
