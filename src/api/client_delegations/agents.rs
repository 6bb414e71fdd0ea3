//! Agents: who they are, appointing and dismissing them, and what each has at clients.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::asked::Asked;
use super::clients::wired;
use super::faults::{self, About, answer, invalid, refused};
use super::wire::{AgentAnswer, AssignmentAnswer, ClientAnswer, PersonBody};
use crate::api::bearer::{ClientsRead, ClientsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{RawBody, json_answer, read_loose};
use crate::api::problem::Problem;
use crate::app::App;
use crate::ops::clients::{self, Change, NewAgent};

/// The longest number or surname that is looked at, in bytes.
const MAX_NAME: usize = 400;

/// `GET …/agents?party=`.
pub async fn list(
    State(app): State<App>,
    user: EndUser<ClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let found = clients::agents(app.core(), user.person, asked.party()?).await?;
    let agents = found.map_err(|refusal| refused(refusal, About::Agent))?;
    let page = asked.cut(agents, &app.config().public_url);
    Ok(json_answer(StatusCode::OK, &wired(page, AgentAnswer::of)))
}

/// `GET …/agents/accesspackages?party=&to=`: the clients that an agent has something at.
pub async fn clients_of(
    State(app): State<App>,
    user: EndUser<ClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let (party, agent) = (asked.party()?, asked.agent()?);
    let found = clients::agent(app.core(), user.person, party, agent).await?;
    let detail = found.map_err(|refusal| refused(refusal, About::Agent))?;
    let page = asked.cut(detail.clients, &app.config().public_url);
    Ok(json_answer(StatusCode::OK, &wired(page, ClientAnswer::of)))
}

/// `POST …/agents?party=&to=`, or with a person in the body.
pub async fn add(
    State(app): State<App>,
    user: EndUser<ClientsWrite>,
    asked: Asked,
    body: RawBody,
) -> Result<Response, Problem> {
    let party = asked.party()?;
    let new = match asked.has_agent() {
        true => NewAgent::Known(asked.agent()?),
        false => named(&body)?,
    };
    Ok(
        match clients::add_agent(app.core(), user.person, party, &new).await? {
            Ok(assignment) => json_answer(StatusCode::OK, &AssignmentAnswer::of(&assignment)),
            Err(refusal) => answer(refusal, About::Agent),
        },
    )
}

fn named(body: &RawBody) -> Result<NewAgent, Problem> {
    let person: PersonBody = match body.0.is_empty() {
        true => PersonBody::default(),
        false => read_loose(&body.0)?,
    };
    let (number, surname) = (person.personidentifier, person.lastname);
    if number.is_empty() || surname.is_empty() {
        return Err(invalid(faults::bad_query("to")));
    }
    if number.len() > MAX_NAME || surname.len() > MAX_NAME {
        return Err(Problem::unreadable(
            "the number or the last name is too long",
        ));
    }
    Ok(NewAgent::Named { number, surname })
}

/// `DELETE …/agents?party=&to=&cascade=`.
pub async fn remove(
    State(app): State<App>,
    user: EndUser<ClientsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let pair = (asked.party()?, asked.agent()?);
    let removed = clients::remove_agent(app.core(), user.person, pair, asked.cascades()).await?;
    removed.map_err(|refusal| refused(refusal, About::Agent))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `DELETE …/agents/clients?party=&from=&to=`: all that an agent has at one client.
pub async fn drop_client(
    State(app): State<App>,
    user: EndUser<ClientsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let (party, client, agent) = (asked.party()?, asked.client()?, asked.agent()?);
    let found = clients::agent(app.core(), user.person, party, agent).await?;
    let detail = found.map_err(|refusal| refused(refusal, About::Agent))?;
    let mut here = detail.clients.iter().filter(|one| one.party.id == client);
    let powers: Vec<_> = here
        .next()
        .map(|one| one.power_names().collect())
        .unwrap_or_default();
    let taken = clients::change(
        app.core(),
        user.person,
        (party, agent),
        Change::Take,
        &powers,
    )
    .await?;
    taken.map_err(|refusal| refused(refusal, About::Agent))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
