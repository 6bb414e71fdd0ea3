use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, SecurityLevel, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, Missing, Page, PartyLabel, PowerList, Rights, SystemLabel};
use crate::routes;
use crate::text::{Part, Texts, Value, fill, say};

/// The consent screen: what a vendor's system asks for, and the answer.
#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct ShowPage {
    pub frame: Frame,
    pub id: Uuid,
    /// Opened from inside the portal, so that the person stays logged in afterwards.
    pub inside: bool,
    /// The page that the person came from, if it said so.
    pub back: Option<String>,
    pub system: SystemLabel,
    pub party: PartyLabel,
    pub rights: Rights,
    pub state: State,
    /// What went wrong when the person answered.
    pub problem: Option<Problem>,
}

/// What the person can do with the request.
pub enum State {
    Answerable,
    /// May answer for the party, but lacks some of the rights (marked in the list).
    Lacking {
        may_forward: bool,
    },
    /// May not answer.
    MayForward(Approvers),
    Forwarded(Approvers),
    Approved {
        at: Timestamp,
    },
    Rejected {
        at: Timestamp,
    },
    Expired,
}

/// Who may answer.
pub struct Approvers {
    /// The roles whose holders a person would look for first, by name.
    pub roles: Vec<String>,
    /// What else is enough.
    pub also: PowerList,
}

/// Why an answer was not taken.
#[derive(Clone, Copy)]
pub enum Problem {
    Refused,
    /// The party has an access for this system already.
    Exists,
}

impl Problem {
    pub fn heading(&self, t: &Texts) -> &'static str {
        match self {
            Problem::Refused => t.request.failed,
            Problem::Exists => t.request.exists,
        }
    }

    pub fn advice(&self, t: &Texts) -> &'static str {
        match self {
            Problem::Refused => t.request.refused_advice,
            Problem::Exists => t.request.exists_advice,
        }
    }
}

impl ShowPage {
    fn lead(&self) -> Vec<Part> {
        let values = [
            ("vendor", Value::Name(&self.system.vendor)),
            ("system", Value::Name(&self.system.name)),
            ("party", Value::Name(&self.party.name)),
        ];
        say(self.frame.t.request.lead, &values)
    }

    fn answered_on(&self, at: &Timestamp) -> Vec<Part> {
        say(
            self.frame.t.request.answered_on,
            &[("date", Value::Date(*at))],
        )
    }

    fn who_may(&self) -> Vec<Part> {
        say(
            self.frame.t.request.who_may,
            &[("party", Value::Name(&self.party.name))],
        )
    }

    fn is_answerable(&self) -> bool {
        matches!(self.state, State::Answerable)
    }

    /// A stronger login, when that is what is missing for some of the rights.
    fn step_up_href(&self) -> Option<String> {
        let is_too_low = self
            .rights
            .missing()
            .any(|missing| missing == Missing::Level);
        is_too_low.then(|| routes::login_at(&self.frame.path, SecurityLevel::High.acr()))
    }

    fn rights_heading(&self) -> &'static str {
        let t = &self.frame.t.request;
        match (&self.state, self.rights.count()) {
            (State::Answerable, 1) => t.rights_one,
            (State::Answerable, _) => t.rights_many,
            (_, 1) => t.rights_asked_one,
            (_, _) => t.rights_asked_many,
        }
    }

    fn leave_href(&self) -> String {
        match self.inside {
            true => routes::SYSTEM_USERS.to_owned(),
            false => routes::request_logout(self.id),
        }
    }

    fn leave_label(&self) -> String {
        let t = &self.frame.t.request;
        match self.inside {
            true => t.to_overview.to_owned(),
            false => fill(t.to_vendor, &[("vendor", &self.system.vendor)]),
        }
    }
}

impl Page for ShowPage {
    fn name() -> &'static str {
        "requests-show"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |state, rights| Self {
            frame: cast::asked(language, &routes::request_confirm(cast::id(1))),
            id: cast::id(1),
            inside: false,
            back: None,
            system: SystemLabel::sample(),
            party: cast::bakery(),
            rights,
            state,
            problem: None,
        };
        let full = |state| page(state, cast::rights(language));
        let one = Rights {
            services: vec![cast::vat(language)],
            packages: vec![],
        };
        let approvers = || Approvers {
            roles: cast::roles(language),
            also: PowerList::sample(language),
        };
        let lacking = |may_forward| page(State::Lacking { may_forward }, cast::lacking(language));
        vec![
            ("answerable", full(State::Answerable)),
            ("one-right", page(State::Answerable, one)),
            (
                "inside",
                Self {
                    inside: true,
                    back: None,
                    ..full(State::Answerable)
                },
            ),
            ("lacking", lacking(false)),
            ("lacking-may-forward", lacking(true)),
            ("may-forward", full(State::MayForward(approvers()))),
            (
                "forwarded",
                full(State::Forwarded(Approvers {
                    also: PowerList::default(),
                    ..approvers()
                })),
            ),
            ("approved", full(State::Approved { at: cast::at() })),
            ("rejected", full(State::Rejected { at: cast::at() })),
            ("expired", full(State::Expired)),
            (
                "refused",
                Self {
                    problem: Some(Problem::Refused),
                    ..lacking(false)
                },
            ),
            (
                "exists",
                Self {
                    problem: Some(Problem::Exists),
                    ..full(State::Answerable)
                },
            ),
        ]
    }
}
