use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use time::Duration;
use tokio::sync::{Mutex, RwLock};

use super::issuer_key::IssuerKey;
use super::issuers::{IssuerKind, TrustedIssuer};
use crate::domain::Timestamp;

/// How long a key set is used before it is read again.
const FRESH_FOR: Duration = Duration::hours(24);
/// How soon an unknown key id may make us ask again, so that forged ids do not become a flood.
const ASK_AGAIN_AFTER: Duration = Duration::minutes(5);
/// How soon to try again after an issuer did not answer.
const RETRY_AFTER: Duration = Duration::seconds(5);
/// The largest metadata or key set that is read.
const MAX_DOCUMENT: usize = 256 * 1024;

/// One issuer's public keys, read when first needed and kept.
pub struct IssuerKeys {
    issuer: TrustedIssuer,
    held: RwLock<Held>,
    /// Held by whoever asks the issuer. Not `held` itself: known keys go on serving while the issuer takes its time.
    asking: Mutex<()>,
}

#[derive(Default)]
struct Held {
    keys: HashMap<String, Arc<IssuerKey>>,
    read_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// Why an issuer's keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    #[error("no answer: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the answer is not what the standard says: {0}")]
    Content(&'static str),
}

impl IssuerKeys {
    pub fn new(issuer: TrustedIssuer) -> Self {
        Self {
            issuer,
            held: RwLock::default(),
            asking: Mutex::default(),
        }
    }

    pub fn issuer(&self) -> &str {
        &self.issuer.issuer
    }

    pub fn kind(&self) -> IssuerKind {
        self.issuer.kind
    }

    /// The key with this id. Old keys go on serving while the issuer cannot be reached.
    pub async fn find(
        &self,
        http: &reqwest::Client,
        key_id: &str,
        now: Timestamp,
    ) -> Option<Arc<IssuerKey>> {
        {
            let held = self.held.read().await;
            if let Some(key) = held.keys.get(key_id).filter(|_| held.is_fresh(now)) {
                return Some(key.clone());
            }
            if !held.may_ask(now) {
                return held.keys.get(key_id).cloned();
            }
        }
        self.refresh(http, now).await;
        self.held.read().await.keys.get(key_id).cloned()
    }

    async fn refresh(&self, http: &reqwest::Client, now: Timestamp) {
        let _alone = self.asking.lock().await;
        // Somebody else may have asked while this call waited.
        if !self.held.read().await.may_ask(now) {
            return;
        }
        let answer = self.read(http).await;
        let mut held = self.held.write().await;
        held.asked_at = Some(now);
        match answer {
            Ok(keys) => {
                held.keys = keys;
                held.read_at = Some(now);
            }
            Err(problem) => {
                tracing::warn!(issuer = self.issuer.issuer, %problem, "the issuer's keys could not be read");
            }
        }
    }

    async fn read(
        &self,
        http: &reqwest::Client,
    ) -> Result<HashMap<String, Arc<IssuerKey>>, KeySetError> {
        let metadata: Metadata = read_json(http, &self.issuer.metadata_url).await?;
        if metadata.issuer != self.issuer.issuer {
            return Err(KeySetError::Content("the metadata is another issuer's"));
        }
        let set: KeySet = read_json(http, &metadata.jwks_uri).await?;
        let allowed = self.issuer.kind.algorithms();
        let usable = |key| IssuerKey::read(key, allowed).map(|(id, key)| (id, Arc::new(key)));
        Ok(set.keys.into_iter().filter_map(usable).collect())
    }
}

impl Held {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.read_at.is_some_and(|read| now < read.plus(FRESH_FOR))
    }

    fn may_ask(&self, now: Timestamp) -> bool {
        let pause = if self.read_at == self.asked_at {
            ASK_AGAIN_AFTER
        } else {
            RETRY_AFTER
        };
        self.asked_at.is_none_or(|asked| now >= asked.plus(pause))
    }
}

async fn read_json<T: serde::de::DeserializeOwned>(
    http: &reqwest::Client,
    url: &str,
) -> Result<T, KeySetError> {
    let mut answer = http.get(url).send().await?.error_for_status()?;
    let mut body = Vec::new();
    // Counted while it comes: one without an end would fill the memory first.
    while let Some(part) = answer.chunk().await? {
        if body.len() + part.len() > MAX_DOCUMENT {
            return Err(KeySetError::Content("the document is too large"));
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).map_err(|_| KeySetError::Content("not the expected JSON"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use time::OffsetDateTime;
    use tokio::net::TcpListener;

    use super::*;
    use crate::tokens::{Algorithm, SigningKey, http_client};

    #[tokio::test]
    async fn a_known_key_serves_while_the_issuer_is_slow_to_answer() {
        let never_answers = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", never_answers.local_addr().unwrap());
        let keys = Arc::new(IssuerKeys::new(TrustedIssuer::maskinporten(&address)));
        let now = Timestamp::from_datetime(OffsetDateTime::now_utc());
        let earlier = now.minus(Duration::minutes(10));
        let pem = include_str!("../sandbox/keys/dts-tjenesteeier.pem");
        let key = SigningKey::from_pem("known", pem).unwrap();
        let key = serde_json::to_value(key.public()).unwrap();
        let (id, key) = IssuerKey::read(key, &[Algorithm::Rs256]).unwrap();
        *keys.held.write().await = Held {
            keys: HashMap::from([(id, Arc::new(key))]),
            read_at: Some(earlier),
            asked_at: Some(earlier),
        };
        let http = http_client().unwrap();
        let asking = {
            let (keys, http) = (keys.clone(), http.clone());
            tokio::spawn(async move { keys.find(&http, "unknown", now).await })
        };
        let _connection = never_answers.accept().await.unwrap();
        let soon = std::time::Duration::from_secs(2);
        let found = tokio::time::timeout(soon, keys.find(&http, "known", now)).await;
        assert!(found.unwrap().is_some());
        asking.abort();
    }
}
