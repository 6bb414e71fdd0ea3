use crate::db::{DbError, FromRow, Row, Run, Sql, sql};
use crate::domain::{Connection, Membership, PartyId};

impl FromRow for Membership {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let connection = match row.get::<Option<String>>("resource")? {
            None => None,
            Some(resource) => Some(Connection {
                resource,
                actions: row.json("actions")?,
            }),
        };
        Ok(Self {
            owner: row.get("owner")?,
            list: row.get("identifier")?,
            since: row.get("since")?,
            expires_at: row.get("expires_at")?,
            connection,
        })
    }
}

/// Every list that a party is a member of, once per connected resource. Those that have run out are among them: what
/// the clock says is asked when it matters.
pub async fn list_memberships(on: impl Run, party: PartyId) -> Result<Vec<Membership>, DbError> {
    const SQL: Sql = sql!(
        "select l.owner, l.identifier, m.since, m.expires_at, r.resource, coalesce(r.actions, '[]') as actions
         from access_list_member m join access_list l on l.id = m.list
         left join access_list_resource r on r.list = l.id
         where m.party = $1 order by l.owner, l.identifier, r.resource"
    );
    on.all(SQL, &[&party]).await
}
