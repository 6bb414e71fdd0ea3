use serde_json::{Value, json};

use super::scene::{NORA_ID, Scene, TAX};
use crate::support::cast::BAKERY_ID;
use crate::support::database::kinds;

#[tokio::test]
async fn a_list_tells_roles_packages_and_resources_in_the_references_shape() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, TAX).await;
        let query = scene.to(NORA_ID);
        let one = scene
            .get(&format!(
                "{query}&includeAccessPackages=true&includeResources=true"
            ))
            .await;
        assert_eq!(one.status, 200, "{}", one.body);
        insta::assert_json_snapshot!("connection", one.body);
        let packages = scene.get(&format!("/accesspackages{query}")).await;
        insta::assert_json_snapshot!("packages_of_a_connection", packages.body);
        let roles = scene.get(&format!("/roles{query}")).await;
        insta::assert_json_snapshot!("roles_of_a_connection", roles.body);
        let users = scene.get(&format!("/users?party={BAKERY_ID}")).await;
        let names: Vec<&str> = names(&users.body["data"]);
        for name in ["Kari Nøkkelvik", "Nora Postløs", "Grete Balanse"] {
            assert!(names.contains(&name), "{kind:?} {names:?}");
        }
        let instances = scene.get(&format!("/resources/instances{query}")).await;
        assert_eq!(instances.body["data"], json!([]));
    }
}

fn names(list: &Value) -> Vec<&str> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn pages_hold_every_connection_once() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let first = format!("?party={BAKERY_ID}&from={BAKERY_ID}");
        let all = scene.get(&first).await;
        let count = all.body["data"].as_array().unwrap().len();
        assert!(count > 3, "{kind:?} {}", all.body);
        let mut seen = Vec::new();
        for number in 0..count {
            let page = scene
                .get(&format!("{first}&X-Page-Size=1&X-Page-Number={number}"))
                .await;
            let data = page.body["data"].as_array().unwrap();
            assert_eq!(data.len(), 1);
            seen.push(data[0].clone());
            let next = &page.body["links"]["next"];
            assert_eq!(next.is_string(), number + 1 < count, "{next}");
        }
        assert_eq!(json!(seen), all.body["data"]);
    }
}

#[tokio::test]
async fn from_others_a_party_sees_what_it_holds_by_itself_and_through_an_organization() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, TAX).await;
        let token = scene.token(super::scene::NORA, "altinn:portal/enduser");
        let path = format!("?party={NORA_ID}&to={NORA_ID}&includeAccessPackages=true");
        let mine = scene
            .send_as(&token, reqwest::Method::GET, &path, None)
            .await;
        let one = &mine.body["data"][0];
        assert_eq!(
            one["party"]["name"], "Nøkkelvik Bakeri AS",
            "{kind:?} {}",
            mine.body
        );
        assert_eq!(one["packages"][0]["urn"], TAX);
        assert_eq!(names(&one["party"]["children"]).len(), 2);

        // Grete leads the bakery's accountant.
        let token = scene.token(super::scene::GRETE, "altinn:portal/enduser");
        let id = "f0a10000-0000-4000-8000-000000010005";
        let path = format!("/roles?party={id}&to={id}");
        let hers = scene
            .send_as(&token, reqwest::Method::GET, &path, None)
            .await;
        let found = hers.body["data"].as_array().unwrap().iter();
        let by: Vec<(&str, &str)> = found
            .map(|one| {
                let reason = &one["permissions"][0]["reason"]["flag"];
                (
                    one["role"]["code"].as_str().unwrap(),
                    reason.as_str().unwrap(),
                )
            })
            .collect();
        assert!(by.contains(&("regnskapsforer", "KeyRole")), "{by:?}");
        assert!(by.contains(&("daglig-leder", "Direct")), "{by:?}");
    }
}

#[tokio::test]
async fn the_queries_of_a_list_do_not_grow_with_it() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let first = format!("?party={BAKERY_ID}&from={BAKERY_ID}&includeAccessPackages=true");
        let count = async || {
            scene.get(&first).await;
            let before = scene.stage.app.db.statements();
            scene.get(&first).await;
            scene.stage.app.db.statements() - before
        };
        let few = count().await;
        scene.give(NORA_ID, TAX).await;
        scene.let_in("19816923088", "Hansen").await;
        scene.let_in("30899126021", "Sifferstad").await;
        assert_eq!(count().await, few, "{kind:?}");
    }
}
