//! `…/enduser/maskinportenconsumers`: whose scopes a party may use.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::faults::{self, refused};
use super::party;
use super::wire::{ConnectionWire, ConsumerQuery, PermissionWire, resource_of};
use crate::api::bearer::{ConsumersRead, ConsumersWrite};
use crate::api::end_user::EndUser;
use crate::api::json::json_answer;
use crate::api::listed::Listed;
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{PartyId, ScopeSide};
use crate::ops::scope_delegations::{self as ops, Withdrawal};

const SIDE: ScopeSide = ScopeSide::Supplier;

/// `GET`: the consumers, or the one that is named.
pub async fn list(
    State(app): State<App>,
    user: EndUser<ConsumersRead>,
    QueryOf(query): QueryOf<ConsumerQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let wanted = named(&app, &query).await?;
    let found = ops::counterparts(&acting, SIDE).await?;
    let found = found.iter();
    let data = found
        .filter(|one| wanted.is_none_or(|id| id == one.party.id))
        .map(ConnectionWire::of);
    Ok(json_answer(StatusCode::OK, &Listed::all(data.collect())))
}

/// `DELETE`
pub async fn remove(
    State(app): State<App>,
    user: EndUser<ConsumersWrite>,
    QueryOf(query): QueryOf<ConsumerQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let consumer = consumer(&app, &query).await?;
    let cascade = query.cascade.unwrap_or(false);
    let removed = ops::remove(&acting, SIDE, consumer, cascade).await?;
    removed.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET …/resources`
pub async fn list_resources(
    State(app): State<App>,
    user: EndUser<ConsumersRead>,
    QueryOf(query): QueryOf<ConsumerQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let consumer = named(&app, &query).await?;
    let found = ops::delegated(&acting, SIDE, consumer).await?;
    let answer = Listed::all(PermissionWire::list(&found, query.resource.as_deref()));
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `DELETE …/resources`: gives back.
pub async fn withdraw(
    State(app): State<App>,
    user: EndUser<ConsumersWrite>,
    QueryOf(query): QueryOf<ConsumerQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let what = Withdrawal {
        side: SIDE,
        other: consumer(&app, &query).await?,
        resource: resource_of(&query.resource)?,
    };
    ops::withdraw(&acting, what).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn consumer(app: &App, query: &ConsumerQuery) -> Result<PartyId, Problem> {
    party::organization(app, query.consumer.as_deref(), faults::bad_consumer).await
}

/// The one that a list is narrowed to, if any.
async fn named(app: &App, query: &ConsumerQuery) -> Result<Option<PartyId>, Problem> {
    match query.consumer {
        Some(_) => consumer(app, query).await.map(Some),
        None => Ok(None),
    }
}
