//! `/accessmanagement/ui/users[/{id}]`: who can do something for the party, and what each of them can do.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::context::{Stop, answer, frame, has_buttons, user, who_manages};
use super::rows::{UserRow, page_of};
use super::sources::Teller;
use super::user_page::Side;
use super::users_page::{All, Content};
use super::{UserPage, UsersPage, lines};
use crate::domain::PartyId;
use crate::ops::connections::Direction;
use crate::ops::powers::{self, Holders, Powers, Unseen};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, label, page};
use crate::portal::{PageError, Pager};
use crate::{routes, store};

/// A search in a list, and which of its pages is shown.
#[derive(Deserialize)]
pub struct ListQuery {
    pub q: Option<String>,
    pub side: Option<usize>,
}

impl ListQuery {
    /// What is searched for; nobody reads a longer one.
    pub fn text(&self) -> String {
        let text = self.q.as_deref().unwrap_or_default().trim();
        text.chars().take(100).collect()
    }
}

/// `GET …/users`.
pub async fn list(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let (own, content) = match powers::list(core, person, party).await? {
        Ok(holders) => everybody(&ctx, &holders, &query).await?,
        Err(Unseen::NoAccess) => {
            let (roles, also) = who_manages(&ctx).await?;
            (own(&ctx).await?, Content::OnlyYou { roles, also })
        }
        Err(Unseen::LevelTooLow(level)) => return Err(ctx.signed.step_up(level)),
        Err(Unseen::NotFound) => return Err(PageError::NotFound),
    };
    let (frame, menu) = frame(&ctx, SectionItem::Users).await?;
    page(&UsersPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        is_person: ctx.party.person().is_some(),
        own,
        content,
    })
}

/// The person himself, as far as he is a user here.
async fn own(ctx: &PartyContext) -> Result<Option<UserRow>, PageError> {
    let person = ctx.person();
    let shown = powers::show(ctx.core(), person, ctx.party.id, person.party).await?;
    let row = |powers: Powers| UserRow::of(&powers.holder, &ctx.party, ctx.signed.language());
    Ok(shown.ok().map(row))
}

async fn everybody(
    ctx: &PartyContext,
    holders: &Holders,
    query: &ListQuery,
) -> Result<(Option<UserRow>, Content), PageError> {
    let (language, t) = (ctx.signed.language(), ctx.signed.words());
    let text = query.text();
    let wanted = text.to_lowercase();
    let person = ctx.person().party;
    let rows = holders.all.iter();
    let rows = rows.filter(|holder| holder.party.id != person);
    let rows = rows.map(|holder| UserRow::of(holder, &ctx.party, language));
    let rows: Vec<UserRow> = rows.filter(|row| row.fits(&wanted, t)).collect();
    let hits = rows.len();
    let (rows, current, last) = page_of(rows, query.side);
    let is_own = ctx.party.id == person;
    let all = All {
        may_change: has_buttons(ctx, Direction::ToOthers).await?,
        hits,
        rows,
        pager: Pager::new(current, last, |number| routes::users_page(&text, number)),
        query: text,
    };
    let own = if is_own { None } else { own(ctx).await? };
    Ok((own, Content::All(all)))
}

#[derive(Deserialize)]
pub struct UserQuery {
    /// What was just given: a package's code or a resource's id.
    ny: Option<String>,
}

/// `GET …/users/{id}`.
pub async fn show(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(query): Query<UserQuery>,
) -> Result<Response, PageError> {
    answer(try_show(&ctx, id, query).await)
}

async fn try_show(ctx: &PartyContext, id: Uuid, query: UserQuery) -> Result<Response, Stop> {
    let powers = user(ctx, id).await?;
    let is_own = PartyId(id) == ctx.person().party;
    let may_change = !is_own && has_buttons(ctx, Direction::ToOthers).await?;
    let side = Side::Given { may_change };
    Ok(page(
        &user_page(ctx, powers, side, query.ny.as_deref()).await?,
    )?)
}

/// What one party has at the other, seen from one of the two.
pub async fn user_page(
    ctx: &PartyContext,
    powers: Powers,
    side: Side,
    new: Option<&str>,
) -> Result<UserPage, PageError> {
    let (item, other) = match side {
        Side::Given { .. } => (SectionItem::Users, &powers.holder.party),
        Side::Received { .. } => (SectionItem::Received, &powers.at),
    };
    let (frame, menu) = frame(ctx, item).await?;
    let ids: Vec<String> = powers
        .holder
        .services()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let resources = store::resources::list(&ctx.core().db, &ids).await?;
    let teller = Teller::of(&powers, frame.t, ctx.signed.language());
    Ok(UserPage {
        side,
        id: other.id.0,
        other: label(ctx.core(), other).await?,
        holder: powers.holder.party.name.clone(),
        party: powers.at.name.clone(),
        is_own: powers.holder.party.id == ctx.person().party,
        let_in: powers.holder.let_in,
        roles: lines::roles(&powers, &teller),
        packages: lines::packages(&powers, &teller, side, new),
        services: lines::services(&powers, &teller, side, &resources, new),
        frame,
        menu,
    })
}
