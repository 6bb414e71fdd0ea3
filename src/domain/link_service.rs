use serde::{Deserialize, Serialize};
use time::Duration;

use super::{LaunchId, OrgNumber, PartyId, SecurityLevel, Timestamp};

/// A link service: the portal authorizes the person for the chosen party, runs pre-checks, and sends the browser to the
/// owner's own site with a one-time key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkService {
    /// The resource that the policy and the catalogue entry belong to.
    pub resource: String,
    pub target: LinkTarget,
    /// The action that the person must be allowed.
    pub action: String,
    pub minimum_level: SecurityLevel,
    pub subject_binding: SubjectBinding,
    /// Organizations besides the owner that may redeem a ticket.
    pub redeemers: Vec<OrgNumber>,
    pub checks: Vec<PreCheck>,
    pub valid_from: Option<Timestamp>,
    pub valid_to: Option<Timestamp>,
}

/// Where the browser is sent, and how the ticket travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget {
    pub url: String,
    pub key_parameter: String,
    pub key_seconds: u32,
}

/// Whether the owner must say at redemption who sits at the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectBinding {
    /// The owner must send the person, and it must be the one who started.
    Required,
    /// Compared when sent.
    Optional,
}

impl SubjectBinding {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Required, Self::Optional]
            .into_iter()
            .find(|binding| binding.as_str() == text)
    }
}

/// A check that runs after authorization and before the redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreCheck {
    /// The owner's name for it; repeated in the answer at redemption.
    pub id: String,
    pub kind: CheckKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckKind {
    /// The person has a personal e-mail address on the profile page.
    UserEmailRegistered,
    /// The party, when a person, is this many years old.
    MinimumAge { years: u8 },
}

/// A pre-check that did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckFailure {
    NoEmail,
    TooYoung { years: u8 },
}

/// Why a service cannot be started at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceClosed {
    NotYet(Timestamp),
    NoLonger(Timestamp),
}

impl LinkService {
    pub fn check_open(&self, now: Timestamp) -> Result<(), ServiceClosed> {
        match (self.valid_from, self.valid_to) {
            (Some(from), _) if now < from => Err(ServiceClosed::NotYet(from)),
            (_, Some(to)) if now >= to => Err(ServiceClosed::NoLonger(to)),
            _ => Ok(()),
        }
    }

    /// The address that carries the ticket. An existing query is kept.
    pub fn target_with(&self, ticket: &str) -> String {
        let joint = if self.target.url.contains('?') {
            '&'
        } else {
            '?'
        };
        format!(
            "{}{joint}{}={ticket}",
            self.target.url, self.target.key_parameter
        )
    }

    pub fn key_lifetime(&self) -> Duration {
        Duration::seconds(self.target.key_seconds.into())
    }
}

/// One person's start of a link service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    pub id: LaunchId,
    pub resource: String,
    pub person: PartyId,
    /// None until the person has chosen.
    pub party: Option<PartyId>,
    pub state: LaunchState,
    pub level: SecurityLevel,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaunchState {
    /// The person has not left yet; what is next is worked out at every look.
    Open,
    /// The browser has been sent away.
    Left,
    /// A ticket was used twice.
    Compromised,
}

impl LaunchState {
    const ALL: [LaunchState; 3] = [Self::Open, Self::Left, Self::Compromised];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Left => "left",
            Self::Compromised => "compromised",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}
