//! Sessions ended from elsewhere: by their owner in another browser, or by the provider that the login rests on.

use time::Duration;

use super::{Core, OpsError};
use crate::db::Tx;
use crate::domain::{ActDetails, ActKind, PartyId, SessionId, SessionLimits, Timestamp};
use crate::store;
use crate::store::sessions::OwnSession;
use crate::tokens::{LoggedOut, ProviderLogout};

/// How long it is remembered that a login has ended at its provider: longer than an answer about it can be under way.
const ENDED_KEPT: Duration = Duration::hours(1);

/// The sessions of a person that have not run out, the last used first.
pub async fn list(
    core: &Core,
    limits: SessionLimits,
    person: PartyId,
) -> Result<Vec<OwnSession>, OpsError> {
    let mut sessions = store::sessions::list_of(&core.db, person).await?;
    let now = core.world.now();
    sessions.retain(|session| is_live(session, limits, now));
    Ok(sessions)
}

fn is_live(session: &OwnSession, limits: SessionLimits, now: Timestamp) -> bool {
    now < limits.end(session.began_at, session.seen_at)
}

/// Ends one of a person's sessions. False when there is no such session of hers.
pub async fn end_one(core: &Core, person: PartyId, id: SessionId) -> Result<bool, OpsError> {
    let mut tx = core.db.write().await?;
    if store::sessions::delete_one(&mut tx, person, id)
        .await?
        .is_none()
    {
        return Ok(false);
    }
    let act = core
        .act(person, person, ActKind::SessionsEnded, id.0)
        .about(counted(1));
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends all of a person's sessions but one. No act when there are no others.
pub async fn end_others(
    core: &Core,
    limits: SessionLimits,
    person: PartyId,
    but: SessionId,
) -> Result<usize, OpsError> {
    let mut tx = core.db.write().await?;
    let mut ended = store::sessions::delete_others(&mut tx, person, but).await?;
    let now = core.world.now();
    ended.retain(|session| is_live(session, limits, now));
    if !ended.is_empty() {
        let act = core
            .act(person, person, ActKind::SessionsEnded, person.0)
            .about(counted(ended.len()));
        store::acts::insert(&mut tx, &act).await?;
    }
    tx.commit().await?;
    Ok(ended.len())
}

fn counted(count: usize) -> ActDetails {
    ActDetails {
        count: u64::try_from(count).ok(),
        ..ActDetails::default()
    }
}

/// Ends the sessions that a logout token is about. None when the token was used before, here or in another process.
pub async fn end_by_token(
    core: &Core,
    limits: SessionLimits,
    logout: &ProviderLogout,
) -> Result<Option<usize>, OpsError> {
    note_ended(core, &logout.issuer, &logout.what).await?;
    let mut tx = core.db.write().await?;
    let is_new =
        store::keys::use_once(&mut tx, &logout.issuer, &logout.token_id, logout.expires_at).await?;
    if !is_new {
        return Ok(None);
    }
    let ended = match &logout.what {
        LoggedOut::Session(session) => {
            store::sessions::delete_at_provider(&mut tx, &logout.issuer, session).await?
        }
        LoggedOut::Subject(subject) => {
            store::sessions::delete_of_subject(&mut tx, &logout.issuer, subject).await?
        }
    };
    put_down(core, limits, &mut tx, &ended).await?;
    tx.commit().await?;
    Ok(Some(ended.len()))
}

/// Ends the sessions that rest on one session at a provider, whoever says so: the provider's name for it is a secret that
/// only the provider and the parties of the login know.
pub async fn end_at_provider(
    core: &Core,
    limits: SessionLimits,
    issuer: &str,
    provider_session: &str,
) -> Result<Vec<OwnSession>, OpsError> {
    let mut tx = core.db.write().await?;
    let ended = store::sessions::delete_at_provider(&mut tx, issuer, provider_session).await?;
    put_down(core, limits, &mut tx, &ended).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Ends the session of one browser, by what its row is found by.
pub async fn end_by_hash(core: &Core, limits: SessionLimits, hash: &str) -> Result<(), OpsError> {
    let mut tx = core.db.write().await?;
    let ended = store::sessions::delete_by_hash(&mut tx, hash).await?;
    put_down(core, limits, &mut tx, &ended).await?;
    Ok(tx.commit().await?)
}

/// Remembers that the login has ended, in a transaction of its own: a login that is being completed at the same moment
/// either is there when its session is removed, or finds this when it asks.
async fn note_ended(core: &Core, issuer: &str, what: &LoggedOut) -> Result<(), OpsError> {
    let LoggedOut::Session(session) = what else {
        return Ok(());
    };
    let until = core.world.now().plus(ENDED_KEPT);
    Ok(store::sessions::note_ended(&core.db, issuer, session, until).await?)
}

/// One act for each person who was still logged in. Sessions that had ended by themselves leave none.
async fn put_down(
    core: &Core,
    limits: SessionLimits,
    tx: &mut Tx,
    ended: &[OwnSession],
) -> Result<(), OpsError> {
    let now = core.world.now();
    let live = ended.iter().filter(|session| is_live(session, limits, now));
    let mut persons: Vec<PartyId> = live.map(|session| session.person).collect();
    persons.sort_unstable();
    persons.dedup();
    for person in persons {
        let act = core.act(person, person, ActKind::LoggedOut, person.0);
        store::acts::insert(tx, &act).await?;
    }
    Ok(())
}
