//! `/aktorvalg`: finding and choosing the party to act for.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{ChoosePage, PARTIES_PER_PAGE, PartyRow, RowKind};
use crate::domain::{Party, PartyId};
use crate::ops::{access, parties};
use crate::portal::visitor::{Signed, page, redirect, safe_path};
use crate::portal::{Flash, PageError, Pager, PartyLabel, session};
use crate::{routes, store};

#[derive(Deserialize)]
pub struct ChooseQuery {
    goto: Option<String>,
    q: Option<String>,
    side: Option<usize>,
}

/// `GET /aktorvalg`.
pub async fn show(signed: Signed, Query(query): Query<ChooseQuery>) -> Result<Response, PageError> {
    let goto = safe_path(query.goto.as_deref()).unwrap_or_else(|| routes::LANDING.to_owned());
    let text = query.q.unwrap_or_default();
    let all = parties::list_represented(signed.core(), signed.person()).await?;
    let hits = matching(&all, text.trim());
    let last = hits.len().div_ceil(PARTIES_PER_PAGE).max(1);
    let current = query.side.unwrap_or(1).clamp(1, last);
    let rows = hits
        .iter()
        .skip((current - 1) * PARTIES_PER_PAGE)
        .take(PARTIES_PER_PAGE)
        .map(|party| row(party, &all, &signed))
        .collect();
    let pager = Pager::new(current, last, |page| {
        routes::parties_page(&goto, &text, page)
    });
    page(&ChoosePage {
        frame: signed.visitor.frame(None).await?,
        goto,
        query: text,
        hits: hits.len(),
        rows,
        pager,
    })
}

/// Matches part of the name, or the organization number with or without blanks.
fn matching<'a>(all: &'a [Party], text: &str) -> Vec<&'a Party> {
    let wanted = text.to_lowercase();
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    all.iter()
        .filter(|party| {
            let number = party
                .organization()
                .map(|organization| organization.number.as_str());
            wanted.is_empty()
                || party.name.to_lowercase().contains(&wanted)
                || number.is_some_and(|number| number.contains(&digits))
        })
        .collect()
}

fn row(party: &Party, all: &[Party], signed: &Signed) -> PartyRow {
    let parent = party
        .parent()
        .and_then(|parent| all.iter().find(|other| other.id == parent));
    PartyRow {
        id: party.id.0,
        party: PartyLabel::of(party, parent),
        kind: if party.id == signed.signed.person {
            RowKind::You
        } else {
            RowKind::Other
        },
        is_current: signed.signed.acts_for() == party.id,
    }
}

#[derive(Deserialize)]
pub struct ChooseForm {
    party: Uuid,
    goto: Option<String>,
}

/// `POST /aktorvalg`: acts for another party from now on.
pub async fn choose(signed: Signed, Form(form): Form<ChooseForm>) -> Result<Response, PageError> {
    let id = PartyId(form.party);
    if !access::may_represent(signed.core(), signed.person(), id).await? {
        return Err(PageError::NotFound);
    }
    let party = store::parties::find(&signed.core().db, id)
        .await?
        .ok_or(PageError::NotFound)?;
    session::choose_party(&signed.visitor.session, signed.signed.clone(), id).await?;
    signed
        .flash(&Flash::PartyChosen { party: party.name })
        .await?;
    Ok(redirect(
        &safe_path(form.goto.as_deref()).unwrap_or_else(|| routes::LANDING.to_owned()),
    ))
}
