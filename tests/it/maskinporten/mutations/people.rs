//! Who calls: organizations, suppliers, system users, persons.

use serde_json::{Value, json};

use super::{Case, Good};
use crate::maskinporten::{organization, with, without};
use crate::support::cast::{BAKERY, PLUMBER, VENDOR};

const ID: &str = "0199aaaa-0000-7000-8000-000000000001";
const OTHER_ID: &str = "0199aaaa-0000-7000-8000-000000000002";

pub fn cases(good: &Good<'_>) -> Vec<Case> {
    let mut cases = organizations(good);
    cases.extend(suppliers(good));
    cases.extend(system_users(good));
    cases.extend(exchanged(good));
    cases
}

fn organizations(good: &Good<'_>) -> Vec<Case> {
    let id =
        |id: Value, status| good.claim("consumer", with(&organization(VENDOR), "ID", id), status);
    let authority = |value: Value| {
        good.claim(
            "consumer",
            with(&organization(VENDOR), "authority", value),
            401,
        )
    };
    let lower = without(&organization(VENDOR), "ID");
    let lower = with(&lower, "id", json!(format!("0192:{VENDOR}")));
    vec![
        good.without("consumer", 401),
        good.claim("consumer", json!(null), 401),
        good.claim("consumer", json!({}), 401),
        good.claim("consumer", json!(VENDOR), 401),
        good.claim("consumer", json!(format!("0192:{VENDOR}")), 401),
        good.claim("consumer", json!([organization(VENDOR)]), 401),
        good.named("consumer with id for ID", "consumer", lower, 200),
        good.named(
            "consumer without ID",
            "consumer",
            without(&organization(VENDOR), "ID"),
            401,
        ),
        good.named(
            "consumer without authority",
            "consumer",
            without(&organization(VENDOR), "authority"),
            401,
        ),
        authority(json!("ISO6523-ACTORID-UPIS")),
        authority(json!("iso6523-actorid-upis2")),
        authority(json!("")),
        authority(json!(null)),
        id(json!(VENDOR), 401),
        id(json!(format!("9908:{VENDOR}")), 401),
        id(json!(format!("0192:NO{VENDOR}")), 401),
        id(json!("0192:310801004"), 401),
        id(json!("0192:31080100"), 401),
        id(json!("0192:3108010030"), 401),
        id(json!(format!("0192: {VENDOR}")), 401),
        id(json!(format!("0192:{VENDOR}\n")), 401),
        id(json!("0192:３１０８０１００３"), 401),
        id(json!(310_801_003), 401),
        id(json!(null), 401),
        good.claim("consumer_prefix", json!(["a", "b"]), 200),
        good.claim("consumer_prefix", json!(7), 401),
        good.claim("consumer_prefix", json!([7]), 401),
    ]
}

fn suppliers(good: &Good<'_>) -> Vec<Case> {
    let source = json!(format!("{}/", good.scene.app.url));
    let supplied = with(&good.claims, "supplier", organization(PLUMBER));
    let both = with(&supplied, "delegation_source", source.clone());
    let changed = |name: &str, claim: &str, value: Value, status| {
        good.claims(name, with(&both, claim, value), status)
    };
    vec![
        good.claims("supplier, without delegation_source", supplied, 401),
        good.claim("delegation_source", source, 401),
        good.claims(
            "supplier, without consumer",
            without(&both, "consumer"),
            401,
        ),
        good.claims("supplier that nothing is delegated to", both.clone(), 403),
        changed(
            "supplier is the consumer itself",
            "supplier",
            organization(VENDOR),
            403,
        ),
        changed("supplier is null", "supplier", json!(null), 401),
        changed("supplier is text", "supplier", json!(PLUMBER), 401),
        changed(
            "supplier of a wrong control digit",
            "supplier",
            organization("310801004"),
            401,
        ),
        changed(
            "delegation_source is another's",
            "delegation_source",
            json!("https://www.altinn.no/"),
            401,
        ),
        changed(
            "delegation_source is null",
            "delegation_source",
            json!(null),
            401,
        ),
        changed(
            "delegation_source is an array",
            "delegation_source",
            json!([good.scene.app.url]),
            401,
        ),
    ]
}

fn system_users(good: &Good<'_>) -> Vec<Case> {
    let detail = json!({
        "type": "urn:altinn:systemuser",
        "systemuser_id": [ID],
        "systemuser_org": organization(BAKERY),
        "system_id": "310801003_x",
    });
    let details = |name: &str, value: Value, status| {
        let name = format!("authorization_details {name}");
        good.named(&name, "authorization_details", value, status)
    };
    let pilot = json!({
        "type": "urn:altinn:systemuser", "systemuserid": [ID], "systemuserorg": organization(BAKERY),
    });
    vec![
        details("in an array", json!([detail]), 200),
        details("alone", detail.clone(), 200),
        details(
            "with an id alone",
            with(&detail, "systemuser_id", json!(ID)),
            200,
        ),
        details(
            "of another type",
            json!([{"type": "urn:altinn:consent", "id": ID}]),
            200,
        ),
        details(
            "of two system users",
            json!([detail, with(&detail, "systemuser_id", json!([OTHER_ID]))]),
            401,
        ),
        details("twice the same", json!([detail, detail]), 401),
        details(
            "of two ids",
            with(&detail, "systemuser_id", json!([ID, OTHER_ID])),
            401,
        ),
        details("of no id", with(&detail, "systemuser_id", json!([])), 401),
        details(
            "of an id that is none",
            with(&detail, "systemuser_id", json!(["x"])),
            401,
        ),
        details(
            "of a number",
            with(&detail, "systemuser_id", json!([7])),
            401,
        ),
        details("without an id", without(&detail, "systemuser_id"), 401),
        details("without an owner", without(&detail, "systemuser_org"), 401),
        details(
            "of an owner who is none",
            with(&detail, "systemuser_org", json!("x")),
            401,
        ),
        details("in the pilot's names", json!([pilot]), 401),
        details("without a type", json!([without(&detail, "type")]), 401),
        details("that are a number", json!([7]), 401),
        details("that are text", json!(detail.to_string()), 401),
        details("that are null", json!(null), 401),
    ]
}

/// Claims that stand in exchanged tokens only, which are not Maskinporten's.
fn exchanged(good: &Good<'_>) -> Vec<Case> {
    let detail = json!([{
        "type": "urn:altinn:systemuser", "systemuser_id": [ID], "systemuser_org": organization(BAKERY),
    }]);
    let both = with(&good.claims, "authorization_details", detail);
    let both = with(&both, "urn:altinn:userid", json!("20010001"));
    vec![
        good.claim("urn:altinn:userid", json!("20010001"), 401),
        good.claim("urn:altinn:authlevel", json!(4), 401),
        good.claim("urn:altinn:org", json!("dts"), 401),
        good.claim("urn:altinn:orgNumber", json!(VENDOR), 200),
        good.claim("urn:altinn:userid", json!("x"), 401),
        good.claim("urn:altinn:userid", json!(1.5), 401),
        good.claim("urn:altinn:authlevel", json!("high"), 401),
        good.claim("urn:altinn:authlevel", json!(null), 401),
        good.claim("urn:altinn:org", json!(["dts"]), 401),
        good.claims("a person and a system user at once", both, 401),
    ]
}
