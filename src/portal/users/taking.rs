//! Taking back what was given to a user, and giving up what the party was given: each asks first. Twice is once.

use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;

use super::TakePage;
use super::confirm_page::Question;
use super::context::{self, Stop, answer, cannot_take, changer, frame};
use super::lines::{self, Area, End, PackageLine, ServiceLine};
use super::received::received;
use super::sources::Teller;
use super::user_page::Side;
use crate::domain::PartyId;
use crate::ops::access::Relation;
use crate::ops::connections::{Direction, Link, Refusal, remove, revoke_package, revoke_resource};
use crate::ops::powers::Powers;
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page, redirect};
use crate::portal::{Flash, PageError};
use crate::reference::reference;
use crate::{routes, store};

/// What is taken.
enum What {
    Package(String),
    Service(String),
    All,
}

/// From whom something is taken, or to whom it is given back.
#[derive(Clone, Copy)]
struct Other {
    direction: Direction,
    id: Uuid,
}

impl Other {
    fn user(id: Uuid) -> Self {
        let direction = Direction::ToOthers;
        Self { direction, id }
    }

    fn giver(id: Uuid) -> Self {
        let direction = Direction::FromOthers;
        Self { direction, id }
    }

    fn link(self) -> Link {
        let other = PartyId(self.id);
        match self.direction {
            Direction::ToOthers => Link::to(other),
            Direction::FromOthers => Link::from(other),
        }
    }

    fn side(self) -> Side {
        match self.direction {
            Direction::ToOthers => Side::Given { may_change: true },
            Direction::FromOthers => Side::Received { may_change: true },
        }
    }

    fn item(self) -> SectionItem {
        match self.direction {
            Direction::ToOthers => SectionItem::Users,
            Direction::FromOthers => SectionItem::Received,
        }
    }

    /// Its page.
    fn href(self) -> String {
        match self.direction {
            Direction::ToOthers => routes::user(self.id),
            Direction::FromOthers => routes::received_from(self.id),
        }
    }

    async fn powers(self, ctx: &PartyContext) -> Result<Powers, Stop> {
        match self.direction {
            Direction::ToOthers => context::user(ctx, self.id).await,
            Direction::FromOthers => received(ctx, self.id).await,
        }
    }

    fn question(self, what: &What) -> Question {
        match (self.direction, what) {
            (Direction::ToOthers, What::Package(_)) => Question::TakePackage,
            (Direction::ToOthers, What::Service(_)) => Question::TakeService,
            (Direction::ToOthers, What::All) => Question::Remove,
            (Direction::FromOthers, What::Package(_)) => Question::LeavePackage,
            (Direction::FromOthers, What::Service(_)) => Question::LeaveService,
            (Direction::FromOthers, What::All) => Question::LeaveAll,
        }
    }

    fn action(self, what: &What) -> String {
        match (self.direction, what) {
            (Direction::ToOthers, What::Package(code)) => routes::take_package(self.id, code),
            (Direction::ToOthers, What::Service(id)) => routes::take_service(self.id, id),
            (Direction::ToOthers, What::All) => routes::user_remove(self.id),
            (Direction::FromOthers, What::Package(code)) => routes::leave_package(self.id, code),
            (Direction::FromOthers, What::Service(id)) => routes::leave_service(self.id, id),
            (Direction::FromOthers, What::All) => routes::leave(self.id),
        }
    }
}

/// `GET …/users/{id}/ta/pakke/{what}`.
pub async fn ask_package(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::user(id), What::Package(code)).await)
}

/// `POST …/users/{id}/ta/pakke/{what}`.
pub async fn take_package(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(take(&ctx, Other::user(id), What::Package(code)).await)
}

/// `GET …/users/{id}/ta/tjeneste/{what}`.
pub async fn ask_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::user(id), What::Service(resource)).await)
}

/// `POST …/users/{id}/ta/tjeneste/{what}`.
pub async fn take_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(take(&ctx, Other::user(id), What::Service(resource)).await)
}

/// `GET …/users/{id}/fjern`.
pub async fn ask_remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::user(id), What::All).await)
}

/// `POST …/users/{id}/fjern`.
pub async fn remove_user(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    answer(take(&ctx, Other::user(id), What::All).await)
}

/// `GET …/received-from/{id}/fjern/pakke/{what}`.
pub async fn ask_leave_package(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::giver(id), What::Package(code)).await)
}

/// `POST …/received-from/{id}/fjern/pakke/{what}`.
pub async fn leave_package(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(take(&ctx, Other::giver(id), What::Package(code)).await)
}

/// `GET …/received-from/{id}/fjern/tjeneste/{what}`.
pub async fn ask_leave_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::giver(id), What::Service(resource)).await)
}

/// `POST …/received-from/{id}/fjern/tjeneste/{what}`.
pub async fn leave_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(take(&ctx, Other::giver(id), What::Service(resource)).await)
}

/// `GET …/received-from/{id}/fjern`.
pub async fn ask_leave(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    answer(ask(&ctx, Other::giver(id), What::All).await)
}

/// `POST …/received-from/{id}/fjern`.
pub async fn leave(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    answer(take(&ctx, Other::giver(id), What::All).await)
}

/// What the user has, line by line, as the page shows it that leads here.
struct Held {
    packages: Vec<Area<PackageLine>>,
    services: Vec<ServiceLine>,
    roles: Vec<String>,
}

impl Held {
    async fn load(ctx: &PartyContext, powers: &Powers, side: Side) -> Result<Self, PageError> {
        let ids: Vec<String> = powers
            .holder
            .services()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let resources = store::resources::list(&ctx.core().db, &ids).await?;
        let teller = Teller::of(powers, ctx.signed.words(), ctx.signed.language());
        Ok(Self {
            packages: lines::packages(powers, &teller, side, None),
            services: lines::services(powers, &teller, side, &resources, None),
            roles: lines::roles(powers, &teller),
        })
    }

    fn package(&self, code: &str) -> Option<&PackageLine> {
        let mut lines = self.packages.iter().flat_map(|area| &area.lines);
        lines.find(|line| line.code == code)
    }

    fn service(&self, id: &str) -> Option<&ServiceLine> {
        self.services.iter().find(|line| line.id == id)
    }

    /// The names of all that goes with the user.
    fn goes(&self) -> Vec<String> {
        let packages = self.packages.iter().flat_map(|area| &area.lines);
        let packages = packages.filter(|line| matches!(line.end, End::At(_)));
        let services = self.services.iter();
        let services = services.filter(|line| matches!(line.end, End::At(_)));
        packages
            .map(|line| line.name.clone())
            .chain(services.map(|line| line.title.clone()))
            .collect()
    }

    fn stays(&self) -> Option<String> {
        (!self.roles.is_empty()).then(|| self.roles.join(", "))
    }
}

async fn ask(ctx: &PartyContext, other: Other, what: What) -> Result<Response, Stop> {
    changer(ctx, other.direction).await?;
    let powers = other.powers(ctx).await?;
    let held = Held::load(ctx, &powers, other.side()).await?;
    let (name, end, goes, stays) = match &what {
        What::Package(code) => {
            let line = held.package(code).ok_or(PageError::NotFound)?;
            let stays = roles_with(ctx, &powers, code);
            (line.name.clone(), line.end.clone(), Vec::new(), stays)
        }
        What::Service(id) => {
            let line = held.service(id).ok_or(PageError::NotFound)?;
            (line.title.clone(), line.end.clone(), Vec::new(), None)
        }
        What::All => (
            String::new(),
            all_end(&powers, &held),
            held.goes(),
            held.stays(),
        ),
    };
    if let End::Not(why) = end {
        let back = (other.item(), other.href(), name_of(other, &powers));
        return Err(cannot_take(ctx, Some(why), back).await?);
    }
    let (frame, menu) = frame(ctx, other.item()).await?;
    Ok(page(&TakePage {
        frame,
        menu,
        question: other.question(&what),
        user: powers.holder.party.name.clone(),
        party: powers.at.name.clone(),
        what: name,
        goes,
        stays,
        action: other.action(&what),
        back: other.href(),
    })?)
}

/// Somebody who was neither let in nor given anything cannot be removed.
fn all_end(powers: &Powers, held: &Held) -> End {
    let is_nothing = powers.holder.let_in.is_none() && held.goes().is_empty();
    match is_nothing {
        true => End::Not(held.stays().unwrap_or_default()),
        false => End::Unsaid,
    }
}

fn name_of(other: Other, powers: &Powers) -> &str {
    match other.direction {
        Direction::ToOthers => &powers.holder.party.name,
        Direction::FromOthers => &powers.at.name,
    }
}

/// The roles by which the user has the package besides being given it.
fn roles_with(ctx: &PartyContext, powers: &Powers, code: &str) -> Option<String> {
    let language = ctx.signed.language();
    let form = powers.at.organization().map(|one| one.form.as_str());
    let gives = |role: &str| {
        let mut rows = reference().packages_of_role(role, form);
        rows.any(|row| {
            let package = reference().package(&row.package);
            row.has_access && package.is_some_and(|package| package.code == code)
        })
    };
    let roles = powers.holder.roles().into_iter();
    let names: Vec<&str> = roles
        .filter(|one| gives(&one.role.code))
        .map(|one| one.role.name.get(language))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

async fn take(ctx: &PartyContext, other: Other, what: What) -> Result<Response, Stop> {
    let by = changer(ctx, other.direction).await?;
    let powers = match other.powers(ctx).await {
        Ok(powers) => powers,
        // Gone already, with all that was to be taken: the button was pressed twice.
        Err(Stop::Error(PageError::NotFound)) if matches!(what, What::All) => {
            return Ok(redirect(list_of(other)));
        }
        Err(stop) => return Err(stop),
    };
    let language = ctx.signed.language();
    let name = match &what {
        What::Package(code) => context::package(code)?.name.get(language).to_owned(),
        What::Service(id) => title(ctx, id).await?,
        What::All => String::new(),
    };
    if let Err(refusal) = carry_out(&by, other.link(), &what).await? {
        return Err(refused(ctx, &refusal));
    }
    let user = powers.holder.party.name.clone();
    let flash = match (other.direction, &what) {
        (Direction::ToOthers, What::All) => Flash::UserRemoved { user },
        (Direction::ToOthers, _) => Flash::PowerTaken { user, what: name },
        (Direction::FromOthers, What::All) => Flash::AllLeft {
            party: powers.at.name.clone(),
        },
        (Direction::FromOthers, _) => Flash::PowerLeft { what: name },
    };
    ctx.signed.flash(&flash).await?;
    // What is left of the other one may be nothing, and then there is no page of him.
    let is_there = other.powers(ctx).await.is_ok();
    Ok(redirect(&match is_there && !matches!(what, What::All) {
        true => other.href(),
        false => list_of(other).to_owned(),
    }))
}

async fn carry_out(
    by: &Relation<'_>,
    link: Link,
    what: &What,
) -> Result<Result<(), Refusal>, PageError> {
    Ok(match what {
        What::Package(code) => revoke_package(by, link, context::package(code)?).await?,
        What::Service(id) => revoke_resource(by, link, id).await?,
        What::All => remove(by, link, true).await?,
    })
}

fn refused(ctx: &PartyContext, refusal: &Refusal) -> Stop {
    match refusal {
        Refusal::LevelTooLow(level) => ctx.signed.step_up(*level).into(),
        Refusal::NoAccess => PageError::Forbidden.into(),
        _ => PageError::NotFound.into(),
    }
}

fn list_of(other: Other) -> &'static str {
    match other.direction {
        Direction::ToOthers => routes::USERS,
        Direction::FromOthers => routes::RECEIVED,
    }
}

async fn title(ctx: &PartyContext, id: &str) -> Result<String, PageError> {
    let found = store::resources::find(&ctx.core().db, id).await?;
    let resource = found.ok_or(PageError::NotFound)?;
    Ok(resource.title.get(ctx.signed.language()).to_owned())
}
