//! Who could give something instead of somebody who may not.

use std::collections::BTreeSet;

use super::packages::check_package;
use super::rights::{Offered, check_rights, holders_of};
use crate::domain::{Party, PartyId, Receiver, SecurityLevel};
use crate::ops::access::{ACCESS_MANAGEMENT, Person, Relation};
use crate::ops::{Core, OpsError};
use crate::reference::{AccessPackage, Role, reference};
use crate::store;

/// How many persons are looked at.
const MOST_PERSONS: usize = 50;

/// What somebody would give.
#[derive(Clone, Copy)]
pub enum Wanted<'w> {
    Package(&'static AccessPackage),
    Rights {
        offered: &'w Offered,
        keys: &'w [String],
    },
}

/// Who could give it.
#[derive(Clone, Debug, Default)]
pub struct Able {
    /// The roles that let their holders give it at the party.
    pub roles: Vec<&'static Role>,
    /// The persons who may give it now, by name.
    pub persons: Vec<Party>,
}

/// The persons with a role or a power at the party who may give this, and the roles by which they could.
///
/// Asks the same questions for each of at most fifty persons, the holders of roles before others; for a refusal that is
/// read by one person, not for lists.
pub async fn able(core: &Core, party: PartyId, wanted: Wanted<'_>) -> Result<Able, OpsError> {
    let mut persons = Vec::new();
    for person in candidates(core, party).await? {
        // What counts is whether he may, however he is logged in.
        let asked = Person {
            party: person.id,
            level: SecurityLevel::High,
        };
        let relation = Relation::load(core, asked, party).await?;
        if let Some(relation) = relation
            && may_give(&relation, wanted).await?
        {
            persons.push(person);
        }
    }
    Ok(Able {
        roles: roles(core, party, wanted).await?,
        persons,
    })
}

async fn may_give(relation: &Relation<'_>, wanted: Wanted<'_>) -> Result<bool, OpsError> {
    if relation.power("write", ACCESS_MANAGEMENT).await?.is_none() {
        return Ok(false);
    }
    Ok(match wanted {
        Wanted::Package(package) => check_package(relation, package).problem.is_none(),
        Wanted::Rights { offered, keys } => {
            let check = check_rights(relation, offered).await?;
            let actions = check.actions_of(keys);
            actions
                .and_then(|actions| check.check_may_give(&actions))
                .is_ok()
        }
    })
}

/// Living persons with a role at the party or its main unit, and those who were given something there.
async fn candidates(core: &Core, party: PartyId) -> Result<Vec<Party>, OpsError> {
    let roles = store::roles::list_at(&core.db, party).await?;
    let mut holders: Vec<PartyId> = roles.iter().map(|role| role.assignment.holder).collect();
    let given = store::delegations::list_from(&core.db, party).await?;
    holders.extend(given.iter().filter_map(|given| match given.to() {
        Receiver::Party(party) => Some(party),
        Receiver::SystemUser(_) => None,
    }));
    holders.push(party);
    let mut seen = BTreeSet::new();
    holders.retain(|holder| seen.insert(*holder));
    holders.truncate(MOST_PERSONS);
    let mut found = store::parties::list(&core.db, &holders).await?;
    found.retain(|one| {
        let is_alive = one.person().is_some_and(|person| person.died.is_none());
        is_alive && !one.is_deleted
    });
    Ok(found)
}

/// The roles of registers by which somebody has what is wanted, and may pass it on.
async fn roles(
    core: &Core,
    party: PartyId,
    wanted: Wanted<'_>,
) -> Result<Vec<&'static Role>, OpsError> {
    let Some(party) = store::parties::find(&core.db, party).await? else {
        return Ok(Vec::new());
    };
    let form = party.organization().map(|one| one.form.as_str());
    let urns = match wanted {
        Wanted::Package(package) => vec![package.urn.clone()],
        Wanted::Rights { offered, keys } => offered.holders(core, keys)?,
    };
    let by_role = |role: &&'static Role| {
        let own = [Some(&role.urn), role.legacy_urn.as_ref()];
        let follows = reference().roles_from(&role.code);
        let also = follows.flat_map(|role| [Some(&role.urn), role.legacy_urn.as_ref()]);
        let mut packages = reference().packages_of_role(&role.code, form);
        own.into_iter()
            .chain(also)
            .flatten()
            .any(|urn| urns.contains(urn))
            || packages.any(|row| row.can_delegate && urns.contains(&row.package))
    };
    let mut roles: Vec<&'static Role> = reference()
        .roles()
        .filter(|role| role.er_code.is_some())
        .filter(by_role)
        .collect();
    roles.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(roles)
}

impl Offered {
    /// The roles and packages that the policy gives any of these rights.
    fn holders(&self, core: &Core, keys: &[String]) -> Result<Vec<String>, OpsError> {
        let rights = self.rights(core)?;
        let named = rights.iter().filter(|right| keys.contains(&right.key_2()));
        Ok(named.flat_map(holders_of).collect())
    }
}
