//! `?explain=true`: why, for the owner of the resource and for nobody else.

use fullmakt::domain::{
    AccessList, AccessListId, AccessListMode, Connection, Expiry, PartyId, SystemUserId, Timestamp,
};
use fullmakt::store::{access_lists, decision_log, delegations, resources};
use serde_json::{Value, json};

use super::authzen::{EVALUATION, EVALUATIONS, kari, per, reads, tax_basis};
use crate::support::cast::{self, BAKERY, LINK_SERVICE, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::machine::Answer;
use crate::support::stage::{AUTHORIZE, DECISION, Stage};

const PERSON: &str = "urn:altinn:person:identifier-no";
const SYSTEM_USER: &str = "urn:altinn:systemuser:uuid";
const SANDBOX_KEY: &str = "sandbox-subscription-key";
const NOT_THE_OWNER: &str = "Explanations are given to the owner of the resource only, by the organization in the bearer token.";

fn category(id: &str, attributes: &[(&str, &str)]) -> Value {
    let attributes = attributes.iter();
    let attributes: Vec<Value> = attributes
        .map(|(id, value)| json!({"AttributeId": id, "Value": value}))
        .collect();
    json!({"Id": id, "Attribute": attributes})
}

fn resource(id: &str, name: &str) -> Value {
    category(
        id,
        &[
            ("urn:altinn:resource", name),
            ("urn:altinn:organization:identifier-no", BAKERY),
        ],
    )
}

fn action() -> Value {
    let id = "urn:oasis:names:tc:xacml:1.0:action:action-id";
    category("a", &[(id, "read")])
}

/// May this subject read the resource for the bakery?
fn asks(subject: (&str, &str), name: &str) -> Value {
    json!({"Request": {
        "AccessSubject": [category("s", &[subject])],
        "Action": [action()],
        "Resource": [resource("r", name)],
    }})
}

fn explained(path: &str) -> String {
    format!("{path}?explain=true")
}

impl Stage {
    /// The only result to a question of the owner of the tax basis.
    async fn why(&self, subject: (&str, &str)) -> Value {
        let body = asks(subject, TAX_BASIS);
        let answer = self
            .vendor
            .post(&explained(AUTHORIZE), &self.tax_owner, &body)
            .await;
        only_result(&answer)
    }

    async fn decide_with_key(&self, token: Option<&str>, body: &Value) -> Value {
        let url = format!("{}{}", self.app.url, explained(DECISION));
        let request = self.app.http().post(url).json(body);
        let request = request.header("Ocp-Apim-Subscription-Key", SANDBOX_KEY);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.unwrap();
        body["response"][0].clone()
    }

    async fn close_tax_basis(&self) {
        let mut tx = self.app.db.write().await.unwrap();
        resources::set_access_list_mode(&mut tx, TAX_BASIS, AccessListMode::Enabled)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes the bakery a member of a list that opens the tax basis for these actions.
    async fn enlist(&self, actions: &[&str], until: Option<Timestamp>) {
        let now = self.core().world.now();
        let list = AccessList {
            id: AccessListId(self.core().world.new_id()),
            owner: "dts".into(),
            identifier: "bakeries".into(),
            name: "Bakeries".into(),
            description: String::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let connection = Connection {
            resource: TAX_BASIS.into(),
            actions: actions.iter().map(|action| (*action).into()).collect(),
        };
        let bakery = PartyId(cast::BAKERY_ID);
        let mut tx = self.app.db.write().await.unwrap();
        access_lists::insert(&mut tx, &list).await.unwrap();
        access_lists::put_connection(&mut tx, list.id, &connection, now)
            .await
            .unwrap();
        let expiry = until.map_or(Expiry::Never, Expiry::At);
        access_lists::add_members(&mut tx, list.id, &[bakery], expiry, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

fn results(answer: &Answer) -> &[Value] {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["response"].as_array().unwrap()
}

fn only_result(answer: &Answer) -> Value {
    let [result] = results(answer) else {
        panic!("{}", answer.body);
    };
    result.clone()
}

fn text(result: &Value) -> String {
    let lines = result["explanation"]["text"].as_array().unwrap();
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
    lines.join("\n")
}

#[tokio::test]
async fn the_owner_is_told_which_rule_permits_and_where_the_role_comes_from() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let result = stage.why((PERSON, cast::KARI)).await;
        assert_eq!(result["decision"], "Permit", "{kind:?}");
        let explanation = serde_json::to_string_pretty(&result["explanation"]).unwrap();
        insta::assert_snapshot!("explained_permit", explanation);
    }
}

#[tokio::test]
async fn the_owner_is_told_what_would_have_been_enough() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let result = stage.why((PERSON, cast::PER)).await;
        assert_eq!(result["decision"], "NotApplicable", "{kind:?}");
        let explanation = serde_json::to_string_pretty(&result["explanation"]).unwrap();
        insta::assert_snapshot!("explained_refusal", explanation);
    }
}

#[tokio::test]
async fn the_owner_is_told_of_the_delegation_that_permits() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let result = stage.why((SYSTEM_USER, &user.to_string())).await;
        assert_eq!(result["decision"], "Permit", "{kind:?}");
        let given = delegations::list_to_system_user(&stage.app.db, SystemUserId(user)).await;
        let given = given.unwrap().remove(0);
        let expected = json!({
            "id": given.id.0,
            "resource": TAX_BASIS,
            "action": "read",
            "by": cast::KARI_ID,
            "from": cast::BAKERY_ID,
            "to": user,
            "when": given.given_at.rfc3339(),
        });
        let explanation = &result["explanation"];
        assert_eq!(explanation["delegation"], expected, "{kind:?}");
        assert_eq!(explanation["decidedBy"], "delegation");
        assert!(explanation.get("rule").is_none() && explanation.get("nearMisses").is_none());
        assert!(
            text(&result)
                .starts_with("Permit: the right to read on dts-skattegrunnlag was delegated to")
        );
    }
}

#[tokio::test]
async fn the_owner_is_told_what_the_access_lists_did() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.close_tax_basis().await;
        let result = stage.why((PERSON, cast::KARI)).await;
        assert_eq!(result["decision"], "Deny", "{kind:?}");
        let explanation = serde_json::to_string_pretty(&result["explanation"]).unwrap();
        insta::assert_snapshot!("explained_access_list", explanation);

        stage.enlist(&["write"], None).await;
        let result = stage.why((PERSON, cast::KARI)).await;
        assert_eq!(result["decision"], "Deny", "{kind:?}");
        let expected =
            json!({"kind": "otherActions", "list": "dts:bakeries", "actions": ["write"]});
        assert_eq!(result["explanation"]["accessList"], expected);
        assert!(
            text(&result).contains("opens only write"),
            "{}",
            text(&result)
        );
    }
}

#[tokio::test]
async fn a_membership_that_opens_or_has_ended_is_named() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.close_tax_basis().await;
        stage.enlist(&[], None).await;
        let result = stage.why((PERSON, cast::KARI)).await;
        assert_eq!(result["decision"], "Permit", "{kind:?}");
        let list = &result["explanation"]["accessList"];
        assert_eq!(
            (&list["kind"], &list["list"]),
            (&json!("admitted"), &json!("dts:bakeries"))
        );
        assert_eq!(result["explanation"]["decidedBy"], "rule");

        let stage = Stage::empty(kind).await;
        stage.close_tax_basis().await;
        let end = stage.core().world.now().minus(time::Duration::hours(1));
        stage.enlist(&[], Some(end)).await;
        let result = stage.why((PERSON, cast::KARI)).await;
        assert_eq!(result["decision"], "Deny", "{kind:?}");
        let expected = json!({"kind": "ended", "list": "dts:bakeries", "when": end.rfc3339()});
        assert_eq!(result["explanation"]["accessList"], expected, "{kind:?}");
    }
}

#[tokio::test]
async fn nobody_else_is_told_and_the_decision_is_the_same() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let body = asks((PERSON, cast::KARI), TAX_BASIS);
        let plain = stage.vendor.post(AUTHORIZE, &stage.tax_owner, &body).await;
        let plain = only_result(&plain);
        assert!(plain.get("explanation").is_none(), "{kind:?}: nobody asked");

        let other = stage
            .vendor
            .post(&explained(AUTHORIZE), &stage.trade_owner, &body)
            .await;
        let mut other = only_result(&other);
        let told = other.as_object_mut().unwrap().remove("explanation");
        assert_eq!(told, Some(json!({"note": NOT_THE_OWNER})), "{kind:?}");
        assert_eq!(other, plain);

        let mut own = stage.why((PERSON, cast::KARI)).await;
        assert!(own["explanation"]["rule"].is_object());
        own.as_object_mut().unwrap().remove("explanation");
        assert_eq!(own, plain);
    }
}

#[tokio::test]
async fn a_subscription_key_tells_nothing_unless_a_token_names_the_owner() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let body = asks((PERSON, cast::KARI), TAX_BASIS);
        let note = json!({"note": NOT_THE_OWNER});
        for token in [
            None,
            Some("no-token"),
            Some(&*stage.trade_owner),
            Some(&*stage.token),
        ] {
            let result = stage.decide_with_key(token, &body).await;
            assert_eq!(result["decision"], "Permit", "{kind:?}");
            assert_eq!(result["explanation"], note, "{kind:?} {token:?}");
        }
        let result = stage.decide_with_key(Some(&stage.tax_owner), &body).await;
        assert_eq!(result["explanation"]["decidedBy"], "rule", "{kind:?}");
        let with_token = stage
            .vendor
            .post(&explained(DECISION), &stage.tax_owner, &body)
            .await;
        assert_eq!(only_result(&with_token), result);
    }
}

#[tokio::test]
async fn each_part_is_told_to_its_owner() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = json!({"Request": {
            "AccessSubject": [category("s", &[(PERSON, cast::KARI)])],
            "Action": [action()],
            "Resource": [resource("tax", TAX_BASIS), resource("fish", LINK_SERVICE), resource("none", "no-such")],
            "MultiRequests": {"RequestReference": [
                {"ReferenceId": ["s", "a", "tax"]},
                {"ReferenceId": ["s", "a", "fish"]},
                {"ReferenceId": ["s", "a", "none"]},
                {"ReferenceId": ["s", "a", "nobody"]},
            ]},
        }});
        let unread = json!({"note": "No policy was evaluated; the status says why."});
        let note = json!({"note": NOT_THE_OWNER});
        for (token, told, untold) in [(&stage.tax_owner, 0, 1), (&stage.trade_owner, 1, 0)] {
            let answer = stage.vendor.post(&explained(AUTHORIZE), token, &body).await;
            let results = results(&answer);
            assert_eq!(results.len(), 4, "{kind:?}");
            assert!(
                results[told]["explanation"]["rules"].is_number(),
                "{kind:?}"
            );
            assert_eq!(results[untold]["explanation"], note, "{kind:?}");
            for result in &results[2..] {
                assert_eq!(result["explanation"], unread, "{kind:?}");
            }
        }
        body["Request"]["CombinedDecision"] = json!(true);
        let combined = stage
            .vendor
            .post(&explained(AUTHORIZE), &stage.tax_owner, &body)
            .await;
        let note = only_result(&combined)["explanation"]["note"].to_string();
        assert!(note.contains("combined decision"), "{note}");
    }
}

#[tokio::test]
async fn an_explained_decision_is_logged_once() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.why((PERSON, cast::KARI)).await;
        stage.why((PERSON, cast::PER)).await;
        let last = asks((PERSON, cast::OLA), TAX_BASIS);
        stage.vendor.post(AUTHORIZE, &stage.tax_owner, &last).await;
        let wanted = decision_log::Wanted {
            party: None,
            resource: None,
            since: stage.core().world.now().minus(time::Duration::hours(1)),
            limit: 100,
        };
        let mut entries = Vec::new();
        for _ in 0..400 {
            entries = decision_log::list(&stage.app.db, &wanted).await.unwrap();
            if entries.len() >= 3 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        // The log keeps the order, so whatever was put down twice would be here before the last.
        assert_eq!(entries.len(), 3, "{kind:?}: {entries:?}");
        assert!(entries.iter().all(|entry| entry.policy_version.is_some()));
        assert!(
            entries
                .iter()
                .all(|entry| entry.party == Some(PartyId(cast::BAKERY_ID)))
        );
    }
}

/// A policy that names persons by their national ids, where a mistaken author could put them.
fn policy_about(person: &str) -> String {
    let string = "http://www.w3.org/2001/XMLSchema#string";
    let one = |category: &str, id: &str, function: &str, value: &str| {
        format!(
            "<AnyOf><AllOf><Match MatchId='urn:oasis:names:tc:xacml:1.0:function:{function}'>\
             <AttributeValue DataType='{string}'>{value}</AttributeValue>\
             <AttributeDesignator Category='{category}' AttributeId='{id}' DataType='{string}' MustBePresent='false'/>\
             </Match></AllOf></AnyOf>"
        )
    };
    let subject = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
    let rule = |id: &str, target: String| {
        format!("<Rule RuleId='{id}' Effect='Permit'><Target>{target}</Target></Rule>")
    };
    let rules = [
        rule("by-number", one(subject, PERSON, "string-equal", person)),
        rule(
            "by-pattern",
            one(
                subject,
                PERSON,
                "string-regexp-match",
                &format!("^{person}$"),
            ),
        ),
        rule(
            "elsewhere",
            one(subject, "urn:example:name", "string-equal", person),
        ),
    ];
    format!(
        "<Policy xmlns='urn:oasis:names:tc:xacml:3.0:core:schema:wd-17' PolicyId='p' Version='1.0' \
         RuleCombiningAlgId='urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides'>\
         <Target/>{}</Policy>",
        rules.concat()
    )
}

#[tokio::test]
async fn no_national_id_stands_in_an_explanation() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .add_resource("about-kari", &policy_about(cast::KARI))
            .await;
        let owner = &stage.tax_owner;
        for (person, decision) in [(cast::KARI, "Permit"), (cast::PER, "NotApplicable")] {
            let body = asks((PERSON, person), "about-kari");
            let answer = stage.vendor.post(&explained(AUTHORIZE), owner, &body).await;
            let result = only_result(&answer);
            assert_eq!(result["decision"], decision, "{kind:?}: {result}");
            let whole = answer.body.to_string();
            assert!(whole.contains("***********"), "{whole}");
            assert!(result["explanation"]["rules"] == 3, "{whole}");
            for number in [cast::KARI, cast::PER] {
                assert!(!whole.contains(number), "{kind:?}: {whole}");
            }
        }
        let question = reads(kari(), super::authzen::resource("about-kari", BAKERY));
        let answer = stage
            .vendor
            .post(&explained(EVALUATION), owner, &question)
            .await;
        assert!(
            !answer.body.to_string().contains(cast::KARI),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn authzen_tells_the_owner_in_words() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let reason = |answer: &Value| answer["context"]["reason_admin"]["en"].clone();
        let question = reads(kari(), tax_basis());
        let path = explained(EVALUATION);
        let own = stage.asked(&path, &question).await;
        assert_eq!(own["decision"], true);
        insta::assert_snapshot!("explained_in_authzen", reason(&own).as_str().unwrap());

        let plain = stage.asked(EVALUATION, &question).await;
        assert!(reason(&plain).is_null(), "{kind:?}: nobody asked");
        let other = stage
            .vendor
            .post(&path, &stage.trade_owner, &question)
            .await;
        assert_eq!(reason(&other.body), NOT_THE_OWNER, "{kind:?}");

        let batch = json!({
            "action": {"name": "read"},
            "resource": tax_basis(),
            "evaluations": [{"subject": kari()}, {"subject": per()}],
        });
        let answers = stage.asked(&explained(EVALUATIONS), &batch).await;
        let refused = reason(&answers["evaluations"][1]);
        assert!(
            refused.as_str().unwrap().contains("would permit"),
            "{kind:?}: {refused}"
        );
    }
}
