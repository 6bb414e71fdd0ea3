//! May a person give the rights to a resource to others, and by what?

use super::Refusal;
use crate::domain::{GuardedResource, Resource, ResourceType};
use crate::engine::names;
use crate::engine::rights::{Right, RightAttribute};
use crate::ops::access::{Access, Ground, Relation, RightAnswer};
use crate::ops::{Core, OpsError};
use crate::store;

/// A resource with the rights to it.
#[derive(Clone, Debug)]
pub struct RightsCheck {
    pub resource: Resource,
    pub rights: Vec<RightCheck>,
}

/// A right of a policy, as those who give it name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRight {
    pub key: String,
    pub action: Attribute,
    pub resource: Vec<Attribute>,
}

/// An attribute that a right is about, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub id: String,
    pub value: String,
}

/// One right of the resource's policy, and whether the person may give it.
#[derive(Clone, Debug)]
pub struct RightCheck {
    pub right: NamedRight,
    pub is_delegable: bool,
    pub codes: Vec<ReasonCode>,
    /// A stronger login would do.
    pub is_level_too_low: bool,
}

/// Why a right may be given or not, by the words of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonCode {
    RoleAccess,
    DelegationAccess,
    MissingRoleAccess,
    MissingDelegationAccess,
    AccessListValidationFail,
    PackageAccess,
    MissingPackageAccess,
    ResourceNotDelegable,
    ResourceIsMaskinPortenSchema,
}

impl ReasonCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RoleAccess => "RoleAccess",
            Self::DelegationAccess => "DelegationAccess",
            Self::MissingRoleAccess => "MissingRoleAccess",
            Self::MissingDelegationAccess => "MissingDelegationAccess",
            Self::AccessListValidationFail => "AccessListValidationFail",
            Self::PackageAccess => "PackageAccess",
            Self::MissingPackageAccess => "MissingPackageAccess",
            Self::ResourceNotDelegable => "ResourceNotDelegable",
            Self::ResourceIsMaskinPortenSchema => "ResourceIsMaskinPortenSchema",
        }
    }
}

impl RightCheck {
    pub fn action(&self) -> &str {
        &self.right.action.value
    }
}

impl NamedRight {
    fn of(right: &Right) -> Self {
        let attribute = |one: &RightAttribute| Attribute {
            id: one.id.to_string(),
            value: one.value.text().into_owned(),
        };
        Self {
            key: right.key_2(),
            action: attribute(&right.action),
            resource: right.resource.iter().map(attribute).collect(),
        }
    }
}

impl RightsCheck {
    /// The action of each right; several rights may have the same one.
    pub fn actions(&self) -> Vec<String> {
        let actions = self.rights.iter().map(|right| right.action().to_owned());
        actions.collect()
    }

    /// Why the resource as a whole is not given, if it is not.
    pub fn closed(&self) -> Option<Refusal> {
        match closed(&self.resource)? {
            ReasonCode::ResourceIsMaskinPortenSchema => Some(Refusal::IsApiScope),
            _ => Some(Refusal::NotDelegable),
        }
    }

    /// The actions that rights with these keys are about. What is given is an action on the whole resource; so whoever
    /// names one right to an action must name all that the policy has.
    pub fn actions_of(&self, keys: &[String]) -> Result<Vec<String>, Refusal> {
        let is_known = |key: &String| self.rights.iter().any(|right| right.right.key == *key);
        if !keys.iter().all(is_known) {
            return Err(Refusal::UnknownRightKey);
        }
        let (named, others): (Vec<&RightCheck>, Vec<&RightCheck>) = self
            .rights
            .iter()
            .partition(|right| keys.contains(&right.right.key));
        let mut actions: Vec<String> = named
            .iter()
            .map(|right| right.action().to_owned())
            .collect();
        actions.sort();
        actions.dedup();
        match others
            .iter()
            .any(|right| actions.iter().any(|action| action == right.action()))
        {
            true => Err(Refusal::IncompleteRights),
            false => Ok(actions),
        }
    }

    /// Whether the person may give all these actions. Nothing at all may be given always.
    pub fn check_may_give(&self, actions: &[String]) -> Result<(), Refusal> {
        if actions.is_empty() {
            return Ok(());
        }
        if let Some(refusal) = self.closed() {
            return Err(refusal);
        }
        let named = self.rights.iter();
        let named = named.filter(|right| actions.iter().any(|action| action == right.action()));
        let lacking: Vec<&RightCheck> = named.filter(|right| !right.is_delegable).collect();
        if lacking.is_empty() {
            return Ok(());
        }
        let is_by_list =
            |right: &&RightCheck| right.codes == [ReasonCode::AccessListValidationFail];
        Err(match lacking.iter().all(is_by_list) {
            true => Refusal::NotOnAccessList,
            false => Refusal::LacksRights(
                lacking
                    .iter()
                    .map(|right| right.right.key.clone())
                    .collect(),
            ),
        })
    }
}

/// A resource with the policy that says what can be given; read before a transaction begins.
#[derive(Clone, Debug)]
pub struct Offered {
    pub resource: Resource,
    /// None when nobody can be given anything.
    guarded: Option<GuardedResource>,
}

impl Offered {
    /// The rights of the policy, as those who give them name them.
    pub fn named_rights(&self, core: &Core) -> Result<Vec<NamedRight>, OpsError> {
        Ok(self.rights(core)?.iter().map(NamedRight::of).collect())
    }

    /// The rights of the policy.
    pub(super) fn rights(&self, core: &Core) -> Result<Vec<Right>, OpsError> {
        match &self.guarded {
            Some(guarded) => Ok(core.policies.of(guarded)?.rights()),
            None => Ok(Vec::new()),
        }
    }
}

/// Finds a resource that somebody would give rights to.
pub async fn find_offered(
    core: &Core,
    resource: &str,
) -> Result<Result<Offered, Refusal>, OpsError> {
    let db = &core.db;
    let mut found = store::resources::list(db, &[resource.to_owned()]).await?;
    let Some(resource) = found.pop() else {
        return Ok(Err(Refusal::UnknownResource));
    };
    let guarded = store::policies::find(db, &resource.id).await?;
    Ok(Ok(Offered {
        guarded: guarded.filter(|one| one.policy.is_some()),
        resource,
    }))
}

/// The same for several, in two queries.
pub async fn list_offered(core: &Core, resources: Vec<Resource>) -> Result<Vec<Offered>, OpsError> {
    let ids: Vec<String> = resources.iter().map(|one| one.id.clone()).collect();
    let mut guarded = store::policies::list(&core.db, &ids).await?;
    guarded.retain(|one| one.policy.is_some());
    let offered = resources.into_iter().map(|resource| Offered {
        guarded: guarded.iter().find(|one| one.id == resource.id).cloned(),
        resource,
    });
    Ok(offered.collect())
}

/// Checks every right to a resource for whoever would give it on behalf of the relation's party.
pub async fn check_rights(
    giver: &Relation<'_>,
    offered: &Offered,
) -> Result<RightsCheck, OpsError> {
    let answers = match &offered.guarded {
        Some(guarded) => giver.delegable_rights(guarded)?,
        None => Vec::new(),
    };
    let may_all = giver.is_main_administrator().await?;
    let closed = closed(&offered.resource);
    let rights = answers.into_iter();
    Ok(RightsCheck {
        rights: rights
            .map(|answer| check_right(answer, closed, may_all))
            .collect(),
        resource: offered.resource.clone(),
    })
}

fn check_right(answer: RightAnswer, closed: Option<ReasonCode>, may_all: bool) -> RightCheck {
    let codes = match closed {
        Some(code) => vec![code],
        None => codes(&answer, may_all),
    };
    RightCheck {
        is_delegable: codes.iter().all(|code| code.is_good()),
        codes,
        is_level_too_low: matches!(answer.access, Access::LevelTooLow(_)),
        right: NamedRight::of(&answer.right),
    }
}

impl ReasonCode {
    fn is_good(self) -> bool {
        matches!(
            self,
            Self::RoleAccess | Self::DelegationAccess | Self::PackageAccess
        )
    }
}

fn codes(answer: &RightAnswer, may_all: bool) -> Vec<ReasonCode> {
    match (answer.access, answer.ground) {
        (_, Ground::NotOnAccessList) => vec![ReasonCode::AccessListValidationFail],
        (Access::Granted, Ground::Delegation) => vec![ReasonCode::DelegationAccess],
        (Access::Granted, Ground::Package) => vec![ReasonCode::PackageAccess],
        (Access::Granted, _) => vec![ReasonCode::RoleAccess],
        // A main administrator has it by his package, whether the policy names him or not.
        (_, Ground::Nothing) if may_all => vec![ReasonCode::PackageAccess],
        _ => vec![
            ReasonCode::MissingRoleAccess,
            ReasonCode::MissingPackageAccess,
            ReasonCode::MissingDelegationAccess,
        ],
    }
}

fn closed(resource: &Resource) -> Option<ReasonCode> {
    match resource.kind {
        ResourceType::MaskinportenSchema => Some(ReasonCode::ResourceIsMaskinPortenSchema),
        _ if !resource.is_delegable => Some(ReasonCode::ResourceNotDelegable),
        _ => None,
    }
}

/// The roles and packages, by their urns, that a right's policy names as its holders.
pub fn holders_of(right: &Right) -> Vec<String> {
    let named = right.subjects.iter().flatten();
    named
        .filter(|attribute| names::is_role_or_package(&attribute.id))
        .map(|attribute| attribute.urn())
        .collect()
}
