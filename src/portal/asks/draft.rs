//! `/accessmanagement/ui/requests/resource`: what a service owner drafted for somebody.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::draft_page::{Draft, DraftPage};
use super::ids;
use super::item::Names;
use crate::domain::AccessRequest;
use crate::ops::access_requests::{self, By, View};
use crate::portal::PageError;
use crate::portal::visitor::{Signed, page, redirect};
use crate::routes;

type Pairs = Vec<(String, String)>;

/// `GET …/requests/resource?requestId=…`
pub async fn show(signed: Signed, Query(pairs): Query<Pairs>) -> Result<Response, PageError> {
    let ids = ids::read(&pairs)?;
    let found = load(&signed, &ids).await?;
    let missing = ids.len() - found.len();
    let views = access_requests::views(signed.core(), found).await?;
    let drafts = drafts(&signed, &views).await?;
    page(&DraftPage {
        frame: signed.visitor.frame(None).await?,
        owner: owner(&signed, &views),
        drafts,
        missing,
    })
}

/// Those of them that are for the person; if none is, there is no such page.
async fn load(signed: &Signed, ids: &[Uuid]) -> Result<Vec<AccessRequest>, PageError> {
    let found = access_requests::own_drafts(signed.core(), signed.person(), ids).await?;
    match found.is_empty() {
        true => Err(PageError::NotFound),
        false => Ok(found),
    }
}

async fn drafts(signed: &Signed, views: &[View]) -> Result<Vec<Draft>, PageError> {
    let wanted: Vec<_> = views.iter().map(|view| view.request.what.clone()).collect();
    let names = Names::load(signed, &wanted).await?;
    let draft = |view: &View| Draft {
        item: names.item(&view.request),
        from: view.from.name.clone(),
        to: view.to.name.clone(),
    };
    Ok(views.iter().map(draft).collect())
}

fn owner(signed: &Signed, views: &[View]) -> String {
    let names = views.iter().filter_map(|view| match &view.by {
        By::Owner(owner) => Some(owner.name.get(signed.language()).to_owned()),
        By::Person(_) => None,
    });
    names.take(1).collect()
}

/// `POST …/requests/resource`: the page afterwards says what has become of each.
pub async fn answer(signed: Signed, Form(form): Form<Pairs>) -> Result<Response, PageError> {
    let ids = ids::read(&form)?;
    let is_confirmed = match ids::field(&form, "do") {
        Some("confirm") => true,
        Some("discard") => false,
        _ => return Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    for request in load(&signed, &ids).await? {
        let (core, person, to) = (signed.core(), signed.person(), request.to);
        // Whoever was faster has decided it; the page shows how.
        let _ = match is_confirmed {
            true => access_requests::confirm(core, person, to, request.id).await?,
            false
                if request
                    .check(crate::domain::AccessRequestChange::Confirm)
                    .is_ok() =>
            {
                access_requests::withdraw(core, person, to, request.id).await?
            }
            false => continue,
        };
    }
    Ok(redirect(&routes::access_request_draft(&ids)))
}
