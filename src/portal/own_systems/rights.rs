//! The fourth step: what the system user is given.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::enter::{frame, to_change, words};
use super::scopes::{Fields, is_search, query_of, values};
use super::steps::find;
use super::{Choice, ChoosePage, Choosing, Group};
use crate::domain::{CannotDelegate, OwnSystemId};
use crate::ops::delegation::{PackageCheck, RightCheck};
use crate::ops::own_systems::powers::{Checked, Offer, Powers, offer};
use crate::ops::own_systems::{Writing, draft};
use crate::portal::visitor::{PartyContext, page_with, redirect};
use crate::portal::{Missing, PackageRight, PageError, Rights, ServiceRight};
use crate::{routes, store};

/// `GET …/egetsystem/{id}/rettigheter`; with `?q=` a search, which keeps what is chosen.
pub async fn ask(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<Fields>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let draft = find(&acting, id).await?;
    let chosen = match is_search(&fields) {
        true => read(&fields),
        false => Powers {
            resources: draft.resources,
            packages: draft.packages,
        },
    };
    show(&ctx, &acting, id, (chosen, query_of(&fields)), None).await
}

fn read(fields: &Fields) -> Powers {
    Powers {
        resources: values(fields, "tjeneste"),
        packages: values(fields, "pakke"),
    }
}

async fn show(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Uuid,
    (chosen, query): (Powers, String),
    problem: Option<(StatusCode, &'static str)>,
) -> Result<Response, PageError> {
    let language = ctx.signed.language();
    let (status, problem) = match problem {
        Some((status, text)) => (status, Some(text)),
        None => (StatusCode::OK, None),
    };
    let offer = offer(acting, &chosen, (&query, language)).await?;
    let page = ChoosePage {
        frame: frame(ctx).await?,
        id,
        what: Choosing::Powers {
            party: ctx.party.name.clone(),
        },
        query,
        groups: groups(ctx, offer, &chosen).await?,
        problem,
    };
    page_with(status, &page)
}

async fn groups(
    ctx: &PartyContext,
    offer: Offer,
    chosen: &Powers,
) -> Result<Vec<Group>, PageError> {
    let (language, t) = (ctx.signed.language(), ctx.signed.words());
    let owners = store::service_owners::list(&ctx.core().db).await?;
    let why = |problem: Option<CannotDelegate>| {
        problem.map(|problem| missing(problem).text(t).to_owned())
    };
    let packages = offer.packages.into_iter().enumerate();
    let packages = packages.map(|(number, check)| Choice {
        name: "pakke",
        id: format!("pakke-{number}"),
        title: check.package.name.get(language).to_owned(),
        about: check.package.description.get(language).to_owned(),
        source: String::new(),
        missing: why(check.problem),
        is_chosen: chosen.packages.contains(&check.package.urn),
        value: check.package.urn.clone(),
    });
    let services = offer.services.into_iter().enumerate();
    let services = services.map(|(number, check)| {
        let resource = check.resource;
        let owner = owners.iter().find(|owner| owner.code == resource.owner);
        Choice {
            name: "tjeneste",
            id: format!("tjeneste-{number}"),
            title: resource.title.get(language).to_owned(),
            about: resource.description.get(language).to_owned(),
            source: owner
                .map(|owner| owner.name.get(language).to_owned())
                .unwrap_or_default(),
            missing: why(check.problem),
            is_chosen: chosen.resources.contains(&resource.id),
            value: resource.id,
        }
    });
    Ok(vec![
        Group {
            heading: t.own_systems.rights_packages,
            choices: packages.collect(),
        },
        Group {
            heading: t.own_systems.rights_services,
            choices: services.collect(),
        },
    ])
}

/// `POST …/egetsystem/{id}/rettigheter`.
pub async fn choose(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let chosen = read(&fields);
    match draft::choose_powers(&acting, OwnSystemId(id), chosen.clone(), true).await? {
        Ok(()) => Ok(redirect(&routes::own_system_summary(id))),
        Err(refusal) => {
            let problem = words(&ctx, refusal)?;
            show(&ctx, &acting, id, (chosen, String::new()), Some(problem)).await
        }
    }
}

/// What was chosen in words, with what cannot be given.
pub async fn labels(ctx: &PartyContext, checked: &Checked) -> Result<Rights, PageError> {
    let language = ctx.signed.language();
    let owners = store::service_owners::list(&ctx.core().db).await?;
    let service = |check: &RightCheck| {
        let owner = owners.iter().find(|one| one.code == check.resource.owner);
        ServiceRight {
            title: check.resource.title.get(language).to_owned(),
            owner: owner
                .map(|owner| owner.name.get(language).to_owned())
                .unwrap_or_default(),
            actions: match check.problem {
                Some(_) => check.known_actions.clone(),
                None => check.actions.clone(),
            },
            missing: check.problem.map(missing),
        }
    };
    let package = |check: &PackageCheck| PackageRight {
        name: check.package.name.get(language).to_owned(),
        description: check.package.description.get(language).to_owned(),
        missing: check.problem.map(missing),
    };
    Ok(Rights {
        services: checked.rights.iter().map(service).collect(),
        packages: checked.packages.iter().map(package).collect(),
    })
}

fn missing(problem: CannotDelegate) -> Missing {
    match problem {
        CannotDelegate::MissingAccess => Missing::Power,
        CannotDelegate::NotDelegable | CannotDelegate::IsApiScope => Missing::NotDelegable,
        CannotDelegate::LevelTooLow(_) => Missing::Level,
    }
}
