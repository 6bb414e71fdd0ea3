use std::fmt;

use uuid::Uuid;

use super::{Decision, OrgNumber, PartyId, SystemUserId, Timestamp};

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
    /// A person at the portal, by what its pages show and let do.
    Portal,
    /// An owner who redeems a link service's ticket.
    LinkService,
}

impl Surface {
    const ALL: [Surface; 3] = [Self::Authorize, Self::Portal, Self::LinkService];

    /// The word in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
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
            Self::NoRule => ("no-rule", None),
            Self::Policy => ("policy", None),
            Self::NotEvaluated => ("not-evaluated", None),
        }
    }

    pub fn parse(kind: &str, id: Option<&str>) -> Option<Self> {
        match (kind, id) {
            ("rule", Some(id)) => Some(Self::Rule(id.to_owned())),
            ("delegation", Some(id)) => Uuid::try_parse(id).ok().map(Self::Delegation),
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

/// A text from outside, fit for the log: personal numbers masked, control characters replaced, not longer than
/// [`LogText::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogText(String);

impl LogText {
    pub const LONGEST: usize = 200;

    pub fn new(text: &str) -> Self {
        // Masked before it is cut, or the cut could leave most of a number.
        let head: String = text
            .chars()
            .take(Self::LONGEST + MASKED)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Self(mask(&head).chars().take(Self::LONGEST).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a national id is as people write it, with one sign after the date.
const MASKED: usize = 12;

/// Puts stars for everything that could be a national id: eleven digits, or six and five with one sign between, of which
/// the first six are a day of birth. The control digits are not asked: a number with a wrong digit still points to
/// somebody.
fn mask(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let length = chars.get(at..).map_or(0, length_of_national_id);
        for c in chars.iter_mut().skip(at).take(length) {
            *c = '*';
        }
        at += length.max(1);
    }
    chars.into_iter().collect()
}

/// How many of the first characters make a national id; 0 for none.
fn length_of_national_id(chars: &[char]) -> usize {
    let is_digits = |from: usize, to: usize| {
        chars
            .get(from..to)
            .is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    if !is_digits(0, 6) || !is_day(chars) {
        return 0;
    }
    if is_digits(6, 11) {
        return 11;
    }
    let is_sign = chars.get(6).is_some_and(|c| [' ', '-', '.'].contains(c));
    if is_sign && is_digits(7, 12) && !is_digits(7, 13) {
        return 12;
    }
    0
}

/// Day and month, with what is added to them for D-numbers (40 to the day) and test persons (40, 65 or 80 to the month).
fn is_day(chars: &[char]) -> bool {
    let number = |from: usize| {
        let digits = chars.get(from..from + 2)?.iter();
        digits
            .map(|c| c.to_digit(10))
            .try_fold(0, |sum, digit| Some(sum * 10 + digit?))
    };
    let is_day = number(0).is_some_and(|day| (1..=31).contains(&(day % 40)));
    let is_month = number(2).is_some_and(|month| {
        [0, 40, 65, 80]
            .iter()
            .any(|added| (added + 1..=added + 12).contains(&month))
    });
    is_day && is_month
}
