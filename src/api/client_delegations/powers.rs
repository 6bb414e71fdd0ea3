//! Giving an agent packages for a client, and taking them back.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::asked::Asked;
use super::faults::{self, About, invalid, refused};
use super::wire::{ChangedAnswer, PowersBody};
use crate::api::bearer::ClientsWrite;
use crate::api::end_user::EndUser;
use crate::api::json::{LooseJson, json_answer};
use crate::api::problem::{Problem, ValidationError};
use crate::app::App;
use crate::domain::PartyId;
use crate::ops::clients::{self, Change, MAX_AT_ONCE, Refusal};
use crate::reference::reference;
use crate::store::client_delegations::PowerName;

/// Where a body says what is wanted, as faults say it.
const VALUES: &str = "/values";

/// What a body asks for, each with its place there.
pub struct Wanted {
    pub powers: Vec<PowerName>,
    places: Vec<String>,
}

impl Wanted {
    /// Reads roles and packages by any of their names. Of an unknown one its place is told.
    pub fn read(body: &PowersBody, client: PartyId) -> Result<Self, Problem> {
        let count: usize = body.values.iter().map(|one| one.packages.len()).sum();
        if count > MAX_AT_ONCE || body.values.len() > MAX_AT_ONCE {
            return Err(invalid(faults::too_many()));
        }
        let (mut powers, mut places, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (row, one) in body.values.iter().enumerate() {
            let Some(role) = reference().role_named(&one.role) else {
                wrong.push(faults::unknown_role(format!("{VALUES}/{row}/role")));
                continue;
            };
            for (at, name) in one.packages.iter().enumerate() {
                let place = format!("{VALUES}/{row}/packages/{at}");
                match package(name, &place) {
                    Err(fault) => wrong.push(*fault),
                    Ok(package) => {
                        let (role, package) = (role.code.clone(), package.to_owned());
                        powers.push(PowerName {
                            client,
                            role,
                            package,
                        });
                        places.push(place);
                    }
                }
            }
        }
        if !wrong.is_empty() {
            return Err(Problem::validation(wrong));
        }
        if powers.is_empty() {
            return Err(invalid(faults::nothing(VALUES)));
        }
        Ok(Self { powers, places })
    }

    /// A refusal, with the places of what is not held.
    fn refused(&self, refusal: Refusal) -> Problem {
        let Refusal::NotHeld(lacking) = refusal else {
            return refused(refusal, About::Agent);
        };
        let places = lacking.iter().filter_map(|at| self.places.get(*at));
        Problem::validation(places.cloned().map(faults::not_held).collect())
    }
}

/// The urn of a package that agents may have.
fn package(name: &str, place: &str) -> Result<&'static str, Box<ValidationError>> {
    match reference().package_named(name.trim()) {
        None => Err(Box::new(faults::unknown_package(place.to_owned()))),
        Some(package) if !package.is_delegable => {
            Err(Box::new(faults::not_delegable(place.to_owned())))
        }
        Some(package) => Ok(&package.urn),
    }
}

/// `POST …/agents/accesspackages?party=&from=&to=`.
pub async fn give(
    State(app): State<App>,
    user: EndUser<ClientsWrite>,
    asked: Asked,
    LooseJson(body): LooseJson<PowersBody>,
) -> Result<Response, Problem> {
    let (via, client, agent) = (asked.party()?, asked.client()?, asked.agent()?);
    let wanted = Wanted::read(&body, client)?;
    let detail = clients::client(app.core(), user.person, via, client).await?;
    let detail = detail.map_err(|refusal| refused(refusal, About::Client))?;
    check_roles(&body, &detail.client)?;
    let given = clients::change(
        app.core(),
        user.person,
        (via, agent),
        Change::Give,
        &wanted.powers,
    )
    .await?;
    let given = given.map_err(|refusal| wanted.refused(refusal))?;
    let answers: Vec<ChangedAnswer> = given
        .iter()
        .map(|one| ChangedAnswer::of(one, via.0, agent.0))
        .collect();
    Ok(json_answer(StatusCode::OK, &answers))
}

/// That the party has each role at the client at all is told apart from what the role gives.
fn check_roles(body: &PowersBody, client: &clients::Client) -> Result<(), Problem> {
    let has = |name: &str| {
        let role = reference().role_named(name);
        role.is_some_and(|role| client.access.iter().any(|one| one.role.code == role.code))
    };
    let roles = body.values.iter().enumerate();
    let lacking = roles.filter(|(_, one)| !has(&one.role));
    let faults: Vec<ValidationError> = lacking
        .map(|(row, _)| faults::no_role(format!("{VALUES}/{row}/role")))
        .collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Problem::validation(faults)),
    }
}

/// `DELETE …/agents/accesspackages?party=&from=&to=` with a body, or `POST …/delete`. What the agent has not got is passed
/// over.
pub async fn take(
    State(app): State<App>,
    user: EndUser<ClientsWrite>,
    asked: Asked,
    LooseJson(body): LooseJson<PowersBody>,
) -> Result<Response, Problem> {
    let (via, client, agent) = (asked.party()?, asked.client()?, asked.agent()?);
    let wanted = Wanted::read(&body, client)?;
    let taken = clients::change(
        app.core(),
        user.person,
        (via, agent),
        Change::Take,
        &wanted.powers,
    )
    .await?;
    taken.map_err(|refusal| wanted.refused(refusal))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
