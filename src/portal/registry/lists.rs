//! `/tjenesteeier/lister`: a service owner's access lists.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::context::{OwnerContext, Reader, Writer};
use super::fields::Fields;
use super::{ConnectionRow, DeleteListPage, ListFormPage, ListPage, ListsPage};
use crate::domain::{
    AccessList, AccessListMode, OrgNumber, PartyId, Preconditions, Versions, is_list_identifier,
};
use crate::ops::access_lists::{self, Edit, ListName, ListText, Refusal};
use crate::portal::form::FieldError;
use crate::portal::visitor::{page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::{routes, store};

/// How many lists, and how many members, one page shows.
const LISTS_PER_PAGE: usize = 50;
const MEMBERS_PER_PAGE: usize = 50;
/// How many resources of a list are shown; an owner has far fewer.
const MAX_CONNECTIONS: i64 = 500;
/// How long names and descriptions may be, in characters.
const MAX_NAME: usize = 200;
const MAX_DESCRIPTION: usize = 2_000;

#[derive(Deserialize)]
pub struct ListsQuery {
    etter: Option<String>,
}

#[derive(Deserialize)]
pub struct ListQuery {
    etter: Option<Uuid>,
    medlem: Option<String>,
}

impl OwnerContext {
    pub fn list_name<'a>(&'a self, identifier: &'a str) -> ListName<'a> {
        ListName {
            owner: &self.owner.code,
            identifier,
        }
    }

    /// A list of this owner; another owner's does not exist.
    pub async fn list(&self, identifier: &str) -> Result<AccessList, PageError> {
        let found = access_lists::find(self.core(), self.list_name(identifier)).await?;
        found.ok_or(PageError::NotFound)
    }
}

/// The version that a form was filled from, as a condition. A number that is none was never a version.
pub fn seen(fields: &Fields) -> Preconditions {
    Preconditions::version(fields.get("version").parse().unwrap_or(-1))
}

/// `GET /tjenesteeier/lister`.
pub async fn overview(
    Reader(ctx): Reader,
    Query(query): Query<ListsQuery>,
) -> Result<Response, PageError> {
    let after = query.etter.unwrap_or_default();
    let limit = i64::try_from(LISTS_PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut lists = access_lists::list(ctx.core(), &ctx.owner.code, &after, limit).await?;
    let has_more = lists.len() > LISTS_PER_PAGE;
    lists.truncate(LISTS_PER_PAGE);
    let last = lists.last().filter(|_| has_more);
    page(&ListsPage {
        frame: ctx.frame().await?,
        owner: ctx.owner.name.get(ctx.language()).to_owned(),
        next: last.map(|list| routes::registry_lists_after(&list.identifier)),
        lists,
        is_first: after.is_empty(),
        may_write: ctx.may_write,
    })
}

/// `GET /tjenesteeier/lister/{list}`. Whoever looks for a member by its number comes to the member's own page.
pub async fn show(
    Reader(ctx): Reader,
    Path(identifier): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (core, now) = (ctx.core(), ctx.core().world.now());
    let wanted = query.medlem.filter(|text| !text.trim().is_empty());
    if let Some(text) = &wanted {
        let list = ctx.list(&identifier).await?;
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if let Some(number) = OrgNumber::parse(&digits)
            && store::access_lists::find_member(&core.db, list.id, &number, now)
                .await?
                .is_some()
        {
            return Ok(redirect(&routes::registry_list_member(
                &identifier,
                number.as_str(),
            )));
        }
    }
    let after = query.etter.map(PartyId);
    let limit = i64::try_from(MEMBERS_PER_PAGE + 1).unwrap_or(i64::MAX);
    let name = ctx.list_name(&identifier);
    let found = access_lists::members(core, name, after, limit).await?;
    let mut found = found.ok_or(PageError::NotFound)?;
    let has_more = found.members.len() > MEMBERS_PER_PAGE;
    found.members.truncate(MEMBERS_PER_PAGE);
    let last = found.members.last().filter(|_| has_more);
    page(&ListPage {
        frame: ctx.frame().await?,
        count: store::access_lists::count_members(&core.db, found.list.id, now).await?,
        next: last.map(|member| routes::registry_list_after(&identifier, member.party.0)),
        connections: connections(&ctx, &identifier).await?,
        list: found.list,
        members: found.members,
        not_found: wanted,
        is_first: after.is_none(),
        may_write: ctx.may_write,
    })
}

async fn connections(ctx: &OwnerContext, list: &str) -> Result<Vec<ConnectionRow>, PageError> {
    let name = ctx.list_name(list);
    let found = access_lists::connections(ctx.core(), name, "", MAX_CONNECTIONS).await?;
    let found = found.map(|page| page.connections).unwrap_or_default();
    let ids: Vec<String> = found
        .iter()
        .map(|one| one.connection.resource.clone())
        .collect();
    let resources = store::resources::list(&ctx.core().db, &ids).await?;
    let rows = found.into_iter().filter_map(|dated| {
        let connection = dated.connection;
        let resource = resources.iter().find(|one| one.id == connection.resource)?;
        Some(ConnectionRow {
            title: resource.title.get(ctx.language()).to_owned(),
            is_for_members: resource.access_list_mode == AccessListMode::Enabled,
            resource: connection.resource,
            actions: connection.actions,
        })
    });
    Ok(rows.collect())
}

/// What a list's form holds.
struct ListForm {
    identifier: String,
    name: String,
    description: String,
}

impl ListForm {
    fn read(fields: &Fields) -> Self {
        Self {
            identifier: fields.get("identifier").to_owned(),
            name: fields.get("name").to_owned(),
            description: fields.get("description").replace("\r\n", "\n"),
        }
    }

    fn errors(&self, ctx: &OwnerContext) -> Vec<FieldError> {
        let t = &ctx.ctx.signed.words().registry_lists;
        let mut errors = Vec::new();
        if !is_list_identifier(&self.identifier) {
            errors.push(FieldError::new("identifier", t.identifier_error));
        }
        if self.name.is_empty() || self.name.chars().count() > MAX_NAME {
            errors.push(FieldError::new("name", t.name_error));
        }
        if self.description.chars().count() > MAX_DESCRIPTION {
            errors.push(FieldError::new("description", t.description_error));
        }
        errors
    }

    fn text(&self) -> ListText<'_> {
        ListText {
            name: &self.name,
            description: &self.description,
        }
    }
}

/// How a form is shown.
struct Shown {
    status: StatusCode,
    stored: Option<AccessList>,
    form: ListForm,
    errors: Vec<FieldError>,
}

async fn render(ctx: &OwnerContext, shown: Shown) -> Result<Response, PageError> {
    let page = ListFormPage {
        frame: ctx.frame().await?,
        version: shown.stored.as_ref().map_or(0, |list| list.version),
        is_changed: shown.status == StatusCode::CONFLICT && shown.stored.is_some(),
        stored: shown.stored.map(|list| list.name),
        identifier: shown.form.identifier,
        name: shown.form.name,
        description: shown.form.description,
        errors: shown.errors,
    };
    page_with(shown.status, &page)
}

/// `GET /tjenesteeier/ny-liste`.
pub async fn ask_new(Writer(ctx): Writer) -> Result<Response, PageError> {
    let shown = Shown {
        status: StatusCode::OK,
        stored: None,
        form: ListForm::read(&Fields::default()),
        errors: Vec::new(),
    };
    render(&ctx, shown).await
}

/// `POST /tjenesteeier/ny-liste`: only if there is no list of that name yet.
pub async fn create(
    Writer(ctx): Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = ListForm::read(&Fields(fields));
    let mut errors = form.errors(&ctx);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty() {
        let new = Preconditions {
            is_not: Some(Versions::Any),
            ..Preconditions::default()
        };
        let name = ctx.list_name(&form.identifier);
        let by = ctx.author();
        let edit = Edit {
            by: &by,
            expected: &new,
        };
        match access_lists::put(ctx.core(), name, form.text(), edit).await? {
            Ok(list) => {
                ctx.flash(&Flash::ListCreated { list: list.name }).await?;
                return Ok(redirect(&routes::registry_list(&list.identifier)));
            }
            Err(Refusal::NotAsExpected) => {
                let t = &ctx.ctx.signed.words().registry_lists;
                errors.push(FieldError::new("identifier", t.identifier_taken));
                status = StatusCode::CONFLICT;
            }
            Err(_) => return Err(PageError::NotFound),
        }
    }
    let shown = Shown {
        status,
        stored: None,
        form,
        errors,
    };
    render(&ctx, shown).await
}

/// `GET /tjenesteeier/lister/{list}/rediger`.
pub async fn ask_edit(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
) -> Result<Response, PageError> {
    let list = ctx.list(&identifier).await?;
    let shown = Shown {
        status: StatusCode::OK,
        form: ListForm {
            identifier,
            name: list.name.clone(),
            description: list.description.clone(),
        },
        stored: Some(list),
        errors: Vec::new(),
    };
    render(&ctx, shown).await
}

/// `POST /tjenesteeier/lister/{list}/rediger`.
pub async fn edit(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    ctx.list(&identifier).await?;
    let form = ListForm {
        identifier,
        ..ListForm::read(&fields)
    };
    let errors = form.errors(&ctx);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty() {
        let name = ctx.list_name(&form.identifier);
        let (by, expected) = (ctx.author(), seen(&fields));
        let edit = Edit {
            by: &by,
            expected: &expected,
        };
        match access_lists::put(ctx.core(), name, form.text(), edit).await? {
            Ok(list) => {
                ctx.flash(&Flash::ListSaved { list: list.name }).await?;
                return Ok(redirect(&routes::registry_list(&list.identifier)));
            }
            Err(Refusal::NotAsExpected) => status = StatusCode::CONFLICT,
            Err(_) => return Err(PageError::NotFound),
        }
    }
    let shown = Shown {
        status,
        stored: Some(ctx.list(&form.identifier).await?),
        form,
        errors,
    };
    render(&ctx, shown).await
}

/// `GET /tjenesteeier/lister/{list}/slett`: asks first.
pub async fn ask_delete(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
) -> Result<Response, PageError> {
    render_delete(&ctx, &identifier, StatusCode::OK).await
}

async fn render_delete(
    ctx: &OwnerContext,
    identifier: &str,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (list, now) = (ctx.list(identifier).await?, ctx.core().world.now());
    let db = &ctx.core().db;
    let mut closing = Vec::new();
    for row in connections(ctx, identifier).await? {
        let lists = store::access_lists::list_of_resource(db, &row.resource).await?;
        if row.is_for_members && lists.len() == 1 {
            closing.push(row.title);
        }
    }
    let page = DeleteListPage {
        frame: ctx.frame().await?,
        count: store::access_lists::count_members(db, list.id, now).await?,
        list,
        closing,
        is_changed: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// `POST /tjenesteeier/lister/{list}/slett`.
pub async fn delete(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let name = ctx.list_name(&identifier);
    let (by, expected) = (ctx.author(), seen(&Fields(fields)));
    let edit = Edit {
        by: &by,
        expected: &expected,
    };
    match access_lists::delete(ctx.core(), name, edit).await? {
        Ok(Some(list)) => {
            ctx.flash(&Flash::ListDeleted { list: list.name }).await?;
            Ok(redirect(routes::REGISTRY_LISTS))
        }
        Ok(None) => Err(PageError::NotFound),
        Err(Refusal::NotAsExpected) => render_delete(&ctx, &identifier, StatusCode::CONFLICT).await,
        Err(_) => Err(PageError::NotFound),
    }
}
