//! The front page, and the choice of language.

use axum::Form;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Deserialize;

use super::{Content, LandingPage, OtherLogin};
use crate::app::App;
use crate::domain::{Language, PartyId};
use crate::ops::{access, access_requests, system_users};
use crate::portal::visitor::{
    LANGUAGE_COOKIE, Signed, Visitor, label, language_code, page, redirect, safe_path,
};
use crate::portal::{NavItem, PageError};
use crate::{routes, store};

/// `GET /`.
pub async fn show(visitor: Visitor) -> Result<Response, PageError> {
    let Some(signed) = visitor.signed.clone() else {
        return page(&LandingPage {
            frame: visitor.frame(None).await?,
            content: Content::Public {
                others: other_logins(&visitor),
            },
        });
    };
    let signed = Signed { visitor, signed };
    let content = content(&signed).await?;
    page(&LandingPage {
        frame: signed.visitor.frame(Some(NavItem::Home)).await?,
        content,
    })
}

/// The logins at providers beside the default one.
fn other_logins(visitor: &Visitor) -> Vec<OtherLogin> {
    let others = visitor.app.providers().iter().skip(1);
    let login = routes::login(routes::LANDING);
    others
        .map(|provider| OtherLogin {
            provider: provider.name().get(visitor.around.language).to_owned(),
            href: routes::login_with(&login, provider.key()),
        })
        .collect()
}

async fn content(signed: &Signed) -> Result<Content, PageError> {
    let core = signed.core();
    let chosen = signed.signed.acts_for();
    let may = access::may_represent(core, signed.person(), chosen).await?;
    let id = if may { chosen } else { signed.signed.person };
    let party = store::parties::find(&core.db, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let has_system_users = party.organization().is_some();
    let waiting = match has_system_users {
        true => system_users::overview(core, signed.person(), party.id)
            .await?
            .map_or(0, |overview| overview.pending.len()),
        false => 0,
    };
    Ok(Content::SignedIn {
        party: label(core, &party).await?,
        has_system_users,
        waiting,
        asked: asked(signed, id).await?,
    })
}

/// How many requests for access wait for the person's answer.
async fn asked(signed: &Signed, party: PartyId) -> Result<Option<usize>, PageError> {
    let waiting = access_requests::count_waiting(signed.core(), signed.person(), party).await?;
    Ok(waiting.map(|count| usize::try_from(count).unwrap_or(usize::MAX)))
}

#[derive(Deserialize)]
pub struct LanguageForm {
    language: String,
    goto: Option<String>,
}

/// `POST /sprak`: remembers the language in this browser and goes back to the page.
pub async fn choose_language(
    visitor: Visitor,
    Form(form): Form<LanguageForm>,
) -> Result<Response, PageError> {
    let goto = safe_path(form.goto.as_deref()).unwrap_or_else(|| routes::LANDING.to_owned());
    let mut response = redirect(&goto).into_response();
    if let Some(language) = Language::parse(&form.language) {
        remember_language(&mut response, &visitor.app, language);
    }
    Ok(response)
}

/// Sets the reference's language cookie.
pub fn remember_language(response: &mut Response, app: &App, language: Language) {
    let secure = if app.config().is_https() {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}",
        language_code(language)
    );
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
