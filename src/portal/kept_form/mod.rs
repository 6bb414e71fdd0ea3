//! Forms that were sent when their session had ended, kept until the same person has logged in again.
//!
//! One layer does it for all forms ([`layer`]): what could not be done for want of a login is sealed with a secret of the
//! browser's ([`Secret`]) and put aside, and after the login the form's own page is shown with what was typed filled in
//! ([`refill`]). Where that page cannot hold all of it, a page of its own lists it ([`page`]). Nothing is ever sent by itself.

mod handlers;
mod layer;
mod page;
mod refill;

use http::HeaderMap;
use time::Duration;

use super::visitor::cookie;
use super::{PageError, cookies};
use crate::app::App;
use crate::domain::{KeptFormId, PartyId};
use crate::store::kept_forms::{self, StoredForm};
use crate::tokens::{open, seal, sha256_hex};

pub use handlers::{discard, show};
pub use layer::over_login;
pub use page::KeptFormPage;

/// How long a form waits for its person.
const KEPT: Duration = Duration::minutes(30);
/// How many forms wait in one browser, in tabs.
const MOST: i64 = 5;
/// The largest form that is kept.
const MAX_FORM: usize = 64 * 1024;

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KeptForm {
    /// Where it was sent, with its query.
    pub action: String,
    /// The page that it stood on.
    pub page: Option<String>,
    pub fields: Vec<(String, String)>,
}

/// What a browser seals its forms with. The server does not keep it.
struct Secret(String);

impl Secret {
    fn of(headers: &HeaderMap, app: &App) -> Option<Self> {
        cookie(headers, cookie_name(app)).map(|text| Self(text.to_owned()))
    }

    /// What its forms are stored under.
    fn browser(&self) -> String {
        sha256_hex(&self.0)
    }
}

fn cookie_name(app: &App) -> &'static str {
    match app.config().is_https() {
        true => "__Host-fullmakt-form",
        false => "fullmakt-form",
    }
}

impl KeptForm {
    /// Reads a form. None when it says something that is not to be kept, not even sealed.
    fn read(action: &str, page: Option<String>, body: &[u8]) -> Option<Self> {
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(body).into_owned().collect();
        let is_open = fields.iter().all(|(name, value)| !is_secret(name, value));
        is_open.then(|| Self {
            action: action.to_owned(),
            page,
            fields,
        })
    }
}

/// Whether a field is or may hold a key: named so, PEM (RFC 7468 §10), or a private JSON Web Key (RFC 7518 §6).
fn is_secret(name: &str, value: &str) -> bool {
    const NAMES: [&str; 4] = ["secret", "password", "token", "private"];
    let is_private_jwk = value.contains("\"kty\"") && value.contains("\"d\"");
    NAMES.iter().any(|word| name.contains(word)) || value.contains("PRIVATE KEY") || is_private_jwk
}

/// Puts a form aside for the person, in the browser that `headers` come from; `answer` takes the browser's secret there.
async fn keep(
    app: &App,
    (headers, answer): (&HeaderMap, &mut HeaderMap),
    person: PartyId,
    form: &KeptForm,
) -> Result<Option<KeptFormId>, PageError> {
    let world = &app.core().world;
    let secret = match Secret::of(headers, app) {
        Some(secret) => secret,
        None => Secret(world.secret().map_err(|_| PageError::Failure)?),
    };
    let id = KeptFormId(world.random_id());
    let text = serde_json::to_string(form).map_err(|_| PageError::Failure)?;
    let Some(sealed) = seal(&secret.0, &id.to_string(), &text) else {
        return Ok(None);
    };
    let stored = StoredForm {
        id,
        browser: secret.browser(),
        person,
        sealed,
        expires_at: world.now().plus(KEPT),
    };
    let mut tx = app.core().db.write().await?;
    kept_forms::insert(&mut tx, &stored).await?;
    kept_forms::keep_newest(&mut tx, &stored.browser, MOST).await?;
    tx.commit().await?;
    let seconds = u32::try_from(KEPT.whole_seconds()).unwrap_or_default();
    cookies::set(answer, app, (cookie_name(app), &secret.0), seconds);
    Ok(Some(id))
}

/// The form with this id, for its own person in its own browser. For somebody else it is thrown away.
async fn find(
    app: &App,
    headers: &HeaderMap,
    person: PartyId,
    id: KeptFormId,
) -> Result<Option<KeptForm>, PageError> {
    let Some(secret) = Secret::of(headers, app) else {
        return Ok(None);
    };
    let (db, now) = (&app.core().db, app.core().world.now());
    let Some(stored) = kept_forms::find(db, id, &secret.browser(), now).await? else {
        return Ok(None);
    };
    if stored.person != person {
        kept_forms::delete(db, id, &secret.browser()).await?;
        return Ok(None);
    }
    let text = open(&secret.0, &id.to_string(), &stored.sealed);
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

async fn throw_away(app: &App, headers: &HeaderMap, id: KeptFormId) -> Result<(), PageError> {
    if let Some(secret) = Secret::of(headers, app) {
        kept_forms::delete(&app.core().db, id, &secret.browser()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_a_key_in_it_is_not_kept() {
        let read = |body: &str| KeptForm::read("/x", None, body.as_bytes());
        let form = read("a=1&a=2&b=%C3%A6+b");
        let fields = [("a", "1"), ("a", "2"), ("b", "æ b")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(form.map(|form| form.fields), Some(fields.to_vec()));
        for secret in [
            "key=-----BEGIN+PRIVATE+KEY-----%0AMIIE",
            "key=-----BEGIN+RSA+PRIVATE+KEY-----",
            "jwk=%7B%22kty%22%3A%22EC%22%2C%22d%22%3A%22x%22%7D",
            "client_secret=x",
            "password=x",
        ] {
            assert_eq!(read(secret), None, "{secret}");
        }
    }
}
