//! Every rule of the specification's §1.2, with its status and the field that it names.

use serde_json::{Value, json};

use super::{Registry, WRITE, changed, described, errors};
use crate::support::database::Kind;

fn references(kinds: &[(&str, &str, &str)]) -> Value {
    let reference = |(source, kind, value): &(&str, &str, &str)| json!({"referenceSource": source, "referenceType": kind, "reference": value});
    kinds.iter().map(reference).collect()
}

#[tokio::test]
async fn every_rule_for_descriptions_is_followed() {
    let registry = Registry::start(Kind::Sqlite).await;
    let good = described("dts-regel");
    let two = json!({"nb": "a", "en": "c"});
    let blank = json!({"nb": "a", "nn": " ", "en": "c"});
    let cases: &[(&str, Value, &str)] = &[
        ("identifier", json!("abc"), "Identifier"),
        ("identifier", json!("Dts-regel"), "Identifier"),
        ("identifier", json!("dts regel"), "Identifier"),
        ("identifier", json!("dts/regel"), "Identifier"),
        ("identifier", json!("dts-regel\n"), "Identifier"),
        ("identifier", json!("å-regel"), "Identifier"),
        ("identifier", json!("a".repeat(256)), "Identifier"),
        ("identifier", json!("search"), "Identifier"),
        ("identifier", Value::Null, "Identifier"),
        ("identifier", json!("se_1_2"), "Identifier"),
        ("identifier", json!("app_dts_skjema"), "Identifier"),
        ("title", two.clone(), "Title"),
        ("title", blank, "Title"),
        ("title", Value::Null, "Title"),
        ("description", two.clone(), "Description"),
        ("rightDescription", two, "RightDescription"),
        ("rightDescription", Value::Null, "RightDescription"),
        ("resourceType", json!("Default"), "ResourceType"),
        ("resourceType", Value::Null, "ResourceType"),
        ("resourceType", json!("Other"), "ResourceType"),
        (
            "resourceType",
            json!("MaskinportenSchema"),
            "ResourceReferences",
        ),
        (
            "resourceReferences",
            references(&[("Nowhere", "Uri", "x")]),
            "ResourceReferences",
        ),
        (
            "resourceReferences",
            references(&[("Default", "Url", "x")]),
            "ResourceReferences",
        ),
        ("availableForType", json!(["Cat"]), "AvailableForType"),
        ("accessListMode", json!("Maybe"), "AccessListMode"),
        (
            "hasCompetentAuthority",
            Value::Null,
            "HasCompetentAuthority",
        ),
        (
            "hasCompetentAuthority",
            json!({"orgcode": "dts"}),
            "HasCompetentAuthority",
        ),
        (
            "hasCompetentAuthority",
            json!({"organization": "310901008", "orgcode": "skd"}),
            "HasCompetentAuthority",
        ),
        ("delegable", json!("yes"), "$"),
        ("keywords", json!("skatt"), "$"),
    ];
    for (name, value, field) in cases {
        let answer = registry
            .post(&registry.tax, &changed(&good, name, value.clone()))
            .await;
        assert_eq!(answer.status, 400, "{name} {value} {}", answer.body);
        assert_eq!(errors(&answer), [*field], "{name} {value} {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    for (name, value) in [
        ("delegable", json!(false)),
        ("resourceType", json!("BrokerService")),
    ] {
        // What a rule is about may also be absent.
        let body = changed(
            &changed(&good, "rightDescription", Value::Null),
            "delegable",
            json!(false),
        );
        let body = changed(&body, name, value);
        let id = format!("dts-{name}").to_lowercase();
        let answer = registry
            .post(&registry.tax, &changed(&body, "identifier", json!(id)))
            .await;
        assert_eq!(answer.status, 201, "{name} {}", answer.body);
    }
    let found = registry.get("/search?OrgCode=dts&Id=dts-regel").await;
    assert_eq!(found.body, json!([]), "nothing is half-written");
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let registry = Registry::start(Kind::Sqlite).await;
    let answer = registry
        .post(&registry.tax, &json!({"identifier": "X"}))
        .await;
    let mut told = errors(&answer);
    told.sort();
    assert_eq!(
        told,
        [
            "Description",
            "HasCompetentAuthority",
            "Identifier",
            "ResourceType",
            "RightDescription",
            "Title"
        ]
    );
    assert_eq!(answer.body["errors"]["Title"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn services_of_altinn_2_and_apps_need_their_references() {
    let registry = Registry::start(Kind::Sqlite).await;
    let code = ("Altinn2", "ServiceCode", "4485");
    let edition = ("Altinn2", "ServiceEditionCode", "1");
    let app = ("Altinn3", "ApplicationId", "dts/skjema");
    let others_app = ("Altinn3", "ApplicationId", "nod/skjema");
    let old_app = ("Altinn2", "ApplicationId", "dts/skjema");
    for (id, kind, refer, status) in [
        ("se_4485_1", "Altinn2Service", vec![code, edition], 201),
        ("se_4485_2", "Altinn2Service", vec![code], 400),
        ("se_4485_3", "Altinn2Service", vec![edition], 400),
        ("app_dts_skjema", "AltinnApp", vec![app], 201),
        ("app_dts_a1-skjema:1.0", "MigratedApp", vec![app], 201),
        ("app_dts_a1-SKJEMA:1.0", "MigratedApp", vec![app], 201),
        ("app_dts_a1-:1.0", "MigratedApp", vec![app], 400),
        ("app_dts_en", "AltinnApp", vec![others_app], 400),
        ("app_dts_to", "AltinnApp", vec![old_app], 400),
        ("app_dts_tre", "AltinnApp", vec![], 400),
        ("app_nod_fire", "AltinnApp", vec![app], 400),
        ("dts-skjema", "AltinnApp", vec![app], 400),
        ("app_dts_fem", "GenericAccessResource", vec![app], 400),
    ] {
        let body = changed(&described(id), "resourceType", json!(kind));
        let body = changed(&body, "resourceReferences", references(&refer));
        let answer = registry.post(&registry.tax, &body).await;
        assert_eq!(answer.status, status, "{id} {refer:?} {}", answer.body);
    }
    let reference = &registry.get("/app_dts_skjema").await.body["authorizationReference"];
    let expected = json!([{"id": "urn:altinn:org", "value": "dts"}, {"id": "urn:altinn:app", "value": "skjema"}]);
    assert_eq!(*reference, expected);
}

#[tokio::test]
async fn a_scope_needs_a_prefix_of_the_callers() {
    let registry = Registry::start(Kind::Sqlite).await;
    let issuer = &registry.stage.issuer;
    let claimed = |prefixes: Value| {
        let mut claims = issuer.claims(super::TAX, WRITE);
        claims["consumer_prefix"] = prefixes;
        issuer.sign(&claims)
    };
    let scope = |scopes: &[&str]| {
        let all: Vec<_> = scopes
            .iter()
            .map(|scope| ("Default", "MaskinportenScope", *scope))
            .collect();
        let body = changed(
            &described("dts-api"),
            "resourceType",
            json!("MaskinportenSchema"),
        );
        changed(&body, "resourceReferences", references(&all))
    };
    // Without the claim, the prefixes that the owner is registered with count.
    for (token, scopes, foreign) in [
        (&registry.tax, vec!["nod:les"], vec!["nod:les"]),
        (
            &registry.tax,
            vec!["dts:les", "dts2:les", "dts"],
            vec!["dts2:les"],
        ),
        (
            &claimed(json!(["skatt", "avgift"])),
            vec!["dts:les", "skatt:les"],
            vec!["dts:les"],
        ),
    ] {
        let answer = registry.post(token, &scope(&scopes)).await;
        assert_eq!(answer.status, 401, "{scopes:?} {}", answer.body);
        assert_eq!(answer.body["title"], "Unauthorized");
        assert_eq!(answer.body["errors"]["InvalidPrefix"], json!(foreign));
    }
    for (token, scopes) in [
        (&registry.tax, vec!["dts:les"]),
        (&claimed(json!("skatt")), vec!["skatt:les"]),
        (&registry.admin, vec!["nod:les"]),
    ] {
        let answer = registry.post(token, &scope(&scopes)).await;
        assert_eq!(answer.status, 201, "{scopes:?} {}", answer.body);
        registry.delete(&registry.tax, "dts-api").await;
    }
}

#[tokio::test]
async fn the_faults_are_told_in_their_order() {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create("dts-forst").await;
    let good = described("dts-forst");
    let others = json!({"organization": super::TRADE, "orgcode": "nod"});
    let others = changed(&good, "hasCompetentAuthority", others);
    let scoped = changed(
        &others,
        "resourceReferences",
        references(&[("Default", "MaskinportenScope", "x:y")]),
    );
    let broken = changed(&scoped, "title", Value::Null);
    for (body, status) in [(&broken, 400), (&scoped, 401), (&others, 403), (&good, 409)] {
        let answer = registry.post(&registry.tax, body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    for (id, body, status) in [
        ("dts-annen", &broken, 400),
        ("dts-forst", &broken, 400),
        ("dts-forst", &scoped, 401),
        ("dts-forst", &others, 403),
        ("dts-forst", &good, 200),
    ] {
        let answer = registry.put(&registry.tax, id, body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    let unknown = registry
        .put(&registry.tax, "dts-ukjent", &described("dts-ukjent"))
        .await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn what_is_no_description_is_refused() {
    let registry = Registry::start(Kind::Sqlite).await;
    let send = async |text: String| {
        let request = registry.request(reqwest::Method::POST, "");
        let request = request
            .bearer_auth(&registry.tax)
            .header("content-type", "application/json");
        super::answer(request.body(text)).await
    };
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for text in [
        "",
        "[]",
        "null",
        "{",
        "\"x\"",
        "{\"title\": {\"nb\": 1}}",
        &deep,
    ] {
        let answer = send(text.to_owned()).await;
        assert_eq!(
            answer.status,
            400,
            "{} {}",
            &text[..text.len().min(30)],
            answer.body
        );
    }
    let long = changed(
        &described("dts-lang"),
        "homepage",
        json!("x".repeat(130 * 1024)),
    );
    let answer = send(long.to_string()).await;
    assert_eq!(
        (answer.status.as_u16(), errors(&answer)),
        (400, vec!["$".to_owned()])
    );
    let nul = changed(&described("dts-nul"), "homepage", json!("a\u{0}b"));
    assert_eq!(send(nul.to_string()).await.status, 400);
    let huge = changed(
        &described("dts-stor"),
        "homepage",
        json!("x".repeat(1100 * 1024)),
    );
    assert_eq!(send(huge.to_string()).await.status, 413);
}
