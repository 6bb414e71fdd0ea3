use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fullmakt::domain::{
    Localized, OrgNumber, RequestId, System, SystemId, SystemUser, SystemUserId, scope,
};
use fullmakt::store;
use fullmakt::tokens::SigningKey;
use serde_json::{Value, json};
use uuid::Uuid;

use super::server::{BAKERY, Server, VENDOR, VENDOR_CLIENT};
use crate::support::database::kinds;

/// A token's claims as they were signed; whether the signature holds is the verifier's to say.
fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn a_demo_clients_token_is_accepted_by_the_product() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let key = server.demo_key(VENDOR_CLIENT).await;
        let grant = key
            .sign(&server.grant(VENDOR_CLIENT, scope::SYSTEM_WRITE))
            .unwrap();
        let (status, body) = server.send_grant(&grant).await;
        assert_eq!(status, 200, "{body}");
        let token = body["access_token"].as_str().unwrap();
        let caller = server.verifier().verify(token).await.unwrap();
        assert_eq!(caller.org.unwrap().as_str(), VENDOR);
        assert!(caller.scopes.has(scope::SYSTEM_WRITE));
        assert!(payload(token)["authorization_details"].is_null());

        let (status, body) = server.send_grant(&grant).await;
        assert_eq!(
            (status, &body["error"]),
            (400, &json!("invalid_grant")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_service_owners_token_names_its_scope_prefixes() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        for (client, prefixes) in [
            ("dts-tjenesteeier", json!(["dts"])),
            (VENDOR_CLIENT, json!(null)),
        ] {
            let key = server.demo_key(client).await;
            let scope = match client {
                VENDOR_CLIENT => scope::SYSTEM_WRITE,
                _ => scope::RESOURCE_WRITE,
            };
            let grant = key.sign(&server.grant(client, scope)).unwrap();
            let (status, body) = server.send_grant(&grant).await;
            assert_eq!(status, 200, "{kind:?} {body}");
            let token = body["access_token"].as_str().unwrap();
            assert_eq!(payload(token)["consumer_prefix"], prefixes, "{kind:?}");
            let caller = server.verifier().verify(token).await.unwrap();
            assert_eq!(caller.scope_prefixes.is_empty(), prefixes.is_null());
        }
    }
}

#[tokio::test]
async fn a_system_user_token_needs_an_active_system_user() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        assert_eq!(ask(&server, None).await.0, 400);

        let user = add_system_user(&server, "").await;
        let (status, body) = ask(&server, None).await;
        assert_eq!(status, 200, "{body}");
        let token = body["access_token"].as_str().unwrap();
        server.verifier().verify(token).await.unwrap();
        let detail = &payload(token)["authorization_details"][0];
        assert_eq!(detail["systemuser_id"], json!([user.id.to_string()]));
        assert_eq!(
            detail["systemuser_org"]["ID"],
            json!(format!("0192:{BAKERY}"))
        );

        // The grant must repeat the reference of the request.
        let (_, body) = ask(&server, Some("another")).await;
        assert_eq!(body["error"], "invalid_altinn_customer_configuration");
        assert!(
            body["error_description"]
                .as_str()
                .unwrap()
                .contains("MP-303")
        );

        set_active(&server, &user, false).await;
        let (status, body) = ask(&server, None).await;
        assert_eq!(
            (status, &body["error"]),
            (400, &json!("invalid_altinn_customer_configuration"))
        );
        set_active(&server, &user, true).await;
        assert_eq!(ask(&server, None).await.0, 200);
    }
}

#[tokio::test]
async fn a_client_of_ones_own_can_be_added_but_not_a_demo_client_replaced() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let key = SigningKey::load_or_create(&server.db, &server.world, "mine")
            .await
            .unwrap();
        assert_eq!(add_client(&server, "mine", &key).await, 201);
        assert_eq!(add_client(&server, VENDOR_CLIENT, &key).await, 400);
        let grant = key.sign(&server.grant("mine", "a:b")).unwrap();
        assert_eq!(server.send_grant(&grant).await.0, 200);
        let grant = key.sign(&server.grant("mine", "a:c")).unwrap();
        assert_eq!(server.send_grant(&grant).await.1["error"], "invalid_scope");
        let grant = key
            .sign(&server.grant(VENDOR_CLIENT, scope::SYSTEM_WRITE))
            .unwrap();
        assert_eq!(server.send_grant(&grant).await.1["error"], "invalid_grant");
    }
}

#[tokio::test]
async fn hostile_bodies_are_refused_in_the_usual_shape() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        for assertion in ["", "x", "a.b.c", "e30.e30.", &"a".repeat(20_000), "ø.ø.ø"] {
            let (status, body) = server.send_grant(assertion).await;
            assert_eq!(status, 400);
            assert!(body["error"].is_string());
        }
    }
}

async fn ask(server: &Server, external_ref: Option<&str>) -> (u16, Value) {
    let mut detail = json!({
        "type": "urn:altinn:systemuser",
        "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{BAKERY}")},
    });
    if let Some(external_ref) = external_ref {
        detail["externalRef"] = json!(external_ref);
    }
    let mut grant = server.grant(VENDOR_CLIENT, "dts:skattegrunnlag.read");
    grant["authorization_details"] = json!([detail]);
    let key = server.demo_key(VENDOR_CLIENT).await;
    server.send_grant(&key.sign(&grant).unwrap()).await
}

async fn add_client(server: &Server, client_id: &str, key: &SigningKey) -> u16 {
    let body = json!({
        "clientId": client_id,
        "orgNo": VENDOR,
        "scopes": ["a:b"],
        "jwks": {"keys": [key.public()]},
    });
    let url = format!("{}/sandbox/maskinporten/clients", server.url);
    let answer = server.http.post(url).json(&body).send().await.unwrap();
    answer.status().as_u16()
}

async fn add_system_user(server: &Server, external_ref: &str) -> SystemUser {
    let now = server.world.now();
    let bakery = OrgNumber::parse(BAKERY).unwrap();
    let party = store::parties::find_by_org_number(&server.db, &bakery)
        .await
        .unwrap()
        .unwrap();
    let system = System {
        id: SystemId(Uuid::from_u128(1)),
        name_id: format!("{VENDOR}_test"),
        vendor: OrgNumber::parse(VENDOR).unwrap(),
        name: Localized::same("Test"),
        description: Localized::default(),
        rights: Vec::new(),
        packages: Vec::new(),
        client_ids: vec![VENDOR_CLIENT.to_owned()],
        redirect_urls: Vec::new(),
        is_visible: true,
        is_deleted: false,
        created_at: now,
    };
    let user = SystemUser {
        id: SystemUserId::from(RequestId(Uuid::from_u128(2))),
        system: system.id,
        party: party.id,
        external_ref: fullmakt::domain::external_ref(Some(external_ref), &bakery),
        org_number: bakery,
        title: "Test".to_owned(),
        is_active: true,
        created_at: now,
        created_by: party.id,
    };
    let mut tx = server.db.write().await.unwrap();
    store::systems::insert(&mut tx, &system).await.unwrap();
    store::system_users::insert(&mut tx, &user).await.unwrap();
    tx.commit().await.unwrap();
    user
}

async fn set_active(server: &Server, user: &SystemUser, active: bool) {
    let mut tx = server.db.write().await.unwrap();
    store::system_users::set_active(&mut tx, user.party, user.id, active)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
