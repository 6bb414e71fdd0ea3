//! What an approval gives.

use crate::domain::{AccessRequest, AskedFor};
use crate::ops::OpsError;
use crate::ops::access::Relation;
use crate::ops::connections::{
    self, Change, Offered, Recipient, Refusal, RightsCheck, check_package, check_rights,
    find_offered,
};
use crate::reference::{AccessPackage, reference};

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
    pub problem: Refusal,
}

/// What an approval of a request would do.
pub(super) struct Plan {
    pub gift: Gift,
    thing: Thing,
}

enum Thing {
    Package(&'static AccessPackage),
    /// Boxed, as it is far larger than the others.
    Rights(Box<Offered>, Vec<String>),
    /// The package or the resource is no more.
    Gone,
}

impl Plan {
    pub async fn of(approver: &Relation<'_>, request: &AccessRequest) -> Result<Self, OpsError> {
        match &request.what {
            AskedFor::Package { urn } => Ok(Self::of_package(approver, urn)),
            AskedFor::Resource { id, actions } => {
                Self::of_resource(approver, id, actions.as_deref()).await
            }
        }
    }

    fn of_package(approver: &Relation<'_>, urn: &str) -> Self {
        let Some(package) = reference().package(urn) else {
            return Self::gone(Refusal::UnknownPackage);
        };
        let problem = check_package(approver, package).problem;
        Self {
            gift: Gift {
                actions: Vec::new(),
                lacks: problem.map(Lack::of_all).into_iter().collect(),
            },
            thing: Thing::Package(package),
        }
    }

    async fn of_resource(
        approver: &Relation<'_>,
        id: &str,
        asked: Option<&[String]>,
    ) -> Result<Self, OpsError> {
        let offered = match find_offered(approver.core(), id).await? {
            Ok(offered) => offered,
            Err(refusal) => return Ok(Self::gone(refusal)),
        };
        let check = check_rights(approver, &offered).await?;
        let gift = gift(&check, asked);
        let is_given = |action: &str| gift.actions.iter().any(|one| one == action);
        let rights = check.rights.iter();
        let given = rights.filter(|right| is_given(right.action()));
        let keys = given.map(|right| right.right.key.clone()).collect();
        Ok(Self {
            gift,
            thing: Thing::Rights(Box::new(offered), keys),
        })
    }

    fn gone(problem: Refusal) -> Self {
        Self {
            gift: Gift {
                actions: Vec::new(),
                lacks: vec![Lack::of_all(problem)],
            },
            thing: Thing::Gone,
        }
    }

    /// Gives it as part of `change`, which asks all of it again.
    pub async fn carry_out(
        &self,
        change: &mut Change<'_>,
        to: &Recipient,
    ) -> Result<Result<(), Refusal>, OpsError> {
        // Whoever asked may be a stranger; the approval lets him in.
        change.let_in().await?;
        Ok(match &self.thing {
            Thing::Package(package) => change.give_package(to, package).await?.map(|_| ()),
            Thing::Rights(offered, keys) => change.give_rights(offered, keys).await?.map(|_| ()),
            Thing::Gone => Err(Refusal::UnknownResource),
        })
    }
}

impl Lack {
    fn of_all(problem: connections::Refusal) -> Self {
        Self {
            action: None,
            problem,
        }
    }
}

/// Just the actions that are asked for; when none is named, all that the approver can give.
fn gift(check: &RightsCheck, asked: Option<&[String]>) -> Gift {
    if let Some(problem) = check.closed() {
        return Gift {
            actions: Vec::new(),
            lacks: vec![Lack::of_all(problem)],
        };
    }
    match asked {
        Some(asked) => named(check, asked),
        None => all(check),
    }
}

fn named(check: &RightsCheck, asked: &[String]) -> Gift {
    let lack = |action: &String| {
        // An action that has gone out of the policy can be given by nobody.
        let problem = match check.rights.iter().any(|right| right.action() == *action) {
            true => check.check_may_give(std::slice::from_ref(action)).err()?,
            false => Refusal::NotDelegable,
        };
        Some(Lack {
            action: Some(action.clone()),
            problem,
        })
    };
    Gift {
        actions: asked.to_vec(),
        lacks: asked.iter().filter_map(lack).collect(),
    }
}

fn all(check: &RightsCheck) -> Gift {
    let mut known = check.actions();
    known.sort();
    known.dedup();
    let may_give = |action: &&String| check.check_may_give(std::slice::from_ref(*action)).is_ok();
    let actions: Vec<String> = known.iter().filter(may_give).cloned().collect();
    let lacks = match (actions.is_empty(), check.check_may_give(&known)) {
        (true, Err(problem)) => vec![Lack::of_all(problem)],
        (true, Ok(())) => vec![Lack::of_all(Refusal::NotDelegable)],
        (false, _) => Vec::new(),
    };
    Gift { actions, lacks }
}
