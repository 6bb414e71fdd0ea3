use super::{
    Reach, Reached, ReachedPair, admitted_in_postgres, admitted_in_sqlite, agency_stays, count,
    count_changed, gift_stays, gifts, list, list_changed, question_in_postgres, question_in_sqlite,
};
use crate::db::{DbError, Run, Sql, sql};
use crate::domain::PartyId;
use crate::store::shared_sql::not_a_municipality_among_others;

/// `candidate`: the living persons who have an action by a way that the question is about, for parties that are there.
macro_rules! candidates {
    () => {
        concat!(
            "held as (
                 select w.action, a.holder, a.at_party, a.role
                 from wanted w join role_assignment a on a.role = w.name join party p on p.id = a.at_party
                 where w.kind = 'role' and (w.form is null or w.form = p.org_form)),
             by_role as (
                 select action, holder, at_party as party from held
                 union
                 select held.action, held.holder, c.id from held join party c on c.parent = held.at_party
                 union
                 select held.action, held.holder, o.holder
                 from held join role_assignment o on o.at_party = held.at_party
                 join party business on business.id = o.at_party join party owner on owner.id = o.holder
                 where held.role in ('regnskapsforer', 'revisor') and o.role = 'innehaver' and business.org_form = 'ENK'
                   and not business.is_deleted and not owner.is_deleted and owner.died is null),
             acting as (
                 select action, holder, party from by_role
                 union
                 select r.action, a.holder, r.party
                 from by_role r join role_assignment a on a.at_party = r.holder join party p on p.id = a.at_party
                 where a.role in (select role from key_roles) and",
            not_a_municipality_among_others!(),
            "    union
                 select action, to_party, party from by_gift where to_party is not null
                 union
                 select g.action, a.holder, g.party
                 from by_gift g join party receiver on receiver.id = g.to_party
                 join role_assignment a on a.at_party in (receiver.id, receiver.parent) join party p on p.id = a.at_party
                 where a.role in (select role from key_roles) and",
            not_a_municipality_among_others!(),
            "    union
                 select w.action, self.id, self.id from wanted w join party self on self.kind = 'person'
                 where w.kind = 'own'),
             candidate as (
                 select acting.action, h.id as subject, h.name as subject_name,
                        forparty.id as party, forparty.name as party_name, forparty.parent
                 from acting join party h on h.id = acting.holder join party forparty on forparty.id = acting.party
                 where h.kind = 'person' and not h.is_deleted and h.died is null and not forparty.is_deleted
                 limit $5), "
        )
    };
}

/// Whether candidate `c` is, or speaks for, the organization that this names.
macro_rules! speaks_for {
    ($organization:literal) => {
        concat!(
            " exists (select 1 from role_assignment a join party p on p.id = a.at_party
                      where a.at_party in (",
            $organization,
            ") and a.holder = c.subject and a.role in (select role from key_roles) and",
            not_a_municipality_among_others!(),
            ") "
        )
    };
}

/// Whether role `held` at party `place` gives candidate `c` its action all the same.
macro_rules! role_stays {
    () => {
        concat!(
            " (('role ' || c.action || ' ' || held.role) in (select key from keys)
               or ('role ' || c.action || ' ' || held.role || ' ' || place.org_form) in (select key from keys))
              and (held.holder = c.subject or",
            speaks_for!("held.holder"),
            ") "
        )
    };
}

/// `changed`: the candidates that have their action in no other way.
macro_rules! changed {
    ($admitted:expr) => {
        concat!(
            "changed as (
                 select c.* from candidate c
                 where not exists (
                     select 1 from role_assignment held join party place on place.id = held.at_party
                     where held.at_party in (c.party, c.parent) and",
            role_stays!(),
            "    ) and not exists (
                     select 1 from role_assignment o
                     join party place on place.id = o.at_party join party owner on owner.id = o.holder
                     join role_assignment held on held.at_party = o.at_party
                     where o.holder = c.party and o.role = 'innehaver' and place.org_form = 'ENK'
                       and not place.is_deleted and not owner.is_deleted and owner.died is null
                       and held.role in ('regnskapsforer', 'revisor') and",
            role_stays!(),
            "    ) and not exists (
                     select 1 from delegation d join party receiver on receiver.id = d.to_party
                     where d.from_party in (c.party, c.parent) and d.revoked_at is null and",
            gift_stays!(),
            "        and (d.to_party = c.subject or",
            speaks_for!("receiver.id, receiver.parent"),
            "    )) and not",
            agency_stays!("to_party"),
            "    and not (c.subject = c.party and ('own ' || c.action || ' ') in (select key from keys))
                 and",
            $admitted,
            ") "
        )
    };
}

/// How many persons, and for how many parties.
pub async fn count_people(on: impl Run, reach: &Reach<'_>) -> Result<Reached, DbError> {
    const SQL: Sql = sql!(
        concat!(
            question_in_sqlite!(),
            gifts!(),
            candidates!(),
            changed!(admitted_in_sqlite!()),
            count_changed!()
        ),
        concat!(
            question_in_postgres!(),
            gifts!(),
            candidates!(),
            changed!(admitted_in_postgres!()),
            count_changed!()
        )
    );
    count(on, SQL, reach).await
}

/// At most `most` of them, by the names of the parties.
pub async fn list_people(
    on: impl Run,
    reach: &Reach<'_>,
    most: i64,
) -> Result<Vec<ReachedPair<PartyId>>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            question_in_sqlite!(),
            gifts!(),
            candidates!(),
            changed!(admitted_in_sqlite!()),
            list_changed!()
        ),
        concat!(
            question_in_postgres!(),
            gifts!(),
            candidates!(),
            changed!(admitted_in_postgres!()),
            list_changed!()
        )
    );
    list(on, SQL, reach, most).await
}
