//! Which of the parties a caller wants to see.

use std::collections::HashSet;

use super::{Authorized, AuthorizedParties, Holdings, Name};
use crate::domain::Party;
use crate::ops::{Known, OpsError};
use crate::store;

/// What a caller wants to see of the list.
#[derive(Default)]
pub struct Filter {
    /// Subunits that are there for nothing but what is held at their main unit.
    pub inherited_subunits: bool,
    /// Parties that are deleted.
    pub deleted: bool,
    /// Only these, if any are named.
    pub parties: Option<Vec<Name>>,
    /// Only those where one of these is held, if anything is named.
    pub wanted: Option<Wanted>,
}

/// What opens one of some resources.
pub struct Wanted {
    resources: HashSet<String>,
    /// The roles and packages that their policies name, in lower case.
    subjects: HashSet<String>,
}

/// One party with its subunits, as far as they are wanted.
pub struct Chosen<'a> {
    pub party: &'a Authorized,
    /// None when the party is there as the heading of its subunits only.
    pub holdings: Option<&'a Holdings>,
    pub subunits: Vec<(&'a Authorized, &'a Holdings)>,
}

impl Wanted {
    /// What opens any of `resources`, in one query.
    pub async fn for_resources(
        known: &Known<'_>,
        resources: Vec<String>,
    ) -> Result<Self, OpsError> {
        let db = &known.core().db;
        let subjects = store::subjects::list_of_resources(db, &resources).await?;
        Ok(Self {
            resources: resources.into_iter().collect(),
            subjects: subjects.into_iter().collect(),
        })
    }

    /// What opens any resource of a service owner, in two queries.
    pub async fn for_owner(known: &Known<'_>, owner: &str) -> Result<Self, OpsError> {
        let resources = store::resources::list_ids_of_owner(&known.core().db, owner).await?;
        Self::for_resources(known, resources).await
    }

    /// What opens one of both.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.resources.extend(other.resources);
        self.subjects.extend(other.subjects);
        self
    }

    fn is_among(&self, held: &Holdings) -> bool {
        let mut subjects = held.subjects.iter();
        subjects.any(|urn| self.subjects.contains(urn))
            || held.resources.iter().any(|id| self.resources.contains(id))
    }
}

impl AuthorizedParties {
    /// The parties that are wanted, in the order of the list.
    pub fn select(&self, filter: &Filter) -> Vec<Chosen<'_>> {
        let fits = |held| filter.wanted.as_ref().is_none_or(|one| one.is_among(held));
        let selection = Selection {
            list: self,
            filter,
            opened: self.holdings.iter().map(fits).collect(),
        };
        selection.branches()
    }
}

struct Selection<'a, 'f> {
    list: &'a AuthorizedParties,
    filter: &'f Filter,
    /// Whether what is wanted is among the holdings, by their place: asked once for all parties that share them.
    opened: Vec<bool>,
}

impl<'a> Selection<'a, '_> {
    fn branches(&self) -> Vec<Chosen<'a>> {
        let all = self.list.branches.iter().map(|branch| Chosen {
            party: &branch.party,
            holdings: self.holdings(&branch.party),
            subunits: self.subunits(&branch.subunits),
        });
        all.filter(|chosen| chosen.holdings.is_some() || !chosen.subunits.is_empty())
            .collect()
    }

    fn subunits(&self, all: &'a [Authorized]) -> Vec<(&'a Authorized, &'a Holdings)> {
        let shown = all
            .iter()
            .filter(|unit| self.filter.inherited_subunits || !unit.is_inherited);
        shown
            .filter_map(|unit| Some((unit, self.holdings(unit)?)))
            .collect()
    }

    /// What is held at the party; None when it is not wanted for its own sake.
    fn holdings(&self, one: &Authorized) -> Option<&'a Holdings> {
        let place = one.place?;
        let is_open = self.opened.get(place).copied().unwrap_or_default();
        let is_wanted = is_open && self.shows(&one.party);
        self.list.holdings.get(place).filter(|_| is_wanted)
    }

    fn shows(&self, party: &Party) -> bool {
        let named = self.filter.parties.as_ref();
        (self.filter.deleted || !party.is_deleted)
            && named.is_none_or(|names| names.iter().any(|name| name.fits(party)))
    }
}
