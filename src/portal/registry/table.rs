//! A policy as the pages show it: who may do what, in words.

use crate::domain::Language;
use crate::ops::policy_table::{
    Beyond, Levels, PolicyTable, Reading, SubjectKind, TableAction, TableSubject, WhyBeyond,
};
use crate::ops::resources::read_table;
use crate::portal::{power_name, rights::action_word};
use crate::text::{Texts, fill, texts};

/// A policy ready to print.
#[derive(Clone, Debug, Default)]
pub struct PolicyView {
    pub columns: Vec<Column>,
    pub rows: Vec<RowView>,
    pub levels: Levels,
    /// What the table does not show, one line each.
    pub beyond: Vec<String>,
    /// Why the policy cannot be read at all.
    pub broken: Option<String>,
    pub xml: String,
}

/// An action with its own name, and its word if it has one.
#[derive(Clone, Debug)]
pub struct Column {
    pub action: TableAction,
    pub word: String,
}

#[derive(Clone, Debug)]
pub struct RowView {
    pub subject: TableSubject,
    pub name: String,
    /// What kind of subject it is, and the name in the policy.
    pub kind: &'static str,
    pub cells: Vec<bool>,
}

impl PolicyView {
    /// Reads a stored policy.
    pub fn of(resource: &str, xml: &str, language: Language) -> Self {
        match read_table(resource, xml) {
            Ok(reading) => Self {
                xml: xml.to_owned(),
                ..Self::of_reading(&reading, language)
            },
            Err(refusal) => Self {
                broken: Some(refusal.to_string()),
                xml: xml.to_owned(),
                ..Self::default()
            },
        }
    }

    fn of_reading(reading: &Reading, language: Language) -> Self {
        let t = texts(language);
        let actions: Vec<TableAction> = reading.table.actions().into_iter().cloned().collect();
        Self {
            columns: columns(&actions, t),
            rows: rows(&reading.table, &actions, language),
            levels: reading.table.levels,
            beyond: reading
                .beyond
                .iter()
                .map(|part| beyond_line(part, t))
                .collect(),
            ..Self::default()
        }
    }
}

pub fn columns(actions: &[TableAction], t: &Texts) -> Vec<Column> {
    let column = |action: &TableAction| Column {
        word: action_word(action.as_str(), t).to_owned(),
        action: action.clone(),
    };
    actions.iter().map(column).collect()
}

fn rows(table: &PolicyTable, actions: &[TableAction], language: Language) -> Vec<RowView> {
    let row = |subject: &TableSubject| {
        let cells = actions
            .iter()
            .map(|action| table.is_permitted(subject, action));
        RowView::new(subject, cells.collect(), language)
    };
    table.rows().map(|(subject, _)| row(subject)).collect()
}

impl RowView {
    pub fn new(subject: &TableSubject, cells: Vec<bool>, language: Language) -> Self {
        Self {
            name: subject_name(subject, language),
            kind: kind_word(subject.kind(), texts(language)),
            subject: subject.clone(),
            cells,
        }
    }
}

/// A subject by the name that people know, or else by the one in the policy.
pub fn subject_name(subject: &TableSubject, language: Language) -> String {
    let t = &texts(language).registry_policy;
    let value = subject.value();
    match subject.kind() {
        SubjectKind::PartyType if value == "organization" => t.all_organizations.to_owned(),
        SubjectKind::PartyType if value == "person" => t.all_persons.to_owned(),
        _ => power_name(&subject.urn(), language).unwrap_or_else(|| value.to_owned()),
    }
}

fn kind_word(kind: SubjectKind, t: &Texts) -> &'static str {
    let t = &t.registry_policy;
    match kind {
        SubjectKind::RoleCode
        | SubjectKind::Role
        | SubjectKind::RegisterRole
        | SubjectKind::GuardianRole
        | SubjectKind::EstateRole => t.kind_role,
        SubjectKind::AccessPackage => t.kind_package,
        SubjectKind::Organization => t.kind_organization,
        SubjectKind::AccessList => t.kind_list,
        SubjectKind::PartyType => t.kind_party_type,
        SubjectKind::ServiceOwner => t.kind_owner,
    }
}

/// What a part of a policy is, and why the table does not show it.
pub fn beyond_line(part: &Beyond, t: &Texts) -> String {
    let why = why_text(&part.why, t);
    match &part.rule {
        None => why,
        Some(rule) => fill(
            t.registry_policy.beyond_rule,
            &[("number", &rule.number.to_string()), ("why", &why)],
        ),
    }
}

fn why_text(why: &WhyBeyond, t: &Texts) -> String {
    let t = &t.registry_policy;
    let text = match why {
        WhyBeyond::PolicySet => t.why_set,
        WhyBeyond::Combining => t.why_combining,
        WhyBeyond::PolicyTarget => t.why_target,
        WhyBeyond::Variables => t.why_variables,
        WhyBeyond::Duties => t.why_duties,
        WhyBeyond::Deny => t.why_deny,
        WhyBeyond::Condition => t.why_condition,
        WhyBeyond::OtherResource => t.why_resource,
        WhyBeyond::AnySubject => t.why_any_subject,
        WhyBeyond::AnyAction => t.why_any_action,
        WhyBeyond::AnyResource => t.why_any_resource,
        WhyBeyond::Combined => t.why_combined,
        WhyBeyond::Circumstances => t.why_circumstances,
        WhyBeyond::SubjectAttribute(id) => return fill(t.why_attribute, &[("attribute", id)]),
        WhyBeyond::Comparison => t.why_comparison,
        WhyBeyond::Demanding => t.why_demanding,
        WhyBeyond::OddValue => t.why_value,
        WhyBeyond::TooMany => t.why_many,
    };
    text.to_owned()
}

/// The security levels in words.
pub fn level_lines(levels: Levels, t: &Texts) -> Vec<String> {
    let t = &t.registry_policy;
    let line = |text: &str, level: u8| fill(text, &[("level", &level.to_string())]);
    let person = levels.person.map_or_else(
        || t.level_any.to_owned(),
        |level| line(t.level_person, level),
    );
    let organization = levels
        .organization
        .map(|level| line(t.level_organization, level));
    [person].into_iter().chain(organization).collect()
}
