use std::collections::BTreeSet;

use crate::engine::{PolicyTree, names};
use crate::ops::facts::{OWN_ROLE, is_frame};
use crate::ops::{Core, OpsError};
use crate::reference::{Role, reference};
use crate::store;

pub use crate::store::access_lists::Lockout;
use crate::store::access_lists::Reach;

/// How many parties lose access to a resource when it becomes one for members only, and how many keep it, with the lists
/// as they are now.
///
/// A party has access if somebody can act for it on the resource today:
/// - somebody has a role at it, or at its main unit, by which the policy permits: the role itself, one that follows from
///   it, or an access package that it gives;
/// - it, or its main unit, has delegated the resource or such a package to a party or to an active system user;
/// - it is a person, and the policy permits persons to act for themselves.
///
/// It keeps access if it is an organization and now a member of a list that is connected to the resource, for whatever
/// actions. Deleted parties are not counted.
///
/// This is an estimate: the policy's rights are read off its rules, but it is not evaluated for each party. Conditions,
/// rules that deny and rules of unusual shape are not looked at, nor that a list may open fewer actions than the policy.
/// It takes two queries, whatever the number of parties.
///
/// None when there is no such resource; nobody, when its policy cannot be used.
pub async fn who_would_lose_access(
    core: &Core,
    resource: &str,
) -> Result<Option<Lockout>, OpsError> {
    let Some(resource) = store::policies::find(&core.db, resource).await? else {
        return Ok(None);
    };
    let Ok(policy) = core.policies.parsed(&resource) else {
        return Ok(Some(Lockout::default()));
    };
    let reach = reach(&policy, &resource.id);
    let now = core.world.now();
    let counted = store::access_lists::count_lockout(&core.db, &resource.id, &reach, now).await?;
    Ok(Some(counted))
}

/// By what the policy permits somebody something on the resource.
fn reach(policy: &PolicyTree, resource: &str) -> Reach {
    let named = named_subjects(policy, resource);
    let is_named = |urn: &str| named.contains(&urn.to_lowercase());
    let mut reach = Reach {
        packages: named
            .iter()
            .filter(|urn| urn.starts_with(names::ACCESS_PACKAGE))
            .cloned()
            .collect(),
        ..Reach::default()
    };
    for role in reference().roles().filter(|role| !is_frame(&role.code)) {
        let followed = reference().roles_from(&role.code);
        if std::iter::once(role)
            .chain(followed)
            .any(|role| is_called(role, is_named))
        {
            reach.roles.push(role.code.clone());
        }
        for given in reference().role_packages(&role.code) {
            if !given.has_access || !is_named(&given.package) {
                continue;
            }
            match &given.entity_variant {
                None => reach.roles.push(role.code.clone()),
                Some(form) => reach
                    .roles_at_forms
                    .push(Reach::role_at_form(&role.code, form)),
            }
        }
    }
    reach.is_for_persons = reach.roles.iter().any(|role| role == OWN_ROLE);
    reach
}

fn is_called(role: &Role, is_named: impl Fn(&str) -> bool) -> bool {
    let urns = [Some(&role.urn), role.legacy_urn.as_ref()];
    urns.into_iter().flatten().any(|urn| is_named(urn))
}

/// The roles and packages that the policy's rights on the resource name, as urns in lower case.
fn named_subjects(policy: &PolicyTree, resource: &str) -> BTreeSet<String> {
    let rights = policy.rights();
    let here = rights
        .iter()
        .filter(|right| right.resource_id().is_some_and(|id| id == resource));
    let attributes = here.flat_map(|right| right.subjects.iter().flatten());
    attributes
        .filter(|attribute| names::is_role_or_package(&attribute.id))
        .map(|attribute| format!("{}:{}", attribute.id, attribute.value.text()).to_lowercase())
        .collect()
}
