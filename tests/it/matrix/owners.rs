//! The rows of the operator's pages: the tax office, as everybody would change it.

use reqwest::Method;

use super::{Body, Row};
use crate::support::cast::{self, PLUMBER};
use crate::support::stage::Stage;

const OWNERS: &str = "/drift/tjenesteeiere";
const NEW: &str = "/drift/ny-tjenesteeier";
/// The resource administrator of the tax office.
const LIV_ID: &str = "f0a10000-0000-4000-8000-00000001000f";

const NEW_OWNER: &[(&str, &str)] = &[
    ("code", "ror"),
    ("org_number", PLUMBER),
    ("name_nb", "Røretaten"),
    ("name_nn", "Røyretaten"),
    ("name_en", "The Pipe Agency"),
];
const CHANGED_OWNER: &[(&str, &str)] = &[
    ("name_nb", "Skattekontoret"),
    ("name_nn", "Skattekontoret"),
    ("name_en", "The Tax Office"),
    ("scope_prefixes", "dts"),
];

/// Takes back what the rows change.
pub async fn undo(stage: &Stage) {
    for statement in [
        "delete from owner_scope where scope in ('altinn:new', 'altinn:serviceowner')",
        "insert into owner_scope (owner, scope, granted_at)
         select owner, 'altinn:serviceowner', min(granted_at) from owner_scope group by owner",
        "delete from service_owner where code = 'ror'",
        "update delegation set revoked_at = null, revoked_by = null where to_party is not null",
    ] {
        stage.app.run_sql(statement).await;
    }
}

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
    let tax = format!("{OWNERS}/dts");
    let liv = format!("{tax}/administratorer/{LIV_ID}");
    let scope = format!("{tax}/scopes/trekk-tilbake?scope=altinn:serviceowner");
    vec![
        get("OWNERS", OWNERS.to_owned()),
        get("OWNER_REGISTER", NEW.to_owned()),
        form("OWNER_REGISTER", NEW.to_owned(), NEW_OWNER),
        get("OWNER", tax.clone()),
        get("OWNER_CHANGE", format!("{tax}/endre")),
        form("OWNER_CHANGE", format!("{tax}/endre"), CHANGED_OWNER),
        form(
            "OWNER_ADMINISTRATORS",
            format!("{tax}/administratorer"),
            &[("national_id", cast::NORA)],
        ),
        get("OWNER_APPOINT", format!("{liv}/legg-til")),
        form("OWNER_APPOINT", format!("{liv}/legg-til"), &[]),
        get("OWNER_DISMISS", format!("{liv}/fjern")),
        form("OWNER_DISMISS", format!("{liv}/fjern"), &[]),
        form(
            "OWNER_SCOPES",
            format!("{tax}/scopes"),
            &[("scope", "altinn:new")],
        ),
        get("OWNER_SCOPE_WITHDRAW", scope.clone()),
        form("OWNER_SCOPE_WITHDRAW", scope, &[]),
    ]
}
