//! The rows of access lists: the list of one owner, asked for by everybody, and one of another owner.

use fullmakt::domain::{Connection, Expiry, MemberName, Preconditions};
use fullmakt::ops::access_lists::{self, Edit, ListName, ListText, MemberChange};
use fullmakt::ops::registry_log::Author;
use reqwest::Method;
use serde_json::json;

use super::{Body, Row};
use crate::support::cast::{BAKERY, LINK_SERVICE};
use crate::support::stage::Stage;

const ROOT: &str = "/resourceregistry/api/v1/access-lists";
const LIST: ListName<'_> = ListName {
    owner: "nod",
    identifier: "fishers",
};

/// A change by nobody in particular.
fn edit(expected: &Preconditions) -> Edit<'_> {
    Edit {
        by: &Author::Unknown,
        expected,
    }
}

/// The list with a member and a resource, whatever became of it.
pub async fn make(stage: &Stage) {
    let core = stage.core();
    let none = Preconditions::default();
    let text = ListText {
        name: "Fishers",
        description: "",
    };
    let made = access_lists::put(&core, LIST, text, edit(&none))
        .await
        .unwrap();
    made.unwrap();
    let bakery = [MemberName::parse_org_number(BAKERY).unwrap()];
    let change = MemberChange::Replace(Expiry::Never);
    let added = access_lists::change_members(&core, LIST, &bakery, change, edit(&none)).await;
    added.unwrap().unwrap();
    let connection = Connection {
        resource: LINK_SERVICE.to_owned(),
        actions: Vec::new(),
    };
    let connected = access_lists::connect(&core, LIST, &connection, edit(&none)).await;
    connected.unwrap().unwrap();
}

pub fn rows() -> Vec<Row> {
    let row = |method, route, path: String| Row {
        method,
        route,
        path: format!("{ROOT}{path}"),
        body: Body::None,
    };
    let with = |method, route, path: String| Row {
        body: Body::Json(json!({
            "name": "Fishers",
            "data": [format!("urn:altinn:organization:identifier-no:{BAKERY}")],
        })),
        ..row(method, route, path)
    };
    let party = format!("?party=urn:altinn:organization:identifier-no:{BAKERY}");
    let list = "/nod/fishers";
    let members = format!("{list}/members");
    let connections = format!("{list}/resource-connections");
    let connection = format!("{connections}/{LINK_SERVICE}");
    vec![
        row(
            Method::GET,
            "API_LIST_MEMBERSHIPS",
            format!("/memberships{party}"),
        ),
        row(
            Method::GET,
            "API_LISTS_BY_MEMBER",
            format!("/get-by-member{party}"),
        ),
        row(Method::GET, "API_LISTS", "/nod".to_owned()),
        row(Method::GET, "API_LISTS", "/dts".to_owned()),
        row(Method::GET, "API_LIST", list.to_owned()),
        with(Method::PUT, "API_LIST", list.to_owned()),
        with(Method::PUT, "API_LIST", "/dts/fishers".to_owned()),
        row(Method::PATCH, "API_LIST", list.to_owned()),
        row(Method::DELETE, "API_LIST", list.to_owned()),
        row(Method::GET, "API_LIST_MEMBERS", members.clone()),
        with(Method::PUT, "API_LIST_MEMBERS", members.clone()),
        with(Method::POST, "API_LIST_MEMBERS", members.clone()),
        with(Method::DELETE, "API_LIST_MEMBERS", members),
        row(Method::GET, "API_LIST_CONNECTIONS", connections),
        with(Method::PUT, "API_LIST_CONNECTION", connection.clone()),
        row(Method::DELETE, "API_LIST_CONNECTION", connection),
    ]
}
