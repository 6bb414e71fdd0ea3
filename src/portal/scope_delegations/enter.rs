//! Who gets to the pages, and what is shown to those who do not.

use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::{RefusedPage, Why};
use crate::domain::{Language, PartyId, Resource, ScopeSide, ServiceOwner};
use crate::ops::access::{self, SCOPE_DELEGATION};
use crate::ops::scope_delegations::{self as ops, Acting, Counterpart, Refusal, Writing};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{Enough, Frame, NavItem, PageError};
use crate::store;

/// What stands around a page.
pub struct Around {
    pub frame: Frame,
    pub menu: SectionMenu,
}

impl Around {
    pub async fn load(ctx: &PartyContext) -> Result<Self, PageError> {
        let frame = ctx.frame(NavItem::Access).await?;
        let menu = SectionMenu::load(ctx, &frame, SectionItem::ScopeDelegations).await?;
        Ok(Self { frame, menu })
    }
}

/// Lets in whoever may see; the others get a page that says who may.
pub async fn to_see(ctx: &PartyContext) -> Result<Result<Acting<'_>, Response>, PageError> {
    match ops::enter(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(acting) => Ok(Ok(acting)),
        Err(refusal) => refuse(ctx, "read", refusal).await.map(Err),
    }
}

/// Lets in whoever may change what is delegated.
pub async fn to_change(ctx: &PartyContext) -> Result<Result<Writing<'_>, Response>, PageError> {
    match ops::enter_to_write(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(acting) => Ok(Ok(acting)),
        Err(refusal) => refuse(ctx, "write", refusal).await.map(Err),
    }
}

async fn refuse(ctx: &PartyContext, action: &str, refusal: Refusal) -> Result<Response, PageError> {
    let why = match refusal {
        Refusal::LevelTooLow(level) => return Err(ctx.signed.step_up(level)),
        Refusal::NotOrganization => Why::NotOrganization,
        _ if ctx.party.organization().is_none() => Why::NotOrganization,
        _ => Why::NoRight(enough(ctx, action).await?),
    };
    let Around { frame, menu } = Around::load(ctx).await?;
    let page = RefusedPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        why,
    };
    page_with(StatusCode::FORBIDDEN, &page)
}

async fn enough(ctx: &PartyContext, action: &str) -> Result<Enough, PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let shortfall = access::shortfall(core, person, action, SCOPE_DELEGATION, party).await?;
    Ok(Enough::of(shortfall, ctx.signed.language()))
}

/// Whether the person may change what is delegated, for the buttons.
pub async fn may_change(ctx: &PartyContext) -> Result<bool, PageError> {
    let entered = ops::enter_to_write(ctx.core(), ctx.person(), ctx.party.id).await?;
    Ok(entered.is_ok())
}

/// The supplier or consumer of an address; one that is none of the party's does not exist.
pub async fn counterpart(
    acting: &Acting<'_>,
    side: ScopeSide,
    id: Uuid,
) -> Result<Counterpart, PageError> {
    let found = ops::counterpart(acting, side, PartyId(id)).await?;
    found.ok_or(PageError::NotFound)
}

/// An API that is delegated between the party and this one.
pub async fn find_api(
    acting: &Acting<'_>,
    side: ScopeSide,
    id: Uuid,
    resource: &str,
) -> Result<Option<Resource>, PageError> {
    let found = ops::delegated(acting, side, Some(PartyId(id))).await?;
    let mut resources = found.into_iter().map(|api| api.resource);
    Ok(resources.find(|one| one.id == resource))
}

/// The names of service owners, by their codes.
pub struct OwnerNames(Vec<ServiceOwner>);

impl OwnerNames {
    pub async fn load(ctx: &PartyContext) -> Result<Self, PageError> {
        let owners = store::service_owners::list(&ctx.core().db).await?;
        Ok(Self(owners))
    }

    pub fn of(&self, code: &str, language: Language) -> String {
        let owner = self.0.iter().find(|owner| owner.code == code);
        owner
            .map_or(code, |owner| owner.name.get(language))
            .to_owned()
    }
}
