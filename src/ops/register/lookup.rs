//! Looking parties up in the register: who may see whom, and persons by number and surname, with an end to guessing.

use crate::domain::{
    Details, LookupTries, NationalId, OrgNumber, PartyId, Registered, SecurityLevel, Timestamp,
    is_same_surname,
};
use crate::store;

use super::super::access::{self, Person};
use super::super::{Core, OpsError};

/// Who looks parties up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A machine that may see every party, of this organization.
    Everything(OrgNumber),
    /// A person who is logged in, and sees whom he acts for.
    Own(PartyId),
}

impl Reader {
    /// Whether the party exists for this reader. A person's own does.
    pub async fn may_see(&self, core: &Core, party: PartyId) -> Result<bool, OpsError> {
        let own = match self {
            Self::Everything(_) => return Ok(true),
            Self::Own(own) => *own,
        };
        // Whether somebody has to do with a party does not depend on how well he is logged in.
        let person = Person {
            party: own,
            level: SecurityLevel::Low,
        };
        Ok(own == party || access::may_represent(core, person, party).await?)
    }

    /// The name that wrong guesses are counted under.
    fn key(&self) -> String {
        match self {
            Self::Everything(organization) => format!("organization:{organization}"),
            Self::Own(person) => format!("person:{person}"),
        }
    }
}

/// Why a person is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupRefusal {
    /// No such person, or another surname; the caller cannot tell which.
    NotFound,
    /// Too many wrong guesses.
    Blocked { seconds: i64 },
}

/// Finds the person with this number, if one of `surnames` is the person's: the readings of what the caller sent. None for
/// a number that nobody can have.
///
/// The guesses of one reader come one after the other, each counted before it is answered, so that many at once learn
/// no more than many in a row, on any number of processes. Wrong guesses of both kinds take the same statements.
pub async fn find_person(
    core: &Core,
    reader: &Reader,
    number: Option<&NationalId>,
    surnames: &[String],
) -> Result<Result<Registered, LookupRefusal>, OpsError> {
    let (key, now) = (reader.key(), core.world.now());
    // Blocked callers who go on take no lock.
    let known = store::person_lookups::find(&core.db, &key).await?;
    if let Err(refusal) = check(&known, now) {
        return Ok(Err(refusal));
    }
    let mut tx = core.db.write().await?;
    let mut tries = store::person_lookups::lock(&mut tx, &key, now).await?;
    if let Err(refusal) = check(&tries, now) {
        return Ok(Err(refusal));
    }
    let person = match number {
        Some(number) => store::register::find_person(&mut tx, number).await?,
        None => None,
    };
    if let Some(person) = person.filter(|person| is_named(person, surnames)) {
        return Ok(Ok(person));
    }
    tries.fail(now);
    store::person_lookups::update(&mut tx, &key, &tries, now).await?;
    tx.commit().await?;
    if tries.check(now).is_err() {
        tracing::warn!(
            caller = key,
            "blocked for too many wrong look-ups of persons"
        );
    }
    Ok(Err(LookupRefusal::NotFound))
}

fn check(tries: &LookupTries, now: Timestamp) -> Result<(), LookupRefusal> {
    tries.check(now).map_err(|blocked| LookupRefusal::Blocked {
        seconds: blocked.seconds_from(now),
    })
}

fn is_named(person: &Registered, surnames: &[String]) -> bool {
    let registered = surname(person);
    !person.party.is_deleted
        && surnames
            .iter()
            .any(|surname| is_same_surname(surname, registered))
}

/// The surname as registered, or, where only the whole name is known, its last word.
fn surname(person: &Registered) -> &str {
    let last_name = match &person.details {
        Details::Person(details) => details.last_name.as_str(),
        Details::Organization(_) => "",
    };
    let whole = person.party.name.split_whitespace();
    match last_name {
        "" => whole.last().unwrap_or_default(),
        known => known,
    }
}
