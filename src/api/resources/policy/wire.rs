//! Rules, rights and subjects of a policy on the wire.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{Language, PolicySubject, RESOURCE_ATTRIBUTE};
use crate::engine::names;
use crate::engine::rights::{Right, RightAttribute};
use crate::reference::action_name;

/// What a policy says of apps that decide themselves who may get the right.
const DELEGATED_BY_APP: &str = "urn:altinn:resource:delegation";

#[derive(Deserialize)]
pub struct SubjectsQuery {
    #[serde(rename = "reloadFromXacml", default)]
    pub reload_from_xacml: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ByKeyQuery {
    #[serde(default)]
    include_service_owner_rights: String,
    #[serde(default)]
    include_app_rights: String,
}

impl ByKeyQuery {
    /// Whether a right is asked for: those that only the service owner has, or only an app gives, are when it is said.
    pub fn holds(&self, right: &Right) -> bool {
        let is_yes = |text: &str| text.eq_ignore_ascii_case("true");
        let only = |kind: &str| {
            let is_of_kind = |one: &RightAttribute| *one.id == *kind;
            let all_of = |subject: &Vec<RightAttribute>| subject.iter().any(is_of_kind);
            !right.subjects.is_empty() && right.subjects.iter().all(all_of)
        };
        (is_yes(&self.include_service_owner_rights) || !only(names::ORG))
            && (is_yes(&self.include_app_rights) || !only(DELEGATED_BY_APP))
    }
}

#[derive(Serialize)]
pub struct TypeValue<'a> {
    r#type: &'a str,
    value: Cow<'a, str>,
}

impl<'a> TypeValue<'a> {
    fn of(attribute: &'a RightAttribute) -> Self {
        Self {
            r#type: &attribute.id,
            value: attribute.value.text(),
        }
    }

    fn all(attributes: &'a [RightAttribute]) -> Vec<Self> {
        attributes.iter().map(Self::of).collect()
    }
}

#[derive(Serialize)]
pub struct SubjectWire<'a> {
    r#type: &'a str,
    value: &'a str,
    urn: Cow<'a, str>,
}

impl<'a> SubjectWire<'a> {
    pub fn of(subject: &'a PolicySubject) -> Self {
        Self {
            r#type: &subject.kind,
            value: subject.value(),
            urn: Cow::Borrowed(&subject.urn),
        }
    }

    fn of_resource(id: &'a str) -> Self {
        Self {
            r#type: RESOURCE_ATTRIBUTE,
            value: id,
            urn: Cow::Owned(format!("{RESOURCE_ATTRIBUTE}:{id}")),
        }
    }
}

/// The resources that the policies are about one subject of.
#[derive(Serialize)]
pub struct ResourcesOfSubject<'a> {
    subject: SubjectWire<'a>,
    resources: Vec<SubjectWire<'a>>,
}

impl<'a> ResourcesOfSubject<'a> {
    pub fn of(subject: &'a PolicySubject, resources: &'a [String]) -> Self {
        Self {
            subject: SubjectWire::of(subject),
            resources: resources
                .iter()
                .map(|id| SubjectWire::of_resource(id))
                .collect(),
        }
    }
}

/// A rule with one alternative each.
#[derive(Serialize)]
pub struct RuleWire<'a> {
    subject: Vec<TypeValue<'a>>,
    action: TypeValue<'a>,
    resource: Vec<TypeValue<'a>>,
}

/// The rules that a right stands for: one for each alternative of the subject.
pub fn rules_of(right: &Right) -> impl Iterator<Item = RuleWire<'_>> {
    let subjects = right.subjects.iter();
    subjects.map(|subject| RuleWire {
        subject: TypeValue::all(subject),
        action: TypeValue::of(&right.action),
        resource: TypeValue::all(&right.resource),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RightWire<'a> {
    action: TypeValue<'a>,
    resource: Vec<TypeValue<'a>>,
    subjects: Vec<SubjectAttributes<'a>>,
    right_key: String,
    subject_types: BTreeSet<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubjectAttributes<'a> {
    subject_attributes: Vec<TypeValue<'a>>,
}

impl<'a> RightWire<'a> {
    pub fn of(right: &'a Right) -> Self {
        let subjects = right.subjects.iter();
        let types = subjects.clone().flatten().map(|one| &*one.id);
        Self {
            action: TypeValue::of(&right.action),
            resource: TypeValue::all(&right.resource),
            subject_types: types.collect(),
            subjects: subjects
                .map(|subject| SubjectAttributes {
                    subject_attributes: TypeValue::all(subject),
                })
                .collect(),
            right_key: right.key_1(),
        }
    }
}

#[derive(Serialize)]
pub struct RightByKey<'a> {
    key: String,
    name: String,
    resource: Vec<TypeValue<'a>>,
    action: TypeValue<'a>,
}

impl<'a> RightByKey<'a> {
    pub fn of(right: &'a Right, language: Language) -> Self {
        Self {
            key: right.key_2(),
            name: action_name(&right.action.value.text(), language).to_owned(),
            resource: TypeValue::all(&right.resource),
            action: TypeValue::of(&right.action),
        }
    }
}
