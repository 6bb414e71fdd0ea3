//! How often somebody may call: per caller, once it is known who calls, and per address before that.
//!
//! Each process counts for itself, in memory: n processes let n times as much through. What is counted is a hash under a key
//! of the process's own, never an address or a name. The wait is told in whole seconds, rounded up.

mod address;
mod guard;
mod keys;
mod limiter;

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::sync::Arc;

use uuid::Uuid;

use crate::config::{LimitsConfig, Rate};
use crate::world::World;

pub use address::TrustedProxies;
pub use guard::{Areas, Guard, guard};
use limiter::Limiter;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Logins that begin, and come back.
    Login,
    /// Tokens that are given.
    Token,
    /// Tickets that are redeemed.
    Redeem,
    /// Tickets that are refused; only callers are counted.
    FailedRedeem,
    /// Searches and look-ups that people make, and that anybody may make.
    Search,
    /// Look-ups and searches that machines make.
    LookUp,
    /// Logouts, also those that start elsewhere.
    Logout,
}

impl Area {
    const ALL: [Self; 7] = [
        Self::Login,
        Self::Token,
        Self::Redeem,
        Self::FailedRedeem,
        Self::Search,
        Self::LookUp,
        Self::Logout,
    ];

    /// As settings and counters name it.
    fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Token => "token",
            Self::Redeem => "redeem",
            Self::FailedRedeem => "failed_redeem",
            Self::Search => "search",
            Self::LookUp => "look_up",
            Self::Logout => "logout",
        }
    }

    fn rate(self, config: &LimitsConfig) -> Rate {
        match self {
            Self::Login => config.login,
            Self::Token => config.token,
            Self::Redeem => config.redeem,
            Self::FailedRedeem => config.failed_redeem,
            Self::Search => config.search,
            Self::LookUp => config.look_up,
            Self::Logout => config.logout,
        }
    }
}

/// Who calls, when that is sure: what a caller only claims must not use up somebody else's share.
#[derive(Clone, Copy, Debug, Hash)]
pub enum Client<'a> {
    /// By its number.
    Organization(&'a str),
    /// A supplier that calls for a consumer, by their numbers.
    Supplier {
        supplier: &'a str,
        consumer: &'a str,
    },
    /// A client of an authorization server, by its id.
    Id(&'a str),
    /// By the party's id.
    Person(Uuid),
    /// By the number that tokens have.
    User(i64),
    /// A browser in which nobody is logged in, by its session.
    Session(i128),
}

/// Too many calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// How long to wait.
    pub seconds: u64,
}

/// The limits of one process. A clone counts together with the first.
#[derive(Clone)]
pub struct Limits(Arc<Inside>);

struct Inside {
    clients: [Limiter; Area::ALL.len()],
    addresses: [Limiter; Area::ALL.len()],
    proxies: TrustedProxies,
    hashing: RandomState,
}

impl Limits {
    pub fn new(config: &LimitsConfig, world: &World) -> Self {
        let limiters =
            |of: fn(Rate) -> u32| Area::ALL.map(|area| Limiter::new(of(area.rate(config)), world));
        Self(Arc::new(Inside {
            clients: limiters(|rate| rate.client),
            addresses: limiters(|rate| rate.address),
            proxies: TrustedProxies::new(config.trusted_proxies.clone()),
            hashing: RandomState::new(),
        }))
    }

    fn count_address(&self, area: Area, address: IpAddr) -> Result<(), TooMany> {
        let network = address::network(address);
        self.count(&self.0.addresses, "address", area, network)
    }

    fn count_client(&self, area: Area, client: Client<'_>) -> Result<(), TooMany> {
        self.count(&self.0.clients, "client", area, client)
    }

    fn count(
        &self,
        limiters: &[Limiter; Area::ALL.len()],
        by: &'static str,
        area: Area,
        whom: impl Hash,
    ) -> Result<(), TooMany> {
        let key = self.0.hashing.hash_one(whom);
        let Some(limiter) = limiters.get(area as usize) else {
            return Ok(());
        };
        limiter.count(key).inspect_err(|_| {
            metrics::counter!("fullmakt_limited_total", "area" => area.name(), "by" => by)
                .increment(1);
        })
    }
}

/// What a request to a limited address carries with it, for whoever learns who calls.
#[derive(Clone)]
pub struct Limited {
    limits: Limits,
    area: Area,
}

impl Limited {
    /// Counts a call of this client.
    ///
    /// # Errors
    /// When it has called too often.
    pub fn count(&self, client: Client<'_>) -> Result<(), TooMany> {
        self.limits.count_client(self.area, client)
    }

    /// Counts in another area than the address's.
    ///
    /// # Errors
    /// When the client has done this too often.
    pub fn count_in(&self, area: Area, client: Client<'_>) -> Result<(), TooMany> {
        self.limits.count_client(area, client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_stand_in_the_order_of_their_numbers() {
        for (index, area) in Area::ALL.into_iter().enumerate() {
            assert_eq!(area as usize, index);
        }
    }
}
