//! Tokens for what the portal's own pages, or others that were given one, ask the APIs on a logged-in person's behalf.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use uuid::Uuid;

use crate::domain::SessionId;
use crate::portal::PageError;
use crate::portal::session::{self, ForToken};
use crate::portal::visitor::Visitor;
use crate::store::parties;
use crate::tokens::IssuerKind;
use crate::tokens::issued::{self, ClaimSet, KnownPerson, PortalLogin, Stamp};

/// `GET …/refresh`: a new token for the session of the browser, or of the token that is brought. `enrichPid` is not read: no
/// token of ours that a browser holds carries a national id.
pub async fn refresh(visitor: Visitor, headers: HeaderMap) -> Result<Response, PageError> {
    let found = match bearer(&headers) {
        Some(token) => of_token(&visitor, token).await?,
        None if is_from_own_page(&headers) => session::slide(&visitor).await?,
        None => None,
    };
    let claims = match found {
        Some(found) => claims(&visitor, &found).await?,
        None => None,
    };
    let Some(claims) = claims else {
        return Ok(refused());
    };
    let token = visitor.app.own_issuer().sign(&claims).await;
    let token = token.map_err(|problem| {
        tracing::error!(%problem, "a token could not be signed");
        PageError::Failure
    })?;
    let no_store = HeaderValue::from_static("no-store");
    Ok(([(header::CACHE_CONTROL, no_store)], Json(token)).into_response())
}

/// For machines: what says its type is not turned into an error page.
fn refused() -> Response {
    let kind = HeaderValue::from_static("application/problem+json");
    let body = r#"{"title":"Nobody is logged in.","status":401}"#;
    (
        StatusCode::UNAUTHORIZED,
        [(header::CONTENT_TYPE, kind)],
        body,
    )
        .into_response()
}

/// The session that a token of ours was made from. Exchanged tokens were made from none, and so cannot be renewed.
async fn of_token(visitor: &Visitor, token: &str) -> Result<Option<ForToken>, PageError> {
    let verified = match visitor.app.verifier().read(token).await {
        Ok(verified) if verified.kind == IssuerKind::Own => verified,
        Ok(_) => return Ok(None),
        Err(problem) => {
            tracing::info!(%problem, "a token was not renewed");
            return Ok(None);
        }
    };
    let claims = verified.all().unwrap_or_default();
    let Some((session, person)) = named(&claims) else {
        return Ok(None);
    };
    let found = session::of_token(&visitor.app, session).await?;
    Ok(found.filter(|found| found.person.party.0 == person))
}

/// The session and the person that a token of ours names.
fn named(claims: &ClaimSet) -> Option<(SessionId, Uuid)> {
    let id = |name: &str| claims.get(name)?.as_str()?.parse::<Uuid>().ok();
    Some((SessionId(id("sid")?), id("urn:altinn:party:uuid")?))
}

async fn claims(visitor: &Visitor, found: &ForToken) -> Result<Option<ClaimSet>, PageError> {
    let core = visitor.app.core();
    let party = parties::find(&core.db, found.person.party).await?;
    let person = party.and_then(|party| KnownPerson::of(&party, found.person.level));
    let provider = visitor.app.providers().by_issuer(&found.upstream.issuer);
    let (Some(person), Some(provider)) = (person, provider) else {
        return Ok(None);
    };
    let login = PortalLogin {
        provider: provider.key(),
        acr: &found.upstream.acr,
        amr: &found.upstream.amr,
        authenticated_at: found.upstream.authenticated_at,
        ends_at: found.ends_at,
    };
    let stamp = Stamp {
        issuer: visitor.app.own_issuer().address(),
        now: core.world.now(),
        sid: found.session.0,
    };
    Ok(Some(issued::session(&stamp, &login, &person)))
}

/// The cookie is good for the portal's own pages alone; browsers say so themselves (Fetch Metadata, `Sec-Fetch-Site`).
fn is_from_own_page(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site == "same-origin")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
