//! The pages of access lists: all of them, one of them, its form, and whether it shall go.

use askama::Template;

use super::samples;
use crate::domain::{AccessList, Language, Member, Timestamp};
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::rights::action_words;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::{Texts, dates, fill};

/// All access lists of a service owner.
#[derive(Template)]
#[template(path = "registry/lists.html")]
pub struct ListsPage {
    pub frame: Frame,
    pub owner: String,
    pub lists: Vec<AccessList>,
    /// Where the next page begins.
    pub next: Option<String>,
    pub is_first: bool,
    pub may_write: bool,
}

/// The form with a list's name.
#[derive(Template)]
#[template(path = "registry/list_form.html")]
pub struct ListFormPage {
    pub frame: Frame,
    /// The name as it is stored; `None` for a new list.
    pub stored: Option<String>,
    pub identifier: String,
    pub name: String,
    pub description: String,
    pub version: i64,
    pub errors: Vec<FieldError>,
    pub is_changed: bool,
}

/// One list with its members and resources.
#[derive(Template)]
#[template(path = "registry/list.html")]
pub struct ListPage {
    pub frame: Frame,
    pub list: AccessList,
    pub count: i64,
    pub members: Vec<Member>,
    /// What was looked for and is no member's number.
    pub not_found: Option<String>,
    pub is_first: bool,
    pub next: Option<String>,
    pub connections: Vec<ConnectionRow>,
    pub may_write: bool,
}

/// A resource that the list opens.
pub struct ConnectionRow {
    pub resource: String,
    pub title: String,
    pub actions: Vec<String>,
    pub is_for_members: bool,
}

/// Asks before a list is deleted.
#[derive(Template)]
#[template(path = "registry/list_delete.html")]
pub struct DeleteListPage {
    pub frame: Frame,
    pub list: AccessList,
    pub count: i64,
    /// The titles of the resources that are for members and have no other list.
    pub closing: Vec<String>,
    pub is_changed: bool,
}

impl ListFormPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_lists;
        match &self.stored {
            Some(name) => fill(t.edit_heading, &[("list", name)]),
            None => t.new_heading.to_owned(),
        }
    }

    fn action(&self) -> String {
        match self.stored {
            Some(_) => routes::registry_list_edit(&self.identifier),
            None => routes::REGISTRY_LIST_NEW.to_owned(),
        }
    }

    fn back(&self) -> String {
        match self.stored {
            Some(_) => routes::registry_list(&self.identifier),
            None => routes::REGISTRY_LISTS.to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let t = &self.frame.t.registry_lists;
        let identifier = Field::new("identifier", t.identifier, &self.identifier);
        let name = Field::new("name", t.name, &self.name).help(t.name_help);
        let description = Field::new("description", t.description, &self.description);
        let is_new = self.stored.is_none();
        let identifier = is_new.then(|| identifier.help(t.identifier_help));
        let fields = identifier
            .into_iter()
            .chain([name, description.look(Look::Text)]);
        fields.map(|field| field.among(&self.errors)).collect()
    }
}

impl ListPage {
    fn count_text(&self) -> String {
        let t = &self.frame.t.registry_lists;
        match self.count {
            0 => t.members_none.to_owned(),
            1 => t.members_one.to_owned(),
            many => fill(t.members_many, &[("count", &many.to_string())]),
        }
    }

    fn actions_text(&self, row: &ConnectionRow) -> String {
        match row.actions.is_empty() {
            true => self.frame.t.registry_resource.all_actions.to_owned(),
            false => action_words(&row.actions, self.frame.t),
        }
    }

    fn until(&self, member: &Member) -> String {
        until_text(member.expires_at, self.frame.t)
    }

    fn not_found_text(&self, number: &str) -> String {
        fill(
            self.frame.t.registry_lists.not_member,
            &[("number", number)],
        )
    }
}

/// Until when somebody is a member: a day, if that is what was meant.
pub fn until_text(end: Option<Timestamp>, t: &Texts) -> String {
    let Some(end) = end else {
        return t.registry_lists.no_end.to_owned();
    };
    match last_day(end) {
        Some(day) => fill(t.registry_lists.through, &[("date", &dates::day(day))]),
        None => dates::moment(&end),
    }
}

/// The last whole day of a membership that ends at midnight in Norway.
pub fn last_day(end: Timestamp) -> Option<time::Date> {
    let is_midnight = end.in_norway().time() == time::Time::MIDNIGHT;
    is_midnight
        .then(|| end.day_in_norway().previous_day())
        .flatten()
}

impl DeleteListPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_lists;
        fill(t.delete_question, &[("list", &self.list.name)])
    }

    fn effect(&self) -> String {
        let t = &self.frame.t.registry_lists;
        fill(t.delete_effect, &[("count", &self.count.to_string())])
    }
}

impl Page for ListsPage {
    fn name() -> &'static str {
        "registry-lists"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |lists: Vec<AccessList>| Self {
            frame: cast::owner(language, routes::REGISTRY_LISTS),
            owner: "Havetaten".into(),
            lists,
            next: None,
            is_first: true,
            may_write: true,
        };
        let long = Self {
            next: Some(routes::registry_lists_after("rederier")),
            is_first: false,
            ..page(vec![samples::list()])
        };
        vec![
            ("some", page(vec![samples::list()])),
            ("long", long),
            ("empty", page(vec![])),
        ]
    }
}

impl Page for ListFormPage {
    fn name() -> &'static str {
        "registry-list-form"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = || Self {
            frame: cast::owner(language, routes::REGISTRY_LIST_NEW),
            stored: None,
            identifier: String::new(),
            name: String::new(),
            description: String::new(),
            version: 0,
            errors: Vec::new(),
            is_changed: false,
        };
        let mut invalid = page();
        let t = &invalid.frame.t.registry_lists;
        invalid.errors = vec![
            FieldError::new("identifier", t.identifier_error),
            FieldError::new("name", t.name_error),
        ];
        let edit = || Self {
            stored: Some("Rederier".into()),
            identifier: "rederier".into(),
            name: "Rederier".into(),
            ..page()
        };
        let changed = Self {
            is_changed: true,
            ..edit()
        };
        vec![
            ("new", page()),
            ("invalid", invalid),
            ("edit", edit()),
            ("changed", changed),
        ]
    }
}

impl Page for ListPage {
    fn name() -> &'static str {
        "registry-list"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |members: Vec<Member>| Self {
            frame: cast::owner(language, &routes::registry_list("rederier")),
            list: samples::list(),
            count: members.len().try_into().unwrap_or_default(),
            members,
            not_found: None,
            is_first: true,
            next: None,
            connections: samples::connections(),
            may_write: true,
        };
        let empty = Self {
            connections: Vec::new(),
            ..page(vec![])
        };
        let long = Self {
            count: 2_480,
            next: Some(routes::registry_list_after("rederier", cast::id(3))),
            is_first: false,
            not_found: Some("310501018".into()),
            ..page(samples::members())
        };
        let reading = Self {
            may_write: false,
            ..page(samples::members())
        };
        vec![
            ("empty", empty),
            ("some", page(samples::members())),
            ("long", long),
            ("reading", reading),
        ]
    }
}

impl Page for DeleteListPage {
    fn name() -> &'static str {
        "registry-list-delete"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |closing: &[&str]| Self {
            frame: cast::owner(language, &routes::registry_list_delete("rederier")),
            list: samples::list(),
            count: 31,
            closing: closing.iter().map(|title| (*title).to_owned()).collect(),
            is_changed: false,
        };
        let changed = Self {
            is_changed: true,
            ..page(&[])
        };
        vec![
            ("harmless", page(&[])),
            ("closing", page(&["Elektronisk fangstdagbok"])),
            ("changed", changed),
        ]
    }
}
