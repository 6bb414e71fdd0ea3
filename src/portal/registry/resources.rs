//! `/tjenesteeier`: a service owner's resources and their descriptions.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::context::{OwnerContext, Reader, Writer};
use super::description::Description;
use super::fields::Fields;
use super::table::PolicyView;
use super::{OverviewPage, RESOURCES_PER_PAGE, ResourceFormPage, ResourcePage, ResourceRow};
use crate::domain::{AccessListMode, Naming, Resource, alphabetical};
use crate::ops::resources::{self, Refusal};
use crate::portal::form::FieldError;
use crate::portal::visitor::{page, page_with, redirect};
use crate::portal::{Flash, PageError, Pager};
use crate::{routes, store};

#[derive(Deserialize)]
pub struct OverviewQuery {
    q: Option<String>,
    side: Option<usize>,
}

/// `GET /tjenesteeier`.
pub async fn overview(
    Reader(ctx): Reader,
    Query(query): Query<OverviewQuery>,
) -> Result<Response, PageError> {
    let (db, code) = (&ctx.core().db, &ctx.owner.code);
    let language = ctx.language();
    let all = store::resources::list_of_owner(db, code).await?;
    let text = query.q.unwrap_or_default();
    let wanted = text.trim().to_lowercase();
    let is_hit = |resource: &&Resource| {
        let title = resource.title.get(language).to_lowercase();
        title.contains(&wanted) || resource.id.contains(&wanted)
    };
    let mut hits: Vec<&Resource> = all.iter().filter(is_hit).collect();
    hits.sort_by_cached_key(|resource| alphabetical(resource.title.get(language)));
    let last = hits.len().div_ceil(RESOURCES_PER_PAGE).max(1);
    let current = query.side.unwrap_or(1).clamp(1, last);
    let from = (current - 1) * RESOURCES_PER_PAGE;
    let shown: Vec<&Resource> = hits
        .iter()
        .skip(from)
        .take(RESOURCES_PER_PAGE)
        .copied()
        .collect();
    page(&OverviewPage {
        frame: ctx.frame().await?,
        owner: ctx.owner.name.get(language).to_owned(),
        total: all.len(),
        hits: hits.len(),
        resources: rows(&ctx, &shown).await?,
        lists: store::access_lists::count_of_owner(db, code).await?,
        pager: Pager::new(current, last, |number| routes::registry_page(&text, number)),
        query: text,
        may_write: ctx.may_write,
    })
}

async fn rows(ctx: &OwnerContext, shown: &[&Resource]) -> Result<Vec<ResourceRow>, PageError> {
    let ids: Vec<String> = shown.iter().map(|resource| resource.id.clone()).collect();
    let guarded = store::policies::list(&ctx.core().db, &ids).await?;
    let row = |resource: &&Resource| {
        let own = guarded.iter().find(|one| one.id == resource.id);
        ResourceRow {
            id: resource.id.clone(),
            title: resource.title.get(ctx.language()).to_owned(),
            has_policy: own.is_some_and(|one| one.policy.is_some()),
            is_for_members: resource.access_list_mode == AccessListMode::Enabled,
            is_visible: resource.is_visible,
        }
    };
    Ok(shown.iter().map(row).collect())
}

/// `GET /tjenesteeier/ressurser/{id}`.
pub async fn show(Reader(ctx): Reader, Path(id): Path<String>) -> Result<Response, PageError> {
    let resource = ctx.resource(&id).await?;
    let guarded = store::policies::find(&ctx.core().db, &id).await?;
    let policy = guarded.and_then(|guarded| guarded.policy);
    let lists = store::access_lists::list_of_resource(&ctx.core().db, &id).await?;
    page(&ResourcePage {
        frame: ctx.frame().await?,
        owner: ctx.owner.name.get(ctx.language()).to_owned(),
        policy: policy.map(|xml| PolicyView::of(&id, &xml, ctx.language())),
        lists,
        may_write: ctx.may_write,
        resource,
    })
}

/// `GET /tjenesteeier/ny-ressurs`.
pub async fn ask_new(Writer(ctx): Writer) -> Result<Response, PageError> {
    let values = Description {
        id: format!("{}-", ctx.owner.code),
        ..Description::blank()
    };
    let form = Shown {
        status: StatusCode::OK,
        stored: None,
        values,
        errors: Vec::new(),
        is_changed: false,
    };
    render(&ctx, form).await
}

/// `POST /tjenesteeier/ny-ressurs`.
pub async fn create(
    Writer(ctx): Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let values = Description::read(&Fields(fields));
    let draft = values.draft(&ctx.owner, None);
    let mut errors = values.errors(&draft, Naming::New, ctx.ctx.signed.words());
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty() {
        match resources::create(ctx.core(), &ctx.administrator(), draft).await? {
            Ok(resource) => {
                let title = resource.title.get(ctx.language()).to_owned();
                ctx.flash(&Flash::ResourceCreated { resource: title })
                    .await?;
                return Ok(redirect(&routes::registry_resource(&resource.id)));
            }
            Err(refusal) => {
                if refusal == Refusal::Taken {
                    status = StatusCode::CONFLICT;
                }
                errors.push(error_of(&ctx, &refusal)?);
            }
        }
    }
    let form = Shown {
        status,
        stored: None,
        values,
        errors,
        is_changed: false,
    };
    render(&ctx, form).await
}

/// `GET /tjenesteeier/ressurser/{id}/rediger`.
pub async fn ask_edit(Writer(ctx): Writer, Path(id): Path<String>) -> Result<Response, PageError> {
    let resource = ctx.resource(&id).await?;
    let form = Shown {
        status: StatusCode::OK,
        values: Description::of(&resource),
        stored: Some(resource),
        errors: Vec::new(),
        is_changed: false,
    };
    render(&ctx, form).await
}

/// `POST /tjenesteeier/ressurser/{id}/rediger`: keeps all of it, or nothing. A form that was filled from an older version
/// comes back with what was written and the newer version's number.
pub async fn edit(
    Writer(ctx): Writer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let stored = ctx.resource(&id).await?;
    let fields = Fields(fields);
    let values = Description {
        id: stored.id.clone(),
        ..Description::read(&fields)
    };
    let draft = values.draft(&ctx.owner, Some(&stored));
    let mut errors = values.errors(&draft, Naming::Existing, ctx.ctx.signed.words());
    let mut is_changed = false;
    if errors.is_empty() {
        // A number that is none was never a version.
        let seen = fields.get("version").parse().unwrap_or(-1);
        let by = ctx.administrator();
        match resources::update(ctx.core(), &by, draft, Some(seen)).await? {
            Ok(resource) => {
                let title = resource.title.get(ctx.language()).to_owned();
                ctx.flash(&Flash::ResourceSaved { resource: title }).await?;
                return Ok(redirect(&routes::registry_resource(&id)));
            }
            Err(Refusal::Changed(_)) => is_changed = true,
            Err(refusal) => errors.push(error_of(&ctx, &refusal)?),
        }
    }
    let status = match is_changed {
        true => StatusCode::CONFLICT,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = Shown {
        status,
        stored: Some(ctx.resource(&id).await?),
        values,
        errors,
        is_changed,
    };
    render(&ctx, form).await
}

fn error_of(ctx: &OwnerContext, refusal: &Refusal) -> Result<FieldError, PageError> {
    let t = &ctx.ctx.signed.words().registry_form;
    match refusal {
        Refusal::Taken => Ok(FieldError::new("id", t.id_taken)),
        Refusal::ForeignScopes(scopes) => {
            let scopes = scopes.join(", ");
            let text = crate::text::fill(t.scope_foreign, &[("scopes", &scopes)]);
            Ok(FieldError::new("reference-0-value", &text))
        }
        Refusal::Invalid(_) => Ok(FieldError::new("title-nb", t.invalid)),
        Refusal::NotYours | Refusal::NotFound => Err(PageError::NotFound),
        Refusal::Changed(_) | Refusal::Policy(_) => Err(PageError::Failure),
    }
}

struct Shown {
    status: StatusCode,
    stored: Option<Resource>,
    values: Description,
    errors: Vec<FieldError>,
    is_changed: bool,
}

async fn render(ctx: &OwnerContext, form: Shown) -> Result<Response, PageError> {
    let language = ctx.language();
    let stored = form.stored.as_ref();
    let page = ResourceFormPage {
        frame: ctx.frame().await?,
        version: stored.map_or(0, |resource| resource.version),
        stored: stored.map(|resource| resource.title.get(language).to_owned()),
        values: form.values,
        errors: form.errors,
        is_changed: form.is_changed,
    };
    page_with(form.status, &page)
}
