//! The register's look-ups.

mod batches;
mod callers;
mod newer;
mod older;
mod persons;
mod queries;
mod stream;

use fullmakt::config::Settings;
use fullmakt::domain::{Day, NationalId, Party, PartyId, PartyKind, Person};
use fullmakt::store;
use serde_json::Value;
use uuid::Uuid;

use crate::support::app::TestApp;
use crate::support::database::{Kind, fresh};
use crate::support::machine::Answer;
use crate::support::stage::Stage;

const LOOKUP_SCOPE: &str = "altinn:register/partylookup.admin";
const END_USER: &str = "altinn:portal/enduser";
/// An organization that looks parties up.
const READER: &str = "310901008";

const V1: &str = "/register/api/v1";
const PARTIES: &str = "/register/api/v1/parties";
const V2: &str = "/register/api/v2/internal/parties";

/// Party numbers of the cast.
const KARI_NUMBER: i64 = 50_010_001;
const BAKERY_NUMBER: i64 = 50_020_001;
const PLUMBER_NUMBER: i64 = 50_020_004;
const ACCOUNTANT_ID: &str = "f0a10000-0000-4000-8000-000000020005";
const BAKERY_SQUARE_ID: &str = "f0a10000-0000-4000-8000-000000020002";

/// A server with somebody who may look everybody up.
struct Register {
    stage: Stage,
    token: String,
}

impl Register {
    async fn open(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        let token = lasting(&stage, READER);
        Self { stage, token }
    }

    /// A second server on the same database.
    async fn another(&self, kind: Kind) -> Self {
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            database_url: Some(self.stage.app.database_url()),
            ..Settings::default()
        };
        let app = TestApp::start_with(settings, fresh(kind).await).await;
        let stage = Stage::on(app).await;
        let token = lasting(&stage, READER);
        Self { stage, token }
    }

    /// A token of another organization that may look everybody up.
    fn token_of(&self, org: &str) -> String {
        lasting(&self.stage, org)
    }

    async fn get(&self, path: &str) -> Answer {
        self.stage.vendor.get(path, &self.token).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.stage.vendor.post(path, &self.token, body).await
    }

    /// How many statements a call takes: the fewest of nine, as the first one fetches the issuer's keys, and the server
    /// sweeps when it starts.
    async fn statements(&self, ask: impl AsyncFn()) -> u64 {
        let mut fewest = u64::MAX;
        for _ in 0..9 {
            let before = self.stage.app.db.statements();
            ask().await;
            fewest = fewest.min(self.stage.app.db.statements() - before);
        }
        fewest
    }

    /// The token of a person who is logged in, by the user number.
    fn end_user(&self, user_number: impl Into<Value>) -> String {
        let mut claims = self.stage.issuer.claims(READER, END_USER);
        claims["urn:altinn:userid"] = user_number.into();
        self.stage.issuer.sign(&claims)
    }

    /// A person of the test's own.
    async fn add_person(&self, national_id: &str, name: &str) -> PartyId {
        let id = Uuid::new_v4();
        let serial = i64::try_from(id.as_u128() % 1_000_000).unwrap();
        let party = Party {
            id: PartyId(id),
            number: 51_000_000 + serial,
            name: name.to_owned(),
            kind: PartyKind::Person(Person {
                national_id: NationalId::parse(national_id).unwrap(),
                born: Day::parse("1980-01-31").unwrap(),
                died: None,
                user_number: 21_000_000 + serial,
            }),
            is_deleted: false,
        };
        let mut tx = self.stage.app.db.write().await.unwrap();
        store::parties::insert(&mut tx, &party).await.unwrap();
        tx.commit().await.unwrap();
        party.id
    }
}

/// A token that lives for some days, as the tests move the clock.
fn lasting(stage: &Stage, org: &str) -> String {
    let mut claims = stage.issuer.claims(org, LOOKUP_SCOPE);
    claims["exp"] = (claims["exp"].as_i64().unwrap() + 500_000).into();
    stage.issuer.sign(&claims)
}

/// A synthetic national id with these nine first digits and right control digits.
fn national_id(first: &str) -> String {
    let mut numbers = (0..100).map(|control| format!("{first}{control:02}"));
    numbers
        .find(|number| NationalId::parse(number).is_some())
        .unwrap()
}
