//! `/accessmanagement/ui/clientadministration`: looking at agents and clients.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::desk::{ClientRow, around, cut, refused, words};
use super::lists::{ClientListPage, ListRow, Tab};
use super::people::{AgentPage, AgentRow, ClientPage};
use crate::domain::PartyId;
use crate::ops::clients::{self, Agent, Client};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page};
use crate::portal::{PageError, Pager, PartyLabel};
use crate::routes;

/// What is searched for in a list, and which of its pages is wanted.
#[derive(Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    side: Option<usize>,
}

/// `GET /accessmanagement/ui/clientadministration`.
pub async fn agents(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let agents = match clients::agents(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(agents) => agents,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let empty = empty_list(&ctx, Tab::Agents).await?;
    let (t, language) = (empty.frame.t, ctx.signed.language());
    let cut = cut(agents, |agent: &Agent| &agent.party, query.q, query.side);
    page(&empty.with(cut, |agent| {
        let powers = words(&agent.access, language);
        ListRow {
            href: routes::agent(agent.party.id.0),
            line: match powers.is_empty() {
                true => t.clients.has_nothing.to_owned(),
                false => powers.join(", "),
            },
            party: PartyLabel::of(&agent.party, None),
        }
    }))
}

/// `GET /accessmanagement/ui/clientadministration/klienter`.
pub async fn clients(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let held = match clients::clients(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(held) => held,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let empty = empty_list(&ctx, Tab::Clients).await?;
    let (t, language) = (empty.frame.t, ctx.signed.language());
    let cut = cut(held, |client: &Client| &client.party, query.q, query.side);
    page(&empty.with(cut, |client| {
        let row = ClientRow::of(&client, language);
        ListRow {
            href: routes::client(row.id),
            line: match row.powers.is_empty() {
                true => t.clients.nothing_to_pass.to_owned(),
                false => row.powers.join(", "),
            },
            party: row.party,
        }
    }))
}

async fn empty_list(ctx: &PartyContext, tab: Tab) -> Result<ClientListPage, PageError> {
    let (frame, menu) = around(ctx, SectionItem::Clients).await?;
    Ok(ClientListPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        tab,
        query: String::new(),
        hits: 0,
        rows: Vec::new(),
        pager: Pager::new(1, 1, |_| String::new()),
        may_change: clients::may_change(ctx.core(), ctx.person(), ctx.party.id).await?,
    })
}

/// `GET …/ansatt/{id}`: what an agent has, client by client.
pub async fn agent(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let detail = match clients::agent(core, person, party, PartyId(id)).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let (frame, menu) = around(&ctx, SectionItem::Clients).await?;
    let language = ctx.signed.language();
    let count = detail.clients.len();
    let cut = cut(
        detail.clients,
        |one: &Client| &one.party,
        query.q,
        query.side,
    );
    let rows = cut.shown.iter().map(|one| ClientRow::of(one, language));
    page(&AgentPage {
        id,
        agent: PartyLabel::of(&detail.agent.party, None),
        since: detail.agent.added_at,
        count,
        hits: cut.hits,
        clients: rows.collect(),
        pager: Pager::new(cut.current, cut.last, |number| {
            routes::agent_page(id, &cut.query, number)
        }),
        query: cut.query.clone(),
        may_change: clients::may_change(core, person, party).await?,
        frame,
        menu,
    })
}

/// `GET …/klient/{id}`: what a client has given, and who of the agents has what of it.
pub async fn client(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let detail = match clients::client(core, person, party, PartyId(id)).await? {
        Ok(detail) => detail,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let (frame, menu) = around(&ctx, SectionItem::Clients).await?;
    let language = ctx.signed.language();
    let agents = detail.agents.iter().map(|agent| AgentRow {
        id: agent.party.id.0,
        party: PartyLabel::of(&agent.party, None),
        powers: words(&agent.access, language),
    });
    page(&ClientPage {
        client: ClientRow::of(&detail.client, language),
        agents: agents.collect(),
        may_change: clients::may_change(core, person, party).await?,
        frame,
        menu,
    })
}
