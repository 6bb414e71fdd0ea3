use serde_json::{Value, json};

use super::{EMPTY_AREA, Meta, ORG_FORMS, PACKAGES, TAX_BASE_ID, each};
use crate::resources::{policy_of, rule};
use crate::support::database::{Kind, kinds};

#[tokio::test]
async fn single_things_come_with_what_belongs_to_them() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let package = meta.get(&format!("{PACKAGES}/package/{TAX_BASE_ID}")).await;
        insta::assert_snapshot!("meta_package", meta.wire(&package));
        let groups = meta.body(&format!("{PACKAGES}/group/")).await;
        let special = &groups[2]["id"].as_str().unwrap();
        let group = meta.get(&format!("{PACKAGES}/group/{special}")).await;
        insta::assert_snapshot!("meta_group", meta.wire(&group));
        let area = group.body["areas"][1]["id"].as_str().unwrap();
        let area = meta.get(&format!("{PACKAGES}/area/{area}")).await;
        insta::assert_snapshot!("meta_area", meta.wire(&area));
    }
}

#[tokio::test]
async fn ids_and_urns_are_those_of_the_original() {
    let meta = Meta::open(Kind::Sqlite).await;
    let package = meta
        .body(&format!("{PACKAGES}/package/{TAX_BASE_ID}"))
        .await;
    assert_eq!(package["id"], TAX_BASE_ID);
    assert_eq!(package["urn"], "urn:altinn:accesspackage:skattegrunnlag");
    assert_eq!(
        package["type"]["id"],
        "8c216e2f-afdd-4234-9ba2-691c727bb33d"
    );
    let groups = meta.body(&format!("{PACKAGES}/group/")).await;
    assert_eq!(groups[0]["id"], "7e2a3af8-08cb-43a9-bdd7-7d5c7e377145");
    assert_eq!(groups[0]["urn"], Value::Null);
    assert_eq!(meta.body(&format!("{PACKAGES}/group")).await, groups);
}

#[tokio::test]
async fn the_export_holds_everything_once() {
    let meta = Meta::open(Kind::Sqlite).await;
    let export = meta.body(&format!("{PACKAGES}/export")).await;
    let within = |list: &Value, name: &str| -> Vec<Value> {
        let items = list.as_array().unwrap().iter();
        items
            .flat_map(|item| item[name].as_array().unwrap().clone())
            .collect()
    };
    let areas = json!(within(&export, "areas"));
    let packages = json!(within(&areas, "packages"));
    let mut urns = each(&packages, "urn");
    assert_eq!(
        [
            export.as_array().unwrap().len(),
            areas.as_array().unwrap().len(),
            urns.len()
        ],
        [5, 49, 223]
    );
    urns.sort_unstable();
    urns.dedup();
    assert_eq!(urns.len(), 223);
    for package in packages.as_array().unwrap() {
        assert!(
            !package["description"].as_str().unwrap().is_empty(),
            "{package}"
        );
    }
}

#[tokio::test]
async fn groups_lead_to_areas_and_areas_to_packages() {
    let meta = Meta::open(Kind::Sqlite).await;
    let groups = meta.body(&format!("{PACKAGES}/group/")).await;
    let mut found = 0;
    for group in each(&groups, "id") {
        let areas = meta.body(&format!("{PACKAGES}/group/{group}/areas")).await;
        for area in areas.as_array().unwrap() {
            assert_eq!(area["group"]["id"], group);
            let id = area["id"].as_str().unwrap();
            let packages = meta.get(&format!("{PACKAGES}/area/{id}/packages")).await;
            if packages.status == 204 {
                continue;
            }
            for package in packages.body.as_array().unwrap() {
                assert_eq!(package["area"]["id"], id);
                found += 1;
            }
        }
    }
    assert_eq!(found, 223);
}

#[tokio::test]
async fn a_package_is_found_by_its_urn_its_code_or_a_colon_and_its_code() {
    let meta = Meta::open(Kind::Sqlite).await;
    for name in [
        "urn:altinn:accesspackage:skattegrunnlag",
        "urn%3Aaltinn%3Aaccesspackage%3Askattegrunnlag",
        ":skattegrunnlag",
        "skattegrunnlag",
    ] {
        let package = meta.body(&format!("{PACKAGES}/package/urn/{name}")).await;
        assert_eq!(package["id"], TAX_BASE_ID, "{name}");
    }
    // The one whose urn lacks the prefix of its code.
    let urn = "urn:altinn:accesspackage:namsmannen-tvangsfullbyrdelse-forliksradet";
    for name in [urn, "vergemal-namsmannen-tvangsfullbyrdelse-forliksradet"] {
        let package = meta.body(&format!("{PACKAGES}/package/urn/{name}")).await;
        assert_eq!(package["urn"], urn);
    }
}

#[tokio::test]
async fn texts_are_in_the_language_of_the_caller() {
    let meta = Meta::open(Kind::Sqlite).await;
    let path = format!("{PACKAGES}/package/urn/veitransport");
    for (sent, name, tag) in [
        ("", "Veitransport", "nb"),
        ("nn", "Vegtransport", "nn"),
        ("en-GB,en;q=0.9", "Road transport", "en"),
        ("de, nn-NO;q=0.8", "Vegtransport", "nn"),
        ("sami", "Veitransport", "nb"),
    ] {
        let answer = meta.get_in(sent, &path).await;
        assert_eq!(answer.body["name"], name, "{sent}");
        assert_eq!(answer.headers["content-language"], tag, "{sent}");
        assert_eq!(answer.headers["vary"], "accept-language", "{sent}");
    }
}

#[tokio::test]
async fn others_may_keep_what_seldom_changes() {
    let meta = Meta::open(Kind::Sqlite).await;
    for (path, expected) in [
        (format!("{PACKAGES}/export"), "public, max-age=3600"),
        (
            format!("{PACKAGES}/package/{TAX_BASE_ID}"),
            "public, max-age=60",
        ),
        (
            format!("{PACKAGES}/package/{TAX_BASE_ID}/resources"),
            "public, max-age=60",
        ),
        (ORG_FORMS.to_owned(), "public, max-age=3600"),
    ] {
        let answer = meta.get(&path).await;
        assert_eq!(answer.headers["cache-control"], expected, "{path}");
    }
}

#[tokio::test]
async fn a_list_with_nothing_in_it_has_no_content() {
    let meta = Meta::open(Kind::Sqlite).await;
    let export = meta.body(&format!("{PACKAGES}/export")).await;
    let groups = export.as_array().unwrap().iter();
    let mut areas = groups.flat_map(|group| group["areas"].as_array().unwrap());
    let empty = areas.find(|area| area["urn"] == EMPTY_AREA).unwrap();
    let empty = empty["id"].as_str().unwrap();
    let nobody = "00000000-0000-4000-8000-000000000000";
    for path in [
        format!("{PACKAGES}/area/{empty}/packages"),
        format!("{PACKAGES}/area/{nobody}/packages"),
        format!("{PACKAGES}/group/{nobody}/areas"),
        format!("{PACKAGES}/package/{nobody}/resources"),
    ] {
        let answer = meta.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body),
            (204, &json!("")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn resources_of_a_package_are_those_whose_policies_name_it_now() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let package = meta
            .body(&format!("{PACKAGES}/package/urn/jernbanetransport"))
            .await;
        assert_eq!(package["resources"], json!([]), "{kind:?}");
        let path = format!(
            "{PACKAGES}/package/{}/resources",
            package["id"].as_str().unwrap()
        );
        assert_eq!(meta.get(&path).await.status, 204, "{kind:?}");
        let id = "dts-jernbane";
        let named = |code: &str| {
            let subject = [("urn:altinn:accesspackage", code)];
            policy_of(&[rule("1", "Permit", &subject, id, &["read"])])
        };
        meta.registry
            .create_guarded(id, &named("jernbanetransport"))
            .await;
        let found = meta.get(&path).await;
        insta::assert_snapshot!("meta_package_resources", meta.wire(&found));
        let registry = &meta.registry;
        let other = named("lufttransport");
        registry.upload(&registry.tax, id, other.as_bytes()).await;
        assert_eq!(meta.get(&path).await.status, 204, "{kind:?}");
    }
}
