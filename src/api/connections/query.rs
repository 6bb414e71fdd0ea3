//! The query that all of these addresses share: `party` acts, and is `from` or `to`.

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use uuid::Uuid;

use super::refused::fault;
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::PartyId;
use crate::ops::connections::{Direction, Link};

/// How many connections a page has, and may have.
const PAGE: usize = 100;
const MOST: usize = 1_000;

/// A query as it was sent, and the headers that page through it.
pub struct Asked {
    pairs: Vec<(String, String)>,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let QueryOf(pairs) = QueryOf::from_request_parts(parts, app).await?;
        Ok(Self {
            pairs,
            headers: parts.headers.clone(),
        })
    }
}

/// Who acts, in which direction.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub party: PartyId,
    pub direction: Direction,
    /// The other party, when one is named.
    pub other: Option<PartyId>,
}

impl Asked {
    /// The value of a parameter, whatever its case; an empty one is none.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The values of a parameter that may come several times.
    pub fn all<'q, 'n>(&'q self, name: &'n str) -> impl Iterator<Item = &'q str> + use<'q, 'n> {
        let named = self.pairs.iter();
        let named = named.filter(move |(own, _)| own.eq_ignore_ascii_case(name));
        named
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Whether something is asked for that is not by itself, or the other way round.
    pub fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.one(name)
            .map_or(otherwise, |value| value.eq_ignore_ascii_case("true"))
    }

    /// A parameter that must be there.
    pub fn needed(&self, name: &str, path: &'static str) -> Result<&str, Problem> {
        let missing = || vec![fault("STD.VLD-00000", "The field is required.", path)];
        self.one(name).ok_or_else(|| Problem::validation(missing()))
    }

    fn id(&self, name: &str) -> Result<Option<PartyId>, Problem> {
        let read = |value: &str| {
            let unreadable = || Problem::unreadable(format!("{name} is not a uuid"));
            Uuid::parse_str(value).map_err(|_| unreadable())
        };
        Ok(self.one(name).map(read).transpose()?.map(PartyId))
    }

    /// The acting party.
    pub fn party(&self) -> Result<PartyId, Problem> {
        self.needed("party", "/$QUERY/party")?;
        let party = self.id("party")?;
        party.ok_or_else(not_a_side)
    }

    /// The two sides; `party` must be one of them.
    pub fn side(&self) -> Result<Side, Problem> {
        let party = self.party()?;
        let (from, to) = (self.id("from")?, self.id("to")?);
        let (direction, other) = match (from, to) {
            (Some(from), to) if from == party && to != Some(party) => (Direction::ToOthers, to),
            (from, Some(to)) if to == party && from != Some(party) => (Direction::FromOthers, from),
            _ => return Err(not_a_side()),
        };
        Ok(Side {
            party,
            direction,
            other,
        })
    }

    /// For addresses that only give: `from` may be left out.
    pub fn giving(&self) -> Result<Side, Problem> {
        let party = self.party()?;
        match self.id("from")? {
            Some(from) if from != party => Err(not_a_side()),
            _ => Ok(Side {
                party,
                direction: Direction::ToOthers,
                other: self.id("to")?,
            }),
        }
    }

    /// The page that is asked for: its size and its number, from 0.
    pub fn page(&self) -> Result<(usize, usize), Problem> {
        let size = self.number("X-Page-Size")?.unwrap_or(PAGE);
        let number = self.number("X-Page-Number")?.unwrap_or(0);
        if size == 0 || size > MOST {
            let title = "The page size is from 1 to 1000.";
            let fault = fault("AM.VLD-00050", title, "/$HEADER/X-Page-Size");
            return Err(Problem::validation(vec![fault]));
        }
        Ok((size, number))
    }

    fn number(&self, name: &str) -> Result<Option<usize>, Problem> {
        let header = self.headers.get(name).and_then(|value| value.to_str().ok());
        let sent = self.one(name).or(header);
        let unreadable = || Problem::unreadable(format!("{name} is not a number"));
        sent.map(|text| text.trim().parse::<u32>().map_err(|_| unreadable()))
            .transpose()
            .map(|number| number.map(|number| number as usize))
    }

    /// The query without its page.
    pub fn rest(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.pairs.iter();
        let rest = pairs.filter(|(name, _)| !name.to_ascii_lowercase().starts_with("x-page-"));
        rest.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Side {
    /// The link to the other party, which must be named.
    pub fn link(self) -> Result<Link, Problem> {
        let other = self.other.ok_or_else(not_a_side)?;
        Ok(Link {
            direction: self.direction,
            other,
        })
    }
}

fn not_a_side() -> Problem {
    let title = "The party must be the one that gives or the one that receives, and not both.";
    Problem::validation(vec![fault("AM.VLD-00009", title, "/$QUERY/party")])
}
