use crate::db::DbError;
use crate::domain::{ActDetails, ActKind, OwnerField, OwnerProblem, ServiceOwner, check_scope};
use crate::ops::operation::Operator;
use crate::ops::{Core, OpsError};
use crate::store;
use crate::store::owner_scopes::GrantedScope;

use super::{Locked, Refusal, begin};

/// How many scopes one owner can be granted.
const MOST_SCOPES: usize = 200;

/// Lets the owner's clients have a scope.
pub async fn grant(
    core: &Core,
    operator: Operator,
    code: &str,
    scope: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    let Locked {
        mut tx,
        owner,
        party,
        power,
        ..
    } = match begin(core, operator, code).await? {
        Ok(locked) => locked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let owners = store::service_owners::list(&mut tx).await?;
    let granted = store::owner_scopes::list(&mut tx, &owner.code).await?;
    if let Err(problem) = check(scope, &owners, &granted) {
        return Ok(Err(Refusal::because(OwnerField::Scope, problem)));
    }
    let granted = GrantedScope {
        scope: scope.to_owned(),
        granted_at: core.world.now(),
        granted_by: operator.person(),
    };
    store::owner_scopes::insert(&mut tx, &owner.code, &granted).await?;
    let actor = operator.actor(party.id);
    let act = core.act(actor, party.id, ActKind::ScopeGranted, party.id.0);
    store::acts::insert(&mut tx, &act.about(about(scope, power))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Takes a scope back: tokens that are issued from now on do not have it.
pub async fn withdraw(
    core: &Core,
    operator: Operator,
    code: &str,
    scope: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    let Locked {
        mut tx,
        owner,
        party,
        power,
        ..
    } = match begin(core, operator, code).await? {
        Ok(locked) => locked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match store::owner_scopes::delete(&mut tx, &owner.code, scope).await {
        Err(DbError::NotAsExpected) => {
            let scope = scope.to_owned();
            let problem = OwnerProblem::ScopeNotGranted { scope };
            return Ok(Err(Refusal::because(OwnerField::Scope, problem)));
        }
        other => other?,
    }
    let actor = operator.actor(party.id);
    let act = core.act(actor, party.id, ActKind::ScopeWithdrawn, party.id.0);
    store::acts::insert(&mut tx, &act.about(about(scope, power))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn about(scope: &str, power: Option<String>) -> ActDetails {
    ActDetails {
        scope: Some(scope.to_owned()),
        power,
        ..ActDetails::default()
    }
}

fn check(
    scope: &str,
    owners: &[ServiceOwner],
    granted: &[GrantedScope],
) -> Result<(), OwnerProblem> {
    if scope.is_empty() {
        return Err(OwnerProblem::Missing);
    }
    check_scope(scope)?;
    if granted.iter().any(|one| one.scope == scope) {
        let scope = scope.to_owned();
        return Err(OwnerProblem::ScopeGranted { scope });
    }
    if granted.len() >= MOST_SCOPES {
        return Err(OwnerProblem::TooMany { most: MOST_SCOPES });
    }
    match owners.iter().find(|owner| owner.has_scope(scope)) {
        Some(owner) => Err(OwnerProblem::ScopeOfOwner {
            scope: scope.to_owned(),
            code: owner.code.clone(),
        }),
        None => Ok(()),
    }
}
