use time::Duration;

use super::{OrgNumber, PackageRef, PartyId, RequestId, Right, SystemId, Timestamp};

/// How long a request can be answered.
pub const REQUEST_LIFETIME: Duration = Duration::days(180);

/// A vendor's request that a business creates a system user for the vendor's system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    pub system: SystemId,
    pub party: PartyId,
    pub org_number: OrgNumber,
    /// Tells several system users of one business and system apart; the organization number when the vendor gave none.
    pub external_ref: String,
    pub title: String,
    pub rights: Vec<Right>,
    pub packages: Vec<PackageRef>,
    pub redirect_url: Option<String>,
    pub status: RequestStatus,
    /// Forwarded by somebody who could not answer, to those who can.
    pub is_escalated: bool,
    pub created_at: Timestamp,
    pub answered_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestStatus {
    New,
    Accepted,
    Rejected,
}

impl RequestStatus {
    /// The word on the wire and in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::New, Self::Accepted, Self::Rejected]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// Why a request cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnswerable {
    /// Somebody answered before.
    Answered,
    /// It is older than [`REQUEST_LIFETIME`].
    Expired,
}

impl Request {
    /// Says whether the request can be answered at `now`; who may answer it is not asked here.
    pub fn check_answerable(&self, now: Timestamp) -> Result<(), NotAnswerable> {
        match self.status {
            RequestStatus::New if self.is_expired(now) => Err(NotAnswerable::Expired),
            RequestStatus::New => Ok(()),
            RequestStatus::Accepted | RequestStatus::Rejected => Err(NotAnswerable::Answered),
        }
    }

    /// A request that nobody answered in time. An answered one never expires.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.status == RequestStatus::New && now >= self.created_at.plus(REQUEST_LIFETIME)
    }
}

/// The external reference that counts: what the vendor sent, or the business's number when that is blank.
pub fn external_ref(sent: Option<&str>, org_number: &OrgNumber) -> String {
    match sent.map(str::trim) {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => org_number.to_string(),
    }
}
