//! `/tjenesteeier/lister/{list}/legg-til` and `…/medlemmer/{number}`: who is on an access list, and until when.

use std::collections::{HashMap, HashSet};

use axum::Form;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use http::StatusCode;
use time::macros::format_description;

use super::context::{OwnerContext, Writer};
use super::fields::Fields;
use super::list_pages::last_day;
use super::lists::seen;
use super::member_pages::Lines;
use super::paste::{self, Pasted, TooMany};
use super::{AddMembersPage, AddedPage, MemberPage};
use crate::domain::{AccessList, Expiry, Member, MemberName, OrgNumber, Preconditions, Timestamp};
use crate::ops::access_lists::{Edit, MemberChange, Refusal, change_members};
use crate::portal::form::FieldError;
use crate::portal::visitor::{page, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::text::dates;
use crate::{routes, store};

/// `GET …/legg-til`.
pub async fn ask_add(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
) -> Result<Response, PageError> {
    let list = ctx.list(&identifier).await?;
    render(&ctx, list, StatusCode::OK, &Fields::default(), Vec::new()).await
}

async fn render(
    ctx: &OwnerContext,
    list: AccessList,
    status: StatusCode,
    fields: &Fields,
    errors: Vec<FieldError>,
) -> Result<Response, PageError> {
    let page = AddMembersPage {
        frame: ctx.frame().await?,
        list,
        pasted: numbers_text(fields).to_owned(),
        until: fields.get("until").to_owned(),
        errors,
        is_changed: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// What was pasted, or what is in the file.
fn numbers_text(fields: &Fields) -> &str {
    let file = fields.all("file").find(|text| !text.trim().is_empty());
    file.unwrap_or_else(|| fields.get("numbers"))
}

/// `POST …/legg-til`: adds all organizations that the register knows, and tells what became of every line.
pub async fn add(
    Writer(ctx): Writer,
    Path(identifier): Path<String>,
    form: Multipart,
) -> Result<Response, PageError> {
    let list = ctx.list(&identifier).await?;
    let fields = Fields::of(form).await?;
    let t = &ctx.ctx.signed.words().registry_members;
    let now = ctx.core().world.now();
    let mut errors = Vec::new();
    let pasted = match paste::read(numbers_text(&fields)) {
        Ok(pasted) => pasted,
        Err(TooMany) => {
            errors.push(FieldError::new("numbers", t.too_many));
            Pasted::default()
        }
    };
    if errors.is_empty() && pasted == Pasted::default() {
        errors.push(FieldError::new("numbers", t.nothing));
    }
    let until = end(fields.get("until"), now);
    if until.is_err() {
        errors.push(FieldError::new("until", t.until_error));
    }
    let (true, Ok(until)) = (errors.is_empty(), until) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&ctx, list, status, &fields, errors).await;
    };
    let expiry = until.map_or(Expiry::AsBefore, Expiry::At);
    match add_known(&ctx, &list, &pasted, expiry, &seen(&fields)).await? {
        Some(outcome) => page(&added(&ctx, list, pasted, outcome, until).await?),
        None => {
            let list = ctx.list(&identifier).await?;
            render(&ctx, list, StatusCode::CONFLICT, &fields, Vec::new()).await
        }
    }
}

/// When a membership ends that lasts through this day: None without a day.
fn end(text: &str, now: Timestamp) -> Result<Option<Timestamp>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = time::Date::parse(text, format_description!("[year]-[month]-[day]"));
    let next = day.map_err(|_| ())?.next_day().ok_or(())?;
    let end = Timestamp::start_of_day_in_norway(next);
    (end > now).then_some(Some(end)).ok_or(())
}

/// Who was a member before, and which numbers nobody has.
struct Outcome {
    present: HashSet<String>,
    unknown: HashSet<String>,
}

/// Adds those that the register knows. `None` when the list is not as the person saw it.
async fn add_known(
    ctx: &OwnerContext,
    list: &AccessList,
    pasted: &Pasted,
    expiry: Expiry,
    expected: &Preconditions,
) -> Result<Option<Outcome>, PageError> {
    let (core, now) = (ctx.core(), ctx.core().world.now());
    let numbers: Vec<String> = pasted
        .numbers
        .iter()
        .map(|(number, _)| number.to_string())
        .collect();
    let present = store::access_lists::list_present(&core.db, list.id, &numbers, now).await?;
    let mut outcome = Outcome {
        present,
        unknown: HashSet::new(),
    };
    // Twice: all or nothing is added at once, so those that are unknown are told first.
    for _ in 0..2 {
        let known = numbers
            .iter()
            .filter(|number| !outcome.unknown.contains(*number));
        let named: Vec<MemberName> = known.cloned().map(MemberName::OrgNumber).collect();
        let name = ctx.list_name(&list.identifier);
        let change = MemberChange::Add(expiry);
        let by = ctx.author();
        let edit = Edit { by: &by, expected };
        match change_members(core, name, &named, change, edit).await? {
            Ok(_) => return Ok(Some(outcome)),
            Err(Refusal::UnknownParties(unknown)) => {
                outcome.unknown = unknown.into_iter().filter_map(org_number).collect();
            }
            Err(Refusal::NotAsExpected) => return Ok(None),
            Err(_) => return Err(PageError::NotFound),
        }
    }
    // The register changed between the two.
    Err(PageError::Busy)
}

fn org_number(name: MemberName) -> Option<String> {
    match name {
        MemberName::OrgNumber(number) => Some(number),
        MemberName::Party(_) | MemberName::Number(_) => None,
    }
}

async fn added(
    ctx: &OwnerContext,
    list: AccessList,
    pasted: Pasted,
    outcome: Outcome,
    until: Option<Timestamp>,
) -> Result<AddedPage, PageError> {
    let lines: HashMap<String, usize> = pasted
        .numbers
        .iter()
        .map(|(number, line)| (number.to_string(), *line))
        .collect();
    let mut unknown: Vec<(usize, String)> = outcome
        .unknown
        .into_iter()
        .map(|number| (lines.get(&number).copied().unwrap_or_default(), number))
        .collect();
    unknown.sort();
    let unreadable = pasted
        .unreadable
        .into_iter()
        .map(|one| (one.line, one.text));
    let already = outcome.present.len();
    Ok(AddedPage {
        frame: ctx.frame().await?,
        list,
        added: lines.len().saturating_sub(already + unknown.len()),
        already,
        repeated: pasted.repeated,
        until: until.and_then(last_day).map(dates::day),
        unknown: Lines::of(unknown.into_iter()),
        unreadable: Lines::of(unreadable),
    })
}

/// A member of one of the owner's lists.
async fn member(ctx: &OwnerContext, list: &AccessList, number: &str) -> Result<Member, PageError> {
    let number = OrgNumber::parse(number).ok_or(PageError::NotFound)?;
    let (db, now) = (&ctx.core().db, ctx.core().world.now());
    let found = store::access_lists::find_member(db, list.id, &number, now).await?;
    found.ok_or(PageError::NotFound)
}

/// `GET …/medlemmer/{number}`.
pub async fn show(
    Writer(ctx): Writer,
    Path((identifier, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let list = ctx.list(&identifier).await?;
    let member = member(&ctx, &list, &number).await?;
    let until = member.expires_at.and_then(last_day);
    let until = until.map(|day| day.to_string()).unwrap_or_default();
    let shown = Shown {
        status: StatusCode::OK,
        until,
        errors: Vec::new(),
    };
    render_member(&ctx, list, member, shown).await
}

struct Shown {
    status: StatusCode,
    until: String,
    errors: Vec<FieldError>,
}

async fn render_member(
    ctx: &OwnerContext,
    list: AccessList,
    member: Member,
    shown: Shown,
) -> Result<Response, PageError> {
    let page = MemberPage {
        frame: ctx.frame().await?,
        list,
        member,
        until: shown.until,
        errors: shown.errors,
        is_changed: shown.status == StatusCode::CONFLICT,
    };
    page_with(shown.status, &page)
}

/// `POST …/medlemmer/{number}`: sets until when, or removes.
pub async fn change(
    Writer(ctx): Writer,
    Path((identifier, number)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    let list = ctx.list(&identifier).await?;
    let member = member(&ctx, &list, &number).await?;
    let until = fields.get("until").to_owned();
    let (change, done) = match fields.get("do") {
        "remove" => {
            let member = member.name.clone();
            (MemberChange::Remove, Flash::MemberRemoved { member })
        }
        _ => {
            let Ok(end) = end(&until, ctx.core().world.now()) else {
                let t = &ctx.ctx.signed.words().registry_members;
                let shown = Shown {
                    status: StatusCode::UNPROCESSABLE_ENTITY,
                    until,
                    errors: vec![FieldError::new("until", t.until_error)],
                };
                return render_member(&ctx, list, member, shown).await;
            };
            let member = member.name.clone();
            let expiry = end.map_or(Expiry::Never, Expiry::At);
            (MemberChange::Add(expiry), Flash::MemberChanged { member })
        }
    };
    let named = [MemberName::OrgNumber(member.org_number.to_string())];
    let name = ctx.list_name(&identifier);
    let (by, expected) = (ctx.author(), seen(&fields));
    let edit = Edit {
        by: &by,
        expected: &expected,
    };
    match change_members(ctx.core(), name, &named, change, edit).await? {
        Ok(_) => {
            ctx.flash(&done).await?;
            Ok(redirect(&routes::registry_list(&identifier)))
        }
        Err(Refusal::NotAsExpected) => {
            let shown = Shown {
                status: StatusCode::CONFLICT,
                until,
                errors: Vec::new(),
            };
            render_member(&ctx, ctx.list(&identifier).await?, member, shown).await
        }
        Err(_) => Err(PageError::NotFound),
    }
}
