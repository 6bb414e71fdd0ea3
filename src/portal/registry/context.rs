//! Who administers a service owner's resources: the context that the handlers here take.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::request::Parts;

use super::RefusedPage;
use super::refused::Why;
use crate::app::App;
use crate::domain::{Language, Party, Resource, ServiceOwner};
use crate::ops::access::{Access, RESOURCE_ADMINISTRATION, Relation};
use crate::ops::registry_log::Author;
use crate::ops::resources::Administrator;
use crate::ops::{Core, Person};
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{Enough, Flash, Frame, NavItem, PageError};
use crate::store;

/// Somebody who acts for a service owner and may see its resources.
pub struct OwnerContext {
    pub ctx: PartyContext,
    pub owner: ServiceOwner,
    /// Whether the person may change them too.
    pub may_write: bool,
}

/// For those who may see.
pub struct Reader(pub OwnerContext);

/// For those who may change.
pub struct Writer(pub OwnerContext);

impl FromRequestParts<App> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        enter(parts, app, "read").await.map(Self)
    }
}

impl FromRequestParts<App> for Writer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        enter(parts, app, "write").await.map(Self)
    }
}

async fn enter(parts: &mut Parts, app: &App, action: &str) -> Result<OwnerContext, Response> {
    let ctx = PartyContext::from_request_parts(parts, app)
        .await
        .map_err(PageError::into_response)?;
    match admit(&ctx, action).await {
        Ok(Ok((owner, may_write))) => Ok(OwnerContext {
            ctx,
            owner,
            may_write,
        }),
        Ok(Err(why)) => Err(refuse(&ctx, why)
            .await
            .unwrap_or_else(PageError::into_response)),
        Err(error) => Err(error.into_response()),
    }
}

/// The service owner that the person acts for, and whether he may change its resources.
async fn admit(
    ctx: &PartyContext,
    action: &str,
) -> Result<Result<(ServiceOwner, bool), Why>, PageError> {
    let core = ctx.core();
    let Some(owner) = owner_of(core, &ctx.party).await? else {
        return Ok(Err(Why::NotOwner));
    };
    let relation = Relation::load(core, ctx.person(), ctx.party.id).await?;
    let relation = relation.ok_or(PageError::NotFound)?;
    match relation.may(action, RESOURCE_ADMINISTRATION).await? {
        Access::Granted => {}
        Access::LevelTooLow(level) => return Err(ctx.signed.step_up(level)),
        Access::Refused => {
            let shortfall = relation.shortfall(action, RESOURCE_ADMINISTRATION).await?;
            let enough = Enough::of(shortfall, ctx.signed.language());
            return Ok(Err(Why::NoRight(enough)));
        }
    }
    let may_write = action == "write"
        || relation
            .may("write", RESOURCE_ADMINISTRATION)
            .await?
            .is_granted();
    Ok(Ok((owner, may_write)))
}

async fn refuse(ctx: &PartyContext, why: Why) -> Result<Response, PageError> {
    let page = RefusedPage {
        frame: ctx.frame(NavItem::Resources).await?,
        party: ctx.party.name.clone(),
        why,
    };
    page_with(StatusCode::FORBIDDEN, &page)
}

/// The service owner that an organization is, if it is registered as one.
pub async fn owner_of(core: &Core, party: &Party) -> Result<Option<ServiceOwner>, PageError> {
    match party.organization() {
        Some(organization) => {
            let number = &organization.number;
            Ok(store::service_owners::find_by_number(&core.db, number).await?)
        }
        None => Ok(None),
    }
}

impl OwnerContext {
    pub fn core(&self) -> &Core {
        self.ctx.core()
    }

    pub fn person(&self) -> Person {
        self.ctx.person()
    }

    pub fn language(&self) -> Language {
        self.ctx.signed.language()
    }

    pub fn administrator(&self) -> Administrator {
        Administrator::of(self.owner.number.clone(), self.person(), self.ctx.party.id)
    }

    /// Who is put down for what is changed.
    pub fn author(&self) -> Author {
        Author::Person {
            person: self.person(),
            party: self.ctx.party.id,
        }
    }

    pub async fn frame(&self) -> Result<Frame, PageError> {
        self.ctx.frame(NavItem::Resources).await
    }

    pub async fn flash(&self, flash: &Flash) -> Result<(), PageError> {
        self.ctx.signed.flash(flash).await
    }

    /// A resource of this owner; another owner's does not exist.
    pub async fn resource(&self, id: &str) -> Result<Resource, PageError> {
        let found = store::resources::find(&self.core().db, id).await?;
        let own = found.filter(|resource| resource.owner == self.owner.code);
        own.ok_or(PageError::NotFound)
    }
}
