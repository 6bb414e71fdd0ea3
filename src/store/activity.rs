//! The log of acts as it is read: whose, filtered, newest first, a page at a time by the place where the last one ended.

use uuid::Uuid;

use crate::db::{DbError, FromRow, List, Row, Run, Sql, sql};
use crate::domain::{Act, ActKind, PartyId, Timestamp};

/// Whose acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All that was done on behalf of the party.
    Party(PartyId),
    /// What one actor did on behalf of the party.
    Of { party: PartyId, actor: PartyId },
    /// All that was done on behalf of the person, or by him for anybody.
    Person(PartyId),
    /// All that one actor did, on behalf of anybody.
    By(PartyId),
    /// All that was done on behalf of the operator's organization, or to service owners.
    Operator(PartyId),
    /// Of these, what one actor did.
    OfOperator { party: PartyId, actor: PartyId },
}

/// A place in the log: of the act with this time and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub at: Timestamp,
    pub id: Uuid,
}

/// Which of them.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// From this moment on.
    pub from: Timestamp,
    /// Before this moment.
    pub to: Timestamp,
    pub kinds: &'a [ActKind],
    /// Older than the act at this place.
    pub after: Place,
    pub limit: i64,
}

/// An act with its number in the chain, if it is that new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub number: Option<i64>,
    pub act: Act,
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            number: row.get("number")?,
            act: Act::from_row(row)?,
        })
    }
}

/// What is done to service owners, all of it by the operator. The words are those of [`ActKind::as_str`].
macro_rules! done_by_operator {
    () => {
        "kind in ('service-owner-registered', 'service-owner-changed', 'administrator-added', \
         'administrator-removed', 'scope-granted', 'scope-withdrawn')"
    };
}

/// A page of the acts that match; the kinds stand in one text, each between commas.
macro_rules! page_where {
    ($whose:expr) => {
        concat!(
            "select * from act where ",
            $whose,
            " and at >= $2 and at < $3 and $4 like '%,' || kind || ',%' and (at, id) < ($5, $6)
              order by at desc, id desc limit $7"
        )
    };
}

/// The acts that match, newest first.
pub async fn list(on: impl Run, whose: Whose, wanted: &Wanted<'_>) -> Result<Vec<Entry>, DbError> {
    const PARTY: Sql = sql!(page_where!("party = $1"));
    const OF: Sql = sql!(page_where!("party = $1 and actor = $8"));
    const PERSON: Sql = sql!(page_where!("(party = $1 or actor = $1)"));
    const BY: Sql = sql!(page_where!("actor = $1"));
    const OPERATOR: Sql = sql!(page_where!(concat!(
        "(party = $1 or ",
        done_by_operator!(),
        ")"
    )));
    const OF_OPERATOR: Sql = sql!(page_where!(concat!(
        "(party = $1 or ",
        done_by_operator!(),
        ") and actor = $8"
    )));
    let (sql, party, actor) = match whose {
        Whose::Party(party) => (PARTY, party, None),
        Whose::Of { party, actor } => (OF, party, Some(actor)),
        Whose::Person(party) => (PERSON, party, None),
        Whose::By(actor) => (BY, actor, None),
        Whose::Operator(party) => (OPERATOR, party, None),
        Whose::OfOperator { party, actor } => (OF_OPERATOR, party, Some(actor)),
    };
    let words: String = wanted
        .kinds
        .iter()
        .map(|kind| format!("{},", kind.as_str()))
        .collect();
    let kinds = format!(",{words}");
    let Wanted {
        from,
        to,
        after: Place { at, id },
        limit,
        ..
    } = wanted;
    match actor {
        None => {
            on.all(sql, &[&party, from, to, &kinds, at, id, limit])
                .await
        }
        Some(actor) => {
            on.all(sql, &[&party, from, to, &kinds, at, id, limit, &actor])
                .await
        }
    }
}

macro_rules! actors_where {
    ($whose:expr) => {
        concat!(
            "select actor from act where ",
            $whose,
            " group by actor order by max(at) desc limit $2"
        )
    };
}

/// At most `limit` of those who did something, the latest first.
pub async fn list_actors(on: impl Run, whose: Whose, limit: i64) -> Result<Vec<PartyId>, DbError> {
    const PARTY: Sql = sql!(actors_where!("party = $1"));
    const OPERATOR: Sql = sql!(actors_where!(concat!(
        "(party = $1 or ",
        done_by_operator!(),
        ")"
    )));
    let (sql, party) = match whose {
        Whose::Party(party) | Whose::Of { party, .. } | Whose::Person(party) | Whose::By(party) => {
            (PARTY, party)
        }
        Whose::Operator(party) | Whose::OfOperator { party, .. } => (OPERATOR, party),
    };
    let rows = on.rows(sql, &[&party, &limit]).await?;
    rows.iter().map(|row| row.get("actor")).collect()
}

/// The title of a system user or of the request for one; deleted ones too.
pub struct SystemTitle {
    pub id: Uuid,
    pub title: String,
}

impl FromRow for SystemTitle {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            title: row.get("title")?,
        })
    }
}

/// The titles of those of `ids` that are system users or requests for them.
pub async fn list_system_titles(on: impl Run, ids: &[Uuid]) -> Result<Vec<SystemTitle>, DbError> {
    const SQL: Sql = sql!(
        "select id, title from system_user where id in (select unhex(value, '-') from json_each($1))
         union select id, title from request where id in (select unhex(value, '-') from json_each($1))",
        "select id, title from system_user where id = any($1)
         union select id, title from request where id = any($1)"
    );
    on.all(SQL, &[&List(ids)]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_what_the_operator_does_are_those_of_the_kinds() {
        let quoted = done_by_operator!().split('\'').skip(1).step_by(2);
        let kinds: Vec<Option<ActKind>> = quoted.map(ActKind::parse).collect();
        assert_eq!(kinds.len(), 6);
        assert!(kinds.iter().all(Option::is_some), "{kinds:?}");
    }
}
