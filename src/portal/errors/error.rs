use askama::Template;

use super::LoginFault;
use crate::domain::{Language, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, WayOn};
use crate::routes;
use crate::text::fill;

/// An error, what to do next, and what to quote when asking for help.
#[derive(Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage {
    /// `path` is where a retry goes, and where a new login begins when that is what failed, `reference` what the log knows the error by.
    pub frame: Frame,
    pub kind: ErrorKind,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    NotFound,
    Forbidden,
    /// The database or another necessary part does not answer.
    Busy,
    Failure,
    LoginFailed(LoginFault),
    LoginUnavailable,
    CrossSite,
    /// What was sent cannot be read; with the status.
    Unreadable(u16),
}

impl ErrorKind {
    /// The HTTP status that the page answers with.
    pub fn status(self) -> u16 {
        match self {
            ErrorKind::NotFound => 404,
            ErrorKind::Forbidden | ErrorKind::CrossSite => 403,
            ErrorKind::Busy | ErrorKind::LoginUnavailable => 503,
            ErrorKind::Failure => 500,
            ErrorKind::LoginFailed(fault) => fault.status(),
            ErrorKind::Unreadable(status) => status,
        }
    }
}

impl ErrorPage {
    /// Nothing for what is no fault: a login that was given up.
    fn status_text(&self) -> Option<String> {
        let is_fault = !matches!(self.kind, ErrorKind::LoginFailed(_));
        let status = self.kind.status().to_string();
        is_fault.then(|| fill(self.frame.t.errors.status, &[("status", &status)]))
    }

    fn heading(&self) -> &'static str {
        let t = &self.frame.t.errors;
        match self.kind {
            ErrorKind::NotFound => t.not_found,
            ErrorKind::Forbidden => t.forbidden,
            ErrorKind::Busy => t.busy,
            ErrorKind::Failure => t.failure,
            ErrorKind::LoginFailed(fault) => fault.heading(self.frame.t),
            ErrorKind::LoginUnavailable => t.login_unavailable,
            ErrorKind::CrossSite => t.cross_site,
            ErrorKind::Unreadable(_) => t.unreadable,
        }
    }

    fn advice(&self) -> &'static str {
        let t = &self.frame.t.errors;
        match self.kind {
            ErrorKind::NotFound => t.not_found_text,
            ErrorKind::Forbidden => t.forbidden_text,
            ErrorKind::Busy => t.busy_text,
            ErrorKind::Failure => t.failure_text,
            ErrorKind::LoginFailed(fault) => fault.advice(self.frame.t),
            ErrorKind::LoginUnavailable => t.login_unavailable_text,
            ErrorKind::CrossSite => t.cross_site_text,
            ErrorKind::Unreadable(_) => t.unreadable_text,
        }
    }

    /// The most useful way on first.
    fn ways_on(&self) -> Vec<WayOn> {
        let t = &self.frame.t.errors;
        let home = WayOn {
            href: routes::LANDING.into(),
            label: t.home,
        };
        let retry = WayOn {
            href: self.frame.path.clone(),
            label: t.retry,
        };
        let again = |label| WayOn {
            href: self.frame.login_href(),
            label,
        };
        let other_party = WayOn {
            href: self.frame.switch_href(),
            label: t.other_party,
        };
        match self.kind {
            ErrorKind::CrossSite => vec![home],
            ErrorKind::NotFound if self.frame.person.is_none() => vec![home],
            ErrorKind::NotFound | ErrorKind::Forbidden => vec![other_party, home],
            ErrorKind::Busy
            | ErrorKind::Failure
            | ErrorKind::LoginUnavailable
            | ErrorKind::Unreadable(_) => vec![retry, home],
            ErrorKind::LoginFailed(fault) => vec![again(fault.again(self.frame.t)), home],
        }
    }
}

impl Page for ErrorPage {
    fn name() -> &'static str {
        "errors-error"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let anonymous = |kind| Self {
            frame: cast::anonymous(language, routes::SYSTEM_USERS),
            kind,
            at: cast::at(),
        };
        let signed_in = |kind| Self {
            frame: Frame {
                active: None,
                ..cast::signed_in(language, routes::SYSTEM_USERS, NavItem::Home)
            },
            ..anonymous(kind)
        };
        let mut samples = vec![
            ("not-found", signed_in(ErrorKind::NotFound)),
            ("not-found-anonymous", anonymous(ErrorKind::NotFound)),
            ("forbidden", signed_in(ErrorKind::Forbidden)),
            ("busy", anonymous(ErrorKind::Busy)),
            ("failure", signed_in(ErrorKind::Failure)),
            ("login-unavailable", anonymous(ErrorKind::LoginUnavailable)),
            ("cross-site", signed_in(ErrorKind::CrossSite)),
            ("unreadable", signed_in(ErrorKind::Unreadable(413))),
        ];
        samples.extend(LoginFault::ALL.map(|fault| {
            let kind = ErrorKind::LoginFailed(fault);
            (fault.sample_name(), anonymous(kind))
        }));
        samples
    }
}
