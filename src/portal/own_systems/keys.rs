//! Keys: the third step, new ones for an integration in use, and removing them.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::enter::{frame, how, to_change, words};
use super::{ConfirmPage, KeyFor, KeyPage, NewKeyPage, Question};
use crate::domain::{OwnSystem, OwnSystemId};
use crate::ops::own_systems::{KeyOrigin, KeysBefore, Writing, add_key, draft, look, remove_key};
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;
use crate::tokens::client_key::{KeyFault, PublicKey, read_public_key};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    hvordan: String,
    offentlig: String,
    gamle: String,
    versjon: i64,
}

impl KeyForm {
    fn brings(&self) -> bool {
        // Whoever pastes one and forgets to say so means it.
        self.hvordan == "egen" || !self.offentlig.trim().is_empty()
    }

    /// The key that was brought; none when one is to be made.
    fn key(&self) -> Result<Option<PublicKey>, KeyFault> {
        match self.brings() {
            true => read_public_key(&self.offentlig).map(Some),
            false => Ok(None),
        }
    }
}

/// `GET …/egetsystem/{id}/nokkel`.
pub async fn ask(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    page(&shown(&ctx, &acting, id).await?)
}

async fn shown(ctx: &PartyContext, acting: &Writing<'_>, id: Uuid) -> Result<KeyPage, PageError> {
    let draft = draft::find(acting, OwnSystemId(id)).await?;
    let (system, what) = match draft {
        Some(draft) => (draft, KeyFor::Draft),
        None => {
            let system = in_use(acting, id).await?;
            let name = system.name.get(ctx.signed.language()).to_owned();
            (system, KeyFor::Active { system: name })
        }
    };
    Ok(KeyPage {
        frame: frame(ctx).await?,
        id,
        brings: what == KeyFor::Draft && !system.keys.is_empty(),
        what,
        version: system.version,
        errors: Vec::new(),
        problem: None,
    })
}

async fn in_use(acting: &Writing<'_>, id: Uuid) -> Result<OwnSystem, PageError> {
    let found = look(acting, OwnSystemId(id)).await?;
    Ok(found.ok_or(PageError::NotFound)?.system)
}

/// `POST …/egetsystem/{id}/nokkel`.
pub async fn choose(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(form): Form<KeyForm>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let shown = shown(&ctx, &acting, id).await?;
    let key = match form.key() {
        Ok(key) => key,
        Err(fault) => {
            let text = told(&ctx, fault);
            let shown = KeyPage {
                brings: true,
                errors: vec![FieldError::new("offentlig", text)],
                ..shown
            };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let done = match shown.what {
        KeyFor::Draft => {
            let kept = draft::choose_key(&acting, OwnSystemId(id), key).await?;
            kept.map(|()| redirect(&routes::own_system_rights(id)))
        }
        // The form was sent before, or somebody else has been here: what there is now comes first.
        KeyFor::Active { .. } if form.versjon != shown.version => {
            return Ok(redirect(&routes::own_system(id)));
        }
        KeyFor::Active { .. } => {
            let before = match form.gamle.as_str() {
                "avslutt" => KeysBefore::Ended,
                _ => KeysBefore::Kept,
            };
            let origin = key.map_or(KeyOrigin::Made, KeyOrigin::Brought);
            match add_key(&acting, OwnSystemId(id), origin, before).await? {
                Ok((system, made)) => return receipt(&ctx, system, made).await,
                Err(refusal) => Err(refusal),
            }
        }
    };
    match done {
        Ok(response) => Ok(response),
        Err(refusal) => {
            let (status, text) = words(&ctx, refusal)?;
            let shown = KeyPage {
                problem: Some(text),
                brings: form.brings(),
                ..shown
            };
            page_with(status, &shown)
        }
    }
}

async fn receipt(
    ctx: &PartyContext,
    system: OwnSystem,
    made: Option<crate::tokens::client_key::NewKey>,
) -> Result<Response, PageError> {
    let name = system.name.get(ctx.signed.language()).to_owned();
    let id = system.id.0;
    let Some(key) = made else {
        ctx.signed
            .flash(&Flash::OwnKeyAdded { system: name })
            .await?;
        return Ok(redirect(&routes::own_system(id)));
    };
    page(&NewKeyPage {
        frame: frame(ctx).await?,
        id,
        how: how(ctx, &system, Some(&key.public.kid)),
        system: name,
        name_id: system.name_id,
        client_id: system.client_id.unwrap_or_default(),
        key,
        is_first: false,
    })
}

fn told(ctx: &PartyContext, fault: KeyFault) -> &'static str {
    let t = &ctx.signed.words().own_systems;
    match fault {
        KeyFault::Empty => t.key_empty,
        KeyFault::TooLong => t.key_long,
        KeyFault::Private => t.key_private,
        KeyFault::Unreadable => t.key_unreadable,
        KeyFault::NotRsa => t.key_not_rsa,
        KeyFault::Weak => t.key_weak,
        KeyFault::TooLarge => t.key_large,
        KeyFault::KeyId => t.key_id_bad,
        KeyFault::NotOne => t.key_not_one,
    }
}

#[derive(Deserialize)]
pub struct OneKey {
    kid: String,
}

/// `GET …/egetsystem/{id}/nokkel/fjern?kid=…`: asks first.
pub async fn ask_remove(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneKey { kid }): Query<OneKey>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    page(&question(&ctx, &acting, (id, kid)).await?)
}

async fn question(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    (id, kid): (Uuid, String),
) -> Result<ConfirmPage, PageError> {
    let system = in_use(acting, id).await?;
    system.key(&kid).ok_or(PageError::NotFound)?;
    Ok(ConfirmPage {
        frame: frame(ctx).await?,
        id,
        name: system.name.get(ctx.signed.language()).to_owned(),
        party: ctx.party.name.clone(),
        question: Question::RemoveKey { kid },
        problem: None,
    })
}

/// `POST …/egetsystem/{id}/nokkel/fjern?kid=…`.
pub async fn remove(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneKey { kid }): Query<OneKey>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    match remove_key(&acting, OwnSystemId(id), &kid).await? {
        Ok(system) => {
            let name = system.name.get(ctx.signed.language()).to_owned();
            let flash = match system.is_behind {
                true => Flash::OwnKeyRemovedLater { system: name },
                false => Flash::OwnKeyRemoved { system: name },
            };
            ctx.signed.flash(&flash).await?;
            Ok(redirect(&routes::own_system(id)))
        }
        Err(refusal) => {
            let (status, text) = words(&ctx, refusal)?;
            let shown = ConfirmPage {
                problem: Some(text),
                ..question(&ctx, &acting, (id, kid)).await?
            };
            page_with(status, &shown)
        }
    }
}
