//! Lists on the wire: `{"links": {"next": …}, "data": [ … ]}`, with a token in the address of the next page.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A page of a list, or all of it.
#[derive(Debug, Serialize)]
pub struct Listed<T> {
    pub links: Links,
    pub data: Vec<T>,
}

#[derive(Debug, Default, Serialize)]
pub struct Links {
    /// The whole address of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    pub fn all(data: Vec<T>) -> Self {
        Self {
            links: Links::default(),
            data,
        }
    }

    pub fn page(data: Vec<T>, next: Option<String>) -> Self {
        Self {
            links: Links { next },
            data,
        }
    }
}

/// Where the next page begins, as the caller hands it back: opaque, and safe in a query.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct PageToken(pub String);

impl PageToken {
    pub fn of(place: &impl Serialize) -> Self {
        // A place is made of texts and numbers, which always serialize.
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default()))
    }

    /// None when this server did not write the token.
    pub fn place<P: DeserializeOwned>(&self) -> Option<P> {
        let json = URL_SAFE_NO_PAD.decode(&self.0).ok()?;
        serde_json::from_slice(&json).ok()
    }
}
