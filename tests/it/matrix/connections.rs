//! The rows of connections: the bakery's, which Kari manages. Her token here is of a weak login, with which she may look and
//! change nothing.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Body, Row};
use crate::support::cast::{BAKERY, BAKERY_ID, PAYROLL, PLUMBER_ID};

const BASE: &str = "/accessmanagement/api/v1";

pub fn rows() -> Vec<Row> {
    let connections = format!("{BASE}/enduser/connections");
    let side = format!("?party={BAKERY_ID}&from={BAKERY_ID}");
    let both = format!("{side}&to={PLUMBER_ID}");
    let keys = || Body::Json(json!({"directRightKeys": ["01ab"]}));
    let row = |method, route, path: String| Row {
        method,
        route,
        path: format!("{connections}{path}"),
        body: Body::None,
    };
    let get = |route, path| row(Method::GET, route, path);
    let with = |row: Row, body| Row { body, ..row };
    let rights = format!("/resources/rights{both}&resource={PAYROLL}");
    let mut rows = vec![
        get("API_CONNECTIONS", side.clone()),
        row(Method::POST, "API_CONNECTIONS", both.clone()),
        row(Method::DELETE, "API_CONNECTIONS", both.clone()),
        get("API_CONNECTION_USERS", format!("/users{side}")),
        get("API_CONNECTION_PACKAGES", format!("/accesspackages{side}")),
        row(
            Method::POST,
            "API_CONNECTION_PACKAGES",
            format!("/accesspackages{both}&package=toll"),
        ),
        row(
            Method::DELETE,
            "API_CONNECTION_PACKAGES",
            format!("/accesspackages{both}&package=toll"),
        ),
        get(
            "API_CONNECTION_PACKAGES_CHECK",
            format!("/accesspackages/delegationcheck{side}"),
        ),
        get("API_CONNECTION_ROLES", format!("/roles{side}")),
        row(
            Method::DELETE,
            "API_CONNECTION_ROLES",
            format!("/roles{both}&rolecode=dagl"),
        ),
        get(
            "API_CONNECTION_ROLES_CHECK",
            format!("/roles/delegationcheck{side}"),
        ),
        get("API_CONNECTION_RESOURCES", format!("/resources{side}")),
        row(
            Method::DELETE,
            "API_CONNECTION_RESOURCES",
            format!("/resources{both}&resource={PAYROLL}"),
        ),
        get("API_CONNECTION_RIGHTS", rights.clone()),
        with(
            row(Method::POST, "API_CONNECTION_RIGHTS", rights.clone()),
            keys(),
        ),
        with(row(Method::PUT, "API_CONNECTION_RIGHTS", rights), keys()),
        get(
            "API_CONNECTION_RESOURCES_CHECK",
            format!("/resources/delegationcheck{side}&resource={PAYROLL}"),
        ),
        get(
            "API_CONNECTION_INSTANCES",
            format!("/resources/instances{side}"),
        ),
    ];
    rows.extend(others());
    rows
}

fn others() -> Vec<Row> {
    let post = |route, path: &str, body: Value| Row {
        method: Method::POST,
        route,
        path: format!("{BASE}{path}"),
        body: Body::Json(body),
    };
    let get = |route, path: &str| Row {
        method: Method::GET,
        route,
        path: format!("{BASE}{path}?from={BAKERY_ID}&to={PLUMBER_ID}"),
        body: Body::None,
    };
    let urn = format!("urn:altinn:organization:identifier-no:{BAKERY}");
    let gift = json!({"from": urn, "to": urn, "packageUrn": "urn:altinn:accesspackage:toll"});
    let changes = json!({
        "subject": {"id": "urn:altinn:party:uuid", "value": PLUMBER_ID},
        "party": {"id": "urn:altinn:party:uuid", "value": BAKERY_ID},
        "resource": [{"id": "urn:altinn:resource", "value": PAYROLL}],
    });
    vec![
        post(
            "API_OWNER_PACKAGES",
            "/serviceowner/connections/accesspackages",
            gift.clone(),
        ),
        post(
            "API_OWNER_PACKAGES_REVOKE",
            "/serviceowner/connections/accesspackages/revoke",
            gift,
        ),
        get("API_HELD_PACKAGES", "/policyinformation/accesspackages"),
        get(
            "API_HELD_ROLES",
            "/policyinformation/roles-and-accesspackages",
        ),
        post(
            "API_DELEGATION_CHANGES",
            "/policyinformation/getdelegationchanges",
            changes,
        ),
    ]
}
