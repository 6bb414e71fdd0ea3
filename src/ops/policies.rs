use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::OpsError;
use crate::domain::GuardedResource;
use crate::engine::{PolicyError, PolicyTree};

/// Policies that have been read, by resource. An entry counts only while its text is the stored one, so a changed
/// policy is never decided by its old form, in however many processes.
#[derive(Default)]
pub struct Policies {
    read: Mutex<HashMap<String, Entry>>,
}

struct Entry {
    /// SHA-256 of the text: the text itself would take as much room again as the policy.
    digest: [u8; 32],
    policy: Arc<PolicyTree>,
}

impl Policies {
    pub fn of(&self, resource: &GuardedResource) -> Result<Arc<PolicyTree>, OpsError> {
        self.parsed(resource).map_err(|problem| OpsError::Policy {
            resource: resource.id.clone(),
            problem,
        })
    }

    /// The policy of a resource, or why it cannot be used.
    pub fn parsed(&self, resource: &GuardedResource) -> Result<Arc<PolicyTree>, PolicyError> {
        let text = resource.policy.as_deref().ok_or_else(PolicyError::none)?;
        let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        if let Some(entry) = self
            .lock()
            .get(&resource.id)
            .filter(|entry| entry.digest == digest)
        {
            return Ok(entry.policy.clone());
        }
        let policy = PolicyTree::parse_alone(text).map(Arc::new)?;
        let entry = Entry {
            digest,
            policy: policy.clone(),
        };
        self.lock().insert(resource.id.clone(), entry);
        Ok(policy)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Entry>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
