use crate::db::{Db, DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{LinkService, LinkTarget, OrgNumber, SecurityLevel, SubjectBinding};

impl FromRow for LinkService {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let redeemers: Vec<String> = row.json("redeemers")?;
        Ok(Self {
            resource: row.get("resource")?,
            target: LinkTarget {
                url: row.get("url")?,
                key_parameter: row.get("key_parameter")?,
                key_seconds: u32::try_from(row.get::<i64>("key_seconds")?).unwrap_or(0),
            },
            action: row.get("action")?,
            minimum_level: read_level(row, "minimum_level")?,
            subject_binding: row.parsed("subject_binding", SubjectBinding::parse)?,
            redeemers: redeemers
                .iter()
                .filter_map(|number| OrgNumber::parse(number))
                .collect(),
            checks: row.json("checks")?,
            valid_from: row.get("valid_from")?,
            valid_to: row.get("valid_to")?,
        })
    }
}

/// A security level kept as its number.
pub(super) fn read_level(row: &Row, column: &str) -> Result<SecurityLevel, DbError> {
    let number: i64 = row.get(column)?;
    u8::try_from(number)
        .ok()
        .and_then(SecurityLevel::at_least)
        .ok_or_else(|| DbError::Content {
            column: column.to_owned(),
            problem: "unknown level".to_owned(),
        })
}

pub async fn find(on: impl Run, resource: &str) -> Result<Option<LinkService>, DbError> {
    const SQL: Sql = sql!("select * from link_service where resource = $1");
    on.opt(SQL, &[&resource]).await
}

pub async fn list(on: impl Run) -> Result<Vec<LinkService>, DbError> {
    const SQL: Sql = sql!("select * from link_service order by resource");
    on.all(SQL, &[]).await
}

pub async fn insert(tx: &mut Tx, service: &LinkService) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into link_service (resource, url, key_parameter, key_seconds, action, minimum_level, subject_binding,
                                   redeemers, checks, valid_from, valid_to)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    write(tx, SQL, service).await
}

/// Runs a statement with all that a service is, its resource first.
async fn write(tx: &mut Tx, sql: Sql, service: &LinkService) -> Result<(), DbError> {
    let redeemers: Vec<&str> = service.redeemers.iter().map(OrgNumber::as_str).collect();
    tx.run_one(
        sql,
        &[
            &service.resource,
            &service.target.url,
            &service.target.key_parameter,
            &i64::from(service.target.key_seconds),
            &service.action,
            &i64::from(service.minimum_level.number()),
            &service.subject_binding.as_str(),
            &Json(&redeemers),
            &Json(&service.checks),
            &service.valid_from,
            &service.valid_to,
        ],
    )
    .await
}

/// Changes everything about the link service of its resource.
pub async fn update(tx: &mut Tx, service: &LinkService) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update link_service set url = $2, key_parameter = $3, key_seconds = $4, action = $5, minimum_level = $6,
                subject_binding = $7, redeemers = $8, checks = $9, valid_from = $10, valid_to = $11
         where resource = $1"
    );
    write(tx, SQL, service).await
}

/// Moves a link service to another address, if it exists.
pub async fn set_url(db: &Db, resource: &str, url: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("update link_service set url = $2 where resource = $1");
    db.run(SQL, &[&resource, &url]).await.map(|_| ())
}
