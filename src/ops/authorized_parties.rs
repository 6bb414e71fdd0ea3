//! Everybody whom somebody may act for, with what he holds there.
//!
//! The rules are those of [`super::facts`], which are asked for one party at a time; here the rows for all parties are
//! read at once, in the same few queries however many there are, and parties where the same is held share one
//! [`Holdings`]. That both find the same is tested with many random worlds (`tests/it/facts/worlds`).
//!
//! | query | person, organization | system user |
//! |---|---|---|
//! | version of the facts (PostgreSQL; none on SQLite) | 1 | 1 |
//! | organizations where the subject has a key role | 1 | – |
//! | roles | 1 | – |
//! | owners of sole proprietorships | 1 | – |
//! | delegations | 1 | 1 |
//! | the parties, with their main units and subunits | 1 | 1 |
//! | subjects of policies, when only the parties with access to some resources are wanted | 1 | 1 |
//!
//! The list is kept with the other facts, for one version of them; what a caller filters out is filtered afterwards.

mod gather;
mod load;
mod name;
mod select;

use std::sync::Arc;

use super::{Known, OpsError};
use crate::domain::Party;

pub(super) use load::load;
pub use name::Name;
pub use select::{Chosen, Filter, Wanted};

pub use super::facts::Subject;

/// Everybody whom one subject may act for.
pub struct AuthorizedParties {
    /// The person himself first, then by name.
    pub branches: Vec<Branch>,
    holdings: Vec<Holdings>,
}

/// A party that is nobody's subunit, with its subunits by name.
pub struct Branch {
    pub party: Authorized,
    pub subunits: Vec<Authorized>,
}

/// A party in the list.
pub struct Authorized {
    pub party: Party,
    /// Where in the list of holdings it stands what is held here; None at a main unit that is there for its subunit only.
    place: Option<usize>,
    /// Whether a subunit is there for nothing but what is held at its main unit.
    is_inherited: bool,
}

/// What is held at a party. Many parties share one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The older codes of the roles, in upper case: `DAGL`, `A0212`.
    pub roles: Vec<String>,
    /// The access packages by name, without the prefix of their urns.
    pub packages: Vec<String>,
    /// The resources that were given one by one.
    pub resources: Vec<String>,
    /// The roles and packages as policies name them: urns.
    pub subjects: Vec<String>,
}

/// Which ways to a party count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ways {
    All,
    /// Only what the subject holds himself, not what organizations do that he speaks for.
    Own,
}

impl AuthorizedParties {
    /// What is held at a party of this list.
    pub fn holdings(&self, party: &Authorized) -> Option<&Holdings> {
        party.place.and_then(|place| self.holdings.get(place))
    }

    /// How many parties there are, with subunits and mere headings.
    pub fn len(&self) -> usize {
        let subunits: usize = self.branches.iter().map(|one| one.subunits.len()).sum();
        self.branches.len() + subunits
    }

    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }
}

/// Everybody whom `subject` may act for, whether they are deleted or not.
pub async fn list(
    known: &Known<'_>,
    subject: Subject,
    ways: Ways,
) -> Result<Arc<AuthorizedParties>, OpsError> {
    known.authorized_parties(subject, ways).await
}
