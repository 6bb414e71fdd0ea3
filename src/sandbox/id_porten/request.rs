use super::clients::{Clients, OidcClient};
use crate::domain::{Language, NationalId, SecurityLevel};
use crate::sandbox::oauth::Parameters;

const MAX_STATE: usize = 2_000;
/// A SHA-256 in base64url without padding (RFC 7636 §4.2).
const CHALLENGE_LENGTH: usize = 43;

/// A client's wish that somebody logs in, checked.
pub struct AuthorizeRequest {
    pub client: OidcClient,
    pub redirect_uri: String,
    pub state: String,
    pub nonce: String,
    pub challenge: String,
    /// What the access token is for.
    pub scope: String,
    /// The lowest level that is enough.
    pub wanted: SecurityLevel,
    pub language: Language,
    pub prompt: Prompt,
    /// How many seconds ago the person may have logged in.
    pub max_age: Option<i64>,
    /// Whom to log in without asking.
    pub hint: Option<NationalId>,
}

/// Whether the person may, must or must not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    WhenNeeded,
    Always,
    Never,
}

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum BadRequest {
    /// Client or address are not known good: the person is told, and sent nowhere (RFC 6749 §4.1.2.1).
    Untrusted(&'static str),
    /// The client is told.
    Tell(ToClient),
}

/// An error on its way back to the client.
#[derive(Debug, PartialEq, Eq)]
pub struct ToClient {
    pub redirect_uri: String,
    pub state: Option<String>,
    pub error: &'static str,
    pub description: &'static str,
}

type Fault = (&'static str, &'static str);

impl AuthorizeRequest {
    /// Checks the query of an authorization request (OpenID Connect Core §3.1.2.1).
    pub fn parse(query: &str, clients: &Clients) -> Result<Self, BadRequest> {
        let parameters = Parameters::parse(query)
            .map_err(|_| BadRequest::Untrusted("A parameter is repeated."))?;
        let client = parameters
            .get("client_id")
            .and_then(|id| clients.find(id))
            .ok_or(BadRequest::Untrusted("The client is not registered here."))?;
        let redirect_uri = parameters
            .get("redirect_uri")
            .filter(|uri| client.redirect_uris.iter().any(|known| known == uri))
            .ok_or(BadRequest::Untrusted(
                "The address to return to is not registered for the client.",
            ))?
            .to_owned();
        let tell = |(error, description): Fault| {
            BadRequest::Tell(ToClient {
                redirect_uri: redirect_uri.clone(),
                state: parameters.get("state").map(str::to_owned),
                error,
                description,
            })
        };
        check_kind(&parameters).map_err(tell)?;
        Ok(Self {
            scope: read_scope(&parameters, &client).map_err(tell)?,
            state: read_text(&parameters, "state", "state is needed").map_err(tell)?,
            nonce: read_text(&parameters, "nonce", "nonce is needed").map_err(tell)?,
            challenge: read_challenge(&parameters).map_err(tell)?,
            wanted: read_level(&parameters).map_err(tell)?,
            language: read_language(&parameters),
            prompt: read_prompt(&parameters).map_err(tell)?,
            max_age: read_max_age(&parameters).map_err(tell)?,
            hint: parameters.get("login_hint").and_then(NationalId::parse),
            client,
            redirect_uri: redirect_uri.clone(),
        })
    }

    /// An error for the client that asked.
    pub fn error(self, error: &'static str, description: &'static str) -> ToClient {
        ToClient {
            redirect_uri: self.redirect_uri,
            state: Some(self.state),
            error,
            description,
        }
    }
}

fn check_kind(parameters: &Parameters) -> Result<(), Fault> {
    if parameters.get("request").is_some() {
        return Err(("request_not_supported", "request objects are not read here"));
    }
    if parameters.get("request_uri").is_some() {
        return Err((
            "request_uri_not_supported",
            "request objects are not read here",
        ));
    }
    if parameters.get("response_type") != Some("code") {
        return Err(("unsupported_response_type", "response_type must be code"));
    }
    if !matches!(parameters.get("response_mode"), None | Some("query")) {
        return Err(("invalid_request", "response_mode must be query"));
    }
    Ok(())
}

/// `openid`, and beside it only what the client may ask for.
fn read_scope(parameters: &Parameters, client: &OidcClient) -> Result<String, Fault> {
    let asked = parameters.get("scope").unwrap_or_default();
    let mut scopes: Vec<&str> = asked.split(' ').filter(|name| !name.is_empty()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    if !scopes.contains(&"openid") {
        return Err(("invalid_scope", "scope must contain openid"));
    }
    let may_have = |name: &&str| {
        matches!(*name, "openid" | "profile") || client.scopes.iter().any(|known| known == name)
    };
    if !scopes.iter().all(may_have) {
        return Err((
            "invalid_scope",
            "a scope is neither openid nor profile nor registered for the client",
        ));
    }
    Ok(scopes.join(" "))
}

fn read_text(parameters: &Parameters, name: &str, missing: &'static str) -> Result<String, Fault> {
    let text = parameters.get(name).ok_or(("invalid_request", missing))?;
    let is_plain = text.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    if text.len() > MAX_STATE || !is_plain {
        return Err((
            "invalid_request",
            "state and nonce must be printable and not too long",
        ));
    }
    Ok(text.to_owned())
}

fn read_challenge(parameters: &Parameters) -> Result<String, Fault> {
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(("invalid_request", "code_challenge_method must be S256"));
    }
    let challenge = parameters.get("code_challenge").unwrap_or_default();
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if challenge.len() != CHALLENGE_LENGTH || !challenge.bytes().all(is_base64url) {
        return Err((
            "invalid_request",
            "code_challenge must be a SHA-256 in base64url without padding",
        ));
    }
    Ok(challenge.to_owned())
}

/// Several levels are a choice: the lowest of them is enough.
fn read_level(parameters: &Parameters) -> Result<SecurityLevel, Fault> {
    let values = parameters.get("acr_values").unwrap_or_default();
    let mut lowest: Option<SecurityLevel> = None;
    for acr in values.split(' ').filter(|acr| !acr.is_empty()) {
        let level = SecurityLevel::parse_acr(acr)
            .ok_or(("invalid_request", "acr_values names an unknown level"))?;
        lowest = Some(lowest.map_or(level, |other| other.min(level)));
    }
    Ok(lowest.unwrap_or(SecurityLevel::Low))
}

/// The first language that we speak; the written forms of Norwegian may also be asked for as `no`.
fn read_language(parameters: &Parameters) -> Language {
    parameters
        .get("ui_locales")
        .unwrap_or_default()
        .split(' ')
        .find_map(|tag| match tag.split('-').next() {
            Some("no") => Some(Language::Nb),
            Some(tag) => Language::parse(tag),
            None => None,
        })
        .unwrap_or_default()
}

fn read_prompt(parameters: &Parameters) -> Result<Prompt, Fault> {
    match parameters.get("prompt") {
        None => Ok(Prompt::WhenNeeded),
        Some("login") => Ok(Prompt::Always),
        Some("none") => Ok(Prompt::Never),
        Some(_) => Err(("invalid_request", "prompt must be login or none")),
    }
}

fn read_max_age(parameters: &Parameters) -> Result<Option<i64>, Fault> {
    match parameters.get("max_age").map(str::parse::<i64>) {
        None => Ok(None),
        Some(Ok(seconds)) if seconds >= 0 => Ok(Some(seconds)),
        Some(_) => Err(("invalid_request", "max_age must be a number of seconds")),
    }
}

impl ToClient {
    /// The address that carries the error (RFC 6749 §4.1.2.1, RFC 9207 §2).
    pub fn url(&self, issuer: &str) -> String {
        let mut pairs = vec![
            ("error", self.error),
            ("error_description", self.description),
        ];
        pairs.extend(self.state.as_deref().map(|state| ("state", state)));
        pairs.push(("iss", issuer));
        with_query(&self.redirect_uri, &pairs)
    }
}

/// Adds parameters to an address; a query that it already has is kept (RFC 6749 §3.1.2).
pub fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{query}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::tokens::SigningKey;

    const GOOD: &str = "client_id=fullmakt-portal&response_type=code&scope=openid&state=s&nonce=n\
        &redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fauthentication%2Fapi%2Fv1%2Fupstream%2Fcallback\
        &code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn parse(query: &str) -> Result<AuthorizeRequest, BadRequest> {
        let pem = include_str!("../keys/dts-tjenesteeier.pem");
        let key = SigningKey::from_pem("k", pem).unwrap();
        AuthorizeRequest::parse(
            query,
            &Clients::new("http://localhost:8080", key.public().clone()),
        )
    }

    fn told(query: &str) -> &'static str {
        match parse(query).err().expect("refused") {
            BadRequest::Tell(fault) => fault.error,
            BadRequest::Untrusted(_) => "untrusted",
        }
    }

    #[test]
    fn a_whole_request_is_read() {
        let request = parse(&format!(
            "{GOOD}&acr_values=idporten-loa-high%20idporten-loa-substantial&ui_locales=se%20nn&max_age=5&prompt=login"
        ))
        .ok()
        .unwrap();
        assert_eq!(request.wanted, SecurityLevel::Substantial);
        assert_eq!(request.language, Language::Nn);
        assert_eq!(request.max_age, Some(5));
        assert_eq!(request.prompt, Prompt::Always);
    }

    #[test]
    fn an_unknown_client_or_address_is_told_to_nobody_else() {
        assert_eq!(told(&GOOD.replace("fullmakt-portal", "other")), "untrusted");
        assert_eq!(told(&GOOD.replace("callback", "callback%2Fx")), "untrusted");
        assert_eq!(
            told(&format!("{GOOD}&redirect_uri=http%3A%2F%2Fevil.example")),
            "untrusted"
        );
    }

    #[test]
    fn everything_that_protects_the_login_is_demanded() {
        for (left_out, error) in [
            ("&state=s", "invalid_request"),
            ("&nonce=n", "invalid_request"),
            ("&code_challenge_method=S256", "invalid_request"),
            ("&response_type=code", "unsupported_response_type"),
            ("&scope=openid", "invalid_scope"),
        ] {
            assert_eq!(told(&GOOD.replace(left_out, "")), error, "{left_out}");
        }
        assert_eq!(told(&GOOD.replace("S256", "plain")), "invalid_request");
        assert_eq!(told(&GOOD.replace("w-cM", "w-c")), "invalid_request");
        assert_eq!(told(&format!("{GOOD}&acr_values=best")), "invalid_request");
        assert_eq!(
            told(&format!("{GOOD}&prompt=none%20login")),
            "invalid_request"
        );
    }

    #[test]
    fn an_error_carries_state_and_issuer() {
        let fault = parse(&format!("{GOOD}&prompt=x")).err().unwrap();
        let BadRequest::Tell(fault) = fault else {
            unreachable!("the client is known")
        };
        let url = fault.url("https://i.example");
        assert!(url.contains("state=s") && url.contains("iss=https%3A%2F%2Fi.example"));
    }
}
