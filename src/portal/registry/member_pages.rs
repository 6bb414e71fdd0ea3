//! The pages of members: adding many, what came of it, and one of them.

use askama::Template;

use super::list_pages::until_text;
use super::samples;
use crate::domain::{AccessList, Language, Member};
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::{fill, numbers};

/// The form for adding many members.
#[derive(Template)]
#[template(path = "registry/add_members.html")]
pub struct AddMembersPage {
    pub frame: Frame,
    pub list: AccessList,
    /// What was pasted.
    pub pasted: String,
    pub until: String,
    pub errors: Vec<FieldError>,
    pub is_changed: bool,
}

/// What became of what was pasted.
#[derive(Template)]
#[template(path = "registry/added.html")]
pub struct AddedPage {
    pub frame: Frame,
    pub list: AccessList,
    pub added: usize,
    /// Members before, and numbers that stood there twice.
    pub already: usize,
    pub repeated: usize,
    pub until: Option<String>,
    pub unknown: Lines,
    pub unreadable: Lines,
}

/// Lines that came to nothing: the first of them, and how many more.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Line and what stands there.
    pub shown: Vec<(usize, String)>,
    pub count: usize,
}

/// One member: until when, or whether it shall go.
#[derive(Template)]
#[template(path = "registry/member.html")]
pub struct MemberPage {
    pub frame: Frame,
    pub list: AccessList,
    pub member: Member,
    pub until: String,
    pub errors: Vec<FieldError>,
    pub is_changed: bool,
}

/// How many lines are named.
const MAX_SHOWN: usize = 50;

impl Lines {
    pub fn of(lines: impl Iterator<Item = (usize, String)>) -> Self {
        let mut all: Vec<(usize, String)> = lines.collect();
        let count = all.len();
        all.truncate(MAX_SHOWN);
        Self { shown: all, count }
    }

    fn more(&self) -> usize {
        self.count - self.shown.len()
    }
}

impl AddMembersPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_members;
        fill(t.heading, &[("list", &self.list.name)])
    }

    fn until_field(&self) -> Field {
        let t = &self.frame.t.registry_members;
        Field::new("until", t.until, &self.until)
            .help(t.until_help)
            .look(Look::Day)
            .among(&self.errors)
    }

    fn pasted_error(&self) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == "numbers")
    }
}

impl AddedPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_members;
        match self.added {
            0 => fill(t.added_none, &[("list", &self.list.name)]),
            1 => fill(t.added_one, &[("list", &self.list.name)]),
            many => {
                let count = many.to_string();
                fill(
                    t.added_many,
                    &[("list", &self.list.name), ("count", &count)],
                )
            }
        }
    }

    fn count(&self, text: &str, count: usize) -> String {
        fill(text, &[("count", &count.to_string())])
    }

    fn line(&self, line: &(usize, String)) -> String {
        let (number, text) = line;
        let t = &self.frame.t.registry_members;
        fill(t.line, &[("line", &number.to_string()), ("text", text)])
    }
}

impl MemberPage {
    fn number(&self) -> String {
        numbers::organization(self.member.org_number.as_str())
    }

    fn now_until(&self) -> String {
        until_text(self.member.expires_at, self.frame.t)
    }

    fn until_field(&self) -> Field {
        let t = &self.frame.t.registry_members;
        Field::new("until", t.until, &self.until)
            .help(t.until_help)
            .look(Look::Day)
            .among(&self.errors)
    }

    fn remove_effect(&self) -> String {
        let t = &self.frame.t.registry_members;
        fill(t.remove_effect, &[("member", &self.member.name)])
    }
}

impl Page for AddMembersPage {
    fn name() -> &'static str {
        "registry-add-members"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = || Self {
            frame: cast::owner(language, &routes::registry_list_add("rederier")),
            list: samples::list(),
            pasted: String::new(),
            until: String::new(),
            errors: Vec::new(),
            is_changed: false,
        };
        let mut empty = page();
        empty.errors = vec![FieldError::new(
            "numbers",
            empty.frame.t.registry_members.nothing,
        )];
        let mut past = page();
        past.pasted = "310501018".into();
        past.until = "2020-01-01".into();
        past.errors = vec![FieldError::new(
            "until",
            past.frame.t.registry_members.until_error,
        )];
        let changed = Self {
            pasted: "310501018\n310601004".into(),
            is_changed: true,
            ..page()
        };
        vec![
            ("empty", page()),
            ("nothing", empty),
            ("past", past),
            ("changed", changed),
        ]
    }
}

impl Page for AddedPage {
    fn name() -> &'static str {
        "registry-added"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = || Self {
            frame: cast::owner(language, &routes::registry_list_add("rederier")),
            list: samples::list(),
            added: 31,
            already: 0,
            repeated: 0,
            until: None,
            unknown: Lines::default(),
            unreadable: Lines::default(),
        };
        let line = |line: usize| (line, "991825827".to_owned());
        let mixed = Self {
            already: 4,
            repeated: 2,
            until: Some("31.12.2027".into()),
            unknown: Lines::of((1..70).map(line)),
            unreadable: Lines::of([(1, "Organisasjonsnummer".to_owned())].into_iter()),
            ..page()
        };
        let none = Self {
            added: 0,
            unreadable: Lines::of([(1, "hei".to_owned())].into_iter()),
            ..page()
        };
        let one = Self { added: 1, ..page() };
        vec![
            ("all", page()),
            ("mixed", mixed),
            ("none", none),
            ("one", one),
        ]
    }
}

impl Page for MemberPage {
    fn name() -> &'static str {
        "registry-member"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |member: Member| Self {
            frame: cast::owner(
                language,
                &routes::registry_list_member("rederier", "310501018"),
            ),
            list: samples::list(),
            member,
            until: String::new(),
            errors: Vec::new(),
            is_changed: false,
        };
        let pages = samples::members().into_iter().map(page);
        let mut pages: Vec<Self> = pages.collect();
        let mut named = vec!["endless", "ending"].into_iter();
        pages.truncate(2);
        pages
            .drain(..)
            .filter_map(|page| Some((named.next()?, page)))
            .collect()
    }
}
