//! What the pages of users ask before they show or do anything, and how they refuse.

use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::{RefusedPage, refusal};
use crate::domain::{Party, PartyId};
use crate::ops::access::{ACCESS_MANAGEMENT, Relation, shortfall};
use crate::ops::connections::recipient::{self, Named, Recipient};
use crate::ops::connections::{self, Direction, Refusal, Wanted, able};
use crate::ops::powers::{self, Powers, Unseen};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{Frame, NavItem, PageError, PowerList, approvers};
use crate::reference::{AccessPackage, reference};
use crate::routes;
use crate::text::fill;

/// A page was refused; the answer tells why.
pub enum Stop {
    Answer(Box<Response>),
    Error(PageError),
}

impl<E: Into<PageError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// The answer of a handler that may have stopped on the way.
pub fn answer(result: Result<Response, Stop>) -> Result<Response, PageError> {
    match result {
        Ok(response) => Ok(response),
        Err(Stop::Answer(response)) => Ok(*response),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// The frame of a page of the section with its menu.
pub async fn frame(
    ctx: &PartyContext,
    item: SectionItem,
) -> Result<(Frame, SectionMenu), PageError> {
    let frame = ctx.frame(NavItem::Access).await?;
    let menu = SectionMenu::load(ctx, &frame, item).await?;
    Ok((frame, menu))
}

pub async fn relation(ctx: &PartyContext) -> Result<Relation<'_>, PageError> {
    let relation = Relation::load(ctx.core(), ctx.person(), ctx.party.id).await?;
    relation.ok_or(PageError::NotFound)
}

/// What is asked of the engine before anything is changed.
pub async fn changer(ctx: &PartyContext, direction: Direction) -> Result<Relation<'_>, Stop> {
    let relation = relation(ctx).await?;
    match connections::may_change(&relation, direction).await? {
        Ok(()) => Ok(relation),
        Err(refusal) => Err(no_access(ctx, &refusal).await?),
    }
}

/// Whether there are buttons; with too low a level they lead to a stronger login.
pub async fn has_buttons(ctx: &PartyContext, direction: Direction) -> Result<bool, PageError> {
    let relation = relation(ctx).await?;
    let may = connections::may_change(&relation, direction).await?;
    Ok(matches!(may, Ok(()) | Err(Refusal::LevelTooLow(_))))
}

/// One user with all that he has here.
pub async fn user(ctx: &PartyContext, id: Uuid) -> Result<Powers, Stop> {
    let shown = powers::show(ctx.core(), ctx.person(), ctx.party.id, PartyId(id));
    match shown.await? {
        Ok(powers) => Ok(powers),
        Err(unseen) => Err(hidden(ctx, unseen, SectionItem::Users).await?),
    }
}

/// Somebody else than the one who gives: nobody gives himself anything.
pub async fn other_user(ctx: &PartyContext, id: Uuid) -> Result<Powers, Stop> {
    let powers = user(ctx, id).await?;
    let other = powers.holder.party.id;
    match other == ctx.person().party || other == ctx.party.id {
        true => Err(PageError::NotFound.into()),
        false => Ok(powers),
    }
}

/// The user as somebody who may be given something.
pub async fn receiver(giver: &Relation<'_>, id: Uuid) -> Result<Result<Recipient, Refusal>, Stop> {
    match recipient::find(giver, &Named::Id(PartyId(id))).await? {
        Err(Refusal::UnknownParty | Refusal::OwnParty | Refusal::PersonNeeded) => {
            Err(PageError::NotFound.into())
        }
        other => Ok(other),
    }
}

pub fn package(code: &str) -> Result<&'static AccessPackage, PageError> {
    let mut packages = reference().packages();
    let found = packages.find(|package| package.code == code);
    found.ok_or(PageError::NotFound)
}

/// The page that says why something is not shown.
pub async fn hidden(
    ctx: &PartyContext,
    unseen: Unseen,
    item: SectionItem,
) -> Result<Stop, PageError> {
    match unseen {
        Unseen::NotFound => Ok(PageError::NotFound.into()),
        Unseen::LevelTooLow(level) => Ok(ctx.signed.step_up(level).into()),
        Unseen::NoAccess => closed(ctx, item).await,
    }
}

async fn no_access(ctx: &PartyContext, refusal: &Refusal) -> Result<Stop, PageError> {
    match refusal {
        Refusal::LevelTooLow(level) => Ok(ctx.signed.step_up(*level).into()),
        _ => closed(ctx, SectionItem::Users).await,
    }
}

/// Holders of these roles, or of one of these powers, manage access at the party.
pub async fn who_manages(ctx: &PartyContext) -> Result<(Vec<String>, PowerList), PageError> {
    let language = ctx.signed.language();
    let roles = approvers(&ctx.party, language);
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let shortfall = shortfall(core, person, "read", ACCESS_MANAGEMENT, party).await?;
    let also = PowerList::of(&shortfall.powers(), language).without(&roles);
    Ok((roles, also))
}

async fn closed(ctx: &PartyContext, item: SectionItem) -> Result<Stop, PageError> {
    let (frame, menu) = frame(ctx, item).await?;
    let (overview, received) = (&frame.t.powers_overview, &frame.t.received);
    let (heading, why) = match item {
        SectionItem::Received => (received.no_access, received.no_access_text),
        _ => (overview.no_access, overview.no_access_text),
    };
    let party = [("party", ctx.party.name.as_str())];
    let (who, also) = who_manages(ctx).await?;
    let page = RefusedPage {
        heading: fill(heading, &party),
        why: fill(why, &party),
        who,
        also,
        back: (routes::USERS.to_owned(), frame.t.users.heading.to_owned()),
        frame,
        menu,
    };
    stop(StatusCode::FORBIDDEN, &page)
}

/// Something that a person would give, and to whom.
pub struct Attempt<'a> {
    pub user: &'a Party,
    /// Its name.
    pub what: &'a str,
    pub wanted: Option<Wanted<'a>>,
}

/// The page that says why something cannot be given, and who could.
pub async fn cannot_give(
    ctx: &PartyContext,
    attempt: Attempt<'_>,
    refusal: &Refusal,
) -> Result<Stop, PageError> {
    if let Refusal::LevelTooLow(level) = refusal {
        return Ok(ctx.signed.step_up(*level).into());
    }
    let (frame, menu) = frame(ctx, SectionItem::Users).await?;
    let t = frame.t;
    let user = &attempt.user.name;
    let why = refusal::text(refusal, user, &ctx.party.name, t);
    let who = match attempt.wanted.filter(|_| could_others(refusal)) {
        Some(wanted) => names(ctx, wanted).await?,
        None => Vec::new(),
    };
    let nobody = (could_others(refusal) && who.is_empty()).then_some(t.give.instead_nobody);
    let page = RefusedPage {
        heading: fill(t.give.refused_heading, &[("what", attempt.what)]),
        why: [why.as_str()]
            .into_iter()
            .chain(nobody)
            .collect::<Vec<_>>()
            .join(" "),
        who,
        also: PowerList::default(),
        back: (routes::give(attempt.user.id.0), t.give.another.to_owned()),
        frame,
        menu,
    };
    stop(StatusCode::FORBIDDEN, &page)
}

/// Whether it is the giver that is the matter, and not the thing or the receiver.
pub fn could_others(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::LacksPackage | Refusal::LacksRights(_) | Refusal::MainAdministration
    )
}

/// The persons who could give it; where there are none, the roles.
async fn names(ctx: &PartyContext, wanted: Wanted<'_>) -> Result<Vec<String>, PageError> {
    let able = able(ctx.core(), ctx.party.id, wanted).await?;
    let persons: Vec<String> = able.persons.into_iter().map(|one| one.name).collect();
    let language = ctx.signed.language();
    let roles = able
        .roles
        .iter()
        .map(|role| role.name.get(language).to_owned());
    Ok(match persons.is_empty() {
        true => roles.take(3).collect(),
        false => persons,
    })
}

/// The page that says why something cannot be taken back or given up.
pub async fn cannot_take(
    ctx: &PartyContext,
    why: Option<String>,
    (item, href, name): (SectionItem, String, &str),
) -> Result<Stop, PageError> {
    let (frame, menu) = frame(ctx, item).await?;
    let page = RefusedPage {
        heading: frame.t.take.gone_heading.to_owned(),
        why: why.unwrap_or_else(|| frame.t.take.gone_text.to_owned()),
        who: Vec::new(),
        also: PowerList::default(),
        back: (href, name.to_owned()),
        frame,
        menu,
    };
    stop(StatusCode::CONFLICT, &page)
}

fn stop(status: StatusCode, page: &RefusedPage) -> Result<Stop, PageError> {
    Ok(Stop::Answer(Box::new(page_with(status, page)?)))
}
