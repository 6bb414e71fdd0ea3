//! Whose lists are asked for, and whether the caller may.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use super::faults;
use crate::api::bearer::{AccessListRead, AccessListWrite, Bearer, Needs};
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{Preconditions, scope};
use crate::ops::access_lists::Edit;
use crate::ops::registry_log::Author;
use crate::store;
use crate::tokens::Caller;

/// What a caller wants with an owner's lists.
pub trait Purpose: Needs {
    /// The scopes with which the owner may be any.
    const ANY_OWNER: &'static [&'static str];
}

impl Purpose for AccessListRead {
    const ANY_OWNER: &'static [&'static str] =
        &[scope::RESOURCE_ADMIN, scope::ACCESS_LIST_DECISIONS];
}

impl Purpose for AccessListWrite {
    /// Whoever may look into all lists to decide does not write in them.
    const ANY_OWNER: &'static [&'static str] = &[scope::RESOURCE_ADMIN];
}

/// The service owner of an address, when the caller may do there what `P` says.
pub struct Owner<P> {
    /// In lower case, as owners are registered. With a scope for any owner it may be nobody's.
    pub code: String,
    /// Whose token it is, for the log.
    pub author: Author,
    purpose: PhantomData<P>,
}

impl<P: Purpose> FromRequestParts<App> for Owner<P> {
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
        if caller.scopes.has_any(P::ANY_OWNER) || is_owner(app, caller, &code).await? {
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

/// Whether the token is the owner's: by the code in it, or by the number of its organization, which may be registered
/// for several codes.
async fn is_owner(app: &App, caller: &Caller, code: &str) -> Result<bool, Problem> {
    let claimed = caller.owner_code.as_deref();
    if claimed.is_some_and(|claimed| claimed.eq_ignore_ascii_case(code)) {
        return Ok(true);
    }
    let Some(number) = &caller.org else {
        return Ok(false);
    };
    let owner = store::service_owners::find(&app.core().db, code).await?;
    Ok(owner.is_some_and(|owner| owner.number == *number))
}

fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The token is not the service owner's whose lists these are.",
    )
}
