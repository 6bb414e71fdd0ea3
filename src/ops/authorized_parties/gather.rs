//! Puts together what was read: who is in the list, and what is held there.

use std::collections::{BTreeSet, HashMap};

use super::{Authorized, AuthorizedParties, Branch, Holdings};
use crate::domain::{Delegated, Given, PACKAGE_PREFIX, Party, PartyId, alphabetical};
use crate::ops::facts::{Gathered, counts, facts_of};
use crate::store::represented::Proprietor;
use crate::store::roles::HeldRole;

/// Everything that was read for one subject.
#[derive(Default)]
pub struct Rows {
    /// None for a system user.
    pub holder: Option<PartyId>,
    pub roles: Vec<HeldRole>,
    pub proprietors: Vec<Proprietor>,
    pub given: Vec<Given>,
    pub parties: Vec<Party>,
}

impl Rows {
    /// The parties that the rows name: where something is held, and the subject.
    pub fn named(&self) -> Vec<PartyId> {
        let roles = self.roles.iter().map(|role| role.assignment.at);
        let owners = self.proprietors.iter().map(|one| one.owner);
        let given = self.given.iter().map(Given::from);
        let all = roles.chain(owners).chain(given).chain(self.holder);
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Of the rows, what was given or is held at one party itself.
#[derive(Default)]
struct Here<'r> {
    roles: Vec<&'r HeldRole>,
    given: Vec<&'r Given>,
}

/// The rows by party.
struct Sorted<'r> {
    holder: Option<PartyId>,
    here: HashMap<PartyId, Here<'r>>,
    /// The roles at somebody's sole proprietorships that reach himself.
    through_business: HashMap<PartyId, Vec<&'r HeldRole>>,
}

impl<'r> Sorted<'r> {
    fn of(rows: &'r Rows) -> Self {
        let mut here: HashMap<PartyId, Here<'_>> = HashMap::new();
        for role in &rows.roles {
            here.entry(role.assignment.at).or_default().roles.push(role);
        }
        for given in rows.given.iter().filter(|given| counts(given)) {
            here.entry(given.from()).or_default().given.push(given);
        }
        let mut through_business: HashMap<PartyId, Vec<&HeldRole>> = HashMap::new();
        for Proprietor { business, owner } in &rows.proprietors {
            let roles = here.get(business).map_or(&[][..], |here| &here.roles);
            let reaching = roles.iter().filter(|role| reaches_owner(role));
            through_business.entry(*owner).or_default().extend(reaching);
        }
        Self {
            holder: rows.holder,
            here,
            through_business,
        }
    }

    /// What counts at the party, and whether all of it is its main unit's.
    fn at(&self, party: &Party) -> (Gathered<'r>, bool) {
        let mut gathered = Gathered {
            is_own: self.holder == Some(party.id) && party.person().is_some(),
            ..Gathered::default()
        };
        self.add(&mut gathered, party.id);
        let through = self.through_business.get(&party.id);
        gathered.roles.extend(through.into_iter().flatten());
        let is_inherited = gathered.is_empty();
        if let Some(parent) = party.parent() {
            self.add(&mut gathered, parent);
        }
        (gathered, is_inherited)
    }

    fn add(&self, gathered: &mut Gathered<'r>, party: PartyId) {
        if let Some(here) = self.here.get(&party) {
            gathered.roles.extend(&here.roles);
            gathered.given.extend(&here.given);
        }
    }
}

fn reaches_owner(role: &HeldRole) -> bool {
    matches!(role.assignment.role.as_str(), "regnskapsforer" | "revisor")
}

/// The list.
pub fn gather(mut rows: Rows) -> AuthorizedParties {
    let parties = std::mem::take(&mut rows.parties);
    let sorted = Sorted::of(&rows);
    let mut shared = Shared::default();
    let all = parties.into_iter().map(|party| {
        let (gathered, is_inherited) = sorted.at(&party);
        Authorized {
            place: (!gathered.is_empty()).then(|| shared.place(&gathered)),
            is_inherited,
            party,
        }
    });
    let all = all.collect();
    AuthorizedParties {
        branches: branches(all, sorted.holder),
        holdings: shared.holdings,
    }
}

/// The same holdings once, however many parties have them.
#[derive(Default)]
struct Shared<'r> {
    places: HashMap<Signature<'r>, usize>,
    holdings: Vec<Holdings>,
}

/// All that holdings depend on.
#[derive(PartialEq, Eq, Hash)]
struct Signature<'r> {
    is_own: bool,
    roles: BTreeSet<(&'r str, Option<&'r str>)>,
    given: BTreeSet<(&'r str, Option<&'r str>)>,
}

impl<'r> Signature<'r> {
    fn of(gathered: &Gathered<'r>) -> Self {
        let roles = gathered.roles.iter();
        Self {
            is_own: gathered.is_own,
            roles: roles
                .map(|role| (role.assignment.role.as_str(), role.form.as_deref()))
                .collect(),
            given: gathered.given.iter().map(|given| essence(given)).collect(),
        }
    }
}

/// What was given: the package, with the role that an agent has it by; or the resource.
fn essence(given: &Given) -> (&str, Option<&str>) {
    match given {
        Given::AsAgent(given) => (&given.package, Some(&given.role)),
        Given::Directly(given) => match &given.what {
            Delegated::Package { urn } => (urn, None),
            Delegated::Action { resource, .. } => (resource, None),
        },
    }
}

impl<'r> Shared<'r> {
    fn place(&mut self, gathered: &Gathered<'r>) -> usize {
        let signature = Signature::of(gathered);
        *self.places.entry(signature).or_insert_with(|| {
            self.holdings.push(Holdings::of(gathered));
            self.holdings.len() - 1
        })
    }
}

impl Holdings {
    fn of(gathered: &Gathered<'_>) -> Self {
        let facts = facts_of(gathered);
        let roles: BTreeSet<String> = facts.roles.iter().map(|fact| fact.role.urn()).collect();
        let packages: BTreeSet<String> = facts
            .packages
            .iter()
            .map(|fact| fact.package.urn())
            .collect();
        let resources = facts.delegations.iter().map(|right| &right.resource_id);
        Self {
            roles: roles.iter().filter_map(|urn| older_code(urn)).collect(),
            packages: packages.iter().map(|urn| package_name(urn)).collect(),
            resources: resources
                .collect::<BTreeSet<_>>()
                .into_iter()
                .cloned()
                .collect(),
            subjects: roles.into_iter().chain(packages).collect(),
        }
    }
}

/// `DAGL` of `urn:altinn:rolecode:dagl`; None for a newer urn, which stands beside the older one if there is one.
fn older_code(urn: &str) -> Option<String> {
    urn.strip_prefix("urn:altinn:rolecode:")
        .map(str::to_uppercase)
}

fn package_name(urn: &str) -> String {
    urn.strip_prefix(PACKAGE_PREFIX).unwrap_or(urn).to_owned()
}

/// Puts subunits below their main units and leaves out main units where there is nothing to see. A subunit whose main
/// unit the register does not know stands by itself.
fn branches(all: Vec<Authorized>, own: Option<PartyId>) -> Vec<Branch> {
    let known: BTreeSet<PartyId> = all.iter().map(|one| one.party.id).collect();
    let parent_of = |one: &Authorized| one.party.parent().filter(|parent| known.contains(parent));
    let (units, mains): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| parent_of(one).is_some());
    let mut by_parent: HashMap<PartyId, Vec<Authorized>> = HashMap::new();
    for unit in sorted(units)
        .into_iter()
        .filter(|unit| unit.place.is_some())
    {
        if let Some(parent) = unit.party.parent() {
            by_parent.entry(parent).or_default().push(unit);
        }
    }
    let with_subunits = sorted(mains).into_iter().map(|party| Branch {
        subunits: by_parent.remove(&party.party.id).unwrap_or_default(),
        party,
    });
    let mut branches: Vec<Branch> = with_subunits
        .filter(|branch| branch.party.place.is_some() || !branch.subunits.is_empty())
        .collect();
    // Stable: the others keep their order.
    branches.sort_by_key(|branch| Some(branch.party.party.id) != own);
    branches
}

fn sorted(mut parties: Vec<Authorized>) -> Vec<Authorized> {
    // Sorted here, since databases differ in how they sort letters.
    parties.sort_by_cached_key(|one| (alphabetical(&one.party.name), one.party.number));
    parties
}
