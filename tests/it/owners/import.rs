//! `fullmakt import resources`.

use std::fs;
use std::path::Path;
use std::process::Output;

use fullmakt::store;
use serde_json::{Value, json};

use super::Scene;
use crate::faults::server::program;
use crate::support::cast::BAKERY;
use crate::support::database::{Kind, kinds};

fn write(folder: &Path, file: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn description(id: &str) -> Value {
    json!({
        "identifier": id,
        "title": {"nb": "Rør", "nn": "Rør", "en": "Pipes"},
        "description": {"nb": "Om rør", "nn": "Om rør", "en": "About pipes"},
        "rightDescription": {"nb": "Rør", "nn": "Rør", "en": "Pipes"},
        "hasCompetentAuthority": {"organization": "310601004", "orgcode": "ror", "name": {"nb": "Røretaten"}},
        "contactPoints": [], "resourceType": "GenericAccessResource", "accessListMode": "Enabled",
    })
}

fn policy(id: &str) -> String {
    include_str!("../../../src/reference/policies/fullmakt_operation.xml")
        .replace("fullmakt_operation", id)
}

fn list(members: &[&str]) -> Value {
    let urn = |number| format!("urn:altinn:organization:identifier-no:{number}");
    json!({
        "name": "De kjente",
        "members": members.iter().map(urn).collect::<Vec<_>>(),
        "resourceConnections": [{"resourceIdentifier": "ror-vann", "actionFilters": ["read"]}],
    })
}

/// A folder with one of each.
fn fill(folder: &Path) {
    write(
        folder,
        "ror-vann/resource.json",
        description("ror-vann").to_string(),
    );
    write(folder, "ror-vann/policy.xml", policy("ror-vann"));
    write(
        folder,
        "ror-vann/link-service.json",
        json!({"launch": {"url": "https://ror.example/start"}}).to_string(),
    );
    write(
        folder,
        "access-lists/ror/kjente.json",
        list(&[BAKERY]).to_string(),
    );
}

/// Runs the import; its exit code, what it said, and each fault without the folder's name.
fn import(scene: &Scene, folder: &Path) -> (i32, String, Vec<String>) {
    let place = tempfile::tempdir().unwrap();
    let url = scene.stage.app.database_url();
    let path = folder.to_str().unwrap();
    let arguments = ["import", "resources", path, "--database-url", &url];
    let Output {
        status,
        stdout,
        stderr,
    } = program(&place, &arguments).output().unwrap();
    let start = format!("fullmakt: {path}/");
    let faults = String::from_utf8(stderr).unwrap();
    let faults = faults.lines().map(|line| line.replacen(&start, "", 1));
    (
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        faults.collect(),
    )
}

async fn members(scene: &Scene) -> usize {
    let now = scene.core.world.now();
    let name = ("ror", "kjente");
    let page = store::access_lists::list_members(&scene.core.db, name, None, 10, now).await;
    page.unwrap().unwrap().members.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_brought_in_and_a_second_run_changes_nothing() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path());
        let first = import(&scene, folder.path());
        assert_eq!(
            first,
            (
                0,
                "2 new, 0 changed, 0 as before, 0 not taken\n".into(),
                vec![]
            ),
            "{kind:?}"
        );
        let db = &scene.core.db;
        let guarded = store::policies::find(db, "ror-vann")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(guarded.policy, Some(policy("ror-vann")));
        let link = store::link_services::find(db, "ror-vann")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(link.target.url, "https://ror.example/start");
        assert_eq!(members(&scene).await, 1, "{kind:?}");

        let clock = store::registry_clock::read(db).await.unwrap();
        let list = store::access_lists::find(db, "ror", "kjente")
            .await
            .unwrap();
        let second = import(&scene, folder.path());
        assert_eq!(
            second,
            (
                0,
                "0 new, 0 changed, 2 as before, 0 not taken\n".into(),
                vec![]
            ),
            "{kind:?}"
        );
        assert_eq!(
            store::registry_clock::read(db).await.unwrap(),
            clock,
            "{kind:?}"
        );
        assert_eq!(
            store::access_lists::find(db, "ror", "kjente")
                .await
                .unwrap(),
            list,
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_in_a_file_changes_in_the_registry() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path());
        import(&scene, folder.path());
        let mut other = description("ror-vann");
        other["title"]["en"] = json!("Water pipes");
        write(folder.path(), "ror-vann/resource.json", other.to_string());
        write(
            folder.path(),
            "ror-vann/link-service.json",
            json!({"launch": {"url": "https://ror.example/next"}}).to_string(),
        );
        let mut nobody = list(&[]);
        nobody["resourceConnections"] = json!([]);
        write(
            folder.path(),
            "access-lists/ror/kjente.json",
            nobody.to_string(),
        );
        // A policy whose file is gone stays.
        fs::remove_file(folder.path().join("ror-vann/policy.xml")).unwrap();
        let (code, said, _) = import(&scene, folder.path());
        assert_eq!(
            (code, said.as_str()),
            (0, "0 new, 2 changed, 0 as before, 0 not taken\n"),
            "{kind:?}"
        );
        let db = &scene.core.db;
        let resource = store::resources::find(db, "ror-vann")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (resource.title.en.as_str(), resource.version),
            ("Water pipes", 2),
            "{kind:?}"
        );
        assert!(
            store::policies::find(db, "ror-vann")
                .await
                .unwrap()
                .unwrap()
                .policy
                .is_some()
        );
        let link = store::link_services::find(db, "ror-vann")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(link.target.url, "https://ror.example/next", "{kind:?}");
        assert_eq!(members(&scene).await, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_with_its_file_and_the_rest_goes_in() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        fill(folder);
        let mut bad = description("ror-annet");
        bad["title"] = json!({"nb": "Bare bokmål"});
        bad["resourceType"] = json!("Default");
        write(folder, "ror-feil/resource.json", bad.to_string());
        write(folder, "ror-feil/policy.xml", policy("ror-vann"));
        write(
            folder,
            "ror-feil/link-service.json",
            r#"{"launch": {"url": "ftp://x", "keyTtlSeconds": 1}}"#,
        );
        write(folder, "ror-tekst/resource.json", "{");
        write(folder, "ror-tekst/policy.xml", [0xff, 0xfe]);
        write(folder, "ror-tom/policy.xml", policy("ror-tom"));
        let mut foreign = description("ror-fremmed");
        foreign["hasCompetentAuthority"]["orgcode"] = json!("dts");
        write(folder, "ror-fremmed/resource.json", foreign.to_string());
        write(
            folder,
            "access-lists/ror/ukjent.json",
            list(&["310904023"]).to_string(),
        );
        write(
            folder,
            "access-lists/ingen/kjente.json",
            list(&[]).to_string(),
        );
        write(
            folder,
            "access-lists/dts/kjente.json",
            list(&[]).to_string(),
        );
        write(folder, "access-lists/ror/rart.txt", "{}");
        write(
            folder,
            "access-lists/ror/feil.json",
            r#"{"name": "", "members": ["x"]}"#,
        );
        let (code, said, faults) = import(&scene, folder);
        assert_eq!(
            (code, said.as_str()),
            (3, "2 new, 0 changed, 0 as before, 9 not taken\n"),
            "{kind:?} {faults:?}"
        );
        for start in [
            "ror-feil/resource.json: Title",
            "ror-feil/resource.json: ResourceType",
            "ror-feil/resource.json: Identifier: it must be the name of the folder",
            "ror-feil/policy.xml: Policy not accepted",
            "ror-feil/link-service.json: launch.url",
            "ror-feil/link-service.json: launch.keyTtlSeconds",
            "ror-tekst/resource.json: $",
            "ror-tekst/policy.xml: it is not UTF-8",
            "ror-tom/resource.json: No such file",
            "ror-fremmed/resource.json: HasCompetentAuthority",
            "access-lists/ror/ukjent.json: members: urn:altinn:organization:identifier-no:310904023",
            "access-lists/ingen/kjente.json: no service owner",
            "access-lists/dts/kjente.json: resourceConnections",
            "access-lists/ror/rart.txt: only files",
            "access-lists/ror/feil.json: ",
        ] {
            assert!(
                faults.iter().any(|fault| fault.starts_with(start)),
                "{kind:?} {start} in {faults:#?}"
            );
        }
        assert_eq!(members(&scene).await, 1, "{kind:?}");
        let db = &scene.core.db;
        for id in ["ror-feil", "ror-annet", "ror-fremmed"] {
            assert!(
                store::resources::find(db, id).await.unwrap().is_none(),
                "{kind:?} {id}"
            );
        }
        assert!(
            store::access_lists::find(db, "ror", "ukjent")
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_there_stops_the_import() {
    let scene = Scene::with_owner(Kind::Sqlite).await;
    let (code, _, faults) = import(&scene, Path::new("/nowhere/at/all"));
    assert_eq!(code, 1);
    assert!(faults[0].contains("cannot be read"), "{faults:?}");
}
