//! The rows of the bakery's own integrations: one in use with two keys, and a draft of Kari's for which all is chosen.

use fullmakt::domain::{
    KeyState, Localized, OwnKey, OwnSystem, OwnSystemId, OwnSystemState, PartyId,
};
use fullmakt::store::{own_systems, sandbox_clients};
use reqwest::Method;
use serde_json::json;
use uuid::{Uuid, uuid};

use super::{Body, Row};
use crate::support::cast::{self, BAKERY, BAKERY_ID, KARI_ID};
use crate::support::stage::Stage;

const DRAFT: Uuid = uuid!("f0a10000-0000-4000-8000-0000000f0001");
const ACTIVE: Uuid = uuid!("f0a10000-0000-4000-8000-0000000f0002");
const SCOPE: &str = "dts:skattegrunnlag.read";

/// Makes both anew.
pub async fn make(stage: &Stage) {
    for statement in [
        "delete from own_system",
        "delete from system_client where system in (select id from system where vendor = '310501018')",
        "delete from system where vendor = '310501018'",
        "delete from sandbox_client where client_id like 'f0a10000-%'",
    ] {
        stage.app.run_sql(statement).await;
    }
    let core = stage.core();
    let active = system(stage, ACTIVE, OwnSystemState::Active);
    let client = sandbox_clients::SandboxClient {
        client_id: ACTIVE.to_string(),
        org_number: fullmakt::domain::OrgNumber::parse(BAKERY).unwrap(),
        scopes: vec![SCOPE.to_owned()],
        jwks: json!({"keys": []}),
    };
    sandbox_clients::put(&core.db, &client).await.unwrap();
    let mut tx = core.db.write().await.unwrap();
    own_systems::insert(&mut tx, &active).await.unwrap();
    let draft = system(stage, DRAFT, OwnSystemState::Draft);
    own_systems::insert(&mut tx, &draft).await.unwrap();
    tx.commit().await.unwrap();
}

fn system(stage: &Stage, id: Uuid, state: OwnSystemState) -> OwnSystem {
    let now = stage.core().world.now();
    let key = |kid: &str| {
        let mut key = OwnKey::new(kid.to_owned(), "n".to_owned(), "AQAB".to_owned(), now);
        key.state = KeyState::InUse;
        key
    };
    let is_draft = state == OwnSystemState::Draft;
    OwnSystem {
        id: OwnSystemId(id),
        party: PartyId(BAKERY_ID),
        state,
        name_id: format!("{BAKERY}_{}", if is_draft { "utkast" } else { "egen" }),
        name: Localized::same("Egen"),
        description: Localized::same("Egen"),
        scopes: vec![SCOPE.to_owned()],
        keys: if is_draft {
            vec![key("en")]
        } else {
            vec![key("en"), key("to")]
        },
        resources: vec![cast::TAX_BASIS.to_owned()],
        packages: Vec::new(),
        client_id: (!is_draft).then(|| id.to_string()),
        is_behind: false,
        busy_until: None,
        tries: 0,
        version: 1,
        created_at: now,
        created_by: PartyId(KARI_ID),
        changed_at: now,
    }
}

const NAME: &[(&str, &str)] = &[
    ("navn-nb", "Ny"),
    ("navn-nn", "Ny"),
    ("om-nb", "Ny"),
    ("om-nn", "Ny"),
];

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let form = |route, path: String, fields| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Form(fields),
    };
    let both = |route, path: String, fields| [get(route, path.clone()), form(route, path, fields)];
    let base = "/accessmanagement/ui/egetsystem";
    let (draft, active) = (format!("{base}/{DRAFT}"), format!("{base}/{ACTIVE}"));
    let mut rows = vec![
        get("OWN_SYSTEMS", base.to_owned()),
        get("OWN_SYSTEM", active.clone()),
    ];
    for (route, path, fields) in [
        ("OWN_SYSTEM_NEW", format!("{base}/navn"), NAME),
        ("OWN_SYSTEM_NAME", format!("{draft}/navn"), NAME),
        (
            "OWN_SYSTEM_SCOPES",
            format!("{draft}/scopes"),
            &[("valgt", SCOPE)],
        ),
        (
            "OWN_SYSTEM_KEY",
            format!("{draft}/nokkel"),
            &[("hvordan", "lag")],
        ),
        (
            "OWN_SYSTEM_RIGHTS",
            format!("{draft}/rettigheter"),
            &[("tjeneste", cast::TAX_BASIS)],
        ),
        ("OWN_SYSTEM_SUMMARY", format!("{draft}/oppsummering"), &[]),
        (
            "OWN_SYSTEM_KEY_REMOVE",
            format!("{active}/nokkel/fjern?kid=en"),
            &[],
        ),
        ("OWN_SYSTEM_DELETE", format!("{active}/slett"), &[]),
    ] {
        rows.extend(both(route, path, fields));
    }
    rows
}
