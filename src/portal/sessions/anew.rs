//! A login over a session that still lives or has just ended, in a tab of its own: what stands in the other tab stays.

use axum::response::Response;

use super::AnewPage;
use crate::portal::visitor::{Signed, page};
use crate::portal::{NavItem, PageError};

/// `GET /innlogging/klar`: says that the tab can be closed.
pub async fn logged_in(signed: Signed) -> Result<Response, PageError> {
    page(&AnewPage {
        frame: signed.visitor.frame(Some(NavItem::Home)).await?,
    })
}
