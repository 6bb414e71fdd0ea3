//! The lists themselves.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::include::ListsQuery;
use super::owner::Owner;
use super::wire::{ListAnswer, ListBody, ListPath, ListsPlace};
use super::{cut, faults, place};
use crate::api::bearer::{AccessListRead, AccessListWrite};
use crate::api::conditional::{Conditions, tagged};
use crate::api::json::{LooseJson, json_answer};
use crate::api::listed::{Listed, PageToken};
use crate::api::parts::{PathOf, QueryOf};
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::is_list_identifier;
use crate::ops::access_lists::{self, ListName, ListText};
use crate::routes;

const PAGE: usize = 20;
/// How long the name of a list may be, in characters.
const MAX_NAME: usize = 255;
/// How long its description may be, in characters.
const MAX_DESCRIPTION: usize = 2_000;

/// `GET …/{owner}`: the owner's lists.
pub async fn list(
    State(app): State<App>,
    owner: Owner<AccessListRead>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let mut query = ListsQuery::read(pairs)?;
    let place: Option<ListsPlace> = place(query.token.take())?;
    let after = place.map(|place| place.after).unwrap_or_default();
    let limit = PAGE as i64 + 1;
    let found = access_lists::list(app.core(), &owner.code, &after, limit).await?;
    let (lists, is_more) = cut(found, PAGE);
    let next = lists.last().filter(|_| is_more).map(|last| {
        let token = PageToken::of(&ListsPlace {
            after: last.identifier.clone(),
        });
        let (include, resource) = (query.include.name(), query.resource.as_deref());
        let path = routes::api_lists_page(&owner.code, include, resource, &token.0);
        app.config().url(&path)
    });
    let answers = query.answers(app.core(), &lists).await?;
    Ok(json_answer(StatusCode::OK, &Listed::page(answers, next)))
}

/// `GET …/{owner}/{list}`: one list.
pub async fn show(
    State(app): State<App>,
    owner: Owner<AccessListRead>,
    PathOf(path): PathOf<ListPath>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
    conditions: Conditions,
) -> Result<Response, Problem> {
    let query = ListsQuery::read(pairs)?;
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let found = access_lists::find(app.core(), name).await?;
    let list = found.ok_or_else(faults::no_such_list)?;
    let current = list.versioned();
    let answers = query.answers(app.core(), &[list]).await?;
    conditions.answer(current, || json_answer(StatusCode::OK, &answers.first()))
}

/// `PUT …/{owner}/{list}`: makes a list, or changes what is said about it.
pub async fn put(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ListPath>,
    conditions: Conditions,
    LooseJson(body): LooseJson<ListBody>,
) -> Result<Response, Problem> {
    let description = body.description.unwrap_or_default();
    let text = ListText {
        name: body.name.as_deref().unwrap_or_default(),
        description: &description,
    };
    check(&path.list, text)?;
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let list = access_lists::put(app.core(), name, text, owner.edit(&conditions.0)).await??;
    let answer = json_answer(StatusCode::OK, &ListAnswer::of(&list));
    Ok(tagged(answer, list.versioned()))
}

/// `DELETE …/{owner}/{list}`: takes a list away with all that is on it.
pub async fn delete(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ListPath>,
    conditions: Conditions,
) -> Result<Response, Problem> {
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    Ok(
        match access_lists::delete(app.core(), name, owner.edit(&conditions.0)).await?? {
            Some(list) => json_answer(StatusCode::OK, &ListAnswer::of(&list)),
            None => StatusCode::NO_CONTENT.into_response(),
        },
    )
}

/// `PATCH …/{owner}/{list}`: not there in the original either.
pub async fn patch(_owner: Owner<AccessListWrite>) -> Problem {
    Problem::plain(
        StatusCode::NOT_IMPLEMENTED,
        "Access lists are changed with PUT.",
    )
}

pub(super) fn check(identifier: &str, text: ListText<'_>) -> Result<(), Problem> {
    let mut found = Vec::new();
    if !is_list_identifier(identifier) {
        let detail = "letters, digits and - . _ ~ can name a list, at most 255 of them";
        found.push(faults::out_of_range("/$PATH/identifier", detail));
    }
    if text.name.is_empty() {
        found.push(faults::missing("/name"));
    }
    if text.name.chars().count() > MAX_NAME {
        let detail = format!("at most {MAX_NAME} characters");
        found.push(faults::out_of_range("/name", &detail));
    }
    if text.description.chars().count() > MAX_DESCRIPTION {
        let detail = format!("at most {MAX_DESCRIPTION} characters");
        found.push(faults::out_of_range("/description", &detail));
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Problem::validation(found))
    }
}
