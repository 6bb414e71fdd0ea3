use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Choosing from many: the scopes of an integration, or what its system user is given.
#[derive(Template)]
#[template(path = "own_systems/choose.html")]
pub struct ChoosePage {
    pub frame: Frame,
    pub id: Uuid,
    pub what: Choosing,
    pub query: String,
    pub groups: Vec<Group>,
    pub problem: Option<&'static str>,
}

/// What is being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// The second step.
    Scopes,
    /// The scopes of one in use, by its name.
    NewScopes { system: String },
    /// The fourth step, for the party of this name.
    Powers { party: String },
}

pub struct Group {
    pub heading: &'static str,
    pub choices: Vec<Choice>,
}

pub struct Choice {
    /// The field's name; several choices share it.
    pub name: &'static str,
    pub id: String,
    pub value: String,
    pub title: String,
    pub about: String,
    pub source: String,
    /// Why it cannot be chosen.
    pub missing: Option<String>,
    pub is_chosen: bool,
}

impl ChoosePage {
    fn step(&self) -> Option<String> {
        let step = match self.what {
            Choosing::Scopes => "2",
            Choosing::NewScopes { .. } => return None,
            Choosing::Powers { .. } => "4",
        };
        Some(fill(self.frame.t.own_systems.step, &[("step", step)]))
    }

    fn heading(&self) -> &'static str {
        let t = &self.frame.t.own_systems;
        match self.what {
            Choosing::Scopes => t.scopes_heading,
            Choosing::NewScopes { .. } => t.scopes_change,
            Choosing::Powers { .. } => t.rights_heading,
        }
    }

    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.own_systems;
        match &self.what {
            Choosing::Scopes => say(t.scopes_lead, &[]),
            Choosing::NewScopes { system } => {
                say(t.scopes_change_lead, &[("system", Value::Name(system))])
            }
            Choosing::Powers { party } => say(t.rights_lead, &[("party", Value::Name(party))]),
        }
    }

    fn search_label(&self) -> &'static str {
        let t = &self.frame.t.own_systems;
        match self.what {
            Choosing::Powers { .. } => t.search_rights,
            _ => t.search,
        }
    }

    fn search_help(&self) -> &'static str {
        let t = &self.frame.t.own_systems;
        match self.what {
            Choosing::Powers { .. } => t.search_rights_help,
            _ => t.search_scopes_help,
        }
    }

    fn action(&self) -> String {
        match self.what {
            Choosing::Powers { .. } => routes::own_system_rights(self.id),
            _ => routes::own_system_scopes(self.id),
        }
    }

    fn back(&self) -> String {
        match self.what {
            Choosing::Scopes => routes::own_system_name(self.id),
            Choosing::NewScopes { .. } => routes::own_system(self.id),
            Choosing::Powers { .. } => routes::own_system_key(self.id),
        }
    }

    fn back_word(&self) -> String {
        match &self.what {
            Choosing::NewScopes { system } => system.clone(),
            _ => self.frame.t.own_systems.back.to_owned(),
        }
    }

    fn button(&self) -> &'static str {
        match self.what {
            Choosing::NewScopes { .. } => self.frame.t.own_systems.save,
            _ => self.frame.t.own_systems.next,
        }
    }

    fn cancel(&self) -> String {
        match self.what {
            Choosing::NewScopes { .. } => routes::own_system(self.id),
            _ => routes::OWN_SYSTEMS.to_owned(),
        }
    }

    fn count(&self) -> String {
        let t = &self.frame.t.own_systems;
        let choices = self.groups.iter().flat_map(|group| &group.choices);
        match choices.filter(|choice| choice.is_chosen).count() {
            0 => t.chosen_none.to_owned(),
            1 => t.chosen_one.to_owned(),
            count => fill(t.chosen_many, &[("count", &count.to_string())]),
        }
    }

    fn is_without_hits(&self) -> bool {
        let mut choices = self.groups.iter().flat_map(|group| &group.choices);
        choices.all(|choice| choice.is_chosen) && !self.query.is_empty()
    }
}

impl Page for ChoosePage {
    fn name() -> &'static str {
        "own-systems-choose"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = routes::own_system_scopes(cast::id(1));
        let page = |what, groups| Self {
            frame: cast::signed_in(language, &path, NavItem::SystemUsers),
            id: cast::id(1),
            what,
            query: String::new(),
            groups,
            problem: None,
        };
        let t = page(Choosing::Scopes, vec![]).frame.t;
        let scopes = || {
            vec![
                Group {
                    heading: t.own_systems.scopes_portal,
                    choices: vec![
                        sample_choice(1, "altinn:instances.read", true),
                        sample_choice(2, "altinn:correspondence.read", false),
                    ],
                },
                Group {
                    heading: t.own_systems.scopes_owners,
                    choices: vec![Choice {
                        source: fill(t.own_systems.scopes_owner_line, &[("owner", "Havetaten")]),
                        ..sample_choice(3, "hav:kvoter.read", false)
                    }],
                },
            ]
        };
        let powers = vec![Group {
            heading: t.own_systems.rights_packages,
            choices: vec![
                sample_choice(1, &cast::accounting(language).name, true),
                Choice {
                    missing: Some(t.rights.missing_power.to_owned()),
                    ..sample_choice(2, &cast::vat(language).title, false)
                },
            ],
        }];
        let mut none = page(Choosing::Scopes, vec![]);
        none.query = "xyz".into();
        none.problem = Some(t.own_systems.no_scopes);
        let system = "Bestillingsboka".to_owned();
        let party = cast::bakery().name;
        vec![
            ("scopes", page(Choosing::Scopes, scopes())),
            ("no-hits", none),
            ("change", page(Choosing::NewScopes { system }, scopes())),
            ("powers", page(Choosing::Powers { party }, powers)),
        ]
    }
}

fn sample_choice(number: usize, title: &str, is_chosen: bool) -> Choice {
    Choice {
        name: "valgt",
        id: format!("valg-{number}"),
        value: title.to_owned(),
        title: title.to_owned(),
        about: "Skjema, meldinger og kvitteringer".to_owned(),
        source: String::new(),
        missing: None,
        is_chosen,
    }
}
