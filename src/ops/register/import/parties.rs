//! Parties of a file into the register: only what is new or different is written.

use std::collections::HashMap;

use crate::db::{DbError, Tx};
use crate::domain::{NewParty, PartyId, PartyKey, Registered, Stated};
use crate::store::register_changes::{self, Numbers};
use crate::world::World;

/// How many parties a batch added and changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub added: u64,
    pub changed: u64,
}

/// Enters what is said of parties; of two lines about one party the later counts. The register must be locked.
pub async fn enter(tx: &mut Tx, stated: Vec<Stated>, world: &World) -> Result<Entered, DbError> {
    let stated = last_of_each(stated);
    let keys: Vec<PartyKey> = stated.iter().map(Stated::key).collect();
    let known = register_changes::list_registered(tx, &keys).await?;
    let known: HashMap<PartyKey, Registered> = known
        .into_iter()
        .map(|registered| (registered.party.key(), registered))
        .collect();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for one in stated {
        match known.get(&one.key()) {
            None => new.push(one),
            Some(before) => {
                let after = one.applied_to(before);
                if after != *before {
                    changed.push(after);
                }
            }
        }
    }
    write(tx, new, changed, world).await
}

fn last_of_each(stated: Vec<Stated>) -> Vec<Stated> {
    let mut places: HashMap<PartyKey, usize> = HashMap::with_capacity(stated.len());
    let mut last: Vec<Stated> = Vec::with_capacity(stated.len());
    for one in stated {
        match places
            .get(&one.key())
            .and_then(|place| last.get_mut(*place))
        {
            Some(earlier) => *earlier = one,
            None => {
                places.insert(one.key(), last.len());
                last.push(one);
            }
        }
    }
    last
}

async fn write(
    tx: &mut Tx,
    new: Vec<Stated>,
    mut changed: Vec<Registered>,
    world: &World,
) -> Result<Entered, DbError> {
    let entered = Entered {
        added: new.len() as u64,
        changed: changed.len() as u64,
    };
    if entered == Entered::default() {
        return Ok(entered);
    }
    let persons = new.iter().filter(|one| one.is_person()).count();
    let wanted = Numbers {
        versions: count(new.len() + changed.len()),
        parties: count(new.len()),
        users: count(persons),
    };
    let mut last = register_changes::take_numbers(tx, wanted).await?;
    let now = world.now();
    for party in &mut changed {
        last.versions += 1;
        party.version = last.versions;
        party.modified_at = now;
    }
    let added: Vec<Registered> = new
        .into_iter()
        .map(|one| {
            last.versions += 1;
            last.parties += 1;
            last.users += i64::from(one.is_person());
            one.into_new(NewParty {
                id: PartyId(world.new_id()),
                number: last.parties,
                user_number: last.users,
                version: last.versions,
                now,
            })
        })
        .collect();
    register_changes::update_all(tx, &changed).await?;
    register_changes::insert_all(tx, &added).await?;
    Ok(entered)
}

/// No batch holds more than a few thousand.
fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
