//! What somebody asks for, as a caller names it.

use super::Refusal;
use crate::domain::{AskedFor, GuardedResource, Resource, ResourceType};
use crate::ops::{Core, OpsError};
use crate::reference::{AccessPackage, reference};
use crate::store;

/// How many right keys one request may name.
pub const MOST_RIGHT_KEYS: usize = 100;

/// Not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// By its urn, its code or its id.
    Package(String),
    Resource {
        id: String,
        /// Keys of its rights, of the second version; none: all that can be given.
        right_keys: Option<Vec<String>>,
    },
}

/// What is asked for, and the resource if it is one.
pub(super) struct Read {
    pub what: AskedFor,
    pub resource: Option<Resource>,
}

impl Wanted {
    pub(super) async fn read(&self, core: &Core) -> Result<Result<Read, Refusal>, OpsError> {
        match self {
            Self::Package(name) => Ok(package(name).map(|package| Read {
                what: AskedFor::Package {
                    urn: package.urn.clone(),
                },
                resource: None,
            })),
            Self::Resource { id, right_keys } => resource(core, id, right_keys.as_deref()).await,
        }
    }
}

fn package(name: &str) -> Result<&'static AccessPackage, Refusal> {
    let by_id = || reference().package_by_id(name.parse().ok()?);
    let package = reference().package_named(name).or_else(by_id);
    match package {
        None => Err(Refusal::UnknownPackage),
        Some(package) if !package.is_assignable => Err(Refusal::PackageNotGivable),
        Some(package) => Ok(package),
    }
}

async fn resource(
    core: &Core,
    id: &str,
    keys: Option<&[String]>,
) -> Result<Result<Read, Refusal>, OpsError> {
    let Some(resource) = store::resources::find(&core.db, id).await? else {
        return Ok(Err(Refusal::UnknownResource));
    };
    let guarded = store::policies::find(&core.db, id).await?;
    let guarded = guarded.filter(|guarded| guarded.policy.is_some());
    let (Some(guarded), true) = (guarded, is_delegable(&resource)) else {
        return Ok(Err(Refusal::ResourceNotDelegable));
    };
    let actions = match keys {
        None => None,
        Some([]) => return Ok(Err(Refusal::NoRightKeys)),
        Some(keys) => match actions(core, &guarded, keys)? {
            Some(actions) => Some(actions),
            None => return Ok(Err(Refusal::UnknownRightKeys)),
        },
    };
    let what = AskedFor::Resource {
        id: resource.id.clone(),
        actions,
    };
    let resource = Some(resource);
    Ok(Ok(Read { what, resource }))
}

fn is_delegable(resource: &Resource) -> bool {
    resource.is_delegable && resource.kind != ResourceType::MaskinportenSchema
}

/// The actions that the keys stand for, each once, in the order of the policy; None when one of the keys is no right to
/// this resource that can be given. Two requests for the same are written the same way.
fn actions(
    core: &Core,
    guarded: &GuardedResource,
    keys: &[String],
) -> Result<Option<Vec<String>>, OpsError> {
    let policy = core.policies.of(guarded)?;
    let mut known: Vec<String> = Vec::new();
    let mut actions: Vec<String> = Vec::new();
    for right in policy.rights() {
        let is_here = right.resource_id().is_some_and(|id| id == guarded.id);
        if !is_here || !right.is_delegable() {
            continue;
        }
        let key = right.key_2();
        let action = right.action.value.text().into_owned();
        if keys.contains(&key) && !actions.contains(&action) {
            actions.push(action);
        }
        known.push(key);
    }
    let is_known = keys.iter().all(|key| known.contains(key));
    Ok(is_known.then_some(actions))
}
