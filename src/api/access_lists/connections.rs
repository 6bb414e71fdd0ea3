//! Which resources a list opens.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::owner::Owner;
use super::wire::{
    ConnectionAnswer, ConnectionBody, ConnectionPath, ConnectionsPlace, ListPath, PageQuery,
};
use super::{cut, faults, name, place};
use crate::api::bearer::{AccessListRead, AccessListWrite};
use crate::api::conditional::{Conditions, not_as_expected, tagged};
use crate::api::json::{LooseJson, json_answer};
use crate::api::listed::{Listed, PageToken};
use crate::api::parts::{PathOf, QueryOf};
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Connection;
use crate::ops::access_lists::{self, ListName};
use crate::routes;
use crate::store::access_lists::ConnectionPage;

const PAGE: usize = 100;
/// How many actions a connection may name.
const MAX_ACTIONS: usize = 100;
/// How long the name of an action may be, in characters.
const MAX_ACTION: usize = 255;

/// `GET …/{owner}/{list}/resource-connections`: a page of them, all of one version.
pub async fn list(
    State(app): State<App>,
    owner: Owner<AccessListRead>,
    PathOf(path): PathOf<ListPath>,
    QueryOf(query): QueryOf<PageQuery>,
    conditions: Conditions,
) -> Result<Response, Problem> {
    let place: Option<ConnectionsPlace> = place(query.token)?;
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let after = place.as_ref().map_or("", |place| place.after.as_str());
    let limit = PAGE as i64 + 1;
    let found = access_lists::connections(app.core(), name, after, limit).await?;
    let page = found.ok_or_else(faults::no_such_list)?;
    let (id, version) = (page.list.id, page.list.version);
    if place.is_some_and(|place| (place.list, place.version) != (id, version)) {
        return Err(not_as_expected());
    }
    let current = page.list.versioned();
    conditions.answer(current, || answer(&app, page))
}

/// `PUT …/{owner}/{list}/resource-connections/{resource}`: connects them for these actions, or for all.
pub async fn put(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ConnectionPath>,
    conditions: Conditions,
    LooseJson(body): LooseJson<ConnectionBody>,
) -> Result<Response, Problem> {
    let wanted = Connection {
        actions: actions(body.actionfilters.unwrap_or_default())?,
        resource: path.resource,
    };
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let edit = owner.edit(&conditions.0);
    let connected = access_lists::connect(app.core(), name, &wanted, edit).await?;
    let (list, connection) = connected?;
    let answer = json_answer(StatusCode::OK, &ConnectionAnswer::of(&connection));
    Ok(tagged(answer, list.versioned()))
}

/// `DELETE …/{owner}/{list}/resource-connections/{resource}`: ends a connection.
pub async fn delete(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ConnectionPath>,
    conditions: Conditions,
) -> Result<Response, Problem> {
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let edit = owner.edit(&conditions.0);
    let ended = access_lists::disconnect(app.core(), name, &path.resource, edit).await?;
    let (list, connection) = ended?;
    let answer = match connection {
        Some(was) => json_answer(StatusCode::OK, &ConnectionAnswer::of(&was)),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    Ok(tagged(answer, list.versioned()))
}

fn answer(app: &App, page: ConnectionPage) -> Response {
    let (connections, is_more) = cut(page.connections, PAGE);
    let next = connections.last().filter(|_| is_more).map(|last| {
        let token = PageToken::of(&ConnectionsPlace {
            list: page.list.id,
            version: page.list.version,
            after: last.connection.resource.clone(),
        });
        let name = name(&page.list);
        let path = routes::api_list_connections_page(name.owner, name.identifier, &token.0);
        app.config().url(&path)
    });
    let told: Vec<ConnectionAnswer> = connections.iter().map(ConnectionAnswer::of).collect();
    json_answer(StatusCode::OK, &Listed::page(told, next))
}

/// The actions as a set: each once, in their order.
pub(super) fn actions(mut sent: Vec<String>) -> Result<Vec<String>, Problem> {
    let bad = |detail: &str| {
        let fault = faults::out_of_range("/actionFilters", detail);
        Problem::validation(vec![fault])
    };
    sent.sort();
    sent.dedup();
    if sent.len() > MAX_ACTIONS {
        return Err(bad(&format!("at most {MAX_ACTIONS} actions")));
    }
    let fits = |action: &String| {
        let length = action.chars().count();
        (1..=MAX_ACTION).contains(&length) && !action.contains(char::is_whitespace)
    };
    if sent.iter().all(fits) {
        Ok(sent)
    } else {
        Err(bad(&format!(
            "an action has 1 to {MAX_ACTION} characters and no blanks"
        )))
    }
}
