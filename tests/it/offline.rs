//! `fullmakt authorize`, as somebody meets it who writes policies.

use std::process::Output;

use roxmltree::Document;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::faults::server::program;

const XACML: &str = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const ACTION: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
const ACTION_ID: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";
const SUBJECT: &str = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";

struct Desk {
    folder: TempDir,
}

struct Said {
    code: Option<i32>,
    output: String,
    errors: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.put("read.xml", &policy("read-policy", "read"));
        desk.put("write.xml", &policy("write-policy", "write"));
        desk.put("request.xml", &request("read"));
        desk
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn ask(&self, arguments: &str) -> Said {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let all: Vec<&str> = ["authorize"].into_iter().chain(arguments).collect();
        let Output {
            status,
            stdout,
            stderr,
        } = program(&self.folder, &all).output().unwrap();
        Said {
            code: status.code(),
            output: String::from_utf8(stdout).unwrap(),
            errors: String::from_utf8(stderr).unwrap(),
        }
    }

    /// The decision in XML; nothing else may have been said.
    fn decision(&self, arguments: &str) -> String {
        let said = self.ask(arguments);
        assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
        let document = Document::parse(&said.output).unwrap();
        let mut nodes = document.descendants();
        let decision = nodes.find(|node| node.has_tag_name((XACML, "Decision")));
        decision.unwrap().text().unwrap().to_owned()
    }
}

/// Who has the role `dagl` may do the action; the policy is about this action only.
fn policy(id: &str, action: &str) -> String {
    let target = |category: &str, attribute: &str, value: &str| {
        format!(
            "<AnyOf><AllOf><Match MatchId='urn:oasis:names:tc:xacml:1.0:function:string-equal'>\
             <AttributeValue DataType='{STRING}'>{value}</AttributeValue>\
             <AttributeDesignator Category='{category}' AttributeId='{attribute}' \
             DataType='{STRING}' MustBePresent='false'/></Match></AllOf></AnyOf>"
        )
    };
    format!(
        "<Policy xmlns='{XACML}' PolicyId='{id}' Version='1.0' \
         RuleCombiningAlgId='urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides'>\
         <Target>{}</Target><Rule RuleId='r' Effect='Permit'><Target>{}</Target></Rule></Policy>",
        target(ACTION, ACTION_ID, action),
        target(SUBJECT, "urn:altinn:rolecode", "dagl")
    )
}

fn request(action: &str) -> String {
    let category = |id: &str, attribute: &str, value: &str| {
        format!(
            "<Attributes Category='{id}'><Attribute AttributeId='{attribute}' IncludeInResult='false'>\
             <AttributeValue DataType='{STRING}'>{value}</AttributeValue></Attribute></Attributes>"
        )
    };
    format!(
        "<Request xmlns='{XACML}' ReturnPolicyIdList='false' CombinedDecision='false'>\n{}\n{}</Request>",
        category(SUBJECT, "urn:altinn:rolecode", "dagl"),
        category(ACTION, ACTION_ID, action)
    )
}

fn request_in_json(action: &str) -> String {
    json!({"Request": {
        "AccessSubject": {"Attribute": {"AttributeId": "urn:altinn:rolecode", "Value": "dagl"}},
        "Action": {"Attribute": {"AttributeId": ACTION_ID, "Value": action}},
    }})
    .to_string()
}

#[test]
fn the_response_is_written_as_the_request_is_unless_asked_for_otherwise() {
    let desk = Desk::new();
    desk.put("request.json", &request_in_json("read"));
    assert_eq!(
        desk.decision("--policy read.xml --request request.xml"),
        "Permit"
    );
    let crossed = "--policy read.xml --request request.json --format xml";
    assert_eq!(desk.decision(crossed), "Permit");
    for arguments in [
        "--policy read.xml --request request.json",
        "--policy read.xml --request request.xml --format json",
    ] {
        let said = desk.ask(arguments);
        assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
        let response: Value = serde_json::from_str(&said.output).unwrap();
        assert_eq!(response["Response"][0]["Decision"], "Permit", "{response}");
    }
}

#[test]
fn of_several_roots_the_one_that_applies_decides() {
    let desk = Desk::new();
    let both = "--policy read.xml --policy write.xml --request";
    assert_eq!(desk.decision(&format!("{both} request.xml")), "Permit");
    desk.put("other.xml", &request("delete"));
    assert_eq!(desk.decision(&format!("{both} other.xml")), "NotApplicable");
    desk.put("again.xml", &policy("again", "read"));
    let two = "--policy read.xml --policy again.xml --request request.xml";
    assert_eq!(desk.decision(two), "Indeterminate");
}

#[test]
fn what_a_policy_set_refers_to_is_found_among_the_files() {
    let desk = Desk::new();
    let set = format!(
        "<PolicySet xmlns='{XACML}' PolicySetId='set' Version='1.0' \
         PolicyCombiningAlgId='urn:oasis:names:tc:xacml:3.0:policy-combining-algorithm:deny-overrides'>\
         <Target/><PolicyIdReference>read-policy</PolicyIdReference></PolicySet>"
    );
    desk.put("set.xml", &set);
    let found = "--policy set.xml --policy read.xml --request request.xml";
    assert_eq!(desk.decision(found), "Permit");
    assert_eq!(
        desk.decision("--policy set.xml --request request.xml"),
        "Indeterminate"
    );
}

#[test]
fn an_error_in_a_policy_or_request_is_a_response_too() {
    let desk = Desk::new();
    desk.put(
        "broken.xml",
        &policy("p", "read").replace(" RuleId='r'", ""),
    );
    let said = desk.ask("--policy broken.xml --request request.xml");
    assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
    assert!(
        said.output.contains("broken.xml: line 1, Rule: "),
        "{}",
        said.output
    );
    assert!(
        said.output.contains("status:syntax-error"),
        "{}",
        said.output
    );
    desk.put(
        "no-id.xml",
        &request("read").replace(&format!(" AttributeId='{ACTION_ID}'"), ""),
    );
    let said = desk.ask("--policy read.xml --request no-id.xml");
    assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
    assert!(
        said.output.contains("no-id.xml: line 3, Attribute: "),
        "{}",
        said.output
    );
    assert!(
        said.output.contains("status:syntax-error"),
        "{}",
        said.output
    );
}

#[test]
fn what_is_no_xacml_is_told_with_its_place() {
    let desk = Desk::new();
    desk.put("page.html", "<html>\n<br></html>");
    desk.put("other.xml", "<Request/>");
    desk.put("list.json", "{\"a\": 1}");
    for (arguments, told) in [
        (
            "--policy no.xml --request request.xml",
            "fullmakt: no.xml: ",
        ),
        ("--policy read.xml --request no.xml", "fullmakt: no.xml: "),
        (
            "--policy page.html --request request.xml",
            "fullmakt: page.html: line 2: ",
        ),
        (
            "--policy request.xml --request request.xml",
            "fullmakt: request.xml: line 1, Request: ",
        ),
        (
            "--policy read.xml --request other.xml",
            "fullmakt: other.xml: line 1, Request: ",
        ),
        (
            "--policy read.xml --request read.xml",
            "fullmakt: read.xml: line 1, Policy: ",
        ),
        (
            "--policy read.xml --request list.json",
            "fullmakt: list.json: ",
        ),
    ] {
        let said = desk.ask(arguments);
        assert_eq!(
            (said.code, said.output.as_str()),
            (Some(2), ""),
            "{arguments}"
        );
        assert!(said.errors.starts_with(told), "{}", said.errors);
        assert_eq!(said.errors.lines().count(), 1, "{}", said.errors);
    }
}

#[test]
fn the_time_can_be_chosen() {
    let desk = Desk::new();
    let now = |moment: &str| {
        desk.ask(&format!(
            "--policy read.xml --request request.xml --now {moment}"
        ))
    };
    assert_eq!(now("2026-01-31T12:00:00Z").code, Some(0));
    let refused = now("yesterday");
    assert_eq!(refused.code, Some(2));
    assert!(refused.errors.contains("--now"), "{}", refused.errors);
}

#[test]
fn the_reasons_are_told_beside_the_response() {
    let desk = Desk::new();
    desk.put("write-request.xml", &request("write"));
    for (name, word) in [
        (
            "request.xml",
            "Permit: the rule r of the policy read-policy permits",
        ),
        ("write-request.xml", "NotApplicable: "),
    ] {
        let asked = format!("--policy read.xml --request {name}");
        let said = desk.ask(&format!("{asked} --explain"));
        assert_eq!(said.code, Some(0));
        assert!(said.errors.starts_with(word), "{}", said.errors);
        assert_eq!(said.output, desk.ask(&asked).output);
    }
}

#[test]
fn a_scope_is_answered_for_the_resources_that_the_policy_names_below_the_one_asked_about() {
    const RESOURCE: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
    const RESOURCE_ID: &str = "urn:oasis:names:tc:xacml:1.0:resource:resource-id";
    let rule = |id: &str, effect: &str| {
        format!(
            "<Rule RuleId='{id}' Effect='{effect}'><Target><AnyOf><AllOf>\
             <Match MatchId='urn:oasis:names:tc:xacml:1.0:function:string-equal'>\
             <AttributeValue DataType='{STRING}'>{id}</AttributeValue>\
             <AttributeDesignator Category='{RESOURCE}' AttributeId='{RESOURCE_ID}' \
             DataType='{STRING}' MustBePresent='false'/></Match></AllOf></AnyOf></Target></Rule>"
        )
    };
    let rules = [
        rule("archive", "Permit"),
        rule("archive/2026/secret", "Deny"),
        rule("archive/2025", "Permit"),
        rule("archived", "Deny"),
    ];
    let policy = format!(
        "<Policy xmlns='{XACML}' PolicyId='p' Version='1.0' \
         RuleCombiningAlgId='urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides'>\
         <Target/>{}</Policy>",
        rules.concat()
    );
    let attribute = |id: &str, value: &str| json!({ "AttributeId": id, "Value": value });
    let request = json!({ "Request": { "Resource": [{ "Attribute": [
        attribute(RESOURCE_ID, "archive"),
        attribute("urn:oasis:names:tc:xacml:2.0:resource:scope", "Descendants"),
    ] }] } });
    let desk = Desk::new();
    desk.put("tree.xml", &policy);
    desk.put("scope.json", &request.to_string());
    let said = desk.ask("--policy tree.xml --request scope.json");
    assert_eq!((said.code, said.errors.as_str()), (Some(0), ""));
    let answer: Value = serde_json::from_str(&said.output).unwrap();
    let results = answer["Response"].as_array().unwrap().iter();
    let decisions: Vec<&str> = results
        .map(|one| one["Decision"].as_str().unwrap())
        .collect();
    assert_eq!(decisions, ["Permit", "Deny", "Permit"]);
}
