//! Clients, and who of the agents has what there.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::asked::Asked;
use super::faults::{About, refused};
use super::wire::{AgentAnswer, ClientAnswer};
use crate::api::bearer::ClientsRead;
use crate::api::end_user::EndUser;
use crate::api::json::json_answer;
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::app::App;
use crate::ops::clients::{self, Access, Client};
use crate::reference::{AccessPackage, Role};

/// `GET …/clients?party=`: of each what is asked for by `roles` and `packages`, or all.
pub async fn list(
    State(app): State<App>,
    user: EndUser<ClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let (party, roles, packages) = (asked.party()?, asked.roles()?, asked.packages()?);
    let found = clients::clients(app.core(), user.person, party).await?;
    let mut found = found.map_err(|refusal| refused(refusal, About::Client))?;
    if !roles.is_empty() || !packages.is_empty() {
        found.retain_mut(|client| narrow(client, &roles, &packages));
    }
    let page = asked.cut(found, &app.config().public_url);
    Ok(json_answer(StatusCode::OK, &wired(page, ClientAnswer::of)))
}

/// Leaves what is asked for of a client; false when that is nothing.
fn narrow(client: &mut Client, roles: &[&Role], packages: &[&AccessPackage]) -> bool {
    let wants_role =
        |one: &Access| roles.is_empty() || roles.iter().any(|role| role.code == one.role.code);
    client.access.retain(wants_role);
    if !packages.is_empty() {
        for one in &mut client.access {
            one.packages
                .retain(|held| packages.iter().any(|package| package.urn == held.urn));
        }
        client.access.retain(|one| !one.packages.is_empty());
    }
    !client.access.is_empty()
}

/// `GET …/clients/accesspackages?party=&from=`: the agents that have something there.
pub async fn agents_of(
    State(app): State<App>,
    user: EndUser<ClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let (party, client) = (asked.party()?, asked.client()?);
    let detail = clients::client(app.core(), user.person, party, client).await?;
    let mut agents = detail
        .map_err(|refusal| refused(refusal, About::Client))?
        .agents;
    agents.retain(|agent| !agent.access.is_empty());
    let page = asked.cut(agents, &app.config().public_url);
    Ok(json_answer(StatusCode::OK, &wired(page, AgentAnswer::of)))
}

/// `GET …/agents/resources` and `…/clients/resources` of the second version: nobody passes on single resources.
pub async fn no_resources(
    State(app): State<App>,
    user: EndUser<ClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let found = clients::agents(app.core(), user.person, asked.party()?).await?;
    found.map_err(|refusal| refused(refusal, About::Client))?;
    Ok(json_answer(
        StatusCode::OK,
        &Listed::<Value>::all(Vec::new()),
    ))
}

pub fn wired<T, W>(page: Listed<T>, wire: impl Fn(&T) -> W) -> Listed<W> {
    Listed {
        links: page.links,
        data: page.data.iter().map(wire).collect(),
    }
}
