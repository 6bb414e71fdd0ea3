//! The look-up that Maskinporten makes before it gives a supplier a token, and those who serve an API when they get one.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::wire::{LookUpQuery, MaskinportenDelegation};
use crate::api::bearer::{Bearer, ScopeDelegations};
use crate::api::json::json_answer;
use crate::api::parts::QueryOf;
use crate::api::problem::{Problem, ValidationError};
use crate::app::App;
use crate::domain::{OrgNumber, scope};
use crate::ops::scope_delegations::{Lookup, look_up};
use crate::tokens::Caller;

/// The longest scope that is looked for.
const MAX_SCOPE: usize = 1_000;

/// `GET …/maskinporten/delegations/`
pub async fn list(
    State(app): State<App>,
    bearer: Bearer<ScopeDelegations>,
    QueryOf(query): QueryOf<LookUpQuery>,
) -> Result<Response, Problem> {
    let scope = query.scope.as_deref().filter(|text| !text.is_empty());
    if !may_ask(&bearer.caller, scope) {
        return Err(forbidden(scope));
    }
    let consumer = number(query.consumer_org.as_deref(), "$QUERY/consumerOrg")?;
    let supplier = number(query.supplier_org.as_deref(), "$QUERY/supplierOrg")?;
    if scope.is_some_and(|scope| scope.len() > MAX_SCOPE) {
        return Err(nothing_asked());
    }
    let lookup = match (&consumer, &supplier, scope) {
        (Some(consumer), Some(supplier), _) => Lookup::Between { consumer, supplier },
        (Some(consumer), None, _) => Lookup::OfConsumer(consumer),
        (None, Some(supplier), _) => Lookup::OfSupplier(supplier),
        (None, None, Some(scope)) => Lookup::OfScope(scope),
        (None, None, None) => return Err(nothing_asked()),
    };
    let found = look_up(&app.core().db, lookup, scope).await?;
    let rows: Vec<_> = found.iter().map(MaskinportenDelegation::of).collect();
    Ok(json_answer(StatusCode::OK, &rows))
}

/// Whoever is no administrator asks about one scope, which must be among its own: it begins with one of the prefixes that
/// the token names.
fn may_ask(caller: &Caller, scope: Option<&str>) -> bool {
    if caller.scopes.has(scope::SCOPE_DELEGATIONS_ADMIN) {
        return true;
    }
    let is_own = |scope: &str| {
        caller.scope_prefixes.iter().any(|prefix| {
            let rest = scope.strip_prefix(prefix.as_str());
            !prefix.is_empty() && rest.is_some_and(|rest| rest.starts_with(':'))
        })
    };
    scope.is_some_and(is_own)
}

fn forbidden(scope: Option<&str>) -> Problem {
    let title = "The token may not look up delegations of this scope.";
    let detail = match scope {
        None => "name a scope of your own in the query parameter scope".to_owned(),
        Some(_) => format!(
            "the scope must begin with a prefix in the token's consumer_prefix, unless the token has {}",
            scope::SCOPE_DELEGATIONS_ADMIN
        ),
    };
    Problem::plain(StatusCode::FORBIDDEN, title).with_detail(detail)
}

fn nothing_asked() -> Problem {
    Problem::plain(
        StatusCode::BAD_REQUEST,
        "One of supplierOrg, consumerOrg and scope must be given.",
    )
    .with_detail(format!("a scope has at most {MAX_SCOPE} characters"))
}

/// An organization's number; an empty one counts as left out.
fn number(sent: Option<&str>, path: &'static str) -> Result<Option<OrgNumber>, Problem> {
    let Some(sent) = sent.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let bad = || {
        Problem::validation(vec![ValidationError {
            code: "AM.VLD-00009",
            title: "This is not an organization number.",
            paths: vec![path.into()],
            extensions: serde_json::Map::new(),
        }])
    };
    OrgNumber::parse(sent).map(Some).ok_or_else(bad)
}
