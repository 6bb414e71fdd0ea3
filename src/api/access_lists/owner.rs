//! Whose lists are asked for, and whether the caller may.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use super::faults;
use crate::api::bearer::{Bearer, Needs, beyond_own};
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Preconditions;
use crate::ops::access_lists::Edit;
use crate::ops::registry_log::Author;
use crate::store;
use crate::tokens::Caller;

/// The service owner of an address, when the caller may do there what `P` says.
pub struct Owner<P> {
    /// In lower case, as owners are registered. With a scope for any owner it may be nobody's.
    pub code: String,
    /// Whose token it is, for the log.
    pub author: Author,
    purpose: PhantomData<P>,
}

impl<P: Needs> FromRequestParts<App> for Owner<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let bearer = Bearer::<P>::from_request_parts(parts, app).await?;
        let PathOf(path) =
            PathOf::<HashMap<String, String>>::from_request_parts(parts, app).await?;
        let code = path
            .get("owner")
            .map(|owner| owner.to_ascii_lowercase())
            .unwrap_or_default();
        if is_org_number(&code) {
            return Err(Problem::validation(vec![faults::owner_is_no_code()]));
        }
        let caller = &bearer.caller;
        if caller.scopes.has_any(beyond_own(P::ROW)) || is_owner(app, caller, &code).await? {
            return Ok(Self {
                code,
                author: caller
                    .org
                    .clone()
                    .map_or(Author::Unknown, Author::Organization),
                purpose: PhantomData,
            });
        }
        Err(not_yours())
    }
}

impl<P> Owner<P> {
    /// A change by the caller, who expects this.
    pub fn edit<'a>(&'a self, expected: &'a Preconditions) -> Edit<'a> {
        Edit {
            by: &self.author,
            expected,
        }
    }
}

fn is_org_number(text: &str) -> bool {
    text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the token is the owner's, who must be registered: by the code in it, or by the number of its organization,
/// which may be registered for several codes. One query.
async fn is_owner(app: &App, caller: &Caller, code: &str) -> Result<bool, Problem> {
    let Some(owner) = store::service_owners::find(&app.core().db, code).await? else {
        return Ok(false);
    };
    let claimed = caller.owner_code.as_deref();
    let is_claimed = claimed.is_some_and(|claimed| claimed.eq_ignore_ascii_case(&owner.code));
    Ok(is_claimed || caller.org.as_ref() == Some(&owner.number))
}

fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The token is not the service owner's whose lists these are.",
    )
}
