//! Policies that are not taken, with the line and the reason; and that what was there before stays.

use super::{
    ACTION, ACTION_ID, RESOURCE, Registry, SUBJECT, any_of, matched, policy, policy_of, rule,
};
use crate::support::database::{Kind, kinds};

const ID: &str = "dts-streng";

fn dagl() -> String {
    any_of(&[matched(SUBJECT, "urn:altinn:rolecode", "DAGL")])
}

fn on(id: &str) -> String {
    any_of(&[matched(RESOURCE, "urn:altinn:resource", id)])
}

fn read() -> String {
    any_of(&[matched(ACTION, ACTION_ID, "read")])
}

fn with_target(any_ofs: &[String]) -> String {
    let bad = format!(
        "<Rule RuleId=\"bad\" Effect=\"Permit\"><Target>{}</Target></Rule>\n",
        any_ofs.concat()
    );
    policy_of(&[
        rule(
            "1",
            "Permit",
            &[("urn:altinn:rolecode", "DAGL")],
            ID,
            &["read"],
        ),
        bad,
    ])
}

fn with_rules(count: usize) -> String {
    let rules: Vec<String> = (0..count)
        .map(|number| format!("<Rule RuleId=\"{number}\" Effect=\"Permit\"/>"))
        .collect();
    policy_of(&rules)
}

/// One rule that stands for more rights than anybody reads.
fn with_combinations(each: usize) -> String {
    let names: Vec<String> = (0..each).map(|number| format!("x{number}")).collect();
    let subjects: Vec<(&str, &str)> = names
        .iter()
        .map(|name| ("urn:altinn:rolecode", name.as_str()))
        .collect();
    let actions: Vec<&str> = names.iter().map(String::as_str).collect();
    policy_of(&[rule("1", "Permit", &subjects, ID, &actions)])
}

#[tokio::test]
async fn a_policy_that_is_not_about_its_resource_alone_is_refused_with_the_line() {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create_guarded(ID, &policy(ID)).await;
    let both = [
        matched(RESOURCE, "urn:altinn:resource", ID),
        matched(RESOURCE, "urn:altinn:resource", "dts-annen"),
    ]
    .concat();
    let either = any_of(&[
        matched(RESOURCE, "urn:altinn:resource", ID),
        matched(RESOURCE, "urn:altinn:resource", "dts-annen"),
    ]);
    let either_part = any_of(&[
        matched(RESOURCE, "urn:altinn:resource", ID),
        matched(RESOURCE, "urn:altinn:subresource", "x"),
    ]);
    let app = any_of(&[[
        matched(RESOURCE, "urn:altinn:org", "dts"),
        matched(RESOURCE, "urn:altinn:app", "x"),
    ]
    .concat()]);
    let two_actions = any_of(&[[
        matched(ACTION, ACTION_ID, "read"),
        matched(ACTION, ACTION_ID, "x"),
    ]
    .concat()]);
    let mixed = any_of(&[
        matched(SUBJECT, "urn:altinn:rolecode", "DAGL"),
        matched(ACTION, ACTION_ID, "read"),
    ]);
    const OTHER: &str = "Policy not accepted: Contains rules for a different registry resource";
    const NONE: &str =
        "Policy not accepted: Contains rules without reference to registry resource id";
    for (target, reason) in [
        (vec![dagl(), on("dts-annen"), read()], OTHER),
        (vec![dagl(), either, read()], OTHER),
        (vec![dagl(), any_of(&[both]), read()], OTHER),
        (vec![dagl(), on(ID), on("DTS-STRENG"), read()], OTHER),
        (vec![dagl(), app, read()], OTHER),
        (vec![dagl(), read()], NONE),
        (vec![], NONE),
        (vec![dagl(), either_part, read()], NONE),
        (
            vec![dagl(), on(ID), two_actions],
            "Policy not accepted: Each AllOf for an action",
        ),
        (
            vec![on(ID), mixed],
            "Policy not accepted: Each AnyOf of a rule must be about one category",
        ),
    ] {
        let refused = registry
            .upload(&registry.tax, ID, with_target(&target).as_bytes())
            .await;
        let title = refused.body["title"].as_str().unwrap();
        assert_eq!(refused.status, 400, "{title}");
        assert!(title.starts_with(reason), "{title}");
        assert_eq!(refused.body["line"], 5, "{title}");
        assert!(title.ends_with("(line 5, rule \"bad\")"), "{title}");
    }
    let still = registry.get(&format!("/{ID}/policy")).await;
    assert_eq!(still.body, policy(ID), "what was there stays");
}

#[tokio::test]
async fn an_apps_policy_may_name_owner_and_app() {
    let registry = Registry::start(Kind::Sqlite).await;
    let app = "app_dts_skjema";
    let body = super::changed(&super::described(app), "resourceType", "AltinnApp".into());
    let reference = serde_json::json!([
        {"referenceSource": "Altinn3", "referenceType": "ApplicationId", "reference": "dts/skjema"}]);
    let body = super::changed(&body, "resourceReferences", reference);
    assert_eq!(registry.post(&registry.tax, &body).await.status, 201);
    let named = |org: &str, app: &str| {
        let both = [
            matched(RESOURCE, "urn:altinn:org", org),
            matched(RESOURCE, "urn:altinn:app", app),
        ]
        .concat();
        let target = [dagl(), any_of(&[both]), read()].concat();
        policy_of(&[format!(
            "<Rule RuleId=\"1\" Effect=\"Permit\"><Target>{target}</Target></Rule>"
        )])
    };
    for (text, status) in [
        (named("dts", "skjema"), 201),
        (policy(app), 201),
        (named("nod", "skjema"), 400),
        (named("dts", "annen"), 400),
    ] {
        let uploaded = registry.upload(&registry.tax, app, text.as_bytes()).await;
        assert_eq!(uploaded.status, status, "{}", uploaded.body);
    }
}

#[tokio::test]
async fn hostile_policies_are_refused_clearly_and_change_nothing() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create_guarded(ID, &policy(ID)).await;
        let good = policy(ID);
        let entity = |definition: &str| format!("<!DOCTYPE Policy [{definition}]>\n{good}");
        let deep = format!(
            "{}{}",
            "<Policy xmlns=\"urn:oasis:names:tc:xacml:3.0:core:schema:wd-17\">".repeat(5_000),
            "</Policy>".repeat(5_000)
        );
        let padded = format!("{good}<!--{}-->", "x".repeat(1024 * 1024));
        let marked = format!("\u{feff}{good}");
        let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bare = |text: &str| text.as_bytes().to_vec();
        let cases: Vec<(Vec<u8>, u16, &str)> = vec![
            (bare(""), 400, "Policy file can not be empty"),
            (bare("policy"), 400, "not well-formed XML"),
            (bare("<Policy/>"), 400, "line 1"),
            (
                bare(good.trim_end_matches("</Policy>")),
                400,
                "not well-formed XML",
            ),
            (
                bare(&good.replace("schema:wd-17", "schema:wd-16")),
                400,
                "line 1, Policy",
            ),
            (
                bare(&good.replace("deny-overrides", "deny-perhaps")),
                400,
                "combining algorithm",
            ),
            (
                bare(&good.replace("string-equal-ignore-case", "string-nearly")),
                400,
                "is not supported",
            ),
            (
                bare(&entity("<!ENTITY a \"x\">")),
                400,
                "document type declaration is not allowed",
            ),
            (
                bare(&entity("<!ENTITY a SYSTEM \"file:///etc/passwd\">")),
                400,
                "document type",
            ),
            (
                bare(&entity("<!ENTITY a \"&b;&b;\"><!ENTITY b \"&c;&c;\">")),
                400,
                "document type",
            ),
            (
                bare(&good.replace("DAGL", "&undefined;")),
                400,
                "not well-formed XML",
            ),
            (bare(&deep), 400, "nested too deeply"),
            (bare(&with_rules(20_000)), 400, "Policy not accepted: "),
            (bare(&with_rules(1_000_000)), 413, "the file is too large"),
            (bare(&with_combinations(150)), 400, "more combinations"),
            (padded.into_bytes(), 413, "the file is too large"),
            (utf16, 400, "not UTF-8"),
            (
                bare(&good.replace("DAGL", "\u{0}")),
                400,
                "not well-formed XML",
            ),
        ];
        for (number, (file, status, reason)) in cases.iter().enumerate() {
            let refused = registry.upload(&registry.tax, ID, file).await;
            let title = refused.body["title"].as_str().unwrap_or_default();
            assert_eq!(
                refused.status, *status,
                "{kind:?} {number} {}",
                refused.body
            );
            assert!(title.contains(reason), "{kind:?} {number} {title}");
            assert!(title.len() < 500, "{kind:?} {number} {title}");
        }
        let still = registry.get(&format!("/{ID}/policy")).await;
        assert_eq!(still.body, good, "{kind:?}");
    }
}

#[tokio::test]
async fn a_form_without_the_file_is_refused() {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create(ID).await;
    let text = policy(ID);
    let misnamed = registry
        .send_form(&registry.tax, ID, "file", text.as_bytes())
        .await;
    assert_eq!(misnamed.status, 400);
    assert!(
        misnamed.body["title"]
            .as_str()
            .unwrap()
            .starts_with("Policy file can not be null")
    );
    for (content_type, body) in [
        ("text/xml", text.as_str()),
        ("multipart/form-data", text.as_str()),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"policyFile\"\r\n\r\nhalf",
        ),
    ] {
        let request = registry.request(reqwest::Method::PUT, &format!("/{ID}/policy"));
        let request = request
            .bearer_auth(&registry.tax)
            .header("content-type", content_type)
            .body(body.to_owned());
        let answer = super::answer(request).await;
        assert_eq!(answer.status, 400, "{content_type} {}", answer.body);
    }
    assert_eq!(registry.get(&format!("/{ID}/policy")).await.status, 404);
}
