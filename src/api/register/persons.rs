//! A person by number and surname: `GET /register/api/v1/persons`.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::caller::Asker;
use super::number;
use super::wire::PersonWire;
use crate::api::json::json_answer;
use crate::api::problem::{NO_SUCH_PERSON, Problem, TOO_MANY_WRONG_NAMES};
use crate::app::App;
use crate::ops::register::lookup::{self, LookupRefusal, Reader};

const NUMBER: HeaderName = HeaderName::from_static("x-ai-nationalidentitynumber");
const SURNAME: HeaderName = HeaderName::from_static("x-ai-lastname");
/// The longest surname that is looked at, in bytes of the header.
const MAX_SURNAME: usize = 400;

/// Shows a person to whoever knows number and surname. Guessing has an end: see [`lookup::find_person`].
pub async fn show(
    State(app): State<App>,
    Asker(reader): Asker,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let number = sent_number(&headers)?;
    let number = number::national_id(&number)
        .ok_or_else(|| Problem::unreadable(format!("{NUMBER}: a national id has 11 digits")))?;
    let surnames = sent_surname(&headers)?;
    let found = lookup::find_person(app.core(), &reader, number.as_ref(), &surnames).await?;
    match found {
        Ok(person) => {
            let wire = PersonWire::of(&person).ok_or_else(|| Problem::of(NO_SUCH_PERSON))?;
            let wire = match reader {
                Reader::Everything(_) => wire,
                Reader::Own(_) => wire.without_addresses(),
            };
            Ok(json_answer(StatusCode::OK, &wire))
        }
        Err(LookupRefusal::NotFound) => Err(Problem::of(NO_SUCH_PERSON)),
        Err(LookupRefusal::Blocked { seconds }) => Ok(blocked(seconds)),
    }
}

fn blocked(seconds: i64) -> Response {
    let mut response = Problem::of(TOO_MANY_WRONG_NAMES).into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn sent_number(headers: &HeaderMap) -> Result<String, Problem> {
    Ok(text_of(only(headers, &NUMBER)?).trim().to_owned())
}

/// What the surname may be: as it stands, and, when it can be read so, from base64. Few texts can be read both ways.
fn sent_surname(headers: &HeaderMap) -> Result<Vec<String>, Problem> {
    let value = only(headers, &SURNAME)?;
    if value.len() > MAX_SURNAME {
        return Err(Problem::unreadable(format!("{SURNAME} is too long")));
    }
    let plain = text_of(value);
    if plain.trim().is_empty() {
        return Err(Problem::unreadable(format!("{SURNAME} is needed")));
    }
    let decoded = STANDARD.decode(plain.trim()).ok();
    let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(std::iter::once(plain).chain(decoded).collect())
}

/// A header that must be there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<&'h [u8], Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value.as_bytes()),
        _ => Err(Problem::unreadable(format!("{name} is needed, once"))),
    }
}

/// UTF-8 if it is, else ISO 8859-1, which HTTP's older clients write (RFC 9110 §5.5).
fn text_of(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(value: &[u8]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        headers.insert(SURNAME, HeaderValue::from_bytes(value).unwrap());
        sent_surname(&headers).unwrap()
    }

    #[test]
    fn a_surname_is_read_as_each_client_writes_it() {
        assert_eq!(read("Østby".as_bytes()), ["Østby"]);
        assert_eq!(read(b"\xd8stby"), ["Østby"]);
        assert_eq!(read(b"w5hzdGJ5"), ["w5hzdGJ5", "Østby"]);
        assert_eq!(read(b"Berg"), ["Berg"]);
    }
}
