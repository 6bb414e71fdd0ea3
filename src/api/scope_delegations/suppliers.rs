//! `…/enduser/maskinportensuppliers`: whom a party lets use its scopes.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::faults::{self, refused};
use super::party;
use super::wire::{
    AssignmentWire, CheckWire, ConnectionWire, PermissionWire, SupplierQuery, resource_of,
};
use crate::api::bearer::{SuppliersRead, SuppliersWrite};
use crate::api::end_user::EndUser;
use crate::api::json::json_answer;
use crate::api::listed::Listed;
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{PartyId, ScopeSide};
use crate::ops::scope_delegations::{self as ops, Withdrawal};

const SIDE: ScopeSide = ScopeSide::Consumer;

/// `GET`: the suppliers, or the one that is named.
pub async fn list(
    State(app): State<App>,
    user: EndUser<SuppliersRead>,
    QueryOf(query): QueryOf<SupplierQuery>,
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

/// `POST`
pub async fn add(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let supplier = supplier(&app, &query).await?;
    let added = ops::add_supplier(&acting, supplier).await?;
    let added = added.map_err(refused)?;
    Ok(json_answer(StatusCode::OK, &AssignmentWire::of(&added)))
}

/// `DELETE`
pub async fn remove(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let supplier = supplier(&app, &query).await?;
    let cascade = query.cascade.unwrap_or(false);
    let removed = ops::remove(&acting, SIDE, supplier, cascade).await?;
    removed.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET …/resources`
pub async fn list_resources(
    State(app): State<App>,
    user: EndUser<SuppliersRead>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let supplier = named(&app, &query).await?;
    let found = ops::delegated(&acting, SIDE, supplier).await?;
    let answer = Listed::all(PermissionWire::list(&found, query.resource.as_deref()));
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `POST …/resources`: true when the supplier has it, now or already.
pub async fn give(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let supplier = supplier(&app, &query).await?;
    let given = ops::give(&acting, supplier, resource_of(&query.resource)?).await?;
    given.map_err(refused)?;
    Ok(json_answer(StatusCode::OK, &true))
}

/// `DELETE …/resources`
pub async fn withdraw(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter_to_write(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let what = Withdrawal {
        side: SIDE,
        other: supplier(&app, &query).await?,
        resource: resource_of(&query.resource)?,
    };
    ops::withdraw(&acting, what).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET …/resources/delegationcheck`
pub async fn check(
    State(app): State<App>,
    user: EndUser<SuppliersRead>,
    QueryOf(query): QueryOf<SupplierQuery>,
) -> Result<Response, Problem> {
    let acting = ops::enter(app.core(), user.person, PartyId(query.party)).await?;
    let acting = acting.map_err(refused)?;
    let checked = ops::check(&acting, resource_of(&query.resource)?).await?;
    let checked = checked.ok_or_else(|| refused(ops::Refusal::UnknownResource))?;
    Ok(json_answer(StatusCode::OK, &CheckWire::of(&checked)))
}

async fn supplier(app: &App, query: &SupplierQuery) -> Result<PartyId, Problem> {
    party::organization(app, query.supplier.as_deref(), faults::bad_supplier).await
}

/// The one that a list is narrowed to, if any.
async fn named(app: &App, query: &SupplierQuery) -> Result<Option<PartyId>, Problem> {
    match query.supplier {
        Some(_) => supplier(app, query).await.map(Some),
        None => Ok(None),
    }
}
