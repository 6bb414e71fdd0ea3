//! What goes wrong, as a status and a sentence (Authorization API 1.0, §10).

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::fault::Fault;
use crate::api::Problem;
use crate::ops::OpsError;

/// An error answer.
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    text: String,
    /// Seconds.
    retry_after: Option<u64>,
}

impl Refused {
    pub fn bad_request(text: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            text: text.into(),
            retry_after: None,
        }
    }

    pub fn method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            text: "This address answers another method.".to_owned(),
            retry_after: None,
        }
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::bad_request(fault.to_string())
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            status: problem.status(),
            text: problem.text(),
            retry_after: problem.wait(),
        }
    }
}

impl From<OpsError> for Refused {
    fn from(error: OpsError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        // Without a body type of its own, axum says text/plain.
        let mut response = (self.status, self.text).into_response();
        if let Some(seconds) = self.retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
