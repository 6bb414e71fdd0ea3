use http::HeaderMap;
use http::header::COOKIE;
use time::Duration;

use super::request::AuthorizeRequest;
use crate::domain::{Language, NationalId, Party, PartyId, SecurityLevel, Timestamp};
use crate::sandbox::{Sandbox, SandboxError, paths};

/// How long a login lasts unused, and at most; as at ID-porten.
const IDLE: Duration = Duration::minutes(30);
const LONGEST: Duration = Duration::minutes(120);
/// How long a code can be redeemed.
const CODE_LIFE: Duration = Duration::seconds(60);
const COOKIE_NAME: &str = "sandbox_idporten";

/// A person who has logged in, in one browser.
#[derive(Clone)]
pub struct Login {
    pub person: PartyId,
    pub national_id: NationalId,
    pub level: SecurityLevel,
    pub at: Timestamp,
    /// Names this login to the clients, for logout.
    pub sid: String,
}

/// What a code stands for until it is redeemed.
#[derive(Clone)]
pub struct Code {
    pub client_id: String,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: String,
    pub scope: String,
    pub language: Language,
    pub login: Login,
}

impl Login {
    /// None when the party is no person.
    pub fn new(sandbox: &Sandbox, party: &Party, level: SecurityLevel) -> Option<Self> {
        let person = party.person()?;
        Some(Self {
            person: party.id,
            national_id: person.national_id.clone(),
            level,
            at: sandbox.0.world.now(),
            sid: sandbox.0.world.random_id().to_string(),
        })
    }

    /// True when the login answers `request` without anybody doing anything.
    pub fn is_enough_for(&self, request: &AuthorizeRequest, now: Timestamp) -> bool {
        let age = now.unix_seconds() - self.at.unix_seconds();
        self.level >= request.wanted
            && request.max_age.is_none_or(|seconds| age <= seconds)
            && request
                .hint
                .as_ref()
                .is_none_or(|hint| *hint == self.national_id)
    }
}

/// The login that the browser's cookie stands for, kept alive by being used.
pub fn current(sandbox: &Sandbox, headers: &HeaderMap) -> Option<Login> {
    let secret = cookie(headers)?;
    let now = sandbox.0.world.now();
    let login = sandbox.0.id_porten.logins.find(&secret, now)?;
    keep(sandbox, secret, &login);
    Some(login)
}

/// Starts a login in this browser, and answers the cookie for it.
pub fn start(sandbox: &Sandbox, login: &Login) -> Result<String, SandboxError> {
    let secret = sandbox.0.world.secret()?;
    let header = set_cookie(sandbox, &secret, LONGEST.whole_seconds());
    keep(sandbox, secret, login);
    Ok(header)
}

/// Ends the browser's login, and the one named `sid`; answers the cookie that removes the old one.
pub fn end(sandbox: &Sandbox, headers: &HeaderMap, sid: Option<&str>) -> String {
    if let Some(secret) = cookie(headers) {
        let now = sandbox.0.world.now();
        sandbox.0.id_porten.logins.take(&secret, now);
    }
    if let Some(sid) = sid {
        let is_meant = |login: &Login| login.sid == sid;
        sandbox.0.id_porten.logins.remove_all(is_meant);
    }
    set_cookie(sandbox, "", 0)
}

/// A code for `login`, to be redeemed once by the client that asked.
pub fn issue_code(
    sandbox: &Sandbox,
    request: &AuthorizeRequest,
    login: Login,
) -> Result<String, SandboxError> {
    let secret = sandbox.0.world.secret()?;
    let now = sandbox.0.world.now();
    let code = Code {
        client_id: request.client.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        nonce: request.nonce.clone(),
        scope: request.scope.clone(),
        language: request.language,
        login,
    };
    let codes = &sandbox.0.id_porten.codes;
    codes.put(secret.clone(), code, now.plus(CODE_LIFE), now);
    Ok(secret)
}

fn keep(sandbox: &Sandbox, secret: String, login: &Login) {
    let now = sandbox.0.world.now();
    let expires_at = now.plus(IDLE).min(login.at.plus(LONGEST));
    let logins = &sandbox.0.id_porten.logins;
    logins.put(secret, login.clone(), expires_at, now);
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

fn set_cookie(sandbox: &Sandbox, value: &str, seconds: i64) -> String {
    let secure = if sandbox.0.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    format!(
        "{COOKIE_NAME}={value}; Path={}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        paths::ID_PORTEN
    )
}
