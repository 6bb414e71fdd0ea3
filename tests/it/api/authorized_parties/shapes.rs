//! The wire, and what is in it.

use serde_json::json;

use super::{
    BAKERY_NUMBER, GRETE_USER, KARI_USER, Lists, OLA_USER, OWNER_SCOPE, PORTAL, SCOPE, names, party,
};
use crate::support::cast::{self, BAKERY_ID, KARI, KARI_ID};
use crate::support::database::{Kind, kinds};
use crate::support::stage::Stage;

const ALL: &str =
    "includeRoles=true&includeAccessPackages=true&includeResources=true&includeInstances=true";

#[tokio::test]
async fn the_answers_have_all_members_of_the_wire() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let token = lists.person(OLA_USER, SCOPE);
        let path = format!("enduser/authorizedparties?{ALL}");
        let answer = lists.get(&path, &token).await;
        insta::assert_snapshot!("authorized_parties_end_user", lists.stage.wire(&answer));
        let portal = lists.person(KARI_USER, PORTAL);
        let path = format!("authorizedparty/{BAKERY_NUMBER}");
        let answer = lists.get(&path, &portal).await;
        insta::assert_snapshot!("authorized_party", lists.stage.wire(&answer));
        let owner = lists.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
        let body = json!({"Type": "urn:altinn:person:identifier-no", "Value": KARI});
        let answer = lists.owner(&owner, "", &body).await;
        insta::assert_snapshot!("authorized_parties_owner", lists.stage.wire(&answer));
    }
}

#[tokio::test]
async fn nothing_is_told_of_a_party_but_what_was_asked_for() {
    let lists = Lists::start(Kind::Sqlite).await;
    let plain = party(&lists.end_user(KARI_USER, "").await, BAKERY_ID);
    for (query, member) in [
        ("includeRoles=true", "authorizedRoles"),
        ("includeAccessPackages=true", "authorizedAccessPackages"),
    ] {
        assert_eq!(plain[member], json!([]));
        let told = party(&lists.end_user(KARI_USER, query).await, BAKERY_ID);
        assert!(told[member].as_array().unwrap().len() > 20, "{told}");
        let mut alone = told.clone();
        alone[member] = json!([]);
        alone["subunits"] = plain["subunits"].clone();
        assert_eq!(alone, plain, "{query}");
    }
}

#[tokio::test]
async fn roles_have_their_older_codes_and_reach_through_a_key_role_to_subunits() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let list = lists.end_user(GRETE_USER, "includeRoles=true").await;
        let bakery = party(&list, BAKERY_ID);
        assert_eq!(
            bakery["authorizedRoles"],
            json!(["A0239", "A0240", "A0241", "REGN"]),
            "{kind:?}"
        );
        for unit in bakery["subunits"].as_array().unwrap() {
            assert_eq!(unit["authorizedRoles"], bakery["authorizedRoles"]);
            assert_eq!(unit["parentId"], bakery["partyUuid"]);
        }
        let herself = &list[0];
        assert_eq!(herself["type"], "Person");
        assert!(
            herself["authorizedRoles"]
                .as_array()
                .unwrap()
                .contains(&json!("PRIV"))
        );
    }
}

#[tokio::test]
async fn a_resource_that_was_given_is_told_once_whatever_its_actions() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        for action in ["read", "write"] {
            lists.give_ola(cast::TAX_BASIS, action).await;
        }
        let list = lists.end_user(OLA_USER, "includeResources=true").await;
        let bakery = party(&list, BAKERY_ID);
        assert_eq!(
            bakery["authorizedResources"],
            json!(["dts-skattegrunnlag"]),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_main_unit_without_access_is_the_heading_of_its_subunit() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        // What the bakery gave to Ola, now given by its subunit.
        let moved =
            "update delegation set from_party = (select id from party where number = 50020002)
                     where from_party = (select id from party where number = 50020001)";
        assert_eq!(lists.stage.app.run_sql(moved).await, 1);
        let list = lists.end_user(OLA_USER, "includeAccessPackages=true").await;
        let heading = party(&list, BAKERY_ID);
        assert_eq!(
            heading["onlyHierarchyElementWithNoAccess"], true,
            "{kind:?}"
        );
        assert_eq!(heading["authorizedAccessPackages"], json!([]));
        let units = heading["subunits"].as_array().unwrap();
        assert_eq!(units.len(), 1, "{heading}");
        assert_eq!(units[0]["onlyHierarchyElementWithNoAccess"], false);
        assert_eq!(
            units[0]["authorizedAccessPackages"],
            json!(["ordinaer-post-til-virksomheten"])
        );
        assert_eq!(names(&list).len(), 3, "{list}");
    }
}

#[tokio::test]
async fn a_system_user_is_told_whom_it_was_given_something_by_until_it_is_paused() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let user = lists.stage.system_user().await.to_string();
        let path = "enduser/authorizedparties?includeResources=true&includeRoles=true";
        let token = lists.system_user(&user);
        let answer = lists.get(path, &token).await;
        let list = &answer.body["data"];
        let bakery = party(list, BAKERY_ID);
        assert_eq!(bakery["authorizedResources"], json!([cast::TAX_BASIS]));
        assert_eq!(bakery["authorizedRoles"], json!([]), "{kind:?}");
        assert_eq!(list.as_array().unwrap().len(), 1);
        let told = lists.told("", "urn:altinn:systemuser:uuid", &user).await;
        assert_eq!(names(&told), names(list), "{kind:?}");
        let paused = "update system_user set is_active = false";
        lists.stage.app.run_sql(paused).await;
        let answer = lists.get(path, &token).await;
        assert_eq!(answer.body["data"], json!([]), "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_taken_back_is_gone_from_the_next_answer() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        assert!(names(&lists.end_user(OLA_USER, "").await).len() > 1);
        let taken = "update delegation set revoked_at = given_at, revoked_by = given_by where to_party is not null";
        lists.stage.app.run_sql(taken).await;
        let list = lists.end_user(OLA_USER, "").await;
        assert_eq!(names(&list).len(), 1, "{kind:?} {list}");
    }
}

#[tokio::test]
async fn a_list_takes_the_same_few_queries_however_long_it_is() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let fewest = async || {
            let mut fewest = u64::MAX;
            for _ in 0..5 {
                // Some fact changes, so that nothing is known.
                lists.stage.app.run_sql(TOUCH).await;
                let before = lists.stage.app.db.statements();
                lists.end_user(KARI_USER, "").await;
                fewest = fewest.min(lists.stage.app.db.statements() - before);
            }
            fewest
        };
        let few = fewest().await;
        assert!(few <= 8, "{kind:?} {few}");
        let many = "insert into role_assignment (at_party, holder, role)
                    select p.id, k.id, 'kontaktperson' from party p, party k
                    where k.number = 50010001 and p.kind = 'organization'";
        assert!(lists.stage.app.run_sql(many).await > 5);
        assert_eq!(fewest().await, few, "{kind:?}");
    }
}

const TOUCH: &str = "update party set is_bankrupt = is_bankrupt where number = 50010001";

#[tokio::test]
async fn kari_is_first_in_her_own_list() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let lists = Lists { stage };
    let list = lists.end_user(KARI_USER, "").await;
    assert_eq!(list[0]["partyUuid"], json!(KARI_ID));
    assert_eq!(list[0]["personId"], KARI);
}
