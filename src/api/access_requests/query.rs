//! The queries of the end users' API: names in any case, each read before anything is looked up.

use http::HeaderMap;
use uuid::Uuid;

use super::faults;
use crate::api::problem::Problem;
use crate::domain::{AccessRequest, AccessRequestId, AccessRequestStatus, PartyId};
use crate::store::access_requests::Stretch;

/// How long a name in the query may be.
const MAX_NAME: usize = 255;
const PAGE_SIZE: i64 = 100;
const MAX_PAGE_SIZE: i64 = 1000;
/// Nobody has as many pages.
const MAX_PAGE: i64 = 1_000_000;

/// What a caller sent.
pub struct Sent {
    /// On whose behalf the person acts.
    pub party: PartyId,
    /// The other side, if it is named.
    pub counterpart: Option<PartyId>,
    pairs: Vec<(String, String)>,
}

impl Sent {
    pub fn read(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        if pairs.iter().any(|(_, value)| value.len() > MAX_NAME) {
            return Err(faults::bad_query("a value is too long"));
        }
        let party = uuid(&pairs, "party")?.ok_or_else(|| faults::bad_query("party is missing"))?;
        let from = uuid(&pairs, "from")?;
        let to = uuid(&pairs, "to")?;
        Ok(Self {
            party: PartyId(party),
            counterpart: counterpart(party, from, to)?.map(PartyId),
            pairs,
        })
    }

    fn value(&self, name: &str) -> Option<&str> {
        value(&self.pairs, name)
    }

    pub fn id(&self) -> Result<AccessRequestId, Problem> {
        let id = uuid(&self.pairs, "id")?.ok_or_else(|| faults::bad_query("id is missing"))?;
        Ok(AccessRequestId(id))
    }

    /// Who is asked.
    pub fn asked_party(&self) -> Result<PartyId, Problem> {
        // Whoever names only himself asks himself, which is refused further on.
        let is_named = self.value("from").is_some() || self.value("to").is_some();
        match (self.counterpart, is_named) {
            (Some(other), _) => Ok(other),
            (None, true) => Ok(self.party),
            (None, false) => Err(faults::bad_query("from is missing")),
        }
    }

    pub fn resource(&self) -> Result<&str, Problem> {
        self.value("resource").ok_or_else(faults::resource_missing)
    }

    /// By its urn or code, or by its id.
    pub fn package(&self) -> Result<String, Problem> {
        let named = self.value("package").or_else(|| self.value("packageid"));
        named.map(str::to_owned).ok_or_else(faults::package_missing)
    }

    /// The statuses that are asked for, or `otherwise`.
    pub fn statuses(
        &self,
        otherwise: &[AccessRequestStatus],
    ) -> Result<Vec<AccessRequestStatus>, Problem> {
        let named = self.pairs.iter().filter(|(name, _)| name == "status");
        let words = named.flat_map(|(_, value)| value.split(','));
        let read = words.map(|word| status(word.trim()).ok_or_else(faults::unknown_status));
        let statuses = read.collect::<Result<Vec<_>, _>>()?;
        Ok(match statuses.is_empty() {
            true => otherwise.to_vec(),
            false => statuses,
        })
    }

    /// The same query for another page.
    pub fn of_page(&self, paging: Paging) -> Vec<(String, String)> {
        let kept = self.pairs.iter().filter(|(name, _)| !is_paging(name));
        let page = [
            ("X-Page-Size".to_owned(), paging.size.to_string()),
            ("X-Page-Number".to_owned(), paging.number.to_string()),
        ];
        kept.cloned().chain(page).collect()
    }
}

fn is_paging(name: &str) -> bool {
    ["x-page-size", "x-page-number"].contains(&name)
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let pair = pairs.iter().find(|(known, _)| known == name)?;
    Some(pair.1.as_str()).filter(|value| !value.is_empty())
}

fn uuid(pairs: &[(String, String)], name: &str) -> Result<Option<Uuid>, Problem> {
    match value(pairs, name).map(str::parse) {
        None => Ok(None),
        Some(Ok(id)) => Ok(Some(id)),
        Some(Err(_)) => Err(faults::bad_query("a party or request is named by its uuid")),
    }
}

/// The side that is not `party`. Two other sides are one too many. The original's portal names the party that is asked
/// `to`, as the one that the request is sent to; its connections name it `from`. Both are understood, since `party` tells
/// which side the caller is on.
fn counterpart(party: Uuid, from: Option<Uuid>, to: Option<Uuid>) -> Result<Option<Uuid>, Problem> {
    let others: Vec<Uuid> = [from, to]
        .into_iter()
        .flatten()
        .filter(|side| *side != party)
        .collect();
    match others.as_slice() {
        [_, _, ..] => Err(faults::bad_query("party is neither from nor to")),
        others => Ok(others.first().copied()),
    }
}

fn status(word: &str) -> Option<AccessRequestStatus> {
    let mut all = AccessRequestStatus::ALL.into_iter();
    all.find(|status| status.as_str().eq_ignore_ascii_case(word))
}

/// Which page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    size: i64,
    /// The first is 0.
    number: i64,
}

impl Paging {
    /// From headers or, where these are not sent, from the query.
    pub fn read(headers: &HeaderMap, sent: &Sent) -> Result<Self, Problem> {
        let number = |name: &str, otherwise| {
            let header = headers.get(name).and_then(|value| value.to_str().ok());
            match header.or_else(|| sent.value(name)) {
                None => Ok(otherwise),
                Some(text) => text.trim().parse().map_err(|_| faults::bad_page()),
            }
        };
        let paging = Self {
            size: number("x-page-size", PAGE_SIZE)?,
            number: number("x-page-number", 0)?,
        };
        let is_there = (1..=MAX_PAGE_SIZE).contains(&paging.size);
        match is_there && (0..=MAX_PAGE).contains(&paging.number) {
            true => Ok(paging),
            false => Err(faults::bad_page()),
        }
    }

    /// The page and one request more, which tells whether there is a next page.
    pub fn with_one_more(self) -> Stretch {
        Stretch {
            skip: self.size * self.number,
            take: self.size + 1,
        }
    }

    /// The page, and whether there are more.
    pub fn cut(self, mut found: Vec<AccessRequest>) -> (Vec<AccessRequest>, bool) {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let has_more = found.len() > size;
        found.truncate(size);
        (found, has_more)
    }

    pub fn after(self) -> Self {
        Self {
            number: self.number + 1,
            ..self
        }
    }
}
