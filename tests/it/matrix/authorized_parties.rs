//! The rows of the APIs that tell whom somebody may act for. They are about the bakery, whose general manager is Kari.

use reqwest::Method;
use serde_json::json;

use super::{Body, Row};
use crate::support::cast::KARI;

const ROOT: &str = "/accessmanagement/api/v1";
const BAKERY_NUMBER: i64 = 50_020_001;
const PLUMBER_NUMBER: i64 = 50_020_004;

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let about_kari = |route, path: String| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Json(json!({"type": "urn:altinn:person:identifier-no", "value": KARI})),
    };
    let parties = "authorizedparties";
    vec![
        get("AUTHORIZED_PARTIES", format!("{ROOT}/{parties}")),
        get(
            "AUTHORIZED_PARTIES_END_USER",
            format!("{ROOT}/enduser/{parties}"),
        ),
        get(
            "AUTHORIZED_PARTY",
            format!("{ROOT}/authorizedparty/{BAKERY_NUMBER}"),
        ),
        get(
            "AUTHORIZED_PARTIES_FOR",
            format!("{ROOT}/{BAKERY_NUMBER}/{parties}"),
        ),
        get(
            "AUTHORIZED_PARTIES_FOR",
            format!("{ROOT}/{PLUMBER_NUMBER}/{parties}"),
        ),
        about_kari(
            "AUTHORIZED_PARTIES_OWNER",
            format!("{ROOT}/resourceowner/{parties}"),
        ),
        about_kari(
            "AUTHORIZED_PARTIES_OWNER_ALIAS",
            format!("{ROOT}/serviceowner/{parties}"),
        ),
    ]
}
