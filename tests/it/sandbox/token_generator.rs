use serde_json::{Value, json};
use time::Duration;

use super::server::{BAKERY, KARI, Server};
use crate::support::cast::PLUMBER;
use crate::support::database::{Kind, kinds};
use crate::support::stage::{SYSTEMS, Stage};

const LISTS: &str = "/resourceregistry/api/v1/access-lists/dts";

async fn generate(server: &Server, path_and_query: &str) -> (u16, String) {
    let url = format!("{}/sandbox/tokens/api/{path_and_query}", server.url);
    let request = server.http.get(url).basic_auth("any", Some("thing"));
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn an_enterprise_token_takes_what_the_register_knows() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let (status, token) =
            generate(&server, "GetEnterpriseToken?env=x&scopes=a:b,c:d&org=dts").await;
        assert_eq!(status, 200, "{token}");
        let caller = server.verifier().verify(&token).await.unwrap();
        assert_eq!(caller.org.unwrap().as_str(), "310901008");
        assert!(caller.scopes.has("a:b") && caller.scopes.has("c:d"));

        let query = format!("GetEnterpriseToken?env=x&scopes=a&org=x&orgNo={BAKERY}&dump=1");
        let (_, claims) = generate(&server, &query).await;
        let claims: Value = serde_json::from_str(&claims).unwrap();
        assert_eq!(claims["urn:altinn:orgNumber"], BAKERY);
        assert_eq!(claims["urn:altinn:authlevel"], 3);
        assert!(claims["urn:altinn:party:uuid"].is_string());
    }
}

#[tokio::test]
async fn a_personal_token_names_the_person_in_every_way() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let query =
            format!("GetPersonalToken?env=x&scopes=altinn:enduser&pid={KARI}&authLvl=4&dump=1");
        let (status, claims) = generate(&server, &query).await;
        assert_eq!(status, 200, "{claims}");
        let claims: Value = serde_json::from_str(&claims).unwrap();
        assert_eq!(claims["pid"], KARI);
        assert_eq!(claims["acr"], "idporten-loa-high");
        assert!(claims["urn:altinn:userid"].is_string() && claims["urn:altinn:partyid"].is_i64());

        let (_, all) = generate(&server, "GetPersonalToken?env=x&scopes=a&bulkCount=3").await;
        let all: Value = serde_json::from_str(&all).unwrap();
        assert_eq!(all.as_object().unwrap().len(), 3);
    }
}

#[tokio::test]
async fn faults_are_listed_and_credentials_demanded() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let (status, faults) = generate(&server, "GetSystemUserToken?ttl=-1").await;
        let faults: Vec<String> = serde_json::from_str(&faults).unwrap();
        assert_eq!(status, 400);
        assert_eq!(faults.len(), 5, "{faults:?}");
        let answer = server
            .get("/sandbox/tokens/api/GetPlatformAccessToken?env=x&app=y")
            .await;
        assert_eq!(answer.status(), 401);
    }
}

#[tokio::test]
async fn a_suppliers_token_says_who_answers_for_the_delegation_and_counts_while_it_stands() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let source = json!(format!("{}/", stage.app.url));
        let enterprise =
            "GetEnterpriseToken?env=x&org=dts&scopes=altinn:resourceregistry/accesslist.read";
        let system_user = format!("GetSystemUserToken?env=x&systemUserId={user}");
        for path in [enterprise, &system_user] {
            let path = format!("{path}&supplierOrgNo={PLUMBER}");
            let claims: Value =
                serde_json::from_str(&ask(&stage, &format!("{path}&dump=1")).await.1).unwrap();
            assert_eq!(claims["supplier"]["ID"], format!("0192:{PLUMBER}"));
            assert_eq!(claims["delegation_source"], source, "{kind:?} {path}");
            let (status, token) = ask(&stage, &path).await;
            assert_eq!(status, 200, "{token}");
            // The token is good; what it lacks is the delegation.
            let answer = stage.vendor.get(LISTS, &token).await;
            assert_eq!(answer.status, 403, "{kind:?} {path} {}", answer.body);
        }
        let foreign =
            format!("{enterprise}&supplierOrgNo={PLUMBER}&delegation_source=https://x.example/");
        let (_, token) = ask(&stage, &foreign).await;
        assert_eq!(stage.vendor.get(LISTS, &token).await.status, 401);
        let (_, plain) = ask(&stage, enterprise).await;
        assert_eq!(stage.vendor.get(LISTS, &plain).await.status, 200);
    }
}

#[tokio::test]
async fn the_generators_tokens_are_accepted_by_the_apis() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let parties = "/accessmanagement/api/v1/enduser/authorizedparties";
        let scope = "altinn:accessmanagement/authorizedparties";
        for (path, api) in [
            (
                format!("GetPersonalToken?env=x&scopes={scope}&pid={KARI}"),
                parties,
            ),
            (
                format!("GetSystemUserToken?env=x&scopes={scope}&systemUserId={user}"),
                parties,
            ),
            (
                format!(
                    "GetEnterpriseToken?env=x&scopes=altinn:authentication/systemregister.write&org=x&orgNo={BAKERY}"
                ),
                SYSTEMS,
            ),
        ] {
            let (status, token) = ask(&stage, &path).await;
            assert_eq!(status, 200, "{token}");
            let answer = stage.vendor.get(api, &token).await;
            assert_eq!(answer.status, 200, "{kind:?} {path} {}", answer.body);
            stage.app.advance(Duration::seconds(1_811));
            let late = stage.vendor.get(api, &token).await;
            assert_eq!(late.status, 401, "after half an hour");
        }
        let many =
            "GetPersonalToken?env=x&scopes=altinn:accessmanagement/authorizedparties&bulkCount=2";
        let many: Value = serde_json::from_str(&ask(&stage, many).await.1).unwrap();
        assert_eq!(many.as_object().unwrap().len(), 2);
        for token in many.as_object().unwrap().values() {
            let answer = stage.vendor.get(parties, token.as_str().unwrap()).await;
            assert_eq!(answer.status, 200, "{kind:?}");
        }
        // Between parts of the platform: no organization, no scope.
        let (_, platform) = ask(&stage, "GetPlatformAccessToken?env=x&app=y").await;
        assert_eq!(stage.vendor.get(SYSTEMS, &platform).await.status, 403);
    }
}

#[tokio::test]
async fn what_the_generator_cannot_give_it_says() {
    let stage = Stage::empty(Kind::Sqlite).await;
    for (path, part) in [
        ("GetConsentToken?env=x", "no consents"),
        (
            "GetEnterpriseToken?env=x&scopes=a&org=dts&delegation_source=https://x",
            "supplierOrgNo",
        ),
        (
            "GetEnterpriseToken?env=x&scopes=a&org=dts&supplierOrgNo=310801004",
            "supplierorgno",
        ),
        (
            "GetEnterpriseToken?env=x&env=y&scopes=a&org=dts",
            "repeated",
        ),
        ("GetEnterpriseToken?env=x&scopes=a%22b&org=dts", "scopes"),
        ("GetEnterpriseToken?env=x&scopes=a&org=unknown", "orgno"),
        ("GetPersonalToken?env=x&scopes=a", "one of pid"),
        ("GetPersonalToken?env=x&scopes=a&pid=12847421028", "pid"),
        (
            "GetPersonalToken?env=x&scopes=a&pid=12847421027&authLvl=5",
            "authLvl",
        ),
        ("GetPersonalToken?env=x&scopes=a&bulkCount=101", "bulkCount"),
        ("GetPersonalToken?env=x&scopes=a&bulkCount=x", "bulkcount"),
        ("GetSystemUserToken?env=x&systemUserId=x", "systemuserid"),
        ("GetPlatformAccessToken?env=x", "app"),
    ] {
        let (status, faults) = ask(&stage, path).await;
        assert_eq!(status, 400, "{path} {faults}");
        let faults: Vec<String> = serde_json::from_str(&faults).unwrap();
        assert!(
            faults.iter().any(|fault| fault.contains(part)),
            "{path} {faults:?}"
        );
    }
}

async fn ask(stage: &Stage, path_and_query: &str) -> (u16, String) {
    let url = format!("{}/sandbox/tokens/api/{path_and_query}", stage.app.url);
    let request = stage.app.http().get(url).basic_auth("any", Some("thing"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn the_start_page_and_the_sites_are_there() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let start = server.get("/sandbox").await;
        assert_eq!(start.status(), 200);
        assert!(start.text().await.unwrap().contains("Kari Nøkkelvik"));
        // The product's own API is not served in this test: the site says so.
        let vendor = server.get("/sandbox/vendor/310801003_regnskap").await;
        assert_eq!(vendor.status(), 200);
        assert_eq!(server.get("/sandbox/vendor/unknown").await.status(), 404);
        assert_eq!(
            server.get("/sandbox/keys/..%2FREADME.pem").await.status(),
            404
        );
    }
}
