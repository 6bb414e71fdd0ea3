//! Taking back what was given, by the giver or, given up, by the receiver. What is gone already is no fault and no act.

use super::change::Change;
use super::who::Link;
use super::{Left, Refusal};
use crate::domain::{ActDetails, ActKind, Delegated};
use crate::ops::OpsError;
use crate::ops::access::Relation;
use crate::reference::AccessPackage;
use crate::store;

/// Takes an access package back, and what agents have been given of it by this way alone.
pub async fn revoke_package(
    by: &Relation<'_>,
    link: Link,
    package: &AccessPackage,
) -> Result<Result<(), Refusal>, OpsError> {
    let mut change = match Change::begin(by, link).await? {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (between, ending) = (change.between, change.ending());
    let ended =
        store::connections::revoke_package(&mut change.tx, between, &package.urn, ending).await?;
    if ended > 0 {
        let details = ActDetails {
            package: Some(package.urn.clone()),
            ..ActDetails::default()
        };
        change.put_down(ActKind::PackageRevoked, details);
        change.commit().await?;
    }
    Ok(Ok(()))
}

/// Takes all rights on a resource back.
pub async fn revoke_resource(
    by: &Relation<'_>,
    link: Link,
    resource: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    let mut change = match Change::begin(by, link).await? {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let given = change.given().await?;
    let actions = given.iter().filter_map(|one| one.action_on(resource));
    let actions: Vec<String> = actions.map(str::to_owned).collect();
    change.take_actions(resource, &actions).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// Shuts the other one out: he is no right holder any more. With `cascade` all that he was given goes too; without, what
/// is left refuses it.
pub async fn remove(
    by: &Relation<'_>,
    link: Link,
    cascade: bool,
) -> Result<Result<(), Refusal>, OpsError> {
    let mut change = match Change::begin(by, link).await? {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let left = change.left().await?;
    if !cascade && left != Left::default() {
        return Ok(Err(Refusal::StillHolds(left)));
    }
    let (between, ending) = (change.between, change.ending());
    let ended = store::connections::revoke_everything(&mut change.tx, between, ending).await?;
    if ended > 0 {
        change.put_down(ActKind::RightHolderRemoved, ActDetails::default());
        change.commit().await?;
    }
    Ok(Ok(()))
}

impl Change<'_> {
    async fn left(&mut self) -> Result<Left, OpsError> {
        let mut left = Left {
            passed_on: store::connections::count_passed_on(&mut self.tx, self.between).await?,
            ..Left::default()
        };
        for one in self.given().await? {
            match one.what {
                Delegated::Package { urn } => left.packages.push(urn),
                Delegated::Action { resource, .. } if left.resources.contains(&resource) => {}
                Delegated::Action { resource, .. } => left.resources.push(resource),
            }
        }
        Ok(left)
    }
}
