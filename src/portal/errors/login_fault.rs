use crate::text::Texts;

/// Why nobody was logged in, as far as it is told: nothing of it says whether somebody has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginFault {
    Cancelled,
    /// It took too long, or belongs to another browser.
    Lost,
    TooWeak,
    /// The provider vouches for somebody, but not for a national identity number.
    NoNationalId,
    /// The provider vouches for somebody whom the register does not know.
    NotRegistered,
    /// The provider vouches for somebody who may not log in here.
    Closed,
    /// The person would have to be asked something, and was not to be.
    MustAsk,
    Other,
}

impl LoginFault {
    pub const ALL: [Self; 8] = [
        Self::Cancelled,
        Self::Lost,
        Self::TooWeak,
        Self::NoNationalId,
        Self::NotRegistered,
        Self::Closed,
        Self::MustAsk,
        Self::Other,
    ];

    pub fn status(self) -> u16 {
        match self {
            Self::NotRegistered | Self::Closed => 403,
            _ => 400,
        }
    }

    pub fn heading(self, t: &Texts) -> &'static str {
        let t = &t.login_faults;
        match self {
            Self::Cancelled => t.cancelled,
            Self::Lost => t.lost,
            Self::TooWeak => t.too_weak,
            Self::NoNationalId => t.no_national_id,
            Self::NotRegistered => t.not_registered,
            Self::Closed => t.closed,
            Self::MustAsk => t.must_ask,
            Self::Other => t.other,
        }
    }

    pub fn advice(self, t: &Texts) -> &'static str {
        let t = &t.login_faults;
        match self {
            Self::Cancelled => t.cancelled_text,
            Self::Lost => t.lost_text,
            Self::TooWeak => t.too_weak_text,
            Self::NoNationalId => t.no_national_id_text,
            Self::NotRegistered => t.not_registered_text,
            Self::Closed => t.closed_text,
            Self::MustAsk => t.must_ask_text,
            Self::Other => t.other_text,
        }
    }

    /// What the link to a new login says.
    pub fn again(self, t: &Texts) -> &'static str {
        match self {
            Self::TooWeak | Self::NoNationalId => t.login_faults.another_way,
            Self::NotRegistered | Self::Closed => t.login_faults.somebody_else,
            Self::MustAsk => t.errors.log_in,
            _ => t.login_faults.again,
        }
    }

    /// Whether the provider would bring the same person back at once, unless it is told to ask anew.
    pub fn needs_new_person(self) -> bool {
        matches!(
            self,
            Self::NoNationalId | Self::NotRegistered | Self::Closed
        )
    }

    pub fn sample_name(self) -> &'static str {
        match self {
            Self::Cancelled => "login-cancelled",
            Self::Lost => "login-lost",
            Self::TooWeak => "login-too-weak",
            Self::NoNationalId => "login-no-national-id",
            Self::NotRegistered => "login-not-registered",
            Self::Closed => "login-closed",
            Self::MustAsk => "login-must-ask",
            Self::Other => "login-failed",
        }
    }
}
