use crate::db::{DbError, Run, Sql, Tx, sql};
use crate::domain::{Email, PartyId, Timestamp};

/// The person's own e-mail address, if registered.
pub async fn find_email(on: impl Run, person: PartyId) -> Result<Option<Email>, DbError> {
    const SQL: Sql = sql!("select email from profile where party = $1");
    match on.rows(SQL, &[&person]).await?.first() {
        Some(row) => row.parsed_opt("email", Email::parse),
        None => Ok(None),
    }
}

/// Keeps `email`, or removes what is kept.
pub async fn set_email(
    tx: &mut Tx,
    person: PartyId,
    email: Option<&Email>,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into profile (party, email, updated_at) values ($1, $2, $3)
         on conflict (party) do update set email = excluded.email, updated_at = excluded.updated_at"
    );
    tx.run_one(SQL, &[&person, &email.map(Email::as_str), &now])
        .await
}
