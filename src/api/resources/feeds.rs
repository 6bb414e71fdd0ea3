//! What changed, in the order in which it became visible: whoever follows a feed misses nothing, as the stamps are given
//! in the order of the commits (`store::registry_clock`).

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::wire::{ChangedWire, FeedQuery, UpdatedWire};
use crate::api::Problem;
use crate::api::json::json_answer;
use crate::api::listed::{Listed, PageToken};
use crate::api::parts::QueryOf;
use crate::app::App;
use crate::domain::{RESOURCE_ATTRIBUTE, Timestamp};
use crate::store::subjects::SubjectOf;
use crate::{routes, store};

const MAX_PAGE: i64 = 1_000;

/// `GET …/resource/updated`: which subjects came to policies and went from them.
pub async fn updated(
    State(app): State<App>,
    QueryOf(query): QueryOf<FeedQuery>,
) -> Result<Response, Problem> {
    let limit = limit(&query)?;
    let (at, resource, subject) = match &query.token {
        Some(token) => token
            .place::<(String, String, String)>()
            .and_then(|(at, resource, subject)| Some((moment(&at)?, resource, subject)))
            .ok_or_else(bad_token)?,
        None => (since(&query)?, END.to_owned(), END.to_owned()),
    };
    let after = (at, resource.as_str(), subject.as_str());
    let rows = store::subjects::list_updated(&app.core().db, after, limit).await?;
    let last = rows.last().map(|row| {
        let place = (row.updated_at.rfc3339(), &row.resource, &row.subject.urn);
        PageToken::of(&place)
    });
    let next = last.filter(|_| i64::try_from(rows.len()).is_ok_and(|length| length == limit));
    let next = next.map(|token| page(&app, routes::API_RESOURCE_UPDATED, &token, limit));
    let data = rows.into_iter().map(updated_wire).collect();
    Ok(json_answer(StatusCode::OK, &Listed::page(data, next)))
}

/// `GET …/resource/changes`: which resources changed. Each stands where it changed last. There is a next page after
/// every one that is not empty, for what comes later.
pub async fn changes(
    State(app): State<App>,
    QueryOf(query): QueryOf<FeedQuery>,
) -> Result<Response, Problem> {
    let limit = limit(&query)?;
    let (at, id) = match &query.token {
        Some(token) => token
            .place::<(String, String)>()
            .and_then(|(at, id)| Some((moment(&at)?, id)))
            .ok_or_else(bad_token)?,
        None => (since(&query)?, END.to_owned()),
    };
    let rows = store::resources::list_changes(&app.core().db, (at, &id), limit).await?;
    let last = rows
        .last()
        .map(|row| PageToken::of(&(row.changed_at.rfc3339(), &row.id)));
    let next = last.map(|token| page(&app, routes::API_RESOURCE_CHANGES, &token, limit));
    let data = rows
        .into_iter()
        .map(|row| ChangedWire {
            resource_id: row.id,
            changed_at: row.changed_at.rfc3339(),
        })
        .collect();
    Ok(json_answer(StatusCode::OK, &Listed::page(data, next)))
}

/// After every id and urn, so that what happened at the very moment is not told again.
const END: &str = "\u{10FFFF}";

fn updated_wire(row: SubjectOf) -> UpdatedWire {
    UpdatedWire {
        subject_urn: row.subject.urn,
        resource_urn: format!("{RESOURCE_ATTRIBUTE}:{}", row.resource),
        updated_at: row.updated_at.rfc3339(),
        deleted: row.is_deleted,
    }
}

fn limit(query: &FeedQuery) -> Result<i64, Problem> {
    let limit = query.limit.unwrap_or(MAX_PAGE);
    match (1..=MAX_PAGE).contains(&limit) {
        true => Ok(limit),
        false => Err(Problem::unreadable(format!(
            "limit must be 1 to {MAX_PAGE}"
        ))),
    }
}

fn since(query: &FeedQuery) -> Result<Timestamp, Problem> {
    match &query.since {
        None => Ok(Timestamp::from_datetime(time::OffsetDateTime::UNIX_EPOCH)),
        Some(text) => {
            moment(text).ok_or_else(|| Problem::unreadable("since is not a moment in RFC 3339"))
        }
    }
}

/// A moment, whose zone may lack and then is UTC; a plus that was not escaped arrives as a blank.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim().replace(' ', "+");
    let forms = [
        text.clone(),
        format!("{text}Z"),
        format!("{text}T00:00:00Z"),
    ];
    let read = |form: &String| Timestamp::parse_rfc3339(form).ok();
    forms.iter().find_map(read)
}

fn bad_token() -> Problem {
    Problem::unreadable("token is none that this server wrote")
}

fn page(app: &App, path: &str, token: &PageToken, limit: i64) -> String {
    app.config().url(&routes::feed_page(path, &token.0, limit))
}
