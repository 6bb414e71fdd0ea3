//! Letting somebody in, and giving packages and rights. Giving what was given already changes nothing and is no act.

use super::change::Change;
use super::packages::{check_package, check_recipient};
use super::rights::{Offered, check_rights, find_offered};
use super::{Recipient, Refusal};
use crate::domain::{
    ActDetails, ActKind, Assignment, AssignmentId, Delegated, Delegation, DelegationId,
};
use crate::ops::OpsError;
use crate::ops::access::Relation;
use crate::reference::AccessPackage;
use crate::store;

/// A package that somebody has.
#[derive(Clone, Copy, Debug)]
pub struct GivenPackage {
    pub id: DelegationId,
    pub assignment: AssignmentId,
    pub package: &'static AccessPackage,
}

/// Whether rights are given besides those that there are, or instead of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Add,
    Replace,
}

/// Makes somebody a right holder of the party.
pub async fn add_right_holder(
    giver: &Relation<'_>,
    to: &Recipient,
) -> Result<Result<Assignment, Refusal>, OpsError> {
    let mut change = match Change::giving(giver, to).await? {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let assignment = change.let_in().await?;
    change.commit().await?;
    Ok(Ok(assignment))
}

/// Gives an access package to somebody whom the party has to do with.
pub async fn give_package(
    giver: &Relation<'_>,
    to: &Recipient,
    package: &'static AccessPackage,
) -> Result<Result<GivenPackage, Refusal>, OpsError> {
    let mut change = match Change::giving(giver, to).await? {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let given = change.give_package(to, package).await?;
    if given.is_ok() {
        change.commit().await?;
    }
    Ok(given)
}

/// Gives the rights with these keys on a resource. Answers the actions that the other one has been given on it now.
pub async fn give_rights(
    giver: &Relation<'_>,
    to: &Recipient,
    resource: &str,
    keys: &[String],
) -> Result<Result<Vec<String>, Refusal>, OpsError> {
    if keys.is_empty() {
        return Ok(Err(Refusal::NoRightKey));
    }
    let rights = Rights {
        resource,
        keys,
        mode: Mode::Add,
    };
    rights.write(giver, to).await
}

/// Gives exactly these rights on a resource, and takes back the others that the party has given. None named: all.
pub async fn replace_rights(
    giver: &Relation<'_>,
    to: &Recipient,
    resource: &str,
    keys: &[String],
) -> Result<Result<Vec<String>, Refusal>, OpsError> {
    let rights = Rights {
        resource,
        keys,
        mode: Mode::Replace,
    };
    rights.write(giver, to).await
}

/// Rights about to be given.
struct Rights<'r> {
    resource: &'r str,
    keys: &'r [String],
    mode: Mode,
}

impl Rights<'_> {
    async fn write(
        &self,
        giver: &Relation<'_>,
        to: &Recipient,
    ) -> Result<Result<Vec<String>, Refusal>, OpsError> {
        let offered = match find_offered(giver.core(), self.resource).await? {
            Ok(offered) => offered,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // Also brings into memory what the transaction will need, which must not ask for a second connection.
        let before = check_rights(giver, &offered).await?;
        if let Err(refusal) = before.actions_of(self.keys) {
            return Ok(Err(refusal));
        }
        let mut change = match Change::giving(giver, to).await? {
            Ok(change) => change,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let written = change.write_rights(&offered, self.keys, self.mode).await?;
        if written.is_ok() {
            change.commit().await?;
        }
        Ok(written)
    }
}

impl Change<'_> {
    /// Gives a package, as part of a change that may do something else besides.
    pub async fn give_package(
        &mut self,
        to: &Recipient,
        package: &'static AccessPackage,
    ) -> Result<Result<GivenPackage, Refusal>, OpsError> {
        if let Some(problem) = check_package(&self.by, package).problem {
            return Ok(Err(problem));
        }
        if let Err(problem) = check_recipient(package, &to.registered().party) {
            return Ok(Err(problem));
        }
        if let Err(problem) = self.check_connected().await? {
            return Ok(Err(problem));
        }
        let given = self.given().await?;
        let id = match given.iter().find(|one| one.is_of_package(&package.urn)) {
            Some(known) => known.id,
            None => self.give_new_package(package).await?.id,
        };
        let assignment = self.right_holder().await?.id;
        Ok(Ok(GivenPackage {
            id,
            assignment,
            package,
        }))
    }

    async fn give_new_package(&mut self, package: &AccessPackage) -> Result<Delegation, OpsError> {
        let urn = package.urn.clone();
        let details = ActDetails {
            package: Some(urn.clone()),
            ..ActDetails::default()
        };
        self.put_down(ActKind::PackageGiven, details);
        self.give(Delegated::Package { urn }).await
    }

    /// Gives rights, as part of a change that may do something else besides. `offered` was found before it began, and
    /// checked once for the giver.
    pub async fn give_rights(
        &mut self,
        offered: &Offered,
        keys: &[String],
    ) -> Result<Result<Vec<String>, Refusal>, OpsError> {
        self.write_rights(offered, keys, Mode::Add).await
    }

    async fn write_rights(
        &mut self,
        offered: &Offered,
        keys: &[String],
        mode: Mode,
    ) -> Result<Result<Vec<String>, Refusal>, OpsError> {
        let check = check_rights(&self.by, offered).await?;
        let wanted = match check.actions_of(keys) {
            Ok(wanted) => wanted,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let resource = offered.resource.id.as_str();
        let given = self.given().await?;
        let held = given.iter().filter_map(|one| one.action_on(resource));
        let mut held: Vec<String> = held.map(str::to_owned).collect();
        let news = without(&wanted, &held);
        // What stays needs no power of today's giver.
        if let Err(refusal) = check.check_may_give(&news) {
            return Ok(Err(refusal));
        }
        if !news.is_empty()
            && let Err(refusal) = self.check_connected().await?
        {
            return Ok(Err(refusal));
        }
        if mode == Mode::Replace {
            let gone = without(&held, &wanted);
            self.take_actions(resource, &gone).await?;
            held.retain(|action| !gone.contains(action));
        }
        self.give_actions(resource, &news).await?;
        held.extend(news);
        Ok(Ok(held))
    }

    async fn give_actions(&mut self, resource: &str, actions: &[String]) -> Result<(), OpsError> {
        for action in actions {
            let what = Delegated::Action {
                resource: resource.to_owned(),
                action: action.clone(),
            };
            self.give(what).await?;
        }
        if !actions.is_empty() {
            self.put_down(ActKind::RightsGiven, on_resource(resource, actions));
        }
        Ok(())
    }

    /// Takes actions back that were given.
    pub async fn take_actions(
        &mut self,
        resource: &str,
        actions: &[String],
    ) -> Result<(), OpsError> {
        if actions.is_empty() {
            return Ok(());
        }
        let (between, ending) = (self.between, self.ending());
        store::connections::revoke_actions(&mut self.tx, between, resource, actions, ending)
            .await?;
        self.put_down(ActKind::RightsRevoked, on_resource(resource, actions));
        Ok(())
    }
}

fn on_resource(resource: &str, actions: &[String]) -> ActDetails {
    ActDetails {
        resource: Some(resource.to_owned()),
        actions: actions.to_vec(),
        ..ActDetails::default()
    }
}

/// Those of `all` that are not in `others`.
fn without(all: &[String], others: &[String]) -> Vec<String> {
    let mut rest = all.to_vec();
    rest.retain(|one| !others.contains(one));
    rest
}
