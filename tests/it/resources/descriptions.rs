use reqwest::Method;
use serde_json::{Value, json};

use super::{RESOURCES, Registry, TRADE, answer, changed, described};
use crate::support::database::{Kind, kinds};

/// Everything that a description may say.
fn full() -> Value {
    let texts = json!({"nb": "a", "nn": "b", "en": "c"});
    json!({
        "identifier": "dts-alt",
        "version": "7.1",
        "title": texts,
        "description": texts,
        "rightDescription": texts,
        "homepage": "https://example.no",
        "status": "UnderDevelopment",
        "spatial": ["Norge"],
        "contactPoints": [{"category": "Support", "email": "a@example.no", "telephone": "22", "contactPage": "https://x"}],
        "produces": ["vedtak"],
        "isPartOf": "skatt",
        "thematicAreas": ["økonomi"],
        "resourceReferences": [
            {"referenceSource": "ExternalPlatform", "reference": "https://t.example.no", "referenceType": "Uri"},
            {"referenceSource": "Default", "reference": "dts:alt", "referenceType": "MaskinportenScope"}],
        "delegable": false,
        "visible": false,
        "hasCompetentAuthority": {"name": {"nb": "Skattekontoret"}, "organization": "310901008", "orgcode": "dts"},
        "keywords": [{"word": "skatt", "language": "nb"}],
        "accessListMode": "Enabled",
        "selfIdentifiedUserEnabled": true,
        "enterpriseUserEnabled": true,
        "resourceType": "Consent",
        "availableForType": ["PrivatePerson", "LegalEntityEnterprise", "Company", "BankruptcyEstate", "SelfRegisteredUser"],
        "consentTemplate": "poa",
        "consentText": {"nb": "Om {inntektsAar}"},
        "consentMetadata": {"inntektsAar": {"optional": true}, "Bank": {"optional": false}},
        "isOneTimeConsent": true,
    })
}

#[tokio::test]
async fn a_resource_is_answered_as_it_was_sent() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let created = registry.post(&registry.tax, &full()).await;
        assert_eq!(created.status, 201, "{kind:?} {}", created.body);
        assert_eq!(
            created.headers["location"].to_str().unwrap(),
            format!("{RESOURCES}/dts-alt")
        );
        let found = registry.get("/dts-alt").await;
        assert_eq!(found.headers["etag"], "\"1\"");
        let mut expected = full();
        expected["versionId"] = json!(1);
        expected["authorizationReference"] =
            json!([{"id": "urn:altinn:resource", "value": "dts-alt"}]);
        assert_eq!(found.body, expected, "{kind:?}");
        assert_eq!(created.body, expected, "{kind:?}");
    }
}

#[tokio::test]
async fn names_are_read_whatever_their_case_and_what_is_not_sent_has_its_default() {
    let registry = Registry::start(Kind::Sqlite).await;
    let texts = json!({"nb": "a", "nn": "b", "en": "c"});
    let sent = json!({
        "Identifier": "dts-lite", "TITLE": texts, "Description": texts, "rightdescription": texts, "status": null,
        "HasCompetentAuthority": {"Organization": "310901008", "OrgCode": "DTS"},
        "ResourceType": "genericaccessresource", "unknown": [1],
    });
    let created = registry.post(&registry.tax, &sent).await;
    let expected = json!({
        "identifier": "dts-lite", "title": texts, "description": texts, "rightDescription": texts,
        "contactPoints": [], "delegable": true, "visible": true,
        "hasCompetentAuthority": {"organization": "310901008", "orgcode": "dts", "name": {
            "nb": "Det tenkte skattekontoret", "nn": "Det tenkte skattekontoret", "en": "The Imaginary Tax Office"}},
        "accessListMode": "Disabled", "selfIdentifiedUserEnabled": false, "enterpriseUserEnabled": false,
        "resourceType": "GenericAccessResource", "isOneTimeConsent": false, "versionId": 1,
        "authorizationReference": [{"id": "urn:altinn:resource", "value": "dts-lite"}],
    });
    assert_eq!(created.body, expected);
}

#[tokio::test]
async fn every_description_is_kept_and_the_last_one_counts() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create("dts-flere").await;
        let body = described("dts-flere");
        for status in ["Active", "Withdrawn"] {
            let body = changed(&body, "status", json!(status));
            let put = registry.put(&registry.tax, "dts-flere", &body).await;
            assert_eq!(put.status, 200, "{kind:?} {}", put.body);
        }
        for (query, version, status) in [
            ("", 3, json!("Withdrawn")),
            ("?versionId=1", 1, Value::Null),
            ("?versionId=2", 2, json!("Active")),
            ("?versionId=3", 3, json!("Withdrawn")),
        ] {
            let found = registry.get(&format!("/dts-flere{query}")).await;
            assert_eq!(found.body["versionId"], version, "{kind:?} {query}");
            assert_eq!(found.body["status"], status, "{kind:?} {query}");
        }
        for (path, status) in [
            ("/dts-flere?versionId=4", 404),
            ("/dts-flere?versionId=x", 400),
            ("/dts-ingen", 404),
        ] {
            assert_eq!(registry.get(path).await.status, status, "{kind:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_resource_from_before_there_were_versions_keeps_its_first_one() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create("dts-gammel").await;
        registry
            .stage
            .app
            .run_sql("delete from resource_version")
            .await;
        let body = changed(&described("dts-gammel"), "status", json!("Active"));
        let put = registry.put(&registry.tax, "dts-gammel", &body).await;
        assert_eq!(put.status, 200, "{kind:?} {}", put.body);
        let first = registry.get("/dts-gammel?versionId=1").await;
        assert_eq!(first.body["status"], Value::Null, "{kind:?}");
        assert_eq!(first.status, 200, "{kind:?}");
    }
}

#[tokio::test]
async fn nobody_changes_anothers_resource() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create("dts-vaar").await;
        let ours = described("dts-vaar");
        let theirs = changed(
            &ours,
            "hasCompetentAuthority",
            json!({"organization": TRADE, "orgcode": "nod"}),
        );
        for (token, body, status) in [
            (&registry.trade, &ours, 403),
            // Nobody takes a resource over by saying that it is his.
            (&registry.trade, &theirs, 403),
            // Nor is one given away.
            (&registry.tax, &theirs, 403),
            (&registry.admin, &ours, 200),
            (&registry.tax, &ours, 200),
        ] {
            let put = registry.put(token, "dts-vaar", body).await;
            assert_eq!(put.status, status, "{kind:?} {}", put.body);
        }
        assert_eq!(
            registry.delete(&registry.trade, "dts-vaar").await.status,
            403
        );
        let created = registry
            .post(&registry.trade, &described("dts-vaar-to"))
            .await;
        assert_eq!(created.status, 403, "{kind:?}");
        let owner = &registry.get("/dts-vaar").await.body["hasCompetentAuthority"];
        assert_eq!(owner["orgcode"], "dts", "{kind:?}");
    }
}

#[tokio::test]
async fn a_token_needs_a_scope_of_the_registry() {
    let registry = Registry::start(Kind::Sqlite).await;
    let body = described("dts-uten");
    let read_only = "altinn:resourceregistry/resource.read";
    let read_only = registry.stage.issuer.token("310901008", read_only);
    for (token, status) in [(&registry.stage.tax_owner, 403), (&read_only, 403)] {
        assert_eq!(registry.post(token, &body).await.status, status);
    }
    let nobody = answer(registry.request(Method::POST, "").json(&body)).await;
    assert_eq!(nobody.status, 401);
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_comes_back_bare() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry
            .create_guarded("dts-kort", &super::policy("dts-kort"))
            .await;
        assert_eq!(registry.delete(&registry.tax, "dts-kort").await.status, 204);
        for path in ["/dts-kort", "/dts-kort?versionId=1", "/dts-kort/policy"] {
            assert_eq!(registry.get(path).await.status, 404, "{kind:?} {path}");
        }
        let body = described("dts-kort");
        assert_eq!(
            registry.put(&registry.tax, "dts-kort", &body).await.status,
            404
        );
        assert_eq!(registry.delete(&registry.tax, "dts-kort").await.status, 404);
        // The id stays its owner's.
        let theirs = changed(
            &body,
            "hasCompetentAuthority",
            json!({"organization": TRADE, "orgcode": "nod"}),
        );
        assert_eq!(registry.post(&registry.trade, &theirs).await.status, 409);
        let again = registry.post(&registry.tax, &body).await;
        assert_eq!(
            (again.status.as_u16(), &again.body["versionId"]),
            (201, &json!(2)),
            "{kind:?}"
        );
        assert_eq!(
            registry.get("/dts-kort/policy").await.status,
            404,
            "{kind:?}"
        );
    }
}
