use askama::Template;

use super::policy_draft::{Candidate, PolicyDraft};
use super::samples;
use super::table::{Column, PolicyView, RowView, columns};
use crate::domain::Language;
use crate::portal::form::FieldError;
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The table of a policy, to be worked on; or why it cannot be, with the other way to change it.
#[derive(Template)]
#[template(path = "registry/policy.html")]
pub struct PolicyPage {
    pub frame: Frame,
    pub id: String,
    pub title: String,
    /// The mark of the stored policy that the work began from.
    pub seen: String,
    pub work: Work,
    pub errors: Vec<FieldError>,
    /// What was written as XML.
    pub xml: String,
}

/// What there is to work on.
pub enum Work {
    Table {
        draft: PolicyDraft,
        query: String,
        offered: Vec<Candidate>,
        more: usize,
        /// The stored policy would be written anew: it is in other words than the table's own.
        is_rewritten: bool,
    },
    /// The stored policy says more than a table.
    Beyond(PolicyView),
}

/// A choice of a security level.
pub struct LevelChoice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl PolicyPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_policy;
        fill(t.heading, &[("resource", &self.title)])
    }

    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.registry_policy;
        let text = match self.work {
            Work::Table { .. } => t.lead,
            Work::Beyond(_) => t.lead_beyond,
        };
        say(text, &[("resource", Value::Name(&self.title))])
    }

    fn rows(&self, draft: &PolicyDraft) -> Vec<RowView> {
        let row = |(number, subject)| {
            let crosses = (0..draft.columns.len()).map(|column| draft.is_crossed(number, column));
            RowView::new(subject, crosses.collect(), self.frame.language)
        };
        draft.rows.iter().enumerate().map(row).collect()
    }

    fn columns(&self, draft: &PolicyDraft) -> Vec<Column> {
        columns(&draft.columns, self.frame.t)
    }

    fn person_levels(&self, draft: &PolicyDraft) -> Vec<LevelChoice> {
        self.levels(self.frame.t.registry_policy.level_none, draft.levels.person)
    }

    fn organization_levels(&self, draft: &PolicyDraft) -> Vec<LevelChoice> {
        let none = self.frame.t.registry_policy.level_same;
        self.levels(none, draft.levels.organization)
    }

    fn levels(&self, none: &str, chosen: Option<u8>) -> Vec<LevelChoice> {
        let t = &self.frame.t.registry_policy;
        let none = LevelChoice {
            value: String::new(),
            label: none.to_owned(),
            is_chosen: chosen.is_none(),
        };
        // The levels that logins have today; an older policy's stays as it is.
        let own = chosen.filter(|level| ![3, 4].contains(level));
        let levels = own.into_iter().chain([3, 4]);
        let choice = |level: u8| LevelChoice {
            value: level.to_string(),
            label: match level {
                3 => t.level_3.to_owned(),
                4 => t.level_4.to_owned(),
                other => other.to_string(),
            },
            is_chosen: chosen == Some(level),
        };
        [none].into_iter().chain(levels.map(choice)).collect()
    }

    fn is_xml_wrong(&self) -> bool {
        self.errors.iter().any(|error| error.field == "policy")
    }

    fn more_text(&self, more: &usize) -> String {
        fill(
            self.frame.t.registry_policy.more_hits,
            &[("count", &more.to_string())],
        )
    }

    /// The table's own text of it, beside the table.
    fn table_xml(&self, draft: &PolicyDraft) -> String {
        draft.table().to_xml(&self.id)
    }
}

impl Page for PolicyPage {
    fn name() -> &'static str {
        "registry-policy"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |work: Work| Self {
            frame: cast::owner(language, &routes::registry_policy("hav-fiskekvote")),
            id: "hav-fiskekvote".into(),
            title: "Søk om fiskekvote".into(),
            seen: "none".into(),
            work,
            errors: Vec::new(),
            xml: String::new(),
        };
        let table = |draft: PolicyDraft, query: &str| Work::Table {
            offered: super::policy_draft::candidates(query, &draft.rows, language).0,
            more: 0,
            query: query.into(),
            is_rewritten: false,
            draft,
        };
        let mut none = page(table(PolicyDraft::blank(), ""));
        none.errors = vec![FieldError::new(
            "add-subject",
            none.frame.t.registry_policy.empty_error,
        )];
        let mut refused = page(table(samples::draft(), ""));
        refused.xml = "<Policy>".into();
        let text = fill(refused.frame.t.registry_policy.xml_error, &[("line", "1")]);
        refused.errors = vec![FieldError::new("policy", &text)];
        let beyond = PolicyView {
            beyond: samples::beyond(language),
            ..samples::policy(language)
        };
        let rewritten = Work::Table {
            draft: samples::draft(),
            query: String::new(),
            offered: Vec::new(),
            more: 0,
            is_rewritten: true,
        };
        vec![
            ("blank", page(table(PolicyDraft::blank(), ""))),
            ("filled", page(table(samples::draft(), ""))),
            ("rewritten", page(rewritten)),
            ("offered", page(table(samples::draft(), "fisk"))),
            ("nothing-crossed", none),
            ("beyond", page(Work::Beyond(beyond))),
            ("refused", refused),
        ]
    }
}
