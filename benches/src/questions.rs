//! What is asked, of people and businesses of the sandbox: Kari Nøkkelvik, who manages a bakery.

use serde_json::{Value, json};

const ACTION: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";
const RESOURCES: [&str; 4] = [
    "dts-skattegrunnlag",
    "dts-lonnsrapport",
    "dts-motorvogn",
    "nod-fiskekvote",
];

const ACTIONS: [&str; 2] = ["read", "write"];

/// Kari Nøkkelvik.
const PERSON: &str = "12847421027";
/// Her bakery first, then everybody else.
const BUSINESSES: [&str; 13] = [
    "310501018",
    "310502006",
    "310503002",
    "310601004",
    "310701009",
    "310702005",
    "310801003",
    "311001000",
    "311101005",
    "311102001",
    "311201018",
    "310901008",
    "310902004",
];

/// How many questions the large request asks.
pub const MANY: usize = 100;

/// May Kari read the bakery's tax basis?
pub fn one() -> String {
    json!({"Request": {
        "AccessSubject": [{"Attribute": [attribute("urn:altinn:person:identifier-no", PERSON)]}],
        "Action": [{"Attribute": [attribute(ACTION, "read")]}],
        "Resource": [{"Attribute": resource(RESOURCES[0], BUSINESSES[0])}],
    }})
    .to_string()
}

/// [`MANY`] different questions: reading and writing with every service for every business.
pub fn many() -> String {
    let pairs = BUSINESSES
        .iter()
        .flat_map(|business| RESOURCES.map(|service| (service, business)));
    let resources: Vec<Value> = pairs
        .take(MANY / ACTIONS.len())
        .enumerate()
        .map(|(number, (service, business))| {
            json!({"Id": format!("r{number}"), "Attribute": resource(service, business)})
        })
        .collect();
    let actions: Vec<Value> = ACTIONS
        .iter()
        .map(|action| json!({"Id": action, "Attribute": [attribute(ACTION, action)]}))
        .collect();
    let references: Vec<Value> = (0..MANY)
        .map(|number| {
            let resource = format!("r{}", number / ACTIONS.len());
            json!({"ReferenceId": ["s1", ACTIONS[number % ACTIONS.len()], resource]})
        })
        .collect();
    let subject = attribute("urn:altinn:person:identifier-no", PERSON);
    json!({"Request": {
        "AccessSubject": [{"Id": "s1", "Attribute": [subject]}],
        "Action": actions,
        "Resource": resources,
        "MultiRequests": {"RequestReference": references},
    }})
    .to_string()
}

fn resource(service: &str, business: &str) -> [Value; 2] {
    [
        attribute("urn:altinn:resource", service),
        attribute("urn:altinn:organization:identifier-no", business),
    ]
}

fn attribute(id: &str, value: &str) -> Value {
    json!({"AttributeId": id, "Value": value})
}
