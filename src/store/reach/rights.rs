use crate::db::{DbError, FromRow, List, Row, Run, Sql, sql};

/// An action on a resource that somebody gave to a person, an organization or a system user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRight {
    pub from: String,
    /// The name of the party or the title of the system user.
    pub to: String,
    pub action: String,
}

impl FromRow for GivenRight {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            from: row.get("giver")?,
            to: row.get("receiver")?,
            action: row.get("action")?,
        })
    }
}

/// How many of these actions on a resource have been given and not been taken back; names of actions in lower case.
pub async fn count_rights(
    on: impl Run,
    resource: &str,
    actions: &[String],
) -> Result<i64, DbError> {
    const SQL: Sql = sql!(
        "select count(*) as rights from delegation
         where resource = $1 and revoked_at is null and lower(action) in (select value from json_each($2))",
        "select count(*) as rights from delegation
         where resource = $1 and revoked_at is null and lower(action) = any($2)"
    );
    let rows = on.rows(SQL, &[&resource, &List(actions)]).await?;
    rows.first().map_or(Ok(0), |row| row.get("rights"))
}

/// At most `count` of them, by the names of the givers.
pub async fn list_rights(
    on: impl Run,
    resource: &str,
    actions: &[String],
    count: i64,
) -> Result<Vec<GivenRight>, DbError> {
    const SQL: Sql = sql!(
        "select giver.name as giver, coalesce(receiver.name, u.title, '') as receiver, d.action
         from delegation d join party giver on giver.id = d.from_party
         left join party receiver on receiver.id = d.to_party left join system_user u on u.id = d.to_system_user
         where d.resource = $1 and d.revoked_at is null and lower(d.action) in (select value from json_each($2))
         order by giver.name, receiver, d.action, d.id limit $3",
        "select giver.name as giver, coalesce(receiver.name, u.title, '') as receiver, d.action
         from delegation d join party giver on giver.id = d.from_party
         left join party receiver on receiver.id = d.to_party left join system_user u on u.id = d.to_system_user
         where d.resource = $1 and d.revoked_at is null and lower(d.action) = any($2)
         order by giver.name, coalesce(receiver.name, u.title, ''), d.action, d.id limit $3"
    );
    on.all(SQL, &[&resource, &List(actions), &count]).await
}
