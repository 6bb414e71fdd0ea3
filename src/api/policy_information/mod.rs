//! What somebody holds at a party, for those who decide: `/accessmanagement/api/v1/policyinformation`.

mod wire;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use uuid::Uuid;

use super::bearer::{Bearer, PolicyInformation};
use super::json::{LooseJson, json_answer};
use super::parts::QueryOf;
use super::problem::Problem;
use crate::app::App;
use crate::domain::{PartyId, RESOURCE_ATTRIBUTE};
use crate::ops::access::{Holding, Name, find_holding, find_holding_of};
use crate::routes;
use crate::store;
use wire::{AttributeBody, ChangeWire, ChangesBody, HeldWire};

/// How an app is named: the code of its owner, and its name.
const ORG: &str = "urn:altinn:org";
const APP: &str = "urn:altinn:app";

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::API_HELD_PACKAGES, get(packages))
        .route(routes::API_HELD_ROLES, get(roles_and_packages))
        .route(routes::API_DELEGATION_CHANGES, post(changes))
}

/// `GET …/accesspackages?from=&to=`: the packages of `to` at `from`.
pub async fn packages(
    State(app): State<App>,
    _: Bearer<PolicyInformation>,
    QueryOf(query): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let holding = holding_between(&app, &query).await?;
    let packages = holding.map(|held| held.packages()).unwrap_or_default();
    Ok(json_answer(StatusCode::OK, &packages))
}

/// `GET …/roles-and-accesspackages?from=&to=`.
pub async fn roles_and_packages(
    State(app): State<App>,
    _: Bearer<PolicyInformation>,
    QueryOf(query): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let holding = holding_between(&app, &query).await?;
    let held = match &holding {
        Some(held) => HeldWire {
            roles: held.roles(),
            access_packages: held.packages(),
        },
        None => HeldWire {
            roles: Vec::new(),
            access_packages: Vec::new(),
        },
    };
    Ok(json_answer(StatusCode::OK, &held))
}

/// `POST …/getdelegationchanges`: what the subject was given on a resource, one for each giver and receiver.
pub async fn changes(
    State(app): State<App>,
    _: Bearer<PolicyInformation>,
    LooseJson(body): LooseJson<ChangesBody>,
) -> Result<Response, Problem> {
    let resource = resource(&body.resource)?;
    let found = find_holding(app.core(), body.subject.name(), body.party.name()).await?;
    let rights = found
        .map(|held| held.rights_to(&resource))
        .unwrap_or_default();
    let mut ids: Vec<PartyId> = rights
        .iter()
        .flat_map(|right| [right.from, PartyId(right.received_by)])
        .collect();
    ids.sort();
    ids.dedup();
    let parties = store::parties::list(&app.core().db, &ids).await?;
    let mut changes: Vec<ChangeWire> = Vec::new();
    for right in &rights {
        match changes.iter_mut().find(|change| change.is_about(right)) {
            Some(change) => change.actions.push(right.action.clone()),
            None => changes.push(ChangeWire::of(right, &parties)),
        }
    }
    Ok(json_answer(StatusCode::OK, &changes))
}

/// A resource by its id, or an app by the code of its owner and its name.
fn resource(attributes: &[AttributeBody]) -> Result<String, Problem> {
    let value = |id: &str| {
        let mut named = attributes.iter().filter(|one| one.id == id);
        named.next().map(|one| one.value.as_str())
    };
    match (value(RESOURCE_ATTRIBUTE), value(ORG), value(APP)) {
        (Some(id), _, _) => Ok(id.to_owned()),
        (None, Some(org), Some(app)) => Ok(format!("app_{org}_{app}")),
        _ => Err(Problem::unreadable(
            "Resource must name a resource, or an app by its org and app",
        )),
    }
}

async fn holding_between(
    app: &App,
    query: &[(String, String)],
) -> Result<Option<Holding>, Problem> {
    let (from, to) = (id(query, "from")?, id(query, "to")?);
    Ok(find_holding_of(app.core(), to, PartyId(from)).await?)
}

fn id(query: &[(String, String)], name: &str) -> Result<Uuid, Problem> {
    let mut named = query
        .iter()
        .filter(|(own, _)| own.eq_ignore_ascii_case(name));
    let sent = named
        .next()
        .and_then(|(_, value)| Uuid::parse_str(value).ok());
    let unreadable = || Problem::unreadable(format!("{name} must be a uuid"));
    sent.ok_or_else(unreadable)
}

impl AttributeBody {
    fn name(&self) -> Name<'_> {
        Name {
            id: &self.id,
            value: &self.value,
        }
    }
}
