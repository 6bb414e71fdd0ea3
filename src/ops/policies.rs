use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::OpsError;
use crate::domain::Resource;
use crate::engine::PolicyTree;

/// Policies that have been read, by resource. An entry counts only while its text is the stored one, so a changed
/// policy is never decided by its old form, in however many processes.
#[derive(Default)]
pub struct Policies {
    read: Mutex<HashMap<String, Arc<Entry>>>,
}

struct Entry {
    text: String,
    policy: Arc<PolicyTree>,
}

impl Policies {
    pub fn of(&self, resource: &Resource) -> Result<Arc<PolicyTree>, OpsError> {
        if let Some(entry) = self
            .lock()
            .get(&resource.id)
            .filter(|entry| entry.text == resource.policy)
        {
            return Ok(entry.policy.clone());
        }
        let policy = PolicyTree::parse_alone(&resource.policy)
            .map(Arc::new)
            .map_err(|problem| OpsError::Policy {
                resource: resource.id.clone(),
                problem,
            })?;
        let entry = Entry {
            text: resource.policy.clone(),
            policy: policy.clone(),
        };
        self.lock().insert(resource.id.clone(), Arc::new(entry));
        Ok(policy)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Entry>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
