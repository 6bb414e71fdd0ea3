//! What a party's memberships open, for those who decide.
//!
//! The original lets its own components call, and operators for the first of the two. Here these are whoever has the scope
//! for looking into all lists to decide, or runs the registry.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::faults;
use super::wire::{ListAnswer, MembershipAnswer, Whole};
use crate::api::bearer::{AccessListLookup, Bearer};
use crate::api::json::json_answer;
use crate::api::parts::QueryOf;
use crate::api::problem::{self, Problem};
use crate::app::App;
use crate::domain::{MemberName, OrgNumber, Party, PartyId, RESOURCE_ATTRIBUTE};
use crate::ops::access_lists;
use crate::store::parties;

type Pairs = Vec<(String, String)>;

/// `GET …/memberships?party=…&resource=…`: what one party's memberships open, on one resource or all.
pub async fn list(
    State(app): State<App>,
    _looking: Bearer<AccessListLookup>,
    QueryOf(pairs): QueryOf<Pairs>,
) -> Result<Response, Problem> {
    let named = party_named(&pairs)?;
    let resource = resource_named(&pairs)?;
    let party = find(&app, &named).await?;
    let memberships = access_lists::memberships(app.core(), party).await?;
    let told = memberships.iter().filter(|membership| {
        let connection = membership.connection.as_ref();
        resource.is_none_or(|wanted| connection.is_some_and(|one| one.resource == wanted))
    });
    let data: Vec<MembershipAnswer> = told
        .filter_map(|membership| MembershipAnswer::of(party, membership))
        .collect();
    Ok(json_answer(StatusCode::OK, &Whole { data }))
}

/// `GET …/get-by-member?party=…`: the lists that a party is on, whoever they belong to.
pub async fn lists_of(
    State(app): State<App>,
    _looking: Bearer<AccessListLookup>,
    QueryOf(pairs): QueryOf<Pairs>,
) -> Result<Response, Problem> {
    let party = find(&app, &party_named(&pairs)?).await?;
    let lists = access_lists::lists_of_member(app.core(), party).await?;
    let data: Vec<ListAnswer> = lists.iter().map(ListAnswer::of).collect();
    Ok(json_answer(StatusCode::OK, &Whole { data }))
}

fn party_named(pairs: &Pairs) -> Result<MemberName, Problem> {
    let fault = match *values(pairs, "party").as_slice() {
        [] => faults::party_missing(),
        [urn] => match MemberName::parse(urn) {
            Some(name) => return Ok(name),
            None => faults::bad_party("/$QUERY/party"),
        },
        _ => faults::several_parties(),
    };
    Err(Problem::validation(vec![fault]))
}

fn resource_named(pairs: &Pairs) -> Result<Option<&str>, Problem> {
    let fault = match *values(pairs, "resource").as_slice() {
        [] => return Ok(None),
        [urn] => match urn
            .strip_prefix(RESOURCE_ATTRIBUTE)
            .and_then(|rest| rest.strip_prefix(':'))
        {
            Some(id) if !id.is_empty() => return Ok(Some(id)),
            _ => faults::bad_resource(),
        },
        _ => faults::several_resources(),
    };
    Err(Problem::validation(vec![fault]))
}

/// What is sent under a name: several times, or as one list with commas.
fn values<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    let sent = pairs
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case(name));
    let each = sent.flat_map(|(_, value)| value.split(','));
    each.map(str::trim)
        .filter(|value| !value.is_empty())
        .collect()
}

async fn find(app: &App, name: &MemberName) -> Result<PartyId, Problem> {
    let db = &app.core().db;
    let found: Option<Party> = match name {
        MemberName::Party(id) => parties::find(db, *id).await?,
        MemberName::Number(number) => parties::find_by_number(db, *number).await?,
        MemberName::OrgNumber(text) => match OrgNumber::parse(text) {
            Some(number) => parties::find_by_org_number(db, &number).await?,
            None => None,
        },
    };
    found
        .map(|party| party.id)
        .ok_or_else(|| Problem::of(problem::UNKNOWN_PARTIES))
}
