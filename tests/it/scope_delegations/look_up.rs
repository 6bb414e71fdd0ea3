//! What Maskinporten, and those who serve APIs, are told.

use fullmakt::domain::scope::{SCOPE_DELEGATIONS, SCOPE_DELEGATIONS_ADMIN};
use serde_json::json;

use super::{LOOK_UP, Scene, TAX_SCOPE};
use crate::support::cast::{BAKERY, PLUMBER, TAX_BASIS_API, TAX_OWNER, VENDOR};
use crate::support::database::kinds;

impl Scene {
    /// A token that asks about scopes with these prefixes.
    fn asker(&self, prefixes: serde_json::Value) -> String {
        let mut claims = self.stage.issuer.claims(TAX_OWNER, SCOPE_DELEGATIONS);
        claims["consumer_prefix"] = prefixes;
        self.stage.issuer.sign(&claims)
    }

    fn administrator(&self) -> String {
        let issuer = &self.stage.issuer;
        issuer.token(TAX_OWNER, SCOPE_DELEGATIONS_ADMIN)
    }
}

#[tokio::test]
async fn a_delegation_is_found_by_each_of_its_sides_and_by_its_scope() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give().await;
        let token = scene.administrator();
        let both = format!("supplierOrg={VENDOR}&consumerOrg={BAKERY}");
        for (query, found) in [
            (both.clone(), 1),
            (format!("{both}&scope={TAX_SCOPE}"), 1),
            (format!("{both}&scope=dts:skattegrunnlag"), 0),
            (format!("supplierOrg={VENDOR}"), 1),
            (format!("consumerOrg={BAKERY}"), 1),
            (format!("consumerOrg={BAKERY}&supplierOrg=&scope="), 1),
            (format!("scope={TAX_SCOPE}"), 1),
            ("scope=dts:skattegrunnlag".to_owned(), 0),
            (format!("supplierOrg={BAKERY}&consumerOrg={VENDOR}"), 0),
            (format!("supplierOrg={PLUMBER}&scope={TAX_SCOPE}"), 0),
            ("consumerOrg=310999997".to_owned(), 0),
        ] {
            for path in [LOOK_UP, LOOK_UP.trim_end_matches('/')] {
                let answer = scene.get(&format!("{path}?{query}"), &token).await;
                assert_eq!(answer.status, 200, "{kind:?} {query}: {}", answer.body);
                let rows = answer.body.as_array().unwrap();
                assert_eq!(rows.len(), found, "{kind:?} {query}");
            }
        }
        let old = "/accessmanagement/api/v1/admin/delegations/maskinportenschema";
        let answer = scene.get(&format!("{old}?{both}"), &token).await;
        let row = &answer.body[0];
        let mut names: Vec<&String> = row.as_object().unwrap().keys().collect();
        names.sort();
        let wire = [
            "consumer_org",
            "created",
            "delegation_scheme_Id",
            "resourceid",
            "scopes",
            "supplier_org",
        ];
        assert_eq!(names, wire);
        assert_eq!(row["consumer_org"], BAKERY);
        assert_eq!(row["supplier_org"], VENDOR);
        assert_eq!(row["scopes"], json!([TAX_SCOPE]));
        assert_eq!(row["resourceid"], TAX_BASIS_API);
        assert_eq!(row["delegation_scheme_Id"], json!(null));
    }
}

#[tokio::test]
async fn others_than_administrators_ask_about_scopes_of_their_own_only() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give().await;
        let both = format!("supplierOrg={VENDOR}&consumerOrg={BAKERY}");
        let own = format!("{both}&scope={TAX_SCOPE}");
        for (prefixes, query, status) in [
            (json!(["dts"]), own.as_str(), 200),
            (json!("dts"), &own, 200),
            (json!(["nod", "dts"]), &own, 200),
            (json!(["dts"]), "scope=dts:skattegrunnlag.read", 200),
            (json!(["dts"]), &both, 403),
            (json!(["dts"]), "", 403),
            (json!(["nod"]), &own, 403),
            (json!([]), &own, 403),
            (json!(null), &own, 401),
            (json!([""]), &format!("{both}&scope=:x"), 403),
            (json!(["dt"]), &own, 403),
            (json!(["dts:skattegrunnlag.read"]), &own, 403),
            (json!(["DTS"]), &own, 403),
            (json!(["dts"]), &format!("{both}&scope=dtsx:a"), 403),
        ] {
            let token = scene.asker(prefixes.clone());
            let answer = scene.get(&format!("{LOOK_UP}?{query}"), &token).await;
            assert_eq!(answer.status, status, "{kind:?} {prefixes} {query}");
        }
    }
}

#[tokio::test]
async fn bad_questions_are_told_apart_from_forbidden_ones() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let token = scene.administrator();
        let long = format!("?scope=dts:{}", "x".repeat(1_000));
        for (query, status) in [
            ("", 400),
            ("?supplierOrg=&consumerOrg=&scope=", 400),
            ("?supplierOrg=310801004", 400),
            ("?consumerOrg=31050101", 400),
            ("?consumerOrg=abcdefghi", 400),
            (long.as_str(), 400),
        ] {
            let answer = scene.get(&format!("{LOOK_UP}{query}"), &token).await;
            assert_eq!(answer.status, status, "{kind:?} {query}: {}", answer.body);
        }
        let other = scene.stage.token.clone();
        let query = format!("{LOOK_UP}?scope={TAX_SCOPE}");
        assert_eq!(scene.get(&query, &other).await.status, 403);
        assert_eq!(scene.get(&query, "garbage").await.status, 401);
    }
}

#[tokio::test]
async fn nothing_is_told_of_what_has_ended() {
    for kind in kinds() {
        for ended in [
            "update party set is_deleted = true where org_number = '310501018'",
            "update party set is_deleted = true where org_number = '310801003'",
            "update resource set deleted_at = changed_at where id = 'dts-skattegrunnlag-api'",
            "update resource set kind = 'GenericAccessResource' where id = 'dts-skattegrunnlag-api'",
            "update scope_delegation set revoked_at = given_at",
        ] {
            let scene = Scene::new(kind).await;
            scene.give().await;
            assert_eq!(scene.known_to_maskinporten().await.len(), 1);
            scene.stage.app.run_sql(ended).await;
            assert!(scene.known_to_maskinporten().await.is_empty(), "{ended}");
        }
    }
}
