//! Parts of statements that several statements have in common, so that a rule stands in one place. They are texts for
//! `concat!`; constants cannot be joined before the program runs, and `sql!` wants whole texts.

/// Selects what decisions need of parties: the columns that a `Party` is read from, without the rest of the register.
macro_rules! select_parties {
    () => {
        "select id, number, kind, name, national_id, born, died, user_number, org_number, org_form, parent, is_bankrupt, \
         is_deleted from party "
    };
}

/// Whether assignment `a` at party `p` is one whose holder acts towards what the organization has received, if its role is
/// a key role. A participant with shared liability (`deltaker-delt-ansvar`) in an inter-municipal company (form `IKS`)
/// is not: it is a municipality among others.
macro_rules! not_a_municipality_among_others {
    () => {
        " not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS') "
    };
}

/// Whether assignment `a` is access at all. Two kinds of role are none: being somebody's supplier at Maskinporten, and
/// what an app gives to single instances.
macro_rules! is_access {
    () => {
        " a.role not in ('supplier', 'appstyrt-rettighetshaver') "
    };
}

/// Whether assignment `a` counts for acting for the party `$party`: it is access, and held at the party itself, at its
/// main unit, or, when the party is a person, as accountant or auditor of his sole proprietorship. An accountant must reach
/// both, as the two are one before the law. Death, or that one of the two was deleted, ends it.
macro_rules! counts_for {
    ($party:literal) => {
        concat!(
            is_access!(),
            "and a.at_party in (
                 select id from party where id = ",
            $party,
            "    union select parent from party where id = ",
            $party,
            "    union select o.at_party from role_assignment o
                     join party business on business.id = o.at_party join party owner on owner.id = o.holder
                     where o.holder = ",
            $party,
            "          and o.role = 'innehaver' and business.org_form = 'ENK'
                       and not business.is_deleted and not owner.is_deleted and owner.died is null)
             and (a.role in ('regnskapsforer', 'revisor')
                  or a.at_party in (select id from party where id = ",
            $party,
            "                       union select parent from party where id = ",
            $party,
            ")) "
        )
    };
}

/// Selects what has been given directly, in columns that [`passed_on`] has too.
macro_rules! given_directly {
    () => {
        "select d.id as id, d.from_party, d.to_party, d.to_system_user, d.resource, d.action, d.package, d.given_by, d.given_at as given_at,
                null as via, null as role
         from delegation d "
    };
}

/// Selects what agents have been given of what an organization holds at its clients, as far as it still holds it: ended in
/// the register, or taken back by the client, means that the agents have nothing either.
macro_rules! passed_on {
    () => {
        "select d.id as id, d.client as from_party, d.to_party, d.to_system_user, null as resource, null as action, d.package,
                d.given_by, d.given_at as given_at, d.via, d.role
         from client_delegation d join party v on v.id = d.via and not v.is_deleted and d.revoked_at is null
          and (exists (select 1 from role_assignment a where a.at_party = d.client and a.holder = d.via and a.role = d.role)
               or (d.role = 'rettighetshaver' and exists (
                   select 1 from delegation g where g.from_party = d.client and g.to_party = d.via
                      and g.package = d.package and g.revoked_at is null))) "
    };
}

/// Whether system user `u` of system `s` may act. A deleted system's users have nothing: Maskinporten gives them no token
/// either.
macro_rules! is_active {
    () => {
        " u.is_active and u.deleted_at is null and not s.is_deleted "
    };
}

/// The party `$party` and its main unit: what one of the two has given counts at the first.
macro_rules! party_and_main_unit {
    ($party:literal) => {
        concat!(
            "(select id from party where id = ",
            $party,
            " union select parent from party where id = ",
            $party,
            ")"
        )
    };
}

pub(super) use {counts_for, is_access, not_a_municipality_among_others, select_parties};
pub(super) use {given_directly, is_active, party_and_main_unit, passed_on};
