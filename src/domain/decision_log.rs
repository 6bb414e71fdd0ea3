use uuid::Uuid;

use super::{Decision, LogText, OrgNumber, PartyId, SystemUserId, Timestamp};

/// One answered question, as the decision log keeps it. Persons are named by their party's uuid only, and texts that
/// callers chose come without personal numbers and control characters, and shortened ([`LogText`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionEntry {
    /// Sorts by time; sampling goes by it.
    pub id: Uuid,
    pub created: Timestamp,
    pub asked: Asked,
    /// The id of the HTTP request, as log lines and answers carry it; None for what no request asked.
    pub request_id: Option<String>,
    /// The caller's session (`urn:altinn:sessionid`).
    pub session: Option<LogText>,
    /// Whom the question was about; None when it named nobody that is known.
    pub subject: Option<LoggedSubject>,
    /// The party acted for.
    pub party: Option<PartyId>,
    pub resource: Option<LogText>,
    pub instance: Option<LogText>,
    pub action: Option<LogText>,
    pub decision: Decision,
    /// The last part of the status code's urn (XACML 3.0 core, B.8), such as `ok`.
    pub status: String,
    pub basis: LoggedBasis,
    /// The security level that an obligation asks of a person. Beyond 4 it is one that nobody has.
    pub required_level: Option<u8>,
    /// The level of the person's login, where the product itself enforces the obligation.
    pub held_level: Option<u8>,
    pub policy_version: Option<String>,
    /// How long the answer took, in microseconds.
    pub micros: u64,
}

impl DecisionEntry {
    /// Whether the question was answered with yes. A Permit for a stronger login than the one at hand is a no.
    pub fn is_yes(&self) -> bool {
        let is_level_held = match (self.required_level, self.held_level) {
            (Some(required), Some(held)) => held >= required,
            _ => true,
        };
        self.decision == Decision::Permit && is_level_held
    }
}

/// Who asked, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub by: AskedBy,
    pub surface: Surface,
    /// The place among the questions of one call, from 0; None when it asked one only.
    pub position: Option<u32>,
}

/// Who asks for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedBy {
    /// Somebody who is logged in.
    Person(PartyId),
    /// The organization that the caller's token was issued to.
    Organization(OrgNumber),
    /// A caller whose token names no organization.
    Unnamed,
}

impl AskedBy {
    /// The words in storage: the kind, and the id if there is one.
    pub fn as_words(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Person(party) => ("person", Some(party.to_string())),
            Self::Organization(number) => ("organization", Some(number.to_string())),
            Self::Unnamed => ("unnamed", None),
        }
    }

    pub fn parse(kind: &str, id: Option<&str>) -> Option<Self> {
        match (kind, id) {
            ("person", Some(id)) => Uuid::try_parse(id).ok().map(PartyId).map(Self::Person),
            ("organization", Some(id)) => OrgNumber::parse(id).map(Self::Organization),
            ("unnamed", None) => Some(Self::Unnamed),
            _ => None,
        }
    }
}

/// Which part of the product was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// `POST /authorization/api/v1/authorize`.
    Authorize,
    /// `POST /authorization/api/v1/decision`.
    Decision,
    /// `POST /access/v1/evaluation` and `…/evaluations`.
    AuthZen,
    /// A person at the portal, by what its pages show and let do.
    Portal,
    /// An owner who redeems a link service's ticket.
    LinkService,
}

impl Surface {
    const ALL: [Surface; 5] = [
        Self::Authorize,
        Self::Decision,
        Self::AuthZen,
        Self::Portal,
        Self::LinkService,
    ];

    /// The word in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Decision => "decision",
            Self::AuthZen => "authzen",
            Self::Portal => "portal",
            Self::LinkService => "link-service",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|surface| surface.as_str() == text)
    }
}

/// Whom a question was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoggedSubject {
    Party(PartyId),
    SystemUser(SystemUserId),
    /// A service owner, by its code.
    ServiceOwner(LogText),
}

impl LoggedSubject {
    /// The words in storage: kind and id.
    pub fn as_words(&self) -> (&'static str, String) {
        match self {
            Self::Party(id) => ("party", id.to_string()),
            Self::SystemUser(id) => ("system-user", id.to_string()),
            Self::ServiceOwner(code) => ("service-owner", code.to_string()),
        }
    }

    pub fn parse(kind: &str, id: &str) -> Option<Self> {
        let uuid = Uuid::try_parse(id).ok();
        match kind {
            "party" => uuid.map(PartyId).map(Self::Party),
            "system-user" => uuid.map(SystemUserId).map(Self::SystemUser),
            "service-owner" => Some(Self::ServiceOwner(LogText::new(id))),
            _ => None,
        }
    }
}

/// What a decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoggedBasis {
    /// The policy's rule of this id.
    Rule(String),
    /// A delegation, by its id.
    Delegation(Uuid),
    /// The party is not a member of an access list that opens the resource for the action.
    AccessList,
    /// No rule applied.
    NoRule,
    /// The policy as a whole.
    Policy,
    /// The policy was not asked: the question or the policy could not be read, or the answer was clear without it.
    NotEvaluated,
}

impl LoggedBasis {
    /// The words in storage: the kind, and the id if there is one.
    pub fn as_words(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Rule(id) => ("rule", Some(id.clone())),
            Self::Delegation(id) => ("delegation", Some(id.to_string())),
            Self::AccessList => ("access-list", None),
            Self::NoRule => ("no-rule", None),
            Self::Policy => ("policy", None),
            Self::NotEvaluated => ("not-evaluated", None),
        }
    }

    pub fn parse(kind: &str, id: Option<&str>) -> Option<Self> {
        match (kind, id) {
            ("rule", Some(id)) => Some(Self::Rule(id.to_owned())),
            ("delegation", Some(id)) => Uuid::try_parse(id).ok().map(Self::Delegation),
            ("access-list", None) => Some(Self::AccessList),
            ("no-rule", None) => Some(Self::NoRule),
            ("policy", None) => Some(Self::Policy),
            ("not-evaluated", None) => Some(Self::NotEvaluated),
            _ => None,
        }
    }
}

/// A stretch of time in which entries were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionGap {
    pub first: Timestamp,
    pub last: Timestamp,
    pub dropped: u64,
}

impl DecisionGap {
    /// Both as one.
    pub fn and(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            dropped: self.dropped + other.dropped,
        }
    }
}

/// Which answers the log keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Sampling {
    #[default]
    Full,
    /// This share of the yeses, from 0 to 1, and every no and every failure.
    Permits(f64),
    Off,
}

impl Sampling {
    /// The same entry gets the same answer everywhere and always: the entry's id is what chance there is.
    pub fn keeps(self, entry: &DecisionEntry) -> bool {
        match self {
            Self::Full => true,
            Self::Permits(share) => !entry.is_yes() || lot(entry.id) < share,
            Self::Off => false,
        }
    }
}

/// A number from 0 up to 1, of the last bits of an id, which are random ones (RFC 9562 §5.7).
fn lot(id: Uuid) -> f64 {
    const BITS: u32 = 32;
    let [.., a, b, c, d] = *id.as_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / 2_f64.powi(BITS as i32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn about_the_wanted_share_of_the_permits_is_kept_and_every_no() {
        let entry = |decision| DecisionEntry {
            id: Uuid::now_v7(),
            created: Timestamp::from_datetime(time::macros::datetime!(2026-07-01 12:00 UTC)),
            asked: Asked {
                by: AskedBy::Unnamed,
                surface: Surface::Authorize,
                position: None,
            },
            request_id: None,
            session: None,
            subject: None,
            party: None,
            resource: None,
            instance: None,
            action: None,
            decision,
            status: "ok".to_owned(),
            basis: LoggedBasis::NoRule,
            required_level: None,
            held_level: None,
            policy_version: None,
            micros: 0,
        };
        let kept = |sampling: Sampling, decision| {
            let entries = (0..2_000).map(|_| entry(decision));
            entries.filter(|entry| sampling.keeps(entry)).count()
        };
        let share = kept(Sampling::Permits(0.25), Decision::Permit);
        assert!((400..600).contains(&share), "{share}");
        assert_eq!(kept(Sampling::Permits(0.0), Decision::Permit), 0);
        assert_eq!(kept(Sampling::Permits(1.0), Decision::Permit), 2_000);
        for no in [
            Decision::Deny,
            Decision::NotApplicable,
            Decision::Indeterminate,
        ] {
            assert_eq!(kept(Sampling::Permits(0.0), no), 2_000);
        }
        let too_weak = DecisionEntry {
            required_level: Some(4),
            held_level: Some(3),
            ..entry(Decision::Permit)
        };
        assert!(Sampling::Permits(0.0).keeps(&too_weak));
        assert!(!Sampling::Off.keeps(&too_weak));
    }

    #[test]
    fn every_word_of_storage_reads_back() {
        let id = Uuid::from_u128(7);
        let subjects = [
            LoggedSubject::Party(PartyId(id)),
            LoggedSubject::SystemUser(SystemUserId(id)),
            LoggedSubject::ServiceOwner(LogText::new("skd")),
        ];
        for subject in subjects {
            let (kind, id) = subject.as_words();
            assert_eq!(LoggedSubject::parse(kind, &id), Some(subject));
        }
        let askers = [
            AskedBy::Person(PartyId(id)),
            AskedBy::Organization(OrgNumber::parse("310501018").unwrap()),
            AskedBy::Unnamed,
        ];
        for asker in askers {
            let (kind, id) = asker.as_words();
            assert_eq!(AskedBy::parse(kind, id.as_deref()), Some(asker));
        }
        let bases = [
            LoggedBasis::Rule("r".to_owned()),
            LoggedBasis::Delegation(id),
            LoggedBasis::NoRule,
            LoggedBasis::Policy,
            LoggedBasis::NotEvaluated,
        ];
        for basis in bases {
            let (kind, id) = basis.as_words();
            assert_eq!(LoggedBasis::parse(kind, id.as_deref()), Some(basis));
        }
        for surface in Surface::ALL {
            assert_eq!(Surface::parse(surface.as_str()), Some(surface));
        }
    }
}
