//! What the access lists of a resource made of a Permit.

use time::Duration;

use crate::domain::{Membership, Timestamp};
use crate::engine::access_list;
use crate::engine::names;
use crate::engine::outcome::{Decision, Reason};
use crate::engine::request::Request;

use super::Explanation;

/// Whether the party acted for came through the access lists of a resource that is for members only. Lists are named
/// `{owner}:{identifier}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// A member of this list, which opens the resource for the action.
    Admitted { list: String, since: Timestamp },
    /// Was a member of a list that opens the resource for the action, until this moment.
    Ended { list: String, at: Timestamp },
    /// A member of a list that opens the resource for these actions only.
    OtherActions { list: String, actions: Vec<String> },
    /// A member of no list that is connected to the resource.
    NoMember,
}

impl Explanation {
    /// The same after the access lists have been asked, as [`access_list::limit`] does. They are asked about a Permit
    /// only.
    #[must_use]
    pub fn limited(self, request: &Request, memberships: &[Membership], now: Timestamp) -> Self {
        if self.outcome.decision != Decision::Permit {
            return self;
        }
        let outcome = access_list::limit(self.outcome, request, memberships, now);
        let admission = match access_list::admitting(request, memberships, now) {
            Some(membership) => Admission::Admitted {
                list: membership.list_name(),
                since: membership.since,
            },
            None => nearest(request, memberships, now),
        };
        Self {
            outcome,
            admission: Some(admission),
            ..self
        }
    }

    /// Whether the policy permits and the access lists do not.
    pub fn is_shut_by_lists(&self) -> bool {
        self.outcome.reason == Reason::AccessList
    }
}

/// How near the memberships come to opening the resource.
fn nearest(request: &Request, memberships: &[Membership], now: Timestamp) -> Admission {
    let resource = request.single(names::RESOURCE, names::RESOURCE_ID);
    let Ok(Some(resource)) = resource else {
        return Admission::NoMember;
    };
    let connected = |membership: &&Membership| {
        let connection = membership.connection.as_ref();
        connection.is_some_and(|connection| connection.resource == *resource)
    };
    let ended = memberships.iter().find_map(|membership| {
        let end = membership.expires_at.filter(|end| *end <= now)?;
        let just_before = end.minus(Duration::microseconds(1));
        let one = std::slice::from_ref(membership);
        access_list::admitting(request, one, just_before).map(|membership| (membership, end))
    });
    if let Some((membership, at)) = ended {
        return Admission::Ended {
            list: membership.list_name(),
            at,
        };
    }
    let mut valid = memberships
        .iter()
        .filter(|membership| membership.is_valid(now));
    match valid.find(connected) {
        Some(membership) => Admission::OtherActions {
            list: membership.list_name(),
            actions: actions(membership),
        },
        None => Admission::NoMember,
    }
}

fn actions(membership: &Membership) -> Vec<String> {
    let connection = membership.connection.as_ref();
    connection
        .map(|connection| connection.actions.clone())
        .unwrap_or_default()
}
