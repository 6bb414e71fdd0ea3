//! `/accessmanagement/ui/received-from[/{id}]`: what the party can do for others.

use axum::extract::{Path, Query};
use axum::response::Response;
use uuid::Uuid;

use super::ReceivedPage;
use super::context::{Stop, answer, frame, has_buttons, hidden};
use super::looking::{ListQuery, user_page};
use super::received_page::ReceivedRow;
use super::rows::page_of;
use super::user_page::Side;
use crate::domain::{Party, PartyId};
use crate::ops::connections::Direction;
use crate::ops::powers::{self, Powers};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page};
use crate::portal::{PageError, Pager, PartyLabel};
use crate::routes;

/// `GET …/received-from`.
pub async fn list(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    answer(try_list(&ctx, &query).await)
}

async fn try_list(ctx: &PartyContext, query: &ListQuery) -> Result<Response, Stop> {
    let listed = powers::list_received(ctx.core(), ctx.person(), ctx.party.id).await?;
    let all = match listed {
        Ok(all) => all,
        Err(unseen) => return Err(hidden(ctx, unseen, SectionItem::Received).await?),
    };
    let text = query.text();
    let rows = rows(ctx, &all, &text);
    let hits = rows.len();
    let (rows, current, last) = page_of(rows, query.side);
    let (frame, menu) = frame(ctx, SectionItem::Received).await?;
    Ok(page(&ReceivedPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        is_own: ctx.party.id == ctx.person().party,
        hits,
        rows,
        pager: Pager::new(current, last, |number| routes::received_page(&text, number)),
        query: text,
    })?)
}

fn rows(ctx: &PartyContext, all: &[Party], text: &str) -> Vec<ReceivedRow> {
    let wanted = text.to_lowercase();
    let digits = wanted.replace(' ', "");
    let rows = all.iter().map(|party| {
        let parent = all.iter().find(|one| Some(one.id) == party.parent());
        ReceivedRow {
            id: party.id.0,
            party: PartyLabel::of(party, parent),
        }
    });
    let fits = |label: &PartyLabel| {
        let line = label.line(ctx.signed.words()).to_lowercase();
        label.name.to_lowercase().contains(&wanted) || line.replace(' ', "").contains(&digits)
    };
    rows.filter(|row| fits(&row.party)).collect()
}

/// `GET …/received-from/{id}`.
pub async fn show(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    answer(try_show(&ctx, id).await)
}

async fn try_show(ctx: &PartyContext, id: Uuid) -> Result<Response, Stop> {
    let powers = received(ctx, id).await?;
    let may_change = has_buttons(ctx, Direction::FromOthers).await?;
    let side = Side::Received { may_change };
    Ok(page(&user_page(ctx, powers, side, None).await?)?)
}

/// What the party has at another one.
pub async fn received(ctx: &PartyContext, id: Uuid) -> Result<Powers, Stop> {
    let (core, person) = (ctx.core(), ctx.person());
    match powers::show_received(core, person, ctx.party.id, PartyId(id)).await? {
        Ok(powers) => Ok(powers),
        Err(unseen) => Err(hidden(ctx, unseen, SectionItem::Received).await?),
    }
}
