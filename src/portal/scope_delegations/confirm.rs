use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asks before an API, a supplier or a consumer comes or goes.
#[derive(Template)]
#[template(path = "scope_delegations/confirm.html")]
pub struct ConfirmPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// The business acted for.
    pub party: String,
    /// The supplier or consumer.
    pub id: Uuid,
    pub other: String,
    pub question: Question,
}

/// What is asked.
pub enum Question {
    Give {
        /// The resource's id.
        api: String,
        title: String,
        owner: String,
        scopes: Vec<String>,
    },
    /// Take back from a supplier.
    Withdraw {
        api: String,
        title: String,
    },
    /// Give back to a consumer.
    GiveBack {
        api: String,
        title: String,
    },
    RemoveSupplier,
    RemoveConsumer,
}

impl ConfirmPage {
    fn title(&self) -> &str {
        match &self.question {
            Question::Give { title, .. }
            | Question::Withdraw { title, .. }
            | Question::GiveBack { title, .. } => title,
            Question::RemoveSupplier | Question::RemoveConsumer => "",
        }
    }

    fn heading(&self) -> String {
        let t = &self.frame.t.scopes;
        let text = match &self.question {
            Question::Give { .. } => t.give_question,
            Question::Withdraw { .. } => t.withdraw_question,
            Question::GiveBack { .. } => t.give_back_question,
            Question::RemoveSupplier => t.remove_supplier_question,
            Question::RemoveConsumer => t.remove_consumer_question,
        };
        fill(text, &[("api", self.title()), ("other", &self.other)])
    }

    fn effect(&self) -> Vec<Part> {
        let t = &self.frame.t.scopes;
        let text = match &self.question {
            Question::Give { .. } => t.give_effect,
            Question::Withdraw { .. } => t.withdraw_effect,
            Question::GiveBack { .. } => t.give_back_effect,
            Question::RemoveSupplier => t.remove_supplier_effect,
            Question::RemoveConsumer => t.remove_consumer_effect,
        };
        say(
            text,
            &[
                ("party", Value::Name(&self.party)),
                ("other", Value::Name(&self.other)),
                ("api", Value::Name(self.title())),
            ],
        )
    }

    fn scopes(&self) -> &[String] {
        match &self.question {
            Question::Give { scopes, .. } => scopes,
            _ => &[],
        }
    }

    fn owner_line(&self) -> Option<String> {
        match &self.question {
            Question::Give { owner, .. } => {
                Some(fill(self.frame.t.scopes.offered_by, &[("owner", owner)]))
            }
            _ => None,
        }
    }

    fn action(&self) -> String {
        match &self.question {
            Question::Give { api, .. } => routes::supplier_give_api(self.id, api),
            Question::Withdraw { api, .. } => routes::supplier_withdraw(self.id, api),
            Question::GiveBack { api, .. } => routes::consumer_withdraw(self.id, api),
            Question::RemoveSupplier => routes::supplier_remove(self.id),
            Question::RemoveConsumer => routes::consumer_remove(self.id),
        }
    }

    fn back(&self) -> String {
        match &self.question {
            Question::Give { .. } => routes::supplier_give(self.id),
            Question::Withdraw { .. } | Question::RemoveSupplier => routes::supplier(self.id),
            Question::GiveBack { .. } | Question::RemoveConsumer => routes::consumer(self.id),
        }
    }

    fn button(&self) -> &'static str {
        let t = &self.frame.t.scopes;
        match &self.question {
            Question::Give { .. } => t.give_confirm,
            Question::Withdraw { .. } => t.withdraw_confirm,
            Question::GiveBack { .. } => t.give_back_confirm,
            Question::RemoveSupplier => t.remove_supplier,
            Question::RemoveConsumer => t.remove_consumer,
        }
    }

    fn takes_away(&self) -> bool {
        !matches!(self.question, Question::Give { .. })
    }
}

impl Page for ConfirmPage {
    fn name() -> &'static str {
        "scope-delegations-confirm"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |question: Question| {
            let frame = cast::signed_in(language, routes::SCOPE_DELEGATIONS, NavItem::Access);
            let mut page = Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                party: cast::bakery().name,
                id: cast::id(4),
                other: "Dataløft AS".into(),
                question,
            };
            page.frame.path = page.action();
            page
        };
        let (api, title) = ("skn-kart-api".to_owned(), "Kart API".to_owned());
        let give = Question::Give {
            api: api.clone(),
            title: title.clone(),
            owner: "Skatt Nord".into(),
            scopes: vec!["skn:kart.read".into(), "skn:kart.write".into()],
        };
        let withdraw = Question::Withdraw {
            api: api.clone(),
            title: title.clone(),
        };
        vec![
            ("give", page(give)),
            ("withdraw", page(withdraw)),
            ("give-back", page(Question::GiveBack { api, title })),
            ("remove-supplier", page(Question::RemoveSupplier)),
            ("remove-consumer", page(Question::RemoveConsumer)),
        ]
    }
}
