//! Access lists, as service owners keep them: `/resourceregistry/api/v1/access-lists`.

mod connections;
mod faults;
mod file;
mod include;
mod lists;
mod members;
mod memberships;
mod owner;
mod wire;

use axum::Router;
use axum::routing::{get, put};
use serde::de::DeserializeOwned;

use super::listed::PageToken;
use super::problem::Problem;
use crate::app::App;
use crate::domain::AccessList;
use crate::ops::access_lists::ListName;
use crate::routes;

pub use file::{ListFile, list_of};

/// The routes. Each handler's `Owner<…>` or `Bearer<…>` says who may call.
pub fn router() -> Router<App> {
    Router::new()
        .route(routes::API_LIST_MEMBERSHIPS, get(memberships::list))
        .route(routes::API_LISTS_BY_MEMBER, get(memberships::lists_of))
        .route(routes::API_LISTS, get(lists::list))
        .route(
            routes::API_LIST,
            get(lists::show)
                .put(lists::put)
                .delete(lists::delete)
                .patch(lists::patch),
        )
        .route(
            routes::API_LIST_MEMBERS,
            get(members::list)
                .put(members::replace)
                .post(members::add)
                .delete(members::remove),
        )
        .route(routes::API_LIST_CONNECTIONS, get(connections::list))
        .route(
            routes::API_LIST_CONNECTION,
            put(connections::put).delete(connections::delete),
        )
}

/// The place that a token names.
fn place<P: DeserializeOwned>(token: Option<String>) -> Result<Option<P>, Problem> {
    let place = |token| {
        let unreadable = || {
            let detail = "it is not one that this server gave";
            Problem::validation(vec![faults::out_of_range("/$QUERY/token", detail)])
        };
        PageToken(token).place().ok_or_else(unreadable)
    };
    token.map(place).transpose()
}

/// How an answer about a list names it.
fn name(list: &AccessList) -> ListName<'_> {
    ListName {
        owner: &list.owner,
        identifier: &list.identifier,
    }
}

/// Cuts what was read, one more than fits on a page, to the page; answers whether there is more.
fn cut<T>(mut read: Vec<T>, page: usize) -> (Vec<T>, bool) {
    let is_more = read.len() > page;
    read.truncate(page);
    (read, is_more)
}
