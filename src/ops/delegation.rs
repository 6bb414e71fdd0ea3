//! May an approver pass on what a system asks for? Asked when the consent screen is shown, and again when it is answered.

use crate::domain::{CannotDelegate, GuardedResource, PackageRef, Resource, ResourceType, Right};
use crate::engine::names;
use crate::reference::{AccessPackage, reference};
use crate::store;

use super::access::{Access, Relation};
use super::{Core, OpsError};

/// A right that is asked for, and what of it the approver may give.
#[derive(Clone, Debug)]
pub struct RightCheck {
    pub resource: Resource,
    /// The actions that would be given.
    pub actions: Vec<String>,
    /// Every action that the resource's policy lets somebody pass on.
    pub known_actions: Vec<String>,
    pub problem: Option<CannotDelegate>,
}

/// An access package that is asked for, and whether the approver may give it.
#[derive(Clone, Debug)]
pub struct PackageCheck {
    pub package: &'static AccessPackage,
    pub problem: Option<CannotDelegate>,
}

/// Checks every right. One delegable action is enough; only delegable actions are given.
/// A right whose resource has vanished is left out: there is nothing to give.
pub async fn check_rights(
    approver: &Relation<'_>,
    rights: &[Right],
) -> Result<Vec<RightCheck>, OpsError> {
    let ids: Vec<String> = rights
        .iter()
        .filter_map(Right::resource_id)
        .map(str::to_owned)
        .collect();
    let db = &approver.core().db;
    let resources = store::resources::list(db, &ids).await?;
    let guarded = store::policies::list(db, &ids).await?;
    let policy_of = |resource: &Resource| {
        guarded
            .iter()
            .find(|one| one.id == resource.id && one.policy.is_some())
    };
    resources
        .into_iter()
        .map(|resource| check_right(approver, policy_of(&resource), resource))
        .collect()
}

fn check_right(
    approver: &Relation<'_>,
    guarded: Option<&GuardedResource>,
    resource: Resource,
) -> Result<RightCheck, OpsError> {
    let (Some(guarded), None) = (guarded, closed(&resource)) else {
        let problem = closed(&resource).unwrap_or(CannotDelegate::NotDelegable);
        return Ok(RightCheck {
            resource,
            actions: Vec::new(),
            known_actions: Vec::new(),
            problem: Some(problem),
        });
    };
    let answers = approver.delegable_actions(guarded)?;
    let actions = chosen(&answers, |access| access == Access::Granted);
    let problem = actions.is_empty().then(|| {
        let level = answers.iter().find_map(|(_, access)| match access {
            Access::LevelTooLow(level) => Some(level.number()),
            Access::Granted | Access::Refused => None,
        });
        level.map_or(CannotDelegate::MissingAccess, CannotDelegate::LevelTooLow)
    });
    Ok(RightCheck {
        resource,
        known_actions: chosen(&answers, |_| true),
        actions,
        problem,
    })
}

fn chosen(answers: &[(String, Access)], wanted: impl Fn(Access) -> bool) -> Vec<String> {
    answers
        .iter()
        .filter(|(_, access)| wanted(*access))
        .map(|(action, _)| action.clone())
        .collect()
}

fn closed(resource: &Resource) -> Option<CannotDelegate> {
    match resource.kind {
        ResourceType::MaskinportenSchema => Some(CannotDelegate::IsApiScope),
        _ if !resource.is_delegable => Some(CannotDelegate::NotDelegable),
        _ => None,
    }
}

/// Checks every access package; all must be delegable for an approval.
pub fn check_packages(approver: &Relation<'_>, packages: &[PackageRef]) -> Vec<PackageCheck> {
    let held = approver.delegable_packages();
    let checks = packages.iter().filter_map(|wanted| {
        let package = reference().package(&wanted.urn)?;
        let problem = if !package.is_assignable {
            Some(CannotDelegate::NotDelegable)
        } else if !held.contains(&wanted.urn) {
            Some(CannotDelegate::MissingAccess)
        } else {
            None
        };
        Some(PackageCheck { package, problem })
    });
    checks.collect()
}

/// The roles and packages that a policy names, for "who could do this": their names in words.
pub async fn givers(core: &Core, resource: &str) -> Result<Vec<String>, OpsError> {
    let guarded = store::policies::find(&core.db, resource).await?;
    let Some(guarded) = guarded.filter(|one| one.policy.is_some()) else {
        return Ok(Vec::new());
    };
    let policy = core.policies.of(&guarded)?;
    let mut urns: Vec<String> = Vec::new();
    for attribute in policy
        .rights()
        .iter()
        .flat_map(|right| right.subjects.iter().flatten())
    {
        let urn = format!("{}:{}", attribute.id, attribute.value.text());
        if names::is_role_or_package(&attribute.id) && !urns.contains(&urn) {
            urns.push(urn);
        }
    }
    Ok(urns)
}
