//! The list, one of them, and its end.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::enter::{frame, how, to_change, to_see, words};
use super::{ConfirmPage, DetailPage, KeyRow, ListPage, Question, Row};
use crate::domain::{OwnSystem, OwnSystemId, OwnSystemState};
use crate::ops::own_systems::{Acting, Writing, draft, end, list as list_all, look};
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;

/// `GET …/egetsystem`.
pub async fn list(ctx: PartyContext) -> Result<Response, PageError> {
    let acting = match to_see(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    page(&listed(&ctx, &acting).await?)
}

/// The list, with what stopped something about one that has no page now.
pub async fn list_with(
    ctx: &PartyContext,
    acting: &Acting<'_>,
    (status, problem): (StatusCode, &'static str),
) -> Result<Response, PageError> {
    let shown = ListPage {
        problem: Some(problem),
        ..listed(ctx, acting).await?
    };
    page_with(status, &shown)
}

async fn listed(ctx: &PartyContext, acting: &Acting<'_>) -> Result<ListPage, PageError> {
    let (language, now) = (ctx.signed.language(), ctx.signed.visitor.now);
    let all = list_all(acting).await?;
    let is_draft = |one: &&OwnSystem| one.state == OwnSystemState::Draft;
    let drafts = all.iter().filter(is_draft);
    let others = all.iter().filter(|one| !is_draft(one));
    Ok(ListPage {
        frame: frame(ctx).await?,
        party: ctx.party.name.clone(),
        drafts: drafts.map(|one| Row::of(one, language, now)).collect(),
        rows: others.map(|one| Row::of(one, language, now)).collect(),
        may_change: acting.may_change().await?,
        problem: None,
    })
}

/// `GET …/egetsystem/{id}`.
pub async fn detail(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_see(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let found = look(&acting, OwnSystemId(id)).await?;
    let found = found.ok_or(PageError::NotFound)?;
    let (language, now) = (ctx.signed.language(), ctx.signed.visitor.now);
    let system = found.system;
    page(&DetailPage {
        frame: frame(&ctx).await?,
        id,
        how: how(&ctx, &system, None),
        name: system.name.get(language).to_owned(),
        about: system.description.get(language).to_owned(),
        keys: system.keys.iter().map(|key| KeyRow::of(key, now)).collect(),
        name_id: system.name_id,
        client_id: system.client_id.unwrap_or_default(),
        scopes: system.scopes,
        changed: system.changed_at,
        is_behind: system.is_behind,
        has_user: found.user.is_some(),
        may_change: acting.may_change().await?,
        problem: None,
    })
}

/// `GET …/egetsystem/{id}/slett`: asks first.
pub async fn ask_delete(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    page(&question(&ctx, &acting, id).await?)
}

async fn question(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Uuid,
) -> Result<ConfirmPage, PageError> {
    let (system, question) = match draft::find(acting, OwnSystemId(id)).await? {
        Some(draft) => (draft, Question::Discard),
        None => {
            let found = look(acting, OwnSystemId(id)).await?;
            (found.ok_or(PageError::NotFound)?.system, Question::Delete)
        }
    };
    Ok(ConfirmPage {
        frame: frame(ctx).await?,
        id,
        name: system.name.get(ctx.signed.language()).to_owned(),
        party: ctx.party.name.clone(),
        question,
        problem: None,
    })
}

/// `POST …/egetsystem/{id}/slett`: ends it, or throws the draft away.
pub async fn delete(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let asked = question(&ctx, &acting, id).await?;
    let system = asked.name.clone();
    let flash = match asked.question {
        Question::Discard => {
            draft::discard(&acting, OwnSystemId(id)).await?;
            Flash::OwnDraftDiscarded { system }
        }
        _ => match end(&acting, OwnSystemId(id)).await? {
            Ok(true) => Flash::OwnSystemDeleted { system },
            Ok(false) => Flash::OwnSystemDeletedLater { system },
            Err(refusal) => {
                let (status, text) = words(&ctx, refusal)?;
                let shown = ConfirmPage {
                    problem: Some(text),
                    ..asked
                };
                return page_with(status, &shown);
            }
        },
    };
    ctx.signed.flash(&flash).await?;
    Ok(redirect(routes::OWN_SYSTEMS))
}
