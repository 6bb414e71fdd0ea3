use crate::domain::{OrgNumber, ServiceOwner};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::sandbox_clients::SandboxClient;
use crate::store::{owner_scopes, service_owners};

/// What a client may have beside its own registration because its organization is a registered service owner: the
/// scopes that the operator granted, and the owner's own.
#[derive(Default)]
pub struct Owned {
    owner: Option<ServiceOwner>,
    granted: Vec<String>,
}

impl Owned {
    pub async fn load(sandbox: &Sandbox, client: &SandboxClient) -> Result<Self, SandboxError> {
        Self::of(sandbox, &client.org_number).await
    }

    /// The same for any client of an organization.
    pub async fn of(sandbox: &Sandbox, organization: &OrgNumber) -> Result<Self, SandboxError> {
        let db = &sandbox.0.db;
        Ok(Self {
            owner: service_owners::find_by_number(db, organization).await?,
            granted: owner_scopes::list_of_organization(db, organization).await?,
        })
    }

    pub fn may_have(&self, scope: &str) -> bool {
        let is_own = |owner: &ServiceOwner| owner.has_scope(scope);
        self.owner.as_ref().is_some_and(is_own) || self.granted.iter().any(|one| one == scope)
    }

    /// What the client's own scopes begin with.
    pub fn prefixes(&self) -> &[String] {
        self.owner
            .as_ref()
            .map_or(&[], |owner| owner.scope_prefixes.as_slice())
    }
}
