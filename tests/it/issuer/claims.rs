//! What stands in exchanged tokens, claim by claim: names and JSON types.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::{claims_of, exchange, exchanged};
use crate::support::app::TestApp;
use crate::support::cast::{KARI, KARI_ID, PLUMBER, TAX_OWNER, VENDOR};
use crate::support::database::kinds;
use crate::support::issuer::Issuer;

/// Takes out what is new in each token, once it is of the right type.
fn settled(token: &str, lives: i64) -> Map<String, Value> {
    let claims = claims_of(token);
    let mut claims = claims.as_object().unwrap().clone();
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let mut take = |name: &str| claims.remove(name).unwrap_or_else(|| panic!("no {name}"));
    let issued = take("iat").as_i64().unwrap();
    assert!((now - 5..=now).contains(&issued));
    assert_eq!(take("nbf"), issued);
    assert!((take("exp").as_i64().unwrap() - issued - lives).abs() <= 5);
    let sid: uuid::Uuid = take("sid").as_str().unwrap().parse().unwrap();
    assert_eq!(sid.get_version_num(), 4);
    claims
}

fn expected(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[tokio::test]
async fn a_machines_token_says_what_the_reference_says() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let issuer = Issuer::of(&app).await;
        let mut read = issuer.claims(TAX_OWNER, "altinn:serviceowner/instances.read x:y");
        read["client_amr"] = json!("virksomhetssertifikat");
        read["client_orgno"] = json!(TAX_OWNER);
        read["token_type"] = json!("Bearer");
        read["consumer_prefix"] = json!(["dts"]);
        read["whatever"] = json!("else");
        let answer = exchange(&app, "maskinporten", &issuer.sign(&read)).await;
        assert_eq!(
            settled(exchanged(&answer), 1_800),
            expected(json!({
                "iss": format!("{}/authentication/api/v1/openid/", app.url),
                "jti": read["jti"],
                "scope": "altinn:serviceowner/instances.read x:y",
                "consumer": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{TAX_OWNER}")},
                "consumer_prefix": ["dts"],
                "client_id": "a-client",
                "client_orgno": TAX_OWNER,
                "token_type": "Bearer",
                "urn:altinn:authlevel": 3,
                "urn:altinn:authenticatemethod": "maskinporten",
                "urn:altinn:orgNumber": TAX_OWNER,
                "urn:altinn:org": "dts",
            })),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn only_a_registered_owner_with_the_owners_scope_gets_its_code() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let issuer = Issuer::of(&app).await;
        for (org, scope, code) in [
            (TAX_OWNER, "altinn:serviceowner", Some("dts")),
            (TAX_OWNER, "a:b altinn:serviceowner", Some("dts")),
            (TAX_OWNER, "altinn:serviceowners", None),
            (TAX_OWNER, "x-altinn:serviceowner", None),
            (TAX_OWNER, "dts:skattegrunnlag.read", None),
            (VENDOR, "altinn:serviceowner", None),
        ] {
            let answer = exchange(&app, "maskinporten", &issuer.token(org, scope)).await;
            let claims = claims_of(exchanged(&answer));
            assert_eq!(
                claims.get("urn:altinn:org").and_then(Value::as_str),
                code,
                "{scope}"
            );
        }
    }
}

#[tokio::test]
async fn digdir_tests_as_ttd_unless_that_is_somebody_else() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let issuer = Issuer::of(&app).await;
        app.run_sql(
            "insert into service_owner (code, org_number, name, environments, scope_prefixes)
             values ('digdir', '310601004', '{\"nb\":\"D\",\"nn\":\"D\",\"en\":\"D\"}', '[]', '[]')",
        )
        .await;
        let code = async |path: &str, org: &str| {
            let token = issuer.token(org, "altinn:serviceowner");
            let answer = exchange(&app, path, &token).await;
            claims_of(exchanged(&answer))["urn:altinn:org"].clone()
        };
        assert_eq!(code("maskinporten", PLUMBER).await, "digdir");
        assert_eq!(code("maskinporten?test=false", PLUMBER).await, "digdir");
        assert_eq!(code("maskinporten?test=True", PLUMBER).await, "ttd");
        assert_eq!(code("maskinporten?test=true", TAX_OWNER).await, "dts");
        app.run_sql(
            "insert into service_owner (code, org_number, name, environments, scope_prefixes)
             values ('ttd', '310801003', '{\"nb\":\"T\",\"nn\":\"T\",\"en\":\"T\"}', '[]', '[]')",
        )
        .await;
        assert_eq!(code("maskinporten?test=true", PLUMBER).await, "digdir");
    }
}

#[tokio::test]
async fn a_system_users_detail_survives() {
    let app = TestApp::start(crate::support::database::Kind::Sqlite).await;
    let issuer = Issuer::of(&app).await;
    let detail = json!({
        "type": "urn:altinn:systemuser",
        "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": "0192:310501018"},
        "systemuser_id": ["2f0b0a50-0000-4000-8000-000000000001"],
        "system_id": format!("{VENDOR}_regnskap"),
    });
    let mut read = issuer.claims(VENDOR, "altinn:instances.read");
    read["authorization_details"] = json!([detail]);
    let answer = exchange(&app, "maskinporten", &issuer.sign(&read)).await;
    let claims = claims_of(exchanged(&answer));
    assert_eq!(
        claims["authorization_details"], detail,
        "an array of one becomes the one"
    );
    assert_eq!(claims["urn:altinn:orgNumber"], VENDOR);
    assert_eq!(claims["urn:altinn:authenticatemethod"], "maskinporten");
}

#[tokio::test]
async fn a_persons_token_says_what_the_reference_says() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let issuer = Issuer::id_porten(&app).await;
        let mut read = issuer.person(KARI, "openid altinn:instances.read");
        read["amr"] = json!(["BankID"]);
        read["auth_time"] = json!(1_790_000_000);
        read["nonce"] = json!("n");
        read["at_hash"] = json!("h");
        read["email"] = json!("kari@example.com");
        read["whatever"] = json!("else");
        let answer = exchange(&app, "ID-porten", &issuer.sign(&read)).await;
        assert_eq!(
            settled(exchanged(&answer), 600),
            expected(json!({
                "iss": format!("{}/authentication/api/v1/openid/", app.url),
                "jti": read["jti"],
                "nameid": "20010001",
                "scope": "openid altinn:instances.read",
                "consumer": read["consumer"],
                "client_id": "a-client",
                "client_amr": "private_key_jwt",
                "acr": "idporten-loa-high",
                "amr": "BankID",
                "auth_time": 1_790_000_000,
                "nonce": "n",
                "email": "kari@example.com",
                "pid": KARI,
                "urn:altinn:userid": "20010001",
                "urn:altinn:username": "",
                "urn:altinn:partyid": claims_of(exchanged(&answer))["urn:altinn:partyid"].as_i64().unwrap(),
                "urn:altinn:party:uuid": KARI_ID,
                "urn:altinn:authlevel": 4,
                "urn:altinn:authenticatemethod": "BankID",
            })),
            "{kind:?}"
        );
    }
}
