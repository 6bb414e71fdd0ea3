use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::authorize::{log_in, read, refuse};
use super::login_text::{LoginText, login_text};
use super::request::{AuthorizeRequest, BadRequest};
use crate::domain::{Language, Party, PartyId, SecurityLevel};
use crate::sandbox::answer::page_leading_to;
use crate::sandbox::demo::persons;
use crate::sandbox::oauth::Parameters;
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::parties;

/// How many persons are shown at once.
const SHOWN: usize = 50;
const MAX_SEARCH: usize = 100;

/// The page where one picks whom to be.
#[derive(Template)]
#[template(path = "sandbox/login.html")]
pub struct LoginPage<'a> {
    language: Language,
    t: &'static LoginText,
    /// The client's whole request, to be read again when the form comes back.
    request: &'a str,
    search: &'a str,
    persons: Vec<Choice>,
    has_more: bool,
    /// Whether the lower of the two levels is enough.
    offers_substantial: bool,
}

/// The page for a request that can be sent nowhere.
#[derive(Template)]
#[template(path = "sandbox/refused.html")]
pub struct RefusedPage {
    pub reason: &'static str,
}

struct Choice {
    id: Uuid,
    name: String,
    about: String,
}

impl LoginPage<'_> {
    pub async fn show(
        sandbox: &Sandbox,
        request: &AuthorizeRequest,
        query: &str,
        search: &str,
    ) -> Result<Response, SandboxError> {
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let mut found = parties::list_persons_named(&sandbox.0.db, search, limit).await?;
        let has_more = found.len() > SHOWN;
        found.truncate(SHOWN);
        let page = LoginPage {
            language: request.language,
            t: login_text(request.language),
            request: query,
            search,
            persons: found
                .into_iter()
                .map(|party| Choice::new(party, request.language))
                .collect(),
            has_more,
            offers_substantial: request.wanted <= SecurityLevel::Substantial,
        };
        // The answer to the form sends the browser on to the client, which browsers check.
        let origin = url::Url::parse(&request.redirect_uri)
            .map(|url| url.origin().ascii_serialization())
            .ok();
        page_leading_to(StatusCode::OK, &page, origin.as_deref())
    }
}

impl Choice {
    fn new(party: Party, language: Language) -> Self {
        let about = match (persons::about(party.id, language), party.person()) {
            (Some(about), _) => about.to_owned(),
            (None, Some(person)) => person.born.0.year().to_string(),
            (None, None) => String::new(),
        };
        Self {
            id: party.id.0,
            name: party.name,
            about,
        }
    }
}

/// `GET …/login`: the search field of the page.
pub async fn search(
    State(sandbox): State<Sandbox>,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let form = match read_form(query.as_deref().unwrap_or_default()) {
        Ok(form) => form,
        Err(fault) => return refuse(&sandbox, fault),
    };
    let query = form.get("request").unwrap_or_default();
    let request = match read(&sandbox, query) {
        Ok(request) => request,
        Err(fault) => return refuse(&sandbox, fault),
    };
    let search: String = form
        .get("q")
        .unwrap_or_default()
        .trim()
        .chars()
        .take(MAX_SEARCH)
        .collect();
    LoginPage::show(&sandbox, &request, query, &search).await
}

/// `POST …/login`: a person was picked.
pub async fn pick(State(sandbox): State<Sandbox>, body: String) -> Result<Response, SandboxError> {
    let form = match read_form(&body) {
        Ok(form) => form,
        Err(fault) => return refuse(&sandbox, fault),
    };
    let request = match read(&sandbox, form.get("request").unwrap_or_default()) {
        Ok(request) => request,
        Err(fault) => return refuse(&sandbox, fault),
    };
    if form.get("cancel").is_some() {
        let fault = request.error("access_denied", "the person cancelled");
        return refuse(&sandbox, BadRequest::Tell(fault));
    }
    let level = form
        .get("level")
        .and_then(SecurityLevel::parse_acr)
        .unwrap_or(request.wanted)
        .max(request.wanted);
    match find_picked(&sandbox, &form).await? {
        Some(person) => log_in(&sandbox, &request, &person, level),
        None => refuse(&sandbox, BadRequest::Untrusted("The person is not known.")),
    }
}

fn read_form(text: &str) -> Result<Parameters, BadRequest> {
    Parameters::parse(text).map_err(|_| BadRequest::Untrusted("A parameter is repeated."))
}

async fn find_picked(sandbox: &Sandbox, form: &Parameters) -> Result<Option<Party>, SandboxError> {
    match form.get("person").map(Uuid::try_parse) {
        Some(Ok(id)) => Ok(parties::find(&sandbox.0.db, PartyId(id)).await?),
        _ => Ok(None),
    }
}
