//! What was stored, turned into facts that tell where they come from.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use uuid::Uuid;

use super::Purpose;
use crate::domain::{
    ClientDelegation, Delegated, Delegation, Given, Membership, PACKAGE_PREFIX, Party, PartyId,
    Receiver, RoleAssignment, Timestamp,
};
use crate::engine::facts::{
    DelegatedRight, Grant, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use crate::engine::{Facts, names};
use crate::reference::{Role, reference};
use crate::store::roles::HeldRole;

/// The role that every person has towards himself.
pub const OWN_ROLE: &str = "privatperson";

/// The role that collects what main administrators may pass on. Nobody acts by it.
pub(super) const MAIN_ADMINISTRATOR: &str = "hovedadministrator";

/// Whether an access package is the one that makes its holder a main administrator.
pub(super) fn is_main_administration(package: &str) -> bool {
    package.strip_prefix(PACKAGE_PREFIX) == Some(MAIN_ADMINISTRATOR)
}

/// Roles that are only the frame for what is given within them: rights and packages count, the role itself does not.
const FRAMES: [&str; 2] = ["rettighetshaver", "agent"];

/// Whether a role by itself opens nothing.
pub fn is_frame(code: &str) -> bool {
    FRAMES.contains(&code)
}

/// The urns of the reference data, cut once.
static URNS: LazyLock<HashMap<&str, SubjectUrn>> = LazyLock::new(|| {
    let roles = reference().roles();
    let roles = roles.flat_map(|role| [Some(&role.urn), role.legacy_urn.as_ref()]);
    let packages = reference().packages().map(|package| Some(&package.urn));
    let urns = roles.chain(packages).flatten();
    urns.filter_map(|urn| Some((urn.as_str(), SubjectUrn::parse(urn)?)))
        .collect()
});

fn subject_urn(urn: &str) -> Option<SubjectUrn> {
    URNS.get(urn).cloned().or_else(|| SubjectUrn::parse(urn))
}

/// How the holder, or an organization that he speaks for, came to a role that counts at `party`.
pub(super) fn source(
    assignment: &RoleAssignment,
    holder: Option<PartyId>,
    party: &Party,
) -> RoleSource {
    let assigned = if assignment.at == party.id {
        RoleSource::Direct
    } else if Some(assignment.at) == party.parent() {
        RoleSource::MainUnit
    } else {
        RoleSource::SoleProprietor
    };
    if Some(assignment.holder) == holder {
        return assigned;
    }
    RoleSource::KeyRole {
        organization: assignment.holder.0,
        through: Box::new(assigned),
    }
}

/// Turns roles and delegations into facts. Of several ways to the same role or package the first one stays.
pub(super) struct Collector {
    facts: Facts,
    purpose: Purpose,
    roles: HashSet<(String, PartyId)>,
    packages: HashSet<String>,
}

impl Collector {
    pub fn new(purpose: Purpose) -> Self {
        Self {
            facts: Facts::default(),
            purpose,
            roles: HashSet::new(),
            packages: HashSet::new(),
        }
    }

    pub fn facts(self) -> Facts {
        self.facts
    }

    /// A role with all that follows from it, at an organization of this form (none: a person).
    pub fn add_role(&mut self, code: &str, form: Option<&str>, at: PartyId, through: RoleSource) {
        if is_frame(code) {
            return;
        }
        let Some(role) = reference().role(code) else {
            tracing::warn!(
                role = code,
                "the register has a role that the reference data does not know"
            );
            return;
        };
        let Some(from) = subject_urn(&role.urn) else {
            return;
        };
        self.add_names(role, at, &through);
        for followed in reference().roles_from(code) {
            let through = RoleSource::RoleMap {
                from: from.clone(),
                through: Box::new(through.clone()),
            };
            self.add_names(followed, at, &through);
        }
        self.add_packages(code, form, &from, at, &through);
    }

    /// A role counts under its own urn and under its legacy one: policies use either.
    fn add_names(&mut self, role: &Role, at: PartyId, through: &RoleSource) {
        let urns = [Some(&role.urn), role.legacy_urn.as_ref()];
        for urn in urns.into_iter().flatten() {
            let is_new = self.roles.insert((urn.clone(), at));
            if let Some(role) = subject_urn(urn).filter(|_| is_new) {
                self.facts.roles.push(RoleFact {
                    role,
                    held_at: at.0,
                    through: through.clone(),
                });
            }
        }
    }

    fn add_packages(
        &mut self,
        code: &str,
        form: Option<&str>,
        role: &SubjectUrn,
        at: PartyId,
        through: &RoleSource,
    ) {
        for row in reference().packages_of_role(code, form) {
            let counts = match self.purpose {
                Purpose::Act => row.has_access,
                Purpose::Delegate => row.can_delegate,
            };
            if counts {
                let source = PackageSource::Role {
                    role: role.clone(),
                    held_at: at.0,
                    through: through.clone(),
                };
                self.add_package(&row.package, source);
            }
        }
    }

    fn add_package(&mut self, urn: &str, source: PackageSource) {
        let is_new = self.packages.insert(urn.to_owned());
        if let Some(package) = subject_urn(urn).filter(|_| is_new) {
            self.facts.packages.push(PackageFact { package, source });
        }
    }

    pub fn add_given(&mut self, given: &Given) {
        match given {
            Given::Directly(given) => self.add_delegation(given),
            // An agent may act for the client, and pass nothing on.
            Given::AsAgent(given) if self.purpose == Purpose::Act => self.add_as_agent(given),
            Given::AsAgent(_) => {}
        }
    }

    fn add_as_agent(&mut self, given: &ClientDelegation) {
        let role = reference().role(&given.role);
        let Some(role) = role.and_then(|role| subject_urn(&role.urn)) else {
            return;
        };
        let grant = Grant {
            delegation: given.id.0,
            from_party: given.client.0,
            received_by: receiver(given.to),
            given_by: given.given_by.0,
            given_at: given.given_at,
        };
        let via = given.via.0;
        self.add_package(&given.package, PackageSource::AsAgent { via, role, grant });
    }

    fn add_delegation(&mut self, given: &Delegation) {
        match &given.what {
            // Main administrators are appointed by those whom the register trusts, not by each other.
            Delegated::Package { urn }
                if self.purpose == Purpose::Delegate && is_main_administration(urn) => {}
            Delegated::Package { urn } if urn.starts_with(PACKAGE_PREFIX) => {
                self.add_package(urn, PackageSource::Assigned(grant(given)));
            }
            Delegated::Package { .. } => {}
            Delegated::Action { resource, action } => {
                let right = DelegatedRight {
                    delegation: given.id.0,
                    resource_id: resource.clone(),
                    action: action.clone(),
                    from_party: given.from.0,
                    received_by: receiver(given.to),
                    given_by: given.given_by.0,
                    given_at: given.given_at,
                };
                self.facts.delegations.push(right);
            }
        }
    }
}

/// What somebody holds at one party, as rows that have been read for many.
#[derive(Default)]
pub struct Gathered<'r> {
    /// Whether it is the person himself.
    pub is_own: bool,
    pub roles: Vec<&'r HeldRole>,
    pub given: Vec<&'r Given>,
}

impl Gathered<'_> {
    pub fn is_empty(&self) -> bool {
        !self.is_own && self.roles.is_empty() && self.given.is_empty()
    }
}

/// The facts for acting. They do not tell through whom a role is held: each names the party where it is held, directly.
pub fn facts_of(gathered: &Gathered<'_>) -> Facts {
    let mut collector = Collector::new(Purpose::Act);
    for given in &gathered.given {
        collector.add_given(given);
    }
    if gathered.is_own {
        collector.add_role(OWN_ROLE, None, PartyId(Uuid::nil()), RoleSource::Direct);
    }
    for role in &gathered.roles {
        let HeldRole { assignment, form } = role;
        let direct = RoleSource::Direct;
        collector.add_role(&assignment.role, form.as_deref(), assignment.at, direct);
    }
    collector.facts()
}

/// Whether a power counts at all. That an organization still has the role, or the package, that it passed on was asked by
/// the query; that the role still gives the package, the reference data know.
pub fn counts(given: &Given) -> bool {
    match given {
        Given::Directly(_) => true,
        Given::AsAgent(given) => is_frame(&given.role) || gives(&given.role, &given.package),
    }
}

/// Whether a role opens a package, at organizations of some form.
fn gives(role: &str, package: &str) -> bool {
    let mut rows = reference().role_packages(role);
    rows.any(|row| row.package == package && row.has_access)
}

/// What a party is by itself: its kind, and the access lists that it is a member of now.
pub fn traits(party: &Party, memberships: &[Membership], now: Timestamp) -> Facts {
    let kind = match party.organization() {
        Some(_) => "organization",
        None => "person",
    };
    let mut traits = vec![SubjectUrn::new(names::PARTY_TYPE, kind)];
    for membership in memberships.iter().filter(|one| one.is_valid(now)) {
        let list = SubjectUrn::new(names::ACCESS_LIST, &membership.list_name());
        if !traits.contains(&list) {
            traits.push(list);
        }
    }
    Facts {
        traits,
        ..Facts::default()
    }
}

fn grant(given: &Delegation) -> Grant {
    Grant {
        delegation: given.id.0,
        from_party: given.from.0,
        received_by: receiver(given.to),
        given_by: given.given_by.0,
        given_at: given.given_at,
    }
}

fn receiver(to: Receiver) -> Uuid {
    match to {
        Receiver::Party(party) => party.0,
        Receiver::SystemUser(user) => user.0,
    }
}
