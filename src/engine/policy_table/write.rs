//! From a table to a policy, in the shape that published policies have.

use std::fmt::Write as _;

use crate::engine::names;

use super::{PolicyTable, SubjectKind, TableAction, TableSubject};

const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17""#;
const ALGORITHM: &str = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const EQUAL: &str = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
const EQUAL_IGNORING_CASE: &str = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";

impl PolicyTable {
    /// The policy in XACML 3.0: one rule for each row, in the order of the rows, whose id tells whom it is about, so that
    /// changing one row changes one rule.
    pub fn to_xml(&self, resource: &str) -> String {
        let mut xml = Xml::default();
        let id = format!("urn:altinn:resource:{resource}");
        xml.text.push_str(HEAD);
        xml.line(
            0,
            &format!("    PolicyId=\"{}\" Version=\"1.0\"", escaped(&id)),
        );
        xml.line(0, &format!("    RuleCombiningAlgId=\"{ALGORITHM}\">"));
        xml.line(1, "<xacml:Target/>");
        for (subject, actions) in self.rows() {
            let rule = format!("{id}:rule:{}", subject.urn());
            xml.open(
                1,
                &format!("xacml:Rule RuleId=\"{}\" Effect=\"Permit\"", escaped(&rule)),
            );
            xml.open(2, "xacml:Target");
            xml.any_of([Matched::subject(subject)]);
            xml.any_of([Matched::resource(resource)]);
            xml.any_of(actions.iter().map(Matched::action));
            xml.close(2, "xacml:Target");
            xml.close(1, "xacml:Rule");
        }
        xml.levels([
            (names::MINIMUM_LEVEL, self.levels.person),
            (names::MINIMUM_LEVEL_ORG, self.levels.organization),
        ]);
        xml.close(0, "xacml:Policy");
        xml.text.push('\n');
        xml.text
    }
}

/// One comparison of a target.
struct Matched<'t> {
    function: &'static str,
    value: &'t str,
    attribute: &'static str,
    category: &'static str,
}

impl<'t> Matched<'t> {
    fn subject(subject: &'t TableSubject) -> Self {
        let function = match subject.kind() {
            kind if kind.is_role() => EQUAL_IGNORING_CASE,
            _ => EQUAL,
        };
        Self {
            function,
            value: subject.value(),
            attribute: SubjectKind::attribute_id(subject.kind()),
            category: names::SUBJECT,
        }
    }

    fn resource(id: &'t str) -> Self {
        Self {
            function: EQUAL,
            value: id,
            attribute: names::RESOURCE_ID,
            category: names::RESOURCE,
        }
    }

    fn action(action: &'t TableAction) -> Self {
        Self {
            function: EQUAL,
            value: action.as_str(),
            attribute: names::ACTION_ID,
            category: names::ACTION,
        }
    }
}

/// XML as it grows, one element per line.
#[derive(Default)]
struct Xml {
    text: String,
}

impl Xml {
    fn line(&mut self, depth: usize, line: &str) {
        self.text.push('\n');
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
    }

    fn open(&mut self, depth: usize, start: &str) {
        self.line(depth, &format!("<{start}>"));
    }

    fn close(&mut self, depth: usize, name: &str) {
        self.line(depth, &format!("</{name}>"));
    }

    fn any_of<'t>(&mut self, alternatives: impl IntoIterator<Item = Matched<'t>>) {
        self.open(3, "xacml:AnyOf");
        for one in alternatives {
            self.open(4, "xacml:AllOf");
            self.open(5, &format!("xacml:Match MatchId=\"{}\"", one.function));
            let mut value = String::new();
            let _ = write!(
                value,
                "<xacml:AttributeValue DataType=\"{STRING}\">{}</xacml:AttributeValue>",
                escaped(one.value)
            );
            self.line(6, &value);
            self.line(
                6,
                &format!(
                    "<xacml:AttributeDesignator AttributeId=\"{}\" Category=\"{}\" DataType=\"{STRING}\" MustBePresent=\"false\"/>",
                    one.attribute, one.category
                ),
            );
            self.close(5, "xacml:Match");
            self.close(4, "xacml:AllOf");
        }
        self.close(3, "xacml:AnyOf");
    }

    fn levels(&mut self, levels: [(&str, Option<u8>); 2]) {
        if levels.iter().all(|(_, level)| level.is_none()) {
            return;
        }
        self.open(1, "xacml:ObligationExpressions");
        for (index, (category, level)) in levels.into_iter().enumerate() {
            if let Some(level) = level {
                self.level(index + 1, category, level);
            }
        }
        self.close(1, "xacml:ObligationExpressions");
    }

    fn level(&mut self, number: usize, category: &str, level: u8) {
        self.open(
            2,
            &format!(
                "xacml:ObligationExpression ObligationId=\"urn:altinn:obligation:authenticationLevel{number}\" FulfillOn=\"Permit\""
            ),
        );
        self.open(
            3,
            &format!(
                "xacml:AttributeAssignmentExpression AttributeId=\"urn:altinn:obligation{number}-assignment1\" Category=\"{category}\""
            ),
        );
        self.line(
            4,
            &format!("<xacml:AttributeValue DataType=\"{INTEGER}\">{level}</xacml:AttributeValue>"),
        );
        self.close(3, "xacml:AttributeAssignmentExpression");
        self.close(2, "xacml:ObligationExpression");
    }
}

/// Text for an element or an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
