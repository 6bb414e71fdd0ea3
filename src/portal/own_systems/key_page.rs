use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Where the key comes from: the third step, or a new key for one in use. What was pasted is shown again unless it was
/// wrong: a private key must not stand on the page that refuses it.
#[derive(Template)]
#[template(path = "own_systems/key.html")]
pub struct KeyPage {
    pub frame: Frame,
    pub id: Uuid,
    pub what: KeyFor,
    /// The version that the person has seen, so that sending the form twice does not make two keys.
    pub version: i64,
    pub brings: bool,
    pub errors: Vec<FieldError>,
    pub problem: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFor {
    Draft,
    Active { system: String },
}

impl KeyPage {
    fn step(&self) -> Option<String> {
        let is_step = self.what == KeyFor::Draft;
        is_step.then(|| fill(self.frame.t.own_systems.step, &[("step", "3")]))
    }

    fn heading(&self) -> &'static str {
        match self.what {
            KeyFor::Draft => self.frame.t.own_systems.key_heading,
            KeyFor::Active { .. } => self.frame.t.own_systems.key_new_heading,
        }
    }

    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.own_systems;
        match &self.what {
            KeyFor::Draft => say(t.key_lead, &[]),
            KeyFor::Active { system } => say(t.key_new_lead, &[("system", Value::Name(system))]),
        }
    }

    fn back(&self) -> String {
        match self.what {
            KeyFor::Draft => routes::own_system_scopes(self.id),
            KeyFor::Active { .. } => routes::own_system(self.id),
        }
    }

    fn back_word(&self) -> String {
        match &self.what {
            KeyFor::Draft => self.frame.t.own_systems.back.to_owned(),
            KeyFor::Active { system } => system.clone(),
        }
    }

    fn cancel(&self) -> String {
        match self.what {
            KeyFor::Draft => routes::OWN_SYSTEMS.to_owned(),
            KeyFor::Active { .. } => routes::own_system(self.id),
        }
    }

    fn button(&self) -> &'static str {
        match self.what {
            KeyFor::Draft => self.frame.t.own_systems.next,
            KeyFor::Active { .. } => self.frame.t.own_systems.key_new_confirm,
        }
    }

    fn text_field(&self) -> Field {
        let t = &self.frame.t.own_systems;
        Field::new("offentlig", t.key_text, "")
            .help(t.key_text_help)
            .look(Look::Text)
            .among(&self.errors)
    }
}

impl Page for KeyPage {
    fn name() -> &'static str {
        "own-systems-key"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = routes::own_system_key(cast::id(1));
        let page = |what| Self {
            frame: cast::signed_in(language, &path, NavItem::SystemUsers),
            id: cast::id(1),
            what,
            version: 1,
            brings: false,
            errors: Vec::new(),
            problem: None,
        };
        let system = "Bestillingsboka".to_owned();
        let mut private = page(KeyFor::Draft);
        private.brings = true;
        let text = private.frame.t.own_systems.key_private;
        private.errors = vec![FieldError::new("offentlig", text)];
        let mut refused = page(KeyFor::Active {
            system: system.clone(),
        });
        refused.problem = Some(refused.frame.t.own_systems.not_reached);
        vec![
            ("draft", page(KeyFor::Draft)),
            ("private", private),
            ("new", page(KeyFor::Active { system })),
            ("not-reached", refused),
        ]
    }
}
