use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::rights::{action_word, list};
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The third step of giving something: confirm, with what it means.
#[derive(Template)]
#[template(path = "users/give.html")]
pub struct GivePage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub id: Uuid,
    pub user: String,
    pub party: String,
    /// The name of the package or service.
    pub what: String,
    pub about: String,
    pub gift: Gift,
    /// Where the answer is sent.
    pub action: String,
}

/// What is given.
pub enum Gift {
    Package {
        /// The titles of the first services that it opens, and how many there are beside these.
        opens: Vec<String>,
        more: usize,
    },
    Service {
        choices: Vec<Choice>,
        /// Nothing was ticked.
        is_missing: bool,
    },
}

/// One action on a service.
pub struct Choice {
    /// The action as the policy names it.
    pub action: String,
    pub is_chosen: bool,
}

impl GivePage {
    fn is_wrong(&self) -> bool {
        matches!(
            self.gift,
            Gift::Service {
                is_missing: true,
                ..
            }
        )
    }

    fn step(&self) -> String {
        fill(self.frame.t.give.step, &[("step", "3")])
    }

    fn words(&self, text: &str) -> String {
        let values = [("user", self.user.as_str()), ("what", self.what.as_str())];
        fill(text, &values)
    }

    fn effect(&self) -> Vec<Part> {
        let t = &self.frame.t.give;
        let text = match self.gift {
            Gift::Package { .. } => t.package_effect,
            Gift::Service { .. } => t.service_effect,
        };
        let values = [
            ("user", Value::Name(&self.user)),
            ("what", Value::Name(&self.what)),
            ("party", Value::Name(&self.party)),
        ];
        say(text, &values)
    }

    fn opens_text(&self, opens: &[String], more: &usize) -> String {
        let t = self.frame.t;
        let titles: Vec<&str> = opens.iter().map(String::as_str).collect();
        match more {
            _ if opens.is_empty() => t.give.package_opens_none.to_owned(),
            0 => {
                let services = list(&titles, t.rights.and);
                fill(t.give.package_opens, &[("services", &services)])
            }
            more => {
                let (services, count) = (titles.join(", "), more.to_string());
                let values = [("services", services.as_str()), ("count", count.as_str())];
                fill(t.give.package_opens_more, &values)
            }
        }
    }

    fn choice_word(&self, choice: &Choice) -> String {
        let word = action_word(&choice.action, self.frame.t);
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect()
    }
}

impl Page for GivePage {
    fn name() -> &'static str {
        "users-give"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |gift: Gift| {
            let action = routes::give_package(cast::id(2), "lonn");
            let frame = cast::signed_in(language, &action, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                frame,
                id: cast::id(2),
                user: "Ola Deigmann".into(),
                party: cast::bakery().name,
                what: "Lønn".into(),
                about: String::new(),
                gift,
                action,
            }
        };
        let opens = |titles: &[&str], more| Gift::Package {
            opens: titles.iter().map(|one| (*one).to_owned()).collect(),
            more,
        };
        let service = |is_missing: bool| Gift::Service {
            choices: ["read", "write", "sign"]
                .map(|action| Choice {
                    action: action.into(),
                    is_chosen: !is_missing,
                })
                .into(),
            is_missing,
        };
        vec![
            ("package", page(opens(&["A-melding", "Refusjon"], 0))),
            (
                "package-wide",
                page(opens(&["A-melding", "Refusjon", "Skattekort"], 12)),
            ),
            ("package-empty", page(opens(&[], 0))),
            ("service", page(service(false))),
            ("service-wrong", page(service(true))),
        ]
    }
}
