//! Requests for access, over HTTP.

mod answers;
mod asking;
mod drafts;
mod hostile;
mod shapes;

use fullmakt::domain::scope::END_USER;
use fullmakt::domain::{Delegated, Delegation, DelegationId, PartyId, Receiver, SecurityLevel};
use fullmakt::ops::Person;
use fullmakt::ops::access::{self, Access};
use fullmakt::store;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::support::cast;
use crate::support::database::Kind;
use crate::support::machine::{self, Answer};
use crate::support::stage::Stage;

const ASKS: &str = "/accessmanagement/api/v1/enduser/request";
const DRAFTS: &str = "/accessmanagement/api/v1/serviceowner/delegationrequests";
/// Gives reading and writing of [`cast::TAX_BASIS`].
const TAX_PACKAGE: &str = "urn:altinn:accesspackage:skattegrunnlag";
const OLA_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010003");
const PER_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010004");

const KARI: i64 = 20_010_001;
const OLA: i64 = 20_010_003;
const PER: i64 = 20_010_004;

struct Asks {
    stage: Stage,
    kari: String,
    ola: String,
    per: String,
}

impl Asks {
    async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        Self {
            kari: token(&stage, KARI, END_USER),
            ola: token(&stage, OLA, END_USER),
            per: token(&stage, PER, END_USER),
            stage,
        }
    }

    async fn send(&self, method: Method, path: &str, token: &str, body: Option<&Value>) -> Answer {
        let url = format!("{}{path}", self.stage.app.url);
        let request = self
            .stage
            .app
            .http()
            .request(method, url)
            .bearer_auth(token);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        machine::answer(request.send().await.unwrap()).await
    }

    async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(Method::GET, path, token, None).await
    }

    async fn put(&self, path: &str, token: &str) -> Answer {
        self.send(Method::PUT, path, token, None).await
    }

    /// Ola asks the bakery for the package, for himself.
    async fn ola_asks(&self, package: &str) -> Answer {
        let path = format!(
            "{ASKS}/package?party={OLA_ID}&from={}&package={package}",
            cast::BAKERY_ID
        );
        self.send(Method::POST, &path, &self.ola, None).await
    }

    /// The id of Ola's request to the bakery for the tax package.
    async fn asked(&self) -> String {
        let answer = self.ola_asks(TAX_PACKAGE).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        answer.body["id"].as_str().unwrap().to_owned()
    }

    /// Asks the bakery for rights on a resource, for Ola.
    async fn ola_asks_for(&self, resource: &str, body: Option<&Value>) -> Answer {
        let path = format!(
            "{ASKS}/resource?party={OLA_ID}&from={}&resource={resource}",
            cast::BAKERY_ID
        );
        self.send(Method::POST, &path, &self.ola, body).await
    }

    /// An answer on the bakery's behalf: `approve` or `reject`.
    async fn answer(&self, word: &str, id: &str, token: &str) -> Answer {
        let path = format!("{ASKS}/received/{word}?party={}&id={id}", cast::BAKERY_ID);
        self.put(&path, token).await
    }

    async fn status(&self, id: &str) -> String {
        let path = format!("{ASKS}?party={OLA_ID}&id={id}");
        let answer = self.get(&path, &self.ola).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["status"].as_str().unwrap().to_owned()
    }

    /// Whether Ola may do it for the bakery now.
    async fn ola_may(&self, action: &str, resource: &str) -> bool {
        let ola = Person {
            party: PartyId(OLA_ID),
            level: SecurityLevel::High,
        };
        let bakery = PartyId(cast::BAKERY_ID);
        let core = self.stage.core();
        let access = access::may(&core, ola, action, resource, bakery).await;
        access.unwrap() == Access::Granted
    }

    /// How many live delegations there are from the bakery to Ola.
    async fn given_to_ola(&self) -> usize {
        let between = store::connections::Between {
            from: PartyId(cast::BAKERY_ID),
            to: PartyId(OLA_ID),
        };
        let given = store::connections::list_given(&self.stage.app.db, between).await;
        given.unwrap().len()
    }

    /// The bakery gives somebody a package, without asking anybody.
    async fn give(&self, to: Uuid, package: &str) {
        let delegation = Delegation {
            id: DelegationId(Uuid::new_v4()),
            from: PartyId(cast::BAKERY_ID),
            to: Receiver::Party(PartyId(to)),
            what: Delegated::Package {
                urn: package.to_owned(),
            },
            given_by: PartyId(cast::KARI_ID),
            given_at: self.stage.core().world.now(),
        };
        let mut tx = self.stage.app.db.write().await.unwrap();
        store::delegations::insert(&mut tx, &delegation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

/// The token of a person who is logged in at level 4.
fn token(stage: &Stage, user: i64, scope: &str) -> String {
    let mut claims = stage.issuer.claims(cast::TAX_OWNER, scope);
    claims["urn:altinn:userid"] = json!(user);
    claims["urn:altinn:authlevel"] = json!(4);
    claims["exp"] = (claims["exp"].as_i64().unwrap() + 500_000).into();
    stage.issuer.sign(&claims)
}

/// The code of the first thing that is wrong, or of the problem.
fn fault(answer: &Answer) -> String {
    let first = &answer.body["validationErrors"][0]["code"];
    first.as_str().unwrap_or(answer.code()).to_owned()
}
