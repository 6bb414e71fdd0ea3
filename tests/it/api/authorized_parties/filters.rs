//! What a caller may leave out or ask for.

use serde_json::json;
use uuid::Uuid;

use super::{GRETE_USER, KARI_USER, Lists, OLA_USER, SCOPE, names, party};
use crate::support::cast::{BAKERY_ID, KARI_ID, PLUMBER_ID, TAX_BASIS};
use crate::support::database::{Kind, kinds};

const SQUARE: Uuid = Uuid::from_u128(0xf0a1_0000_0000_4000_8000_0000_0002_0002);

#[tokio::test]
async fn parties_through_key_roles_can_be_left_out() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let all = names(&lists.end_user(GRETE_USER, "").await);
        for query in [
            "includePartiesViaKeyRoles=true",
            "includepartiesviakeyroles=AUTO",
        ] {
            assert_eq!(names(&lists.end_user(GRETE_USER, query).await), all);
        }
        let query = "includePartiesViaKeyRoles=false";
        let own = lists.end_user(GRETE_USER, query).await;
        // Herself and the firm that she manages.
        assert_eq!(names(&own).len(), 2, "{kind:?} {own}");
        assert!(all.len() > 2, "{all:?}");
    }
}

#[tokio::test]
async fn subunits_that_are_only_inherited_can_be_left_out() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let query = "includeSubParties=false";
        let list = lists.end_user(KARI_USER, query).await;
        assert!(names(&list).iter().all(|name| !name.starts_with('-')));
        let own = "insert into role_assignment (at_party, holder, role)
                   select p.id, k.id, 'kontaktperson' from party p, party k
                   where k.number = 50010001 and p.number = 50020002";
        lists.stage.app.run_sql(own).await;
        let list = lists.end_user(KARI_USER, query).await;
        let units = party(&list, BAKERY_ID)["subunits"].clone();
        assert_eq!(units.as_array().unwrap().len(), 1, "{kind:?} {list}");
        assert_eq!(units[0]["partyUuid"], json!(SQUARE));
    }
}

#[tokio::test]
async fn deleted_parties_are_shown_to_those_who_ask_for_them() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let gone = "update party set is_deleted = true where number = 50020002";
        lists.stage.app.run_sql(gone).await;
        let has_square = |list: &serde_json::Value| list.to_string().contains(&SQUARE.to_string());
        for (query, shown) in [
            ("", false),
            ("includeInactiveParties=auto", false),
            ("includeInactiveParties=false", false),
            ("includeInactiveParties=true", true),
        ] {
            let list = lists.end_user(KARI_USER, query).await;
            assert_eq!(has_square(&list), shown, "{kind:?} {query}");
            if shown {
                assert_eq!(party(&list, SQUARE)["isDeleted"], true);
            }
        }
        let about = KARI_ID.to_string();
        let told = lists.told("", "urn:altinn:person:uuid", &about).await;
        assert!(has_square(&told), "service owners see all, {kind:?}");
        let query = "includeInactiveParties=false";
        let told = lists.told(query, "urn:altinn:person:uuid", &about).await;
        assert!(!has_square(&told), "{kind:?}");
    }
}

#[tokio::test]
async fn only_the_parties_that_are_named_are_told() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let one = lists
            .end_user(KARI_USER, &format!("partyFilter={BAKERY_ID}"))
            .await;
        assert_eq!(names(&one).len(), 1, "{kind:?} {one}");
        let unit = lists
            .end_user(KARI_USER, &format!("partyFilter={SQUARE}"))
            .await;
        let shown = names(&unit);
        assert_eq!(shown.len(), 2, "{kind:?}");
        assert!(shown[0].starts_with('(') && shown[1].starts_with('-'));
        let both = format!("partyFilter={KARI_ID}&partyFilter={BAKERY_ID}");
        assert_eq!(names(&lists.end_user(KARI_USER, &both).await).len(), 2);
        let strange = format!("partyFilter={PLUMBER_ID}");
        assert_eq!(lists.end_user(KARI_USER, &strange).await, json!([]));
    }
}

#[tokio::test]
async fn only_parties_where_a_resource_is_open_are_told() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let query = format!("anyOfResourceIds={TAX_BASIS}");
        let kari = names(&lists.end_user(KARI_USER, &query).await);
        assert!(
            kari.iter().any(|name| !name.starts_with(['-', '('])),
            "{kari:?}"
        );
        // Ola reads the bakery's post, which does not open it.
        assert_eq!(
            lists.end_user(OLA_USER, &query).await,
            json!([]),
            "{kind:?}"
        );
        let given =
            "update delegation set package = null, resource = 'dts-skattegrunnlag', action = 'read'
                     where to_party = (select id from party where number = 50010003)";
        assert_eq!(lists.stage.app.run_sql(given).await, 1);
        let ola = lists.end_user(OLA_USER, &query).await;
        assert!(party(&ola, BAKERY_ID).is_object(), "{kind:?}");
        let unknown = "anyOfResourceIds=nothing-of-the-kind";
        assert_eq!(lists.end_user(KARI_USER, unknown).await, json!([]));
        let either = format!("{unknown}&{query}");
        assert_eq!(names(&lists.end_user(KARI_USER, &either).await), kari);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_under_its_name() {
    let lists = Lists::start(Kind::Sqlite).await;
    let token = lists.person(KARI_USER, SCOPE);
    let party = format!("partyFilter={BAKERY_ID}");
    let many = vec![party.as_str(); 101].join("&");
    let most = vec![party.as_str(); 100].join("&");
    for (query, name) in [
        ("includeRoles=auto", "includeRoles"),
        ("includeSubParties=perhaps", "includeSubParties"),
        ("partyFilter=50020001", "partyFilter"),
        ("partyFilter='%20or%201=1", "partyFilter"),
        (many.as_str(), "partyFilter"),
    ] {
        let path = format!("enduser/authorizedparties?{query}");
        let answer = lists.get(&path, &token).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body["errors"][name].is_array(), "{}", answer.body);
    }
    let path = format!("enduser/authorizedparties?{most}");
    assert_eq!(lists.get(&path, &token).await.status, 200);
}
