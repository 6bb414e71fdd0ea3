//! Delegating an API to a supplier, and taking it back.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::choose::APIS_PER_PAGE;
use super::enter::{Around, OwnerNames, counterpart, find_api, to_change};
use super::suppliers::confirm;
use super::{ApiOption, ChoosePage, Closed, Question};
use crate::domain::{Language, PartyId, Resource, ScopeSide};
use crate::ops::scope_delegations::{self as ops, ApiCheck, Refusal, Withdrawal, Writing};
use crate::portal::visitor::{PartyContext, page, redirect};
use crate::portal::{Flash, PageError, Pager};
use crate::routes;

const SIDE: ScopeSide = ScopeSide::Consumer;
/// The longest search that is read, in characters.
const MAX_QUERY: usize = 100;

#[derive(Deserialize)]
pub struct Chosen {
    /// The id of the API that is asked about; none chooses one.
    api: Option<String>,
    #[serde(default)]
    q: String,
    side: Option<usize>,
}

#[derive(Deserialize)]
pub struct OneApi {
    pub api: String,
}

/// `GET …/supplier/{id}/gi`: the APIs; with `?api=` the question about one.
pub async fn ask(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    match &chosen.api {
        Some(api) => ask_about(&ctx, &acting, id, api).await,
        None => choose(&ctx, &acting, id, &chosen).await,
    }
}

async fn ask_about(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Uuid,
    api: &str,
) -> Result<Response, PageError> {
    let check = ops::check(acting, api).await?.ok_or(PageError::NotFound)?;
    // What cannot be given has its reason in the list.
    if check.problem.is_some() {
        return Ok(redirect(&routes::supplier_give(id)));
    }
    let language = ctx.signed.language();
    let owners = OwnerNames::load(ctx).await?;
    let resource = check.resource;
    let question = Question::Give {
        title: title(&resource, language),
        owner: owners.of(&resource.owner, language),
        scopes: resource.scopes().map(str::to_owned).collect(),
        api: resource.id,
    };
    confirm(ctx, (SIDE, id), question).await
}

fn title(resource: &Resource, language: Language) -> String {
    resource.title.get(language).to_owned()
}

async fn choose(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Uuid,
    chosen: &Chosen,
) -> Result<Response, PageError> {
    let supplier = counterpart(acting, SIDE, id).await?.party.name;
    let query: String = chosen.q.trim().chars().take(MAX_QUERY).collect();
    let mut options = options(ctx, acting, id, &query).await?;
    let hits = options.len();
    let last = hits.div_ceil(APIS_PER_PAGE).max(1);
    let number = chosen.side.unwrap_or(1).clamp(1, last);
    let first = (number - 1) * APIS_PER_PAGE;
    let apis = options.drain(first..hits.min(first + APIS_PER_PAGE));
    let Around { frame, menu } = Around::load(ctx).await?;
    page(&ChoosePage {
        frame,
        menu,
        id,
        supplier,
        hits,
        apis: apis.collect(),
        pager: Pager::new(number, last, |page| {
            routes::supplier_give_page(id, &query, page)
        }),
        query,
    })
}

/// The APIs that fit the search: those that can be chosen first, then by name.
async fn options(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Uuid,
    query: &str,
) -> Result<Vec<ApiOption>, PageError> {
    let given = ops::delegated(acting, SIDE, Some(PartyId(id))).await?;
    let is_given = |check: &ApiCheck| given.iter().any(|api| api.resource.id == check.resource.id);
    let owners = OwnerNames::load(ctx).await?;
    let language = ctx.signed.language();
    let checks = ops::check_all(acting).await?;
    let options = checks.into_iter().map(|check| ApiOption {
        closed: match check.problem {
            _ if is_given(&check) => Some(Closed::Given),
            problem => problem.map(Closed::Cannot),
        },
        title: title(&check.resource, language),
        description: check.resource.description.get(language).to_owned(),
        owner: owners.of(&check.resource.owner, language),
        id: check.resource.id,
    });
    let wanted = query.to_lowercase();
    let mut fitting: Vec<ApiOption> = options.filter(|api| fits(api, &wanted)).collect();
    fitting.sort_by_cached_key(|api| (api.closed.is_some(), api.title.to_lowercase()));
    Ok(fitting)
}

fn fits(api: &ApiOption, wanted: &str) -> bool {
    let texts = [&api.title, &api.description, &api.owner, &api.id];
    texts
        .iter()
        .any(|text| text.to_lowercase().contains(wanted))
}

/// `POST …/supplier/{id}/gi?api=…`
pub async fn give(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneApi { api }): Query<OneApi>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    counterpart(&acting, SIDE, id).await?;
    match ops::give(&acting, PartyId(id), &api).await? {
        Ok(()) => {
            if let Some(resource) = find_api(&acting, SIDE, id, &api).await? {
                let api = title(&resource, ctx.signed.language());
                ctx.signed.flash(&Flash::ApiGiven { api }).await?;
            }
            Ok(redirect(&routes::supplier(id)))
        }
        Err(Refusal::LevelTooLow(level)) => Err(ctx.signed.step_up(level)),
        // What changed in the meantime is told in the list.
        Err(Refusal::Cannot(_)) => Ok(redirect(&routes::supplier_give(id))),
        Err(_) => Err(PageError::NotFound),
    }
}

/// `GET …/supplier/{id}/trekk?api=…`: asks first.
pub async fn ask_withdraw(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneApi { api }): Query<OneApi>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let resource = find_api(&acting, SIDE, id, &api).await?;
    let title = title(&resource.ok_or(PageError::NotFound)?, ctx.signed.language());
    confirm(&ctx, (SIDE, id), Question::Withdraw { api, title }).await
}

/// `POST …/supplier/{id}/trekk?api=…`
pub async fn withdraw(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneApi { api }): Query<OneApi>,
) -> Result<Response, PageError> {
    take_back(&ctx, SIDE, id, &api).await
}

/// Ends a delegation from either side. Ended already is ended.
pub(super) async fn take_back(
    ctx: &PartyContext,
    side: ScopeSide,
    id: Uuid,
    api: &str,
) -> Result<Response, PageError> {
    let acting = match to_change(ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    counterpart(&acting, side, id).await?;
    let what = Withdrawal {
        side,
        other: PartyId(id),
        resource: api,
    };
    if let Some(resource) = find_api(&acting, side, id, api).await? {
        ops::withdraw(&acting, what).await?;
        let api = title(&resource, ctx.signed.language());
        ctx.signed.flash(&Flash::ApiWithdrawn { api }).await?;
    }
    Ok(redirect(&match side {
        ScopeSide::Consumer => routes::supplier(id),
        ScopeSide::Supplier => routes::consumer(id),
    }))
}
