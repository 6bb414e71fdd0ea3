//! The browser's session: an opaque id in a cookie, everything else in the database under the id's hash.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use super::session_store::{DbSessions, hash};
use super::visitor::Visitor;
use super::{Flash, PageError, SessionLeft};
use crate::app::App;
use crate::domain::{Browser, PartyId, SecurityLevel, SessionId, SessionLimits, Timestamp};
use crate::ops::Person;
use crate::store::sessions::{self, SessionLogin};
use crate::tokens::id_porten::{PendingLogin, Upstream};

/// How long a session of somebody lives who has only begun to log in: longer than a login may take, so that whoever is late
/// learns it, and still comes back to the page.
pub const BEFORE_LOGIN: Duration = Duration::hours(2);
/// How long it is remembered whose session it was that ended by itself: a form that was left overnight is still theirs.
pub const AFTER_END: Duration = Duration::hours(12);
/// How often a click is written down.
const TOUCH_EVERY: Duration = Duration::minutes(1);
/// How many logins one browser may have under way, in tabs.
const MAX_PENDING: usize = 5;

pub const SIGNED_IN: &str = "signed_in";
/// Who was logged in until the session ended by itself.
pub const WAS: &str = "was";
/// When something was last done in the session. Kept in a column of its own, so that two tabs do not undo each other.
pub const SEEN: &str = "seen";
const PENDING: &str = "pending_logins";
const FLASH: &str = "flash";

type Outcome<T = ()> = Result<T, PageError>;

/// Who is logged in with this browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The session's name in lists.
    pub id: SessionId,
    pub person: PartyId,
    pub name: String,
    pub level: SecurityLevel,
    /// The login at the provider that this session rests on.
    pub upstream: Upstream,
    /// The party that was chosen. A wish, not a right: checked at every request.
    pub party: Option<PartyId>,
    browser: String,
    began_at: i64,
    #[serde(skip)]
    seen_at: i64,
}

/// Whose session it was that ended by itself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Was {
    pub person: PartyId,
    /// The party that the person acted for.
    pub party: Option<PartyId>,
}

/// What a token for API use says of the session that it is made from.
#[derive(Clone, Debug)]
pub struct ForToken {
    pub session: SessionId,
    pub person: Person,
    /// The login at the provider: its `acr`, its `amr`, and when it was.
    pub upstream: Upstream,
    /// When the session ends if nothing more is done in it; no token made from it should live longer.
    pub ends_at: Timestamp,
}

impl SignedIn {
    pub fn new(
        id: SessionId,
        person: Person,
        name: String,
        upstream: Upstream,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            person: person.party,
            name,
            level: person.level,
            upstream,
            party: None,
            browser: String::new(),
            began_at: now.unix_seconds(),
            seen_at: now.unix_seconds(),
        }
    }

    /// Reads what was stored. None for what an earlier version stored: nobody is logged in there any more.
    pub fn read(stored: &Value) -> Option<Self> {
        serde_json::from_value(stored.clone()).ok()
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

    pub fn as_login(&self) -> SessionLogin {
        SessionLogin {
            id: self.id,
            person: self.person,
            issuer: self.upstream.issuer.clone(),
            provider_session: self.upstream.session.clone(),
            provider_subject: Some(self.upstream.subject.clone()),
            browser: Browser::parse_code(&self.browser),
            began_at: moment(self.began_at),
        }
    }

    /// When the session ends if nothing more is done in it.
    pub fn ends_at(&self, limits: SessionLimits) -> Timestamp {
        limits.end(moment(self.began_at), moment(self.seen_at))
    }

    /// When it ends whatever is done in it.
    pub fn last_end(&self, limits: SessionLimits) -> Timestamp {
        limits.last_end(moment(self.began_at))
    }
}

impl SignedIn {
    /// How much is left of it.
    pub fn left(&self, app: &App) -> SessionLeft {
        let (limits, now) = (app.config().session, app.core().world.now());
        let until = |end: Timestamp| (end.unix_seconds() - now.unix_seconds()).max(0);
        SessionLeft {
            left: until(self.ends_at(limits)),
            most: until(self.last_end(limits)),
            warning: limits.warning().whole_seconds(),
            whole: limits.absolute.whole_minutes(),
        }
    }
}

fn moment(seconds: i64) -> Timestamp {
    OffsetDateTime::from_unix_timestamp(seconds).map_or(Timestamp::MIN, Timestamp::from_datetime)
}

/// Who is logged in, if anybody; a click keeps the session alive.
pub async fn signed_in(session: &Session, app: &App) -> Outcome<Option<SignedIn>> {
    let Some(signed) = find(session, app).await? else {
        return Ok(None);
    };
    let now = app.core().world.now();
    if now < moment(signed.seen_at).plus(TOUCH_EVERY) {
        return Ok(Some(signed));
    }
    touch(session, app, signed).await
}

/// Who is logged in, without keeping the session alive. Of a session that has ended by itself only whose it was stays.
pub async fn find(session: &Session, app: &App) -> Outcome<Option<SignedIn>> {
    let Some(stored) = session.get_value(SIGNED_IN).await? else {
        return Ok(None);
    };
    let seen_at = session.get_value(SEEN).await?;
    let signed = SignedIn::read(&stored).zip(seen_at.and_then(|seen| seen.as_i64()));
    let Some((mut signed, seen_at)) = signed else {
        session.remove_value(SIGNED_IN).await?;
        return Ok(None);
    };
    signed.seen_at = seen_at;
    if app.core().world.now() < signed.ends_at(app.config().session) {
        return Ok(Some(signed));
    }
    let was = Was {
        person: signed.person,
        party: signed.party,
    };
    session.remove_value(SIGNED_IN).await?;
    session.remove_value(FLASH).await?;
    session.insert(WAS, was).await?;
    Ok(None)
}

/// Puts down a click. None when a logout came meanwhile.
async fn touch(session: &Session, app: &App, mut signed: SignedIn) -> Outcome<Option<SignedIn>> {
    let Some(id) = session.id() else {
        return Ok(None);
    };
    let now = app.core().world.now();
    let kept_until = now.plus(app.config().session.idle).plus(AFTER_END);
    if !sessions::touch(&app.core().db, &hash(&id), now, kept_until).await? {
        return Ok(None);
    }
    signed.seen_at = now.unix_seconds();
    // For whoever asks again during this request; it is not written.
    Ok(Some(signed))
}

/// Keeps the session alive. None when nobody is logged in, or a logout came meanwhile.
pub async fn keep_alive(visitor: &Visitor) -> Outcome<Option<SignedIn>> {
    match visitor.signed.clone() {
        Some(signed) => touch(&visitor.session, &visitor.app, signed).await,
        None => Ok(None),
    }
}

/// Keeps the session alive, and says what a token for API use needs. None when nobody is logged in.
pub async fn slide(visitor: &Visitor) -> Outcome<Option<ForToken>> {
    let signed = keep_alive(visitor).await?;
    Ok(signed.map(|signed| ForToken {
        session: signed.id,
        person: signed.as_person(),
        ends_at: signed.ends_at(visitor.app.config().session),
        upstream: signed.upstream,
    }))
}

/// What a token for API use needs of the session that an older token names, which is not kept alive by this. None when that
/// has ended.
pub async fn of_token(app: &App, id: SessionId) -> Outcome<Option<ForToken>> {
    let now = app.core().world.now();
    let Some(stored) = sessions::find_named(&app.core().db, id, now).await? else {
        return Ok(None);
    };
    let signed = stored.content.get(SIGNED_IN).and_then(SignedIn::read);
    let Some((mut signed, seen_at)) = signed.zip(stored.seen_at) else {
        return Ok(None);
    };
    signed.seen_at = seen_at.unix_seconds();
    let ends_at = signed.ends_at(app.config().session);
    Ok((now < ends_at).then(|| ForToken {
        session: signed.id,
        person: signed.as_person(),
        ends_at,
        upstream: signed.upstream,
    }))
}

/// Whose session it was, when nobody is logged in because it ended by itself.
pub async fn was(session: &Session) -> Outcome<Option<Was>> {
    let stored = session.get_value(WAS).await?;
    Ok(stored.and_then(|stored| serde_json::from_value(stored).ok()))
}

/// Logs somebody in: under a new id, so that an id planted before is worth nothing. A word that was left before is
/// dropped: it may be about another person's business. Logins under way in other tabs go on, and so does the same person
/// for the same party. False when the login has ended at the provider meanwhile.
pub async fn sign_in(visitor: &Visitor, mut signed: SignedIn) -> Outcome<bool> {
    let session = &visitor.session;
    let before = visitor.signed.as_ref().map(|before| Was {
        person: before.person,
        party: before.party,
    });
    let before = match before {
        Some(before) => Some(before),
        None => was(session).await?,
    };
    signed.party = before
        .filter(|before| before.person == signed.person)
        .and_then(|before| before.party);
    signed.browser = visitor.browser().code();
    session.cycle_id().await?;
    session.remove_value(FLASH).await?;
    session.remove_value(WAS).await?;
    session.insert(SIGNED_IN, &signed).await?;
    session.save().await?;
    // Asked after the session is there: a logout at the same time finds either the session, or is found here.
    let ended = match &signed.upstream.session {
        Some(provider_session) => {
            let db = &visitor.core().db;
            sessions::has_ended(db, &signed.upstream.issuer, provider_session).await?
        }
        None => false,
    };
    if ended {
        session.flush().await?;
    }
    Ok(!ended)
}

pub async fn sign_out(session: &Session) -> Outcome {
    session.flush().await?;
    Ok(())
}

pub async fn choose_party(session: &Session, mut signed: SignedIn, party: PartyId) -> Outcome {
    signed.party = Some(party);
    session.insert(SIGNED_IN, &signed).await?;
    Ok(())
}

/// Remembers a login that has been sent off; the oldest is forgotten when there are too many.
pub async fn remember_login(session: &Session, login: PendingLogin) -> Outcome {
    let mut pending: Vec<PendingLogin> = session.get(PENDING).await?.unwrap_or_default();
    if pending.len() >= MAX_PENDING {
        pending.remove(0);
    }
    pending.push(login);
    session.insert(PENDING, &pending).await?;
    // Saved here and not after the answer, so that a database that is gone is told as such.
    session.save().await?;
    Ok(())
}

/// Takes out the login that `state` belongs to. Saved at once, so that the same answer cannot be used twice.
pub async fn take_login(session: &Session, state: &str) -> Outcome<Option<PendingLogin>> {
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
pub async fn leave_flash(session: &Session, flash: &Flash) -> Outcome {
    session.insert(FLASH, flash).await?;
    Ok(())
}

pub async fn take_flash(session: &Session) -> Outcome<Option<Flash>> {
    // Removing marks the session as changed, which would write it at every page.
    match session.get::<Flash>(FLASH).await? {
        Some(_) => Ok(session.remove(FLASH).await?),
        None => Ok(None),
    }
}

/// The cookie's name. With https, the prefix makes browsers refuse it from anybody but this very host (RFC 6265bis §4.1.3.2).
pub fn cookie_name(app: &App) -> &'static str {
    match app.config().is_https() {
        true => "__Host-fullmakt",
        false => "fullmakt",
    }
}

/// The layer that gives handlers their [`Session`]. The cookie lives as long as the browser is open; when the session ends
/// is for the database to say.
pub fn layer(app: &App) -> SessionManagerLayer<DbSessions> {
    SessionManagerLayer::new(DbSessions {
        db: app.core().db.clone(),
        world: app.core().world.clone(),
        limits: app.config().session,
    })
    .with_name(cookie_name(app))
    .with_http_only(true)
    .with_secure(app.config().is_https())
    .with_same_site(SameSite::Lax)
    .with_path("/")
    .with_expiry(Expiry::OnSessionEnd)
}
