//! `/accessmanagement/ui/requests/ny`: asking a business for access.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::item::Names;
use super::new_page::{Area, Choice, ConfirmNewPage, NewPage};
use crate::domain::{AskedFor, Language, OrgNumber, Party, PartyId, alphabetical, without_spaces};
use crate::ops::access::{self, ACCESS_MANAGEMENT, Access};
use crate::ops::access_requests::{self, Ask, Asked, Refusal, Wanted};
use crate::ops::launches;
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, label, page, page_with, redirect};
use crate::portal::{Flash, NavItem, PageError};
use crate::reference::{AccessPackage, reference};
use crate::text::fill;
use crate::{routes, store};

/// How long a field may be.
const MAX_FIELD: usize = 255;

#[derive(Default, Deserialize)]
pub struct NewForm {
    /// Set when the form was sent; a link to it has none.
    steg: Option<String>,
    #[serde(default)]
    org: String,
    #[serde(default)]
    pakke: String,
    #[serde(default)]
    tjeneste: String,
    til: Option<String>,
}

/// The form, read.
struct Read {
    from: Party,
    to: Party,
    what: Wanted,
}

/// `GET …/requests/ny`: the form; sent, the question whether to send.
pub async fn ask(ctx: PartyContext, Query(form): Query<NewForm>) -> Result<Response, PageError> {
    let form = form.cut();
    if form.steg.is_none() {
        return page(&new_page(&ctx, &form, Vec::new()).await?);
    }
    match read(&ctx, &form).await? {
        Ok(read) => page(&confirm_page(&ctx, &form, &read).await?),
        Err(errors) => refused(&ctx, &form, errors).await,
    }
}

/// `POST …/requests/ny`: sends the request.
pub async fn send(ctx: PartyContext, Form(form): Form<NewForm>) -> Result<Response, PageError> {
    let form = form.cut();
    let read = match read(&ctx, &form).await? {
        Ok(read) => read,
        Err(errors) => return refused(&ctx, &form, errors).await,
    };
    let ask = Ask {
        from: read.from.id,
        to: read.to.id,
        what: read.what,
    };
    match access_requests::ask(ctx.core(), ctx.person(), &ask).await? {
        Ok(asked) => sent(&ctx, &asked, &read.from, read.to.id).await,
        Err(Refusal::LevelTooLow(level)) => Err(ctx.signed.step_up(level)),
        Err(refusal) => {
            let error = error_of(&ctx, &refusal, &read.from.name);
            refused(&ctx, &form, vec![error]).await
        }
    }
}

async fn sent(
    ctx: &PartyContext,
    asked: &Asked,
    from: &Party,
    to: PartyId,
) -> Result<Response, PageError> {
    let party = from.name.clone();
    let is_here = to == ctx.party.id;
    let flash = match (asked.is_new, is_here) {
        (false, _) => Flash::RequestSentBefore { party },
        (true, true) => Flash::RequestSent { party },
        (true, false) => Flash::RequestSentForSelf { party },
    };
    ctx.signed.flash(&flash).await?;
    Ok(match is_here {
        true => redirect(&routes::access_requests_sent()),
        false => redirect(routes::LANDING),
    })
}

fn error_of(ctx: &PartyContext, refusal: &Refusal, party: &str) -> FieldError {
    let t = &ctx.signed.words().asks;
    match refusal {
        Refusal::OwnParty => FieldError::new("org", t.new_own),
        Refusal::UnknownParty => FieldError::new("org", t.new_org_unknown),
        Refusal::TooMany => FieldError::new("org", t.new_many),
        _ => FieldError::new("pakke", &fill(t.new_what_refused, &[("party", party)])),
    }
}

impl NewForm {
    /// Without what is longer than any of its fields can be.
    fn cut(mut self) -> Self {
        for field in [&mut self.org, &mut self.pakke, &mut self.tjeneste] {
            if field.len() > MAX_FIELD {
                field.clear();
            }
        }
        self
    }

    fn wanted(&self) -> Option<Wanted> {
        match (self.pakke.as_str(), self.tjeneste.as_str()) {
            ("", "") => None,
            (package, "") => Some(Wanted::Package(package.to_owned())),
            ("", service) => Some(Wanted::Resource {
                id: service.to_owned(),
                right_keys: None,
            }),
            _ => None,
        }
    }

    fn is_for_organization(&self) -> bool {
        self.til.as_deref() == Some("virksomhet")
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let til = self.til.clone().unwrap_or_default();
        let til = til.chars().take(MAX_FIELD).collect();
        vec![
            ("org", self.org.clone()),
            ("pakke", self.pakke.clone()),
            ("tjeneste", self.tjeneste.clone()),
            ("til", til),
        ]
    }
}

async fn read(
    ctx: &PartyContext,
    form: &NewForm,
) -> Result<Result<Read, Vec<FieldError>>, PageError> {
    let t = &ctx.signed.words().asks;
    let from = find(ctx, &form.org).await?;
    let mut errors = Vec::new();
    if from.is_none() {
        errors.push(FieldError::new("org", t.new_org_unknown));
    }
    let what = form.wanted();
    if what.is_none() {
        errors.push(FieldError::new("pakke", t.new_what_missing));
    }
    let to = receiver(ctx, form).await?;
    Ok(match (from, what) {
        (Some(from), _) if from.id == to.id => Err(vec![FieldError::new("org", t.new_own)]),
        (Some(from), Some(what)) => Ok(Read { from, to, what }),
        _ => Err(errors),
    })
}

/// Everybody may look up the name of an organization by its number.
async fn find(ctx: &PartyContext, number: &str) -> Result<Option<Party>, PageError> {
    let Some(number) = OrgNumber::parse(&without_spaces(number)) else {
        return Ok(None);
    };
    let found = store::parties::find_by_org_number(&ctx.core().db, &number).await?;
    Ok(found.filter(|party| !party.is_deleted))
}

/// The person, or the organization that he acts for; whether he may ask for it is asked when the request is sent.
async fn receiver(ctx: &PartyContext, form: &NewForm) -> Result<Party, PageError> {
    if form.is_for_organization() || ctx.party.id == ctx.person().party {
        return Ok(ctx.party.clone());
    }
    let own = store::parties::find(&ctx.core().db, ctx.person().party).await?;
    own.ok_or(PageError::NotFound)
}

async fn refused(
    ctx: &PartyContext,
    form: &NewForm,
    errors: Vec<FieldError>,
) -> Result<Response, PageError> {
    let shown = new_page(ctx, form, errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn new_page(
    ctx: &PartyContext,
    form: &NewForm,
    errors: Vec<FieldError>,
) -> Result<NewPage, PageError> {
    Ok(NewPage {
        frame: ctx.frame(NavItem::Access).await?,
        errors,
        number: form.org.clone(),
        areas: areas(ctx, form),
        services: services(ctx, form).await?,
        organization: organization(ctx, form).await?,
    })
}

/// The organization that is acted for, if the person manages access there.
async fn organization(
    ctx: &PartyContext,
    form: &NewForm,
) -> Result<Option<(String, bool)>, PageError> {
    if ctx.party.organization().is_none() {
        return Ok(None);
    }
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let access = access::may(core, person, "write", ACCESS_MANAGEMENT, party).await?;
    let may = access != Access::Refused;
    Ok(may.then(|| (ctx.party.name.clone(), form.is_for_organization())))
}

/// The packages that somebody can be given by an organization, by their subjects.
fn areas(ctx: &PartyContext, form: &NewForm) -> Vec<Area> {
    let language = ctx.signed.language();
    let mut areas: Vec<Area> = Vec::new();
    let packages = reference().packages();
    for package in packages.filter(|package| is_for_organizations(package)) {
        let choice = package_choice(package, &form.pakke, language);
        let name = area_name(package, language);
        match areas.iter_mut().find(|area| area.name == name) {
            Some(area) => area.packages.push(choice),
            None => areas.push(Area {
                name,
                packages: vec![choice],
            }),
        }
    }
    areas.sort_by_cached_key(|area| alphabetical(&area.name));
    for area in &mut areas {
        let packages = &mut area.packages;
        packages.sort_by_cached_key(|choice| alphabetical(&choice.label));
    }
    areas
}

fn is_for_organizations(package: &AccessPackage) -> bool {
    package.is_assignable && package.entity_type == crate::reference::EntityType::Organization
}

fn package_choice(package: &AccessPackage, chosen: &str, language: Language) -> Choice {
    Choice {
        value: package.code.clone(),
        label: package.name.get(language).to_owned(),
        is_chosen: chosen == package.code || chosen == package.urn,
    }
}

fn area_name(package: &AccessPackage, language: Language) -> String {
    let area = reference().area(&package.area);
    area.map_or_else(String::new, |area| area.name.get(language).to_owned())
}

/// The services of the catalogue that can be given, and the one that the link names.
async fn services(ctx: &PartyContext, form: &NewForm) -> Result<Vec<Choice>, PageError> {
    let language = ctx.signed.language();
    let catalogue = launches::catalogue(ctx.core()).await?;
    let mut all: Vec<_> = catalogue.into_iter().map(|one| one.resource).collect();
    if !form.tjeneste.is_empty() && all.iter().all(|one| one.id != form.tjeneste) {
        all.extend(store::resources::find(&ctx.core().db, &form.tjeneste).await?);
    }
    all.retain(|resource| resource.is_delegable);
    let choice = |resource: &crate::domain::Resource| Choice {
        value: resource.id.clone(),
        label: resource.title.get(language).to_owned(),
        is_chosen: resource.id == form.tjeneste,
    };
    let mut choices: Vec<Choice> = all.iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| alphabetical(&choice.label));
    Ok(choices)
}

async fn confirm_page(
    ctx: &PartyContext,
    form: &NewForm,
    read: &Read,
) -> Result<ConfirmNewPage, PageError> {
    let what = asked_for(&read.what);
    let names = Names::load(&ctx.signed, std::slice::from_ref(&what)).await?;
    let (name, line) = names.words(&what);
    Ok(ConfirmNewPage {
        frame: ctx.frame(NavItem::Access).await?,
        from: label(ctx.core(), &read.from).await?,
        to: label(ctx.core(), &read.to).await?,
        name,
        line,
        fields: form.fields(),
    })
}

/// For the names on the page; what is sent is checked when it is.
fn asked_for(wanted: &Wanted) -> AskedFor {
    match wanted {
        Wanted::Package(name) => AskedFor::Package {
            urn: reference()
                .package_named(name)
                .map_or(name.clone(), |package| package.urn.clone()),
        },
        Wanted::Resource { id, .. } => AskedFor::Resource {
            id: id.clone(),
            actions: None,
        },
    }
}
