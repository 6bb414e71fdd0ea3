//! Whom something is given to: found, and fit to receive it.

use super::Refusal;
use crate::domain::{Details, NationalId, OrgNumber, PartyId, PartyKind, Registered, Timestamp};
use crate::ops::OpsError;
use crate::ops::access::Relation;
use crate::ops::register::lookup::{self, LookupRefusal, Reader};
use crate::store;
use crate::store::connections::Between;

/// From this age on somebody may be given powers.
const OF_AGE: i32 = 18;

/// How a recipient is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Id(PartyId),
    Organization(OrgNumber),
    /// The readings of what was typed as surname; no number when it is none that anybody can have.
    Person {
        number: Option<NationalId>,
        surnames: Vec<String>,
    },
}

/// Somebody who may be given something by the party. Whoever was found by number and surname may be a stranger.
#[derive(Clone, Debug)]
pub struct Recipient(Registered);

impl Recipient {
    pub fn registered(&self) -> &Registered {
        &self.0
    }

    pub fn id(&self) -> PartyId {
        self.0.party.id
    }
}

/// Finds the recipient of something that the relation's party gives.
pub async fn find(
    giver: &Relation<'_>,
    named: &Named,
) -> Result<Result<Recipient, Refusal>, OpsError> {
    let found = match named {
        Named::Person { number, surnames } => find_person(giver, number.as_ref(), surnames).await?,
        Named::Id(id) => find_known(giver, *id).await?,
        Named::Organization(number) => {
            let numbers = std::slice::from_ref(number);
            let db = &giver.core().db;
            let mut found = store::register::list_by_org_numbers(db, numbers).await?;
            found.pop().ok_or(Refusal::UnknownParty)
        }
    };
    Ok(found.and_then(|found| fit_for(giver, found)))
}

/// Somebody who has asked for it himself, and so may be a stranger though he is named by his id.
pub async fn find_asking(
    giver: &Relation<'_>,
    id: PartyId,
) -> Result<Result<Recipient, Refusal>, OpsError> {
    let found = store::register::find(&giver.core().db, id).await?;
    Ok(found
        .ok_or(Refusal::UnknownParty)
        .and_then(|found| fit_for(giver, found)))
}

async fn find_person(
    giver: &Relation<'_>,
    number: Option<&NationalId>,
    surnames: &[String],
) -> Result<Result<Registered, Refusal>, OpsError> {
    let reader = Reader::Own(giver.person().party);
    let found = lookup::find_person(giver.core(), &reader, number, surnames).await?;
    Ok(found.map_err(|refusal| match refusal {
        LookupRefusal::NotFound => Refusal::NoSuchPerson,
        LookupRefusal::Blocked { seconds } => Refusal::TooManyLookups { seconds },
    }))
}

/// An organization by its id, or a person whom the party already has to do with.
async fn find_known(
    giver: &Relation<'_>,
    id: PartyId,
) -> Result<Result<Registered, Refusal>, OpsError> {
    let db = &giver.core().db;
    let Some(found) = store::register::find(db, id).await? else {
        return Ok(Err(Refusal::UnknownParty));
    };
    let between = Between {
        from: giver.party.id,
        to: id,
    };
    let is_stranger = found.party.person().is_some()
        && id != giver.party.id
        && !store::connections::is_connected(db, between).await?;
    Ok(match is_stranger {
        true => Err(Refusal::PersonNeeded),
        false => Ok(found),
    })
}

fn fit_for(giver: &Relation<'_>, found: Registered) -> Result<Recipient, Refusal> {
    fit(found, giver.party.id, giver.core().world.now())
}

/// Whether somebody may be given anything by `from`.
pub(super) fn fit(found: Registered, from: PartyId, now: Timestamp) -> Result<Recipient, Refusal> {
    if found.party.id == from {
        return Err(Refusal::OwnParty);
    }
    match (&found.party.kind, &found.details) {
        (PartyKind::Organization(_), _) if found.party.is_deleted => Err(Refusal::DeletedUnit),
        (PartyKind::Person(person), Details::Person(details)) => {
            let is_adult = person.born.age_on(now.day_in_norway()) >= OF_AGE;
            let is_here = person.died.is_none() && !found.party.is_deleted;
            match is_adult && is_here && !details.residence.protection().is_strict() {
                true => Ok(Recipient(found)),
                false => Err(Refusal::CannotReceive),
            }
        }
        _ => Ok(Recipient(found)),
    }
}
