use serde_json::{Value, json};

use super::{EVALUATION, kari, per, reads, resource, tax_basis};
use crate::support::cast::{self, BAKERY, PLUMBER, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::stage::Stage;

/// What a policy says that has an obligation of its own.
fn obliging(id: &str, tax_policy: &str) -> String {
    tax_policy.replace(TAX_BASIS, id).replace(
        "urn:altinn:minimum-authenticationlevel",
        "urn:example:watermark",
    )
}

#[tokio::test]
async fn the_subject_may_be_named_in_each_of_the_documented_ways() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let uuid = cast::KARI_ID.to_string();
        for (kind_of_subject, id) in [
            ("person", uuid.as_str()),
            ("user", "20010001"),
            ("urn:altinn:person:identifier-no", cast::KARI),
            ("urn:altinn:partyid", "50010001"),
        ] {
            let subject = json!({"type": kind_of_subject, "id": id});
            assert!(
                stage.is_yes(&reads(subject.clone(), tax_basis())).await,
                "{kind:?} {id}"
            );
            let elsewhere = reads(subject, resource(TAX_BASIS, PLUMBER));
            assert!(!stage.is_yes(&elsewhere).await, "{kind:?} {id}");
        }
        let user = stage.system_user().await;
        let user = json!({"type": "systemuser", "id": user});
        assert!(stage.is_yes(&reads(user, tax_basis())).await, "{kind:?}");
        let owner = json!({"type": "urn:altinn:org", "id": "dts"});
        let mut writes = reads(owner, tax_basis());
        writes["action"]["name"] = json!("write");
        assert!(stage.is_yes(&writes).await, "{kind:?}");
    }
}

#[tokio::test]
async fn an_organization_is_named_by_number_or_uuid() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let policy = stage.tax_policy().await;
        let policy = policy
            .replace(TAX_BASIS, "test-regnskap")
            .replace(">skattegrunnlag<", ">regnskapsforer-lonn<");
        stage.add_resource("test-regnskap", &policy).await;
        for (id, expected) in [
            ("310701009", true),
            ("f0a10000-0000-4000-8000-000000020005", true),
            (PLUMBER, false),
        ] {
            let subject = json!({"type": "organization", "id": id});
            let body = reads(subject, resource("test-regnskap", BAKERY));
            assert_eq!(stage.is_yes(&body).await, expected, "{kind:?} {id}");
        }
    }
}

#[tokio::test]
async fn the_party_is_named_by_number_uuid_or_attribute() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let bakery = cast::BAKERY_ID.to_string();
        for (key, value) in [
            ("party", BAKERY),
            ("party", bakery.as_str()),
            ("urn:altinn:partyid", "50020001"),
            ("urn:altinn:organization:identifier-no", BAKERY),
        ] {
            let resource = json!({"type": "resource", "id": TAX_BASIS, "properties": {key: value}});
            assert!(
                stage.is_yes(&reads(kari(), resource)).await,
                "{kind:?} {key} {value}"
            );
        }
        let two = json!({"type": "resource", "id": TAX_BASIS, "properties": {
            "party": BAKERY, "urn:altinn:organization:identifier-no": PLUMBER}});
        assert!(!stage.is_yes(&reads(kari(), two)).await, "{kind:?}");
    }
}

#[tokio::test]
async fn a_subject_that_is_not_there_is_a_no_with_a_reason() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for (subject, reason) in [
            (
                json!({"type": "person", "id": "alice"}),
                "the register has no party with the urn:altinn:person:uuid of the request",
            ),
            (
                json!({"type": "person", "id": cast::BAKERY_ID}),
                "the register has no party with the urn:altinn:person:uuid of the request",
            ),
            (
                json!({"type": "organization", "id": cast::KARI_ID}),
                "the register has no party with the urn:altinn:organization:uuid of the request",
            ),
            (
                json!({"type": "systemuser", "id": "x"}),
                "urn:altinn:systemuser:uuid is not a uuid",
            ),
            (
                json!({"type": "user", "id": "20010001",
                    "properties": {"urn:altinn:person:identifier-no": cast::PER}}),
                "the request names two different parties in one category",
            ),
        ] {
            let answer = stage.asked(EVALUATION, &reads(subject, tax_basis())).await;
            assert_eq!(answer["decision"], false, "{kind:?}");
            assert_eq!(answer["context"]["xacml_decision"], "Indeterminate");
            assert_eq!(
                answer["context"]["status"],
                "urn:oasis:names:tc:xacml:1.0:status:processing-error"
            );
            assert_eq!(answer["context"]["reason"], reason);
        }
    }
}

#[tokio::test]
async fn a_role_that_the_caller_claims_is_not_believed() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for (key, value) in [
            ("urn:altinn:rolecode", "DAGL"),
            ("urn:altinn:external-role:ccr", "daglig-leder"),
            ("urn:altinn:accesspackage", "skattegrunnlag"),
        ] {
            let mut subject = per();
            subject["properties"] = json!({key: value});
            assert!(
                !stage.is_yes(&reads(subject, tax_basis())).await,
                "{kind:?} {key}"
            );
            let claimed = json!({"type": key, "id": value});
            assert!(
                !stage.is_yes(&reads(claimed, tax_basis())).await,
                "{kind:?} {key}"
            );
        }
    }
}

#[tokio::test]
async fn a_level_that_is_unknown_or_too_low_is_a_no() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let ask = async |subject_level: Value, context_level: Value| {
            let mut body = reads(kari(), resource("dts-motorvogn", BAKERY));
            body["subject"]["properties"] = json!({"level": subject_level});
            body["context"] = json!({"level": context_level});
            let answer = stage.asked(EVALUATION, &body).await;
            assert_eq!(answer["context"]["xacml_decision"], "Permit");
            assert_eq!(answer["context"]["required_level"], 4);
            let obligation = &answer["context"]["obligations"][0]["attributes"][0];
            assert_eq!(
                obligation["category"],
                "urn:altinn:minimum-authenticationlevel"
            );
            assert_eq!(obligation["value"], "4");
            let reason = answer["context"]["reason"].as_str().unwrap_or("-");
            (answer["decision"].as_bool().unwrap(), reason.to_owned())
        };
        let too_low = "security level 4 is needed, and the login has 3";
        assert_eq!(
            ask(json!(4), Value::Null).await,
            (true, "-".to_owned()),
            "{kind:?}"
        );
        assert_eq!(ask(Value::Null, json!(4)).await, (true, "-".to_owned()));
        assert_eq!(
            ask(Value::Null, json!(3)).await,
            (false, too_low.to_owned())
        );
        // Said twice, the lower one counts.
        assert_eq!(ask(json!(3), json!(4)).await, (false, too_low.to_owned()));
        let (decision, reason) = ask(Value::Null, Value::Null).await;
        assert!(!decision, "{kind:?}");
        assert!(reason.contains("say the level"), "{reason}");
    }
}

#[tokio::test]
async fn an_obligation_that_only_the_caller_could_fulfil_is_a_no() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let policy = obliging("test-watermark", &stage.tax_policy().await);
        stage.add_resource("test-watermark", &policy).await;
        let body = reads(kari(), resource("test-watermark", BAKERY));
        let answer = stage.asked(EVALUATION, &body).await;
        assert_eq!(answer["decision"], false, "{kind:?}");
        assert_eq!(answer["context"]["xacml_decision"], "Permit");
        assert_eq!(
            answer["context"]["reason"],
            "the obligation urn:altinn:obligation:authenticationLevel1 must be fulfilled by the caller"
        );
    }
}
