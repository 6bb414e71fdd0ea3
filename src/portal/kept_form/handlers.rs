//! `/innlogging/skjema/{id}`: what was typed before a new login.

use axum::extract::{Path, Query};
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use uuid::Uuid;

use super::{KeptFormPage, find, throw_away};
use crate::domain::KeptFormId;
use crate::portal::visitor::{Signed, page, redirect, safe_path};
use crate::portal::{NavItem, PageError};
use crate::routes;

#[derive(Deserialize)]
pub struct KeptFormQuery {
    #[serde(rename = "vis")]
    show: Option<String>,
}

/// `GET /innlogging/skjema/{id}`: on to the form's own page, which is filled there, or the list of what was typed.
pub async fn show(
    signed: Signed,
    Path(id): Path<Uuid>,
    Query(query): Query<KeptFormQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (app, person) = (&signed.visitor.app, signed.signed.person);
    let form = find(app, &headers, person, KeptFormId(id)).await?;
    let origin = form
        .as_ref()
        .and_then(|form| safe_path(form.page.as_deref()));
    if let (Some(origin), None) = (&origin, query.show) {
        return Ok(redirect(&routes::refilled(origin, id)));
    }
    page(&KeptFormPage {
        frame: signed.visitor.frame(Some(NavItem::Home)).await?,
        id,
        form,
        origin,
    })
}

/// `POST /innlogging/skjema/{id}/kast`: the person does not want it any more.
pub async fn discard(
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    throw_away(&signed.visitor.app, &headers, KeptFormId(id)).await?;
    Ok(redirect(routes::LANDING))
}
