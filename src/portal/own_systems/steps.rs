//! The first step and the last: what the system is called, and making it all.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::enter::{frame, how, to_change, words};
use super::rights::labels;
use super::{NamePage, NewKeyPage, SummaryPage};
use crate::domain::{MAX_DESCRIPTION, NameFault, OwnName, OwnSystem, OwnSystemId, Written};
use crate::ops::own_systems::powers::{self, Powers};
use crate::ops::own_systems::{Acting, Created, Refusal, Writing, create, draft, look};
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct NameForm {
    navn_nb: String,
    navn_nn: String,
    navn_en: String,
    om_nb: String,
    om_nn: String,
    om_en: String,
}

impl NameForm {
    /// What was written, cut where it is too long for certain, so that the page that says so does not repeat it all.
    fn written(self) -> (Written, Written) {
        let cut = |text: String| text.chars().take(2 * MAX_DESCRIPTION).collect();
        let name = Written {
            nb: cut(self.navn_nb),
            nn: cut(self.navn_nn),
            en: cut(self.navn_en),
        };
        let about = Written {
            nb: cut(self.om_nb),
            nn: cut(self.om_nn),
            en: cut(self.om_en),
        };
        (name, about)
    }
}

/// `GET …/egetsystem/navn`.
pub async fn ask_new(ctx: PartyContext) -> Result<Response, PageError> {
    match to_change(&ctx).await? {
        Ok(_) => page(&blank(&ctx, None).await?),
        Err(refused) => Ok(refused),
    }
}

async fn blank(ctx: &PartyContext, id: Option<Uuid>) -> Result<NamePage, PageError> {
    Ok(NamePage {
        frame: frame(ctx).await?,
        id,
        name: Written::default(),
        about: Written::default(),
        errors: Vec::new(),
        problem: None,
    })
}

/// `POST …/egetsystem/navn`: begins a draft.
pub async fn begin(ctx: PartyContext, Form(form): Form<NameForm>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    name(&ctx, &acting, None, form).await
}

/// `GET …/egetsystem/{id}/navn`: the same step again.
pub async fn ask_name(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let draft = find(&acting, id).await?;
    let written = |text: crate::domain::Localized| Written {
        nb: text.nb,
        nn: text.nn,
        en: text.en,
    };
    page(&NamePage {
        name: written(draft.name),
        about: written(draft.description),
        ..blank(&ctx, Some(id)).await?
    })
}

/// The person's own draft; anybody else's does not exist.
pub async fn find(acting: &Writing<'_>, id: Uuid) -> Result<OwnSystem, PageError> {
    let found = draft::find(acting, OwnSystemId(id)).await?;
    found.ok_or(PageError::NotFound)
}

/// `POST …/egetsystem/{id}/navn`.
pub async fn rename(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(form): Form<NameForm>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    find(&acting, id).await?;
    name(&ctx, &acting, Some(id), form).await
}

async fn name(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    id: Option<Uuid>,
    form: NameForm,
) -> Result<Response, PageError> {
    let (name, about) = form.written();
    let shown = NamePage {
        name: name.clone(),
        about: about.clone(),
        ..blank(ctx, id).await?
    };
    let checked = match OwnName::check(acting.organization(), &name, &about) {
        Ok(checked) => checked,
        Err(faults) => {
            let errors = faults.into_iter().map(|fault| told(ctx, fault));
            let shown = NamePage {
                errors: errors.collect(),
                ..shown
            };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let done = match id {
        Some(id) => {
            let renamed = draft::rename(acting, OwnSystemId(id), checked).await?;
            renamed.map(|()| id)
        }
        None => draft::begin(acting, checked).await?.map(|id| id.0),
    };
    match done {
        Ok(id) => Ok(redirect(&routes::own_system_scopes(id))),
        Err(refusal) => {
            let (status, text) = words(ctx, refusal)?;
            let shown = NamePage {
                problem: Some(text),
                ..shown
            };
            page_with(status, &shown)
        }
    }
}

fn told(ctx: &PartyContext, fault: NameFault) -> FieldError {
    let t = &ctx.signed.words().own_systems;
    match fault {
        NameFault::NameMissing => FieldError::new("navn-nb", t.name_missing),
        NameFault::NameNynorskMissing => FieldError::new("navn-nn", t.name_nn_missing),
        NameFault::NameTooLong => FieldError::new("navn-nb", t.name_long),
        NameFault::NameWithoutWord => FieldError::new("navn-nb", t.name_word),
        NameFault::DescriptionMissing => FieldError::new("om-nb", t.about_missing),
        NameFault::DescriptionNynorskMissing => FieldError::new("om-nn", t.about_nn_missing),
        NameFault::DescriptionTooLong => FieldError::new("om-nb", t.about_long),
    }
}

/// `GET …/egetsystem/{id}/oppsummering`.
pub async fn summary(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    match draft::find(&acting, OwnSystemId(id)).await? {
        Some(draft) => page(&shown(&ctx, &acting, draft, None).await?),
        // Whoever comes back after it was made sees what was made.
        None => made_already(&acting, id).await,
    }
}

async fn made_already(acting: &Acting<'_>, id: Uuid) -> Result<Response, PageError> {
    let found = look(acting, OwnSystemId(id)).await?;
    found.ok_or(PageError::NotFound)?;
    Ok(redirect(&routes::own_system(id)))
}

async fn shown(
    ctx: &PartyContext,
    acting: &Acting<'_>,
    draft: OwnSystem,
    problem: Option<&'static str>,
) -> Result<SummaryPage, PageError> {
    let language = ctx.signed.language();
    let chosen = Powers {
        resources: draft.resources,
        packages: draft.packages,
    };
    let checked = powers::check(acting, &chosen).await?;
    Ok(SummaryPage {
        frame: frame(ctx).await?,
        id: draft.id.0,
        party: ctx.party.name.clone(),
        name: draft.name.get(language).to_owned(),
        about: draft.description.get(language).to_owned(),
        name_id: draft.name_id,
        scopes: draft.scopes,
        key: draft.keys.first().map(|key| key.kid.clone()),
        rights: labels(ctx, &checked).await?,
        problem,
    })
}

/// `POST …/egetsystem/{id}/oppsummering`: makes it. The answer is the one page that shows a key that was made; sent again,
/// it leads to what was made.
pub async fn make(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    match create(&acting, OwnSystemId(id)).await? {
        Ok(created) => receipt(&ctx, created).await,
        Err(Refusal::NotFound) => made_already(&acting, id).await,
        Err(refusal) => {
            let (status, text) = words(&ctx, refusal)?;
            match draft::find(&acting, OwnSystemId(id)).await? {
                Some(draft) => page_with(status, &shown(&ctx, &acting, draft, Some(text)).await?),
                // It is the job's for some minutes; the list says so.
                None => super::manage::list_with(&ctx, &acting, (status, text)).await,
            }
        }
    }
}

async fn receipt(ctx: &PartyContext, created: Created) -> Result<Response, PageError> {
    let Created { system, key } = created;
    let name = system.name.get(ctx.signed.language()).to_owned();
    let Some(key) = key else {
        let flash = Flash::OwnSystemCreated { system: name };
        ctx.signed.flash(&flash).await?;
        return Ok(redirect(&routes::own_system(system.id.0)));
    };
    page(&NewKeyPage {
        frame: frame(ctx).await?,
        id: system.id.0,
        how: how(ctx, &system, Some(&key.public.kid)),
        system: name,
        name_id: system.name_id,
        client_id: system.client_id.unwrap_or_default(),
        key,
        is_first: true,
    })
}
