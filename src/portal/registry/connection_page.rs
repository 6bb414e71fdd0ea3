use askama::Template;

use super::samples;
use crate::domain::{AccessList, Language};
use crate::portal::form::FieldError;
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::fill;

/// Which resource a list opens, and for which actions.
#[derive(Template)]
#[template(path = "registry/connection.html")]
pub struct ConnectionPage {
    pub frame: Frame,
    pub list: AccessList,
    pub step: Step,
    pub errors: Vec<FieldError>,
    pub is_changed: bool,
}

/// First the resource is chosen, then the actions.
pub enum Step {
    /// The owner's resources, id and title.
    Resource(Vec<(String, String)>),
    Actions {
        resource: String,
        title: String,
        actions: Vec<ActionChoice>,
        is_connected: bool,
        /// Without it, the list has no effect on the resource yet.
        is_for_members: bool,
    },
}

pub struct ActionChoice {
    pub action: String,
    pub word: String,
    pub is_chosen: bool,
}

impl ConnectionPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_lists;
        match &self.step {
            Step::Resource(_) => fill(t.connect_heading, &[("list", &self.list.name)]),
            Step::Actions { title, .. } => {
                let names = [("list", &*self.list.name), ("resource", title)];
                fill(t.actions_heading, &names)
            }
        }
    }
}

impl Page for ConnectionPage {
    fn name() -> &'static str {
        "registry-connection"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |step: Step| Self {
            frame: cast::owner(language, &routes::registry_list_connect("rederier")),
            list: samples::list(),
            step,
            errors: Vec::new(),
            is_changed: false,
        };
        let actions = |is_connected| Step::Actions {
            resource: "hav-fiskekvote".into(),
            title: "Søk om fiskekvote".into(),
            actions: ["read", "write"]
                .map(|action| samples::action(action, language))
                .into(),
            is_connected,
            is_for_members: is_connected,
        };
        let resources = vec![
            ("hav-fiskekvote".to_owned(), "Søk om fiskekvote".to_owned()),
            (
                "hav-fangst".to_owned(),
                "Elektronisk fangstdagbok".to_owned(),
            ),
        ];
        let changed = Self {
            is_changed: true,
            ..page(actions(true))
        };
        vec![
            ("resource", page(Step::Resource(resources))),
            ("no-resources", page(Step::Resource(Vec::new()))),
            ("new", page(actions(false))),
            ("connected", page(actions(true))),
            ("changed", changed),
        ]
    }
}
