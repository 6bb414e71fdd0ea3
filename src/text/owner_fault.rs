use crate::domain::{OwnerFault, OwnerField, OwnerProblem};

use super::{Texts, fill};

/// What is wrong with what somebody wrote about a service owner, in one sentence.
pub fn owner_fault(t: &Texts, fault: &OwnerFault) -> String {
    let words = &t.owner_faults;
    let of_field = |text: &str| fill(text, &[("field", field_name(t, fault.field))]);
    let with = |text: &str, name: &str, value: &str| fill(text, &[(name, value)]);
    match &fault.problem {
        OwnerProblem::Missing => of_field(words.missing),
        OwnerProblem::TooLong { most } => {
            with(&of_field(words.too_long), "most", &most.to_string())
        }
        OwnerProblem::TooMany { most } => {
            with(&of_field(words.too_many), "most", &most.to_string())
        }
        OwnerProblem::BadCode => words.bad_code.to_owned(),
        OwnerProblem::BadNumber => words.bad_number.to_owned(),
        OwnerProblem::BadName => of_field(words.bad_name),
        OwnerProblem::BadUrl => of_field(words.bad_url),
        OwnerProblem::BadWord { word } => {
            let field = field_name(t, fault.field);
            fill(words.bad_word, &[("field", field), ("word", word)])
        }
        OwnerProblem::BadScope { scope } => with(words.bad_scope, "scope", scope),
        OwnerProblem::CodeTaken => words.code_taken.to_owned(),
        OwnerProblem::NumberTaken { code } => with(words.number_taken, "code", code),
        OwnerProblem::NotInRegister => words.not_in_register.to_owned(),
        OwnerProblem::OrganizationDeleted => words.organization_deleted.to_owned(),
        OwnerProblem::PrefixTaken { prefix, code } => {
            fill(words.prefix_taken, &[("prefix", prefix), ("code", code)])
        }
        OwnerProblem::BadNationalId { place: None } => words.bad_national_id.to_owned(),
        OwnerProblem::BadNationalId { place: Some(place) } => {
            with(words.bad_national_ids, "place", &place.to_string())
        }
        OwnerProblem::NoSuchPerson { place: None } => words.no_such_person.to_owned(),
        OwnerProblem::NoSuchPerson { place: Some(place) } => {
            with(words.no_such_persons, "place", &place.to_string())
        }
        OwnerProblem::AlreadyAdministrator { name } => {
            with(words.already_administrator, "name", name)
        }
        OwnerProblem::NotAdministrator => words.not_administrator.to_owned(),
        OwnerProblem::ScopeGranted { scope } => with(words.scope_granted, "scope", scope),
        OwnerProblem::ScopeNotGranted { scope } => with(words.scope_not_granted, "scope", scope),
        OwnerProblem::ScopeOfOwner { scope, code } => {
            fill(words.scope_of_owner, &[("scope", scope), ("code", code)])
        }
    }
}

fn field_name(t: &Texts, field: OwnerField) -> &'static str {
    let form = &t.owner_form;
    match field {
        OwnerField::Code => form.code,
        OwnerField::OrgNumber => form.org_number,
        OwnerField::NameNb => form.name_nb,
        OwnerField::NameNn => form.name_nn,
        OwnerField::NameEn => form.name_en,
        OwnerField::Logo => form.logo,
        OwnerField::Homepage => form.homepage,
        OwnerField::Environments => form.environments,
        OwnerField::ScopePrefixes => form.scope_prefixes,
        OwnerField::Administrators => t.owner_faults.administrators,
        OwnerField::Scope => t.owner_faults.scope,
    }
}
