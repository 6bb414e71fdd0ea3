//! The log for the operator's eyes: a table, or one JSON object per line.

use serde_json::json;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use crate::db::{Db, DbError};
use crate::domain::{DecisionEntry, DecisionGap, LogText, LoggedSubject, Timestamp};
use crate::store::decision_log::{Wanted, list, list_gaps};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    JsonLines,
}

/// Reads a beginning: a moment (`2026-07-01T12:00:00Z`), or how long ago (`90m`, `24h`, `7d`).
pub fn parse_since(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(Timestamp::from_datetime(moment));
    }
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
    Some(now.minus(Duration::seconds(i64::from(count) * seconds)))
}

/// The entries that are wanted, newest first, and the gaps of the same time.
pub async fn read(db: &Db, wanted: &Wanted, format: Format) -> Result<String, DbError> {
    let entries = list(db, wanted).await?;
    let gaps = list_gaps(db, wanted.since).await?;
    let lines: Vec<String> = match format {
        Format::Table => table(&entries)
            .into_iter()
            .chain(gaps.iter().map(told))
            .collect(),
        Format::JsonLines => entries
            .iter()
            .map(as_json)
            .chain(gaps.iter().map(gap_as_json))
            .map(|line| line.to_string())
            .collect(),
    };
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

const HEADINGS: [&str; 11] = [
    "TIME", "SURFACE", "ASKED BY", "SUBJECT", "PARTY", "RESOURCE", "ACTION", "DECISION", "BASIS",
    "LEVEL", "µs",
];

fn table(entries: &[DecisionEntry]) -> Vec<String> {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(entries.iter().map(cells));
    let width = |column: usize| {
        let lengths = rows.iter().filter_map(|row| row.get(column));
        lengths.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
    let line = |row: &[String; 11]| {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn cells(entry: &DecisionEntry) -> [String; 11] {
    let (asked_by_kind, asked_by) = entry.asked.by.as_words();
    let (basis, basis_id) = entry.basis.as_words();
    let subject = entry.subject.as_ref().map(LoggedSubject::as_words);
    [
        entry.created.rfc3339(),
        entry.asked.surface.as_str().to_owned(),
        asked_by.map_or_else(
            || asked_by_kind.to_owned(),
            |id| format!("{asked_by_kind} {id}"),
        ),
        subject.map_or_else(none, |(kind, id)| format!("{kind} {id}")),
        entry.party.map_or_else(none, |party| party.to_string()),
        text(&entry.resource),
        text(&entry.action),
        entry.decision.name().to_owned(),
        basis_id.map_or_else(|| basis.to_owned(), |id| format!("{basis} {id}")),
        level(entry),
        entry.micros.to_string(),
    ]
}

fn none() -> String {
    "-".to_owned()
}

fn text(text: &Option<LogText>) -> String {
    text.as_ref().map_or_else(none, LogText::to_string)
}

/// The level that is asked for; with the one at hand where that is known.
fn level(entry: &DecisionEntry) -> String {
    match (entry.required_level, entry.held_level) {
        (Some(required), Some(held)) => format!("{required} (has {held})"),
        (Some(required), None) => required.to_string(),
        (None, _) => none(),
    }
}

fn told(gap: &DecisionGap) -> String {
    format!(
        "{} entries were lost between {} and {}: the queue was full.",
        gap.dropped, gap.first, gap.last
    )
}

/// The names are those of the table's columns.
fn as_json(entry: &DecisionEntry) -> serde_json::Value {
    let (asked_by_kind, asked_by) = entry.asked.by.as_words();
    let (subject_kind, subject) = entry.subject.as_ref().map(LoggedSubject::as_words).unzip();
    let (basis, basis_id) = entry.basis.as_words();
    json!({
        "id": entry.id,
        "created": entry.created.rfc3339(),
        "surface": entry.asked.surface.as_str(),
        "asked_by_kind": asked_by_kind,
        "asked_by": asked_by,
        "request_id": entry.request_id,
        "position": entry.asked.position,
        "session_id": entry.session.as_ref().map(LogText::as_str),
        "subject_kind": subject_kind,
        "subject": subject,
        "party": entry.party.map(|party| party.0),
        "resource": entry.resource.as_ref().map(LogText::as_str),
        "instance": entry.instance.as_ref().map(LogText::as_str),
        "action": entry.action.as_ref().map(LogText::as_str),
        "decision": entry.decision.name(),
        "status": entry.status,
        "basis": basis,
        "basis_id": basis_id,
        "required_level": entry.required_level,
        "held_level": entry.held_level,
        "policy_version": entry.policy_version,
        "micros": entry.micros,
    })
}

fn gap_as_json(gap: &DecisionGap) -> serde_json::Value {
    json!({"gap": {
        "first": gap.first.rfc3339(),
        "last": gap.last.rfc3339(),
        "dropped": gap.dropped,
    }})
}
