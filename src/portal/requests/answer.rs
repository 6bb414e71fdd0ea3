//! The consent screen and the answers: `/accessmanagement/ui/systemuser/request`.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::{Approvers, Onward, Outcome, Problem, ReceiptPage, ShowPage, State};
use crate::domain::{
    CannotDelegate, Language, NotAnswerable, RequestId, RequestStatus, SecurityLevel,
};
use crate::ops::access::{self, ACCESS_MANAGEMENT};
use crate::ops::delegation::{PackageCheck, RightCheck};
use crate::ops::requests::{self, Refusal, RequestView, Standing};
use crate::portal::visitor::{Signed, label, page, page_with, redirect, safe_path};
use crate::portal::{
    Frame, Missing, PackageRight, PageError, PowerList, Rights, ServiceRight, SystemLabel,
    approvers,
};
use crate::reference::reference;
use crate::telemetry::record_party;
use crate::{routes, store};

#[derive(Deserialize)]
pub struct ShowQuery {
    id: Uuid,
    skiplogout: Option<String>,
    /// Where the person came from: a path on this portal.
    backtopage: Option<String>,
}

/// `GET …/request?id=…`: what the system asks for, for somebody who has to do with the business.
pub async fn show(signed: Signed, Query(query): Query<ShowQuery>) -> Result<Response, PageError> {
    let view = load(&signed, query.id).await?;
    if let Some(level) = needed_level(&view) {
        return Err(signed.step_up(level));
    }
    let shown = show_page(&signed, &view, is_true(query.skiplogout.as_deref()), None).await?;
    page(&ShowPage {
        back: safe_path(query.backtopage.as_deref()),
        ..shown
    })
}

async fn load(signed: &Signed, id: Uuid) -> Result<RequestView, PageError> {
    let view = requests::load(signed.core(), signed.person(), RequestId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    record_party(&view.party.id.to_string());
    Ok(view)
}

/// The level that an answer would need and the person does not have.
fn needed_level(view: &RequestView) -> Option<SecurityLevel> {
    match view.standing {
        Standing::LevelTooLow(level) => Some(level),
        Standing::MayAnswer | Standing::MayEscalate => None,
    }
}

async fn show_page(
    signed: &Signed,
    view: &RequestView,
    inside: bool,
    problem: Option<Problem>,
) -> Result<ShowPage, PageError> {
    Ok(ShowPage {
        frame: frame(signed, view.request.id).await?,
        id: view.request.id.0,
        inside,
        back: None,
        system: system_label(view, signed.language()),
        party: label(signed.core(), &view.party).await?,
        rights: rights(signed, view).await?,
        state: state(signed, view).await?,
        problem,
    })
}

/// The frame of the request layout. After an answer that was refused the page stands at the answer's address, so the
/// way back is told here.
async fn frame(signed: &Signed, id: RequestId) -> Result<Frame, PageError> {
    Ok(Frame {
        path: routes::request_confirm(id.0),
        ..signed.visitor.frame(None).await?
    })
}

async fn state(signed: &Signed, view: &RequestView) -> Result<State, PageError> {
    let request = &view.request;
    let at = request.answered_at.unwrap_or(request.created_at);
    Ok(
        match (request.status, request.check_answerable(signed.visitor.now)) {
            (RequestStatus::Accepted, _) => State::Approved { at },
            (RequestStatus::Rejected, _) => State::Rejected { at },
            (_, Err(NotAnswerable::Expired)) => State::Expired,
            _ => open_state(signed, view).await?,
        },
    )
}

async fn open_state(signed: &Signed, view: &RequestView) -> Result<State, PageError> {
    Ok(match view.standing {
        Standing::MayEscalate if view.request.is_escalated => {
            State::Forwarded(who_may(signed, view).await?)
        }
        Standing::MayEscalate => State::MayForward(who_may(signed, view).await?),
        _ if view.lacks_something() => State::Lacking {
            may_forward: !view.request.is_escalated,
        },
        _ => State::Answerable,
    })
}

async fn who_may(signed: &Signed, view: &RequestView) -> Result<Approvers, PageError> {
    let roles = approvers(&view.party, signed.language());
    let (core, person, party) = (signed.core(), signed.person(), view.party.id);
    let shortfall = access::shortfall(core, person, "write", ACCESS_MANAGEMENT, party).await?;
    let also = PowerList::of(&shortfall.powers(), signed.language()).without(&roles);
    Ok(Approvers { roles, also })
}

fn system_label(view: &RequestView, language: Language) -> SystemLabel {
    SystemLabel {
        name: view.system.name.get(language).to_owned(),
        description: view.system.description.get(language).to_owned(),
        vendor: view.vendor.clone(),
        vendor_number: view.system.vendor.to_string(),
    }
}

async fn rights(signed: &Signed, view: &RequestView) -> Result<Rights, PageError> {
    let language = signed.language();
    // Marks on single rights help only somebody who could otherwise approve.
    let shows_missing = view.standing == Standing::MayAnswer;
    let owners = store::service_owners::list(&signed.core().db).await?;
    let services = view.rights.iter().map(|check| {
        let owner = owners
            .iter()
            .find(|owner| owner.code == check.resource.owner);
        ServiceRight {
            title: check.resource.title.get(language).to_owned(),
            owner: owner
                .map(|owner| owner.name.get(language).to_owned())
                .unwrap_or_default(),
            actions: shown_actions(check),
            missing: missing_right(check).filter(|_| shows_missing),
        }
    });
    let packages = view.packages.iter().map(|check| PackageRight {
        name: check.package.name.get(language).to_owned(),
        description: area_name(check, language),
        missing: missing_package(check).filter(|_| shows_missing),
    });
    Ok(Rights {
        services: services.collect(),
        packages: packages.collect(),
    })
}

/// What would be given; to somebody who can give nothing, what the service is about.
fn shown_actions(check: &RightCheck) -> Vec<String> {
    match check.actions.is_empty() {
        true => check.known_actions.clone(),
        false => check.actions.clone(),
    }
}

fn area_name(check: &PackageCheck, language: Language) -> String {
    reference()
        .area(&check.package.area)
        .map(|area| area.name.get(language).to_owned())
        .unwrap_or_default()
}

fn missing_right(check: &RightCheck) -> Option<Missing> {
    check.problem.map(missing)
}

fn missing_package(check: &PackageCheck) -> Option<Missing> {
    check.problem.map(missing)
}

fn missing(problem: CannotDelegate) -> Missing {
    match problem {
        CannotDelegate::MissingAccess => Missing::Power,
        CannotDelegate::NotDelegable | CannotDelegate::IsApiScope => Missing::NotDelegable,
        CannotDelegate::LevelTooLow(_) => Missing::Level,
    }
}

#[derive(Default, Deserialize)]
pub struct AnswerForm {
    skiplogout: Option<String>,
}

/// The answer is in the address; a post without any form is an answer too.
type MaybeForm = Result<Form<AnswerForm>, FormRejection>;

/// `POST …/request/{id}/approve`.
pub async fn approve(
    signed: Signed,
    Path(id): Path<Uuid>,
    form: MaybeForm,
) -> Result<Response, PageError> {
    let answer = requests::approve(signed.core(), signed.person(), RequestId(id)).await?;
    after(&signed, id, form, answer.map(|_| ())).await
}

/// `POST …/request/{id}/reject`.
pub async fn reject(
    signed: Signed,
    Path(id): Path<Uuid>,
    form: MaybeForm,
) -> Result<Response, PageError> {
    let answer = requests::reject(signed.core(), signed.person(), RequestId(id)).await?;
    after(&signed, id, form, answer).await
}

/// `POST …/request/{id}/escalate`: forwards it to those who may answer.
pub async fn escalate(
    signed: Signed,
    Path(id): Path<Uuid>,
    form: MaybeForm,
) -> Result<Response, PageError> {
    let answer = requests::escalate(signed.core(), signed.person(), RequestId(id)).await?;
    after(&signed, id, form, answer).await
}

/// The receipt after an answer; after a refusal the request's page again, with what went wrong.
async fn after(
    signed: &Signed,
    id: Uuid,
    form: MaybeForm,
    answer: Result<(), Refusal>,
) -> Result<Response, PageError> {
    let form = form.map(|Form(form)| form).unwrap_or_default();
    let inside = is_true(form.skiplogout.as_deref());
    let problem = match answer {
        Ok(()) => return Ok(redirect(&routes::request_receipt(id, inside))),
        Err(Refusal::NotFound) => return Err(PageError::NotFound),
        Err(Refusal::LevelTooLow(level)) => return Err(signed.step_up(level)),
        // The page itself says that it has been answered or has expired.
        Err(Refusal::NotAnswerable(_)) => None,
        Err(Refusal::AlreadyExists) => Some(Problem::Exists),
        Err(Refusal::NoAccess | Refusal::Lacking) => Some(Problem::Refused),
    };
    let view = load(signed, id).await?;
    page_with(
        StatusCode::CONFLICT,
        &show_page(signed, &view, inside, problem).await?,
    )
}

#[derive(Deserialize)]
pub struct ReceiptQuery {
    skiplogout: Option<String>,
}

/// `GET …/request/{id}/receipt`: what the answer was. Goes on to the vendor by itself when the person came from there.
pub async fn receipt(
    signed: Signed,
    Path(id): Path<Uuid>,
    Query(query): Query<ReceiptQuery>,
) -> Result<Response, PageError> {
    let view = load(&signed, id).await?;
    let request = &view.request;
    let outcome = match request.status {
        RequestStatus::Accepted => Outcome::Approved,
        RequestStatus::Rejected => Outcome::Rejected,
        RequestStatus::New if request.is_escalated => Outcome::Forwarded,
        RequestStatus::New => return Ok(redirect(&routes::request_confirm(id))),
    };
    let onward = match (is_true(query.skiplogout.as_deref()), &request.redirect_url) {
        (true, _) => Onward::Overview,
        (false, Some(_)) if !matches!(outcome, Outcome::Forwarded) => Onward::VendorAtOnce,
        (false, Some(_)) => Onward::Vendor,
        (false, None) => Onward::LogOut,
    };
    page(&ReceiptPage {
        frame: frame(&signed, request.id).await?,
        id,
        outcome,
        system: system_label(&view, signed.language()),
        party: label(signed.core(), &view.party).await?,
        at: request.answered_at.unwrap_or(signed.visitor.now),
        onward,
    })
}

fn is_true(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.is_empty() || value.eq_ignore_ascii_case("true"))
}
