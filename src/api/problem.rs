//! What goes wrong, as `application/problem+json` (RFC 9457) with Altinn's codes.

use std::borrow::Cow;
use std::fmt;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::db::DbError;
use crate::ops::OpsError;
use crate::telemetry::request_id;

const PROBLEM_JSON: &str = "application/problem+json";

/// One code of the documented table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    pub name: &'static str,
    pub status: StatusCode,
    pub title: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $status:ident, $title:literal;)*) => {
        $(pub const $constant: Code = Code { name: $name, status: StatusCode::$status, title: $title };)*
        /// Every code that the APIs answer with.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    UNKNOWN_CUSTOMER = "AUTH-00000", BAD_REQUEST, "The organization number of the customer is not in the register.";
    UNKNOWN_RIGHT = "AUTH-00001", BAD_REQUEST, "A right is not registered on the system, or cannot be delegated.";
    USER_EXISTS = "AUTH-00004", BAD_REQUEST, "A system user for this system, customer and external reference exists already.";
    REQUEST_NOT_FOUND = "AUTH-00010", NOT_FOUND, "The request was not found.";
    SYSTEM_NOT_FOUND = "AUTH-00011", NOT_FOUND, "The system was not found.";
    REDIRECT_NOT_REGISTERED = "AUTH-00021", BAD_REQUEST, "The redirect URL is none of those registered on the system.";
    NO_VENDOR = "AUTH-00023", UNAUTHORIZED, "The token names no organization in its consumer claim.";
    NO_REDIRECTS = "AUTH-00026", BAD_REQUEST, "The system has registered no redirect URLs.";
    NOTHING_ASKED = "AUTH-00059", BAD_REQUEST, "At least one right or access package is needed.";
    UNKNOWN_PACKAGE = "AUTH-00063", BAD_REQUEST, "An access package is not registered on the system.";
    PACKAGE_NOT_ASSIGNABLE = "AUTH-00064", BAD_REQUEST, "An access package cannot be given to a Standard system user.";
    MEMBERS_NOT_INCLUDED = "RR-00000", NOT_IMPLEMENTED, "Members cannot be included here.";
    UNKNOWN_PARTIES = "RR-00001", BAD_REQUEST, "One or more parties are not organizations in the register.";
    UNKNOWN_RESOURCES = "RR-00002", BAD_REQUEST, "One or more resources are not in the resource registry.";
    FOREIGN_RESOURCE = "RR-00004", FORBIDDEN, "The resource belongs to another service owner.";
    TOO_MANY_REQUESTS = "STD-00429", TOO_MANY_REQUESTS, "Too many calls. Wait as long as Retry-After says.";
    VALIDATION = "STD-00000", BAD_REQUEST, "One or more validation errors occurred.";
    TOO_MANY_WRONG_NAMES = "REG-00008", TOO_MANY_REQUESTS, "Too many look-ups of persons have failed.";
    NO_SUCH_PERSON = "REG-00009", NOT_FOUND, "No person with this number and surname was found.";
    NO_SUCH_PARTIES = "AM-00021", BAD_REQUEST, "One or more parties do not exist.";
    CONNECTION_NEEDED = "AM-00022", BAD_REQUEST, "The recipient must be added to the party's users before anything is given.";
    PERSON_NEEDED = "AM-00024", BAD_REQUEST, "A person whom the party has nothing to do with must be named by number and last name.";
    TOO_MANY_PERSON_LOOKUPS = "AM-00026", TOO_MANY_REQUESTS, "Too many look-ups of persons have failed.";
    INVALID_RESOURCE = "AM-00027", BAD_REQUEST, "The resource is not in the resource registry.";
    MAY_NOT_DELEGATE = "AM-00028", BAD_REQUEST, "The person may not give this to others.";
    ACCESS_REQUEST_NOT_FOUND = "AM-00031", NOT_FOUND, "The request was not found.";
    NO_RIGHT_KEY = "AM-00033", BAD_REQUEST, "At least one right key is needed.";
    OWNER_NOT_ALLOWED = "AM-00034", FORBIDDEN, "The service owner may not do this for others.";
    UNKNOWN_ACCESS_PACKAGE = "AM-00035", BAD_REQUEST, "There is no such access package.";
    RIGHTS_NOT_IN_POLICY = "AM-00036", BAD_REQUEST, "The right keys are not those of the resource's policy.";
    NOT_GIVEN_BY_REVOKER = "AM-00038", BAD_REQUEST, "The access package was given by somebody else.";
    UNKNOWN_ROLE = "AM-00039", BAD_REQUEST, "There is no such role.";
    ROLE_NOT_REVOCABLE = "AM-00040", BAD_REQUEST, "The role is assigned by a public register and cannot be taken here.";
    PACKAGE_KIND = "AM-00041", BAD_REQUEST, "The access package is not for powers of a party of this kind.";
    RESOURCE_NOT_AVAILABLE = "AM-00042", BAD_REQUEST, "The resource cannot be given to others.";
    NO_SCOPE = "LS-00001", FORBIDDEN, "The token lacks the scope that is needed to redeem tickets.";
    TICKET_UNKNOWN = "LS-00003", NOT_FOUND, "The key is unknown.";
    TICKET_EXPIRED = "LS-00004", GONE, "The key has expired.";
    TICKET_USED = "LS-00005", CONFLICT, "The key has been redeemed already.";
    SUBJECT_MISMATCH = "LS-00006", FORBIDDEN, "The person is not the one who started the service.";
    SUBJECT_MISSING = "LS-00008", BAD_REQUEST, "The service demands that the person is sent with the key.";
    RIGHT_WITHDRAWN = "LS-00009", FORBIDDEN, "The person no longer has the right to the service.";
    TOO_MANY_FAILED_REDEMPTIONS = "LS-00010", TOO_MANY_REQUESTS, "Too many keys have been refused.";
}

/// An error answer. Boxed, so that the good answers beside it stay small.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    code: Option<&'static str>,
    title: String,
    detail: Option<String>,
    validation_errors: Vec<ValidationError>,
    extensions: Map<String, Value>,
    /// Seconds.
    retry_after: Option<u64>,
}

/// One thing wrong with a body, with the path to it.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct ValidationError {
    pub code: &'static str,
    pub title: &'static str,
    pub paths: Vec<Cow<'static, str>>,
    #[serde(flatten)]
    pub extensions: Map<String, Value>,
}

impl Problem {
    pub fn of(code: Code) -> Self {
        let mut problem = Self::plain(code.status, code.title);
        problem.0.code = Some(code.name);
        problem
    }

    /// A problem without a code of its own.
    pub fn plain(status: StatusCode, title: &str) -> Self {
        Self(Box::new(Parts {
            status,
            code: None,
            title: title.to_owned(),
            detail: None,
            validation_errors: Vec::new(),
            extensions: Map::new(),
            retry_after: None,
        }))
    }

    pub fn validation(errors: Vec<ValidationError>) -> Self {
        let mut problem = Self::of(VALIDATION);
        problem.0.validation_errors = errors;
        problem
    }

    /// A body that cannot be read at all.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::of(VALIDATION).with_detail(detail)
    }

    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Says how long to wait, in whole seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// How long to wait, in whole seconds, where that is said.
    pub fn wait(&self) -> Option<u64> {
        self.0.retry_after
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Title and detail in one line, for APIs whose errors are plain text.
    pub fn text(&self) -> String {
        match &self.0.detail {
            Some(detail) => format!("{} {detail}", self.0.title),
            None => self.0.title.clone(),
        }
    }

    /// Adds a member beside the standard ones.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.extensions.insert(name.to_owned(), value.into());
        self
    }
}

impl Parts {
    fn body(&self) -> Value {
        let mut body = self.extensions.clone();
        let kind = self.code.map(|code| format!("urn:altinn:error:{code}"));
        body.insert(
            "type".to_owned(),
            kind.unwrap_or_else(|| "about:blank".to_owned()).into(),
        );
        body.insert("title".to_owned(), self.title.clone().into());
        body.insert("status".to_owned(), self.status.as_u16().into());
        body.insert("traceId".to_owned(), request_id().into());
        body.insert(
            "statusDescription".to_owned(),
            self.status.canonical_reason().unwrap_or_default().into(),
        );
        if let Some(code) = self.code {
            body.insert("code".to_owned(), code.into());
        }
        if let Some(detail) = &self.detail {
            body.insert("detail".to_owned(), detail.clone().into());
        }
        if !self.validation_errors.is_empty() {
            body.insert("validationErrors".to_owned(), json!(self.validation_errors));
        }
        Value::Object(body)
    }
}

/// In words, for whoever has no HTTP answer before him.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.title)?;
        if let Some(detail) = &self.0.detail {
            write!(f, " {detail}")?;
        }
        for error in &self.0.validation_errors {
            write!(f, " {}: {}", error.paths.join(", "), error.title)?;
            if let Some(detail) = error.extensions.get("detail").and_then(Value::as_str)
                && detail != error.title
            {
                write!(f, " {detail}")?;
            }
        }
        Ok(())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0.status, self.0.body().to_string()).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(seconds) = self.0.retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Says as a problem too what no handler said: an address that cannot be read, a method that is not there.
pub async fn say_unnamed(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_whole = is_problem(&answer) || answer.extensions().get::<Verbatim>().is_some();
    if !is_error || is_whole {
        return answer;
    }
    let title = status.canonical_reason().unwrap_or("Error");
    let mut response = Problem::plain(status, title).into_response();
    if let Some(allowed) = answer.headers().get(header::ALLOW) {
        response
            .headers_mut()
            .insert(header::ALLOW, allowed.clone());
    }
    response
}

/// Marks an error that is answered in the reference's own words, and not as a problem.
#[derive(Clone, Copy)]
pub struct Verbatim;

fn is_problem(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes() == PROBLEM_JSON.as_bytes())
}

/// What answers below an API's root where there is nothing.
pub async fn no_such_address() -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "There is nothing at this address.")
        .with_detail("the README lists what is not there yet")
}

impl From<OpsError> for Problem {
    fn from(error: OpsError) -> Self {
        match error {
            OpsError::Db(error) => error.into(),
            other => {
                tracing::error!(error = %other, "an operation failed");
                Self::plain(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something failed on our side.",
                )
            }
        }
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        if matches!(error, DbError::Unstorable) {
            return Self::unreadable("a text holds the character U+0000, which cannot be kept");
        }
        tracing::error!(%error, "the database did not answer as asked");
        match error {
            DbError::Unavailable(_) => Self::plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "The database is not available now. Try again in a moment.",
            ),
            _ => Self::plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something failed on our side.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::Router;
    use axum::body::Body;
    use axum::extract::Path;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn what_no_handler_said_is_a_problem_too() {
        let router = Router::new()
            .route("/x/{id}", get(|Path(_): Path<Uuid>| async {}))
            .layer(axum::middleware::from_fn(say_unnamed));
        for (method, status) in [("GET", 400), ("POST", 405)] {
            let request = http::Request::builder().method(method).uri("/x/no-uuid");
            let request = request.body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status);
            assert!(is_problem(&answer));
            assert_eq!(answer.headers().contains_key(header::ALLOW), status == 405);
        }
    }

    #[test]
    fn every_code_is_unique_and_has_words() {
        for (index, code) in CODES.iter().enumerate() {
            assert!(
                CODES
                    .iter()
                    .skip(index + 1)
                    .all(|other| other.name != code.name),
                "{}",
                code.name
            );
            assert!(code.title.ends_with('.'), "{}", code.name);
        }
    }
}
