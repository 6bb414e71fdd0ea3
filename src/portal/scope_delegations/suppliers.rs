//! The overview, and suppliers: added, looked at, removed.

use std::collections::HashMap;

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::enter::{Around, OwnerNames, counterpart, may_change, to_change, to_see};
use super::{
    ApiRow, ConfirmPage, CounterpartPage, CounterpartRow, FormProblem, OverviewPage, Question,
    SupplierFormPage,
};
use crate::domain::{Language, PartyId, ScopeSide, read_org_number};
use crate::ops::scope_delegations::{self as ops, Acting, Refusal, Writing};
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError, PartyLabel};
use crate::routes;
use crate::store::scope_delegations::DelegatedApi;

const SIDE: ScopeSide = ScopeSide::Consumer;

/// `GET …/maskinporten`
pub async fn overview(ctx: PartyContext) -> Result<Response, PageError> {
    let acting = match to_see(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let Around { frame, menu } = Around::load(&ctx).await?;
    page(&OverviewPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        suppliers: rows(&acting, SIDE).await?,
        consumers: rows(&acting, ScopeSide::Supplier).await?,
        may_change: may_change(&ctx).await?,
    })
}

/// Those on the other side, with how much is delegated; in three queries.
async fn rows(acting: &Acting<'_>, side: ScopeSide) -> Result<Vec<CounterpartRow>, PageError> {
    let mut apis: HashMap<PartyId, usize> = HashMap::new();
    for api in ops::delegated(acting, side, None).await? {
        let other = match side {
            ScopeSide::Consumer => api.supplier.id,
            ScopeSide::Supplier => api.consumer.id,
        };
        *apis.entry(other).or_default() += 1;
    }
    let others = ops::counterparts(acting, side).await?;
    let rows = others.into_iter().map(|one| CounterpartRow {
        id: one.party.id.0,
        label: PartyLabel::of(&one.party, None),
        apis: apis.get(&one.party.id).copied().unwrap_or_default(),
    });
    Ok(rows.collect())
}

/// `GET …/maskinporten/ny-leverandor`
pub async fn ask_new(ctx: PartyContext) -> Result<Response, PageError> {
    match to_change(&ctx).await? {
        Ok(_) => form(&ctx, String::new(), None).await,
        Err(refused) => Ok(refused),
    }
}

#[derive(Deserialize)]
pub struct NewSupplier {
    #[serde(default)]
    number: String,
}

/// `POST …/maskinporten/ny-leverandor`: on to choosing an API.
pub async fn add(
    ctx: PartyContext,
    Form(written): Form<NewSupplier>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    match added(&ctx, &acting, &written.number).await? {
        Ok(id) => Ok(redirect(&routes::supplier_give(id.0))),
        Err(problem) => form(&ctx, written.number, Some(problem)).await,
    }
}

async fn added(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    written: &str,
) -> Result<Result<PartyId, FormProblem>, PageError> {
    let Ok(number) = read_org_number(written) else {
        return Ok(Err(FormProblem::NoNumber));
    };
    let Some(supplier) = ops::find_organization(ctx.core(), &number).await? else {
        return Ok(Err(FormProblem::Unknown));
    };
    Ok(match ops::add_supplier(acting, supplier.id).await? {
        Ok(_) => Ok(supplier.id),
        Err(Refusal::OwnNumber) => Err(FormProblem::Own),
        Err(_) => Err(FormProblem::Unknown),
    })
}

async fn form(
    ctx: &PartyContext,
    number: String,
    problem: Option<FormProblem>,
) -> Result<Response, PageError> {
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let Around { frame, menu } = Around::load(ctx).await?;
    let form = SupplierFormPage {
        frame,
        menu,
        number,
        problem,
    };
    page_with(status, &form)
}

/// `GET …/maskinporten/supplier/{id}`
pub async fn show(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    show_counterpart(&ctx, SIDE, id).await
}

/// One supplier or consumer.
pub(super) async fn show_counterpart(
    ctx: &PartyContext,
    side: ScopeSide,
    id: Uuid,
) -> Result<Response, PageError> {
    let acting = match to_see(ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let other = counterpart(&acting, side, id).await?;
    let apis = ops::delegated(&acting, side, Some(PartyId(id))).await?;
    let owners = OwnerNames::load(ctx).await?;
    let language = ctx.signed.language();
    let Around { frame, menu } = Around::load(ctx).await?;
    page(&CounterpartPage {
        frame,
        menu,
        side,
        id,
        label: PartyLabel::of(&other.party, None),
        apis: apis.iter().map(|api| row(api, &owners, language)).collect(),
        may_change: may_change(ctx).await?,
    })
}

fn row(api: &DelegatedApi, owners: &OwnerNames, language: Language) -> ApiRow {
    let resource = &api.resource;
    ApiRow {
        id: resource.id.clone(),
        title: resource.title.get(language).to_owned(),
        description: resource.description.get(language).to_owned(),
        owner: owners.of(&resource.owner, language),
        scopes: resource.scopes().map(str::to_owned).collect(),
        since: api.delegation.given_at,
    }
}

/// `GET …/supplier/{id}/fjern`: asks first.
pub async fn ask_remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    confirm(&ctx, (SIDE, id), Question::RemoveSupplier).await
}

/// `POST …/supplier/{id}/fjern`
pub async fn remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    // Gone already is gone: the second click of a double-click ends in the same place.
    if let Some(other) = ops::counterpart(&acting, SIDE, PartyId(id)).await? {
        remove_all(&acting, SIDE, PartyId(id)).await?;
        let supplier = other.party.name;
        ctx.signed
            .flash(&Flash::SupplierRemoved { supplier })
            .await?;
    }
    Ok(redirect(routes::SCOPE_DELEGATIONS))
}

/// Removes a supplier or consumer with all that is delegated.
pub(super) async fn remove_all(
    acting: &Writing<'_>,
    side: ScopeSide,
    other: PartyId,
) -> Result<(), PageError> {
    match ops::remove(acting, side, other, true).await? {
        Ok(()) => Ok(()),
        Err(_) => Err(PageError::NotFound),
    }
}

/// The page that asks about a supplier or consumer of the party's.
pub(super) async fn confirm(
    ctx: &PartyContext,
    (side, id): (ScopeSide, Uuid),
    question: Question,
) -> Result<Response, PageError> {
    let acting = match to_change(ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let other = counterpart(&acting, side, id).await?;
    let Around { frame, menu } = Around::load(ctx).await?;
    page(&ConfirmPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        id,
        other: other.party.name,
        question,
    })
}
