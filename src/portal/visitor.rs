//! Who visits a page: the one context that handlers take.

use askama::Template;
use axum::extract::{FromRequestParts, Request};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use tower_sessions::Session;

use super::limited;
use super::party_label::PartyLabel;
use super::session::{self, SignedIn};
pub use super::way_back::safe_path;
use super::{Flash, Frame, NavItem, PageError, registry};
use crate::app::App;
use crate::domain::{Browser, Language, Party, PartyId, SecurityLevel, Timestamp};
use crate::ops::access::{self, Access, RESOURCE_ADMINISTRATION, Relation};
use crate::ops::{Core, Person, operation};
use crate::telemetry::{record_actor, record_party, request_id};
use crate::text::{Texts, texts};
use crate::{routes, store};

/// What a page knows of the request itself: enough for an error page.
#[derive(Clone)]
pub struct Surroundings {
    pub language: Language,
    /// This page's path with its query; for a form post, the page that the form stood on.
    pub path: String,
    /// The page of ours that led here.
    pub came_from: Option<String>,
}

impl Surroundings {
    pub fn of(request: &Request) -> Self {
        Self::read(request.method(), request.uri(), request.headers())
    }

    fn read(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let own = || {
            uri.path_and_query()
                .map_or(routes::LANDING, |path| path.as_str())
                .to_owned()
        };
        let came_from = own_path(headers, header::REFERER.as_str());
        let path = match *method {
            Method::GET => own(),
            _ => came_from
                .clone()
                .unwrap_or_else(|| routes::LANDING.to_owned()),
        };
        Self {
            language: cookie(headers, LANGUAGE_COOKIE)
                .and_then(read_language)
                .unwrap_or_default(),
            path,
            came_from,
        }
    }

    pub fn frame(&self, app: &App) -> Frame {
        Frame {
            test_environment: app.sandbox().is_some(),
            reference: request_id(),
            ..Frame::new(self.language, &self.path)
        }
    }
}

/// The path of the address that a header names, if it is one of ours: of the page that a form or link stood on, say.
pub fn own_path(headers: &HeaderMap, name: &str) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let address: Uri = headers.get(name)?.to_str().ok()?.parse().ok()?;
    if address.authority()?.as_str() != host {
        return None;
    }
    safe_path(address.path_and_query().map(|path| path.as_str()))
}

/// The reference's cookie for the language, with its own codes.
pub const LANGUAGE_COOKIE: &str = "selectedLanguage";

pub fn language_code(language: Language) -> &'static str {
    match language {
        Language::Nb => "no_nb",
        Language::Nn => "no_nn",
        Language::En => "en",
    }
}

fn read_language(code: &str) -> Option<Language> {
    Language::ALL
        .into_iter()
        .find(|language| language_code(*language) == code)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Anybody with a browser.
pub struct Visitor {
    pub app: App,
    pub session: Session,
    pub signed: Option<SignedIn>,
    pub now: Timestamp,
    agent: Option<HeaderValue>,
    pub around: Surroundings,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let session = Session::from_request_parts(parts, app)
            .await
            .map_err(|(_, problem)| {
                tracing::error!(problem, "the session layer is missing");
                PageError::Failure
            })?;
        let signed = session::signed_in(&session, app).await?;
        if let Some(signed) = &signed {
            record_actor(&signed.person.to_string());
        }
        limited::count(parts, &session, signed.as_ref())?;
        Ok(Self {
            app: app.clone(),
            session,
            signed,
            now: app.core().world.now(),
            agent: parts.headers.get(header::USER_AGENT).cloned(),
            around: Surroundings::read(&parts.method, &parts.uri, &parts.headers),
        })
    }
}

impl Visitor {
    pub fn core(&self) -> &Core {
        self.app.core()
    }

    /// What the browser says that it is.
    pub fn browser(&self) -> Browser {
        let agent = self.agent.as_ref().and_then(|agent| agent.to_str().ok());
        agent.map_or(Browser::UNKNOWN, Browser::of_user_agent)
    }

    /// The frame of a page, with the word that the page before left.
    pub async fn frame(&self, active: Option<NavItem>) -> Result<Frame, PageError> {
        let party = match self.signed.as_ref().map(SignedIn::acts_for) {
            Some(party) => store::parties::find(&self.core().db, party).await?,
            None => None,
        };
        Ok(Frame {
            person: self.signed.as_ref().map(|signed| signed.name.clone()),
            party: match &party {
                Some(party) => Some(label(self.core(), party).await?),
                None => None,
            },
            flash: session::take_flash(&self.session).await?,
            operates: self.operates(party.as_ref()).await?,
            active,
            administers: self.administers(party.as_ref()).await?,
            session: self.signed.as_ref().map(|signed| signed.left(&self.app)),
            ..self.around.frame(&self.app)
        })
    }
}

impl Visitor {
    /// Whether the party is a service owner whose resources the person may see, for the menu.
    async fn administers(&self, party: Option<&Party>) -> Result<bool, PageError> {
        let (Some(signed), Some(party)) = (&self.signed, party) else {
            return Ok(false);
        };
        let owner = registry::owner_of(self.core(), party).await?;
        if owner.is_none() {
            return Ok(false);
        }
        let (core, person) = (self.core(), signed.as_person());
        let access = access::may(core, person, "read", RESOURCE_ADMINISTRATION, party.id).await?;
        Ok(access != Access::Refused)
    }

    /// Whether the operator's pages are in the menu. Nobody is asked about who acts for somebody else.
    async fn operates(&self, party: Option<&Party>) -> Result<bool, PageError> {
        let (Some(signed), Some(party)) = (&self.signed, party) else {
            return Ok(false);
        };
        if !operation::is_operator(self.core(), party) {
            return Ok(false);
        }
        let access = operation::may(self.core(), signed.as_person(), "read", party.id).await?;
        // With too low a level the link leads to a stronger login.
        Ok(access != Access::Refused)
    }
}

/// Somebody who is logged in.
pub struct Signed {
    pub visitor: Visitor,
    pub signed: SignedIn,
}

impl FromRequestParts<App> for Signed {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        match visitor.signed.clone() {
            Some(signed) => Ok(Self { visitor, signed }),
            None => Err(PageError::SignIn {
                goto: visitor.around.path,
            }),
        }
    }
}

impl Signed {
    pub fn core(&self) -> &Core {
        self.visitor.core()
    }

    pub fn person(&self) -> Person {
        self.signed.as_person()
    }

    pub fn language(&self) -> Language {
        self.visitor.around.language
    }

    /// All texts in the reader's language.
    pub fn words(&self) -> &'static Texts {
        texts(self.language())
    }

    /// The way to a stronger login and back to this page.
    pub fn step_up(&self, level: SecurityLevel) -> PageError {
        PageError::StepUp {
            level,
            goto: self.visitor.around.path.clone(),
        }
    }

    pub async fn flash(&self, flash: &Flash) -> Result<(), PageError> {
        session::leave_flash(&self.visitor.session, flash).await
    }
}

/// Somebody who is logged in and acts for a party.
pub struct PartyContext {
    pub signed: Signed,
    pub party: Party,
}

impl FromRequestParts<App> for PartyContext {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let signed = Signed::from_request_parts(parts, app).await?;
        let goto = signed.visitor.around.path.clone();
        let Some(party) = signed.signed.party else {
            return Err(PageError::ChooseParty { goto });
        };
        // The choice may be old: the role it rested on can be gone.
        let relation = Relation::load(signed.core(), signed.person(), party).await?;
        let Some(relation) = relation.filter(Relation::exists) else {
            return Err(PageError::ChooseParty { goto });
        };
        let party = relation.party;
        record_party(&party.id.to_string());
        Ok(Self { signed, party })
    }
}

impl PartyContext {
    pub fn core(&self) -> &Core {
        self.signed.core()
    }

    pub fn person(&self) -> Person {
        self.signed.person()
    }

    pub async fn frame(&self, active: NavItem) -> Result<Frame, PageError> {
        self.signed.visitor.frame(Some(active)).await
    }
}

/// A party as pages show it.
pub async fn label(core: &Core, party: &Party) -> Result<PartyLabel, PageError> {
    let parent: Option<PartyId> = party.parent();
    let parent = match parent {
        Some(parent) => store::parties::find(&core.db, parent).await?,
        None => None,
    };
    Ok(PartyLabel::of(party, parent.as_ref()))
}

/// A page with status 200.
pub fn page(page: &impl Template) -> Result<Response, PageError> {
    page_with(StatusCode::OK, page)
}

pub fn page_with(status: StatusCode, page: &impl Template) -> Result<Response, PageError> {
    Ok((status, Html(page.render()?)).into_response())
}

/// 303 to a page of ours: what a form that succeeded answers.
pub fn redirect(path: &str) -> Response {
    Redirect::to(path).into_response()
}
