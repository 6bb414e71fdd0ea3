//! Logout, at the reference's own addresses.

use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use uuid::Uuid;

use super::LoggedOutPage;
use crate::app::App;
use crate::domain::RequestId;
use crate::ops::{activity_log, requests};
use crate::portal::visitor::{Visitor, cookie, page, redirect};
use crate::portal::{PageError, cookies, session};
use crate::{routes, store};

/// Tells, over the logout at ID-porten, which request the person had answered. The address to go to is looked up.
const AFTER_LOGOUT_COOKIE: &str = "AltinnLogoutInfo";
const AFTER_LOGOUT_KEY: &str = "SystemuserRequestId";

/// `GET /authentication/api/v1/logout`: ends the session here, then at ID-porten.
pub async fn log_out(visitor: Visitor) -> Result<Response, PageError> {
    end_session(&visitor).await
}

/// `GET …/systemuser/request/{id}/logout`: the same, and then on to the vendor whose request it is. Only for somebody who
/// may see the request: else a vendor could use this portal's good name in links that lead to its own site.
pub async fn log_out_to_vendor(
    visitor: Visitor,
    axum::extract::Path(id): axum::extract::Path<Uuid>,
) -> Result<Response, PageError> {
    let may_see = may_see_request(&visitor, RequestId(id)).await?;
    let mut response = end_session(&visitor).await?;
    if may_see {
        let value = format!("{AFTER_LOGOUT_KEY}={id}");
        remember(&mut response, &visitor.app, &value, 600);
    }
    Ok(response)
}

async fn may_see_request(visitor: &Visitor, id: RequestId) -> Result<bool, PageError> {
    let Some(signed) = &visitor.signed else {
        return Ok(false);
    };
    let view = requests::load(visitor.core(), signed.as_person(), id).await?;
    Ok(view.is_some())
}

async fn end_session(visitor: &Visitor) -> Result<Response, PageError> {
    let Some(signed) = &visitor.signed else {
        return Ok(redirect(routes::LOGOUT_RETURN));
    };
    session::sign_out(&visitor.session).await?;
    activity_log::logged_out(visitor.core(), signed.person).await?;
    let Some(provider) = visitor.app.providers().by_issuer(&signed.upstream.issuer) else {
        return Ok(redirect(routes::LOGOUT_RETURN));
    };
    match provider.logout_url(&signed.upstream.id_token).await {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        // Here the person is logged out whatever ID-porten does.
        Err(error) => {
            tracing::warn!(%error, "the login at ID-porten was not ended");
            Ok(redirect(routes::LOGOUT_RETURN))
        }
    }
}

/// `GET /authentication/api/v1/logout/handleloggedout`: ID-porten sends the browser back after the logout.
pub async fn logged_out(visitor: Visitor, headers: HeaderMap) -> Result<Response, PageError> {
    let address = match after_logout(&headers) {
        Some(id) => store::requests::find(&visitor.core().db, id)
            .await?
            .and_then(|request| request.redirect_url),
        None => None,
    };
    let mut response = match address {
        Some(address) => Redirect::to(&address).into_response(),
        None => redirect(routes::LOGGED_OUT),
    };
    remember(&mut response, &visitor.app, "", 0);
    Ok(response)
}

/// The request named in the cookie: pairs separated by `?`, as the reference writes them.
fn after_logout(headers: &HeaderMap) -> Option<RequestId> {
    cookie(headers, AFTER_LOGOUT_COOKIE)?
        .split('?')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == AFTER_LOGOUT_KEY)
        .and_then(|(_, value)| Uuid::try_parse(value).ok())
        .map(RequestId)
}

/// Sets the reference's cookie, or takes it away.
fn remember(response: &mut Response, app: &App, value: &str, seconds: u32) {
    let cookie = (AFTER_LOGOUT_COOKIE, value);
    cookies::set(response.headers_mut(), app, cookie, seconds);
}

/// `GET /utlogget`.
pub async fn show_logged_out(visitor: Visitor) -> Result<Response, PageError> {
    page(&LoggedOutPage {
        frame: visitor.frame(None).await?,
    })
}
