use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, Written};
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::fill;

/// The first step: what the system is called.
#[derive(Template)]
#[template(path = "own_systems/name.html")]
pub struct NamePage {
    pub frame: Frame,
    /// None before there is a draft.
    pub id: Option<Uuid>,
    pub name: Written,
    pub about: Written,
    pub errors: Vec<FieldError>,
    pub problem: Option<&'static str>,
}

impl NamePage {
    fn step(&self) -> String {
        fill(self.frame.t.own_systems.step, &[("step", "1")])
    }

    fn action(&self) -> String {
        match self.id {
            Some(id) => routes::own_system_name(id),
            None => routes::OWN_SYSTEM_NEW.to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let t = &self.frame.t.own_systems;
        let line = |name: &str, label, value: &str, help| {
            Field::new(name, label, value)
                .help(help)
                .among(&self.errors)
        };
        let text =
            |name: &str, label, value: &str, help| line(name, label, value, help).look(Look::Text);
        vec![
            line("navn-nb", t.name_nb, &self.name.nb, t.name_help),
            line("navn-nn", t.name_nn, &self.name.nn, ""),
            line("navn-en", t.name_en, &self.name.en, t.name_en_help),
            text("om-nb", t.about_nb, &self.about.nb, t.about_help),
            text("om-nn", t.about_nn, &self.about.nn, ""),
            text("om-en", t.about_en, &self.about.en, ""),
        ]
    }
}

impl Page for NamePage {
    fn name() -> &'static str {
        "own-systems-name"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |errors, problem| Self {
            frame: cast::signed_in(language, routes::OWN_SYSTEM_NEW, NavItem::SystemUsers),
            id: None,
            name: Written::default(),
            about: Written::default(),
            errors,
            problem,
        };
        let t = page(vec![], None).frame.t;
        let errors = vec![
            FieldError::new("navn-nb", t.own_systems.name_missing),
            FieldError::new("om-nn", t.own_systems.about_nn_missing),
        ];
        let mut taken = page(vec![], Some(t.own_systems.name_taken));
        taken.name.nb = "Bestillingsboka".into();
        vec![
            ("blank", page(vec![], None)),
            ("faults", page(errors, None)),
            ("taken", taken),
        ]
    }
}
