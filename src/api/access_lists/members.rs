//! Who is on a list.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::owner::Owner;
use super::wire::{ListPath, MemberAnswer, MembersBody, MembersPlace, PageQuery};
use super::{cut, faults, name, place};
use crate::api::bearer::{AccessListRead, AccessListWrite};
use crate::api::conditional::{Conditions, not_as_expected, tagged};
use crate::api::json::{LooseJson, json_answer};
use crate::api::listed::{Listed, PageToken};
use crate::api::parts::{PathOf, QueryOf};
use crate::api::problem::{Problem, ValidationError};
use crate::app::App;
use crate::domain::{Expiry, MemberName, Preconditions, Timestamp};
use crate::ops::Core;
use crate::ops::access_lists::{self, ListName, MemberChange};
use crate::routes;
use crate::store::access_lists::MemberPage;

/// How many members a page has, and how many one request changes.
const PAGE: usize = 100;

/// `GET …/{owner}/{list}/members`: a page of them. All pages are of one version: when the list has changed since the
/// first one, 412 says that it is time to begin again.
pub async fn list(
    State(app): State<App>,
    owner: Owner<AccessListRead>,
    PathOf(path): PathOf<ListPath>,
    QueryOf(query): QueryOf<PageQuery>,
    conditions: Conditions,
) -> Result<Response, Problem> {
    let place: Option<MembersPlace> = place(query.token)?;
    let name = ListName {
        owner: &owner.code,
        identifier: &path.list,
    };
    let after = place.as_ref().map(|place| place.after);
    let limit = PAGE as i64 + 1;
    let found = access_lists::members(app.core(), name, after, limit).await?;
    let page = found.ok_or_else(faults::no_such_list)?;
    let (id, version) = (page.list.id, page.list.version);
    if place.is_some_and(|place| (place.list, place.version) != (id, version)) {
        return Err(not_as_expected());
    }
    let current = page.list.versioned();
    conditions.answer(current, || answer(&app, page))
}

/// `POST …/{owner}/{list}/members`: makes parties members.
pub async fn add(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ListPath>,
    conditions: Conditions,
    LooseJson(body): LooseJson<MembersBody>,
) -> Result<Response, Problem> {
    let expiry = expiry(app.core(), &body)?;
    let named = named(body, faults::too_many_to_change)?;
    let change = MemberChange::Add(expiry);
    Change {
        owner: &owner,
        list: &path.list,
        named,
        change,
    }
    .make(&app, &conditions.0)
    .await
}

/// `PUT …/{owner}/{list}/members`: makes these the only members.
pub async fn replace(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ListPath>,
    conditions: Conditions,
    LooseJson(body): LooseJson<MembersBody>,
) -> Result<Response, Problem> {
    let expiry = expiry(app.core(), &body)?;
    let named = named(body, faults::too_many_to_replace)?;
    let change = MemberChange::Replace(expiry);
    Change {
        owner: &owner,
        list: &path.list,
        named,
        change,
    }
    .make(&app, &conditions.0)
    .await
}

/// `DELETE …/{owner}/{list}/members`: takes parties off the list.
pub async fn remove(
    State(app): State<App>,
    owner: Owner<AccessListWrite>,
    PathOf(path): PathOf<ListPath>,
    conditions: Conditions,
    LooseJson(body): LooseJson<MembersBody>,
) -> Result<Response, Problem> {
    let named = named(body, faults::too_many_to_change)?;
    let change = MemberChange::Remove;
    Change {
        owner: &owner,
        list: &path.list,
        named,
        change,
    }
    .make(&app, &conditions.0)
    .await
}

struct Change<'a> {
    owner: &'a Owner<AccessListWrite>,
    list: &'a str,
    named: Vec<MemberName>,
    change: MemberChange,
}

impl Change<'_> {
    /// Makes it, and answers the first page of who is on the list then.
    async fn make(self, app: &App, expected: &Preconditions) -> Result<Response, Problem> {
        let list = ListName {
            owner: &self.owner.code,
            identifier: self.list,
        };
        let (core, edit) = (app.core(), self.owner.edit(expected));
        access_lists::change_members(core, list, &self.named, self.change, edit).await??;
        let found = access_lists::members(core, list, None, PAGE as i64 + 1).await?;
        let page = found.ok_or_else(faults::no_such_list)?;
        let current = page.list.versioned();
        Ok(tagged(answer(app, page), current))
    }
}

fn answer(app: &App, page: MemberPage) -> Response {
    let (members, is_more) = cut(page.members, PAGE);
    let next = members.last().filter(|_| is_more).map(|last| {
        let token = PageToken::of(&MembersPlace {
            list: page.list.id,
            version: page.list.version,
            after: last.party,
        });
        let name = name(&page.list);
        let path = routes::api_list_members_page(name.owner, name.identifier, &token.0);
        app.config().url(&path)
    });
    let told: Vec<MemberAnswer> = members.iter().map(MemberAnswer::of).collect();
    json_answer(StatusCode::OK, &Listed::page(told, next))
}

/// Who is named in a body, at most a page of them.
fn named(body: MembersBody, too_many: fn() -> ValidationError) -> Result<Vec<MemberName>, Problem> {
    let urns = body
        .data
        .ok_or_else(|| Problem::validation(vec![faults::missing("/data")]))?;
    if urns.len() > PAGE {
        return Err(Problem::validation(vec![too_many()]));
    }
    faults::member_names(&urns)
}

/// Until when they shall be members: `expiresAt`, which the original does not know.
fn expiry(core: &Core, body: &MembersBody) -> Result<Expiry, Problem> {
    let Some(sent) = &body.expiresat else {
        return Ok(Expiry::AsBefore);
    };
    if sent.is_null() {
        return Ok(Expiry::Never);
    }
    let moment = sent
        .as_str()
        .and_then(|text| Timestamp::parse_rfc3339(text).ok());
    match moment {
        Some(moment) if moment > core.world.now() => Ok(Expiry::At(moment)),
        _ => {
            let detail = "a moment to come, such as 2030-01-31T12:00:00Z, or null for no end";
            Err(Problem::validation(vec![faults::out_of_range(
                "/expiresAt",
                detail,
            )]))
        }
    }
}
