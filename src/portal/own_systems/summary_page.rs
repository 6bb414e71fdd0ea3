use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Rights};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The last step: everything in words, before it is made.
#[derive(Template)]
#[template(path = "own_systems/summary.html")]
pub struct SummaryPage {
    pub frame: Frame,
    pub id: Uuid,
    pub party: String,
    pub name: String,
    pub about: String,
    pub name_id: String,
    pub scopes: Vec<String>,
    /// The id of the key that was brought; none when one is to be made.
    pub key: Option<String>,
    pub rights: Rights,
    pub problem: Option<&'static str>,
}

impl SummaryPage {
    fn step(&self) -> String {
        fill(self.frame.t.own_systems.step, &[("step", "5")])
    }

    fn lead(&self) -> Vec<Part> {
        let system = Value::Name(&self.name);
        say(self.frame.t.own_systems.summary_lead, &[("system", system)])
    }

    fn effect(&self) -> Vec<Part> {
        let party = Value::Name(&self.party);
        say(self.frame.t.own_systems.summary_effect, &[("party", party)])
    }

    fn key_line(&self) -> String {
        let t = &self.frame.t.own_systems;
        match &self.key {
            None => t.summary_key_make.to_owned(),
            Some(kid) => fill(t.summary_key_bring, &[("kid", kid)]),
        }
    }

    fn has_no_rights(&self) -> bool {
        self.rights.count() == 0
    }

    fn is_whole(&self) -> bool {
        !self.scopes.is_empty() && !self.has_no_rights() && self.rights.missing().count() == 0
    }

    /// The first step that is not done.
    fn next_step(&self) -> String {
        match self.scopes.is_empty() {
            true => routes::own_system_scopes(self.id),
            false => routes::own_system_rights(self.id),
        }
    }
}

impl Page for SummaryPage {
    fn name() -> &'static str {
        "own-systems-summary"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = routes::own_system_summary(cast::id(1));
        let page = |rights, problem| Self {
            frame: cast::signed_in(language, &path, NavItem::SystemUsers),
            id: cast::id(1),
            party: cast::bakery().name,
            name: "Bestillingsboka".into(),
            about: "Tar imot bestillinger.".into(),
            name_id: "313725138_bestillingsboka".into(),
            scopes: vec!["altinn:instances.read".into(), "hav:kvoter.read".into()],
            key: None,
            rights,
            problem,
        };
        let whole = page(cast::rights(language), None);
        let t = whole.frame.t;
        let brought = Self {
            key: Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".into()),
            ..page(cast::rights(language), Some(t.own_systems.unclear))
        };
        let begun = Self {
            scopes: Vec::new(),
            ..page(Rights::default(), None)
        };
        vec![
            ("whole", whole),
            ("unclear", brought),
            (
                "lacking",
                page(cast::lacking(language), Some(t.own_systems.lacking)),
            ),
            ("begun", begun),
        ]
    }
}
