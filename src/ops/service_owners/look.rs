use crate::domain::{Party, ServiceOwner, alphabetical};
use crate::ops::operation::Operator;
use crate::ops::{Core, OpsError, system_resources};
use crate::store;
use crate::store::owner_scopes::GrantedScope;

use super::{Administrator, Refusal, administrators, granted, other_than_us};

/// All that the operator knows about a service owner.
#[derive(Debug)]
pub struct Detail {
    pub owner: ServiceOwner,
    /// None when its number has gone from the register.
    pub party: Option<Party>,
    /// By name.
    pub administrators: Vec<Administrator>,
    pub scopes: Vec<GrantedScope>,
    pub may_change: bool,
}

/// Every service owner but the product itself, by bokmål name.
pub async fn list(
    core: &Core,
    operator: Operator,
) -> Result<Result<Vec<ServiceOwner>, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "read").await? {
        return Ok(Err(refusal));
    }
    let mut owners = store::service_owners::list(&core.db).await?;
    owners.retain(|owner| !system_resources::is_owner(owner));
    owners.sort_by_cached_key(|owner| (alphabetical(&owner.name.nb), owner.code.clone()));
    Ok(Ok(owners))
}

/// One service owner.
pub async fn show(
    core: &Core,
    operator: Operator,
    code: &str,
) -> Result<Result<Detail, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "read").await? {
        return Ok(Err(refusal));
    }
    let found = store::service_owners::find(&core.db, code).await?;
    let Some(owner) = other_than_us(found) else {
        return Ok(Err(Refusal::NotFound));
    };
    let party = store::parties::find_by_org_number(&core.db, &owner.number).await?;
    let administrators = match &party {
        Some(party) => administrators::list(core, party).await?,
        None => Vec::new(),
    };
    Ok(Ok(Detail {
        scopes: store::owner_scopes::list(&core.db, code).await?,
        may_change: operator.may(core, "write").await?.is_granted(),
        owner,
        party,
        administrators,
    }))
}
