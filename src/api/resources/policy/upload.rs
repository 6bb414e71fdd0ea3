use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::StatusCode;

use crate::api::Problem;
use crate::app::App;
use crate::engine::xacml::MAX_POLICY_BYTES;

/// The name of the file in the form.
const FIELD: &str = "policyFile";

/// The text of the file `policyFile` in a form.
pub struct PolicyFile(pub String);

impl FromRequest<App> for PolicyFile {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let mut form = Multipart::from_request(request, app)
            .await
            .map_err(|rejection| refused(rejection.status(), rejection.body_text()))?;
        let unreadable = |error: axum::extract::multipart::MultipartError| {
            refused(error.status(), error.body_text())
        };
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            if field.name() == Some(FIELD) {
                return text(field.bytes().await.map_err(unreadable)?).map(Self);
            }
        }
        Err(bad(format!(
            "Policy file can not be null: the form has no file {FIELD}"
        )))
    }
}

fn text(file: Bytes) -> Result<String, Problem> {
    if file.len() > MAX_POLICY_BYTES {
        return Err(bad(format!(
            "Policy not accepted: it is longer than {MAX_POLICY_BYTES} bytes"
        )));
    }
    let content = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file);
    if content.is_empty() {
        return Err(bad("Policy file can not be empty"));
    }
    let text = std::str::from_utf8(content);
    let text = text.map_err(|error| {
        let before = content.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        bad(format!("Policy not accepted: line {line}: not UTF-8")).with("line", line)
    })?;
    Ok(text.to_owned())
}

fn bad(title: impl AsRef<str>) -> Problem {
    Problem::plain(StatusCode::BAD_REQUEST, title.as_ref())
}

fn refused(status: StatusCode, detail: String) -> Problem {
    let title = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Policy not accepted: the file is too large",
        _ => "The form with the policy could not be read",
    };
    Problem::plain(status, title).with_detail(detail)
}
