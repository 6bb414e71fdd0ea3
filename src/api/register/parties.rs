//! Parties in the older shape.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::batch::{Batch, MAX_NAMES, Name, check_size, load_subunits};
use super::caller::Asker;
use super::number::{self, Number};
use super::wire::{
    IdentifiersWire, ListQuery, NameWire, NamesWire, Numbers, OrganizationWire, PartyWire,
    SentNumber,
};
use crate::api::Problem;
use crate::api::bearer::{Bearer, PartyLookup};
use crate::api::json::{LooseJson, json_answer};
use crate::api::parts::{PathOf, QueryOf};
use crate::app::App;
use crate::domain::{PartyId, Registered};
use crate::ops::register::lookup::Reader;

/// How many parties a call may name in its address.
const MAX_IN_ADDRESS: usize = 100;

/// `GET …/parties/{partyId}`
pub async fn show(
    State(app): State<App>,
    Asker(reader): Asker,
    PathOf(number): PathOf<i64>,
) -> Result<Response, Problem> {
    let party = find(&app, &reader, Some(Name::Number(number))).await?;
    Ok(json_answer(StatusCode::OK, &PartyWire::of(&party)))
}

/// `GET …/parties/byuuid/{uuid}`
pub async fn show_by_uuid(
    State(app): State<App>,
    Asker(reader): Asker,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let party = find(&app, &reader, Some(Name::Id(PartyId(id)))).await?;
    Ok(json_answer(StatusCode::OK, &PartyWire::of(&party)))
}

/// `GET …/organizations/{orgNr}`
pub async fn show_organization(
    State(app): State<App>,
    Asker(reader): Asker,
    PathOf(text): PathOf<String>,
) -> Result<Response, Problem> {
    let number = number::org_number(&text)
        .ok_or_else(|| Problem::unreadable("an organization number has 9 digits"))?;
    let party = find(&app, &reader, number.map(Name::Organization)).await?;
    let organization = OrganizationWire::of(&party).ok_or_else(not_found)?;
    Ok(json_answer(StatusCode::OK, &organization))
}

/// `POST …/parties/lookup`. For machines only: a person would learn from it who exists.
pub async fn look_up(
    State(app): State<App>,
    _bearer: Bearer<PartyLookup>,
    LooseJson(sent): LooseJson<SentNumber>,
) -> Result<Response, Problem> {
    let name = Number::read(&sent, "")?.name().ok_or_else(not_found)?;
    let batch = Batch::load(&app.core().db, std::slice::from_ref(&name)).await?;
    let party = batch.get(&name).ok_or_else(not_found)?;
    Ok(json_answer(StatusCode::OK, &PartyWire::of(party)))
}

/// `POST …/parties/nameslookup`
pub async fn list_names(
    State(app): State<App>,
    _bearer: Bearer<PartyLookup>,
    LooseJson(sent): LooseJson<Numbers>,
) -> Result<Response, Problem> {
    check_size(sent.parties.len(), MAX_NAMES, "parties")?;
    let mut names = Vec::with_capacity(sent.parties.len());
    for (place, number) in sent.parties.iter().enumerate() {
        names.push(Number::read(number, &format!("parties[{place}]."))?.name());
    }
    let known: Vec<Name> = names.iter().flatten().cloned().collect();
    let batch = Batch::load(&app.core().db, &known).await?;
    let found = names
        .iter()
        .map(|name| name.as_ref().and_then(|name| batch.get(name)));
    let answers = sent.parties.iter().zip(found);
    let answer = NamesWire {
        party_names: answers
            .map(|(sent, found)| NameWire::of(sent, found))
            .collect(),
    };
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `POST …/parties/partylist`
pub async fn list(
    State(app): State<App>,
    _bearer: Bearer<PartyLookup>,
    QueryOf(query): QueryOf<ListQuery>,
    LooseJson(numbers): LooseJson<Vec<i64>>,
) -> Result<Response, Problem> {
    let names: Vec<Name> = numbers.into_iter().map(Name::Number).collect();
    list_named(&app, &names, query.fetch_sub_units).await
}

/// `POST …/parties/partylistbyuuid`
pub async fn list_by_uuid(
    State(app): State<App>,
    _bearer: Bearer<PartyLookup>,
    QueryOf(query): QueryOf<ListQuery>,
    LooseJson(ids): LooseJson<Vec<Uuid>>,
) -> Result<Response, Problem> {
    let ids = ids.into_iter().map(PartyId);
    let names: Vec<Name> = ids.map(Name::Id).collect();
    list_named(&app, &names, query.fetch_sub_units).await
}

/// Those that there are, each once, in the order in which they were asked for.
async fn list_named(app: &App, names: &[Name], with_subunits: bool) -> Result<Response, Problem> {
    check_size(names.len(), MAX_NAMES, "parties")?;
    let batch = Batch::load(&app.core().db, names).await?;
    let parties = batch.in_order(names);
    let subunits = match with_subunits {
        true => load_subunits(&app.core().db, &parties).await?,
        false => HashMap::new(),
    };
    let answer: Vec<PartyWire<'_>> = parties
        .iter()
        .map(|registered| {
            let wire = PartyWire::of(registered);
            let units = subunits.get(&registered.party.id).into_iter().flatten();
            match with_subunits && registered.party.organization().is_some() {
                true => wire.with_children(units.map(PartyWire::of).collect()),
                false => wire,
            }
        })
        .collect();
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `GET …/parties/identifiers?ids&uuids&orgs`: each a list with commas, or given several times.
pub async fn list_identifiers(
    State(app): State<App>,
    _bearer: Bearer<PartyLookup>,
    QueryOf(query): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = query.iter().flat_map(|(kind, list)| {
        let items = list.split(',').map(str::trim);
        items
            .filter(|item| !item.is_empty())
            .map(move |item| (kind.as_str(), item))
    });
    let mut names = Vec::new();
    for (kind, item) in asked {
        names.push(identifier(kind, item)?);
    }
    check_size(names.len(), MAX_IN_ADDRESS, "identifiers")?;
    let names: Vec<Name> = names.into_iter().flatten().collect();
    let batch = Batch::load(&app.core().db, &names).await?;
    let parties = batch.in_order(&names).into_iter();
    let answer: Vec<IdentifiersWire<'_>> = parties
        .map(|found| IdentifiersWire::of(&found.party))
        .collect();
    Ok(json_answer(StatusCode::OK, &answer))
}

/// None for what nobody is known by. Members of the query that have no meaning are passed over.
fn identifier(kind: &str, item: &str) -> Result<Option<Name>, Problem> {
    let bad = |what: &str| Problem::unreadable(format!("{kind}: one is no {what}"));
    match kind {
        "ids" => {
            let number = item.parse().map_err(|_| bad("party id"))?;
            Ok(Some(Name::Number(number)))
        }
        "uuids" => {
            let id = Uuid::try_parse(item).map_err(|_| bad("uuid"))?;
            Ok(Some(Name::Id(PartyId(id))))
        }
        "orgs" => {
            let number =
                number::org_number(item).ok_or_else(|| bad("organization number of 9 digits"))?;
            Ok(number.map(Name::Organization))
        }
        _ => Ok(None),
    }
}

/// The party, if there is one and the reader may see it.
async fn find(app: &App, reader: &Reader, name: Option<Name>) -> Result<Registered, Problem> {
    let name = name.ok_or_else(not_found)?;
    let batch = Batch::load(&app.core().db, std::slice::from_ref(&name)).await?;
    let found = batch.into_only().ok_or_else(not_found)?;
    match reader.may_see(app.core(), found.party.id).await? {
        true => Ok(found),
        false => Err(not_found()),
    }
}

fn not_found() -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "The party was not found.")
}
