//! `/accessmanagement/ui/users/ny`: letting somebody in.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::AddUserPage;
use super::add_page::UserKind;
use super::context::{Stop, answer, changer, frame};
use crate::domain::{NationalId, OrgNumber, without_spaces};
use crate::ops::connections::recipient::{self, Named};
use crate::ops::connections::{Direction, Refusal, add_right_holder};
use crate::portal::access::SectionItem;
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;
use crate::text::{Texts, fill};

#[derive(Deserialize)]
pub struct AddQuery {
    #[serde(default, rename = "type")]
    kind: UserKind,
    #[serde(default)]
    pakke: String,
}

/// `GET …/users/ny`.
pub async fn ask(ctx: PartyContext, Query(query): Query<AddQuery>) -> Result<Response, PageError> {
    answer(try_ask(&ctx, query).await)
}

async fn try_ask(ctx: &PartyContext, query: AddQuery) -> Result<Response, Stop> {
    changer(ctx, Direction::ToOthers).await?;
    let form = AddForm {
        kind: query.kind,
        package: query.pakke,
        ..AddForm::default()
    };
    Ok(page(&form.page(ctx, vec![], false).await?)?)
}

#[derive(Default, Deserialize)]
pub struct AddForm {
    #[serde(default, rename = "type")]
    kind: UserKind,
    #[serde(default)]
    national_id: String,
    #[serde(default)]
    surname: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    package: String,
}

impl AddForm {
    /// Who is meant, or what is wrong with the fields.
    fn named(&self, t: &Texts) -> Result<Named, Vec<FieldError>> {
        let t = &t.users;
        match self.kind {
            UserKind::Organization => OrgNumber::parse(&without_spaces(&self.number))
                .map(Named::Organization)
                .ok_or_else(|| vec![FieldError::new("number", t.wrong_number)]),
            UserKind::Person => {
                let number = NationalId::parse(&without_spaces(&self.national_id));
                let surname = self.surname.trim();
                let mut errors = Vec::new();
                if number.is_none() {
                    errors.push(FieldError::new("national_id", t.wrong_national_id));
                }
                if surname.is_empty() {
                    errors.push(FieldError::new("surname", t.wrong_surname));
                }
                match errors.is_empty() {
                    true => Ok(Named::Person {
                        number,
                        surnames: vec![surname.chars().take(200).collect()],
                    }),
                    false => Err(errors),
                }
            }
        }
    }

    async fn page(
        self,
        ctx: &PartyContext,
        errors: Vec<FieldError>,
        is_blocked: bool,
    ) -> Result<AddUserPage, PageError> {
        let (frame, menu) = frame(ctx, SectionItem::Users).await?;
        Ok(AddUserPage {
            frame,
            menu,
            kind: self.kind,
            surname: self.surname,
            number: self.number,
            package: self.package,
            errors,
            is_blocked,
        })
    }
}

/// `POST …/users/ny`: the next step is what the new user may do.
pub async fn add(ctx: PartyContext, Form(form): Form<AddForm>) -> Result<Response, PageError> {
    answer(try_add(&ctx, form).await)
}

async fn try_add(ctx: &PartyContext, form: AddForm) -> Result<Response, Stop> {
    let giver = changer(ctx, Direction::ToOthers).await?;
    let named = match form.named(ctx.signed.words()) {
        Ok(named) => named,
        Err(errors) => return again(ctx, form, errors).await,
    };
    let recipient = match recipient::find(&giver, &named).await? {
        Ok(recipient) => recipient,
        Err(refusal) => return refused(ctx, form, &refusal).await,
    };
    if let Err(refusal) = add_right_holder(&giver, &recipient).await? {
        return refused(ctx, form, &refusal).await;
    }
    let user = recipient.registered().party.name.clone();
    ctx.signed.flash(&Flash::UserAdded { user }).await?;
    let id = recipient.id().0;
    Ok(redirect(&match form.package.is_empty() {
        true => routes::give(id),
        false => routes::give_package(id, &form.package),
    }))
}

async fn again(
    ctx: &PartyContext,
    form: AddForm,
    errors: Vec<FieldError>,
) -> Result<Response, Stop> {
    let page = form.page(ctx, errors, false).await?;
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?)
}

async fn refused(ctx: &PartyContext, form: AddForm, refusal: &Refusal) -> Result<Response, Stop> {
    let t = &ctx.signed.words().users;
    let field = match form.kind {
        UserKind::Person => "national_id",
        UserKind::Organization => "number",
    };
    let text = match refusal {
        Refusal::TooManyLookups { .. } => {
            let page = form.page(ctx, vec![], true).await?;
            return Ok(page_with(StatusCode::TOO_MANY_REQUESTS, &page)?);
        }
        Refusal::LevelTooLow(level) => return Err(ctx.signed.step_up(*level).into()),
        Refusal::NoAccess => return Err(PageError::Forbidden.into()),
        Refusal::OwnParty => t.itself,
        Refusal::DeletedUnit => t.deleted_number,
        Refusal::CannotReceive => t.cannot_receive,
        Refusal::UnknownParty => t.unknown_number,
        _ => t.wrong_person,
    };
    let text = fill(text, &[("party", &ctx.party.name)]);
    again(ctx, form, vec![FieldError::new(field, &text)]).await
}
