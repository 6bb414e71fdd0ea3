//! A migrated database with the few rows that others refer to, and makers of more.

use fullmakt::db::{Db, Tx};
use fullmakt::domain::{
    AccessListMode, Day, Launch, LaunchId, LaunchState, LinkService, LinkTarget, Localized,
    NationalId, OrgNumber, Organization, Party, PartyId, PartyKind, Person, Request, RequestId,
    RequestStatus, Resource, ResourceDetails, ResourceType, Right, RightAttribute, SecurityLevel,
    ServiceOwner, SubjectBinding, System, SystemId, SystemUser, SystemUserId, Timestamp,
};
use fullmakt::store;
use time::macros::datetime;
use uuid::Uuid;

use super::cast;
use super::database::{Kind, TestDatabase, fresh};

/// A database with Kari, the bakery and its subunit, one system and one link service.
pub struct Rows {
    pub db: Db,
    database: TestDatabase,
}

pub const KARI: PartyId = PartyId(cast::KARI_ID);
pub const BAKERY: PartyId = PartyId(cast::BAKERY_ID);
pub const SUBUNIT: PartyId = PartyId(Uuid::from_u128(0xb2));
pub const SYSTEM: SystemId = SystemId(Uuid::from_u128(0x51));

impl Rows {
    pub async fn start(kind: Kind) -> Self {
        let database = fresh(kind).await;
        let db = Db::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let rows = Self { db, database };
        rows.fill().await;
        rows
    }

    async fn fill(&self) {
        let mut tx = self.write().await;
        for party in [kari(), bakery(), subunit()] {
            store::parties::insert(&mut tx, &party).await.unwrap();
        }
        store::service_owners::insert(&mut tx, &owner())
            .await
            .unwrap();
        add_resource(&mut tx, &resource(), "<Policy/>").await;
        store::link_services::insert(&mut tx, &link_service())
            .await
            .unwrap();
        store::systems::insert(&mut tx, &system()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The address of its database.
    pub fn url(&self) -> &str {
        &self.database.url
    }

    pub async fn write(&self) -> Tx {
        self.db.write().await.unwrap()
    }
}

/// A moment whose microseconds would be lost by a column of less precision.
pub fn moment() -> Timestamp {
    Timestamp::from_datetime(datetime!(2026-03-29 00:59:59.123456 UTC))
}

pub fn kari() -> Party {
    Party {
        id: KARI,
        number: 50_010_001,
        name: "Kari Nøkkelvik".into(),
        kind: PartyKind::Person(Person {
            national_id: NationalId::parse(cast::KARI).unwrap(),
            born: Day::parse("1974-04-12").unwrap(),
            died: None,
            user_number: 20_010_001,
        }),
        is_deleted: false,
    }
}

pub fn bakery() -> Party {
    organization(BAKERY, 50_020_001, cast::BAKERY, None)
}

pub fn subunit() -> Party {
    organization(SUBUNIT, 50_020_002, cast::BAKERY_SQUARE, Some(BAKERY))
}

pub fn organization(id: PartyId, number: i64, org: &str, parent: Option<PartyId>) -> Party {
    Party {
        id,
        number,
        name: format!("Virksomhet {org}"),
        kind: PartyKind::Organization(Organization {
            number: OrgNumber::parse(org).unwrap(),
            form: if parent.is_some() { "BEDR" } else { "AS" }.into(),
            parent,
            is_bankrupt: false,
        }),
        is_deleted: false,
    }
}

pub fn owner() -> ServiceOwner {
    ServiceOwner {
        logo: Some("https://owner.example/logo.svg".into()),
        environments: vec!["tt02".into()],
        scope_prefixes: vec!["dts".into(), "skatt".into()],
        ..ServiceOwner::new(
            "dts",
            OrgNumber::parse("310901008").unwrap(),
            Localized::same("Det tenkte skattekontoret"),
        )
    }
}

pub fn resource() -> Resource {
    Resource {
        id: cast::TAX_BASIS.into(),
        owner: "dts".into(),
        title: Localized::same("Skattegrunnlag"),
        description: Localized::same("Grunnlaget «for» skatten"),
        kind: ResourceType::GenericAccessResource,
        is_delegable: true,
        is_visible: false,
        available_for: Vec::new(),
        access_list_mode: AccessListMode::Disabled,
        details: ResourceDetails::default(),
        version: 1,
    }
}

/// Puts a resource with this policy into the registry.
pub async fn add_resource(tx: &mut Tx, resource: &Resource, policy: &str) {
    fullmakt::ops::resources::insert_with_policy(tx, resource, policy, moment())
        .await
        .unwrap();
}

/// The policy that a resource has now.
pub async fn policy_of(db: &Db, resource: &str) -> String {
    let found = store::policies::find(db, resource).await.unwrap();
    found.unwrap().policy.unwrap()
}

pub fn link_service() -> LinkService {
    LinkService {
        resource: cast::TAX_BASIS.into(),
        target: LinkTarget {
            url: "https://owner.example/start?x=1".into(),
            key_parameter: "tempKey".into(),
            key_seconds: 600,
        },
        action: "read".into(),
        minimum_level: SecurityLevel::High,
        subject_binding: SubjectBinding::Required,
        redeemers: vec![OrgNumber::parse(cast::PLUMBER).unwrap()],
        checks: Vec::new(),
        valid_from: Some(moment()),
        valid_to: None,
    }
}

pub fn system() -> System {
    System {
        id: SYSTEM,
        name_id: format!("{}_rows", cast::VENDOR),
        vendor: OrgNumber::parse(cast::VENDOR).unwrap(),
        name: Localized::same("Regnskap Æ'Ø\"Å"),
        description: Localized::default(),
        rights: vec![right()],
        packages: Vec::new(),
        client_ids: vec!["client-a".into(), "client-b".into()],
        redirect_urls: vec!["https://vendor.example/back".into()],
        is_visible: true,
        is_deleted: false,
        created_at: moment(),
    }
}

pub fn right() -> Right {
    Right {
        action: None,
        resource: vec![RightAttribute {
            id: "urn:altinn:resource".into(),
            value: cast::TAX_BASIS.into(),
        }],
    }
}

pub fn request(id: u128) -> Request {
    Request {
        id: RequestId(Uuid::from_u128(id)),
        system: SYSTEM,
        party: BAKERY,
        org_number: OrgNumber::parse(cast::BAKERY).unwrap(),
        external_ref: "avd-1".into(),
        title: "Regnskap".into(),
        rights: vec![right()],
        packages: Vec::new(),
        redirect_url: Some("https://vendor.example/back?x=1".into()),
        status: RequestStatus::New,
        is_escalated: false,
        created_at: moment(),
        answered_at: None,
    }
}

pub fn system_user(id: u128) -> SystemUser {
    SystemUser {
        id: SystemUserId(Uuid::from_u128(id)),
        system: SYSTEM,
        party: BAKERY,
        org_number: OrgNumber::parse(cast::BAKERY).unwrap(),
        external_ref: "avd-1".into(),
        title: "Regnskap".into(),
        is_active: true,
        created_at: moment(),
        created_by: KARI,
    }
}

pub fn launch(id: u128) -> Launch {
    Launch {
        id: LaunchId(Uuid::from_u128(id)),
        resource: cast::TAX_BASIS.into(),
        person: KARI,
        party: None,
        state: LaunchState::Open,
        level: SecurityLevel::Substantial,
        created_at: moment(),
        expires_at: moment().plus(time::Duration::minutes(30)),
    }
}
