//! Queries as the original's framework reads them: names in any case, and nothing for a value that is empty.

use crate::api::problem::Problem;
use crate::reference::{OrgForm, Role, reference};

/// What stands in a query.
pub type Pairs = Vec<(String, String)>;

/// All that is sent under a name.
pub fn all<'p>(pairs: &'p Pairs, name: &str) -> impl Iterator<Item = &'p str> {
    pairs
        .iter()
        .filter(move |(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

/// What is sent under a name first.
pub fn first<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    all(pairs, name).next()
}

/// A yes or no; no when it is not sent.
pub fn flag(pairs: &Pairs, name: &str) -> Result<bool, Problem> {
    match first(pairs, name).map(str::to_lowercase).as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::unreadable(format!("{name} must be true or false"))),
    }
}

/// The role that is asked about.
pub fn role(pairs: &Pairs) -> Result<Option<&'static Role>, Problem> {
    let name = first(pairs, "role")
        .ok_or_else(|| Problem::unreadable("role is needed: its code or its urn"))?;
    Ok(reference().role_named(name))
}

/// The form of organizations at which a role is held; every form when it is not sent.
pub fn variant(pairs: &Pairs) -> Result<Option<&'static OrgForm>, Problem> {
    let Some(code) = first(pairs, "variant") else {
        return Ok(None);
    };
    let mut forms = reference().org_forms();
    let form = forms.find(|form| form.code.eq_ignore_ascii_case(code));
    match form {
        Some(form) => Ok(Some(form)),
        None => Err(Problem::unreadable(
            "variant must be the code of a form of organizations, such as AS",
        )),
    }
}
