use fullmakt::domain::scope::{FROM_OTHERS_WRITE, TO_OTHERS_READ, TO_OTHERS_WRITE};
use fullmakt::domain::{PartyId, RoleAssignment};
use fullmakt::store;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::scene::{self, NORA_ID, OLA_ID, PER_ID, Scene, TAX, code};
use crate::support::cast::{BAKERY_ID, PAYROLL, PLUMBER_ID};
use crate::support::database::kinds;

#[tokio::test]
async fn what_cannot_be_given_is_refused_with_its_code_and_nothing_is_written() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene
            .stage
            .app
            .run_sql("update party set is_deleted = true where org_number = '311001000'")
            .await;
        let before = scene.written().await;
        let association = "f0a10000-0000-4000-8000-000000020008";
        let give = |to: &str, package: &str| {
            format!("/accesspackages?party={BAKERY_ID}&to={to}&package={package}")
        };
        let nora = NORA_ID.to_string();
        let cases = [
            (give(&Uuid::from_u128(1).to_string(), TAX), "AM.VLD-00006"),
            (give(&BAKERY_ID.to_string(), TAX), "AM.VLD-00009"),
            (give(association, TAX), "AM.VLD-00028"),
            // A stranger by his id alone.
            (give(&PER_ID.to_string(), TAX), "AM-00024"),
            // Never let in.
            (give(&PLUMBER_ID.to_string(), TAX), "AM-00022"),
            (give(&nora, "finnes-ikke"), "AM.VLD-00011"),
            (give(&nora, "innbygger-helsetjenester"), "AM-00041"),
            (give(&nora, "regnskapsforer-lonn"), "AM.VLD-00048"),
            (give(&nora, "konkursbo-lesetilgang"), "AM.VLD-00026"),
        ];
        for (path, expected) in cases {
            let answer = scene.send(Method::POST, &path, None).await;
            assert_eq!(answer.status, 400, "{kind:?} {path} {}", answer.body);
            assert_eq!(code(&answer), expected, "{path} {}", answer.body);
        }
        assert_eq!(scene.written().await, before);
    }
}

#[tokio::test]
async fn who_is_minor_dead_or_protected_cannot_be_told_apart() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        for change in [
            "update party set died = '2020-01-01' where national_id = '27889631185'",
            "update party set details = '{\"residence\": {\"protection\": \"strengtFortrolig\"}}' where national_id = '21828817040'",
        ] {
            assert_eq!(scene.stage.app.run_sql(change).await, 1);
        }
        let before = scene.written().await;
        let minor = scene.let_in("15870961062", "Ungmann").await;
        let dead = scene.let_in("27889631185", "Deigmann").await;
        let protected = scene.let_in("21828817040", "Postløs").await;
        for answer in [&minor, &dead, &protected] {
            assert_eq!(answer.status, 400, "{kind:?} {}", answer.body);
            assert_eq!(code(answer), "AM.VLD-00028");
            assert_eq!(
                answer.body["validationErrors"],
                minor.body["validationErrors"]
            );
        }
        assert_eq!(scene.written().await, before);
    }
}

#[tokio::test]
async fn a_wrong_surname_is_told_like_no_person_and_guessing_ends() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let before = scene.written().await;
        for turn in 0..10 {
            let number = if turn % 2 == 0 {
                "21828817040"
            } else {
                "01810000000"
            };
            let answer = scene.let_in(number, "Gjettesen").await;
            assert_eq!(
                (answer.status.as_u16(), code(&answer).as_str()),
                (400, "AM.VLD-00034"),
                "{kind:?}"
            );
        }
        let blocked = scene.let_in("21828817040", "Postløs").await;
        assert_eq!((blocked.status.as_u16(), blocked.code()), (429, "AM-00026"));
        assert!(blocked.headers.contains_key("retry-after"));
        assert_eq!(scene.written().await, before);
    }
}

#[tokio::test]
async fn only_access_managers_come_in_and_nobody_learns_whose_party_exists() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let before = scene.written().await;
        let query = scene.to(NORA_ID);
        let list = format!("?party={BAKERY_ID}&from={BAKERY_ID}");
        let portal = "altinn:portal/enduser";
        // Per has nothing to do with the bakery, Ola may read its post, and the third party does not exist.
        for user in [scene::PER, scene::OLA] {
            let token = scene.token(user, portal);
            for (method, path) in [
                (Method::GET, list.clone()),
                (Method::DELETE, query.clone()),
                (Method::POST, format!("?party={BAKERY_ID}&to={PLUMBER_ID}")),
                (
                    Method::GET,
                    format!("/accesspackages/delegationcheck?party={BAKERY_ID}"),
                ),
            ] {
                let answer = scene.send_as(&token, method, &path, None).await;
                assert_eq!(answer.status, 403, "{kind:?} {path}");
            }
        }
        let nobody = Uuid::from_u128(7);
        let unknown = scene.get(&format!("?party={nobody}&from={nobody}")).await;
        let token = scene.token(scene::PER, portal);
        let strange = scene.send_as(&token, Method::GET, &list, None).await;
        assert_eq!(unknown.status, 403);
        assert_eq!(unknown.body["title"], strange.body["title"]);
        assert_eq!(scene.written().await, before);
    }
}

#[tokio::test]
async fn each_direction_wants_its_own_scope_and_a_party_that_is_one_of_both() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let query = scene.to(NORA_ID);
        let status = async |user: u32, scope: &str, method: Method, path: &str| {
            let token = scene.token(user, scope);
            scene
                .send_as(&token, method, path, None)
                .await
                .status
                .as_u16()
        };
        let list = format!("?party={BAKERY_ID}&from={BAKERY_ID}");
        assert_eq!(
            status(scene::KARI, TO_OTHERS_READ, Method::GET, &list).await,
            200,
            "{kind:?}"
        );
        assert_eq!(
            status(scene::KARI, FROM_OTHERS_WRITE, Method::GET, &list).await,
            403
        );
        assert_eq!(
            status(scene::KARI, TO_OTHERS_READ, Method::DELETE, &query).await,
            403
        );
        assert_eq!(
            status(scene::KARI, FROM_OTHERS_WRITE, Method::DELETE, &query).await,
            403
        );
        assert_eq!(
            status(scene::KARI, TO_OTHERS_WRITE, Method::DELETE, &query).await,
            204
        );
        for wrong in [
            format!("?party={BAKERY_ID}&from={NORA_ID}&to={PLUMBER_ID}"),
            format!("?party={BAKERY_ID}"),
            format!("?party={BAKERY_ID}&from={BAKERY_ID}&to={BAKERY_ID}"),
        ] {
            let answer = scene.get(&wrong).await;
            assert_eq!(
                (answer.status.as_u16(), code(&answer).as_str()),
                (400, "AM.VLD-00009"),
                "{wrong}"
            );
        }
        let garbled = scene.get("?party=bakeriet&from=bakeriet").await;
        assert_eq!(garbled.status, 400);
        let page = format!("{list}&X-Page-Size=5000");
        assert_eq!(code(&scene.get(&page).await), "AM.VLD-00050");
    }
}

#[tokio::test]
async fn what_a_person_has_been_given_is_not_his_access_managers_business() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        // Ola manages Nora's access.
        let core = scene.stage.core();
        let mut tx = core.db.write().await.unwrap();
        let managing = RoleAssignment {
            at: PartyId(NORA_ID),
            holder: PartyId(OLA_ID),
            role: "privatperson".to_owned(),
        };
        store::roles::insert(&mut tx, &managing).await.unwrap();
        tx.commit().await.unwrap();
        let nora = scene.token(scene::NORA, "altinn:portal/enduser");
        let ola = scene.token(scene::OLA, "altinn:portal/enduser");
        for (direction, own, other) in [("from", 200, 200), ("to", 200, 403)] {
            let path = format!("?party={NORA_ID}&{direction}={NORA_ID}");
            let mine = scene.send_as(&nora, Method::GET, &path, None).await;
            let his = scene.send_as(&ola, Method::GET, &path, None).await;
            let both = (mine.status.as_u16(), his.status.as_u16());
            assert_eq!(both, (own, other), "{kind:?} {direction}");
        }
    }
}

#[tokio::test]
async fn register_roles_are_never_taken_and_strange_keys_never_given() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let before = scene.written().await;
        let query = scene.to(scene::STIG_ID);
        let role = scene.delete(&format!("/roles{query}&rolecode=LEDE")).await;
        assert_eq!(code(&role), "AM-00040", "{kind:?} {}", role.body);
        let role = scene.delete(&format!("/roles{query}&rolecode=konge")).await;
        assert_eq!(code(&role), "AM-00039");
        let rights = format!("/resources/rights?party={BAKERY_ID}&to={NORA_ID}&resource=");
        for (resource, body, expected) in [
            (PAYROLL, json!({"directRightKeys": ["01ab"]}), "AM-00036"),
            (PAYROLL, json!({"directRightKeys": []}), "AM-00033"),
            (
                "finnes-ikke",
                json!({"directRightKeys": ["01ab"]}),
                "AM-00027",
            ),
        ] {
            let path = format!("{rights}{resource}");
            let answer = scene.send(Method::POST, &path, Some(&body)).await;
            assert_eq!(answer.status, 400, "{}", answer.body);
            assert_eq!(code(&answer), expected, "{}", answer.body);
        }
        scene
            .stage
            .app
            .run_sql("update resource set is_delegable = false where id = 'dts-lonnsrapport'")
            .await;
        let keys = json!({"directRightKeys": scene.keys("read").await});
        let path = format!("{rights}{PAYROLL}");
        let closed = scene.send(Method::POST, &path, Some(&keys)).await;
        assert_eq!(code(&closed), "AM-00042", "{}", closed.body);
        assert_eq!(scene.written().await, before);
    }
}
