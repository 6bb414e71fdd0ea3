//! The first two steps of giving something: `/accessmanagement/ui/gi` asks to whom, `…/users/{id}/gi` what.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::context::{self, Stop, answer, changer, frame, hidden};
use super::giving::is_given;
use super::lines::by_area;
use super::offer_page::{Offer, OfferState};
use super::rows::{UserRow, page_of};
use super::{OfferPage, ToWhomPage, refusal};
use crate::ops::connections::{self, Direction, check_packages, check_recipient, packages_for};
use crate::ops::powers::services::{self, ServiceOffer};
use crate::ops::powers::{self, Powers};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page};
use crate::portal::{PageError, Pager};
use crate::reference::AccessPackage;
use crate::routes;

#[derive(Deserialize)]
pub struct ToWhomQuery {
    #[serde(default)]
    pakke: String,
    #[serde(default)]
    q: String,
    side: Option<usize>,
}

/// `GET …/gi`: to whom?
pub async fn to_whom(
    ctx: PartyContext,
    Query(query): Query<ToWhomQuery>,
) -> Result<Response, PageError> {
    answer(try_to_whom(&ctx, query).await)
}

async fn try_to_whom(ctx: &PartyContext, query: ToWhomQuery) -> Result<Response, Stop> {
    changer(ctx, Direction::ToOthers).await?;
    let (language, t) = (ctx.signed.language(), ctx.signed.words());
    let package = match query.pakke.as_str() {
        "" => None,
        code => Some(context::package(code)?),
    };
    let holders = match powers::list(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(holders) => holders,
        Err(unseen) => return Err(hidden(ctx, unseen, SectionItem::Users).await?),
    };
    let text: String = query.q.trim().chars().take(100).collect();
    let wanted = text.to_lowercase();
    let own = ctx.person().party;
    let users = holders.all.iter().filter(|holder| holder.party.id != own);
    let rows = users.map(|holder| UserRow::of(holder, &ctx.party, language));
    let rows: Vec<UserRow> = rows.filter(|row| row.fits(&wanted, t)).collect();
    let hits = rows.len();
    let (rows, current, last) = page_of(rows, query.side);
    let (frame, menu) = frame(ctx, SectionItem::Users).await?;
    Ok(page(&ToWhomPage {
        frame,
        menu,
        package: package.map(|one| (one.code.clone(), one.name.get(language).to_owned())),
        hits,
        rows,
        pager: Pager::new(current, last, |number| {
            routes::give_to_page(&query.pakke, &text, number)
        }),
        query: text,
    })?)
}

#[derive(Deserialize)]
pub struct OfferQuery {
    #[serde(default)]
    q: String,
}

/// `GET …/users/{id}/gi`: what?
pub async fn offer(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(query): Query<OfferQuery>,
) -> Result<Response, PageError> {
    answer(try_offer(&ctx, id, query).await)
}

async fn try_offer(ctx: &PartyContext, id: Uuid, query: OfferQuery) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let powers = context::other_user(ctx, id).await?;
    let language = ctx.signed.language();
    let text: String = query.q.trim().chars().take(100).collect();
    let wanted = text.to_lowercase();
    let packages = packages_for(&ctx.party).filter(|one| is_hit(one, &wanted));
    let checks = check_packages(&giver, packages).into_iter();
    let offers = checks.map(|check| {
        let offer = package_offer(ctx, &powers, check.package, check.problem);
        (check.package, offer)
    });
    let packages = by_area(offers.collect(), language);
    let services = match text.is_empty() {
        true => Vec::new(),
        false => services::search(&giver, &text, language).await?,
    };
    let services = services.into_iter();
    let services = services.map(|offer| service_offer(ctx, &powers, offer));
    let services = services.collect();
    let (frame, menu) = frame(ctx, SectionItem::Users).await?;
    Ok(page(&OfferPage {
        frame,
        menu,
        id,
        user: powers.holder.party.name.clone(),
        query: text,
        packages,
        services,
    })?)
}

/// In any language: somebody may know the one word and read the other.
fn is_hit(package: &AccessPackage, wanted: &str) -> bool {
    [&package.name, &package.description]
        .iter()
        .flat_map(|words| [&words.nb, &words.nn, &words.en])
        .any(|words| words.to_lowercase().contains(wanted))
}

fn package_offer(
    ctx: &PartyContext,
    powers: &Powers,
    package: &AccessPackage,
    problem: Option<connections::Refusal>,
) -> Offer {
    let language = ctx.signed.language();
    let user = &powers.holder.party;
    let problem = problem.or_else(|| check_recipient(package, user).err());
    let href = routes::give_package(user.id.0, &package.code);
    let state = match problem {
        _ if is_given(powers, package) => OfferState::Has,
        None => OfferState::Free(href),
        Some(refusal) => OfferState::Shut {
            why: refusal::text(&refusal, &user.name, &ctx.party.name, ctx.signed.words()),
            href: context::could_others(&refusal).then_some(href),
        },
    };
    Offer {
        name: package.name.get(language).to_owned(),
        about: package.description.get(language).to_owned(),
        state,
    }
}

fn service_offer(ctx: &PartyContext, powers: &Powers, offer: ServiceOffer) -> Offer {
    let language = ctx.signed.language();
    let user = &powers.holder.party;
    let href = routes::give_service(user.id.0, &offer.resource.id);
    let state = match offer.problem {
        None => OfferState::Free(href),
        Some(refusal) => OfferState::Shut {
            why: refusal::text(&refusal, &user.name, &ctx.party.name, ctx.signed.words()),
            href: context::could_others(&refusal).then_some(href),
        },
    };
    Offer {
        name: offer.resource.title.get(language).to_owned(),
        about: offer.resource.description.get(language).to_owned(),
        state,
    }
}
