use crate::domain::{CannotGiveScopes, Resource};
use crate::store;

use super::{Acting, OpsError};

/// An API, and what keeps the person from delegating it, if anything does.
#[derive(Clone, Debug)]
pub struct ApiCheck {
    pub resource: Resource,
    pub problem: Option<CannotGiveScopes>,
    /// What the right to its scopes is called by those who delegate; None when its policy has no such right.
    pub right_key: Option<String>,
}

/// Checks one resource; None when there is none.
pub async fn check(acting: &Acting<'_>, resource: &str) -> Result<Option<ApiCheck>, OpsError> {
    let found = store::resources::find(&acting.core.db, resource).await?;
    let found = found.into_iter().collect();
    Ok(checked(acting, found).await?.pop())
}

/// Checks every API that its owner shows, in the order of their ids.
pub async fn check_all(acting: &Acting<'_>) -> Result<Vec<ApiCheck>, OpsError> {
    let apis = store::resources::list_apis(&acting.core.db).await?;
    checked(acting, apis).await
}

async fn checked(acting: &Acting<'_>, resources: Vec<Resource>) -> Result<Vec<ApiCheck>, OpsError> {
    let ids: Vec<String> = resources.iter().map(|one| one.id.clone()).collect();
    let guarded = store::policies::list(&acting.core.db, &ids).await?;
    let mut verdicts = acting.relation.scope_verdicts(&guarded)?;
    let checks = resources.into_iter().map(|resource| {
        // Deleted in the meantime means that nobody may.
        let verdict = verdicts.remove(&resource.id).unwrap_or_default();
        ApiCheck {
            problem: resource.closed_to_suppliers().or(verdict.problem),
            right_key: verdict.right_key,
            resource,
        }
    });
    Ok(checks.collect())
}
