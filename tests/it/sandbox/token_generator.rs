use serde_json::Value;

use super::server::{BAKERY, KARI, Server};
use crate::support::database::kinds;

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
