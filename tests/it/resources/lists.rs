//! All resources at once, and those that a search finds.

use serde_json::{Value, json};

use super::{Registry, changed, described, policy};
use crate::support::database::{Kind, kinds};

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|one| one["identifier"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_list_follows_every_change() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let before = registry.get("/resourcelist").await.body;
        assert!(ids(&before).contains(&"nod-fiskekvote"), "{kind:?}");
        registry.create("dts-ny").await;
        let one = registry.get("/dts-ny").await.body;
        let list = registry.get("/resourcelist").await.body;
        assert!(list.as_array().unwrap().contains(&one), "{kind:?}");
        let body = changed(&described("dts-ny"), "status", json!("Withdrawn"));
        registry.put(&registry.tax, "dts-ny", &body).await;
        let list = registry.get("/resourcelist").await.body;
        let found = list
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["identifier"] == "dts-ny");
        assert_eq!(found.unwrap()["status"], "Withdrawn", "{kind:?}");
        registry.delete(&registry.tax, "dts-ny").await;
        assert_eq!(registry.get("/resourcelist").await.body, before, "{kind:?}");
    }
}

#[tokio::test]
async fn an_owners_new_number_shows_in_its_resources() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let db = &registry.stage.app.db;
        registry.get("/resourcelist").await;
        let mut owner = fullmakt::store::service_owners::find(db, "nod")
            .await
            .unwrap()
            .unwrap();
        owner.number = fullmakt::domain::OrgNumber::parse("310801003").unwrap();
        let mut tx = db.write().await.unwrap();
        let now = fullmakt::world::World::default().now();
        let stamp = fullmakt::store::registry_clock::tick(&mut tx, now)
            .await
            .unwrap();
        fullmakt::store::service_owners::update(&mut tx, &owner, stamp)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let found = registry.get("/search?OrganizationId=310801003").await.body;
        assert_eq!(ids(&found), ["nod-fiskekvote"], "{kind:?}");
    }
}

#[tokio::test]
async fn a_search_finds_what_fits_all_that_is_asked() {
    let registry = Registry::start(Kind::Sqlite).await;
    let first = changed(
        &described("dts-hus-1"),
        "keywords",
        json!([{"word": "Bolig", "language": "nb"}]),
    );
    let first = changed(
        &first,
        "title",
        json!({"nb": "Å eie hus", "nn": "Å eige hus", "en": "Houses"}),
    );
    let references = json!([{"referenceSource": "ExternalPlatform", "referenceType": "Uri", "reference": "https://Hus.example"}]);
    let first = changed(&first, "resourceReferences", references);
    let second = changed(
        &described("dts-hus-2"),
        "resourceType",
        json!("BrokerService"),
    );
    let app = changed(
        &described("app_dts_hus"),
        "resourceType",
        json!("AltinnApp"),
    );
    let reference = json!([{"referenceSource": "Altinn3", "referenceType": "ApplicationId", "reference": "dts/hus"}]);
    let app = changed(&app, "resourceReferences", reference);
    for body in [first, second, app] {
        let created = registry.post(&registry.tax, &body).await;
        assert_eq!(created.status, 201, "{}", created.body);
    }
    for (query, found) in [
        ("Id=HUS", vec!["dts-hus-1", "dts-hus-2"]),
        ("id=hus-2", vec!["dts-hus-2"]),
        ("Title=%C3%A5%20eig", vec!["dts-hus-1"]),
        ("Title=houses", vec!["dts-hus-1"]),
        (
            "Id=hus&Description=TINGLYSE",
            vec!["dts-hus-1", "dts-hus-2"],
        ),
        ("Keyword=bol", vec!["dts-hus-1"]),
        ("Reference=hus.EX", vec!["dts-hus-1"]),
        ("Id=hus&ResourceType=brokerservice", vec!["dts-hus-2"]),
        ("Id=hus&ResourceType=AltinnApp", vec!["app_dts_hus"]),
        ("Id=hus&OrgCode=dts", vec!["dts-hus-1", "dts-hus-2"]),
        ("Id=hus&OrgCode=dt", vec![]),
        (
            "Id=hus&OrganizationId=310901008",
            vec!["dts-hus-1", "dts-hus-2"],
        ),
        ("Id=hus&OrganizationId=31090100", vec![]),
        ("Id=hus&Keyword=bol&ResourceType=BrokerService", vec![]),
        ("Id=%25", vec![]),
        ("Id=hus&OrgCode=", vec!["dts-hus-1", "dts-hus-2"]),
    ] {
        let answer = registry.get(&format!("/search?{query}")).await;
        assert_eq!(ids(&answer.body), found, "{query}");
    }
    assert_eq!(registry.get("/search?ResourceType=Cat").await.status, 400);
    for (query, has_app) in [
        ("", true),
        ("?includeApps=false", false),
        ("?includeApps=TRUE", true),
    ] {
        let list = registry.get(&format!("/resourcelist{query}")).await.body;
        assert_eq!(ids(&list).contains(&"app_dts_hus"), has_app, "{query}");
    }
    assert_eq!(
        registry
            .get("/resourcelist?includeApps=perhaps")
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn lists_read_no_policies_and_ask_a_bounded_number_of_questions() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        for number in 0..30 {
            let id = format!("dts-mange-{number}");
            registry.create_guarded(&id, &policy(&id)).await;
        }
        // Lists that read policies would fail now.
        let gone = "alter table resource_policy rename to elsewhere";
        registry.stage.app.run_sql(gone).await;
        let db = &registry.stage.app.db;
        for (path, first) in [
            ("/resourcelist", true),
            ("/search?Id=mange", false),
            ("/export", false),
        ] {
            let before = db.statements();
            let answer = registry.get(path).await;
            assert_eq!(answer.status, 200, "{kind:?} {path}");
            // The clock; and once, what is new since, with the owners.
            let expected = if first { 3 } else { 1 };
            assert_eq!(db.statements() - before, expected, "{kind:?} {path}");
        }
    }
}

#[tokio::test]
async fn owners_are_listed_as_the_public_list_has_them() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let orgs = registry.get("/orgs").await.body;
        let expected = json!({
            "name": {"nb": "Næringsoppsynet", "nn": "Næringsoppsynet", "en": "The Trade Inspectorate"},
            "orgnr": "310902004", "environments": ["tt02"],
        });
        assert_eq!(orgs["orgs"]["nod"], expected, "{kind:?}");
    }
}

#[tokio::test]
async fn the_export_has_the_visible_resources_as_linked_data() {
    let registry = Registry::start(Kind::Sqlite).await;
    let hidden = changed(&described("dts-skjult"), "visible", json!(false));
    registry.post(&registry.tax, &hidden).await;
    let quoted = json!({"nb": "Si \"hei\" .\n<x>", "nn": "b", "en": "c"});
    registry
        .post(
            &registry.tax,
            &changed(&described("dts-synlig"), "title", quoted),
        )
        .await;
    let export = registry.get("/export").await;
    assert_eq!(export.headers["content-type"], "text/turtle; charset=utf-8");
    let text = export.body.as_str().unwrap();
    assert!(!text.contains("dts-skjult"));
    assert!(text.contains("a cpsv:PublicService"));
    assert!(
        text.contains(r#"dct:title "Si \"hei\" .\n<x>"@nb"#),
        "{text}"
    );
    assert!(text.contains(&format!(
        "<{}{}/dts-synlig>",
        registry.stage.app.url,
        super::RESOURCES
    )));
}
