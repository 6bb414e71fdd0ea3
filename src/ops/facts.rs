//! Facts for a decision: what a subject holds in relation to the party it acts for.
//!
//! Queries per decision: key-role organizations, roles, delegations (persons and organizations); delegations alone
//! (system users). The resource, the party and, from outside, the subject are read besides.

use std::collections::HashSet;

use super::OpsError;
use crate::db::Db;
use crate::domain::{
    Delegated, Delegation, PACKAGE_PREFIX, Party, PartyId, RoleAssignment, SystemUserId,
};
use crate::engine::Facts;
use crate::engine::facts::{
    DelegatedRight, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use crate::reference::{Role, reference};
use crate::store;

/// Whose facts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Party(PartyId),
    SystemUser(SystemUserId),
}

/// What the facts are for: a role may let somebody use a package without letting him pass it on, or the reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Act,
    Delegate,
}

/// What a subject holds in relation to a party, as it is stored. From it follow the facts for either purpose.
pub struct Held {
    holder: Option<PartyId>,
    roles: Vec<RoleAssignment>,
    delegations: Vec<Delegation>,
}

/// Loads what `subject` holds at `party` and, if that is a subunit, at its main unit.
pub async fn load(db: &Db, subject: Subject, party: PartyId) -> Result<Held, OpsError> {
    match subject {
        Subject::Party(holder) => load_of_party(db, holder, party).await,
        Subject::SystemUser(user) => Ok(Held {
            holder: None,
            roles: Vec::new(),
            delegations: store::delegations::list_to_active_system_user(db, user, party).await?,
        }),
    }
}

async fn load_of_party(db: &Db, holder: PartyId, party: PartyId) -> Result<Held, OpsError> {
    let mut holders =
        store::roles::list_key_organizations(db, holder, reference().key_roles()).await?;
    holders.push(holder);
    Ok(Held {
        holder: Some(holder),
        roles: store::roles::list_held(db, &holders, party).await?,
        delegations: store::delegations::list_to_parties(db, &holders, party).await?,
    })
}

impl Held {
    /// From rows that have been read for several subjects at once: `roles` and `delegations` are what the subject and
    /// its key-role organizations have. `holder` is None for a system user.
    pub fn of(
        holder: Option<PartyId>,
        roles: Vec<RoleAssignment>,
        delegations: Vec<Delegation>,
    ) -> Self {
        Self {
            holder,
            roles,
            delegations,
        }
    }

    /// The facts for `purpose` at `party`, which must be the one that this was loaded for.
    pub fn facts(&self, party: &Party, purpose: Purpose) -> Facts {
        let mut facts = from_delegations(&self.delegations);
        let mut collector = RoleCollector {
            facts: &mut facts,
            form: org_form(party),
            purpose,
            seen: HashSet::new(),
        };
        if self.is_own(party) {
            collector.add_assignment(OWN_ROLE, party.id, RoleSource::Direct);
        }
        for assignment in &self.roles {
            let source = source(assignment, self.holder, party);
            collector.add_assignment(&assignment.role, assignment.at, source);
        }
        facts
    }

    /// Whether there is any relation at all.
    pub fn is_any(&self, party: &Party) -> bool {
        self.is_own(party) || !self.roles.is_empty() || !self.delegations.is_empty()
    }

    fn is_own(&self, party: &Party) -> bool {
        self.holder == Some(party.id) && party.person().is_some()
    }
}

/// The role that every person has towards himself.
const OWN_ROLE: &str = "privatperson";

fn source(assignment: &RoleAssignment, holder: Option<PartyId>, party: &Party) -> RoleSource {
    if Some(assignment.holder) != holder {
        RoleSource::KeyRole
    } else if assignment.at != party.id {
        RoleSource::MainUnit
    } else {
        RoleSource::Direct
    }
}

fn org_form(party: &Party) -> Option<&str> {
    party
        .organization()
        .map(|organization| organization.form.as_str())
}

/// Turns role assignments into roles, the roles that follow, and packages.
struct RoleCollector<'a> {
    facts: &'a mut Facts,
    form: Option<&'a str>,
    purpose: Purpose,
    seen: HashSet<(String, PartyId)>,
}

impl RoleCollector<'_> {
    fn add_assignment(&mut self, code: &str, at: PartyId, through: RoleSource) {
        let Some(role) = reference().role(code) else {
            tracing::warn!(
                role = code,
                "the register has a role that the reference data does not know"
            );
            return;
        };
        self.add_role(role, at, through);
        let Some(from) = SubjectUrn::parse(&role.urn) else {
            return;
        };
        for followed in reference().roles_from(code) {
            self.add_role(followed, at, RoleSource::RoleMap { from: from.clone() });
        }
        self.add_packages(code, &from);
    }

    /// A role counts under its own urn and under its legacy one: policies use either.
    fn add_role(&mut self, role: &Role, at: PartyId, through: RoleSource) {
        for urn in [Some(&role.urn), role.legacy_urn.as_ref()]
            .into_iter()
            .flatten()
        {
            let is_new = self.seen.insert((urn.clone(), at));
            if let Some(role) = SubjectUrn::parse(urn).filter(|_| is_new) {
                self.facts.roles.push(RoleFact {
                    role,
                    held_at: at.0,
                    through: through.clone(),
                });
            }
        }
    }

    fn add_packages(&mut self, code: &str, role: &SubjectUrn) {
        for row in reference().packages_of_role(code, self.form) {
            let counts = match self.purpose {
                Purpose::Act => row.has_access,
                Purpose::Delegate => row.can_delegate,
            };
            if let Some(package) = SubjectUrn::parse(&row.package).filter(|_| counts) {
                self.facts.packages.push(PackageFact {
                    package,
                    source: PackageSource::Role { role: role.clone() },
                });
            }
        }
    }
}

fn from_delegations(given: &[Delegation]) -> Facts {
    let mut facts = Facts::default();
    for delegation in given {
        match &delegation.what {
            Delegated::Package { urn } => {
                if let Some(package) =
                    SubjectUrn::parse(urn).filter(|_| urn.starts_with(PACKAGE_PREFIX))
                {
                    facts.packages.push(PackageFact {
                        package,
                        source: PackageSource::Assigned {
                            delegation: delegation.id.0,
                        },
                    });
                }
            }
            Delegated::Action { resource, action } => facts.delegations.push(DelegatedRight {
                delegation: delegation.id.0,
                resource_id: resource.clone(),
                action: action.clone(),
                from_party: delegation.from.0,
                given_by: delegation.given_by.0,
                given_at: delegation.given_at,
            }),
        }
    }
    facts
}
