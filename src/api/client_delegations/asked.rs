//! What the address asks for.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, Uri};
use uuid::Uuid;

use super::faults;
use crate::api::listed::{Links, Listed};
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::PartyId;
use crate::reference::{AccessPackage, Role, reference};

/// The query, by the names of either version.
struct AskedQuery {
    party: Option<String>,
    /// The client.
    from: Option<String>,
    /// The agent.
    to: Option<String>,
    /// Of whom the caller is an agent.
    provider: Option<String>,
    cascade: Option<bool>,
}

/// The query, with the filters that may stand there several times.
pub struct Asked {
    query: AskedQuery,
    roles: Vec<String>,
    packages: Vec<String>,
    page: Option<Page>,
    uri: Uri,
}

/// A page of a list: the original counts from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    size: usize,
    number: usize,
}

/// How many values a filter takes.
const MOST_FILTERS: usize = 100;

impl FromRequestParts<App> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let QueryOf(pairs) =
            QueryOf::<Vec<(String, String)>>::from_request_parts(parts, app).await?;
        let filters = |name: &str| -> Vec<String> {
            let values = pairs
                .iter()
                .filter(|(key, _)| key.eq_ignore_ascii_case(name));
            let values = values.flat_map(|(_, value)| value.split(','));
            let values = values.map(|value| value.trim().to_owned());
            values
                .filter(|value| !value.is_empty())
                .take(MOST_FILTERS)
                .collect()
        };
        Ok(Self {
            roles: filters("roles"),
            packages: filters("packages"),
            page: page(&pairs, &parts.headers)?,
            query: AskedQuery::of(&pairs),
            uri: parts.uri.clone(),
        })
    }
}

impl AskedQuery {
    fn of(pairs: &[(String, String)]) -> Self {
        let one = |names: &[&str]| {
            let is_it = |key: &str| names.iter().any(|name| key.eq_ignore_ascii_case(name));
            let mut found = pairs.iter().filter(|(key, _)| is_it(key));
            found.next().map(|(_, value)| value.clone())
        };
        Self {
            party: one(&["party"]),
            from: one(&["from", "client"]),
            to: one(&["to", "agent"]),
            provider: one(&["provider"]),
            cascade: one(&["cascade"]).map(|text| text.eq_ignore_ascii_case("true")),
        }
    }
}

/// None: everything at once, as the original answers.
fn page(pairs: &[(String, String)], headers: &HeaderMap) -> Result<Option<Page>, Problem> {
    let sent = |header: &str, name: &str| {
        let in_query = pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        let in_header = headers.get(header).and_then(|value| value.to_str().ok());
        in_query.map(|(_, value)| value.as_str()).or(in_header)
    };
    let size = sent("x-page-size", "pageSize");
    let number = sent("x-page-number", "pageNumber");
    if size.is_none() && number.is_none() {
        return Ok(None);
    }
    let size = size.map_or(Some(100), |text| text.parse().ok());
    let number = number.map_or(Some(0), |text| text.parse().ok());
    match (size, number) {
        (Some(size @ 1..=1000), Some(number)) => Ok(Some(Page { size, number })),
        _ => Err(faults::bad_page()),
    }
}

impl Asked {
    /// The organization that the caller acts for.
    pub fn party(&self) -> Result<PartyId, Problem> {
        id(self.query.party.as_deref(), "party")
    }

    pub fn client(&self) -> Result<PartyId, Problem> {
        id(self.query.from.as_deref(), "from")
    }

    pub fn agent(&self) -> Result<PartyId, Problem> {
        id(self.query.to.as_deref(), "to")
    }

    /// Whether the address names the agent; if not, the body names a person.
    pub fn has_agent(&self) -> bool {
        self.query.to.is_some()
    }

    pub fn provider(&self) -> Result<PartyId, Problem> {
        id(self.query.provider.as_deref(), "provider")
    }

    /// None when all are wanted.
    pub fn only_provider(&self) -> Result<Option<PartyId>, Problem> {
        match &self.query.provider {
            Some(_) => self.provider().map(Some),
            None => Ok(None),
        }
    }

    pub fn cascades(&self) -> bool {
        self.query.cascade.unwrap_or(false)
    }

    /// The roles that are asked for; empty for all.
    pub fn roles(&self) -> Result<Vec<&'static Role>, Problem> {
        let roles = self.roles.iter().map(|name| {
            let role = reference().role_named(name);
            role.ok_or_else(|| faults::invalid(faults::unknown_role("/$QUERY/roles")))
        });
        roles.collect()
    }

    /// The packages that are asked for; empty for all.
    pub fn packages(&self) -> Result<Vec<&'static AccessPackage>, Problem> {
        let packages = self.packages.iter().map(|name| {
            let package = reference().package_named(name);
            package.ok_or_else(|| faults::invalid(faults::unknown_package("/$QUERY/packages")))
        });
        packages.collect()
    }

    /// The page of `all` that is asked for, with the way to the next one.
    pub fn cut<T>(&self, all: Vec<T>, public_url: &str) -> Listed<T> {
        let Some(Page { size, number }) = self.page else {
            return Listed::all(all);
        };
        let start = number.saturating_mul(size);
        let is_last = start.saturating_add(size) >= all.len();
        let data = all.into_iter().skip(start).take(size).collect();
        let next = (!is_last).then(|| self.address(public_url, size, number + 1));
        Listed {
            links: Links { next },
            data,
        }
    }

    /// This address with another page in its query.
    fn address(&self, public_url: &str, size: usize, number: usize) -> String {
        let query = self.uri.query().unwrap_or_default();
        let kept = query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            let is_page = ["pageSize", "pageNumber"]
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name));
            !pair.is_empty() && !is_page
        });
        let kept: Vec<&str> = kept.collect();
        let path = self.uri.path();
        format!(
            "{public_url}{path}?{}&pageSize={size}&pageNumber={number}",
            kept.join("&")
        )
    }
}

fn id(text: Option<&str>, name: &'static str) -> Result<PartyId, Problem> {
    let id = text.and_then(|text| text.trim().parse::<Uuid>().ok());
    let id = id.filter(|id| !id.is_nil());
    id.map(PartyId)
        .ok_or_else(|| faults::invalid(faults::bad_query(name)))
}
