//! The browser's session: an opaque id in a cookie, everything else in the database under the id's hash.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use super::{Flash, PageError};
use crate::app::App;
use crate::db::{Db, DbError};
use crate::domain::{PartyId, SecurityLevel, Timestamp};
use crate::ops::Person;
use crate::store::sessions;
use crate::tokens::id_porten::{PendingLogin, Upstream};
use crate::tokens::sha256_hex;
use crate::world::World;

/// How long a session lives without a click; the same as ID-porten's own.
const IDLE: Duration = Duration::minutes(30);
/// How long it lives whatever happens.
const ABSOLUTE: Duration = Duration::minutes(120);
/// How long a session of somebody lives who has only begun to log in.
const BEFORE_LOGIN: Duration = Duration::minutes(10);
/// How often a click is written down.
const TOUCH_EVERY: Duration = Duration::minutes(1);
/// How many logins one browser may have under way, in tabs.
const MAX_PENDING: usize = 5;

const SIGNED_IN: &str = "signed_in";
const PENDING: &str = "pending_logins";
const FLASH: &str = "flash";

/// Who is logged in with this browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    pub person: PartyId,
    pub name: String,
    pub level: SecurityLevel,
    /// The login at the provider that this session rests on.
    pub upstream: Upstream,
    /// The party that was chosen. A wish, not a right: checked at every request.
    pub party: Option<PartyId>,
    logged_in_at: i64,
    seen_at: i64,
}

impl SignedIn {
    pub fn new(person: Person, name: String, upstream: Upstream, now: Timestamp) -> Self {
        Self {
            person: person.party,
            name,
            level: person.level,
            upstream,
            party: None,
            logged_in_at: now.unix_seconds(),
            seen_at: now.unix_seconds(),
        }
    }

    /// The party that was chosen, or the person as long as none was.
    pub fn acts_for(&self) -> PartyId {
        self.party.unwrap_or(self.person)
    }

    pub fn as_person(&self) -> Person {
        Person {
            party: self.person,
            level: self.level,
        }
    }

    fn has_ended(&self, now: Timestamp) -> bool {
        let now = now.unix_seconds();
        now - self.seen_at > IDLE.whole_seconds()
            || now - self.logged_in_at > ABSOLUTE.whole_seconds()
    }
}

/// Who is logged in, if anybody; a click keeps the session alive.
pub async fn signed_in(
    session: &Session,
    now: Timestamp,
) -> std::result::Result<Option<SignedIn>, PageError> {
    let Some(mut signed) = session.get::<SignedIn>(SIGNED_IN).await? else {
        return Ok(None);
    };
    if signed.has_ended(now) {
        session.flush().await?;
        return Ok(None);
    }
    if now.unix_seconds() - signed.seen_at >= TOUCH_EVERY.whole_seconds() {
        signed.seen_at = now.unix_seconds();
        session.insert(SIGNED_IN, &signed).await?;
    }
    Ok(Some(signed))
}

/// Logs somebody in: under a new id, so that an id planted before is worth nothing. A word that was left before is
/// dropped: it may be about another person's business. Logins under way in other tabs go on.
pub async fn sign_in(session: &Session, signed: &SignedIn) -> std::result::Result<(), PageError> {
    session.cycle_id().await?;
    session.remove::<Flash>(FLASH).await?;
    session.insert(SIGNED_IN, signed).await?;
    session.set_expiry(Some(Expiry::OnInactivity(ABSOLUTE)));
    Ok(())
}

pub async fn sign_out(session: &Session) -> std::result::Result<(), PageError> {
    session.flush().await?;
    Ok(())
}

pub async fn choose_party(
    session: &Session,
    mut signed: SignedIn,
    party: PartyId,
) -> std::result::Result<(), PageError> {
    signed.party = Some(party);
    session.insert(SIGNED_IN, &signed).await?;
    Ok(())
}

/// Remembers a login that has been sent off; the oldest is forgotten when there are too many.
pub async fn remember_login(
    session: &Session,
    login: PendingLogin,
) -> std::result::Result<(), PageError> {
    let mut pending: Vec<PendingLogin> = session.get(PENDING).await?.unwrap_or_default();
    if pending.len() >= MAX_PENDING {
        pending.remove(0);
    }
    pending.push(login);
    session.insert(PENDING, &pending).await?;
    if session.get_value(SIGNED_IN).await?.is_none() {
        session.set_expiry(Some(Expiry::OnInactivity(BEFORE_LOGIN)));
    }
    // Saved here and not after the answer, so that a database that is gone is told as such.
    session.save().await?;
    Ok(())
}

/// Takes out the login that `state` belongs to. Saved at once, so that the same answer cannot be used twice.
pub async fn take_login(
    session: &Session,
    state: &str,
) -> std::result::Result<Option<PendingLogin>, PageError> {
    let mut pending: Vec<PendingLogin> = session.get(PENDING).await?.unwrap_or_default();
    let Some(index) = pending.iter().position(|login| login.is_for(state)) else {
        return Ok(None);
    };
    let taken = pending.remove(index);
    session.insert(PENDING, &pending).await?;
    session.save().await?;
    Ok(Some(taken))
}

/// Leaves a word for the next page.
pub async fn leave_flash(session: &Session, flash: &Flash) -> std::result::Result<(), PageError> {
    session.insert(FLASH, flash).await?;
    Ok(())
}

pub async fn take_flash(session: &Session) -> std::result::Result<Option<Flash>, PageError> {
    // Removing marks the session as changed, which would write it at every page.
    match session.get::<Flash>(FLASH).await? {
        Some(_) => Ok(session.remove(FLASH).await?),
        None => Ok(None),
    }
}

/// The layer that gives handlers their [`Session`].
pub fn layer(app: &App) -> SessionManagerLayer<DbSessions> {
    let name = if app.config().is_https() {
        "__Host-fullmakt"
    } else {
        "fullmakt"
    };
    SessionManagerLayer::new(DbSessions {
        db: app.core().db.clone(),
        world: app.core().world.clone(),
    })
    .with_name(name)
    .with_http_only(true)
    .with_secure(app.config().is_https())
    .with_same_site(SameSite::Lax)
    .with_path("/")
    .with_expiry(Expiry::OnInactivity(ABSOLUTE))
}

/// Sessions in the database.
#[derive(Clone)]
pub struct DbSessions {
    db: Db,
    world: World,
}

impl std::fmt::Debug for DbSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DbSessions")
    }
}

impl DbSessions {
    /// By our own clock, which is the one that sessions are looked up by.
    fn expiry(&self) -> Timestamp {
        self.world.now().plus(ABSOLUTE)
    }
}

#[async_trait]
impl SessionStore for DbSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let content = encode(record)?;
            if sessions::insert(&self.db, &hash(&record.id), &content, self.expiry())
                .await
                .map_err(backend)?
            {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let content = encode(record)?;
        sessions::update(&self.db, &hash(&record.id), &content, self.expiry())
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let kept = sessions::find(&self.db, &hash(id), self.world.now())
            .await
            .map_err(backend)?;
        let Some(kept) = kept else { return Ok(None) };
        let data = serde_json::from_value(kept.content)
            .map_err(|problem| Error::Decode(problem.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: kept.expires_at.as_datetime(),
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.db, &hash(id)).await.map_err(backend)
    }
}

/// What is kept. Not the id: the browser tells it.
fn encode(record: &Record) -> Result<serde_json::Value> {
    serde_json::to_value(&record.data).map_err(|problem| Error::Encode(problem.to_string()))
}

fn hash(id: &Id) -> String {
    sha256_hex(&id.to_string())
}

fn backend(error: DbError) -> Error {
    tracing::error!(%error, "the session could not be read or written");
    Error::Backend(match error {
        DbError::Unavailable(_) => UNAVAILABLE.to_owned(),
        other => other.to_string(),
    })
}

/// How a database that is gone is told apart in an error that only carries text.
pub const UNAVAILABLE: &str = "the database is not available";
