//! `PolicySet` and references.

use std::sync::Arc;

use crate::engine::outcome::{PolicyIdentifier, PolicyKind};

use super::super::combine::Combining;
use super::super::error::{PolicyError, PolicyProblem};
use super::super::model::{Child, DutyExpressions, PolicySet, Reference, Referenced, VersionRange};
use super::super::xml::{Element, only_once};
use super::variables::Scope;
use super::{
    Parts, check_combiner_parameters, check_defaults, combining, duties, read_node, target, version,
};

pub(super) fn read(element: Element) -> Result<PolicySet, PolicyError> {
    element.allow_attributes(&[
        "PolicySetId",
        "Version",
        "PolicyCombiningAlgId",
        "MaxDelegationDepth",
    ])?;
    let mut parts = Parts::default();
    let mut children = Vec::new();
    for child in element.children()? {
        match child.name() {
            "Policy" | "PolicySet" => children.push(Child::Node(Arc::new(read_node(child)?))),
            "PolicyIdReference" => children.push(read_reference(child, PolicyKind::Policy)?),
            "PolicySetIdReference" => children.push(read_reference(child, PolicyKind::PolicySet)?),
            "PolicySetDefaults" => only_once(&mut parts.defaults, child)?,
            "CombinerParameters" => check_combiner_parameters(child, None)?,
            "PolicyCombinerParameters" => check_combiner_parameters(child, Some("PolicyIdRef"))?,
            "PolicySetCombinerParameters" => {
                check_combiner_parameters(child, Some("PolicySetIdRef"))?;
            }
            _ => parts.place(child)?,
        }
    }
    parts.defaults.map(check_defaults).transpose()?;
    let scope = Scope::new(&[])?;
    Ok(PolicySet {
        identifier: PolicyIdentifier {
            kind: PolicyKind::PolicySet,
            id: element.required("PolicySetId")?.into(),
            version: version(element)?.into(),
        },
        target: target::read_required(element, parts.target)?,
        combining: combining(element, "PolicyCombiningAlgId", Combining::of_policies)?,
        children,
        duties: DutyExpressions {
            obligations: duties::read(parts.obligations, &duties::OBLIGATION, &scope)?,
            advice: duties::read(parts.advice, &duties::ADVICE, &scope)?,
        },
    })
}

fn read_reference(element: Element, kind: PolicyKind) -> Result<Child, PolicyError> {
    element.allow_attributes(&["Version", "EarliestVersion", "LatestVersion"])?;
    let id = element.text()?;
    if id.trim().is_empty() {
        return Err(element.error(PolicyProblem::bad_value("policy id", &id)));
    }
    Ok(Child::Reference(Reference {
        kind,
        id: id.trim().into(),
        versions: VersionRange {
            version: version_pattern(element, "Version")?,
            earliest: version_pattern(element, "EarliestVersion")?,
            latest: version_pattern(element, "LatestVersion")?,
        },
        to: Referenced::Nothing,
    }))
}

/// `1.2`, `1.*`, `1.2.+` (§5.13).
fn version_pattern(element: Element, name: &str) -> Result<Option<Arc<str>>, PolicyError> {
    let Some(pattern) = element.optional(name) else {
        return Ok(None);
    };
    let is_part = |part: &str| {
        matches!(part, "*" | "+")
            || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if pattern.split('.').all(is_part) {
        Ok(Some(pattern.into()))
    } else {
        Err(element.error(PolicyProblem::bad_value("version", pattern)))
    }
}
