use serde_json::{Value, json};

use super::{Meta, ORG_FORMS, ROLES, each};
use crate::support::cast::TAX_BASIS;
use crate::support::database::{Kind, kinds};

#[tokio::test]
async fn all_roles_are_told_and_each_by_its_id() {
    let meta = Meta::open(Kind::Sqlite).await;
    let roles = meta.body(ROLES).await;
    assert_eq!(roles.as_array().unwrap().len(), 148);
    let mut all = roles.as_array().unwrap().iter();
    let manager = all.find(|role| role["code"] == "daglig-leder").unwrap();
    let path = format!("{ROLES}/{}", manager["id"].as_str().unwrap());
    let alone = meta.get(&path).await;
    assert_eq!(&alone.body, manager);
    insta::assert_snapshot!("meta_role", meta.wire(&alone));
}

#[tokio::test]
async fn a_role_gives_the_packages_of_the_form_of_organization() {
    let meta = Meta::open(Kind::Sqlite).await;
    let count = async |query: &str| -> usize {
        let answer = meta.get(&format!("{ROLES}/packages?{query}")).await;
        answer.body.as_array().map_or(0, Vec::len)
    };
    assert_eq!(count("role=daglig-leder&variant=AS").await, 133);
    // By each of its names, and the parameters in any case.
    for role in [
        "DAGL",
        "urn:altinn:rolecode:dagl",
        "urn:altinn:external-role:ccr:daglig-leder",
    ] {
        assert_eq!(
            count(&format!("Role={role}&VARIANT=as")).await,
            133,
            "{role}"
        );
    }
    for (variant, expected) in [
        ("&variant=NUF", 10),
        ("&variant=BRL", 1),
        ("&variant=AS", 0),
        ("", 11),
    ] {
        assert_eq!(
            count(&format!("role=forretningsforer{variant}")).await,
            expected,
            "{variant}"
        );
    }
    // What it may pass on without having it counts too.
    assert_eq!(count("role=hovedadministrator").await, 135);
    assert_eq!(count("role=observator").await, 0);
    assert_eq!(count("role=nobody").await, 0);
}

#[tokio::test]
async fn by_name_and_by_id_is_the_same() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let roles = meta.body(ROLES).await;
        let mut all = roles.as_array().unwrap().iter();
        let id = &all.find(|role| role["code"] == "regnskapsforer").unwrap()["id"];
        let id = id.as_str().unwrap();
        for what in [
            "packages?variant=AS",
            "packages?includeResources=true",
            "resources",
            "resources?includePackageResources=true",
        ] {
            let (what, query) = what.split_once('?').unwrap_or((what, ""));
            let by_id = meta.get(&format!("{ROLES}/{id}/{what}?{query}")).await;
            let by_name = meta
                .get(&format!("{ROLES}/{what}?role=regnskapsforer&{query}"))
                .await;
            assert!(by_id.status.is_success(), "{what} {query}");
            assert_eq!(
                (by_id.status, &by_id.body),
                (by_name.status, &by_name.body),
                "{kind:?} {what} {query}"
            );
        }
    }
}

#[tokio::test]
async fn resources_of_a_role_are_its_own_and_on_demand_those_of_its_packages() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let own = meta
            .get(&format!("{ROLES}/resources?role=daglig-leder"))
            .await;
        let all = format!("{ROLES}/resources?role=daglig-leder&includePackageResources=true");
        let all = meta.body(&all).await;
        let own = match own.status.as_u16() {
            204 => Vec::new(),
            _ => each(&own.body, "refId"),
        };
        let all = each(&all, "refId");
        assert!(
            own.iter().all(|id| all.contains(id)),
            "{kind:?} {own:?} {all:?}"
        );
        assert!(all.contains(&TAX_BASIS), "{kind:?} {all:?}");
        let mut once = all.clone();
        once.dedup();
        assert_eq!(once, all, "{kind:?}");
    }
}

#[tokio::test]
async fn packages_of_a_role_come_with_their_resources_on_demand() {
    let meta = Meta::open(Kind::Sqlite).await;
    let path = format!("{ROLES}/packages?role=daglig-leder");
    let of = |packages: &Value| {
        let mut all = packages.as_array().unwrap().iter();
        let package = all.find(|one| one["urn"] == "urn:altinn:accesspackage:skattegrunnlag");
        package.unwrap().get("resources").cloned()
    };
    assert_eq!(of(&meta.body(&path).await), None);
    let with = meta.body(&format!("{path}&includeResources=true")).await;
    assert_eq!(each(&of(&with).unwrap(), "refId"), [TAX_BASIS]);
}

#[tokio::test]
async fn forms_of_organizations_are_told_by_code_and_description() {
    let meta = Meta::open(Kind::Sqlite).await;
    let forms = meta.get_in("nn", ORG_FORMS).await;
    let forms = forms.body.as_array().unwrap();
    assert_eq!(forms.len(), 50);
    let form = forms.iter().find(|form| form["name"] == "BRL").unwrap();
    assert_eq!(form["description"], "Burettslag");
    assert_eq!(form["type"]["name"], "Organisasjon");
    assert_eq!(form["typeId"], form["type"]["id"]);
    assert!(forms.iter().all(|form| form["name"] != json!("Person")));
}
