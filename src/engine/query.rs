//! One question put to a policy, with what is worked out while it is answered.

use std::cell::{OnceCell, RefCell};

use crate::domain::Timestamp;

use super::context::Context;
use super::facts::Facts;
use super::outcome::PolicyIdentifier;
use super::request::Request;
use super::xpath::Budget;

/// A request with the facts and the time that it is decided with.
pub struct Query<'a> {
    pub request: &'a Request,
    pub facts: &'a Facts,
    now: Timestamp,
    context: OnceCell<Context<'a>>,
    /// Limits what all paths of one decision may cost together.
    pub budget: Budget,
    applied: RefCell<Vec<PolicyIdentifier>>,
    /// Whether rules may be found by their index; without, each is looked at, with the same result.
    pub uses_index: bool,
}

impl<'a> Query<'a> {
    pub fn new(request: &'a Request, facts: &'a Facts, now: Timestamp) -> Self {
        Self {
            request,
            facts,
            now,
            context: OnceCell::new(),
            budget: Budget::default(),
            applied: RefCell::default(),
            uses_index: true,
        }
    }

    /// The attributes; put together when first asked for, since most decisions never need them.
    pub fn context(&self) -> &Context<'a> {
        self.context
            .get_or_init(|| Context::new(self.request, self.facts, self.now))
    }

    /// Notes a policy that came to Permit or Deny (XACML 3.0 core, §5.48), when the request wants to know.
    pub fn applied(&self, policy: &PolicyIdentifier) {
        if self.request.return_policy_ids {
            self.applied.borrow_mut().push(policy.clone());
        }
    }

    /// The policies noted, in the order of evaluation.
    pub fn into_applied(self) -> Vec<PolicyIdentifier> {
        self.applied.into_inner()
    }
}
