//! Several requests in an address or a form: `requestId=…&requestId=…`.

use http::StatusCode;
use uuid::Uuid;

use crate::portal::PageError;

/// How many requests one page is about.
const MOST: usize = 20;

/// The ids, each once.
pub fn read(pairs: &[(String, String)]) -> Result<Vec<Uuid>, PageError> {
    let named = pairs.iter().filter(|(name, _)| name == "requestId");
    let mut ids: Vec<Uuid> = Vec::new();
    for (_, text) in named {
        let id = text.parse().map_err(|_| PageError::NotFound)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    match ids.len() {
        0 => Err(PageError::NotFound),
        count if count > MOST => Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)),
        _ => Ok(ids),
    }
}

/// The value of a field that is there once.
pub fn field<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let pair = pairs.iter().find(|(known, _)| known == name);
    pair.map(|(_, value)| value.as_str())
}
