//! What was stored, turned into facts.

use std::collections::HashSet;

use super::Purpose;
use crate::domain::{Delegated, Delegation, PACKAGE_PREFIX, Party, PartyId, RoleAssignment};
use crate::engine::Facts;
use crate::engine::facts::{
    DelegatedRight, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use crate::reference::{Role, reference};

/// The role that every person has towards himself.
pub(super) const OWN_ROLE: &str = "privatperson";

pub(super) fn source(
    assignment: &RoleAssignment,
    holder: Option<PartyId>,
    party: &Party,
) -> RoleSource {
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
pub(super) struct RoleCollector<'a> {
    facts: &'a mut Facts,
    form: Option<&'a str>,
    purpose: Purpose,
    seen: HashSet<(String, PartyId)>,
}

impl<'a> RoleCollector<'a> {
    /// Collects into `facts` for `purpose` at `party`.
    pub fn new(facts: &'a mut Facts, party: &'a Party, purpose: Purpose) -> Self {
        Self {
            facts,
            form: org_form(party),
            purpose,
            seen: HashSet::new(),
        }
    }

    pub fn add_assignment(&mut self, code: &str, at: PartyId, through: RoleSource) {
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

pub(super) fn from_delegations(given: &[Delegation]) -> Facts {
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
