//! What a decision may look at besides the request: facts about the *subject* acting for the *resource's
//! party*, already loaded.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::Timestamp;

use super::fact_index::FactIndex;
use super::names;
use super::request::Request;
use super::value::Value;

/// Everything known about the subject in relation to the party it acts for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub roles: Vec<RoleFact>,
    pub packages: Vec<PackageFact>,
    pub delegations: Vec<DelegatedRight>,
    /// What the subject is by itself, for questions without a party: `urn:altinn:partytype` and the access lists that it
    /// is a member of now.
    pub traits: Vec<SubjectUrn>,
    /// Made of roles, packages and traits when a decision first needs it; so they must not change after that.
    pub index: FactIndex,
}

impl Facts {
    /// What a request says about the subject's roles and packages itself, taken for true: for whoever tries out
    /// policies, never for a decision that somebody acts on.
    pub fn stated_by(request: &Request) -> Self {
        let categories = request.categories.iter();
        let subject = categories.filter(|category| category.id == names::SUBJECT);
        let attributes = subject.flat_map(|category| &category.attributes);
        let mut facts = Self::default();
        for attribute in attributes.filter(|one| names::is_granted_by_facts(&one.id)) {
            let urn = SubjectUrn(Arc::new(Parts {
                id: attribute.id.clone(),
                value: attribute.value.clone(),
            }));
            facts.roles.push(RoleFact {
                role: urn,
                held_at: Uuid::nil(),
                through: RoleSource::Direct,
            });
        }
        facts
    }
}

/// A urn that names a subject attribute and its value: `urn:altinn:rolecode:dagl` is attribute
/// `urn:altinn:rolecode` with value `dagl`. Cloning is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectUrn(Arc<Parts>);

#[derive(Debug, PartialEq)]
struct Parts {
    id: String,
    value: Value,
}

impl SubjectUrn {
    /// Cuts the urn at its last colon; `None` when one of the two parts would be empty.
    pub fn parse(urn: &str) -> Option<Self> {
        let (id, value) = urn.rsplit_once(':')?;
        (!id.is_empty() && !value.is_empty()).then(|| Self::new(id, value))
    }

    /// An attribute whose value may hold colons.
    pub fn new(id: &str, value: &str) -> Self {
        Self(Arc::new(Parts {
            id: id.to_owned(),
            value: Value::string(value),
        }))
    }

    /// An access package by its name, such as `skattegrunnlag`.
    pub fn package(name: &str) -> Self {
        Self::new(names::ACCESS_PACKAGE, name)
    }

    /// The part before the last colon.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The part after the last colon, a string.
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// The whole urn.
    pub fn urn(&self) -> String {
        format!("{}:{}", self.id(), self.value().text())
    }
}

/// The subject has a role, directly or by a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleFact {
    pub role: SubjectUrn,
    /// The party that the role is held at: the resource's party, its main unit, or the business of the person that is the
    /// resource's party.
    pub held_at: Uuid,
    pub through: RoleSource,
}

/// How the subject came to a role. Rules can follow on each other; the innermost source is how the role was assigned.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleSource {
    /// The role is assigned at the resource's party.
    Direct,
    /// The role is held at the main unit of the resource's party.
    MainUnit,
    /// The role is accountant or auditor of the sole proprietorship that belongs to the resource's party, a person.
    SoleProprietor,
    /// The subject holds a key role in this organization, which has the role.
    KeyRole {
        organization: Uuid,
        through: Box<RoleSource>,
    },
    /// The role follows from another one.
    RoleMap {
        from: SubjectUrn,
        through: Box<RoleSource>,
    },
}

/// The subject has an access package.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageFact {
    pub package: SubjectUrn,
    pub source: PackageSource,
}

/// How the subject came to an access package.
#[derive(Clone, Debug, PartialEq)]
pub enum PackageSource {
    /// The package follows from a role; the rest is as in [`RoleFact`].
    Role {
        role: SubjectUrn,
        held_at: Uuid,
        through: RoleSource,
    },
    /// The package was given.
    Assigned(Grant),
    /// The organization `via`, which has `role` at the party, passed the package on to the subject, its agent.
    AsAgent {
        via: Uuid,
        role: SubjectUrn,
        grant: Grant,
    },
}

/// Something that somebody gave: from, to, by whom, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub delegation: Uuid,
    /// The party that it is exercised for: the resource's party or its main unit.
    pub from_party: Uuid,
    /// The subject, or an organization in which the subject has a key role, or a subunit of such a one.
    pub received_by: Uuid,
    /// The person who gave it on behalf of `from_party`.
    pub given_by: Uuid,
    pub given_at: Timestamp,
}

/// The subject was given one action on one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct DelegatedRight {
    pub delegation: Uuid,
    pub resource_id: String,
    pub action: String,
    /// The party that the right is exercised for.
    pub from_party: Uuid,
    /// The subject, or an organization in which the subject has a key role, or a subunit of such a one.
    pub received_by: Uuid,
    /// The person who gave the right on behalf of `from_party`.
    pub given_by: Uuid,
    pub given_at: Timestamp,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_urn_is_cut_at_its_last_colon() {
        let role = SubjectUrn::parse("urn:altinn:external-role:ccr:daglig-leder").unwrap();
        assert_eq!(role.id(), names::EXTERNAL_ROLE_CCR);
        assert_eq!(role.value(), &Value::string("daglig-leder"));
        assert_eq!(role.urn(), "urn:altinn:external-role:ccr:daglig-leder");
        for broken in ["dagl", "urn:altinn:rolecode:", ":dagl", ""] {
            assert_eq!(SubjectUrn::parse(broken), None, "{broken}");
        }
    }
}
