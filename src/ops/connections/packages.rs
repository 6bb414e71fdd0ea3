//! May a person give this access package to others, and by what?

use std::collections::HashMap;

use uuid::Uuid;

use super::Refusal;
use crate::domain::{Party, PartyId};
use crate::engine::Facts;
use crate::engine::facts::{Grant, PackageFact, PackageSource, RoleSource};
use crate::ops::access::Relation;
use crate::reference::{AccessPackage, EntityType, Role, reference};

/// The package that makes its holder a main administrator.
const MAIN_ADMINISTRATION: &str = "hovedadministrator";

/// Packages that make somebody speak for the party, which only a person can.
const FOR_PERSONS: [&str; 2] = [
    MAIN_ADMINISTRATION,
    "virksomhetens-representant-skjemaoppgaver",
];

/// Whether the person may give a package.
#[derive(Clone, Debug)]
pub struct PackageCheck {
    pub package: &'static AccessPackage,
    /// By what; none when he holds it in no way that lets him pass it on.
    pub reason: Option<PackageReason>,
    /// Why not; none when he may.
    pub problem: Option<Refusal>,
}

/// A way to a package that may be passed on.
#[derive(Clone, Debug)]
pub struct PackageReason {
    /// The word of the reference: `Direct-AssignmentPackage`, `KeyRole-RolePackage-MainUnit` …
    pub word: String,
    /// The role that it follows from; none when it was given.
    pub role: Option<&'static Role>,
    /// At whom it is held: the party or its main unit.
    pub from: PartyId,
    /// Who holds it: the person, or the organization that he speaks for.
    pub to: PartyId,
}

/// Checks packages for whoever would give them on behalf of the relation's party.
pub fn check_packages(
    giver: &Relation<'_>,
    packages: impl IntoIterator<Item = &'static AccessPackage>,
) -> Vec<PackageCheck> {
    let facts = giver.delegating();
    let ways = Ways::of(giver, &facts);
    packages
        .into_iter()
        .map(|package| ways.check(package))
        .collect()
}

/// Checks one package.
pub fn check_package(giver: &Relation<'_>, package: &'static AccessPackage) -> PackageCheck {
    let facts = giver.delegating();
    Ways::of(giver, &facts).check(package)
}

/// Whether the package may be held by somebody of the recipient's kind.
pub fn check_recipient(package: &AccessPackage, to: &Party) -> Result<(), Refusal> {
    let needs_person = FOR_PERSONS.contains(&package.code.as_str());
    match needs_person && to.person().is_none() {
        true => Err(Refusal::NotAssignableToRecipient),
        false => Ok(()),
    }
}

/// The packages of organizations, or of persons, whichever the party is.
pub fn packages_for(party: &Party) -> impl Iterator<Item = &'static AccessPackage> {
    let wanted = entity_type(party);
    reference()
        .packages()
        .filter(move |package| package.entity_type == wanted)
}

fn entity_type(party: &Party) -> EntityType {
    match party.organization() {
        Some(_) => EntityType::Organization,
        None => EntityType::Person,
    }
}

/// All that the giver may pass on, by the urns of the packages.
struct Ways<'g, 'a> {
    giver: &'g Relation<'a>,
    facts: HashMap<String, &'g PackageFact>,
}

impl<'g, 'a> Ways<'g, 'a> {
    fn of(giver: &'g Relation<'a>, facts: &'g Facts) -> Self {
        let facts = facts.packages.iter();
        Self {
            giver,
            facts: facts.map(|fact| (fact.package.urn(), fact)).collect(),
        }
    }

    fn check(&self, package: &'static AccessPackage) -> PackageCheck {
        let reason = self.facts.get(&package.urn);
        let reason = reason.and_then(|fact| self.reason(fact));
        PackageCheck {
            problem: self.problem(package, reason.is_some()),
            package,
            reason,
        }
    }

    fn problem(&self, package: &AccessPackage, is_held: bool) -> Option<Refusal> {
        if package.entity_type != entity_type(&self.giver.party) {
            Some(Refusal::PackageKind)
        } else if !package.is_assignable {
            Some(Refusal::NotAssignable)
        } else if is_held {
            None
        } else if package.code == MAIN_ADMINISTRATION {
            Some(Refusal::MainAdministration)
        } else {
            Some(Refusal::LacksPackage)
        }
    }

    fn reason(&self, fact: &PackageFact) -> Option<PackageReason> {
        match &fact.source {
            PackageSource::Assigned(grant) => Some(self.given(grant)),
            PackageSource::Role {
                role,
                held_at,
                through,
            } => {
                let role = reference().role_by_urn(&role.urn());
                let by_office = role.is_some_and(|role| role.code == MAIN_ADMINISTRATION);
                match by_office.then(|| self.appointment()).flatten() {
                    Some(appointment) => Some(PackageReason {
                        word: format!("{}-HovedAdmin", appointment.word),
                        role,
                        ..appointment
                    }),
                    None => Some(self.by_role(role, *held_at, through)),
                }
            }
            // An agent passes nothing on.
            PackageSource::AsAgent { .. } => None,
        }
    }

    /// How the giver came to be a main administrator.
    fn appointment(&self) -> Option<PackageReason> {
        let package = reference().package_named(MAIN_ADMINISTRATION)?;
        let held = self.giver.acting().packages.iter();
        let mut appointments = held.filter(|fact| fact.package.urn() == package.urn);
        appointments.next().and_then(|fact| match &fact.source {
            PackageSource::Assigned(grant) => Some(self.given(grant)),
            PackageSource::Role {
                role,
                held_at,
                through,
            } => {
                let role = reference().role_by_urn(&role.urn());
                Some(self.by_role(role, *held_at, through))
            }
            PackageSource::AsAgent { .. } => None,
        })
    }

    fn given(&self, grant: &Grant) -> PackageReason {
        let to = PartyId(grant.received_by);
        let is_own = to == self.giver.person().party;
        PackageReason {
            word: self.word(is_own, "AssignmentPackage", grant.from_party),
            role: None,
            from: PartyId(grant.from_party),
            to,
        }
    }

    fn by_role(
        &self,
        role: Option<&'static Role>,
        held_at: Uuid,
        through: &RoleSource,
    ) -> PackageReason {
        let organization = speaking_for(through);
        PackageReason {
            word: self.word(organization.is_none(), "RolePackage", held_at),
            role,
            from: PartyId(held_at),
            to: organization.unwrap_or(self.giver.person().party),
        }
    }

    fn word(&self, is_own: bool, kind: &str, held_at: Uuid) -> String {
        let way = if is_own { "Direct" } else { "KeyRole" };
        let is_above = Some(PartyId(held_at)) == self.giver.party.parent();
        let unit = if is_above { "-MainUnit" } else { "" };
        format!("{way}-{kind}{unit}")
    }
}

/// The organization by whose key role the holder has a role.
fn speaking_for(through: &RoleSource) -> Option<PartyId> {
    match through {
        RoleSource::KeyRole { organization, .. } => Some(PartyId(*organization)),
        RoleSource::RoleMap { through, .. } => speaking_for(through),
        RoleSource::Direct | RoleSource::MainUnit | RoleSource::SoleProprietor => None,
    }
}
