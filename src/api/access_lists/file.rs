//! A whole access list as a file says it, held to the rules of the API.

use super::wire::ListFileBody;
use super::{connections, faults, lists};
use crate::api::problem::Problem;
use crate::domain::{Connection, MemberName};
use crate::ops::access_lists::ListText;

/// What a list shall be.
#[derive(Clone, Debug)]
pub struct ListFile {
    pub name: String,
    pub description: String,
    pub members: Vec<MemberName>,
    pub connections: Vec<Connection>,
}

/// Reads the list with this identifier.
///
/// # Errors
/// All that is wrong, in words.
pub fn list_of(identifier: &str, json: &[u8]) -> Result<ListFile, Vec<String>> {
    let body: ListFileBody =
        serde_json::from_slice(json).map_err(|problem| vec![problem.to_string()])?;
    let text = ListText {
        name: &body.name,
        description: &body.description,
    };
    let mut wrong = Vec::new();
    let mut note = |problem: Problem| wrong.push(problem.to_string());
    if let Err(problem) = lists::check(identifier, text) {
        note(problem);
    }
    let members = faults::member_names(&body.members);
    let members = members.map_err(&mut note).unwrap_or_default();
    let mut connections = Vec::new();
    for connection in body.resource_connections {
        let actions = connections::actions(connection.action_filters.unwrap_or_default());
        connections.push(Connection {
            resource: connection.resource_identifier,
            actions: actions.map_err(&mut note).unwrap_or_default(),
        });
    }
    match wrong.is_empty() {
        true => Ok(ListFile {
            name: body.name,
            description: body.description,
            members,
            connections,
        }),
        false => Err(wrong),
    }
}
