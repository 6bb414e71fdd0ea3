use serde::Serialize;
use uuid::Uuid;

use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sortable, sql};
use crate::domain::{
    Asked, AskedBy, Decision, DecisionEntry, DecisionGap, LogText, LoggedBasis, LoggedSubject,
    PartyId, Surface, Timestamp,
};

impl FromRow for DecisionEntry {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            created: row.get("created")?,
            asked: Asked {
                by: asked_by(row)?,
                surface: row.parsed("surface", Surface::parse)?,
                position: number(row, "position")?,
            },
            request_id: row.get("request_id")?,
            session: text(row, "session_id")?,
            subject: subject(row)?,
            party: row.get("party")?,
            resource: text(row, "resource")?,
            instance: text(row, "instance")?,
            action: text(row, "action")?,
            decision: row.parsed("decision", Decision::parse)?,
            status: row.get("status")?,
            basis: basis(row)?,
            required_level: number(row, "required_level")?,
            held_level: number(row, "held_level")?,
            policy_version: row.get("policy_version")?,
            micros: required_number(row, "micros")?,
        })
    }
}

impl FromRow for DecisionGap {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            first: row.get("first")?,
            last: row.get("last")?,
            dropped: required_number(row, "dropped")?,
        })
    }
}

fn text(row: &Row, column: &str) -> Result<Option<LogText>, DbError> {
    let text: Option<String> = row.get(column)?;
    Ok(text.as_deref().map(LogText::new))
}

fn number<T: TryFrom<i64>>(row: &Row, column: &str) -> Result<Option<T>, DbError> {
    let number: Option<i64> = row.get(column)?;
    let read = |number| T::try_from(number).map_err(|_| out_of_range(column));
    number.map(read).transpose()
}

fn required_number<T: TryFrom<i64>>(row: &Row, column: &str) -> Result<T, DbError> {
    number(row, column)?.ok_or_else(|| out_of_range(column))
}

fn out_of_range(column: &str) -> DbError {
    DbError::Content {
        column: column.to_owned(),
        problem: "missing or out of range".to_owned(),
    }
}

fn asked_by(row: &Row) -> Result<AskedBy, DbError> {
    let id: Option<String> = row.get("asked_by")?;
    row.parsed("asked_by_kind", |kind| AskedBy::parse(kind, id.as_deref()))
}

fn subject(row: &Row) -> Result<Option<LoggedSubject>, DbError> {
    let id: Option<String> = row.get("subject")?;
    row.parsed_opt("subject_kind", |kind| {
        LoggedSubject::parse(kind, id.as_deref()?)
    })
}

fn basis(row: &Row) -> Result<LoggedBasis, DbError> {
    let id: Option<String> = row.get("basis_id")?;
    row.parsed("basis", |kind| LoggedBasis::parse(kind, id.as_deref()))
}

/// Adds entries, all in one statement: one round trip however many they are. Those that are there already are passed
/// over, so that a write whose answer got lost can be tried again.
pub async fn insert(tx: &mut Tx, entries: &[DecisionEntry]) -> Result<(), DbError> {
    // Materialized: else SQLite writes each entry as JSON and reads it again for every column, which takes twice as long.
    const SQL: Sql = sql!(
        "insert into decision_log (id, created, surface, asked_by_kind, asked_by, request_id, position, session_id,
             subject_kind, subject, party, resource, instance, action, decision, status, basis, basis_id,
             required_level, held_level, policy_version, micros)
         with entry as materialized (select value from json_each($1))
         select unhex(replace(value ->> 'id', '-', '')), value ->> 'created', value ->> 'surface',
             value ->> 'asked_by_kind', value ->> 'asked_by', value ->> 'request_id', value ->> 'position',
             value ->> 'session_id', value ->> 'subject_kind', value ->> 'subject',
             unhex(replace(value ->> 'party', '-', '')), value ->> 'resource', value ->> 'instance',
             value ->> 'action', value ->> 'decision', value ->> 'status', value ->> 'basis', value ->> 'basis_id',
             value ->> 'required_level', value ->> 'held_level', value ->> 'policy_version', value ->> 'micros'
         from entry where true on conflict (id) do nothing",
        "insert into decision_log
         select * from jsonb_populate_recordset(null::decision_log, $1) on conflict (id) do nothing"
    );
    let rows: Vec<EntryRow> = entries.iter().map(EntryRow::of).collect();
    tx.run(SQL, &[&Json(&rows)]).await.map(|_| ())
}

/// The row of an entry, by the names of its columns.
#[derive(Serialize)]
struct EntryRow<'e> {
    id: Uuid,
    created: String,
    surface: &'static str,
    asked_by_kind: &'static str,
    asked_by: Option<String>,
    request_id: Option<&'e str>,
    position: Option<u32>,
    session_id: Option<&'e str>,
    subject_kind: Option<&'static str>,
    subject: Option<String>,
    party: Option<Uuid>,
    resource: Option<&'e str>,
    instance: Option<&'e str>,
    action: Option<&'e str>,
    decision: &'static str,
    status: &'e str,
    basis: &'static str,
    basis_id: Option<String>,
    required_level: Option<u8>,
    held_level: Option<u8>,
    policy_version: Option<&'e str>,
    micros: u64,
}

impl<'e> EntryRow<'e> {
    fn of(entry: &'e DecisionEntry) -> Self {
        let (asked_by_kind, asked_by) = entry.asked.by.as_words();
        let (subject_kind, subject) = entry.subject.as_ref().map(LoggedSubject::as_words).unzip();
        let (basis, basis_id) = entry.basis.as_words();
        Self {
            id: entry.id,
            created: sortable(entry.created),
            surface: entry.asked.surface.as_str(),
            asked_by_kind,
            asked_by,
            request_id: entry.request_id.as_deref(),
            position: entry.asked.position,
            session_id: entry.session.as_ref().map(LogText::as_str),
            subject_kind,
            subject,
            party: entry.party.map(|party| party.0),
            resource: entry.resource.as_ref().map(LogText::as_str),
            instance: entry.instance.as_ref().map(LogText::as_str),
            action: entry.action.as_ref().map(LogText::as_str),
            decision: entry.decision.name(),
            status: &entry.status,
            basis,
            basis_id,
            required_level: entry.required_level,
            held_level: entry.held_level,
            policy_version: entry.policy_version.as_deref(),
            micros: entry.micros,
        }
    }
}

/// Notes that entries were lost. The same gap under the same id is noted once.
pub async fn insert_gap(tx: &mut Tx, id: Uuid, gap: &DecisionGap) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into decision_log_gap (id, first, last, dropped) values ($1, $2, $3, $4)
         on conflict (id) do nothing"
    );
    let dropped = i64::try_from(gap.dropped).unwrap_or(i64::MAX);
    tx.run(SQL, &[&id, &gap.first, &gap.last, &dropped])
        .await
        .map(|_| ())
}

/// Which entries are looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub party: Option<PartyId>,
    pub resource: Option<String>,
    pub since: Timestamp,
    pub limit: u32,
}

/// The newest entries, newest first.
pub async fn list(on: impl Run, wanted: &Wanted) -> Result<Vec<DecisionEntry>, DbError> {
    const ALL: Sql = sql!(
        "select * from decision_log where created >= $1 order by created desc, id desc limit $2"
    );
    const OF_PARTY: Sql = sql!(
        "select * from decision_log where created >= $1 and party = $3
         order by created desc, id desc limit $2"
    );
    const OF_RESOURCE: Sql = sql!(
        "select * from decision_log where created >= $1 and resource = $3
         order by created desc, id desc limit $2"
    );
    const OF_BOTH: Sql = sql!(
        "select * from decision_log where created >= $1 and party = $3 and resource = $4
         order by created desc, id desc limit $2"
    );
    let (since, limit) = (wanted.since, i64::from(wanted.limit));
    match (&wanted.party, &wanted.resource) {
        (None, None) => on.all(ALL, &[&since, &limit]).await,
        (Some(party), None) => on.all(OF_PARTY, &[&since, &limit, party]).await,
        (None, Some(resource)) => on.all(OF_RESOURCE, &[&since, &limit, resource]).await,
        (Some(party), Some(resource)) => on.all(OF_BOTH, &[&since, &limit, party, resource]).await,
    }
}

/// The gaps that end at `since` or later, newest first.
pub async fn list_gaps(on: impl Run, since: Timestamp) -> Result<Vec<DecisionGap>, DbError> {
    const SQL: Sql =
        sql!("select * from decision_log_gap where last >= $1 order by last desc, id desc");
    on.all(SQL, &[&since]).await
}

/// Removes the oldest entries that were made before `before`, at most `limit` of them; answers how many.
pub async fn delete_before(on: impl Run, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "delete from decision_log where id in
             (select id from decision_log where created < $1 order by created limit $2)"
    );
    on.run(SQL, &[&before, &i64::from(limit)]).await
}

/// Removes the gaps that ended before `before`.
pub async fn delete_gaps_before(on: impl Run, before: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from decision_log_gap where last < $1");
    on.run(SQL, &[&before]).await
}
