//! `/accessmanagement/ui/my-clients`: whom the person may act for as somebody's agent, and letting go of it.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::confirm::ClientConfirmPage;
use super::desk::{ClientRow, around, cut};
use super::mine_page::{MyClientsPage, ProviderPart};
use crate::domain::PartyId;
use crate::ops::clients::{self, Client, Provider, Withdrawal};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page, redirect};
use crate::portal::{Flash, PageError, Pager, PartyLabel};
use crate::routes;
use crate::text::{Value, fill, say};

#[derive(Deserialize)]
pub struct MineQuery {
    q: Option<String>,
    side: Option<usize>,
}

/// What is let go of: one client, or all.
#[derive(Deserialize)]
pub struct LeaveFields {
    klient: Option<Uuid>,
}

/// `GET /accessmanagement/ui/my-clients`.
pub async fn show(
    ctx: PartyContext,
    Query(query): Query<MineQuery>,
) -> Result<Response, PageError> {
    let providers = clients::my_providers(ctx.core(), ctx.person()).await?;
    let (frame, menu) = around(&ctx, SectionItem::MyClients).await?;
    let language = ctx.signed.language();
    let all = providers.iter().flat_map(|provider| {
        let id = provider.party.id;
        provider.clients.iter().map(move |client| (id, client))
    });
    let cut = cut(all, |(_, client)| &client.party, query.q, query.side);
    let is_searched = !cut.query.trim().is_empty() || cut.current > 1;
    let parts = providers.iter().filter_map(|provider| {
        let own = cut.shown.iter().filter(|(id, _)| *id == provider.party.id);
        let rows: Vec<ClientRow> = own.map(|(_, one)| ClientRow::of(one, language)).collect();
        // Of those that are not on this page nothing is said.
        let is_shown = !rows.is_empty() || (provider.clients.is_empty() && !is_searched);
        is_shown.then(|| ProviderPart {
            id: provider.party.id.0,
            party: PartyLabel::of(&provider.party, None),
            since: provider.since,
            is_empty: provider.clients.is_empty(),
            clients: rows,
        })
    });
    page(&MyClientsPage {
        providers: parts.collect(),
        hits: cut.hits,
        pager: Pager::new(cut.current, cut.last, |number| {
            routes::my_clients_page(&cut.query, number)
        }),
        query: cut.query.clone(),
        frame,
        menu,
    })
}

/// The organization, with the client when it is about one.
async fn find(
    ctx: &PartyContext,
    id: Uuid,
    client: Option<Uuid>,
) -> Result<(Provider, Option<Client>), PageError> {
    let providers = clients::my_providers(ctx.core(), ctx.person()).await?;
    let mut providers = providers.into_iter();
    let provider = providers.find(|one| one.party.id == PartyId(id));
    let provider = provider.ok_or(PageError::NotFound)?;
    let Some(client) = client else {
        return Ok((provider, None));
    };
    let mut clients = provider.clients.iter();
    let found = clients.find(|one| one.party.id == PartyId(client)).cloned();
    let found = found.ok_or(PageError::NotFound)?;
    Ok((provider, Some(found)))
}

/// `GET …/my-clients/{id}/trekk`: asks first.
pub async fn ask_leave(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<LeaveFields>,
) -> Result<Response, PageError> {
    let (provider, client) = find(&ctx, id, fields.klient).await?;
    let (frame, menu) = around(&ctx, SectionItem::MyClients).await?;
    let t = &frame.t.my_clients;
    let name = ("provider", Value::Name(&provider.party.name));
    let (heading, effect) = match &client {
        Some(client) => {
            let client = &client.party.name;
            let effect = say(t.client_effect, &[name, ("client", Value::Name(client))]);
            (fill(t.confirm_client, &[("client", client)]), effect)
        }
        None => {
            let provider = [("provider", provider.party.name.as_str())];
            (
                fill(t.confirm_agency, &provider),
                say(t.agency_effect, &[name]),
            )
        }
    };
    let fields = client
        .iter()
        .map(|one| ("klient", one.party.id.to_string()));
    page(&ClientConfirmPage {
        heading,
        effects: vec![effect],
        powers: Vec::new(),
        may_choose: false,
        clients: Vec::new(),
        more: 0,
        fields: fields.collect(),
        action: Some(routes::my_clients_withdraw(id)),
        button: t.button,
        takes_away: true,
        error: None,
        back: routes::MY_CLIENTS.to_owned(),
        keep: t.keep,
        frame,
        menu,
    })
}

/// `POST …/my-clients/{id}/trekk`.
pub async fn leave(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(fields): Form<LeaveFields>,
) -> Result<Response, PageError> {
    let (provider, client) = find(&ctx, id, fields.klient).await?;
    let (what, party) = match &client {
        Some(client) => {
            let what = Withdrawal::Clients(vec![client.party.id]);
            (what, client.party.name.clone())
        }
        None => (Withdrawal::Agency, provider.party.name.clone()),
    };
    let done = clients::withdraw(ctx.core(), ctx.person(), PartyId(id), &what).await?;
    // Somebody was faster: it is so all the same.
    if done.is_ok() {
        ctx.signed.flash(&Flash::ClientsLeft { party }).await?;
    }
    Ok(redirect(routes::MY_CLIENTS))
}
