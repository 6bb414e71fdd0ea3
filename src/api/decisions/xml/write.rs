//! From results to a `Response` (XACML 3.0 core, §5.47).

use std::sync::Arc;

use super::writer::Writer;
use crate::engine::Outcome;
use crate::engine::outcome::{
    Assignment, MissingAttribute, Obligation, PolicyIdentifier, PolicyKind, Status,
};
use crate::engine::request::Category;
use crate::engine::value::Value;
use crate::engine::xacml::xml::NAMESPACE;

/// A `Response` with one `Result` per outcome, without an XML declaration.
pub fn response(outcomes: &[Outcome]) -> String {
    let mut writer = Writer::default();
    writer.element("Response", &[("xmlns", Some(NAMESPACE))], |writer| {
        for outcome in outcomes {
            writer.element("Result", &[], |writer| write_result(writer, outcome));
        }
    });
    writer.into_text()
}

/// A `MissingAttributeDetail` that stands alone (§5.58).
pub fn missing_attribute(missing: &MissingAttribute) -> String {
    let mut writer = Writer::default();
    write_missing(&mut writer, missing, Some(NAMESPACE));
    writer.into_text()
}

fn write_result(writer: &mut Writer, outcome: &Outcome) {
    writer.leaf("Decision", &[], outcome.decision.name());
    writer.element("Status", &[], |writer| {
        write_status(writer, &outcome.status)
    });
    write_obligations(writer, &OBLIGATIONS, &outcome.obligations);
    write_obligations(writer, &ADVICE, &outcome.advice);
    for category in &outcome.returned {
        write_category(writer, category);
    }
    if !outcome.policies.is_empty() {
        writer.element("PolicyIdentifierList", &[], |writer| {
            for policy in &outcome.policies {
                write_policy(writer, policy);
            }
        });
    }
}

fn write_status(writer: &mut Writer, status: &Status) {
    writer.leaf("StatusCode", &[("Value", Some(status.code.urn()))], "");
    if let Some(message) = &status.message {
        writer.leaf("StatusMessage", &[], message);
    }
    if !status.missing.is_empty() {
        writer.element("StatusDetail", &[], |writer| {
            for missing in &status.missing {
                write_missing(writer, missing, None);
            }
        });
    }
}

fn write_missing(writer: &mut Writer, missing: &MissingAttribute, namespace: Option<&str>) {
    let attributes = [
        ("xmlns", namespace),
        ("Category", Some(&*missing.category)),
        ("AttributeId", Some(&*missing.id)),
        ("DataType", Some(missing.data_type.uri())),
        ("Issuer", missing.issuer.as_deref()),
    ];
    writer.leaf("MissingAttributeDetail", &attributes, "");
}

/// Obligations and advice differ in names only (§5.34 and §5.35).
struct Names {
    list: &'static str,
    element: &'static str,
    id: &'static str,
}

const OBLIGATIONS: Names = Names {
    list: "Obligations",
    element: "Obligation",
    id: "ObligationId",
};
const ADVICE: Names = Names {
    list: "AssociatedAdvice",
    element: "Advice",
    id: "AdviceId",
};

fn write_obligations(writer: &mut Writer, names: &Names, obligations: &[Arc<Obligation>]) {
    if obligations.is_empty() {
        return;
    }
    writer.element(names.list, &[], |writer| {
        for obligation in obligations {
            let id = [(names.id, Some(&*obligation.id))];
            if obligation.assignments.is_empty() {
                writer.leaf(names.element, &id, "");
                continue;
            }
            writer.element(names.element, &id, |writer| {
                for assignment in &obligation.assignments {
                    write_assignment(writer, assignment);
                }
            });
        }
    });
}

fn write_assignment(writer: &mut Writer, assignment: &Assignment) {
    let attributes = [
        ("AttributeId", Some(&*assignment.attribute_id)),
        ("Category", assignment.category.as_deref()),
        ("Issuer", assignment.issuer.as_deref()),
    ];
    write_value(
        writer,
        "AttributeAssignment",
        &attributes,
        &assignment.value,
    );
}

fn write_category(writer: &mut Writer, category: &Category) {
    let id = [("Category", Some(&*category.id))];
    writer.element("Attributes", &id, |writer| {
        for attribute in &category.attributes {
            let attributes = [
                ("AttributeId", Some(&*attribute.id)),
                ("Issuer", attribute.issuer.as_deref()),
                ("IncludeInResult", Some("true")),
            ];
            writer.element("Attribute", &attributes, |writer| {
                write_value(writer, "AttributeValue", &[], &attribute.value);
            });
        }
    });
}

/// A path declares the prefixes that it uses.
fn write_value(
    writer: &mut Writer,
    element: &str,
    attributes: &[(&str, Option<&str>)],
    value: &Value,
) {
    let mut all = attributes.to_vec();
    all.push(("DataType", Some(value.data_type().uri())));
    let mut declared = Vec::new();
    if let Value::XPath(path) = value {
        all.push(("XPathCategory", Some(&*path.category)));
        let namespaces = path.path.namespaces().iter();
        declared.extend(namespaces.map(|(prefix, uri)| (format!("xmlns:{prefix}"), uri)));
    }
    let declared = declared.iter();
    all.extend(declared.map(|(name, uri)| (name.as_str(), Some(uri.as_str()))));
    writer.leaf(element, &all, &value.text());
}

fn write_policy(writer: &mut Writer, policy: &PolicyIdentifier) {
    let element = match policy.kind {
        PolicyKind::Policy => "PolicyIdReference",
        PolicyKind::PolicySet => "PolicySetIdReference",
    };
    writer.leaf(element, &[("Version", Some(&*policy.version))], &policy.id);
}
