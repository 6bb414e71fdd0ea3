//! The rows of requests for access: what Kari asks the plumber for herself, and requests that are not there.

use reqwest::Method;
use serde_json::json;

use super::{Body, Row};
use crate::support::cast::{BAKERY, BAKERY_ID, KARI_ID, LINK_SERVICE, OLA, PLUMBER_ID};

const ROOT: &str = "/accessmanagement/ui/requests";
const ASKS: &str = "/accessmanagement/api/v1/enduser/request";
const DRAFTS: &str = "/accessmanagement/api/v1/serviceowner/delegationrequests";
/// No request's.
const NONE: &str = "00000000-0000-4000-8000-000000000007";
const ASKED: &[(&str, &str)] = &[("org", "310601004"), ("pakke", "lonn"), ("til", "meg")];
const APPROVED: &[(&str, &str)] = &[
    ("requestId", "00000000-0000-4000-8000-000000000007"),
    ("do", "approve"),
];
const CONFIRMED: &[(&str, &str)] = &[
    ("requestId", "00000000-0000-4000-8000-000000000007"),
    ("do", "confirm"),
];

pub fn rows() -> Vec<Row> {
    let mut rows = pages();
    rows.extend(asks());
    rows.extend(drafts());
    rows
}

fn row(method: Method, route: &'static str, path: String, body: Body) -> Row {
    Row {
        method,
        route,
        path,
        body,
    }
}

fn get(route: &'static str, path: String) -> Row {
    row(Method::GET, route, path, Body::None)
}

fn pages() -> Vec<Row> {
    let form = |route, path: String, fields| row(Method::POST, route, path, Body::Form(fields));
    let withdraw = format!("{ROOT}/{NONE}/trekk");
    vec![
        get("ACCESS_REQUESTS", ROOT.to_owned()),
        get("ACCESS_REQUEST_NEW", format!("{ROOT}/ny")),
        form("ACCESS_REQUEST_NEW", format!("{ROOT}/ny"), ASKED),
        get(
            "ACCESS_REQUEST_DRAFT",
            format!("{ROOT}/resource?requestId={NONE}"),
        ),
        form(
            "ACCESS_REQUEST_DRAFT",
            format!("{ROOT}/resource"),
            CONFIRMED,
        ),
        get(
            "ACCESS_REQUEST_ANSWER",
            format!("{ROOT}/svar?requestId={NONE}"),
        ),
        form("ACCESS_REQUEST_ANSWER", format!("{ROOT}/svar"), APPROVED),
        get("ACCESS_REQUEST_WITHDRAW", withdraw.clone()),
        form("ACCESS_REQUEST_WITHDRAW", withdraw, &[]),
    ]
}

fn asks() -> Vec<Row> {
    let put = |route, path: String| row(Method::PUT, route, path, Body::None);
    let post = |route, path: String| row(Method::POST, route, path, Body::None);
    let one = format!("party={BAKERY_ID}&id={NONE}");
    let party = format!("party={BAKERY_ID}");
    let asking = format!("party={KARI_ID}&from={PLUMBER_ID}");
    vec![
        get("API_ASKS", format!("{ASKS}?{one}")),
        get("API_ASK_DRAFT", format!("{ASKS}/draft?{one}")),
        put("API_ASK_CONFIRM", format!("{ASKS}/draft/confirm?{one}")),
        get("API_ASKS_SENT", format!("{ASKS}/sent?{party}")),
        get("API_ASKS_SENT_COUNT", format!("{ASKS}/sent/count?{party}")),
        put("API_ASK_WITHDRAW", format!("{ASKS}/sent/withdraw?{one}")),
        get("API_ASKS_RECEIVED", format!("{ASKS}/received?{party}")),
        get(
            "API_ASKS_RECEIVED_COUNT",
            format!("{ASKS}/received/count?{party}"),
        ),
        put("API_ASK_APPROVE", format!("{ASKS}/received/approve?{one}")),
        put("API_ASK_REJECT", format!("{ASKS}/received/reject?{one}")),
        post(
            "API_ASK_RESOURCE",
            format!("{ASKS}/resource?{asking}&resource={LINK_SERVICE}"),
        ),
        post(
            "API_ASK_PACKAGE",
            format!("{ASKS}/package?{asking}&package=lonn"),
        ),
    ]
}

fn drafts() -> Vec<Row> {
    let body = json!({
        "from": format!("urn:altinn:organization:identifier-no:{BAKERY}"),
        "to": format!("urn:altinn:person:identifier-no:{OLA}"),
        "resource": LINK_SERVICE,
    });
    let mut package = body.clone();
    package["resource"] = json!(null);
    package["package"] = json!("lonn");
    let post = |route, path: String, body| row(Method::POST, route, path, Body::Json(body));
    vec![
        post("API_DRAFTS", DRAFTS.to_owned(), body.clone()),
        post("API_DRAFT_RESOURCE", format!("{DRAFTS}/resource"), body),
        post("API_DRAFT_PACKAGE", format!("{DRAFTS}/package"), package),
        get("API_DRAFT_STATUS", format!("{DRAFTS}/{NONE}/status")),
        row(
            Method::PUT,
            "API_DRAFT_WITHDRAW",
            format!("{DRAFTS}/{NONE}/withdraw"),
            Body::None,
        ),
        get("API_DRAFT_URNS", format!("{DRAFTS}/_meta/urns/party")),
    ]
}
