//! Whether a client's organization may have a token on behalf of another: asked of the portal, like the real one does.

use super::grant::{Grant, invalid_scope};
use super::owned::Owned;
use crate::domain::{OrgNumber, ServiceOwner};
use crate::ops::scope_delegations::{Lookup, look_up};
use crate::sandbox::oauth::Refusal;
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::sandbox_clients::{self, SandboxClient};
use crate::store::service_owners;

/// Checks each scope of the grant: the consumer must have it, and must have delegated it.
pub async fn check(
    sandbox: &Sandbox,
    client: &SandboxClient,
    grant: &Grant,
) -> Result<Result<(), Refusal>, SandboxError> {
    let Some(consumer) = &grant.consumer else {
        return Ok(Ok(()));
    };
    let access = ConsumerAccess::load(sandbox, consumer).await?;
    let lookup = Lookup::Between {
        consumer,
        supplier: &client.org_number,
    };
    let delegations = look_up(&sandbox.0.db, lookup, None).await?;
    let is_delegated = |scope: &str| {
        let mut scopes = delegations.iter().flat_map(|one| one.resource.scopes());
        scopes.any(|one| one == scope)
    };
    for scope in grant.scope.split(' ') {
        if !access.has(scope) {
            return Ok(Err(invalid_scope(&format!(
                "(the consumer {consumer} has no access to {scope})"
            ))));
        }
        if !is_delegated(scope) {
            return Ok(Err(invalid_scope(&format!(
                "(the consumer {consumer} has not delegated {scope} to the supplier {})",
                client.org_number
            ))));
        }
    }
    Ok(Ok(()))
}

/// The scopes that an organization has access to.
struct ConsumerAccess {
    owned: Owned,
    registered: Vec<String>,
    owners: Vec<ServiceOwner>,
}

impl ConsumerAccess {
    async fn load(sandbox: &Sandbox, consumer: &OrgNumber) -> Result<Self, SandboxError> {
        let db = &sandbox.0.db;
        Ok(Self {
            owned: Owned::of(sandbox, consumer).await?,
            registered: sandbox_clients::list_scopes(db, consumer).await?,
            owners: service_owners::list(db).await?,
        })
    }

    /// What service owners' own APIs ask for is open to everybody here: the owners are invented too.
    fn has(&self, scope: &str) -> bool {
        self.owned.may_have(scope)
            || self.registered.iter().any(|one| one == scope)
            || self.owners.iter().any(|owner| owner.has_scope(scope))
    }
}
