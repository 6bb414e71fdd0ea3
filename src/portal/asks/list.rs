//! `/accessmanagement/ui/requests`.

use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;
use time::Duration;

use super::item::Names;
use super::list_page::{Content, Group, Handled, Received, RequestsPage, Sent, SystemRow, Waiting};
use crate::domain::{AccessRequest, AccessRequestStatus, PartyId};
use crate::ops::access::{self, ACCESS_MANAGEMENT};
use crate::ops::access_requests::{self, By, Refusal, View};
use crate::ops::system_users;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::visitor::{PartyContext, label, page};
use crate::portal::{NavItem, PageError, Pager, PowerList, approvers};
use crate::routes;
use crate::store::access_requests::{Filter, Side, Stretch};
use crate::text::fill;

const PER_PAGE: i64 = 20;
/// How many of those that are done with are shown.
const HANDLED: i64 = 30;
const HANDLED_SINCE: Duration = Duration::days(365);
const WAITING: &[AccessRequestStatus] = &[AccessRequestStatus::Pending];
const OPEN: &[AccessRequestStatus] = &[AccessRequestStatus::Draft, AccessRequestStatus::Pending];
const CLOSED: &[AccessRequestStatus] = &[
    AccessRequestStatus::Approved,
    AccessRequestStatus::Rejected,
    AccessRequestStatus::Withdrawn,
];

#[derive(Deserialize)]
pub struct ListQuery {
    fane: Option<String>,
    side: Option<i64>,
}

/// `GET …/requests`
pub async fn show(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let side = match query.fane.as_deref() {
        Some("sendte") => Side::Sent(ctx.party.id),
        _ => Side::Received(ctx.party.id),
    };
    let waiting = waiting(&ctx).await?;
    let content = match (waiting, side) {
        (Err(Refusal::LevelTooLow(level)), _) => return Err(ctx.signed.step_up(level)),
        (Err(_), _) => no_access(&ctx).await?,
        (Ok(waiting), Side::Received(_)) => received(&ctx, waiting, query.side).await?,
        (Ok(waiting), Side::Sent(_)) => sent(&ctx, waiting, query.side).await?,
    };
    let frame = ctx.frame(NavItem::Access).await?;
    page(&RequestsPage {
        menu: SectionMenu::load(&ctx, &frame, SectionItem::Requests).await?,
        frame,
        party: ctx.party.name.clone(),
        content,
    })
}

/// Who may see the received ones may see the sent ones, too.
async fn waiting(ctx: &PartyContext) -> Result<Result<Waiting, Refusal>, PageError> {
    let party = ctx.party.id;
    let received = count(ctx, &filter(Side::Received(party), WAITING)).await?;
    let sent = count(ctx, &filter(Side::Sent(party), OPEN)).await?;
    Ok(match (received, sent) {
        (Ok(received), Ok(sent)) => Ok(Waiting { received, sent }),
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    })
}

async fn count(ctx: &PartyContext, filter: &Filter<'_>) -> Result<Result<i64, Refusal>, PageError> {
    Ok(access_requests::counted(ctx.core(), ctx.person(), filter).await?)
}

fn filter(side: Side, statuses: &[AccessRequestStatus]) -> Filter<'_> {
    Filter {
        side,
        counterpart: None,
        statuses,
        since: None,
    }
}

async fn no_access(ctx: &PartyContext) -> Result<Content, PageError> {
    let language = ctx.signed.language();
    let roles = approvers(&ctx.party, language);
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let shortfall = access::shortfall(core, person, "read", ACCESS_MANAGEMENT, party).await?;
    let also = PowerList::of(&shortfall.powers(), language).without(&roles);
    Ok(Content::NoAccess { roles, also })
}

/// One page of a list, and the links to the others.
struct Listing {
    views: Vec<View>,
    names: Names,
    pager: Pager,
}

impl Listing {
    async fn load(
        ctx: &PartyContext,
        filter: &Filter<'_>,
        (count, current): (i64, Option<i64>),
        href: impl Fn(usize) -> String,
    ) -> Result<Self, PageError> {
        let last = (count.max(1) + PER_PAGE - 1) / PER_PAGE;
        let current = current.unwrap_or(1).clamp(1, last);
        let stretch = Stretch {
            skip: (current - 1) * PER_PAGE,
            take: PER_PAGE,
        };
        let views = list(ctx, filter, stretch).await?;
        let at = |number: i64| usize::try_from(number).unwrap_or(1);
        Ok(Self {
            names: names(ctx, &views).await?,
            views,
            pager: Pager::new(at(current), at(last), href),
        })
    }
}

async fn list(
    ctx: &PartyContext,
    filter: &Filter<'_>,
    stretch: Stretch,
) -> Result<Vec<View>, PageError> {
    let found = access_requests::list(ctx.core(), ctx.person(), filter, stretch).await?;
    let found: Vec<AccessRequest> = found.map_err(|_| PageError::NotFound)?;
    Ok(access_requests::views(ctx.core(), found).await?)
}

async fn names(ctx: &PartyContext, views: &[View]) -> Result<Names, PageError> {
    let wanted: Vec<_> = views.iter().map(|view| view.request.what.clone()).collect();
    Names::load(&ctx.signed, &wanted).await
}

async fn received(
    ctx: &PartyContext,
    waiting: Waiting,
    current: Option<i64>,
) -> Result<Content, PageError> {
    let side = Side::Received(ctx.party.id);
    let filter = filter(side, WAITING);
    let place = (waiting.received, current);
    let listing = Listing::load(ctx, &filter, place, routes::access_requests_page).await?;
    Ok(Content::Received(Box::new(Received {
        waiting,
        groups: groups(ctx, &listing).await?,
        systems: systems(ctx).await?,
        handled: handled(ctx, side).await?,
        pager: listing.pager,
    })))
}

/// Requests of one requester together, where the newest of them stands.
async fn groups(ctx: &PartyContext, listing: &Listing) -> Result<Vec<Group>, PageError> {
    let mut groups: Vec<(PartyId, Option<String>, Group)> = Vec::new();
    for view in &listing.views {
        let by = by(ctx, view);
        let item = listing.names.item(&view.request);
        let known = groups
            .iter_mut()
            .find(|(party, asker, _)| *party == view.to.id && *asker == by);
        match known {
            Some((_, _, group)) => group.items.push(item),
            None => {
                let group = Group {
                    requester: label(ctx.core(), &view.to).await?,
                    by: by.clone(),
                    items: vec![item],
                };
                groups.push((view.to.id, by, group));
            }
        }
    }
    Ok(groups.into_iter().map(|(_, _, group)| group).collect())
}

/// Who asked, when it was not the one who would get it.
pub(super) fn by(ctx: &PartyContext, view: &View) -> Option<String> {
    let t = &ctx.signed.words().asks;
    match &view.by {
        By::Person(person) if person.id == view.to.id => None,
        By::Person(person) => Some(fill(t.by_person, &[("person", &person.name)])),
        By::Owner(owner) => {
            let owner = owner.name.get(ctx.signed.language());
            Some(fill(t.by_owner, &[("owner", owner), ("to", &view.to.name)]))
        }
    }
}

async fn systems(ctx: &PartyContext) -> Result<Vec<SystemRow>, PageError> {
    if ctx.party.organization().is_none() {
        return Ok(Vec::new());
    }
    let language = ctx.signed.language();
    let overview = system_users::overview(ctx.core(), ctx.person(), ctx.party.id).await?;
    let pending = overview
        .map(|overview| overview.pending)
        .unwrap_or_default();
    let rows = pending.into_iter().map(|row| SystemRow {
        id: row.request.id.0,
        system: row.system.name.get(language).to_owned(),
        vendor: row.vendor,
        created: row.request.created_at,
    });
    Ok(rows.collect())
}

async fn handled(ctx: &PartyContext, side: Side) -> Result<Vec<Handled>, PageError> {
    let filter = Filter {
        since: Some(ctx.signed.visitor.now.minus(HANDLED_SINCE)),
        ..filter(side, CLOSED)
    };
    let stretch = Stretch {
        skip: 0,
        take: HANDLED,
    };
    let views = list(ctx, &filter, stretch).await?;
    let names = names(ctx, &views).await?;
    Ok(views.iter().map(|view| row(view, side, &names)).collect())
}

/// A request with the name of the other side.
fn row(view: &View, side: Side, names: &Names) -> Handled {
    let other = match side {
        Side::Received(_) => &view.to,
        Side::Sent(_) => &view.from,
    };
    Handled {
        party: other.name.clone(),
        item: names.item(&view.request),
    }
}

async fn sent(
    ctx: &PartyContext,
    waiting: Waiting,
    current: Option<i64>,
) -> Result<Content, PageError> {
    let side = Side::Sent(ctx.party.id);
    let filter = filter(side, OPEN);
    let place = (waiting.sent, current);
    let listing = Listing::load(ctx, &filter, place, routes::access_requests_sent_page).await?;
    let open = listing.views.iter();
    Ok(Content::Sent(Box::new(Sent {
        waiting,
        open: open.map(|view| row(view, side, &listing.names)).collect(),
        handled: handled(ctx, side).await?,
        pager: listing.pager,
    })))
}
