//! Systems that a business has made for itself: making the integration in five steps, and looking after it.

mod choose_page;
mod confirm_page;
mod detail_page;
mod enter;
mod how;
mod key_page;
mod keys;
mod list_page;
mod manage;
mod name_page;
mod new_key_page;
mod refused_page;
mod rights;
mod scopes;
mod steps;
mod summary_page;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::routes;

pub use choose_page::ChoosePage;
use choose_page::{Choice, Choosing, Group};
pub use confirm_page::ConfirmPage;
use confirm_page::Question;
pub use detail_page::DetailPage;
use detail_page::KeyRow;
use how::{Asking, How};
use key_page::KeyFor;
pub use key_page::KeyPage;
pub use list_page::ListPage;
use list_page::Row;
pub use name_page::NamePage;
pub use new_key_page::NewKeyPage;
pub use refused_page::RefusedPage;
use refused_page::Why;
pub use summary_page::SummaryPage;

/// A business's own integrations at Maskinporten.
pub fn pages() -> Router<App> {
    Router::new()
        .route(routes::OWN_SYSTEMS, get(manage::list))
        .route(
            routes::OWN_SYSTEM_NEW,
            get(steps::ask_new).post(steps::begin),
        )
        .route(routes::OWN_SYSTEM, get(manage::detail))
        .route(
            routes::OWN_SYSTEM_NAME,
            get(steps::ask_name).post(steps::rename),
        )
        .route(
            routes::OWN_SYSTEM_SCOPES,
            get(scopes::ask).post(scopes::choose),
        )
        .route(routes::OWN_SYSTEM_KEY, get(keys::ask).post(keys::choose))
        .route(
            routes::OWN_SYSTEM_RIGHTS,
            get(rights::ask).post(rights::choose),
        )
        .route(
            routes::OWN_SYSTEM_SUMMARY,
            get(steps::summary).post(steps::make),
        )
        .route(
            routes::OWN_SYSTEM_KEY_REMOVE,
            get(keys::ask_remove).post(keys::remove),
        )
        .route(
            routes::OWN_SYSTEM_DELETE,
            get(manage::ask_delete).post(manage::delete),
        )
}
