use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asks before something ends, with what that means.
#[derive(Template)]
#[template(path = "own_systems/confirm.html")]
pub struct ConfirmPage {
    pub frame: Frame,
    pub id: Uuid,
    pub name: String,
    pub party: String,
    pub question: Question,
    pub problem: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    RemoveKey { kid: String },
    Delete,
    Discard,
}

impl ConfirmPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.own_systems;
        let system = [("system", self.name.as_str())];
        match &self.question {
            Question::RemoveKey { kid } => fill(t.remove_question, &[("kid", kid)]),
            Question::Delete => fill(t.delete_question, &system),
            Question::Discard => fill(t.discard_question, &system),
        }
    }

    fn effect(&self) -> Vec<Part> {
        let t = &self.frame.t.own_systems;
        let text = match self.question {
            Question::RemoveKey { .. } => t.remove_effect,
            Question::Delete => t.delete_effect,
            Question::Discard => t.discard_effect,
        };
        let names = [
            ("system", Value::Name(&self.name)),
            ("party", Value::Name(&self.party)),
        ];
        say(text, &names)
    }

    /// What goes with it.
    fn losses(&self) -> Vec<&'static str> {
        let t = &self.frame.t.own_systems;
        match self.question {
            Question::Delete => vec![t.delete_client, t.delete_system, t.delete_user],
            Question::RemoveKey { .. } | Question::Discard => Vec::new(),
        }
    }

    fn button(&self) -> &'static str {
        let t = &self.frame.t.own_systems;
        match self.question {
            Question::RemoveKey { .. } => t.remove_confirm,
            Question::Delete => t.delete_confirm,
            Question::Discard => t.discard_confirm,
        }
    }

    fn action(&self) -> String {
        match &self.question {
            Question::RemoveKey { kid } => routes::own_system_key_remove(self.id, kid),
            Question::Delete | Question::Discard => routes::own_system_delete(self.id),
        }
    }

    fn back(&self) -> String {
        match self.question {
            Question::Discard => routes::own_system_summary(self.id),
            Question::RemoveKey { .. } | Question::Delete => routes::own_system(self.id),
        }
    }
}

impl Page for ConfirmPage {
    fn name() -> &'static str {
        "own-systems-confirm"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |question| Self {
            frame: cast::signed_in(
                language,
                &routes::own_system_delete(cast::id(1)),
                NavItem::SystemUsers,
            ),
            id: cast::id(1),
            name: "Bestillingsboka".into(),
            party: cast::bakery().name,
            question,
            problem: None,
        };
        let kid = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".to_owned();
        let mut last = page(Question::RemoveKey { kid: kid.clone() });
        last.problem = Some(last.frame.t.own_systems.last_key);
        vec![
            ("key", page(Question::RemoveKey { kid })),
            ("last-key", last),
            ("delete", page(Question::Delete)),
            ("discard", page(Question::Discard)),
        ]
    }
}
