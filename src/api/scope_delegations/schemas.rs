//! `…/{party}/maskinportenschema`: the shape that was there first.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};

use super::faults::{self, refused};
use super::party::{acting_party, by_number};
use super::wire::{
    CheckBody, DelegationBody, DelegationOutput, Named, RightWire, SchemaDelegation,
};
use crate::api::bearer::{ConsumersRead, ConsumersWrite, Needs, SuppliersRead, SuppliersWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{LooseJson, json_answer};
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{OrgNumber, PartyId, ScopeSide};
use crate::ops::scope_delegations::{self as ops, Withdrawal};

/// `POST …/delegationcheck`
pub async fn check(
    State(app): State<App>,
    user: EndUser<SuppliersRead>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
    LooseJson(body): LooseJson<CheckBody>,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    let acting = ops::enter(app.core(), user.person, party).await?;
    let acting = acting.map_err(refused)?;
    let resource = resource_in(&body.resource)?;
    let checked = ops::check(&acting, resource).await?;
    let checked = checked.ok_or_else(|| refused(ops::Refusal::UnknownResource))?;
    Ok(json_answer(StatusCode::OK, &[RightWire::checked(&checked)]))
}

/// `GET …/offered`
pub async fn list_offered(
    State(app): State<App>,
    user: EndUser<SuppliersRead>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    list(&app, user, party, ScopeSide::Consumer).await
}

/// `GET …/received`
pub async fn list_received(
    State(app): State<App>,
    user: EndUser<ConsumersRead>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    list(&app, user, party, ScopeSide::Supplier).await
}

async fn list<S: Needs>(
    app: &App,
    user: EndUser<S>,
    party: PartyId,
    side: ScopeSide,
) -> Result<Response, Problem> {
    let acting = ops::enter(app.core(), user.person, party).await?;
    let acting = acting.map_err(refused)?;
    let found = ops::delegated(&acting, side, None).await?;
    let rows: Vec<_> = found.iter().map(SchemaDelegation::of).collect();
    Ok(json_answer(StatusCode::OK, &rows))
}

/// `POST …/offered`
pub async fn offer(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
    LooseJson(body): LooseJson<DelegationBody>,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    let acting = ops::enter_to_write(app.core(), user.person, party).await?;
    let acting = acting.map_err(refused)?;
    let resource = body.resource()?;
    let supplier = organization_in(&app, &body.to, "/to").await?;
    let given = ops::give(&acting, supplier, resource).await?;
    given.map_err(refused)?;
    let output = DelegationOutput::of(&body.to, resource);
    Ok(json_answer(StatusCode::CREATED, &output))
}

/// `POST …/offered/revoke`
pub async fn revoke_offered(
    State(app): State<App>,
    user: EndUser<SuppliersWrite>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
    LooseJson(body): LooseJson<DelegationBody>,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    let acting = ops::enter_to_write(app.core(), user.person, party).await?;
    let what = Withdrawal {
        side: ScopeSide::Consumer,
        resource: body.resource()?,
        other: organization_in(&app, &body.to, "/to").await?,
    };
    ops::withdraw(&acting.map_err(refused)?, what).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST …/received/revoke`: the consumer stands in `from`; callers that put it in `to` are understood.
pub async fn revoke_received(
    State(app): State<App>,
    user: EndUser<ConsumersWrite>,
    PathOf(word): PathOf<String>,
    headers: HeaderMap,
    LooseJson(body): LooseJson<DelegationBody>,
) -> Result<Response, Problem> {
    let party = acting_party(&app, &word, &headers).await?;
    let acting = ops::enter_to_write(app.core(), user.person, party).await?;
    let consumer = if body.from.is_empty() {
        &body.to
    } else {
        &body.from
    };
    let what = Withdrawal {
        side: ScopeSide::Supplier,
        resource: body.resource()?,
        other: organization_in(&app, consumer, "/from").await?,
    };
    ops::withdraw(&acting.map_err(refused)?, what).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

impl DelegationBody {
    /// The one resource that it is about.
    fn resource(&self) -> Result<&str, Problem> {
        match self.rights.as_slice() {
            [right] => resource_in(&right.resource),
            _ => Err(faults::bad_rights()),
        }
    }
}

fn resource_in(named: &[Named]) -> Result<&str, Problem> {
    match named {
        [one] if one.id == "urn:altinn:resource" => Ok(&one.value),
        _ => Err(faults::bad_rights()),
    }
}

async fn organization_in(
    app: &App,
    named: &[Named],
    path: &'static str,
) -> Result<PartyId, Problem> {
    let bad = || faults::bad_receiver(path);
    let number = match named {
        [one] if one.is_organization() => OrgNumber::parse(&one.value).ok_or_else(bad)?,
        _ => return Err(bad()),
    };
    by_number(app, &number).await.map(|party| party.id)
}
