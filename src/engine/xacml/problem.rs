//! What goes wrong while a request is evaluated.

use crate::engine::functions::FunctionError;
use crate::engine::outcome::{MissingAttribute, Status, StatusCode};
use crate::engine::xpath::XPathError;

use super::model::{Designator, Reference, Referenced, Selector};

/// Why something is Indeterminate. The first one met becomes the answer's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(Box<Status>);

impl Problem {
    pub fn into_status(self) -> Status {
        *self.0
    }

    pub fn processing(message: impl Into<String>) -> Self {
        Self::with_code(StatusCode::ProcessingError, message.into())
    }

    fn with_code(code: StatusCode, message: String) -> Self {
        Self(Box::new(Status {
            code,
            message: Some(message),
            missing: Vec::new(),
        }))
    }

    /// The policy insists on an attribute that the request does not have (XACML 3.0 core, §7.3.5).
    pub fn missing(designator: &Designator) -> Self {
        let message = format!(
            "missing attribute {} of type {} in category {}",
            designator.attribute_id,
            designator.data_type.uri(),
            designator.category
        );
        Self(Box::new(Status {
            code: StatusCode::MissingAttribute,
            message: Some(message),
            missing: vec![MissingAttribute {
                category: designator.category.clone(),
                id: designator.attribute_id.clone(),
                data_type: designator.data_type,
                issuer: designator.issuer.clone(),
            }],
        }))
    }

    /// The policy insists on content that the request does not have (§7.3.6). It has no attribute id to ask for.
    pub fn missing_content(selector: &Selector) -> Self {
        let message = format!(
            "nothing of type {} at {} in the content of category {}",
            selector.data_type.uri(),
            selector.path.text(),
            selector.category
        );
        Self::with_code(StatusCode::MissingAttribute, message)
    }

    /// A reference that leads nowhere fails when it is followed, not before.
    pub fn unresolved(reference: &Reference) -> Self {
        let id = &reference.id;
        match &reference.to {
            Referenced::Broken(error) => {
                let message = format!("the policy {id} cannot be used: {error}");
                Self::with_code(error.status_code(), message)
            }
            Referenced::Cycle => Self::processing(format!("the policy {id} refers to itself")),
            Referenced::TooMany => {
                Self::processing(format!("too many references on the way to the policy {id}"))
            }
            Referenced::Nothing | Referenced::Node(_) => {
                Self::processing(format!("no policy {id} of the wanted version is there"))
            }
        }
    }
}

impl From<FunctionError> for Problem {
    fn from(error: FunctionError) -> Self {
        let code = if error.is_syntax_error() {
            StatusCode::SyntaxError
        } else {
            StatusCode::ProcessingError
        };
        Self::with_code(code, error.to_string())
    }
}

impl From<XPathError> for Problem {
    fn from(error: XPathError) -> Self {
        Self::processing(error.to_string())
    }
}
