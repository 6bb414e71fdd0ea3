//! `/accessmanagement/ui/gi` and `…/users/{id}/gi…`: giving a package or a service, step by step. What was chosen stands
//! in the address, so that the way back is the browser's own.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::context::{self, Attempt, Stop, answer, changer, frame, hidden};
use super::give_page::{Choice, Gift};
use super::lines::by_area;
use super::offer_page::{Offer, OfferState};
use super::rows::{UserRow, page_of};
use super::{GivePage, OfferPage, ToWhomPage, refusal};
use crate::domain::Resource;
use crate::engine::facts::PackageSource;
use crate::ops::access::Relation;
use crate::ops::connections::{
    self, Direction, RightsCheck, Wanted, check_package, check_packages, check_recipient,
    find_offered, give_package, give_rights, packages_for,
};
use crate::ops::powers::services::{self, ServiceOffer};
use crate::ops::powers::{self, Powers};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError, Pager};
use crate::reference::AccessPackage;
use crate::routes;

/// How many services a confirmation names.
const NAMED_SERVICES: usize = 5;

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
    let powers = other_user(ctx, id).await?;
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

/// Somebody else than the one who gives: nobody gives himself anything.
async fn other_user(ctx: &PartyContext, id: Uuid) -> Result<Powers, Stop> {
    let powers = context::user(ctx, id).await?;
    let user = powers.holder.party.id;
    match user == ctx.person().party || user == ctx.party.id {
        true => Err(PageError::NotFound.into()),
        false => Ok(powers),
    }
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
            href,
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
            href,
        },
    };
    Offer {
        name: offer.resource.title.get(language).to_owned(),
        about: offer.resource.description.get(language).to_owned(),
        state,
    }
}

/// Whether the user was given the package here: not whether he has it in another way, which may end.
fn is_given(powers: &Powers, package: &AccessPackage) -> bool {
    powers.holder.facts.packages.iter().any(|fact| {
        let is_own = |source: &PackageSource| match source {
            PackageSource::Assigned(grant) => {
                grant.received_by == powers.holder.party.id.0 && grant.from_party == powers.at.id.0
            }
            _ => false,
        };
        fact.package.urn() == package.urn && is_own(&fact.source)
    })
}

/// `GET …/users/{id}/gi/pakke/{what}`: sure?
pub async fn ask_package(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(try_ask_package(&ctx, id, &code).await)
}

async fn try_ask_package(ctx: &PartyContext, id: Uuid, code: &str) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let package = context::package(code)?;
    let powers = other_user(ctx, id).await?;
    if is_given(&powers, package) {
        return Ok(redirect(&routes::user_given(id, code)));
    }
    let user = &powers.holder.party;
    let checked = check_package(&giver, package).problem.map_or(Ok(()), Err);
    let checked = checked.and_then(|()| check_recipient(package, user));
    let received = context::receiver(&giver, id).await?;
    if let Err(refusal) = checked.and(received.map(|_| ())) {
        return Err(package_refused(ctx, &powers, package, &refusal).await?);
    }
    let language = ctx.signed.language();
    let services = services::opened_by(ctx.core(), package, language).await?;
    let titles = services
        .iter()
        .map(|one| one.title.get(language).to_owned());
    let (frame, menu) = frame(ctx, SectionItem::Users).await?;
    Ok(page(&GivePage {
        frame,
        menu,
        id,
        user: user.name.clone(),
        party: ctx.party.name.clone(),
        what: package.name.get(language).to_owned(),
        about: package.description.get(language).to_owned(),
        gift: Gift::Package {
            opens: titles.take(NAMED_SERVICES).collect(),
            more: services.len().saturating_sub(NAMED_SERVICES),
        },
        action: routes::give_package(id, code),
    })?)
}

async fn package_refused(
    ctx: &PartyContext,
    powers: &Powers,
    package: &'static AccessPackage,
    refusal: &connections::Refusal,
) -> Result<Stop, PageError> {
    let attempt = Attempt {
        user: &powers.holder.party,
        what: package.name.get(ctx.signed.language()),
        wanted: Some(Wanted::Package(package)),
    };
    context::cannot_give(ctx, attempt, refusal).await
}

/// `POST …/users/{id}/gi/pakke/{what}`. Twice is once.
pub async fn give(
    ctx: PartyContext,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(try_give(&ctx, id, &code).await)
}

async fn try_give(ctx: &PartyContext, id: Uuid, code: &str) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let package = context::package(code)?;
    let powers = other_user(ctx, id).await?;
    let given = match context::receiver(&giver, id).await? {
        Ok(recipient) => give_package(&giver, &recipient, package).await?,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = given {
        return Err(package_refused(ctx, &powers, package, &refusal).await?);
    }
    let flash = Flash::PowerGiven {
        user: powers.holder.party.name,
        what: package.name.get(ctx.signed.language()).to_owned(),
    };
    ctx.signed.flash(&flash).await?;
    Ok(redirect(&routes::user_given(id, code)))
}

/// `GET …/users/{id}/gi/tjeneste/{what}`: which actions?
pub async fn ask_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    answer(try_ask_service(&ctx, id, &resource).await)
}

async fn try_ask_service(ctx: &PartyContext, id: Uuid, resource: &str) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let (powers, check) = service(ctx, &giver, id, resource).await?;
    Ok(page(&service_page(ctx, &powers, &check, false).await?)?)
}

/// The user and the service, when there is something that can be given.
async fn service(
    ctx: &PartyContext,
    giver: &Relation<'_>,
    id: Uuid,
    resource: &str,
) -> Result<(Powers, RightsCheck), Stop> {
    let powers = other_user(ctx, id).await?;
    let Ok(offered) = find_offered(ctx.core(), resource).await? else {
        return Err(PageError::NotFound.into());
    };
    let check = connections::check_rights(giver, &offered).await?;
    let problem = services::problem(&check);
    let received = context::receiver(giver, id).await?.err();
    if let Some(refusal) = problem.or(received) {
        let keys: Vec<String> = check.rights.iter().map(|right| right.key.clone()).collect();
        let attempt = Attempt {
            user: &powers.holder.party,
            what: check.resource.title.get(ctx.signed.language()),
            wanted: Some(Wanted::Rights {
                offered: &offered,
                keys: &keys,
            }),
        };
        return Err(context::cannot_give(ctx, attempt, &refusal).await?);
    }
    Ok((powers, check))
}

async fn service_page(
    ctx: &PartyContext,
    powers: &Powers,
    check: &RightsCheck,
    is_missing: bool,
) -> Result<GivePage, PageError> {
    let (frame, menu) = frame(ctx, SectionItem::Users).await?;
    let (id, language) = (powers.holder.party.id.0, ctx.signed.language());
    let held = held_actions(powers, &check.resource);
    let givable = services::givable(check);
    let is_only = givable.len() == 1;
    let choices = givable.into_iter().map(|action| Choice {
        is_chosen: is_only || held.contains(&action),
        action,
    });
    Ok(GivePage {
        frame,
        menu,
        id,
        user: powers.holder.party.name.clone(),
        party: ctx.party.name.clone(),
        what: check.resource.title.get(language).to_owned(),
        about: check.resource.description.get(language).to_owned(),
        gift: Gift::Service {
            choices: choices.collect(),
            is_missing,
        },
        action: routes::give_service(id, &check.resource.id),
    })
}

fn held_actions(powers: &Powers, resource: &Resource) -> Vec<String> {
    let rights = powers.holder.facts.delegations.iter();
    let rights = rights.filter(|right| right.resource_id == resource.id);
    rights.map(|right| right.action.clone()).collect()
}

/// `POST …/users/{id}/gi/tjeneste/{what}`: gives the actions that were ticked besides those that were given before.
pub async fn give_service(
    ctx: PartyContext,
    Path((id, resource)): Path<(Uuid, String)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    answer(try_give_service(&ctx, id, &resource, form).await)
}

async fn try_give_service(
    ctx: &PartyContext,
    id: Uuid,
    resource: &str,
    form: Vec<(String, String)>,
) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let (powers, check) = service(ctx, &giver, id, resource).await?;
    let ticked = form.into_iter().filter(|(name, _)| name == "action");
    let actions: Vec<String> = ticked.map(|(_, action)| action).collect();
    let keys = services::keys_of(&check, &actions);
    if keys.is_empty() {
        let again = service_page(ctx, &powers, &check, true).await?;
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)?);
    }
    let what = check.resource.title.get(ctx.signed.language()).to_owned();
    let given = match context::receiver(&giver, id).await? {
        Ok(recipient) => give_rights(&giver, &recipient, resource, &keys).await?,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = given {
        let attempt = Attempt {
            user: &powers.holder.party,
            what: &what,
            wanted: None,
        };
        return Err(context::cannot_give(ctx, attempt, &refusal).await?);
    }
    let user = powers.holder.party.name;
    ctx.signed.flash(&Flash::RightsGiven { user, what }).await?;
    Ok(redirect(&routes::user_given(id, resource)))
}
