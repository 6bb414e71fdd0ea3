//! Tickets of link services: `POST /linkservice/api/v1/redeem`.

mod file;
mod wire;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::bearer::{Bearer, Redeem};
use super::json::{LooseJson, json_answer};
use super::limited::count_failed_redemption;
use super::problem::{self, Problem};
use crate::app::App;
use crate::domain::NationalId;
use crate::limits::Limited;
use crate::ops::tickets::{self, RedeemRefusal, Redemption};
use wire::{RedeemAnswer, RedeemBody};

pub use file::link_service_of;

/// Gives the owner what a ticket stands for, once.
pub async fn redeem(
    State(app): State<App>,
    bearer: Bearer<Redeem>,
    limited: Option<Extension<Limited>>,
    LooseJson(body): LooseJson<RedeemBody>,
) -> Result<Response, Problem> {
    let subject = body.subject.map(read_subject).transpose()?;
    let asked = Redemption {
        key: &body.key,
        caller: bearer.org()?,
        subject: subject.as_ref(),
    };
    match tickets::redeem(app.core(), asked).await? {
        Ok(redeemed) => Ok(json_answer(StatusCode::OK, &RedeemAnswer::of(&redeemed))),
        Err(refusal) => {
            let limited = limited.as_ref().map(|Extension(limited)| limited);
            count_failed_redemption(limited, &bearer.caller)?;
            Err(refused(refusal))
        }
    }
}

fn read_subject(subject: wire::SubjectBody) -> Result<NationalId, Problem> {
    if subject.kind != "urn:altinn:person:identifier-no" {
        return Err(Problem::unreadable(
            "subject.type must be urn:altinn:person:identifier-no",
        ));
    }
    NationalId::parse(&subject.value)
        .ok_or_else(|| Problem::unreadable("subject.value is no national identity number"))
}

fn refused(refusal: RedeemRefusal) -> Problem {
    Problem::of(match refusal {
        RedeemRefusal::Unknown => problem::TICKET_UNKNOWN,
        RedeemRefusal::Expired => problem::TICKET_EXPIRED,
        RedeemRefusal::AlreadyRedeemed => problem::TICKET_USED,
        RedeemRefusal::SubjectMismatch => problem::SUBJECT_MISMATCH,
        RedeemRefusal::SubjectMissing => problem::SUBJECT_MISSING,
        RedeemRefusal::RightWithdrawn => problem::RIGHT_WITHDRAWN,
    })
}
