//! Whether a client's organization may have a token on behalf of another: asked of the portal, like the real one does.

use super::grant::invalid_scope;
use super::owned::Owned;
use crate::domain::{OrgNumber, ServiceOwner};
use crate::ops::scope_delegations::{Lookup, look_up};
use crate::sandbox::oauth::Refusal;
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::sandbox_clients::{self, SandboxClient};
use crate::store::service_owners;

/// Checks each of the scopes that a client asks for in the place of `consumer`, which must have it, and must have delegated
/// it; answers what the consumer has.
pub async fn check(
    sandbox: &Sandbox,
    client: &SandboxClient,
    consumer: &OrgNumber,
    scopes: &str,
) -> Result<Result<Owned, Refusal>, SandboxError> {
    let access = ConsumerAccess::load(sandbox, consumer).await?;
    let supplier = &client.org_number;
    let lookup = Lookup::Between { consumer, supplier };
    let delegations = look_up(&sandbox.0.db, lookup, None).await?;
    let is_delegated = |scope: &str| {
        let mut delegated = delegations.iter().flat_map(|one| one.resource.scopes());
        delegated.any(|one| one == scope)
    };
    for scope in scopes.split(' ') {
        if !access.has(scope) {
            let reason = format!("(the consumer {consumer} has no access to {scope})");
            return Ok(Err(invalid_scope(&reason)));
        }
        if !is_delegated(scope) {
            let reason = format!(
                "(the consumer {consumer} has not delegated {scope} to the supplier {supplier})"
            );
            return Ok(Err(invalid_scope(&reason)));
        }
    }
    Ok(Ok(access.owned))
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
