//! `/accessmanagement/ui/settings`: the person's own e-mail address and language.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::ProfilePage;
use crate::domain::{Email, Language};
use crate::ops::profiles;
use crate::portal::login::home::remember_language;
use crate::portal::visitor::{Signed, page_with, redirect, safe_path};
use crate::portal::{Flash, NavItem, PageError};
use crate::{routes, store};

#[derive(Deserialize)]
pub struct SettingsQuery {
    goto: Option<String>,
}

/// `GET …/settings`.
pub async fn show(
    signed: Signed,
    Query(query): Query<SettingsQuery>,
) -> Result<Response, PageError> {
    let kept = store::profiles::find_email(&signed.core().db, signed.signed.person).await?;
    let email = kept
        .map(|email| email.as_str().to_owned())
        .unwrap_or_default();
    let shown = Shown {
        email,
        is_invalid: false,
        goto: safe_path(query.goto.as_deref()),
    };
    render(&signed, StatusCode::OK, shown).await
}

#[derive(Deserialize)]
pub struct SettingsForm {
    email: String,
    language: Option<String>,
    goto: Option<String>,
}

/// `POST …/settings`: keeps both, or neither when the address is wrong.
pub async fn save(signed: Signed, Form(form): Form<SettingsForm>) -> Result<Response, PageError> {
    let goto = safe_path(form.goto.as_deref());
    // An empty field takes the address away.
    let is_empty = form.email.trim().is_empty();
    let email = Email::parse(&form.email);
    if email.is_none() && !is_empty {
        let shown = Shown {
            email: form.email,
            is_invalid: true,
            goto,
        };
        return render(&signed, StatusCode::UNPROCESSABLE_ENTITY, shown).await;
    }
    profiles::set_email(signed.core(), signed.person(), email.as_ref()).await?;
    signed.flash(&Flash::ProfileSaved).await?;
    let mut response = redirect(&goto.unwrap_or_else(|| routes::SETTINGS.to_owned()));
    if let Some(language) = form.language.as_deref().and_then(Language::parse) {
        remember_language(&mut response, &signed.visitor.app, language);
    }
    Ok(response)
}

struct Shown {
    email: String,
    is_invalid: bool,
    goto: Option<String>,
}

async fn render(signed: &Signed, status: StatusCode, shown: Shown) -> Result<Response, PageError> {
    let page = ProfilePage {
        frame: signed.visitor.frame(Some(NavItem::Settings)).await?,
        email: shown.email,
        is_invalid: shown.is_invalid,
        language: signed.language(),
        goto: shown.goto,
    };
    page_with(status, &page)
}
