//! `/accessmanagement/ui/settings/innlogginger`: where the person is logged in, and logging out there.

use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;

use super::{LeavePage, OwnSessionsPage};
use crate::domain::SessionId;
use crate::ops::sessions;
use crate::portal::visitor::{Signed, page, redirect};
use crate::portal::{Flash, NavItem, PageError};
use crate::routes;

/// `GET …/innlogginger`.
pub async fn list(signed: Signed) -> Result<Response, PageError> {
    let limits = signed.visitor.app.config().session;
    let sessions = sessions::list(signed.core(), limits, signed.signed.person).await?;
    page(&OwnSessionsPage {
        frame: signed.visitor.frame(Some(NavItem::Settings)).await?,
        here: signed.signed.id,
        sessions,
    })
}

/// `POST …/innlogginger/{id}/avslutt`: ends one of the person's own. This browser's ends by the usual logout.
pub async fn one(signed: Signed, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let id = SessionId(id);
    if id == signed.signed.id {
        return Ok(redirect(routes::OWN_SESSIONS_LEAVE));
    }
    if !sessions::end_one(signed.core(), signed.signed.person, id).await? {
        return Err(PageError::NotFound);
    }
    signed.flash(&Flash::SessionEnded).await?;
    Ok(redirect(routes::OWN_SESSIONS))
}

/// `POST …/innlogginger/avslutt-alle`: ends all others, and then this one, here and at the provider.
pub async fn all(signed: Signed) -> Result<Response, PageError> {
    let limits = signed.visitor.app.config().session;
    let (person, here) = (signed.signed.person, signed.signed.id);
    sessions::end_others(signed.core(), limits, person, here).await?;
    Ok(redirect(routes::OWN_SESSIONS_LEAVE))
}

/// `GET …/innlogginger/ut`: on to the logout here and at the provider.
pub async fn leave(signed: Signed) -> Result<Response, PageError> {
    page(&LeavePage {
        frame: signed.visitor.frame(Some(NavItem::Settings)).await?,
    })
}
