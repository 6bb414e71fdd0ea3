//! A login over a session that still lives or has just ended, in a tab of its own: what stands in the other tab stays.

use axum::response::{IntoResponse, Redirect, Response};

use super::AnewPage;
use crate::domain::SecurityLevel;
use crate::portal::visitor::{Signed, Visitor, page};
use crate::portal::{NavItem, PageError, session};
use crate::routes;

/// `GET /innlogging/paa-nytt`: sends the browser to the provider of the login that is about to end, at its level.
pub async fn log_in(visitor: Visitor) -> Result<Response, PageError> {
    let goto = routes::LOGGED_IN_ANEW;
    let providers = visitor.app.providers();
    let before = visitor.signed.as_ref();
    let provider = before
        .and_then(|signed| providers.by_issuer(&signed.upstream.issuer))
        .unwrap_or_else(|| providers.default_one());
    let level = before.map_or(SecurityLevel::Substantial, |signed| signed.level);
    let (address, pending) = provider
        .start(level, visitor.around.language, goto)
        .await
        .map_err(|error| PageError::of_login(&error, goto, visitor.around.path.clone()))?;
    session::remember_login(&visitor.session, pending).await?;
    Ok(Redirect::to(&address).into_response())
}

/// `GET /innlogging/klar`: says that the tab can be closed.
pub async fn logged_in(signed: Signed) -> Result<Response, PageError> {
    page(&AnewPage {
        frame: signed.visitor.frame(Some(NavItem::Home)).await?,
    })
}
