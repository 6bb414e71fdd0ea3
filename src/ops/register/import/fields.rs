//! Fields as files bring them, checked.

use super::fault::Fault;
use crate::domain::{Day, NationalId, OrgNumber, PartyKey, Timestamp};
use crate::reference::reference;

/// The longest name of a party, in bytes.
const NAME: usize = 600;
/// The longest text of any other kind, in bytes.
const TEXT: usize = 1_000;

/// A text that may be left out; an empty one counts as left out.
pub fn text(field: &'static str, given: Option<String>) -> Result<Option<String>, Fault> {
    checked(field, given, TEXT)
}

/// The name of a party.
pub fn name(field: &'static str, given: Option<String>) -> Result<String, Fault> {
    checked(field, given, NAME)?.ok_or(Fault::Missing(field))
}

fn checked(
    field: &'static str,
    given: Option<String>,
    longest: usize,
) -> Result<Option<String>, Fault> {
    let refused = |problem| Err(Fault::Field { field, problem });
    let Some(text) = given else { return Ok(None) };
    if text.len() > longest {
        return refused("is too long");
    }
    if text.chars().any(char::is_control) {
        return refused("holds a control character");
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    Ok(Some(match trimmed.len() == text.len() {
        true => text,
        false => trimmed.to_owned(),
    }))
}

pub fn day(field: &'static str, given: Option<String>) -> Result<Option<Day>, Fault> {
    let Some(text) = given else { return Ok(None) };
    let day = Day::parse(&text).filter(|day| day.to_string() == text);
    day.map(Some).ok_or(Fault::Field {
        field,
        problem: "is no day like 2026-01-31",
    })
}

/// The first moment of a day, or a moment.
pub fn moment(field: &'static str, given: Option<String>) -> Result<Option<Timestamp>, Fault> {
    let Some(text) = given else { return Ok(None) };
    if let Ok(moment) = Timestamp::parse_rfc3339(&text) {
        return Ok(Some(moment));
    }
    let day = day(field, Some(text))?;
    Ok(day.map(|day| Timestamp::from_datetime(day.0.midnight().assume_utc())))
}

pub fn org_number(field: &'static str, given: &str) -> Result<OrgNumber, Fault> {
    OrgNumber::parse(given).ok_or(Fault::Field {
        field,
        problem: "is no valid organization number",
    })
}

pub fn national_id(field: &'static str, given: &str) -> Result<NationalId, Fault> {
    NationalId::parse(given).ok_or(Fault::Field {
        field,
        problem: "is no valid national id",
    })
}

pub fn key(field: &'static str, given: &str) -> Result<PartyKey, Fault> {
    PartyKey::parse(given).ok_or(Fault::Field {
        field,
        problem: "is neither a valid organization number nor a valid national id",
    })
}

/// The code of a form that there is.
pub fn form(given: &str) -> Result<String, Fault> {
    match reference().org_form(given) {
        Some(form) => Ok(form.code.clone()),
        None => Err(Fault::UnknownForm(shortened(given))),
    }
}

/// The start of a code that is repeated to whoever wrote it.
pub fn shortened(code: &str) -> String {
    code.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// A country by its two letters; none for Norway, where most are.
pub fn country(field: &'static str, given: Option<String>) -> Result<Option<String>, Fault> {
    match given.as_deref() {
        None | Some("" | "NO") => Ok(None),
        Some(code) if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            Ok(given)
        }
        Some(_) => Err(Fault::Field {
            field,
            problem: "is no country of two capital letters",
        }),
    }
}
