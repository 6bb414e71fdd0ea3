use crate::db::Tx;
use crate::domain::{
    ActKind, MOST_ADMINISTRATORS, OrgNumber, OwnerDraft, OwnerFault, OwnerField, OwnerProblem,
    Party, PartyId, ServiceOwner, check_owner_code, read_org_number,
};
use crate::ops::operation::Operator;
use crate::ops::{Core, OpsError};
use crate::store;

use super::{Locked, Refusal, administrators, begin, granted, lock};

/// A service owner that is to be registered; not yet checked.
#[derive(Clone, Debug, Default)]
pub struct NewOwner {
    pub code: String,
    pub org_number: String,
    pub draft: OwnerDraft,
    /// The national ids of those who shall administer its resources.
    pub administrators: Vec<String>,
}

/// What a new owner needs of the register.
struct Found {
    party: Party,
    administrators: Vec<PartyId>,
}

/// Registers an owner and makes its first administrators, all or nothing.
pub async fn register(
    core: &Core,
    operator: Operator,
    new: NewOwner,
) -> Result<Result<ServiceOwner, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "write").await? {
        return Ok(Err(refusal));
    }
    let power = operator.power(core).await?;
    let (mut tx, _) = lock(core).await?;
    let owners = store::service_owners::list(&mut tx).await?;
    let (number, mut faults) = named(&new, &owners);
    faults.extend(new.draft.faults());
    faults.extend(prefix_faults(&new.draft, &new.code, &owners));
    let (found, missing) = look_up(&mut tx, number.as_ref(), &new.administrators).await?;
    faults.extend(missing);
    let (Some(number), Some(found), true) = (number, found, faults.is_empty()) else {
        return Ok(Err(Refusal::Faults(faults)));
    };
    let owner = match new.draft.checked(new.code, number) {
        Ok(owner) => owner,
        Err(faults) => return Ok(Err(Refusal::Faults(faults))),
    };
    store::service_owners::insert(&mut tx, &owner).await?;
    let party = found.party.id;
    let actor = operator.actor(party);
    for person in &found.administrators {
        administrators::give(core, &mut tx, (party, *person), actor).await?;
    }
    let act = core.act(actor, party, ActKind::ServiceOwnerRegistered, party.0);
    store::acts::insert(&mut tx, &act.by_power(power)).await?;
    tx.commit().await?;
    Ok(Ok(owner))
}

/// Changes what an owner is called and where it is found. Its code and number stay as they are: resources, delegations
/// and tokens rest on them.
pub async fn change(
    core: &Core,
    operator: Operator,
    code: &str,
    draft: OwnerDraft,
) -> Result<Result<ServiceOwner, Refusal>, OpsError> {
    let Locked {
        mut tx,
        stamp,
        owner,
        party,
        power,
    } = match begin(core, operator, code).await? {
        Ok(locked) => locked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let owners = store::service_owners::list(&mut tx).await?;
    let mut faults = draft.faults();
    faults.extend(prefix_faults(&draft, code, &owners));
    if !faults.is_empty() {
        return Ok(Err(Refusal::Faults(faults)));
    }
    let changed = match draft.checked(owner.code.clone(), owner.number.clone()) {
        Ok(changed) => changed,
        Err(faults) => return Ok(Err(Refusal::Faults(faults))),
    };
    if changed != owner {
        store::service_owners::update(&mut tx, &changed, stamp).await?;
        let actor = operator.actor(party.id);
        let act = core.act(actor, party.id, ActKind::ServiceOwnerChanged, party.id.0);
        store::acts::insert(&mut tx, &act.by_power(power)).await?;
        tx.commit().await?;
    }
    Ok(Ok(changed))
}

/// The number of a new owner, and what is wrong with code and number beside the owners that there are.
fn named(new: &NewOwner, owners: &[ServiceOwner]) -> (Option<OrgNumber>, Vec<OwnerFault>) {
    let mut faults = Vec::new();
    if let Err(problem) = check_owner_code(&new.code) {
        faults.push(OwnerField::Code.with(problem));
    } else if owners.iter().any(|owner| owner.code == new.code) {
        faults.push(OwnerField::Code.with(OwnerProblem::CodeTaken));
    }
    let number = match read_org_number(&new.org_number) {
        Ok(number) => number,
        Err(problem) => {
            faults.push(OwnerField::OrgNumber.with(problem));
            return (None, faults);
        }
    };
    if let Some(other) = owners.iter().find(|owner| owner.number == number) {
        let code = other.code.clone();
        faults.push(OwnerField::OrgNumber.with(OwnerProblem::NumberTaken { code }));
    }
    (Some(number), faults)
}

/// Prefixes that belong to another owner than the one with this code.
fn prefix_faults(draft: &OwnerDraft, code: &str, owners: &[ServiceOwner]) -> Vec<OwnerFault> {
    let taken = draft.scope_prefixes.iter().filter_map(|prefix| {
        let other = owners
            .iter()
            .find(|owner| owner.code != code && owner.scope_prefixes.contains(prefix))?;
        Some(OwnerField::ScopePrefixes.with(OwnerProblem::PrefixTaken {
            prefix: prefix.clone(),
            code: other.code.clone(),
        }))
    });
    taken.collect()
}

/// The owner's organization and its administrators in the register, and who is not there.
async fn look_up(
    tx: &mut Tx,
    number: Option<&OrgNumber>,
    national_ids: &[String],
) -> Result<(Option<Found>, Vec<OwnerFault>), OpsError> {
    let mut faults = Vec::new();
    let party = match number {
        Some(number) => organization(tx, number).await?,
        None => Err(OwnerProblem::BadNumber),
    };
    if let (Some(_), Err(problem)) = (number, &party) {
        faults.push(OwnerField::OrgNumber.with(problem.clone()));
    }
    let mut persons = Vec::new();
    if national_ids.len() > MOST_ADMINISTRATORS {
        let most = MOST_ADMINISTRATORS;
        faults.push(OwnerField::Administrators.with(OwnerProblem::TooMany { most }));
        return Ok((None, faults));
    }
    for (number, national_id) in (1..).zip(national_ids) {
        let place = (national_ids.len() > 1).then_some(number);
        match administrators::person(&mut *tx, national_id, place).await? {
            Ok(person) if persons.contains(&person.id) => {}
            Ok(person) => persons.push(person.id),
            Err(problem) => faults.push(OwnerField::Administrators.with(problem)),
        }
    }
    let found = party.ok().map(|party| Found {
        party,
        administrators: persons,
    });
    Ok((found, faults))
}

async fn organization(
    tx: &mut Tx,
    number: &OrgNumber,
) -> Result<Result<Party, OwnerProblem>, OpsError> {
    let found = store::parties::find_by_org_number(tx, number).await?;
    Ok(match found {
        None => Err(OwnerProblem::NotInRegister),
        Some(party) if party.is_deleted => Err(OwnerProblem::OrganizationDeleted),
        Some(party) => Ok(party),
    })
}
