//! `…/ansatt/{id}/gi`: choosing what an agent gets and for whom, what it means, and saying yes.

use std::collections::HashSet;

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::confirm::{ClientConfirmPage, MOST_NAMED};
use super::desk::{ClientRow, around, cut, refused};
use super::give_page::GivePage;
use super::selection::{Choice, Selection, choices};
use crate::domain::PartyId;
use crate::ops::clients::{self, AgentDetail, Change, Client, MAX_AT_ONCE, Refusal};
use crate::portal::access::SectionItem;
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError, Pager, PartyLabel};
use crate::routes;
use crate::store::client_delegations::PowerName;
use crate::text::{Part, Value, fill, say};

type Fields = Vec<(String, String)>;

/// An agent, and the clients of the organization.
struct Scene {
    detail: AgentDetail,
    held: Vec<Client>,
}

async fn scene(ctx: &PartyContext, id: Uuid) -> Result<Result<Scene, Refusal>, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    if !clients::may_change(core, person, party).await? {
        // Whoever may look, but not change, has no business here.
        return Ok(Err(Refusal::NoAccess));
    }
    let detail = match clients::agent(core, person, party, PartyId(id)).await? {
        Ok(detail) => detail,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let held = clients::clients(core, person, party).await?;
    Ok(held.map(|held| Scene { detail, held }))
}

/// What is to be given of what was chosen.
struct Plan {
    powers: Vec<PowerName>,
    /// Of clients that were chosen: those that get nothing new.
    skipped: usize,
    /// More than can be given at once was chosen.
    has_rest: bool,
}

impl Scene {
    fn plan(&self, selection: &Selection) -> Plan {
        let chosen = selection.of(&self.held);
        let had: HashSet<PowerName> = self
            .detail
            .clients
            .iter()
            .flat_map(Client::power_names)
            .collect();
        let new = selection.powers_at(&chosen);
        let mut powers: Vec<PowerName> = new.filter(|power| !had.contains(power)).collect();
        let touched: HashSet<PartyId> = powers.iter().map(|power| power.client).collect();
        let has_rest = powers.len() > MAX_AT_ONCE;
        powers.truncate(MAX_AT_ONCE);
        Plan {
            powers,
            skipped: chosen.len() - touched.len(),
            has_rest,
        }
    }

    fn name(&self) -> &str {
        &self.detail.agent.party.name
    }
}

/// `GET …/ansatt/{id}/gi`.
pub async fn ask(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<Fields>,
) -> Result<Response, PageError> {
    let scene = match scene(&ctx, id).await? {
        Ok(scene) => scene,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let page = choose(&ctx, &scene, &fields, Vec::new()).await?;
    page_with(StatusCode::OK, &page)
}

async fn choose(
    ctx: &PartyContext,
    scene: &Scene,
    fields: &Fields,
    errors: Vec<FieldError>,
) -> Result<GivePage, PageError> {
    let selection = Selection::read(fields);
    let only = selection.clients.len() == 1 && !selection.all;
    let offered = scene.held.iter();
    let offered = offered.filter(|one| !only || selection.clients.contains(&one.party.id));
    let side = fields.iter().find(|(name, _)| name == "side");
    let side = side.and_then(|(_, text)| text.parse().ok());
    let query = (!only).then(|| selection.query.clone());
    let cut = cut(offered, |one| &one.party, query, side);
    let (frame, menu) = around(ctx, SectionItem::Clients).await?;
    let (id, language) = (scene.detail.agent.party.id.0, ctx.signed.language());
    let of = scene.held.iter();
    let of = of.filter(|one| !only || selection.clients.contains(&one.party.id));
    let rows = cut.shown.iter().map(|one| ClientRow::of(one, language));
    Ok(GivePage {
        id,
        person: scene.name().to_owned(),
        choices: choices(of, language),
        chosen: selection
            .powers
            .iter()
            .map(|(role, urn)| format!("{role} {urn}"))
            .collect(),
        hits: cut.hits,
        clients: rows.collect(),
        pager: Pager::new(cut.current, cut.last, |number| {
            routes::agent_give_page(id, &cut.query, number)
        }),
        query: cut.query.clone(),
        only,
        errors,
        frame,
        menu,
    })
}

/// `GET …/ansatt/{id}/gi/bekreft`: says what it means.
pub async fn confirm(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<Fields>,
) -> Result<Response, PageError> {
    let scene = match scene(&ctx, id).await? {
        Ok(scene) => scene,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let selection = Selection::read(&fields);
    let errors = missing(&ctx, &selection);
    if !errors.is_empty() {
        let page = choose(&ctx, &scene, &fields, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    page(&consequence(&ctx, &scene, &selection).await?)
}

fn missing(ctx: &PartyContext, selection: &Selection) -> Vec<FieldError> {
    let t = &ctx.signed.words().client_steps;
    let power = selection
        .powers
        .is_empty()
        .then_some(("powers", t.choose_package));
    let client = (!selection.has_clients()).then_some(("clients", t.choose_client));
    let missing = power.into_iter().chain(client);
    missing
        .map(|(field, text)| FieldError::new(field, text))
        .collect()
}

async fn consequence(
    ctx: &PartyContext,
    scene: &Scene,
    selection: &Selection,
) -> Result<ClientConfirmPage, PageError> {
    let plan = scene.plan(selection);
    let touched: HashSet<PartyId> = plan.powers.iter().map(|power| power.client).collect();
    let touched = scene
        .held
        .iter()
        .filter(|one| touched.contains(&one.party.id));
    let touched: Vec<&Client> = touched.collect();
    let (frame, menu) = around(ctx, SectionItem::Clients).await?;
    let (t, id) = (&frame.t.client_steps, scene.detail.agent.party.id.0);
    let given = |power: &PowerName| (power.role.clone(), power.package.clone());
    let given: HashSet<(String, String)> = plan.powers.iter().map(given).collect();
    let is_given = |choice: &Choice| {
        let named = choice.value.split_once(' ');
        named.is_some_and(|(role, urn)| given.contains(&(role.to_owned(), urn.to_owned())))
    };
    let offered = choices(touched.iter().copied(), ctx.signed.language());
    let labels = touched.iter().map(|one| PartyLabel::of(&one.party, None));
    let labels: Vec<PartyLabel> = labels.take(MOST_NAMED).collect();
    Ok(ClientConfirmPage {
        heading: fill(t.confirm_give, &[("person", scene.name())]),
        effects: effects(ctx, scene, &plan, &touched),
        powers: offered.into_iter().filter(is_given).collect(),
        may_choose: false,
        more: touched.len() - labels.len(),
        clients: labels,
        fields: selection.fields(),
        action: (!plan.powers.is_empty()).then(|| routes::agent_give_confirm(id)),
        button: t.give_button,
        takes_away: false,
        error: None,
        back: routes::agent_give(id),
        keep: frame.t.common.cancel,
        frame,
        menu,
    })
}

fn effects(ctx: &PartyContext, scene: &Scene, plan: &Plan, touched: &[&Client]) -> Vec<Vec<Part>> {
    let t = &ctx.signed.words().client_steps;
    let (count, skipped) = (touched.len().to_string(), plan.skipped.to_string());
    let person = ("person", Value::Name(scene.name()));
    let party = ("party", Value::Name(&ctx.party.name));
    let mut effects = Vec::new();
    match touched {
        [] => return vec![say(t.give_none, &[person])],
        [one] => {
            let client = ("client", Value::Name(&one.party.name));
            effects.push(say(t.give_effect_one, &[person, party, client]));
        }
        _ => {
            let count = ("count", Value::Word(&count));
            effects.push(say(t.give_effect_many, &[person, party, count]));
        }
    }
    if plan.skipped > 0 {
        effects.push(say(
            t.give_more,
            &[person, ("count", Value::Word(&skipped))],
        ));
    }
    if plan.has_rest {
        let most = MAX_AT_ONCE.to_string();
        effects.push(say(t.give_rest, &[("count", Value::Word(&most))]));
    }
    effects.push(say(t.give_lasts, &[person]));
    effects
}

/// `POST …/ansatt/{id}/gi/bekreft`.
pub async fn give(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let scene = match scene(&ctx, id).await? {
        Ok(scene) => scene,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let plan = scene.plan(&Selection::read(&fields));
    let pair = (ctx.party.id, PartyId(id));
    let done = clients::change(ctx.core(), ctx.person(), pair, Change::Give, &plan.powers);
    match done.await? {
        Ok(changed) => {
            if changed.iter().any(|(_, is_new)| *is_new) {
                let person = scene.name().to_owned();
                ctx.signed.flash(&Flash::ClientsGiven { person }).await?;
            }
            Ok(redirect(&routes::agent(id)))
        }
        // A client has gone meanwhile: the choice is made anew from what there is.
        Err(Refusal::NotHeld(_)) => Ok(redirect(&routes::agent_give(id))),
        Err(refusal) => refused(&ctx, refusal).await,
    }
}
