use askama::Template;

use super::Item;
use crate::domain::{AccessRequestStatus, Language};
use crate::portal::page::cast;
use crate::portal::{Frame, Missing, NavItem, Page, PartyLabel, PowerList};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// What one requester asks a party for, and the answer.
#[derive(Template)]
#[template(path = "asks/answer.html")]
pub struct AnswerPage {
    pub frame: Frame,
    /// The party that is asked.
    pub party: String,
    pub requester: PartyLabel,
    /// Who asked, when it was not the requester himself.
    pub by: Option<String>,
    pub wanted: Vec<Wanted>,
    /// Who could give what the person lacks.
    pub others: Others,
    pub problem: Option<Problem>,
}

/// One thing that is asked for.
pub struct Wanted {
    pub item: Item,
    /// What of it the person cannot give, and why.
    pub lacks: Vec<Lacked>,
}

pub struct Lacked {
    /// The action in words; None for all of it.
    pub action: Option<String>,
    pub reason: Missing,
}

/// Who else may answer.
#[derive(Default)]
pub struct Others {
    pub roles: Vec<String>,
    pub also: PowerList,
}

/// Why an answer was not taken.
#[derive(Clone, Copy)]
pub enum Problem {
    /// So many could not be approved.
    Some(usize),
    /// The one who would get it may not have it.
    Unfit,
    /// Somebody was faster.
    Gone,
}

impl AnswerPage {
    fn heading(&self) -> String {
        let who = ("who", self.requester.name.as_str());
        fill(self.frame.t.asks.answer_heading, &[who])
    }

    fn say(&self, text: &str) -> Vec<Part> {
        let values = [
            ("who", Value::Name(&self.requester.name)),
            ("party", Value::Name(&self.party)),
        ];
        say(text, &values)
    }

    fn pending(&self) -> usize {
        let pending = self.wanted.iter().filter(|one| one.item.is_pending());
        pending.count()
    }

    fn giveable(&self) -> usize {
        let mut count = 0;
        for one in &self.wanted {
            count += usize::from(one.item.is_pending() && one.lacks.is_empty());
        }
        count
    }

    fn is_lacking(&self) -> bool {
        self.pending() > self.giveable()
    }

    fn approve(&self) -> String {
        let t = &self.frame.t.asks;
        let count = self.giveable();
        match (self.pending(), count) {
            (1, _) => t.approve.to_owned(),
            (pending, count) if pending == count => t.approve_all.to_owned(),
            _ => fill(t.approve_some, &[("count", &count.to_string())]),
        }
    }

    fn reject(&self) -> &'static str {
        match self.pending() {
            1 => self.frame.t.asks.reject,
            _ => self.frame.t.asks.reject_all,
        }
    }

    fn problem_heading(&self, problem: &Problem) -> String {
        let t = &self.frame.t.asks;
        match problem {
            Problem::Some(count) => fill(t.failed_some, &[("count", &count.to_string())]),
            Problem::Unfit => fill(t.unfit, &[("who", &self.requester.name)]),
            Problem::Gone => t.gone.to_owned(),
        }
    }

    fn problem_text(&self, problem: &Problem) -> &'static str {
        let t = &self.frame.t.asks;
        match problem {
            Problem::Some(_) => t.failed_some_text,
            Problem::Unfit => t.unfit_text,
            Problem::Gone => t.gone_text,
        }
    }

    fn lack_line(&self, lack: &Lacked) -> String {
        let t = self.frame.t;
        let reason = lack.reason.text(t);
        match &lack.action {
            None => reason.to_owned(),
            Some(action) => fill(
                t.asks.lacking_action,
                &[("action", action), ("reason", reason)],
            ),
        }
    }
}

impl Page for AnswerPage {
    fn name() -> &'static str {
        "asks-answer"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let wanted = |status, lacks| Wanted {
            item: Item::sample(language, status),
            lacks,
        };
        let service = |lacks| Wanted {
            item: Item::sample_service(language, AccessRequestStatus::Pending),
            lacks,
        };
        let page = |wanted, problem| Self {
            frame: cast::signed_in(
                language,
                &routes::access_request_answer(&[cast::id(1)]),
                NavItem::Access,
            ),
            party: cast::bakery().name,
            requester: cast::manager(),
            by: None,
            wanted,
            others: Others {
                roles: cast::roles(language),
                also: PowerList::sample(language),
            },
            problem,
        };
        let lacked = || {
            vec![Lacked {
                action: Some(crate::text::texts(language).rights.write.to_owned()),
                reason: Missing::Power,
            }]
        };
        let all = || {
            vec![Lacked {
                action: None,
                reason: Missing::Power,
            }]
        };
        let pending = AccessRequestStatus::Pending;
        vec![
            ("one", page(vec![wanted(pending, vec![])], None)),
            (
                "several",
                page(vec![wanted(pending, vec![]), service(vec![])], None),
            ),
            (
                "some-lacking",
                page(vec![wanted(pending, vec![]), service(lacked())], None),
            ),
            (
                "lacking",
                page(vec![wanted(pending, all())], Some(Problem::Some(1))),
            ),
            (
                "unfit",
                page(vec![wanted(pending, vec![])], Some(Problem::Unfit)),
            ),
            (
                "answered",
                page(
                    vec![wanted(AccessRequestStatus::Approved, vec![])],
                    Some(Problem::Gone),
                ),
            ),
        ]
    }
}
