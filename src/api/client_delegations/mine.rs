//! An agent's own side.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::asked::Asked;
use super::clients::wired;
use super::faults::{About, refused};
use super::powers::Wanted;
use super::wire::{EntityAnswer, MyClientsAnswer, PowersBody};
use crate::api::bearer::{MyClientsRead, MyClientsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{LooseJson, json_answer};
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::PartyId;
use crate::ops::clients::{self, Withdrawal};

/// `GET …/my/clients`, of one `provider` or all.
pub async fn clients(
    State(app): State<App>,
    user: EndUser<MyClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let only = asked.only_provider()?;
    let mut providers = clients::my_providers(app.core(), user.person).await?;
    providers.retain(|one| only.is_none_or(|only| only == one.party.id));
    let page = asked.cut(providers, &app.config().public_url);
    Ok(json_answer(
        StatusCode::OK,
        &wired(page, MyClientsAnswer::of),
    ))
}

/// `GET …/my/clientproviders`.
pub async fn providers(
    State(app): State<App>,
    user: EndUser<MyClientsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let providers = clients::my_providers(app.core(), user.person).await?;
    let page = asked.cut(providers, &app.config().public_url);
    let page = wired(page, |provider| EntityAnswer::of(&provider.party));
    Ok(json_answer(StatusCode::OK, &page))
}

/// `DELETE …/my/clients?provider=&from=`.
pub async fn drop_client(
    State(app): State<App>,
    user: EndUser<MyClientsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let what = Withdrawal::Clients(vec![asked.client()?]);
    withdraw(&app, &user, asked.provider()?, what).await
}

/// `DELETE …/my/clientproviders?provider=`: is an agent no more.
pub async fn drop_provider(
    State(app): State<App>,
    user: EndUser<MyClientsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    withdraw(&app, &user, asked.provider()?, Withdrawal::Agency).await
}

/// `DELETE …/my/clients/accesspackages?provider=&from=` with a body, or `POST …/delete`.
pub async fn drop_powers(
    State(app): State<App>,
    user: EndUser<MyClientsWrite>,
    asked: Asked,
    LooseJson(body): LooseJson<PowersBody>,
) -> Result<Response, Problem> {
    let wanted = Wanted::read(&body, asked.client()?)?;
    withdraw(
        &app,
        &user,
        asked.provider()?,
        Withdrawal::Powers(wanted.powers),
    )
    .await
}

async fn withdraw(
    app: &App,
    user: &EndUser<MyClientsWrite>,
    provider: PartyId,
    what: Withdrawal,
) -> Result<Response, Problem> {
    let done = clients::withdraw(app.core(), user.person, provider, &what).await?;
    done.map_err(|refusal| refused(refusal, About::Agent))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
