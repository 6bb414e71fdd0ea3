//! What was sent with a form.

use axum::extract::Multipart;
use http::StatusCode;

use crate::portal::PageError;

/// The fields of a form in their order; several may have one name.
#[derive(Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads a form that may hold files: their text counts as the value of their field. What is no UTF-8 in it cannot be
    /// meant as text, and is kept as a sign that says so.
    pub async fn of(mut form: Multipart) -> Result<Self, PageError> {
        let unreadable = |error: axum::extract::multipart::MultipartError| {
            tracing::debug!(%error, "a form could not be read");
            PageError::Unreadable(error.status())
        };
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(unreadable)?;
            let text = String::from_utf8_lossy(&bytes);
            fields.push((name, text.trim_start_matches('\u{feff}').to_owned()));
            if fields.len() > MAX_FIELDS {
                return Err(PageError::Unreadable(StatusCode::PAYLOAD_TOO_LARGE));
            }
        }
        Ok(Self(fields))
    }

    /// The first value of this name, without white space around it; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        let named = self.0.iter().find(|(key, _)| key == name);
        named.map_or("", |(_, value)| value.trim())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

/// No form of ours has more.
const MAX_FIELDS: usize = 100;
