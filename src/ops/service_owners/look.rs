use crate::domain::{Party, ServiceOwner, alphabetical, without_spaces};
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

/// The service owners whose code, number or name holds `text`, by bokmål name; the product itself is left out.
pub async fn list(
    core: &Core,
    operator: Operator,
    text: &str,
) -> Result<Result<Vec<ServiceOwner>, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "read").await? {
        return Ok(Err(refusal));
    }
    let mut owners = store::service_owners::list(&core.db).await?;
    owners.retain(|owner| !system_resources::is_owner(owner) && is_hit(owner, text));
    owners.sort_by_cached_key(|owner| (alphabetical(&owner.name.nb), owner.code.clone()));
    Ok(Ok(owners))
}

fn is_hit(owner: &ServiceOwner, text: &str) -> bool {
    let wanted = text.trim().to_lowercase();
    let number = without_spaces(text);
    let names = [&owner.name.nb, &owner.name.nn, &owner.name.en];
    owner.code.contains(&wanted)
        || owner.number.as_str().contains(&number)
        || names
            .iter()
            .any(|name| name.to_lowercase().contains(&wanted))
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
