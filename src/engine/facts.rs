//! What a decision may look at besides the request: facts about the *subject* acting for the *resource's
//! party*, already loaded.

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
    /// Made of roles and packages when a decision first needs it; so they must not change after that.
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
            let urn = SubjectUrn {
                id: attribute.id.clone(),
                value: attribute.value.clone(),
            };
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
/// `urn:altinn:rolecode` with value `dagl`.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectUrn {
    id: String,
    value: Value,
}

impl SubjectUrn {
    /// Cuts the urn at its last colon; `None` when one of the two parts would be empty.
    pub fn parse(urn: &str) -> Option<Self> {
        let (id, value) = urn.rsplit_once(':')?;
        (!id.is_empty() && !value.is_empty()).then(|| Self {
            id: id.to_owned(),
            value: Value::string(value),
        })
    }

    /// An access package by its name, such as `skattegrunnlag`.
    pub fn package(name: &str) -> Self {
        Self {
            id: names::ACCESS_PACKAGE.to_owned(),
            value: Value::string(name),
        }
    }

    /// The part before the last colon.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The part after the last colon, a string.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The whole urn.
    pub fn urn(&self) -> String {
        format!("{}:{}", self.id, self.value.text())
    }
}

/// The subject has a role, directly or by a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleFact {
    pub role: SubjectUrn,
    /// The party that the role is held at.
    pub held_at: Uuid,
    pub through: RoleSource,
}

/// How the subject came to a role.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleSource {
    /// The role is assigned to the subject at the resource's party.
    Direct,
    /// The role follows from another one.
    RoleMap { from: SubjectUrn },
    /// The subject holds a key role in the organization that has the role.
    KeyRole,
    /// The role is held at the main unit of the resource's party.
    MainUnit,
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
    /// The package follows from a role.
    Role { role: SubjectUrn },
    /// The package was given.
    Assigned { delegation: Uuid },
}

/// The subject was given one action on one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct DelegatedRight {
    pub delegation: Uuid,
    pub resource_id: String,
    pub action: String,
    /// The party that the right is exercised for.
    pub from_party: Uuid,
    /// The party that gave the right.
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
