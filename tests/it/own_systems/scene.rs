//! The operations against the stand-in, on a database with the cast.

use std::sync::Arc;
use std::time::Duration;

use fullmakt::config::MaskinportenAdminConfig;
use fullmakt::domain::{OrgNumber, OwnName, OwnSystem, OwnSystemId, PartyId, Written};
use fullmakt::ops::Core;
use fullmakt::ops::own_systems::powers::Powers;
use fullmakt::ops::own_systems::{self, ClientRegistry, Writing, draft, mend};
use fullmakt::store;
use fullmakt::tokens::client_administration::ClientAdministration;
use fullmakt::world::World;

use super::TAX_SCOPE;
use super::stub::Stub;
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY_ID};
use crate::support::database::Kind;
use crate::support::stage::KARI;

pub struct Scene {
    pub app: TestApp,
    pub stub: Stub,
    pub core: Core,
}

/// The administration client towards the stand-in.
pub fn administration(stub: &Stub, world: &World) -> ClientAdministration {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/keys");
    let settings = MaskinportenAdminConfig {
        base_url: format!("{}/api", stub.url),
        issuer: format!("{}/", stub.url),
        client_id: "fullmakt".to_owned(),
        private_key_file: format!("{folder}/{}.pem", cast::OTHER_VENDOR_CLIENT).into(),
        key_id: "k1".to_owned(),
        scopes: "idporten:dcr.write idporten:dcr.supplier".to_owned(),
    };
    // No redirects, like the server's own; less patience, so that a test of silence is short.
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    ClientAdministration::new(settings, http, world.clone()).unwrap()
}

impl Scene {
    pub async fn new(kind: Kind) -> Self {
        let app = TestApp::start(kind).await;
        let stub = Stub::start().await;
        let world = World::default();
        let real = administration(&stub, &world);
        let registry = ClientRegistry::Maskinporten(Arc::new(real));
        let core = Core::new(app.db.clone(), world).registering_at(Some(registry));
        Self { app, stub, core }
    }

    pub async fn kari(&self) -> Writing<'_> {
        enter(&self.core).await
    }

    /// A draft of Kari's for which everything is chosen and the key is to be made.
    pub async fn draft(&self, name: &str) -> OwnSystemId {
        let kari = self.kari().await;
        let text = |text: &str| Written {
            nb: text.to_owned(),
            nn: text.to_owned(),
            en: String::new(),
        };
        let bakery = OrgNumber::parse(cast::BAKERY).unwrap();
        let name = OwnName::check(&bakery, &text(name), &text("Tar imot")).unwrap();
        let id = draft::begin(&kari, name).await.unwrap().unwrap();
        let scopes = vec![TAX_SCOPE.to_owned()];
        draft::choose_scopes(&kari, id, scopes, true)
            .await
            .unwrap()
            .unwrap();
        let powers = Powers {
            resources: vec![cast::TAX_BASIS.to_owned()],
            packages: Vec::new(),
        };
        draft::choose_powers(&kari, id, powers, true)
            .await
            .unwrap()
            .unwrap();
        id
    }

    /// One in use.
    pub async fn active(&self) -> OwnSystem {
        let id = self.draft("Bestillingsboka").await;
        let kari = self.kari().await;
        let created = own_systems::create(&kari, id).await.unwrap();
        created
            .map_err(|refusal| format!("{refusal:?}"))
            .unwrap()
            .system
    }

    pub async fn stored(&self, id: OwnSystemId) -> Option<OwnSystem> {
        let found = store::own_systems::find_of(&self.core.db, PartyId(BAKERY_ID), id).await;
        found.unwrap()
    }

    /// Some minutes later, the job.
    pub async fn later(&self) -> mend::Mended {
        self.core.world.advance(time::Duration::minutes(6));
        mend::mend(&self.core).await.unwrap()
    }

    /// How many systems and system users of the bakery's there are.
    pub async fn live(&self) -> (usize, usize) {
        let bakery = OrgNumber::parse(cast::BAKERY).unwrap();
        let systems = store::systems::list_of_vendor(&self.core.db, &bakery).await;
        let users = store::system_users::list_of(&self.core.db, PartyId(BAKERY_ID)).await;
        (systems.unwrap().len(), users.unwrap().len())
    }
}

pub async fn enter(core: &Core) -> Writing<'_> {
    let entered = own_systems::enter_to_write(core, KARI, PartyId(BAKERY_ID)).await;
    entered
        .unwrap()
        .map_err(|refusal| format!("{refusal:?}"))
        .unwrap()
}
