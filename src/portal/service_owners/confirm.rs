use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, scope};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asks before an administrator or a scope comes or goes.
#[derive(Template)]
#[template(path = "service_owners/confirm.html")]
pub struct ConfirmPage {
    pub frame: Frame,
    pub code: String,
    /// The owner's name.
    pub owner: String,
    pub question: Question,
}

/// What is asked.
pub enum Question {
    Appoint {
        id: Uuid,
        person: PartyLabel,
    },
    Dismiss {
        id: Uuid,
        person: PartyLabel,
        is_last: bool,
    },
    Withdraw {
        scope: String,
    },
}

impl ConfirmPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.owner;
        let of = |text, person: &str| fill(text, &[("person", person), ("owner", &self.owner)]);
        match &self.question {
            Question::Appoint { person, .. } => of(t.add_question, &person.name),
            Question::Dismiss { person, .. } => of(t.remove_question, &person.name),
            Question::Withdraw { .. } => of(t.withdraw_question, ""),
        }
    }

    fn effect(&self) -> Vec<Part> {
        let t = &self.frame.t.owner;
        let owner = ("owner", Value::Name(&self.owner));
        match &self.question {
            Question::Appoint { .. } => say(t.add_effect, &[owner]),
            Question::Dismiss { .. } => say(t.remove_effect, &[owner]),
            Question::Withdraw { scope } => {
                say(t.withdraw_effect, &[owner, ("scope", Value::Name(scope))])
            }
        }
    }

    fn person(&self) -> Option<&PartyLabel> {
        match &self.question {
            Question::Appoint { person, .. } | Question::Dismiss { person, .. } => Some(person),
            Question::Withdraw { .. } => None,
        }
    }

    fn warning(&self) -> Option<&'static str> {
        let is_last = matches!(self.question, Question::Dismiss { is_last: true, .. });
        is_last.then_some(self.frame.t.owner.remove_last)
    }

    fn action(&self) -> String {
        match &self.question {
            Question::Appoint { id, .. } => routes::owner_appoint(&self.code, *id),
            Question::Dismiss { id, .. } => routes::owner_dismiss(&self.code, *id),
            Question::Withdraw { scope } => routes::owner_scope_withdraw(&self.code, scope),
        }
    }

    fn button(&self) -> &'static str {
        let t = &self.frame.t.owner;
        match self.question {
            Question::Appoint { .. } => t.add,
            Question::Dismiss { .. } => t.remove_confirm,
            Question::Withdraw { .. } => t.withdraw_confirm,
        }
    }

    fn takes_away(&self) -> bool {
        !matches!(self.question, Question::Appoint { .. })
    }
}

impl Page for ConfirmPage {
    fn name() -> &'static str {
        "service-owners-confirm"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |question: Question| {
            let mut page = Self {
                frame: cast::operator(language, routes::OWNERS, NavItem::Owners),
                code: "hav".into(),
                owner: "Havetaten".into(),
                question,
            };
            page.frame.path = page.action();
            page
        };
        let dismiss = |is_last| Question::Dismiss {
            id: cast::id(3),
            person: cast::manager(),
            is_last,
        };
        let appoint = Question::Appoint {
            id: cast::id(3),
            person: cast::manager(),
        };
        let withdraw = Question::Withdraw {
            scope: scope::RESOURCE_WRITE.into(),
        };
        vec![
            ("appoint", page(appoint)),
            ("dismiss", page(dismiss(false))),
            ("dismiss-last", page(dismiss(true))),
            ("withdraw", page(withdraw)),
        ]
    }
}
