//! A word of warning in the answer when a resource becomes one for members only and shuts somebody out.
//!
//! It stands in a `Warning` header, so that no client of the original meets anything new in a body. What it tells of is
//! done already: it never makes a request fail.

use axum::response::Response;
use http::{HeaderValue, header};

use crate::app::App;
use crate::domain::{AccessListMode, Resource};
use crate::ops::access_lists::{self, Lockout};
use crate::store;

/// The answer to a change of a resource's description, with a warning if the change turned access lists on and somebody
/// loses access by it.
pub async fn warn_of_closing(app: &App, changed: &Resource, response: Response) -> Response {
    if changed.access_list_mode == AccessListMode::Disabled || was_closed(app, changed).await {
        return response;
    }
    with_warning(app, &changed.id, response, |lockout| lockout.losing() > 0).await
}

/// The answer to a new policy, with a warning if the resource is for members only and no list admits anybody whom the
/// policy permits.
pub async fn warn_of_nobody(app: &App, resource: &str, response: Response) -> Response {
    match store::resources::find(&app.core().db, resource).await {
        Ok(Some(found)) if found.access_list_mode == AccessListMode::Enabled => {
            with_warning(app, resource, response, Lockout::is_total).await
        }
        _ => response,
    }
}

/// Whether the description before this one said so too.
async fn was_closed(app: &App, changed: &Resource) -> bool {
    let before = changed.version - 1;
    let found = store::resources::find_version(&app.core().db, &changed.id, before).await;
    matches!(found, Ok(Some(old)) if old.access_list_mode == AccessListMode::Enabled)
}

async fn with_warning(
    app: &App,
    resource: &str,
    mut response: Response,
    matters: impl Fn(Lockout) -> bool,
) -> Response {
    match access_lists::who_would_lose_access(app.core(), resource).await {
        Ok(Some(lockout)) if matters(lockout) => {
            if let Ok(text) = HeaderValue::from_str(&text(lockout)) {
                response.headers_mut().insert(header::WARNING, text);
            }
        }
        Ok(_) => {}
        Err(problem) => tracing::warn!(%problem, "who loses access could not be counted"),
    }
    response
}

/// RFC 7234, §5.5: a code that means "miscellaneous", who says it, and a text.
fn text(lockout: Lockout) -> String {
    let Lockout {
        organizations_losing,
        persons_losing,
        keeping,
    } = lockout;
    let everybody = match lockout.is_total() {
        true => "Nobody is left who can use the resource. ",
        false => "",
    };
    format!(
        "299 fullmakt \"{everybody}The resource is for members of its access lists only: by estimate \
         {organizations_losing} organizations and {persons_losing} persons have no access by that, \
         {keeping} organizations have.\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_has_the_numbers_and_says_when_nobody_is_left() {
        let some = Lockout {
            organizations_losing: 12,
            persons_losing: 3,
            keeping: 4,
        };
        assert_eq!(
            text(some),
            "299 fullmakt \"The resource is for members of its access lists only: by estimate 12 organizations and \
             3 persons have no access by that, 4 organizations have.\""
        );
        let all = Lockout { keeping: 0, ..some };
        assert!(
            text(all).starts_with("299 fullmakt \"Nobody is left who can use the resource. The")
        );
    }
}
