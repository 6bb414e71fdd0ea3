//! `/decision`, for applications and gateways: keys, both syntaxes, and bodies that are no questions.

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Response, StatusCode};
use roxmltree::Document;
use serde_json::{Value, json};

use crate::support::cast::{self, BAKERY, TAX_BASIS};
use crate::support::database::Kind;
use crate::support::stage::{DECISION, Stage};

const KEY: &str = "Ocp-Apim-Subscription-Key";
/// Published with the sandbox.
const SANDBOX_KEY: &str = "sandbox-subscription-key";
const XACML: &str = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
const XML: &str = "application/xacml+xml";
const JSON: &str = "application/json";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

fn in_json(action: &str) -> String {
    let attribute = |id: &str, value: &str| json!({"AttributeId": id, "Value": value});
    json!({"Request": {
        "AccessSubject": [{"Attribute": [attribute("urn:altinn:person:identifier-no", cast::KARI)]}],
        "Action": [{"Attribute": [attribute("urn:oasis:names:tc:xacml:1.0:action:action-id", action)]}],
        "Resource": [{"Attribute": [
            attribute("urn:altinn:resource", TAX_BASIS),
            attribute("urn:altinn:organization:identifier-no", BAKERY)]}],
    }})
    .to_string()
}

/// The same question.
fn in_xml(action: &str) -> String {
    let attribute = |id: &str, value: &str| {
        format!(
            "<Attribute AttributeId='{id}' IncludeInResult='{}'>\
             <AttributeValue DataType='{STRING}'>{value}</AttributeValue></Attribute>",
            id == "urn:altinn:resource"
        )
    };
    let category = |id: &str, attributes: &[String]| {
        format!(
            "<Attributes Category='{id}'>{}</Attributes>",
            attributes.concat()
        )
    };
    let categories = [
        category(
            "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
            &[attribute("urn:altinn:person:identifier-no", cast::KARI)],
        ),
        category(
            "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
            &[attribute(
                "urn:oasis:names:tc:xacml:1.0:action:action-id",
                action,
            )],
        ),
        category(
            "urn:oasis:names:tc:xacml:3.0:attribute-category:resource",
            &[
                attribute("urn:altinn:resource", TAX_BASIS),
                attribute("urn:altinn:organization:identifier-no", BAKERY),
            ],
        ),
    ];
    format!(
        "<Request xmlns='{XACML}' CombinedDecision='false' ReturnPolicyIdList='false'>{}</Request>",
        categories.concat()
    )
}

impl Stage {
    async fn decide(&self, content_type: &str, accept: &str, body: &str) -> Response {
        let request = self.app.http().post(format!("{}{DECISION}", self.app.url));
        let request = request.header(KEY, SANDBOX_KEY).header(ACCEPT, accept);
        let request = request.header(CONTENT_TYPE, content_type);
        request.body(body.to_owned()).send().await.unwrap()
    }
}

/// The decision and the last part of the status code of a response in XML.
fn in_short(xml: &str) -> (String, String) {
    let document = Document::parse(xml).unwrap();
    let find = |name: &str| {
        let mut nodes = document.descendants();
        nodes.find(|node| node.has_tag_name((XACML, name))).unwrap()
    };
    let code = find("StatusCode").attribute("Value").unwrap();
    (
        find("Decision").text().unwrap().to_owned(),
        code.rsplit(':').next().unwrap().to_owned(),
    )
}

fn short(decision: &str, code: &str) -> (String, String) {
    (decision.to_owned(), code.to_owned())
}

#[tokio::test]
async fn both_syntaxes_are_answered_in_kind_with_the_same_decision() {
    let stage = Stage::empty(Kind::Sqlite).await;
    for (action, decision) in [("read", "Permit"), ("write", "NotApplicable")] {
        let answer = stage.decide(JSON, "*/*", &in_json(action)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["response"][0]["decision"], decision, "{body}");

        let answer = stage.decide(XML, "*/*", &in_xml(action)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let content_type = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        assert_eq!(content_type, "application/xacml+xml; version=3.0");
        let xml = answer.text().await.unwrap();
        assert_eq!(in_short(&xml), short(decision, "ok"), "{xml}");
    }
}

#[tokio::test]
async fn the_answer_in_xml_is_whole() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let answer = stage.decide(XML, XML, &in_xml("read")).await;
    insta::assert_snapshot!("decision_in_xml", answer.text().await.unwrap());
    let as_text = stage.decide(XML, "text/plain", &in_xml("read")).await;
    let content_type = as_text.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    assert_eq!(content_type, "text/plain; charset=utf-8");
    let text = as_text.text().await.unwrap();
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"utf-16\"?>"));
}

#[tokio::test]
async fn a_body_that_is_no_question_is_one_indeterminate() {
    let stage = Stage::empty(Kind::Sqlite).await;
    for body in ["", "{", "[]", "{}", r#"{"Request": []}"#] {
        let answer = stage.decide(JSON, JSON, body).await;
        assert_eq!(answer.status(), StatusCode::OK, "{body}");
        let answer: Value = answer.json().await.unwrap();
        let results = answer["response"].as_array().unwrap();
        assert_eq!(results.len(), 1);
        assert_eq!(results[0]["decision"], "Indeterminate");
        let code = &results[0]["status"]["statusCode"]["value"];
        assert_eq!(code, "urn:oasis:names:tc:xacml:1.0:status:syntax-error");
    }
    let good = in_xml("read");
    let deep = "<a>".repeat(100_000);
    let wide = format!("<a {}/>", "b='' ".repeat(100_000));
    let entity = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
    let extended = good.replace("<Attribute ", "<Colour/><Attribute ");
    for body in ["", "<a>", "{}", &deep, &wide, entity, &extended] {
        let answer = stage.decide(XML, XML, body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let xml = answer.text().await.unwrap();
        assert_eq!(
            in_short(&xml),
            short("Indeterminate", "syntax-error"),
            "{xml}"
        );
    }
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let answer = stage.decide(content_type, JSON, &in_json("read")).await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let huge = "x".repeat(1_100_000);
    assert_eq!(stage.decide(XML, XML, &huge).await.status(), 413);
}

#[tokio::test]
async fn only_a_key_or_a_token_opens() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let send = async |key: Option<&str>, token: Option<&str>| {
        let url = format!("{}{DECISION}", stage.app.url);
        let mut request = stage.app.http().post(url).header(CONTENT_TYPE, JSON);
        request = request.body(in_json("read"));
        if let Some(key) = key {
            request = request.header(KEY, key);
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().status().as_u16()
    };
    let owner = stage.tax_owner.as_str();
    assert_eq!(send(Some(SANDBOX_KEY), None).await, 200);
    assert_eq!(send(None, Some(owner)).await, 200);
    assert_eq!(send(Some("wrong"), Some(owner)).await, 200);
    assert_eq!(send(Some(SANDBOX_KEY), Some("garbage")).await, 200);
    for (key, token, status) in [
        (None, None, 401),
        (Some("wrong"), None, 401),
        (Some(""), None, 401),
        (None, Some("garbage"), 401),
        (None, Some(stage.token.as_str()), 403),
    ] {
        assert_eq!(send(key, token).await, status, "{key:?}");
    }
}

#[tokio::test]
async fn a_combined_decision_is_one_result() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let mut question: Value = serde_json::from_str(&in_json("write")).unwrap();
    let actions = question["Request"]["Action"].as_array_mut().unwrap();
    actions.push(actions[0].clone());
    let count = async |question: &Value| {
        let answer = stage.decide(JSON, JSON, &question.to_string()).await;
        let answer: Value = answer.json().await.unwrap();
        answer["response"].as_array().unwrap().len()
    };
    assert_eq!(count(&question).await, 2);
    question["Request"]["CombinedDecision"] = json!(true);
    assert_eq!(count(&question).await, 1);
}
