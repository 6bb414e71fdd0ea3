//! A server with the vendor's system registered, and short ways to what the road leads to.

use fullmakt::domain::{Email, LaunchId, PartyId, RequestId, SecurityLevel};
use fullmakt::ops::{Core, Person, launches, requests, tickets};
use fullmakt::store;
use fullmakt::world::World;
use serde_json::{Value, json};
use uuid::Uuid;

use super::app::TestApp;
use super::cast;
use super::database::Kind;
use super::issuer::Issuer;
use super::machine::{Machine, OWNER_SCOPES, VENDOR_SCOPES, right};

pub const SYSTEMS: &str = "/authentication/api/v1/systemregister/vendor";
pub const REQUESTS: &str = "/authentication/api/v1/systemuser/request/vendor";
pub const AUTHORIZE: &str = "/authorization/api/v1/authorize";
pub const DECISION: &str = "/authorization/api/v1/decision";
pub const REDEEM: &str = "/linkservice/api/v1/redeem";
/// The vendor's system.
pub const SYSTEM: &str = "310801003_stage";

pub const KARI: Person = Person {
    party: PartyId(cast::KARI_ID),
    level: SecurityLevel::High,
};

/// Everything that a test of the APIs begins with.
pub struct Stage {
    pub app: TestApp,
    pub issuer: Issuer,
    pub vendor: Machine,
    /// A token of the vendor, with its scopes.
    pub token: String,
    /// Tokens of the owners of the tax basis and of the fishing quotas.
    pub tax_owner: String,
    pub trade_owner: String,
}

impl Stage {
    /// Without any system.
    pub async fn empty(kind: Kind) -> Self {
        Self::on(TestApp::start(kind).await).await
    }

    /// The same on a server that runs already.
    pub async fn on(app: TestApp) -> Self {
        let issuer = Issuer::of(&app).await;
        Self {
            vendor: app.machine(cast::VENDOR_CLIENT),
            token: issuer.token(cast::VENDOR, VENDOR_SCOPES),
            tax_owner: issuer.token("310901008", OWNER_SCOPES),
            trade_owner: issuer.token("310902004", OWNER_SCOPES),
            issuer,
            app,
        }
    }

    /// With the vendor's system in the register.
    pub async fn start(kind: Kind) -> Self {
        let stage = Self::empty(kind).await;
        let answer = stage.vendor.register_system(&stage.token, SYSTEM).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        stage
    }

    /// The operations, as the server runs them.
    pub fn core(&self) -> Core {
        Core::new(self.app.db.clone(), World::default())
    }

    /// The body of a good request to the bakery.
    pub fn request_body(&self) -> Value {
        json!({
            "systemId": SYSTEM,
            "partyOrgNo": cast::BAKERY,
            "rights": [right(cast::TAX_BASIS)],
            "redirectUrl": format!("{}/sandbox?from=portal", self.app.url),
        })
    }

    /// Asks the bakery for a system user; the id of the request.
    pub async fn ask(&self) -> Uuid {
        let body = self.request_body();
        let answer = self.vendor.post(REQUESTS, &self.token, &body).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["id"].as_str().unwrap().parse().unwrap()
    }

    /// A system user of the bakery.
    pub async fn system_user(&self) -> Uuid {
        let id = self.ask().await;
        requests::approve(&self.core(), KARI, RequestId(id))
            .await
            .unwrap()
            .unwrap();
        id
    }

    /// Kari's launch of a link service for the bakery, and its one-time key.
    pub async fn ticket(&self, service: &str) -> (LaunchId, String) {
        let core = self.core();
        let launch = self.launch(service).await;
        let address = tickets::issue(&core, KARI, launch).await.unwrap().unwrap();
        let key = address.split("tempKey=").nth(1).unwrap().to_owned();
        (launch, key)
    }

    /// Kari's launch of a link service for the bakery, ready to leave.
    pub async fn launch(&self, service: &str) -> LaunchId {
        let core = self.core();
        let email = Email::parse("kari@bakeri.example").unwrap();
        let mut tx = core.db.write().await.unwrap();
        store::profiles::set_email(&mut tx, KARI.party, Some(&email), core.world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let launch = launches::start(&core, KARI, service)
            .await
            .unwrap()
            .unwrap();
        launches::choose_party(&core, KARI, launch, PartyId(cast::BAKERY_ID))
            .await
            .unwrap()
            .unwrap();
        launch
    }
}
