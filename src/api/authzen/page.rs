//! Tokens of pages: where the page before ended, and which search that was.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;

use super::fault::Fault;
use super::wire::{Members, PageAnswerWire, PageWire};
use crate::ops::access::search::Found;
use crate::tokens::sha256_hex;

/// The most results on one page, and how many there are when nothing is said.
const MAX_LIMIT: usize = 1_000;

/// Which page of which search.
pub struct Page {
    search: String,
    is_asked_for: bool,
    pub after: Option<String>,
    pub limit: usize,
}

impl Page {
    /// `route` and the body without its page are the search.
    pub fn of(route: &str, body: &Members, page: Option<PageWire>) -> Result<Self, Fault> {
        let mut search = Json::Object(body.clone());
        search.sort_all_objects();
        let search = sha256_hex(&format!("{route} {search}"));
        let is_asked_for = page.is_some();
        let page = page.unwrap_or_default();
        let limit = page
            .limit
            .map(|limit| usize::try_from(limit).unwrap_or(MAX_LIMIT));
        let token = page.token.filter(|token| !token.is_empty());
        Ok(Self {
            after: token.map(|token| read(&token, &search)).transpose()?,
            search,
            is_asked_for,
            limit: limit.unwrap_or(MAX_LIMIT).min(MAX_LIMIT),
        })
    }

    /// What the answer says about the page, if it must say something.
    pub fn answer(&self, found: &Found) -> Option<PageAnswerWire> {
        let next = found.next.as_deref();
        (self.is_asked_for || next.is_some()).then(|| PageAnswerWire {
            next_token: next
                .map(|name| token(name, &self.search))
                .unwrap_or_default(),
            count: found.names.len(),
        })
    }
}

fn token(name: &str, search: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{search}{name}"))
}

fn read(token: &str, search: &str) -> Result<String, Fault> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Fault::BadToken)?;
    let text = String::from_utf8(bytes).map_err(|_| Fault::BadToken)?;
    text.strip_prefix(search)
        .filter(|name| !name.contains('\0'))
        .map(str::to_owned)
        .ok_or(Fault::BadToken)
}
