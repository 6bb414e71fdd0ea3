//! The last step of giving something, `…/users/{id}/gi/…`: sure? What was chosen stands in the address, so that the way
//! back is the browser's own.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::GivePage;
use super::context::{self, Attempt, Stop, answer, changer, frame};
use super::give_page::{Choice, Gift};
use crate::domain::Resource;
use crate::ops::access::Relation;
use crate::ops::connections::{
    self, Direction, RightsCheck, Wanted, check_package, check_recipient, find_offered,
    give_package, give_rights,
};
use crate::ops::powers::{PackageSource, Powers, services};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::reference::AccessPackage;
use crate::routes;

/// How many services a confirmation names.
const NAMED_SERVICES: usize = 5;

/// Whether the user was given the package here: not whether he has it in another way, which may end.
pub(super) fn is_given(powers: &Powers, package: &AccessPackage) -> bool {
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
    let powers = context::other_user(ctx, id).await?;
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
    let powers = context::other_user(ctx, id).await?;
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
    let powers = context::other_user(ctx, id).await?;
    let Ok(offered) = find_offered(ctx.core(), resource).await? else {
        return Err(PageError::NotFound.into());
    };
    let check = connections::check_rights(giver, &offered).await?;
    let problem = services::problem(&check);
    let received = context::receiver(giver, id).await?.err();
    if let Some(refusal) = problem.or(received) {
        let keys: Vec<String> = check
            .rights
            .iter()
            .map(|right| right.right.key.clone())
            .collect();
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
