//! The rows of the register's look-ups. They are about the plumber, for whom Kari does not act, and the bakery, for which
//! she does.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Body, Row};
use crate::support::cast::{BAKERY, BAKERY_ID, PLUMBER_ID};

pub fn rows() -> Vec<Row> {
    let mut rows = older();
    rows.extend(newer());
    rows.extend(trimmed());
    rows
}

fn get(route: &'static str, path: String) -> Row {
    Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    }
}

fn post(route: &'static str, path: String, body: Value) -> Row {
    Row {
        method: Method::POST,
        route,
        path,
        body: Body::Json(body),
    }
}

fn older() -> Vec<Row> {
    let base = "/register/api/v1";
    let parties = format!("{base}/parties");
    vec![
        get("REGISTER_PARTY", format!("{parties}/50020004")),
        get("REGISTER_PARTY", format!("{parties}/50020001")),
        get(
            "REGISTER_PARTY_BY_UUID",
            format!("{parties}/byuuid/{PLUMBER_ID}"),
        ),
        get(
            "REGISTER_PARTY_BY_UUID",
            format!("{parties}/byuuid/{BAKERY_ID}"),
        ),
        post(
            "REGISTER_LOOKUP",
            format!("{parties}/lookup"),
            json!({"orgNo": BAKERY}),
        ),
        post(
            "REGISTER_NAMES",
            format!("{parties}/nameslookup"),
            json!({"parties": []}),
        ),
        post("REGISTER_LIST", format!("{parties}/partylist"), json!([])),
        post(
            "REGISTER_LIST_BY_UUID",
            format!("{parties}/partylistbyuuid"),
            json!([]),
        ),
        get("REGISTER_IDENTIFIERS", format!("{parties}/identifiers")),
        get(
            "REGISTER_ORGANIZATION",
            format!("{base}/organizations/{BAKERY}"),
        ),
        // Without its headers: 400 for those who may call.
        get("REGISTER_PERSON", format!("{base}/persons")),
    ]
}

fn newer() -> Vec<Row> {
    let base = "/register/api/v2/internal";
    let parties = format!("{base}/parties");
    let nothing = || json!({"data": []});
    vec![
        get("REGISTER_V2_PARTY", format!("{parties}/{BAKERY_ID}")),
        post("REGISTER_V2_QUERY", format!("{parties}/query"), nothing()),
        get("REGISTER_V2_STREAM", format!("{parties}/stream")),
        post(
            "REGISTER_V2_MAIN_UNITS",
            format!("{parties}/main-units"),
            nothing(),
        ),
        get(
            "REGISTER_V2_CUSTOMERS",
            format!("{parties}/{BAKERY_ID}/customers/ccr/revisor"),
        ),
        get(
            "REGISTER_V2_HOLDERS",
            format!("{parties}/{BAKERY_ID}/holders/ccr/daglig-leder"),
        ),
        get(
            "REGISTER_V2_ROLES",
            format!("{parties}/{BAKERY_ID}/external-roles"),
        ),
        get(
            "REGISTER_V2_METADATA",
            format!("{base}/metadata/external-roles"),
        ),
    ]
}

fn trimmed() -> Vec<Row> {
    let v1 = "/register/api/v1/correspondence/parties";
    let v2 = "/register/api/v2/correspondence/parties";
    let customers = format!("{BAKERY_ID}/customers/ccr/revisor");
    let holders = format!("{BAKERY_ID}/holders/ccr/daglig-leder");
    let nothing = || json!({"data": []});
    vec![
        get("REGISTER_CONSUMER_PARTY", format!("{v1}/{BAKERY_ID}")),
        post("REGISTER_CONSUMER_QUERY", format!("{v1}/query"), nothing()),
        get("REGISTER_CONSUMER_STREAM", format!("{v1}/stream")),
        post(
            "REGISTER_CONSUMER_MAIN_UNITS",
            format!("{v1}/main-units"),
            nothing(),
        ),
        get("REGISTER_CONSUMER_CUSTOMERS", format!("{v1}/{customers}")),
        get("REGISTER_CONSUMER_HOLDERS", format!("{v1}/{holders}")),
        get(
            "REGISTER_CONSUMER_ROLES",
            format!("{v1}/{BAKERY_ID}/external-roles"),
        ),
        get(
            "REGISTER_CONSUMER_CUSTOMERS_V2",
            format!("{v2}/{customers}"),
        ),
        get("REGISTER_CONSUMER_HOLDERS_V2", format!("{v2}/{holders}")),
    ]
}
