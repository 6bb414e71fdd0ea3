use fullmakt::domain::{PartyId, SystemUserId};
use fullmakt::ops::system_users::{Change, change};
use serde_json::{Value, json};

use crate::support::cast::{self, BAKERY, PAYROLL, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::machine::Answer;
use crate::support::rows;
use crate::support::stage::{AUTHORIZE, KARI, Stage};

const ACTION: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";
const OK: &str = "urn:oasis:names:tc:xacml:1.0:status:ok";

fn attribute(id: &str, value: impl Into<Value>) -> Value {
    json!({"AttributeId": id, "Value": value.into()})
}

fn category(attributes: &[(&str, &str)]) -> Value {
    let attributes: Vec<Value> = attributes
        .iter()
        .map(|(id, value)| attribute(id, *value))
        .collect();
    json!([{"Attribute": attributes}])
}

/// May `subject` read the tax basis of a business?
fn reads(subject: &[(&str, &str)], business: &str) -> Value {
    asks(
        subject,
        "read",
        &[
            ("urn:altinn:resource", TAX_BASIS),
            ("urn:altinn:organization:identifier-no", business),
        ],
    )
}

fn asks(subject: &[(&str, &str)], action: &str, resource: &[(&str, &str)]) -> Value {
    json!({"Request": {
        "AccessSubject": category(subject),
        "Action": category(&[(ACTION, action)]),
        "Resource": category(resource),
    }})
}

impl Stage {
    async fn authorize(&self, body: &Value) -> Answer {
        self.vendor.post(AUTHORIZE, &self.tax_owner, body).await
    }

    async fn decision(&self, body: &Value) -> String {
        let answer = self.authorize(body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["response"][0]["decision"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The reason of an answer that must be Indeterminate.
    async fn why_not_decided(&self, body: &Value) -> String {
        let answer = self.authorize(body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let result = &answer.body["response"][0];
        assert_eq!(result["decision"], "Indeterminate", "{body}");
        assert_ne!(result["status"]["statusCode"]["value"], OK);
        assert!(result["obligations"].is_null());
        result["status"]["statusMessage"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

#[tokio::test]
async fn the_subject_may_be_named_in_each_of_the_known_ways() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let uuid = cast::KARI_ID.to_string();
        for (id, value) in [
            ("urn:altinn:person:identifier-no", cast::KARI),
            ("urn:altinn:userid", "20010001"),
            ("urn:altinn:partyid", "50010001"),
            ("urn:altinn:party:uuid", &uuid),
            ("urn:altinn:person:uuid", &uuid),
        ] {
            assert_eq!(
                stage.decision(&reads(&[(id, value)], BAKERY)).await,
                "Permit",
                "{kind:?} {id}"
            );
            let plumber = reads(&[(id, value)], cast::PLUMBER);
            assert_eq!(
                stage.decision(&plumber).await,
                "NotApplicable",
                "{kind:?} {id}"
            );
        }
        // The same person twice over is one subject.
        let twice = [
            ("urn:altinn:userid", "20010001"),
            ("urn:altinn:partyid", "50010001"),
        ];
        assert_eq!(
            stage.decision(&reads(&twice, BAKERY)).await,
            "Permit",
            "{kind:?}"
        );
        let accountant = [("urn:altinn:organization:identifier-no", "310701009")];
        assert_eq!(
            stage.decision(&reads(&accountant, BAKERY)).await,
            "NotApplicable"
        );
    }
}

#[tokio::test]
async fn the_business_may_be_named_in_each_of_the_known_ways() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let uuid = cast::BAKERY_ID.to_string();
        let kari = [("urn:altinn:person:identifier-no", cast::KARI)];
        for (id, value) in [
            ("urn:altinn:organization:identifier-no", BAKERY),
            ("urn:altinn:organizationnumber", BAKERY),
            ("urn:altinn:organization:uuid", &uuid),
            ("urn:altinn:party:uuid", &uuid),
            ("urn:altinn:partyid", "50020001"),
        ] {
            let body = asks(
                &kari,
                "read",
                &[("urn:altinn:resource", TAX_BASIS), (id, value)],
            );
            assert_eq!(stage.decision(&body).await, "Permit", "{kind:?} {id}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_resolved_is_indeterminate_and_says_why() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let kari = [("urn:altinn:person:identifier-no", cast::KARI)];
        let bakery = ("urn:altinn:organization:identifier-no", BAKERY);
        let uuid = cast::KARI_ID.to_string();
        for (body, reason) in [
            (
                asks(&kari, "read", &[("urn:altinn:resource", "no-such"), bakery]),
                "no resource has the id no-such",
            ),
            (
                asks(&kari, "read", &[bakery]),
                "the request names no urn:altinn:resource",
            ),
            (
                reads(&kari, "991825827"),
                "the register has no party with the urn:altinn:organization:identifier-no of the request",
            ),
            (
                reads(&kari, "x"),
                "the register has no party with the urn:altinn:organization:identifier-no of the request",
            ),
            (
                reads(&[("urn:altinn:userid", "1")], BAKERY),
                "the register has no party with the urn:altinn:userid of the request",
            ),
            (
                reads(&[("urn:altinn:userid", "99999999999999999999")], BAKERY),
                "the register has no party with the urn:altinn:userid of the request",
            ),
            (
                reads(
                    &[
                        ("urn:altinn:userid", "20010001"),
                        ("urn:altinn:person:identifier-no", cast::PER),
                    ],
                    BAKERY,
                ),
                "the request names two different parties in one category",
            ),
            (
                reads(
                    &[
                        ("urn:altinn:userid", "20010001"),
                        ("urn:altinn:userid", "20010004"),
                    ],
                    BAKERY,
                ),
                "the request has several values of urn:altinn:userid",
            ),
            (
                reads(
                    &[
                        ("urn:altinn:systemuser:uuid", &uuid),
                        ("urn:altinn:person:identifier-no", cast::KARI),
                    ],
                    BAKERY,
                ),
                "a system user must be the only subject",
            ),
            (
                reads(&[("urn:altinn:systemuser:uuid", "x")], BAKERY),
                "urn:altinn:systemuser:uuid is not a uuid",
            ),
        ] {
            assert_eq!(stage.why_not_decided(&body).await, reason, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_role_that_the_caller_claims_is_not_believed() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let per = ("urn:altinn:person:identifier-no", cast::PER);
        for smuggled in [
            ("urn:altinn:rolecode", "DAGL"),
            ("urn:altinn:external-role:ccr", "daglig-leder"),
            ("urn:altinn:accesspackage", "skattegrunnlag"),
        ] {
            for subject in [vec![per, smuggled], vec![smuggled]] {
                let decision = stage.decision(&reads(&subject, BAKERY)).await;
                assert_ne!(decision, "Permit", "{kind:?} {subject:?}");
            }
            let mut generic = reads(&[per], BAKERY);
            generic["Request"]["Category"] = json!([{
                "CategoryId": "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
                "Attribute": [attribute(smuggled.0, smuggled.1)],
            }]);
            let answer = stage.authorize(&generic).await;
            assert!(
                !answer.body.to_string().contains("Permit"),
                "{kind:?}: {}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn a_subunit_inherits_from_its_main_unit() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let kari = [("urn:altinn:person:identifier-no", cast::KARI)];
        assert_eq!(
            stage.decision(&reads(&kari, cast::BAKERY_SQUARE)).await,
            "Permit",
            "{kind:?}"
        );
        let user = stage.system_user().await.to_string();
        let user = [("urn:altinn:systemuser:uuid", user.as_str())];
        assert_eq!(
            stage.decision(&reads(&user, cast::BAKERY_SQUARE)).await,
            "Permit",
            "{kind:?}"
        );
    }
}

/// A resource that accountants read.
async fn add_accountants_resource(stage: &Stage) {
    let tax = rows::policy_of(&stage.app.db, TAX_BASIS).await;
    let mut resource = rows::resource();
    resource.id = "test-regnskap".into();
    let policy = tax.replace(TAX_BASIS, "test-regnskap").replace(
        ">skattegrunnlag<",
        ">regnskapsforer-uten-signeringsrettighet<",
    );
    let mut tx = stage.app.db.write().await.unwrap();
    rows::add_resource(&mut tx, &resource, &policy).await;
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_accountants_manager_acts_through_the_accountant() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        add_accountants_resource(&stage).await;
        let ask = |subject: &str, business: &str| {
            asks(
                &[("urn:altinn:person:identifier-no", subject)],
                "read",
                &[
                    ("urn:altinn:resource", "test-regnskap"),
                    ("urn:altinn:organization:identifier-no", business),
                ],
            )
        };
        assert_eq!(
            stage.decision(&ask(cast::GRETE, BAKERY)).await,
            "Permit",
            "{kind:?}"
        );
        assert_eq!(
            stage.decision(&ask(cast::GRETE, cast::BAKERY_SQUARE)).await,
            "Permit",
            "{kind:?}"
        );
        assert_eq!(
            stage.decision(&ask(cast::GRETE, cast::PLUMBER)).await,
            "NotApplicable"
        );
        // An employee of the accountant has no key role there.
        assert_eq!(
            stage.decision(&ask("30899126021", BAKERY)).await,
            "NotApplicable",
            "{kind:?}"
        );
        let organization = asks(
            &[("urn:altinn:organization:identifier-no", "310701009")],
            "read",
            &[
                ("urn:altinn:resource", "test-regnskap"),
                ("urn:altinn:organization:identifier-no", BAKERY),
            ],
        );
        assert_eq!(stage.decision(&organization).await, "Permit", "{kind:?}");
    }
}

#[tokio::test]
async fn a_paused_or_deleted_system_user_is_not_permitted() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await;
        let text = id.to_string();
        let body = reads(&[("urn:altinn:systemuser:uuid", &text)], BAKERY);
        let (core, bakery) = (stage.core(), PartyId(cast::BAKERY_ID));
        for (step, expected) in [
            (None, "Permit"),
            (Some(Change::Deactivate), "NotApplicable"),
            (Some(Change::Activate), "Permit"),
            (Some(Change::Delete), "NotApplicable"),
        ] {
            if let Some(step) = step {
                let changed = change(&core, KARI, bakery, SystemUserId(id), step).await;
                changed.unwrap().unwrap();
            }
            assert_eq!(stage.decision(&body).await, expected, "{kind:?} {step:?}");
        }
    }
}

#[tokio::test]
async fn many_questions_are_answered_by_position_and_a_broken_one_breaks_no_other() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let with_id = |id: &str, attributes: &[(&str, &str)]| {
            let mut one = category(attributes)[0].clone();
            one["Id"] = json!(id);
            one
        };
        let bakery = ("urn:altinn:organization:identifier-no", BAKERY);
        let body = json!({"Request": {
            "AccessSubject": [
                with_id("s1", &[("urn:altinn:person:identifier-no", cast::KARI)]),
                with_id("s2", &[("urn:altinn:userid", "7")]),
            ],
            "Action": [with_id("a1", &[(ACTION, "read")]), with_id("a2", &[(ACTION, "write")])],
            "Resource": [
                with_id("r1", &[("urn:altinn:resource", TAX_BASIS), bakery]),
                with_id("r2", &[("urn:altinn:resource", PAYROLL), bakery]),
            ],
            "MultiRequests": {"RequestReference": [
                {"ReferenceId": ["s1", "a2", "r1"]},
                {"ReferenceId": ["s2", "a1", "r1"]},
                {"ReferenceId": ["s1", "a1", "no-such"]},
                {"ReferenceId": ["s1", "a1", "r1"]},
                {"ReferenceId": ["s1", "a1", "r2"]},
                {"ReferenceId": ["s1", "s2", "a1", "r1"]},
            ]},
        }});
        let answer = stage.authorize(&body).await;
        let decisions: Vec<&str> = answer.body["response"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| result["decision"].as_str().unwrap())
            .collect();
        let expected = [
            "NotApplicable",
            "Indeterminate",
            "Indeterminate",
            "Permit",
            "Permit",
            "Indeterminate",
        ];
        assert_eq!(decisions, expected, "{kind:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_permit_carries_the_level_and_what_was_asked_to_be_repeated() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = reads(&[("urn:altinn:person:identifier-no", cast::KARI)], BAKERY);
        body["Request"]["Resource"][0]["Attribute"][0]["IncludeInResult"] = json!(true);
        let answer = stage.authorize(&body).await;
        let result = &answer.body["response"][0];
        let assignment = &result["obligations"][0]["attributeAssignment"][0];
        assert_eq!(
            assignment["category"],
            "urn:altinn:minimum-authenticationlevel"
        );
        assert_eq!(assignment["value"], "3", "{kind:?}");
        let repeated = result["category"].as_array().unwrap();
        assert_eq!(repeated.len(), 1);
        assert_eq!(repeated[0]["attribute"][0]["value"], TAX_BASIS, "{kind:?}");
        assert!(!answer.body.to_string().contains(cast::KARI));
    }
}

#[tokio::test]
async fn what_is_no_question_is_refused_in_the_apis_own_words() {
    let stage = Stage::empty(crate::support::database::Kind::Sqlite).await;
    let send = async |kind: &str, body: &str| {
        stage
            .vendor
            .post_text(AUTHORIZE, &stage.tax_owner, kind, body)
            .await
    };
    let good = reads(&[("urn:altinn:person:identifier-no", cast::KARI)], BAKERY).to_string();
    for (content_type, body, status) in [
        ("application/json", good.as_str(), 200),
        ("application/xacml+json", &good, 200),
        ("Application/JSON; charset=utf-8", &good, 200),
        ("application/xml", &good, 400),
        ("application/xacml+xml", "<Request/>", 400),
        ("text/plain", &good, 415),
        ("", &good, 415),
        ("application/json", "{", 400),
        ("application/json", "", 400),
        ("application/json", "[]", 400),
        ("application/json", "{}", 400),
        ("application/json", r#"{"Request": []}"#, 400),
        ("application/json", r#"{"Request": {"Action": 7}}"#, 400),
        ("application/json", "\u{feff}{}", 400),
    ] {
        let answer = send(content_type, body).await;
        assert_eq!(answer.status.as_u16(), status, "{content_type} {body}");
        if status != 200 {
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
    }
    let deep = "[".repeat(100_000);
    assert_eq!(send("application/json", &deep).await.status, 400);
    let huge = "x".repeat(1_100_000);
    let answer = send("application/json", &huge).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn only_those_with_the_scope_are_answered() {
    let stage = Stage::empty(crate::support::database::Kind::Sqlite).await;
    let body = reads(&[("urn:altinn:person:identifier-no", cast::KARI)], BAKERY);
    assert_eq!(
        stage
            .vendor
            .post(AUTHORIZE, &stage.token, &body)
            .await
            .status,
        403
    );
    let nobody = stage.vendor.post(AUTHORIZE, "", &body).await;
    assert_eq!(nobody.status, 401);
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
}
