use fullmakt::domain::scope::SYSTEM_USER_LOOKUP;
use fullmakt::domain::{PartyId, SystemUserId};
use fullmakt::ops::system_users::{Change, change};

use crate::support::cast::{self, BAKERY, VENDOR_CLIENT};
use crate::support::database::kinds;
use crate::support::machine::VENDOR_SCOPES;
use crate::support::stage::{KARI, SYSTEM, Stage};

const BY_QUERY: &str = "/authentication/api/v1/systemuser/vendor/byquery";
const BY_EXTERNAL_ID: &str = "/authentication/api/v1/systemuser/byExternalId";

#[tokio::test]
async fn a_vendor_finds_its_own_system_user_by_customer() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await;
        let foreign = stage.issuer.token(cast::PLUMBER, VENDOR_SCOPES);
        for (query, token, status) in [
            (
                format!("?system-id={SYSTEM}&orgno={BAKERY}"),
                &stage.token,
                200,
            ),
            (
                format!("?system-id={SYSTEM}&orgno={BAKERY}&external-ref={BAKERY}"),
                &stage.token,
                200,
            ),
            (
                format!("?system-id={SYSTEM}&orgno={BAKERY}&external-ref=other"),
                &stage.token,
                404,
            ),
            (
                format!("?system-id={SYSTEM}&orgno=310601004"),
                &stage.token,
                404,
            ),
            (format!("?system-id={SYSTEM}&orgno=x"), &stage.token, 404),
            (
                format!("?system-id=310801003_none&orgno={BAKERY}"),
                &stage.token,
                404,
            ),
            (format!("?system-id={SYSTEM}&orgno={BAKERY}"), &foreign, 404),
            (format!("?orgno={BAKERY}"), &stage.token, 400),
            (String::new(), &stage.token, 400),
            (
                format!("?system-id={SYSTEM}&orgno={BAKERY}"),
                &stage.tax_owner,
                403,
            ),
        ] {
            let answer = stage.vendor.get(&format!("{BY_QUERY}{query}"), token).await;
            assert_eq!(
                answer.status.as_u16(),
                status,
                "{kind:?} {query}: {}",
                answer.body
            );
            if status == 200 {
                assert_eq!(answer.body["id"], id.to_string());
            } else {
                assert_eq!(
                    answer.headers["content-type"], "application/problem+json",
                    "{query}"
                );
            }
        }
    }
}

#[tokio::test]
async fn maskinporten_finds_only_an_active_system_user_of_the_client() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await;
        let maskinporten = stage.issuer.token("310901008", SYSTEM_USER_LOOKUP);
        let good = format!(
            "?clientId={VENDOR_CLIENT}&systemProviderOrgNo={}&systemUserOwnerOrgNo={BAKERY}",
            cast::VENDOR
        );
        let look = async |query: &str| {
            stage
                .vendor
                .get(&format!("{BY_EXTERNAL_ID}{query}"), &maskinporten)
                .await
        };
        let found = look(&good).await;
        assert_eq!(
            (found.status.as_u16(), found.body["id"].as_str()),
            (200, Some(id.to_string().as_str()))
        );
        for (query, status) in [
            (format!("{good}&externalRef={BAKERY}"), 200),
            (format!("{good}&externalRef=other"), 404),
            (good.replace(VENDOR_CLIENT, "other"), 404),
            (good.replace(cast::VENDOR, cast::PLUMBER), 404),
            (good.replace(BAKERY, cast::PLUMBER), 404),
            // Organizations are named by bare numbers here.
            (good.replace(BAKERY, "0192:310501018"), 404),
            (good.replace(BAKERY, "310501019"), 404),
            (good.replace(cast::VENDOR, "0192:310801003"), 404),
            (good.replace(cast::VENDOR_CLIENT, ""), 400),
            (good.replace(cast::VENDOR, "%20"), 400),
            (good.replace(BAKERY, ""), 400),
            (format!("{good}&externalRef="), 200),
            (format!("{good}&externalRef=%20"), 200),
            (format!("{good}&clientId=other"), 400),
            (good.replace(VENDOR_CLIENT, cast::OTHER_VENDOR_CLIENT), 404),
            (good.replace("clientId", "x"), 400),
            (String::new(), 400),
            ("?clientId=%FF".to_owned(), 400),
        ] {
            let answer = look(&query).await;
            assert_eq!(
                answer.status.as_u16(),
                status,
                "{kind:?} {query}: {}",
                answer.body
            );
        }
        let vendor = stage
            .vendor
            .get(&format!("{BY_EXTERNAL_ID}{good}"), &stage.token)
            .await;
        assert_eq!(vendor.status, 403, "{kind:?}");
        let (core, bakery) = (stage.core(), PartyId(cast::BAKERY_ID));
        let paused = change(&core, KARI, bakery, SystemUserId(id), Change::Deactivate).await;
        paused.unwrap().unwrap();
        assert_eq!(look(&good).await.status, 404, "{kind:?}");
        let active = change(&core, KARI, bakery, SystemUserId(id), Change::Activate).await;
        active.unwrap().unwrap();
        assert_eq!(look(&good).await.status, 200, "{kind:?}");
        assert_eq!(stage.vendor.system_user_token(BAKERY).await.status, 200);
        for (gone, back) in [
            (
                "update system set is_deleted = true where name_id = '310801003_stage'",
                "update system set is_deleted = false where name_id = '310801003_stage'",
            ),
            (
                "update system set vendor = '310601004' where name_id = '310801003_stage'",
                "update system set vendor = '310801003' where name_id = '310801003_stage'",
            ),
            (
                "update system_client set client_id = 'x' where client_id = 'bedriftshjelp-regnskap123'",
                "update system_client set client_id = 'bedriftshjelp-regnskap123' where client_id = 'x'",
            ),
            (
                "update system_user set deleted_at = created_at",
                "update system_user set deleted_at = null",
            ),
        ] {
            stage.app.run_sql(gone).await;
            assert_eq!(look(&good).await.status, 404, "{kind:?} {gone}");
            let refused = stage.vendor.system_user_token(BAKERY).await;
            assert_eq!(
                refused.body["error"], "invalid_altinn_customer_configuration",
                "{kind:?} {gone}"
            );
            stage.app.run_sql(back).await;
        }
        assert_eq!(look(&good).await.status, 200, "{kind:?}");
    }
}

#[tokio::test]
async fn maskinporten_is_told_exactly_what_it_asks_for_and_nobody_keeps_it() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await.to_string();
        let maskinporten = stage.issuer.token("310901008", SYSTEM_USER_LOOKUP);
        let query = format!(
            "?clientId={VENDOR_CLIENT}&systemProviderOrgNo={}&systemUserOwnerOrgNo={BAKERY}",
            cast::VENDOR
        );
        let path = format!("{BY_EXTERNAL_ID}{query}");
        let found = stage.vendor.get(&path, &maskinporten).await;
        assert_eq!(found.headers["cache-control"], "no-store", "{kind:?}");
        let mut body = found.body.clone();
        assert!(body["created"].take().is_string());
        assert!(body["integrationTitle"].take().is_string());
        let expected = serde_json::json!({
            "id": id,
            "integrationTitle": null,
            "systemId": SYSTEM,
            "productName": SYSTEM,
            "reporteeOrgNo": BAKERY,
            "created": null,
            "isDeleted": false,
            "supplierName": "",
            "supplierOrgno": cast::VENDOR,
            "externalRef": BAKERY,
            "userType": "standard",
        });
        assert_eq!(body, expected, "{kind:?}");
        let vendors = format!("{BY_QUERY}?system-id={SYSTEM}&orgno={BAKERY}");
        let vendors = stage.vendor.get(&vendors, &stage.token).await;
        assert_eq!(vendors.body["productName"], "", "vendors are not told it");
    }
}
