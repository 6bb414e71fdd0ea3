//! Whose variant of the newer shape is asked for.

use axum::extract::{FromRequestParts, RawPathParams};
use http::StatusCode;
use http::request::Parts;

use super::wire::{Fields, WHO, WHO_CAN_ACT};
use crate::api::Problem;
use crate::api::bearer::{Bearer, PartyLookup};
use crate::app::App;
use crate::routes;

/// A consumer that the register knows. All need the same scope; the trimmed variants give less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consumer {
    Internal,
    Correspondence,
    Dialogporten,
    AccessManagement,
}

impl Consumer {
    fn named(name: &str) -> Option<Self> {
        match name {
            "correspondence" => Some(Self::Correspondence),
            "dialogporten" => Some(Self::Dialogporten),
            "access-management" => Some(Self::AccessManagement),
            _ => None,
        }
    }

    /// What it may ask for.
    fn allowed(self) -> Fields {
        match self {
            Self::Internal => Fields::ALL,
            Self::Correspondence | Self::Dialogporten => WHO,
            Self::AccessManagement => WHO_CAN_ACT,
        }
    }

    /// Reads `?fields=`.
    pub fn fields(self, text: Option<&str>) -> Result<Fields, Problem> {
        Fields::read(text, self.allowed()).map_err(|word| {
            Problem::unreadable(format!("fields: {word:?} is unknown, or not given here"))
        })
    }

    /// Where the stream of parties goes on.
    pub fn stream_path(self, fields: Option<&str>, token: &str) -> String {
        let name = match self {
            Self::Internal => return routes::register_stream(fields, token),
            Self::Correspondence => "correspondence",
            Self::Dialogporten => "dialogporten",
            Self::AccessManagement => "access-management",
        };
        routes::register_consumer_stream(name, fields, token)
    }
}

impl FromRequestParts<App> for Consumer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Bearer::<PartyLookup>::from_request_parts(parts, app).await?;
        let path = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
        let mut named = path.iter().filter(|(name, _)| *name == "consumer");
        match named.next() {
            None => Ok(Self::Internal),
            Some((_, name)) => Self::named(name).ok_or_else(|| {
                Problem::plain(StatusCode::NOT_FOUND, "There is nothing at this address.")
            }),
        }
    }
}
