//! `/tjenesteeier/lister/{list}/ressurser`: which resources a list opens, and for which actions.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::ConnectionPage;
use super::connection_page::{ActionChoice, Step};
use super::context::{OwnerContext, Writer};
use super::fields::Fields;
use super::lists::seen;
use crate::domain::{AccessList, AccessListMode, Connection, Resource, alphabetical};
use crate::ops::access_lists::{self, Edit, Refusal, connect, disconnect};
use crate::ops::resources::read_table;
use crate::portal::rights::action_word;
use crate::portal::visitor::{page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::{routes, store};

#[derive(Deserialize)]
pub struct ConnectionQuery {
    ressurs: Option<String>,
}

/// `GET …/ressurser`.
pub async fn ask(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
    Query(query): Query<ConnectionQuery>,
) -> Result<Response, PageError> {
    let list = ctx.list(&identifier).await?;
    let step = match query.ressurs {
        None => Step::Resource(choices(&ctx).await?),
        Some(id) => {
            let connected = connected(&ctx, &list, &id).await?;
            let chosen = connected.clone().unwrap_or_default();
            actions_step(&ctx, &id, &chosen, connected.is_some()).await?
        }
    };
    page(&ConnectionPage {
        frame: ctx.frame().await?,
        list,
        step,
        errors: Vec::new(),
        is_changed: false,
    })
}

/// The owner's resources by title.
async fn choices(ctx: &OwnerContext) -> Result<Vec<(String, String)>, PageError> {
    let mut all = store::resources::list_of_owner(&ctx.core().db, &ctx.owner.code).await?;
    let title = |resource: &Resource| resource.title.get(ctx.language()).to_owned();
    all.sort_by_cached_key(|resource| alphabetical(&title(resource)));
    let choice = |resource: &Resource| (resource.id.clone(), title(resource));
    Ok(all.iter().map(choice).collect())
}

/// The actions that the list opens on the resource, if they are connected.
async fn connected(
    ctx: &OwnerContext,
    list: &AccessList,
    resource: &str,
) -> Result<Option<Vec<String>>, PageError> {
    let lists = std::slice::from_ref(list);
    let found = access_lists::connections_of(ctx.core(), lists, Some(resource)).await?;
    let one = found.into_iter().flatten().next();
    Ok(one.map(|dated| dated.connection.actions))
}

async fn actions_step(
    ctx: &OwnerContext,
    id: &str,
    chosen: &[String],
    is_connected: bool,
) -> Result<Step, PageError> {
    let resource = ctx.resource(id).await?;
    let words = ctx.ctx.signed.words();
    let choice = |action: String| ActionChoice {
        word: action_word(&action, words).to_owned(),
        is_chosen: chosen.contains(&action),
        action,
    };
    let mut actions = offered(ctx, id).await?;
    // A filter for what the policy does not name any more is shown, so that it can be taken away.
    actions.extend(
        chosen
            .iter()
            .filter(|action| !actions.contains(action))
            .cloned()
            .collect::<Vec<_>>(),
    );
    Ok(Step::Actions {
        resource: resource.id,
        title: resource.title.get(ctx.language()).to_owned(),
        actions: actions.into_iter().map(choice).collect(),
        is_connected,
        is_for_members: resource.access_list_mode == AccessListMode::Enabled,
    })
}

/// The actions of the resource's policy.
async fn offered(ctx: &OwnerContext, id: &str) -> Result<Vec<String>, PageError> {
    let guarded = store::policies::find(&ctx.core().db, id).await?;
    let policy = guarded
        .and_then(|guarded| guarded.policy)
        .unwrap_or_default();
    let table = read_table(id, &policy).map(|reading| reading.table);
    let table = table.unwrap_or_default();
    Ok(table
        .actions()
        .into_iter()
        .map(|action| action.as_str().to_owned())
        .collect())
}

/// How many actions a filter may name, and how long each may be.
const MAX_ACTIONS: usize = 100;
const MAX_ACTION: usize = 100;

/// `POST …/ressurser`: connects, changes the actions, or ends the connection.
pub async fn save(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    let list = ctx.list(&identifier).await?;
    let resource = ctx.resource(fields.get("ressurs")).await?;
    let title = resource.title.get(ctx.language()).to_owned();
    let actions = fields
        .all("action")
        .map(str::trim)
        .filter(|action| !action.is_empty());
    let actions: Vec<String> = actions.map(str::to_owned).collect();
    if actions.len() > MAX_ACTIONS || actions.iter().any(|action| action.len() > MAX_ACTION) {
        return Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (name, expected, by) = (ctx.list_name(&identifier), seen(&fields), ctx.author());
    let edit = Edit {
        by: &by,
        expected: &expected,
    };
    let (outcome, done) = if fields.get("do") == "remove" {
        let outcome = disconnect(ctx.core(), name, &resource.id, edit).await?;
        (
            outcome.map(|_| ()),
            Flash::ConnectionRemoved { resource: title },
        )
    } else {
        let wanted = Connection {
            resource: resource.id.clone(),
            actions: actions.clone(),
        };
        let outcome = connect(ctx.core(), name, &wanted, edit).await?;
        (
            outcome.map(|_| ()),
            Flash::ConnectionSaved { resource: title },
        )
    };
    match outcome {
        Ok(()) => {
            ctx.flash(&done).await?;
            Ok(redirect(&routes::registry_list(&identifier)))
        }
        Err(Refusal::NotAsExpected) => {
            let is_connected = connected(&ctx, &list, &resource.id).await?.is_some();
            let page = ConnectionPage {
                frame: ctx.frame().await?,
                list: ctx.list(&identifier).await?,
                step: actions_step(&ctx, &resource.id, &actions, is_connected).await?,
                errors: Vec::new(),
                is_changed: true,
            };
            page_with(StatusCode::CONFLICT, &page)
        }
        Err(_) => Err(PageError::NotFound),
    }
}
