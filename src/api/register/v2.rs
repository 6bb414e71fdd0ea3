//! Parties in the newer shape, as it is given to [`Consumer`]s.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::batch::{Batch, MAX_NAMES, Name, check_size, load_subunits};
use super::consumer::Consumer;
use super::wire::{
    Field, Fields, MainUnitsBody, PageQuery, PartyPath, PartyV2, Place, RoleAssignmentWire,
    RolePath, RoleWire, UrnsBody, read_urn,
};
use crate::api::Problem;
use crate::api::bearer::{Bearer, PartyLookup};
use crate::api::json::{LooseJson, json_answer};
use crate::api::listed::{Listed, PageToken};
use crate::api::parts::{PathOf, QueryOf};
use crate::app::App;
use crate::domain::{PartyId, Registered};
use crate::reference::reference;
use crate::store;
use crate::store::register::Page;

/// How many parties a page of the stream holds.
const STREAM_PAGE: i64 = 1_000;
/// The most customers or holders that are answered; the original does not page them. Several times the clients of the
/// largest accountant.
const RELATED: Page = Page {
    after: 0,
    limit: 100_000,
};
/// The roles whose holders have customers.
const CUSTOMER_ROLES: [&str; 3] = ["revisor", "regnskapsforer", "forretningsforer"];
/// The roles whose holders can be asked for.
const HOLDER_ROLES: [&str; 1] = ["daglig-leder"];

/// `GET …/parties/{uuid}`
pub async fn show(
    State(app): State<App>,
    consumer: Consumer,
    PathOf(party): PathOf<PartyPath>,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    if fields.has(Field::Subunits) {
        return Err(Problem::unreadable("fields: org.subunits is for query"));
    }
    let found = store::register::find(&app.core().db, PartyId(party.id)).await?;
    let registered = found.as_ref().ok_or_else(not_found)?;
    Ok(json_answer(StatusCode::OK, &PartyV2 { registered, fields }))
}

/// `POST …/parties/query`: each of the URNs' parties once, in their order. With `org.subunits` each organization is followed
/// by its subunits.
pub async fn query(
    State(app): State<App>,
    consumer: Consumer,
    QueryOf(query): QueryOf<PageQuery>,
    LooseJson(body): LooseJson<UrnsBody>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    let names = names(&body.data)?;
    let batch = Batch::load(&app.core().db, &names).await?;
    let parties = batch.in_order(&names);
    if !fields.has(Field::Subunits) {
        return Ok(listed(parties, fields));
    }
    let units = load_subunits(&app.core().db, &parties).await?;
    let mut seen = HashSet::new();
    let with_units = parties.iter().flat_map(|party| {
        let own = units.get(&party.party.id).into_iter().flatten();
        std::iter::once(*party).chain(own)
    });
    let once = with_units.filter(|party| seen.insert(party.party.id));
    Ok(listed(once, fields.without(Field::Subunits)))
}

/// `GET …/parties/stream`: every party, in the order of its last change. The next page's address is given as long as
/// there was anything on this one; whoever calls the last address again later gets what has changed since.
pub async fn stream(
    State(app): State<App>,
    consumer: Consumer,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    let after = match &query.token {
        None => 0,
        Some(token) => place(token)?.after,
    };
    let db = &app.core().db;
    let parties = store::register::list_changed(db, after, STREAM_PAGE).await?;
    let next = parties.last().map(|last| {
        let token = PageToken::of(&Place {
            after: last.version,
        });
        let path = consumer.stream_path(query.fields.as_deref(), &token.0);
        app.config().url(&path)
    });
    let data = shaped(&parties, fields);
    Ok(json_answer(StatusCode::OK, &Listed::page(data, next)))
}

fn place(token: &str) -> Result<Place, Problem> {
    let place = PageToken(token.to_owned()).place();
    place.ok_or_else(|| Problem::unreadable("token: this is none of ours"))
}

/// `GET …/parties/{uuid}/customers/ccr/{role}`: the organizations that the party does this for.
pub async fn list_customers(
    State(app): State<App>,
    consumer: Consumer,
    PathOf(path): PathOf<RolePath>,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    check_role(&path.role, &CUSTOMER_ROLES)?;
    let db = &app.core().db;
    let party = existing(&app, path.id).await?;
    let customers = store::register::list_where_held(db, party, &path.role, RELATED).await?;
    Ok(listed(&customers, fields))
}

/// `GET …/parties/{uuid}/holders/ccr/{role}`: who does this for the party.
pub async fn list_holders(
    State(app): State<App>,
    consumer: Consumer,
    PathOf(path): PathOf<RolePath>,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    check_role(&path.role, &HOLDER_ROLES)?;
    let db = &app.core().db;
    let party = existing(&app, path.id).await?;
    let holders = store::register::list_holders(db, party, &path.role, RELATED).await?;
    Ok(listed(&holders, fields))
}

fn check_role(role: &str, known: &[&str]) -> Result<(), Problem> {
    match known.contains(&role) {
        true => Ok(()),
        false => Err(Problem::plain(
            StatusCode::NOT_FOUND,
            "The role is none of those that can be asked for here.",
        )),
    }
}

/// `POST …/parties/main-units`: the main units of subunits, each once. Organizations that have none give nothing.
pub async fn list_main_units(
    State(app): State<App>,
    consumer: Consumer,
    QueryOf(query): QueryOf<PageQuery>,
    LooseJson(body): LooseJson<MainUnitsBody>,
) -> Result<Response, Problem> {
    let fields = consumer.fields(query.fields.as_deref())?;
    let names = names(&body.data.into_vec())?;
    let db = &app.core().db;
    let batch = Batch::load(db, &names).await?;
    let parents = batch.in_order(&names).into_iter();
    let parents: Vec<Name> = parents
        .filter_map(|unit| unit.party.parent())
        .map(Name::Id)
        .collect();
    let main_units = Batch::load(db, &parents).await?;
    Ok(listed(main_units.in_order(&parents), fields))
}

/// `GET …/parties/{uuid}/external-roles`: who has which role from other registers at the party.
pub async fn list_roles(
    State(app): State<App>,
    _consumer: Consumer,
    PathOf(path): PathOf<PartyPath>,
) -> Result<Response, Problem> {
    let party = existing(&app, path.id).await?;
    let assignments = store::roles::list_assigned(&app.core().db, party).await?;
    let known = assignments.iter().filter_map(|assignment| {
        let role = reference().role(&assignment.role)?;
        RoleAssignmentWire::of(assignment, role)
    });
    Ok(json_answer(StatusCode::OK, &Listed::all(known.collect())))
}

/// `GET …/metadata/external-roles`
pub async fn describe_roles(_bearer: Bearer<PartyLookup>) -> Response {
    let mut roles: Vec<RoleWire<'_>> = reference().roles().filter_map(RoleWire::of).collect();
    roles.sort_by_key(RoleWire::order);
    json_answer(StatusCode::OK, &Listed::all(roles))
}

/// What the URNs name. Numbers that nobody has are left out.
fn names(urns: &[String]) -> Result<Vec<Name>, Problem> {
    check_size(urns.len(), MAX_NAMES, "URNs")?;
    let mut names = Vec::with_capacity(urns.len());
    for (place, urn) in urns.iter().enumerate() {
        let name = read_urn(urn).ok_or_else(|| {
            Problem::unreadable(format!(
                "data[{place}] is no URN of a party that is known here"
            ))
        })?;
        names.extend(name);
    }
    Ok(names)
}

/// A party that is in the register.
async fn existing(app: &App, id: Uuid) -> Result<PartyId, Problem> {
    let found = store::parties::find(&app.core().db, PartyId(id)).await?;
    found.map(|party| party.id).ok_or_else(not_found)
}

fn listed<'p>(parties: impl IntoIterator<Item = &'p Registered>, fields: Fields) -> Response {
    json_answer(StatusCode::OK, &Listed::all(shaped(parties, fields)))
}

fn shaped<'p>(
    parties: impl IntoIterator<Item = &'p Registered>,
    fields: Fields,
) -> Vec<PartyV2<'p>> {
    let parties = parties.into_iter();
    parties
        .map(|registered| PartyV2 { registered, fields })
        .collect()
}

fn not_found() -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "The party was not found.")
}
