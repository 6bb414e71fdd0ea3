use super::{
    Reach, Reached, ReachedPair, admitted_in_postgres, admitted_in_sqlite, agency_stays, count,
    count_changed, gift_stays, gifts, list, list_changed, question_in_postgres, question_in_sqlite,
};
use crate::db::{DbError, Run, Sql, sql};
use crate::domain::SystemUserId;

/// `candidate`: the active system users that have been given what the question is about; `changed`: those that have
/// been given nothing else that gives them their action.
macro_rules! candidates {
    ($admitted:expr) => {
        concat!(
            "candidate as (
                 select g.action, u.id as subject, u.title as subject_name,
                        forparty.id as party, forparty.name as party_name, forparty.parent
                 from by_gift g join system_user u on u.id = g.to_system_user join system s on s.id = u.system
                 join party forparty on forparty.id = g.party
                 where u.is_active and u.deleted_at is null and not s.is_deleted and not forparty.is_deleted
                 limit $5),
             changed as (
                 select c.* from candidate c
                 where not exists (
                     select 1 from delegation d
                     where d.to_system_user = c.subject and d.from_party in (c.party, c.parent) and d.revoked_at is null
                       and",
            gift_stays!(),
            "    ) and not",
            agency_stays!("to_system_user"),
            "    and",
            $admitted,
            ") "
        )
    };
}

/// How many system users, and for how many parties.
pub async fn count_systems(on: impl Run, reach: &Reach<'_>) -> Result<Reached, DbError> {
    const SQL: Sql = sql!(
        concat!(
            question_in_sqlite!(),
            gifts!(),
            candidates!(admitted_in_sqlite!()),
            count_changed!()
        ),
        concat!(
            question_in_postgres!(),
            gifts!(),
            candidates!(admitted_in_postgres!()),
            count_changed!()
        )
    );
    count(on, SQL, reach).await
}

/// At most `most` of them, by the names of the parties.
pub async fn list_systems(
    on: impl Run,
    reach: &Reach<'_>,
    most: i64,
) -> Result<Vec<ReachedPair<SystemUserId>>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            question_in_sqlite!(),
            gifts!(),
            candidates!(admitted_in_sqlite!()),
            list_changed!()
        ),
        concat!(
            question_in_postgres!(),
            gifts!(),
            candidates!(admitted_in_postgres!()),
            list_changed!()
        )
    );
    list(on, SQL, reach, most).await
}
