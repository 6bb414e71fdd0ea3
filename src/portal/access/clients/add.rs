//! `…/ansatt/ny`: appointing an agent, from those who are known or by number and last name.

use askama::Template;
use axum::Form;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::desk::{around, refused};
use super::samples;
use crate::domain::{Language, PartyId, Receiver};
use crate::ops::clients::{self, NewAgent, Refusal};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::form::{Field, FieldError};
use crate::portal::page::cast;
use crate::portal::visitor::{PartyContext, page_with, redirect};
use crate::portal::{Flash, Frame, Page, PageError, PartyLabel};
use crate::text::fill;
use crate::{routes, store};

/// Who shall be an agent.
#[derive(Template)]
#[template(path = "access/clients/add.html")]
pub struct AddAgentPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// Those who have to do with the organization.
    pub known: Vec<(Uuid, PartyLabel)>,
    /// A national id is not shown again.
    pub surname: String,
    pub errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct AddForm {
    id: Option<Uuid>,
    #[serde(default)]
    number: String,
    #[serde(default)]
    surname: String,
}

impl AddAgentPage {
    fn number_field(&self) -> Field {
        let t = &self.frame.t.client_steps;
        Field::new("number", t.number, "")
            .help(t.number_help)
            .among(&self.errors)
    }

    fn surname_field(&self) -> Field {
        let t = &self.frame.t.client_steps;
        Field::new("surname", t.surname, &self.surname).among(&self.errors)
    }

    fn add_label(&self, person: &PartyLabel) -> String {
        let person = [("person", person.name.as_str())];
        fill(self.frame.t.client_steps.add_person, &person)
    }
}

/// `GET …/ansatt/ny`.
pub async fn ask(ctx: PartyContext) -> Result<Response, PageError> {
    show(&ctx, StatusCode::OK, String::new(), Vec::new()).await
}

async fn show(
    ctx: &PartyContext,
    status: StatusCode,
    surname: String,
    errors: Vec<FieldError>,
) -> Result<Response, PageError> {
    let known = match clients::candidates(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(known) => known,
        Err(refusal) => return refused(ctx, refusal).await,
    };
    let (frame, menu) = around(ctx, SectionItem::Clients).await?;
    let known = known
        .iter()
        .map(|party| (party.id.0, PartyLabel::of(party, None)));
    let page = AddAgentPage {
        known: known.collect(),
        frame,
        menu,
        surname,
        errors,
    };
    page_with(status, &page)
}

/// `POST …/ansatt/ny`.
pub async fn add(ctx: PartyContext, Form(form): Form<AddForm>) -> Result<Response, PageError> {
    let surname: String = form.surname.chars().take(200).collect();
    let new = match form.id {
        Some(id) => NewAgent::Known(PartyId(id)),
        None => NewAgent::Named {
            number: form.number.chars().take(50).collect(),
            surname: surname.clone(),
        },
    };
    let t = &ctx.signed.words().client_steps;
    let problem = match clients::add_agent(ctx.core(), ctx.person(), ctx.party.id, &new).await? {
        Ok(assignment) => {
            let Receiver::Party(agent) = assignment.to else {
                return Err(PageError::Failure);
            };
            let found = store::parties::find(&ctx.core().db, agent).await?;
            let person = found.map(|party| party.name).unwrap_or_default();
            ctx.signed.flash(&Flash::AgentAdded { person }).await?;
            return Ok(redirect(&routes::agent(agent.0)));
        }
        Err(Refusal::NoSuchPerson) => t.no_such_person,
        Err(Refusal::Blocked { .. }) => t.blocked,
        Err(Refusal::NotAPerson | Refusal::NumberNeeded) => t.not_possible,
        Err(refusal) => return refused(&ctx, refusal).await,
    };
    let errors = vec![FieldError::new("number", problem)];
    show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, surname, errors).await
}

impl Page for AddAgentPage {
    fn name() -> &'static str {
        "clients-add"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |known| {
            let (frame, menu) = samples::around(language, routes::AGENT_NEW);
            Self {
                frame,
                menu,
                known,
                surname: String::new(),
                errors: Vec::new(),
            }
        };
        let mut wrong = page(vec![]);
        let problem = wrong.frame.t.client_steps.no_such_person;
        wrong.surname = "Nordby".into();
        wrong.errors = vec![FieldError::new("number", problem)];
        vec![
            ("known", page(vec![(cast::id(3), cast::manager())])),
            ("nobody", page(vec![])),
            ("wrong", wrong),
        ]
    }
}
