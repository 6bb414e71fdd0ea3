use askama::Template;

use super::activity_kinds::ActGroup;
use super::{SectionItem, SectionMenu};
use crate::domain::{Language, Timestamp};
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, dates, fill, say};

/// Who did what, when, and by which right.
#[derive(Template)]
#[template(path = "access/activity_log.html")]
pub struct ActivityPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub scope: Scope,
    pub filter: FilterFields,
    pub errors: Vec<FieldError>,
    /// Newest first; those of one day stand together.
    pub lines: Vec<Line>,
    /// Addresses: of the page with older acts, of the first one, of the file.
    pub older: Option<String>,
    pub newest: Option<String>,
    pub file: String,
}

/// How much of the log is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    /// The person's own party: what he did for anybody, too.
    Person,
    Own,
    /// Only the person's own acts; with a login at that level all.
    OwnUntil {
        step_up: String,
    },
}

/// The filter as it was sent.
#[derive(Clone, Debug, Default)]
pub struct FilterFields {
    pub from: String,
    pub to: String,
    /// Who can be chosen, and who is.
    pub actors: Vec<Choice>,
    pub groups: Vec<Choice>,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// One act.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: Timestamp,
    pub sentence: Vec<Part>,
    /// On whose behalf, where that is not the party whose log it is.
    pub party: Option<String>,
    pub power: Option<String>,
}

/// The acts of one day.
pub struct Day<'a> {
    pub name: String,
    pub lines: Vec<&'a Line>,
}

impl Line {
    /// The clock time in Norway.
    fn clock(&self) -> String {
        let local = self.at.in_norway();
        format!("{:02}:{:02}", local.hour(), local.minute())
    }
}

impl FilterFields {
    pub fn is_any(&self) -> bool {
        let chosen = self
            .actors
            .iter()
            .chain(&self.groups)
            .any(|one| one.is_chosen);
        chosen || !self.from.is_empty() || !self.to.is_empty()
    }
}

impl ActivityPage {
    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.activity;
        let text = match self.scope {
            Scope::All => t.lead_all,
            Scope::Person => t.lead_person,
            Scope::Own | Scope::OwnUntil { .. } => t.lead_own,
        };
        say(text, &[("party", Value::Name(&self.party))])
    }

    /// Why the person sees only some.
    fn note(&self) -> Option<String> {
        let t = &self.frame.t.activity;
        let text = match self.scope {
            Scope::All | Scope::Person => return None,
            Scope::Own => t.own_only,
            Scope::OwnUntil { .. } => t.level,
        };
        Some(fill(text, &[("party", &self.party)]))
    }

    fn step_up(&self) -> Option<&str> {
        match &self.scope {
            Scope::OwnUntil { step_up } => Some(step_up),
            _ => None,
        }
    }

    fn dates(&self) -> [Field; 2] {
        let t = &self.frame.t.activity;
        [
            ("fra", t.from, &self.filter.from),
            ("til", t.to, &self.filter.to),
        ]
        .map(|(name, label, value)| {
            let field = Field::new(name, label, value).look(Look::Day);
            field.among(&self.errors)
        })
    }

    fn days(&self) -> Vec<Day<'_>> {
        let mut days: Vec<Day<'_>> = Vec::new();
        for line in &self.lines {
            let name = dates::date(&line.at);
            match days.last_mut() {
                Some(day) if day.name == name => day.lines.push(line),
                _ => days.push(Day {
                    name,
                    lines: vec![line],
                }),
            }
        }
        days
    }

    fn on_behalf(&self, party: &str) -> String {
        fill(self.frame.t.activity.on_behalf, &[("party", party)])
    }

    fn by_power(&self, power: &str) -> String {
        fill(self.frame.t.activity.power, &[("power", power)])
    }
}

impl Page for ActivityPage {
    fn name() -> &'static str {
        "access-activity-log"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |scope, lines: Vec<Line>| {
            let frame = cast::signed_in(language, routes::ACTIVITY, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Activity),
                party: cast::bakery().name,
                scope,
                filter: sample_filter(&frame),
                errors: Vec::new(),
                lines,
                older: None,
                newest: None,
                file: routes::activity_file(&[]),
                frame,
            }
        };
        let mut many = page(Scope::All, sample_lines(language));
        many.older = Some(routes::activity(&[("etter", "x")]));
        let mut later = page(Scope::Person, sample_lines(language));
        later.newest = Some(routes::ACTIVITY.to_owned());
        let mut no_hits = page(Scope::All, Vec::new());
        no_hits.filter.from = "2026-01-01".into();
        let mut faulty = page(Scope::All, Vec::new());
        faulty.filter.from = "i går".into();
        faulty.errors = vec![FieldError::new("fra", faulty.frame.t.activity.bad_date)];
        let step_up = routes::step_up(routes::ACTIVITY, 4);
        vec![
            ("many", many),
            ("later", later),
            ("own", page(Scope::Own, sample_lines(language))),
            ("level", page(Scope::OwnUntil { step_up }, Vec::new())),
            ("empty", page(Scope::All, Vec::new())),
            ("no-hits", no_hits),
            ("faulty", faulty),
        ]
    }
}

fn sample_filter(frame: &Frame) -> FilterFields {
    let choice = |label: &str| Choice {
        value: label.to_owned(),
        label: label.to_owned(),
        is_chosen: false,
    };
    FilterFields {
        actors: ["Solveig Nordby", "Ola Vik"].map(choice).to_vec(),
        groups: ActGroup::ALL
            .map(|group| choice(group.label(frame.t)))
            .to_vec(),
        ..FilterFields::default()
    }
}

fn sample_lines(language: Language) -> Vec<Line> {
    let t = crate::text::texts(language);
    let line = |hours: i64, text: &str| Line {
        at: cast::at().minus(time::Duration::hours(hours)),
        sentence: say(
            text,
            &[
                ("actor", Value::Name("Solveig Nordby")),
                ("other", Value::Name("Ola Vik")),
                ("package", Value::Name("Lønn")),
                ("system", Value::Name("Kornregnskap Sky")),
                ("service", Value::Name("Skattegrunnlag")),
            ],
        ),
        party: None,
        power: Some(fill(
            t.activity.power_role,
            &[("name", &cast::roles(language)[..1].concat())],
        )),
    };
    let mut own = line(49, t.acts.email_changed);
    (own.power, own.party) = (None, Some("Solveig Nordby".into()));
    vec![
        line(0, t.acts.package_given),
        line(1, t.acts.request_approved),
        line(30, t.acts.launch_started),
        own,
    ]
}
