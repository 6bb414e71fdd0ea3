//! Paths and queries that, when they cannot be read, are refused in the APIs' own words.

use axum::extract::{FromRequestParts, Path, Query};
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::Problem;
use crate::app::App;

/// The variable parts of the path.
pub struct PathOf<T>(pub T);

/// The query.
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, app).await;
        path.map(|Path(value)| Self(value))
            .map_err(|rejection| Problem::unreadable(rejection.body_text()))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, app).await;
        query
            .map(|Query(value)| Self(value))
            .map_err(|rejection| Problem::unreadable(rejection.body_text()))
    }
}
