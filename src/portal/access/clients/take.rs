//! `…/ansatt/{id}/ta` and `…/fjern`: taking back from an agent, and dismissing him.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::confirm::{ClientConfirmPage, MOST_NAMED};
use super::desk::{around, refused};
use super::selection::{Selection, choices};
use crate::domain::PartyId;
use crate::ops::clients::{self, AgentDetail, Change, Client, MAX_AT_ONCE, Refusal};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError, PartyLabel};
use crate::routes;
use crate::store::client_delegations::PowerName;
use crate::text::{Value, fill, say};

type Fields = Vec<(String, String)>;

async fn load(ctx: &PartyContext, id: Uuid) -> Result<Result<AgentDetail, Refusal>, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    if !clients::may_change(core, person, party).await? {
        return Ok(Err(Refusal::NoAccess));
    }
    Ok(clients::agent(core, person, party, PartyId(id)).await?)
}

/// `GET …/ansatt/{id}/ta`: says what it means, and lets something be left out.
pub async fn ask(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<Fields>,
) -> Result<Response, PageError> {
    let detail = match load(&ctx, id).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let selection = Selection::read(&fields);
    if selection.of(&detail.clients).is_empty() {
        return Ok(redirect(&routes::agent(id)));
    }
    page(&consequence(&ctx, &detail, &selection, None).await?)
}

async fn consequence(
    ctx: &PartyContext,
    detail: &AgentDetail,
    selection: &Selection,
    error: Option<&'static str>,
) -> Result<ClientConfirmPage, PageError> {
    let (frame, menu) = around(ctx, SectionItem::Clients).await?;
    let t = &frame.t.client_steps;
    let (name, id) = (&detail.agent.party.name, detail.agent.party.id.0);
    let chosen: Vec<&Client> = selection.of(&detail.clients);
    let labels = chosen.iter().map(|one| PartyLabel::of(&one.party, None));
    let labels: Vec<PartyLabel> = labels.take(MOST_NAMED).collect();
    Ok(ClientConfirmPage {
        heading: fill(t.confirm_take, &[("person", name)]),
        effects: vec![say(t.take_effect, &[("person", Value::Name(name))])],
        powers: choices(chosen.iter().copied(), ctx.signed.language()),
        may_choose: true,
        more: chosen.len() - labels.len(),
        clients: labels,
        fields: Selection {
            powers: Vec::new(),
            ..selection.clone()
        }
        .fields(),
        action: Some(routes::agent_take(id)),
        button: t.take_button,
        takes_away: true,
        error,
        back: routes::agent(id),
        keep: t.keep,
        frame,
        menu,
    })
}

/// `POST …/ansatt/{id}/ta`.
pub async fn take(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let detail = match load(&ctx, id).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let selection = Selection::read(&fields);
    let chosen = selection.of(&detail.clients);
    if selection.powers.is_empty() && !chosen.is_empty() {
        let error = Some(ctx.signed.words().client_steps.choose_package);
        let page = consequence(&ctx, &detail, &selection, error).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let powers = selection.powers_at(&chosen).take(MAX_AT_ONCE);
    let powers: Vec<PowerName> = powers.collect();
    let pair = (ctx.party.id, PartyId(id));
    let done = clients::change(ctx.core(), ctx.person(), pair, Change::Take, &powers);
    match done.await? {
        Ok(_) => {
            if !powers.is_empty() {
                let person = detail.agent.party.name;
                ctx.signed.flash(&Flash::ClientsTaken { person }).await?;
            }
            Ok(redirect(&routes::agent(id)))
        }
        Err(refusal) => refused(&ctx, refusal).await,
    }
}

/// `GET …/ansatt/{id}/fjern`: asks first.
pub async fn ask_remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let detail = match load(&ctx, id).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let (frame, menu) = around(&ctx, SectionItem::Clients).await?;
    let t = &frame.t.client_steps;
    let name = &detail.agent.party.name;
    let count = detail.clients.len().to_string();
    let person = ("person", Value::Name(name));
    let effect = match detail.clients.is_empty() {
        true => say(t.remove_effect_none, &[person]),
        false => say(t.remove_effect, &[person, ("count", Value::Word(&count))]),
    };
    page(&ClientConfirmPage {
        heading: fill(t.confirm_remove, &[("person", name)]),
        effects: vec![effect],
        powers: Vec::new(),
        may_choose: false,
        clients: Vec::new(),
        more: 0,
        fields: Vec::new(),
        action: Some(routes::agent_remove(id)),
        button: t.remove_button,
        takes_away: true,
        error: None,
        back: routes::agent(id),
        keep: t.keep,
        frame,
        menu,
    })
}

/// `POST …/ansatt/{id}/fjern`: the person has been told what goes with it.
pub async fn remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let detail = match load(&ctx, id).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let pair = (ctx.party.id, PartyId(id));
    match clients::remove_agent(ctx.core(), ctx.person(), pair, true).await? {
        Ok(()) => {
            let person = detail.agent.party.name;
            ctx.signed.flash(&Flash::AgentRemoved { person }).await?;
            Ok(redirect(routes::CLIENTS))
        }
        Err(refusal) => refused(&ctx, refusal).await,
    }
}
