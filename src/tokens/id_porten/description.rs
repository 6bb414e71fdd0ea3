use std::sync::Arc;

use time::Duration;
use tokio::sync::{Mutex, RwLock};

use super::LoginError;
use super::metadata::Metadata;
use crate::domain::Timestamp;
use crate::world::World;

/// How long a provider's description of itself is used before it is read again.
const FRESH_FOR: Duration = Duration::hours(1);
/// How soon an unknown key id may make us read it again, so that forged ids do not become a flood.
const ASK_AGAIN_AFTER: Duration = Duration::minutes(5);
/// How soon to try again while the provider is down and an older description serves.
const RETRY_AFTER: Duration = Duration::seconds(30);

/// What a provider says of itself, with its keys: read when first needed and kept.
pub struct Description {
    issuer: String,
    http: reqwest::Client,
    world: World,
    held: RwLock<Held>,
    /// Held by whoever asks the provider, so that those who wait meanwhile share its answer.
    asking: Mutex<()>,
}

#[derive(Clone, Default)]
struct Held {
    metadata: Option<Arc<Metadata>>,
    read_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
    /// What the last attempt failed by.
    failed: Option<String>,
}

impl Description {
    pub fn new(issuer: &str, http: reqwest::Client, world: World) -> Self {
        Self {
            issuer: issuer.to_owned(),
            http,
            world,
            held: RwLock::default(),
            asking: Mutex::default(),
        }
    }

    /// The description. An old one goes on serving while the provider cannot be reached.
    pub async fn get(&self) -> Result<Arc<Metadata>, LoginError> {
        let held = self.held.read().await.clone();
        if let Some(metadata) = held.usable(self.world.now()) {
            return Ok(metadata);
        }
        self.read(held.asked_at).await.kept()
    }

    /// The description with the keys as they are now, for a token that is signed with a key we do not know. None when the
    /// provider was asked a short while ago.
    pub async fn with_new_keys(&self) -> Result<Option<Arc<Metadata>>, LoginError> {
        let asked_at = self.held.read().await.asked_at;
        let now = self.world.now();
        if asked_at.is_some_and(|asked| now < asked.plus(ASK_AGAIN_AFTER)) {
            return Ok(None);
        }
        self.read(asked_at).await.kept().map(Some)
    }

    /// Asks the provider, unless somebody has since `asked_at`.
    async fn read(&self, asked_at: Option<Timestamp>) -> Held {
        let _alone = self.asking.lock().await;
        let before = self.held.read().await.clone();
        if before.asked_at != asked_at {
            return before;
        }
        let answer = Metadata::discover(&self.issuer, &self.http).await;
        let now = self.world.now();
        let after = match answer {
            Ok(metadata) => Held {
                metadata: Some(Arc::new(metadata)),
                read_at: Some(now),
                asked_at: Some(now),
                failed: None,
            },
            Err(problem) => {
                tracing::warn!(issuer = self.issuer, %problem, "the provider's description could not be read");
                Held {
                    asked_at: Some(now),
                    failed: Some(problem.to_string()),
                    ..before
                }
            }
        };
        *self.held.write().await = after.clone();
        after
    }
}

impl Held {
    /// What can be used without asking.
    fn usable(&self, now: Timestamp) -> Option<Arc<Metadata>> {
        let within = |at: Option<Timestamp>, time| at.is_some_and(|at| now < at.plus(time));
        let is_fresh = within(self.read_at, FRESH_FOR);
        let just_failed = self.failed.is_some() && within(self.asked_at, RETRY_AFTER);
        let serves = is_fresh || just_failed;
        self.metadata.clone().filter(|_| serves)
    }

    fn kept(self) -> Result<Arc<Metadata>, LoginError> {
        self.metadata
            .ok_or_else(|| LoginError::Unavailable(self.failed.unwrap_or_default()))
    }
}
