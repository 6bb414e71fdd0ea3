//! The rows of scope delegation: the bakery's supplier is the vendor, whose consumer the plumber is not.

use fullmakt::domain::{OrgNumber, PartyId};
use fullmakt::ops::scope_delegations;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Body, Row};
use crate::support::cast::{BAKERY, BAKERY_ID, TAX_BASIS_API, VENDOR, VENDOR_ID};
use crate::support::stage::{KARI, Stage};

/// The bakery has delegated its API to the vendor again.
pub async fn make(stage: &Stage) {
    let core = stage.core();
    let number = OrgNumber::parse(VENDOR).unwrap();
    let vendor = scope_delegations::find_organization(&core, &number).await;
    let vendor = vendor.unwrap().unwrap().id;
    let acting = scope_delegations::enter_to_write(&core, KARI, PartyId(BAKERY_ID)).await;
    let acting = acting.unwrap().map_err(|_| ()).unwrap();
    let given = scope_delegations::give(&acting, vendor, TAX_BASIS_API).await;
    given.unwrap().unwrap();
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

fn delete(route: &'static str, path: String) -> Row {
    row(Method::DELETE, route, path, Body::None)
}

fn post(route: &'static str, path: String, body: Value) -> Row {
    row(Method::POST, route, path, Body::Json(body))
}

fn form(route: &'static str, path: String, fields: &'static [(&str, &str)]) -> Row {
    row(Method::POST, route, path, Body::Form(fields))
}

pub fn rows() -> Vec<Row> {
    let mut rows = pages();
    rows.extend(newer());
    rows.extend(older());
    rows.extend(look_ups());
    rows
}

fn pages() -> Vec<Row> {
    let base = "/accessmanagement/ui/maskinporten";
    let supplier = format!("{base}/supplier/{VENDOR_ID}");
    // Of the vendor's own pages the others see nothing.
    let consumer = format!("{base}/consumer/{BAKERY_ID}");
    let api = format!("api={TAX_BASIS_API}");
    vec![
        get("SCOPE_DELEGATIONS", base.into()),
        get("SUPPLIER_NEW", format!("{base}/ny-leverandor")),
        form(
            "SUPPLIER_NEW",
            format!("{base}/ny-leverandor"),
            &[("number", VENDOR)],
        ),
        get("SUPPLIER", supplier.clone()),
        get("SUPPLIER_GIVE", format!("{supplier}/gi")),
        form("SUPPLIER_GIVE", format!("{supplier}/gi?{api}"), &[]),
        get("SUPPLIER_WITHDRAW", format!("{supplier}/trekk?{api}")),
        form("SUPPLIER_WITHDRAW", format!("{supplier}/trekk?{api}"), &[]),
        get("SUPPLIER_REMOVE", format!("{supplier}/fjern")),
        form("SUPPLIER_REMOVE", format!("{supplier}/fjern"), &[]),
        get("CONSUMER", consumer.clone()),
        get("CONSUMER_WITHDRAW", format!("{consumer}/trekk?{api}")),
        form("CONSUMER_WITHDRAW", format!("{consumer}/trekk?{api}"), &[]),
        get("CONSUMER_REMOVE", format!("{consumer}/fjern")),
        form("CONSUMER_REMOVE", format!("{consumer}/fjern"), &[]),
    ]
}

fn newer() -> Vec<Row> {
    let base = "/accessmanagement/api/v1/enduser";
    let suppliers = format!("{base}/maskinportensuppliers");
    let consumers = format!("{base}/maskinportenconsumers");
    let supplier = format!("?party={BAKERY_ID}&supplier={VENDOR}");
    let consumer = format!("?party={BAKERY_ID}&consumer={VENDOR}");
    let api = format!("&resource={TAX_BASIS_API}");
    vec![
        get("API_SUPPLIERS", format!("{suppliers}{supplier}")),
        post(
            "API_SUPPLIERS",
            format!("{suppliers}{supplier}"),
            Value::Null,
        ),
        delete(
            "API_SUPPLIERS",
            format!("{suppliers}{supplier}&cascade=true"),
        ),
        get(
            "API_SUPPLIER_RESOURCES",
            format!("{suppliers}/resources{supplier}"),
        ),
        post(
            "API_SUPPLIER_RESOURCES",
            format!("{suppliers}/resources{supplier}{api}"),
            Value::Null,
        ),
        delete(
            "API_SUPPLIER_RESOURCES",
            format!("{suppliers}/resources{supplier}{api}"),
        ),
        get(
            "API_SUPPLIER_CHECK",
            format!("{suppliers}/resources/delegationcheck?party={BAKERY_ID}{api}"),
        ),
        get("API_CONSUMERS", format!("{consumers}{consumer}")),
        delete("API_CONSUMERS", format!("{consumers}{consumer}")),
        get(
            "API_CONSUMER_RESOURCES",
            format!("{consumers}/resources{consumer}"),
        ),
        delete(
            "API_CONSUMER_RESOURCES",
            format!("{consumers}/resources{consumer}{api}"),
        ),
    ]
}

fn older() -> Vec<Row> {
    let base = "/accessmanagement/api/v1/50020001/maskinportenschema";
    let resource = json!([{"id": "urn:altinn:resource", "value": TAX_BASIS_API}]);
    let organization =
        |number: &str| json!([{"id": "urn:altinn:organization:identifier-no", "value": number}]);
    let given = json!({"to": organization(VENDOR), "rights": [{"resource": resource}]});
    let received = json!({"from": organization(VENDOR), "rights": [{"resource": resource}]});
    vec![
        post(
            "API_SCHEMA_CHECK",
            format!("{base}/delegationcheck"),
            json!({ "resource": resource }),
        ),
        get("API_SCHEMA_OFFERED", format!("{base}/offered")),
        post(
            "API_SCHEMA_OFFERED",
            format!("{base}/offered"),
            given.clone(),
        ),
        post(
            "API_SCHEMA_OFFERED_REVOKE",
            format!("{base}/offered/revoke"),
            given,
        ),
        get("API_SCHEMA_RECEIVED", format!("{base}/received")),
        post(
            "API_SCHEMA_RECEIVED_REVOKE",
            format!("{base}/received/revoke"),
            received,
        ),
    ]
}

fn look_ups() -> Vec<Row> {
    let base = "/accessmanagement/api/v1";
    let query = format!("?consumerOrg={BAKERY}&supplierOrg={VENDOR}&scope=dts:skattegrunnlag.read");
    vec![
        get(
            "API_SCOPE_DELEGATIONS",
            format!("{base}/maskinporten/delegations/{query}"),
        ),
        get(
            "API_SCOPE_DELEGATIONS_BARE",
            format!("{base}/maskinporten/delegations{query}"),
        ),
        get(
            "API_SCOPE_DELEGATIONS_OLD",
            format!("{base}/admin/delegations/maskinportenschema{query}"),
        ),
    ]
}
