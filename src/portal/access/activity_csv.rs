//! The log as a file for spreadsheets.
//!
//! UTF-8 with a byte order mark, without which Excel takes it for another encoding; semicolons, which a Norwegian Excel
//! separates columns by, in every language, so that the file is the same for everybody; lines end as RFC 4180 says.

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, header};
use time::macros::format_description;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use super::activity_words::ActWords;
use crate::domain::{Language, Timestamp};
use crate::ops::activity_log::{Filter, LogEntry, Names, View};
use crate::ops::{Core, OpsError};
use crate::portal::visitor::PartyContext;
use crate::text::{Activity, texts};

/// How many acts are in memory at once.
const BATCH: usize = 500;
const COLUMNS: usize = 11;

/// The file, written while it is read from the database.
pub fn answer(ctx: &PartyContext, view: View, filter: Filter) -> Response {
    let (rows, body) = channel(2);
    let file = File {
        core: ctx.core().clone(),
        language: ctx.signed.language(),
        view,
        filter,
    };
    tokio::spawn(async move {
        if let Err(problem) = file.write(&rows).await {
            tracing::error!(%problem, "the activity log was cut off");
            // The connection ends without the file's end, so that nobody takes what came for all.
            let cut = std::io::Error::other("the log could not be read to its end");
            let _ = rows.send(Err(cut)).await;
        }
    });
    let headers: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=aktivitetslogg.csv"),
        ),
    ];
    (headers, Body::from_stream(ReceiverStream::new(body))).into_response()
}

struct File {
    core: Core,
    language: Language,
    view: View,
    filter: Filter,
}

type Rows = Sender<Result<Bytes, std::io::Error>>;

impl File {
    /// Sends everything, until there is nothing more or nobody listens any more.
    async fn write(&self, rows: &Rows) -> Result<(), OpsError> {
        let head = format!(
            "\u{feff}{}",
            line(&headings(&texts(self.language).activity))
        );
        if rows.send(Ok(head.into())).await.is_err() {
            return Ok(());
        }
        let mut after = None;
        loop {
            let (entries, next) = self
                .view
                .list(&self.core, &self.filter, after, BATCH)
                .await?;
            let names = Names::of(&self.core, &entries).await?;
            let words = ActWords {
                names: &names,
                language: self.language,
            };
            let text: String = entries
                .iter()
                .map(|entry| line(&cells(entry, words)))
                .collect();
            if rows.send(Ok(text.into())).await.is_err() || next.is_none() {
                return Ok(());
            }
            after = next;
        }
    }
}

fn headings(t: &Activity) -> [String; COLUMNS] {
    [
        t.csv_number,
        t.csv_time,
        t.csv_actor,
        t.csv_party,
        t.csv_what,
        t.csv_kind,
        t.csv_counterpart,
        t.csv_package,
        t.csv_resource,
        t.csv_actions,
        t.csv_power,
    ]
    .map(str::to_owned)
}

fn cells(LogEntry { number, act }: &LogEntry, words: ActWords<'_>) -> [String; COLUMNS] {
    let details = &act.details;
    let package = details.package.as_deref();
    let resource = details.resource.as_deref();
    [
        number.map(|number| number.to_string()).unwrap_or_default(),
        clock(act.at),
        words.party(act.actor.0),
        words.party(act.party.0),
        words.plain(act),
        act.kind.as_str().to_owned(),
        details
            .counterpart
            .map(|id| words.other(id))
            .unwrap_or_default(),
        package
            .map(|urn| words.package(Some(urn)))
            .unwrap_or_default(),
        resource
            .map(|id| words.resource(Some(id)))
            .unwrap_or_default(),
        details.actions.join(", "),
        words.power(act).unwrap_or_default(),
    ]
}

/// Norwegian time in a form that spreadsheets read as time, with how far it is from UTC apart: not.
fn clock(at: Timestamp) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    at.in_norway().format(format).unwrap_or_default()
}

fn line(cells: &[String; COLUMNS]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(";"))
}

/// A cell that is text to every spreadsheet: one that begins as a formula does would be run as one, so it begins with
/// an apostrophe.
fn quoted(cell: &str) -> String {
    let is_formula = cell
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
        || cell.starts_with(['\t', '\r', '\n']);
    let guard = if is_formula { "'" } else { "" };
    let text = format!("{guard}{cell}");
    match text.contains([';', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_ends_another() {
        for (cell, written) in [
            ("Kari", "Kari"),
            ("=1+1", "'=1+1"),
            (" =1", "' =1"),
            ("+47", "'+47"),
            ("-2", "'-2"),
            ("@x", "'@x"),
            ("\t=x", "'\t=x"),
            ("a;b", "\"a;b\""),
            ("a\"b", "\"a\"\"b\""),
            ("=x;\"y\"\r\nz", "\"'=x;\"\"y\"\"\r\nz\""),
        ] {
            assert_eq!(quoted(cell), written, "{cell:?}");
        }
    }

    #[test]
    fn times_are_those_of_clocks_in_norway() {
        let at = time::macros::datetime!(2026-07-01 22:05:09 UTC);
        assert_eq!(clock(Timestamp::from_datetime(at)), "2026-07-02 00:05:09");
    }
}
