use askama::Template;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asks before something is taken back or given up.
#[derive(Template)]
#[template(path = "users/take.html")]
pub struct TakePage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub question: Question,
    /// The one who loses it.
    pub user: String,
    /// The one it was exercised for.
    pub party: String,
    /// What is taken, by name; empty when it is all.
    pub what: String,
    /// Everything that goes along.
    pub goes: Vec<String>,
    /// How the user has the same in another way, in words, or the roles that stay.
    pub stays: Option<String>,
    /// Where the answer is sent, and where one goes to leave things as they are.
    pub action: String,
    pub back: String,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    TakePackage,
    TakeService,
    Remove,
    LeavePackage,
    LeaveService,
    LeaveAll,
}

impl TakePage {
    fn heading(&self) -> String {
        let t = &self.frame.t.take;
        self.words(match self.question {
            Question::TakePackage => t.package_heading,
            Question::TakeService => t.service_heading,
            Question::Remove => t.remove_heading,
            Question::LeavePackage => t.leave_package_heading,
            Question::LeaveService => t.leave_service_heading,
            Question::LeaveAll => t.leave_all_heading,
        })
    }

    fn effect(&self) -> Vec<Part> {
        let t = &self.frame.t.take;
        let text = match self.question {
            Question::TakePackage => t.package_effect,
            Question::TakeService => t.service_effect,
            Question::Remove => t.remove_effect,
            Question::LeavePackage => t.leave_package_effect,
            Question::LeaveService => t.leave_service_effect,
            Question::LeaveAll => t.leave_all_effect,
        };
        let values = [
            ("user", Value::Name(&self.user)),
            ("party", Value::Name(&self.party)),
            ("what", Value::Name(&self.what)),
        ];
        say(text, &values)
    }

    fn when(&self) -> String {
        let t = &self.frame.t.take;
        match self.is_leaving() {
            true => self.words(t.leave_again),
            false => t.at_once.to_owned(),
        }
    }

    fn stays_text(&self, stays: &str) -> String {
        let t = &self.frame.t.take;
        match self.question {
            Question::Remove | Question::LeaveAll => fill(t.remove_keeps, &[("roles", stays)]),
            _ => fill(t.still, &[("user", &self.user), ("source", stays)]),
        }
    }

    fn takes_nothing(&self) -> bool {
        self.goes.is_empty() && matches!(self.question, Question::Remove | Question::LeaveAll)
    }

    fn button(&self) -> &'static str {
        let t = &self.frame.t.take;
        match self.question {
            Question::TakePackage | Question::TakeService => t.confirm,
            Question::Remove => t.remove_confirm,
            _ => t.leave_confirm,
        }
    }

    fn is_leaving(&self) -> bool {
        matches!(
            self.question,
            Question::LeavePackage | Question::LeaveService | Question::LeaveAll
        )
    }

    fn words(&self, text: &str) -> String {
        let values = [
            ("user", self.user.as_str()),
            ("party", self.party.as_str()),
            ("what", self.what.as_str()),
        ];
        fill(text, &values)
    }
}

impl Page for TakePage {
    fn name() -> &'static str {
        "users-take"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |question: Question, what: &str, goes: &[&str]| {
            let action = routes::take_package(cast::id(2), "lonn");
            let frame = cast::signed_in(language, &action, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                frame,
                question,
                user: "Ola Deigmann".into(),
                party: cast::bakery().name,
                what: what.into(),
                goes: goes.iter().map(|one| (*one).to_owned()).collect(),
                stays: None,
                action,
                back: routes::user(cast::id(2)),
            }
        };
        let all = ["Lønn", "Ordinær post til virksomheten", "Mva-melding"];
        let still = Self {
            stays: Some("Styremedlem".into()),
            ..page(Question::TakePackage, "Lønn", &[])
        };
        let keeps = Self {
            stays: Some("Styremedlem".into()),
            ..page(Question::Remove, "", &all)
        };
        vec![
            ("package", page(Question::TakePackage, "Lønn", &[])),
            ("still", still),
            ("service", page(Question::TakeService, "Mva-melding", &[])),
            ("remove", keeps),
            ("remove-nothing", page(Question::Remove, "", &[])),
            ("leave-package", page(Question::LeavePackage, "Lønn", &[])),
            ("leave-service", page(Question::LeaveService, "Mva-melding", &[])),
            ("leave-all", page(Question::LeaveAll, "", &all)),
        ]
    }
}
