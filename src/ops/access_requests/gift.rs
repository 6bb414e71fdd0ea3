//! What an approval gives.

use crate::db::Tx;
use crate::domain::{
    AccessRequest, AskedFor, CannotDelegate, Delegated, Delegation, DelegationId, PackageRef,
    PartyId, RESOURCE_ATTRIBUTE, Receiver, Right, RightAttribute,
};
use crate::ops::access::Relation;
use crate::ops::delegation::{self, PackageCheck, RightCheck};
use crate::ops::{Core, OpsError};
use crate::store;

/// What would be given for one request, and what stands in the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gift {
    /// The actions on the resource, if it is one.
    pub actions: Vec<String>,
    /// Nothing is given unless this is empty.
    pub lacks: Vec<Lack>,
}

/// One thing that was asked for and that the approver cannot give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The action; None for a package, and for a resource of which nothing can be given.
    pub action: Option<String>,
    pub problem: CannotDelegate,
}

/// What an approval of each of `requests` would give, in the same order and in as many statements as for one.
pub(super) async fn check(
    approver: &Relation<'_>,
    requests: &[AccessRequest],
) -> Result<Vec<Gift>, OpsError> {
    let (mut rights, mut packages) = (Vec::new(), Vec::new());
    for request in requests {
        match &request.what {
            AskedFor::Package { urn } => packages.push(PackageRef { urn: urn.clone() }),
            AskedFor::Resource { id, .. } => rights.push(right(id)),
        }
    }
    let rights = match rights.is_empty() {
        true => Vec::new(),
        false => delegation::check_rights(approver, &rights).await?,
    };
    let packages = delegation::check_packages(approver, &packages);
    let gifts = requests.iter().map(|request| match &request.what {
        AskedFor::Package { urn } => {
            of_package(packages.iter().find(|one| one.package.urn == *urn))
        }
        AskedFor::Resource { id, actions } => of_resource(
            rights.iter().find(|one| one.resource.id == *id),
            actions.as_deref(),
        ),
    });
    Ok(gifts.collect())
}

fn right(resource: &str) -> Right {
    Right {
        action: None,
        resource: vec![RightAttribute {
            id: RESOURCE_ATTRIBUTE.to_owned(),
            value: resource.to_owned(),
        }],
    }
}

fn of_package(check: Option<&PackageCheck>) -> Gift {
    // A package that has gone out of the reference data can be given by nobody.
    let problem = check.map_or(Some(CannotDelegate::NotDelegable), |check| check.problem);
    Gift {
        actions: Vec::new(),
        lacks: problem
            .map(|problem| Lack {
                action: None,
                problem,
            })
            .into_iter()
            .collect(),
    }
}

/// All that the approver can give, or just the actions that are asked for.
fn of_resource(check: Option<&RightCheck>, asked: Option<&[String]>) -> Gift {
    let Some(check) = check else {
        return of_package(None);
    };
    let whole = check.problem.map(|problem| Lack {
        action: None,
        problem,
    });
    let missing = |action: &&String| !check.actions.contains(action);
    let lacks: Vec<Lack> = match (asked, whole) {
        (_, Some(whole)) => vec![whole],
        (None, None) => Vec::new(),
        (Some(asked), None) => asked
            .iter()
            .filter(missing)
            .map(|action| Lack {
                action: Some(action.clone()),
                problem: CannotDelegate::MissingAccess,
            })
            .collect(),
    };
    let actions = asked.unwrap_or(&check.actions).to_vec();
    Gift { actions, lacks }
}

impl Gift {
    /// Gives it, as far as the receiver does not have it from the party already.
    pub(super) async fn give(
        &self,
        core: &Core,
        tx: &mut Tx,
        request: &AccessRequest,
        by: PartyId,
    ) -> Result<(), OpsError> {
        for what in self.delegated(request) {
            let delegation = Delegation {
                id: DelegationId(core.world.new_id()),
                from: request.from,
                to: Receiver::Party(request.to),
                what,
                given_by: by,
                given_at: core.world.now(),
            };
            store::delegations::ensure(tx, &delegation).await?;
        }
        Ok(())
    }

    fn delegated(&self, request: &AccessRequest) -> Vec<Delegated> {
        match &request.what {
            AskedFor::Package { urn } => vec![Delegated::Package { urn: urn.clone() }],
            AskedFor::Resource { id, .. } => {
                let action = |action: &String| Delegated::Action {
                    resource: id.clone(),
                    action: action.clone(),
                };
                self.actions.iter().map(action).collect()
            }
        }
    }
}
