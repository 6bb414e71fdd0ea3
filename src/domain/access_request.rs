use super::{AccessRequestId, PartyId, Timestamp};

/// That somebody asks a party for a power. It gives nothing by itself; only its approval does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    pub id: AccessRequestId,
    /// Whose power it is, and who answers.
    pub from: PartyId,
    /// Who would get it.
    pub to: PartyId,
    pub asked_by: Asker,
    pub what: AskedFor,
    pub status: AccessRequestStatus,
    pub created_at: Timestamp,
    /// When its status last changed.
    pub changed_at: Timestamp,
    /// Who approved or rejected it.
    pub answered_by: Option<PartyId>,
}

/// Who made a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A person, for himself or for an organization that he manages.
    Person(PartyId),
    /// A service owner, by its code, for somebody who is to confirm it.
    Owner(String),
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedFor {
    /// An access package, by its urn.
    Package { urn: String },
    /// Actions on a resource; none named: all that can be given.
    Resource {
        id: String,
        actions: Option<Vec<String>>,
    },
}

/// How far a request has come. The words are those of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessRequestStatus {
    /// Made by a service owner, not yet confirmed by whom it is for. The party that is asked does not see it.
    Draft,
    /// Waits for an answer.
    Pending,
    Approved,
    Rejected,
    /// Taken back, or discarded while it was a draft.
    Withdrawn,
}

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessRequestChange {
    /// By the side that would get the power.
    Confirm,
    /// By the side that would get the power, or the owner that drafted it.
    Withdraw,
    /// By the side whose power it is.
    Approve,
    /// By the side whose power it is.
    Reject,
}

impl AccessRequest {
    /// Says whether it can be changed so; who may is not asked here. Requests do not expire: no status of the wire says
    /// that, and an old one gives nothing that its answer does not give.
    ///
    /// # Errors
    /// The status that stands in the way.
    pub fn check(&self, change: AccessRequestChange) -> Result<(), AccessRequestStatus> {
        match change.before().contains(&self.status) {
            true => Ok(()),
            false => Err(self.status),
        }
    }

    /// Whether the party that is asked may know of it: not of a draft, nor of one that was never more.
    pub fn is_sent(&self) -> bool {
        let is_of_owner = matches!(self.asked_by, Asker::Owner(_));
        match self.status {
            AccessRequestStatus::Draft => false,
            AccessRequestStatus::Withdrawn => !is_of_owner,
            _ => true,
        }
    }
}

impl AccessRequestChange {
    /// The statuses in which it can happen.
    pub fn before(self) -> &'static [AccessRequestStatus] {
        match self {
            Self::Confirm => &[AccessRequestStatus::Draft],
            Self::Withdraw => &[AccessRequestStatus::Draft, AccessRequestStatus::Pending],
            Self::Approve | Self::Reject => &[AccessRequestStatus::Pending],
        }
    }

    /// The status that it leads to.
    pub fn after(self) -> AccessRequestStatus {
        match self {
            Self::Confirm => AccessRequestStatus::Pending,
            Self::Withdraw => AccessRequestStatus::Withdrawn,
            Self::Approve => AccessRequestStatus::Approved,
            Self::Reject => AccessRequestStatus::Rejected,
        }
    }
}

impl AccessRequestStatus {
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Pending,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The word on the wire and in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Pending => "Pending",
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
            Self::Withdrawn => "Withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use AccessRequestChange::{Approve, Confirm, Reject, Withdraw};
    use AccessRequestStatus::{Approved, Draft, Pending, Rejected, Withdrawn};
    use time::macros::datetime;
    use uuid::Uuid;

    fn request(status: AccessRequestStatus) -> AccessRequest {
        let at = Timestamp::from_datetime(datetime!(2026-11-20 09:42 UTC));
        AccessRequest {
            id: AccessRequestId(Uuid::from_u128(1)),
            from: PartyId(Uuid::from_u128(2)),
            to: PartyId(Uuid::from_u128(3)),
            asked_by: Asker::Person(PartyId(Uuid::from_u128(3))),
            what: AskedFor::Package { urn: "x".into() },
            status,
            created_at: at,
            changed_at: at,
            answered_by: None,
        }
    }

    #[test]
    fn a_request_takes_only_the_steps_that_its_status_allows() {
        let allowed = |status| -> Vec<AccessRequestChange> {
            let all = [Confirm, Withdraw, Approve, Reject];
            let request = request(status);
            all.into_iter()
                .filter(|change| request.check(*change).is_ok())
                .collect()
        };
        assert_eq!(allowed(Draft), [Confirm, Withdraw]);
        assert_eq!(allowed(Pending), [Withdraw, Approve, Reject]);
        for closed in [Approved, Rejected, Withdrawn] {
            assert_eq!(allowed(closed), []);
            assert_eq!(request(closed).check(Approve), Err(closed));
        }
    }

    #[test]
    fn a_draft_is_not_known_to_the_party_that_is_asked() {
        assert!(!request(Draft).is_sent());
        assert!(request(Pending).is_sent() && request(Withdrawn).is_sent());
        let discarded = AccessRequest {
            asked_by: Asker::Owner("nod".into()),
            ..request(Withdrawn)
        };
        assert!(!discarded.is_sent());
    }

    #[test]
    fn every_status_is_read_as_it_is_written() {
        for status in AccessRequestStatus::ALL {
            assert_eq!(AccessRequestStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!(AccessRequestStatus::parse("pending"), None);
    }
}
