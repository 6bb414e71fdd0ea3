use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::machine::Answer;
use crate::sandbox::SandboxError;
use crate::sandbox::answer::page;
use crate::sandbox::demo::systems::DemoSystem;
use crate::sandbox::paths;

/// A simulated vendor's site.
#[derive(Template)]
#[template(path = "sandbox/vendor.html")]
pub struct VendorPage {
    system: &'static DemoSystem,
    standing: Standing,
    outcome: Outcome,
}

#[derive(Template)]
#[template(path = "sandbox/not_found.html")]
struct NotFoundPage;

/// How far the vendor has come.
pub enum Standing {
    /// The API did not tell.
    Unknown,
    NotRegistered,
    /// There is no request. The customer may still have a system user from one that the vendor has deleted.
    NotAsked {
        has_system_user: bool,
    },
    Waiting {
        confirm_url: String,
    },
    Accepted {
        has_system_user: bool,
    },
    Rejected,
}

/// What the last click led to.
pub enum Outcome {
    None,
    /// The customer's browser was sent back here.
    CameBack,
    Token(String),
    NoToken(Answer),
    Decisions(Vec<Decision>),
    Refused(Answer),
    NoAnswer(String),
}

/// One question to the decision point, with its answer.
pub struct Decision {
    pub action: &'static str,
    pub resource: &'static str,
    pub party: &'static str,
    pub answer: String,
}

impl VendorPage {
    pub fn show(
        system: &'static DemoSystem,
        standing: Standing,
        outcome: Outcome,
    ) -> Result<Response, SandboxError> {
        let page_of_site = Self {
            system,
            standing,
            outcome,
        };
        page(StatusCode::OK, &page_of_site)
    }

    /// The English name.
    fn name(&self) -> &'static str {
        self.system.name[2]
    }

    fn has_request(&self) -> bool {
        matches!(
            self.standing,
            Standing::Waiting { .. } | Standing::Accepted { .. } | Standing::Rejected
        )
    }
}

pub fn not_found() -> Result<Response, SandboxError> {
    page(StatusCode::NOT_FOUND, &NotFoundPage)
}
