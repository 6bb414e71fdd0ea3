//! `/link/…`: from start to the owner's site.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

use super::browse::party_kinds;
use super::{
    CheckFailedPage, ChoosePartyPage, FailedCheck, LeavingPage, Refusal as Shown, RefusedPage,
    UnusableParty, UsableParty, WhyUnusable,
};
use crate::domain::{CheckFailure, LaunchId, Party, PartyId};
use crate::ops::access;
use crate::ops::launches::{self, Candidate, CandidateProblem, LaunchView, Refusal, Service, Step};
use crate::ops::tickets;
use crate::portal::visitor::{Signed, label, page, page_with, redirect};
use crate::portal::{Enough, NavItem, PageError};
use crate::telemetry::record_party;
use crate::{routes, store};

#[derive(Deserialize)]
pub struct StartQuery {
    party: Option<Uuid>,
}

/// `GET /link/{resource}`: starts the service; a deep link to it survives the login.
pub async fn start(
    signed: Signed,
    Path(resource): Path<String>,
    Query(query): Query<StartQuery>,
) -> Result<Response, PageError> {
    let id = match launches::start(signed.core(), signed.person(), &resource).await? {
        Ok(id) => id,
        Err(refusal) => return refused(&signed, &resource, refusal).await,
    };
    if let Some(party) = query.party {
        let chosen =
            launches::choose_party(signed.core(), signed.person(), id, PartyId(party)).await?;
        if let Err(refusal) = chosen {
            return refused(&signed, &resource, refusal).await;
        }
    }
    Ok(redirect(&routes::launch(id.0)))
}

/// `GET /link/launch/{id}`: what is next.
pub async fn show(signed: Signed, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let view = match launches::view(signed.core(), signed.person(), LaunchId(id)).await? {
        Ok(view) => view,
        Err(refusal) => return refused_launch(&signed, id, refusal).await,
    };
    if let Some(party) = view.launch.party {
        record_party(&party.to_string());
    }
    match &view.step {
        Step::ChooseParty(candidates) => page(&choose_page(&signed, &view, candidates).await?),
        Step::ChecksFailed(party, failures) => {
            page(&check_page(&signed, &view, party, failures).await?)
        }
        Step::Leave(party) => page(&leaving_page(&signed, &view, party).await?),
    }
}

#[derive(Deserialize)]
pub struct PartyForm {
    party: Uuid,
}

/// `POST /link/launch/{id}/party`.
pub async fn choose(
    signed: Signed,
    Path(id): Path<Uuid>,
    Form(form): Form<PartyForm>,
) -> Result<Response, PageError> {
    let chosen = launches::choose_party(
        signed.core(),
        signed.person(),
        LaunchId(id),
        PartyId(form.party),
    )
    .await?;
    match chosen {
        Ok(()) => Ok(redirect(&routes::launch(id))),
        Err(refusal) => refused_launch(&signed, id, refusal).await,
    }
}

/// `GET /link/launch/{id}/out`: makes the key, once, and sends the browser to the owner. A link leads here, not a form,
/// since browsers hold a form's redirects to this origin.
pub async fn leave(
    signed: Signed,
    Path(id): Path<Uuid>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    // A look ahead must not use up what is there once.
    if method == Method::HEAD || is_prefetch(&headers) {
        return Err(PageError::Unreadable(StatusCode::METHOD_NOT_ALLOWED));
    }
    match tickets::issue(signed.core(), signed.person(), LaunchId(id)).await? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(refusal) => refused_launch(&signed, id, refusal).await,
    }
}

/// Browsers that fetch a page before anybody asked for it say so (Fetch standard, `Sec-Purpose`).
fn is_prefetch(headers: &HeaderMap) -> bool {
    headers
        .get("sec-purpose")
        .is_some_and(|purpose| purpose.as_bytes().starts_with(b"prefetch"))
}

async fn choose_page(
    signed: &Signed,
    view: &LaunchView,
    candidates: &[Candidate],
) -> Result<ChoosePartyPage, PageError> {
    let mut usable = Vec::new();
    let mut unusable = Vec::new();
    for candidate in candidates {
        let party = label(signed.core(), &candidate.party).await?;
        match candidate.problem {
            None => usable.push(UsableParty {
                id: candidate.party.id.0,
                party,
                is_current: signed.signed.acts_for() == candidate.party.id,
            }),
            Some(problem) => unusable.push(UnusableParty {
                party,
                reason: match problem {
                    CandidateProblem::WrongType => WhyUnusable::WrongKind,
                    CandidateProblem::NoRight => WhyUnusable::NoPower,
                },
            }),
        }
    }
    let names = Names::of(signed, &view.service);
    Ok(ChoosePartyPage {
        frame: signed.visitor.frame(Some(NavItem::Services)).await?,
        id: view.launch.id.0,
        service: names.service,
        owner: names.owner,
        party_kinds: party_kinds(&view.service),
        usable,
        unusable,
    })
}

async fn check_page(
    signed: &Signed,
    view: &LaunchView,
    party: &Party,
    failures: &[CheckFailure],
) -> Result<CheckFailedPage, PageError> {
    let names = Names::of(signed, &view.service);
    let failed = failures.iter().map(|failure| match failure {
        CheckFailure::NoEmail => FailedCheck::Email,
        CheckFailure::TooYoung { years } => FailedCheck::Age { years: *years },
    });
    Ok(CheckFailedPage {
        frame: signed.visitor.frame(Some(NavItem::Services)).await?,
        id: view.launch.id.0,
        resource: view.service.resource.id.clone(),
        service: names.service,
        owner: names.owner,
        party: party.name.clone(),
        failed: failed.collect(),
    })
}

async fn leaving_page(
    signed: &Signed,
    view: &LaunchView,
    party: &Party,
) -> Result<LeavingPage, PageError> {
    let names = Names::of(signed, &view.service);
    let address = url::Url::parse(&view.service.link.target.url).ok();
    let host = address
        .as_ref()
        .and_then(url::Url::host_str)
        .unwrap_or_default();
    Ok(LeavingPage {
        frame: signed.visitor.frame(Some(NavItem::Services)).await?,
        id: view.launch.id.0,
        service: names.service,
        owner: names.owner,
        host: host.to_owned(),
        party: label(signed.core(), party).await?,
    })
}

/// What a service and its owner are called.
struct Names {
    service: String,
    owner: String,
}

impl Names {
    fn of(signed: &Signed, service: &Service) -> Self {
        Self {
            service: service.resource.title.get(signed.language()).to_owned(),
            owner: service.owner.name.get(signed.language()).to_owned(),
        }
    }
}

/// The refusal of a launch that exists: its service is known.
async fn refused_launch(
    signed: &Signed,
    id: Uuid,
    refusal: Refusal,
) -> Result<Response, PageError> {
    match launches::service_of(signed.core(), signed.person(), LaunchId(id)).await? {
        Some(resource) => refused(signed, &resource, refusal).await,
        None => Err(PageError::NotFound),
    }
}

async fn enough(signed: &Signed, service: &Service, party: PartyId) -> Result<Enough, PageError> {
    let (action, resource) = (&service.link.action, &service.resource.id);
    let shortfall =
        access::shortfall(signed.core(), signed.person(), action, resource, party).await?;
    Ok(Enough::of(shortfall, signed.language()))
}

/// The number of the organization, when it can give the service to somebody.
async fn askable(
    signed: &Signed,
    service: &Service,
    party: PartyId,
) -> Result<Option<String>, PageError> {
    if !service.resource.is_delegable {
        return Ok(None);
    }
    let party = store::parties::find(&signed.core().db, party).await?;
    let organization = party.as_ref().and_then(Party::organization);
    Ok(organization.map(|organization| organization.number.to_string()))
}

async fn refused(signed: &Signed, resource: &str, refusal: Refusal) -> Result<Response, PageError> {
    let service = launches::find_service(signed.core(), resource).await?;
    let Some(service) = service else {
        return Err(PageError::NotFound);
    };
    let mut ask = None;
    let (status, party, shown) = match refusal {
        Refusal::NotFound | Refusal::ForeignParty => return Err(PageError::NotFound),
        Refusal::LevelTooLow(needed) => (
            StatusCode::OK,
            None,
            Shown::Level {
                needed,
                current: signed.signed.level,
            },
        ),
        Refusal::Closed(_) => (StatusCode::OK, None, Shown::Closed),
        Refusal::Spent => (StatusCode::OK, None, Shown::StartAgain),
        Refusal::WrongPartyType(party) => {
            let allowed = party_kinds(&service);
            (StatusCode::OK, Some(party), Shown::WrongKind { allowed })
        }
        Refusal::NoRight { party, name } => {
            let enough = enough(signed, &service, party).await?;
            ask = askable(signed, &service, party).await?;
            (StatusCode::FORBIDDEN, Some(name), Shown::NoRight(enough))
        }
    };
    let names = Names::of(signed, &service);
    let refused = RefusedPage {
        frame: signed.visitor.frame(Some(NavItem::Services)).await?,
        resource: resource.to_owned(),
        service: names.service,
        owner: names.owner,
        party: party.unwrap_or_default(),
        ask,
        refusal: shown,
    };
    page_with(status, &refused)
}
