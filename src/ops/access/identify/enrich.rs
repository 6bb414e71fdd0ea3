//! Names that follow from those in the request. Nothing that the request says is changed, nothing is added twice, and
//! what is added is not repeated in the answer. National ids are never added: no policy is about one person, and what
//! is not there cannot leak.

use super::named::Named;
use crate::domain::Party;
use crate::engine::request::Attribute;
use crate::engine::value::Value;
use crate::engine::{Request, names};

/// Resource id and owner with app name; both forms of an app's instance; the party by number, uuid and, for an
/// organization, its organization number.
pub fn resource(request: &mut Request, named: &Named, party: Option<&Party>) {
    let mut add = |id: &str, value: &str| add(request, names::RESOURCE, id, value);
    if let Some(app) = &named.app {
        add(names::RESOURCE_ID, &app.resource_id());
        add(names::ORG, &app.org);
        add(names::APP, &app.name);
    }
    if let Some((short, general)) = named.instance.as_ref().zip(named.instance_urn()) {
        add(names::INSTANCE_ID, short);
        add(names::RESOURCE_INSTANCE_ID, &general);
    }
    if let Some(party) = party {
        add(names::PARTY_ID, &party.number.to_string());
        add(names::PARTY_UUID, &party.id.to_string());
        if let Some(organization) = party.organization() {
            add(names::ORGANIZATION_NUMBER, organization.number.as_str());
        }
    }
}

/// The subject by number, uuid and, for a person, user id, or for an organization, organization number.
pub fn subject(request: &mut Request, party: Option<&Party>) {
    let Some(party) = party else {
        return;
    };
    let mut add = |id: &str, value: &str| add(request, names::SUBJECT, id, value);
    let uuid = party.id.to_string();
    add(names::PARTY_ID, &party.number.to_string());
    add(names::PARTY_UUID, &uuid);
    if let Some(person) = party.person() {
        add(names::USER_ID, &person.user_number.to_string());
        add(names::PERSON_UUID, &uuid);
    }
    if let Some(organization) = party.organization() {
        add(names::ORGANIZATION_NUMBER, organization.number.as_str());
        add(names::ORGANIZATION_UUID, &uuid);
    }
}

fn add(request: &mut Request, category: &str, id: &str, value: &str) {
    if request.values(category, id).next().is_none() {
        request.add(category, Attribute::new(id, Value::string(value)));
    }
}
