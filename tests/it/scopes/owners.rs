//! APIs for service owners, called by an organization that is none.

use fullmakt::api::needs::{Consumer, Row, table};
use serde_json::{Value, json};

use super::ask;
use crate::resources::{RESOURCES, changed, described};
use crate::support::cast::{BAKERY, LINK_SERVICE, PLUMBER, TAX_OWNER, VENDOR};
use crate::support::database::kinds;
use crate::support::machine::Answer;
use crate::support::stage::{REDEEM, Stage};

const LISTS: &str = "/resourceregistry/api/v1/access-lists";

fn is_no_owner(answer: &Answer) -> bool {
    let detail = answer.body["detail"].as_str().unwrap_or_default();
    answer.status == 403
        && answer.code() == "AM-00034"
        && detail.contains("no registered service owner")
}

fn rows_for_owners() -> Vec<(&'static Row, &'static [&'static str])> {
    let rows = table().filter_map(|row| match row.consumer {
        Consumer::ServiceOwner { except } => Some((row, except)),
        Consumer::Anybody | Consumer::OwnerOf { .. } => None,
    });
    let rows: Vec<_> = rows.collect();
    assert!(rows.len() >= 3);
    rows
}

/// A token with this code of a service owner in it, as after an exchange.
fn coded(stage: &Stage, org: &str, code: &str, scope: &str) -> String {
    let mut claims = stage.issuer.claims(org, scope);
    claims["urn:altinn:org"] = json!(code);
    stage.issuer.sign(&claims)
}

#[tokio::test]
async fn an_organization_that_is_no_service_owner_has_no_business_at_their_apis() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for (row, except) in rows_for_owners() {
            for opens in row.opens {
                for scope in row.any_of {
                    let of = |org: &str| stage.issuer.token(org, scope);
                    let stranger = ask(&stage, row, opens, &of(PLUMBER)).await;
                    let owner = ask(&stage, row, opens, &of(TAX_OWNER)).await;
                    let told = format!("{opens:?} {scope}: {}", stranger.body);
                    assert_eq!(is_no_owner(&stranger), !except.contains(scope), "{told}");
                    assert!(!is_no_owner(&owner), "{opens:?} {scope}: {}", owner.body);
                    if except.contains(scope) {
                        continue;
                    }
                    // The code in an exchanged token counts when it is somebody's.
                    let known =
                        ask(&stage, row, opens, &coded(&stage, PLUMBER, "DTS", scope)).await;
                    assert!(!is_no_owner(&known), "{opens:?} {scope}: {}", known.body);
                    let unknown = coded(&stage, PLUMBER, "nobody", scope);
                    let unknown = ask(&stage, row, opens, &unknown).await;
                    assert!(is_no_owner(&unknown), "{opens:?} {scope}: {}", unknown.body);
                }
            }
        }
    }
}

#[tokio::test]
async fn who_is_registered_is_a_service_owner_at_once() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (row, _) = rows_for_owners()[0];
        let token = stage.issuer.token(TAX_OWNER, row.any_of[0]);
        let before = ask(&stage, row, &row.opens[0], &token).await;
        assert!(!is_no_owner(&before), "{}", before.body);
        // Its number has become another organization's, as another process would see it.
        stage
            .app
            .run_sql("update service_owner set org_number = '310601004' where code = 'dts'")
            .await;
        let after = ask(&stage, row, &row.opens[0], &token).await;
        assert!(is_no_owner(&after), "{}", after.body);
        let plumber = stage.issuer.token(PLUMBER, row.any_of[0]);
        let plumber = ask(&stage, row, &row.opens[0], &plumber).await;
        assert!(!is_no_owner(&plumber), "{}", plumber.body);
    }
}

#[tokio::test]
async fn what_is_somebodys_own_is_nobody_elses_whatever_the_scope() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let post = async |path: &str, token: &str, body: &Value| {
            let answer = stage.vendor.post(path, token, body).await;
            (answer.status.as_u16(), answer.code().to_owned())
        };
        // A resource, in the name of an organization that is no service owner.
        let writer = |org| {
            stage
                .issuer
                .token(org, "altinn:resourceregistry/resource.write")
        };
        let own = json!({"organization": PLUMBER, "orgcode": "plumber"});
        let own = changed(&described("plumber-a"), "hasCompetentAuthority", own);
        let refused = post(RESOURCES, &writer(PLUMBER), &own).await.0;
        assert!([400, 403].contains(&refused), "{refused}");
        let of_tax = described("dts-a");
        assert_eq!(post(RESOURCES, &writer(PLUMBER), &of_tax).await.0, 403);
        assert_eq!(post(RESOURCES, &writer(TAX_OWNER), &of_tax).await.0, 201);
        // Access lists: somebody else's, and those of a code that nobody is registered with.
        let lists = "altinn:resourceregistry/accesslist.write";
        let body = json!({"name": "A list", "description": "Of somebody"});
        for (owner, token, status) in [
            ("dts", stage.issuer.token(PLUMBER, lists), 403),
            ("nobody", coded(&stage, PLUMBER, "nobody", lists), 403),
            ("dts", coded(&stage, PLUMBER, "nobody", lists), 403),
            ("dts", coded(&stage, PLUMBER, "dts", lists), 200),
            ("dts", stage.issuer.token(TAX_OWNER, lists), 200),
        ] {
            let url = format!("{}{LISTS}/{owner}/a-list", stage.app.url);
            let put = stage.app.http().put(url).bearer_auth(token).json(&body);
            assert_eq!(
                put.send().await.unwrap().status().as_u16(),
                status,
                "{owner}"
            );
        }
        // Packages of others, without the operator's grant of the scope.
        let packages = "altinn:serviceowner/delegations:accesspackage.write";
        let gift = json!({
            "from": format!("urn:altinn:organization:identifier-no:{BAKERY}"),
            "to": format!("urn:altinn:organization:identifier-no:{VENDOR}"),
            "packageUrn": "urn:altinn:accesspackage:skattegrunnlag",
        });
        let path = "/accessmanagement/api/v1/serviceowner/connections/accesspackages";
        for path in [path.to_owned(), format!("{path}/revoke")] {
            let token = stage.issuer.token(PLUMBER, packages);
            let refused = post(&path, &token, &gift).await;
            assert_eq!(refused, (403, "AM-00034".to_owned()), "{path}");
        }
        // A ticket: to others it is unknown.
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let redeemer = stage.issuer.token(PLUMBER, "altinn:serviceowner");
        let refused = post(REDEEM, &redeemer, &json!({"key": key})).await;
        assert_eq!(refused, (404, "LS-00003".to_owned()));
    }
}
