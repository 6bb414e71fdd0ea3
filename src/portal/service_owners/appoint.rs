//! Resource administrators: who is appointed, and who goes.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::look::{detail_to_change, show_again};
use super::{Adding, ConfirmPage, Question, operator, refused};
use crate::domain::{Party, PartyId};
use crate::ops::service_owners::{self, Detail, Refusal};
use crate::portal::visitor::{PartyContext, page, redirect};
use crate::portal::{Flash, NavItem, PageError, PartyLabel};
use crate::{routes, store};

#[derive(Deserialize)]
pub struct FindForm {
    #[serde(default)]
    national_id: String,
}

/// `POST /drift/tjenesteeiere/{code}/administratorer`: finds the person, who is then asked about.
pub async fn find(
    ctx: PartyContext,
    Path(code): Path<String>,
    Form(form): Form<FindForm>,
) -> Result<Response, PageError> {
    let found = service_owners::find_person(ctx.core(), operator(&ctx), &form.national_id).await?;
    match found {
        Ok(person) => Ok(redirect(&routes::owner_appoint(&code, person.id.0))),
        Err(Refusal::Faults(faults)) => {
            let adding = Adding {
                scope: String::new(),
                faults,
            };
            show_again(&ctx, &code, adding).await
        }
        Err(refusal) => Err(refused(&ctx, refusal)),
    }
}

/// `GET …/administratorer/{id}/legg-til`: asks first.
pub async fn ask_appoint(
    ctx: PartyContext,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<Response, PageError> {
    let detail = detail_to_change(&ctx, &code).await?;
    let person = find_party(&ctx, id).await?;
    let person = PartyLabel::of(&person, None);
    confirm(&ctx, &detail, Question::Appoint { id, person }).await
}

/// `POST …/administratorer/{id}/legg-til`.
pub async fn appoint(
    ctx: PartyContext,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<Response, PageError> {
    let added = service_owners::add(ctx.core(), operator(&ctx), &code, PartyId(id));
    match added.await? {
        Ok(person) => {
            let person = person.name;
            let flash = Flash::AdministratorAdded { person };
            ctx.signed.flash(&flash).await?;
            Ok(redirect(&routes::owner(&code)))
        }
        // It is so already; somebody was faster, or the button was pressed twice.
        Err(Refusal::Faults(_)) => Ok(redirect(&routes::owner(&code))),
        Err(refusal) => Err(refused(&ctx, refusal)),
    }
}

/// `GET …/administratorer/{id}/fjern`: asks first.
pub async fn ask_dismiss(
    ctx: PartyContext,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<Response, PageError> {
    let detail = detail_to_change(&ctx, &code).await?;
    let is_it = |party: &Party| party.id == PartyId(id);
    let mut administrators = detail.administrators.iter();
    let person = administrators.find(|one| is_it(&one.party));
    let person = PartyLabel::of(&person.ok_or(PageError::NotFound)?.party, None);
    let is_last = detail.administrators.len() == 1;
    let question = Question::Dismiss {
        id,
        person,
        is_last,
    };
    confirm(&ctx, &detail, question).await
}

/// `POST …/administratorer/{id}/fjern`.
pub async fn dismiss(
    ctx: PartyContext,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<Response, PageError> {
    let removed = service_owners::remove(ctx.core(), operator(&ctx), &code, PartyId(id));
    match removed.await? {
        Ok(()) | Err(Refusal::Faults(_)) => {}
        Err(refusal) => return Err(refused(&ctx, refusal)),
    }
    let person = find_party(&ctx, id).await?.name;
    ctx.signed
        .flash(&Flash::AdministratorRemoved { person })
        .await?;
    Ok(redirect(&routes::owner(&code)))
}

async fn find_party(ctx: &PartyContext, id: Uuid) -> Result<Party, PageError> {
    let found = store::parties::find(&ctx.core().db, PartyId(id)).await?;
    let person = found.filter(|party| party.person().is_some() && !party.is_deleted);
    person.ok_or(PageError::NotFound)
}

pub(super) async fn confirm(
    ctx: &PartyContext,
    detail: &Detail,
    question: Question,
) -> Result<Response, PageError> {
    page(&ConfirmPage {
        frame: ctx.frame(NavItem::Owners).await?,
        code: detail.owner.code.clone(),
        owner: detail.owner.name.get(ctx.signed.language()).to_owned(),
        question,
    })
}
