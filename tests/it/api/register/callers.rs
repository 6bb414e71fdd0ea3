//! Who may look parties up.

use serde_json::{Value, json};

use super::{
    BAKERY_NUMBER, END_USER, KARI_NUMBER, LOOKUP_SCOPE, PARTIES, PLUMBER_NUMBER, READER, Register,
    V1, V2,
};
use crate::support::cast::{BAKERY, BAKERY_ID, BAKERY_SQUARE, KARI, KARI_ID, PLUMBER, PLUMBER_ID};
use crate::support::database::{Kind, kinds};

const KARI_USER: i64 = 20_010_001;

/// Everything but the look-ups of single parties and persons.
fn for_machines() -> Vec<(String, Option<Value>)> {
    let query = json!({"data": []});
    vec![
        (format!("{PARTIES}/lookup"), Some(json!({"orgNo": BAKERY}))),
        (
            format!("{PARTIES}/nameslookup"),
            Some(json!({"parties": []})),
        ),
        (format!("{PARTIES}/partylist"), Some(json!([]))),
        (format!("{PARTIES}/partylistbyuuid"), Some(json!([]))),
        (format!("{PARTIES}/identifiers"), None),
        (format!("{V2}/{KARI_ID}"), None),
        (format!("{V2}/query"), Some(query.clone())),
        (format!("{V2}/stream"), None),
        (format!("{V2}/main-units"), Some(query.clone())),
        (format!("{V2}/{KARI_ID}/customers/ccr/revisor"), None),
        (format!("{V2}/{BAKERY_ID}/holders/ccr/daglig-leder"), None),
        (format!("{V2}/{BAKERY_ID}/external-roles"), None),
        (
            "/register/api/v2/internal/metadata/external-roles".to_owned(),
            None,
        ),
        (format!("{V1}/correspondence/parties/{KARI_ID}"), None),
        (
            format!("{V1}/dialogporten/parties/query"),
            Some(query.clone()),
        ),
        (
            format!("{V1}/access-management/parties/main-units"),
            Some(query),
        ),
    ]
}

#[tokio::test]
async fn a_person_sees_himself_and_whom_he_acts_for() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let kari = register.end_user(KARI_USER.to_string());
        for (path, status) in [
            (format!("{PARTIES}/{KARI_NUMBER}"), 200),
            (format!("{PARTIES}/byuuid/{KARI_ID}"), 200),
            (format!("{PARTIES}/{BAKERY_NUMBER}"), 200),
            (format!("{PARTIES}/byuuid/{BAKERY_ID}"), 200),
            (format!("{V1}/organizations/{BAKERY}"), 200),
            (format!("{V1}/organizations/{BAKERY_SQUARE}"), 200),
            (format!("{PARTIES}/{PLUMBER_NUMBER}"), 404),
            (format!("{PARTIES}/byuuid/{PLUMBER_ID}"), 404),
            (format!("{V1}/organizations/{PLUMBER}"), 404),
            // Stig, the bakery's chair.
            (format!("{PARTIES}/50010002"), 404),
        ] {
            let answer = register.stage.vendor.get(&path, &kari).await;
            assert_eq!(answer.status.as_u16(), status, "{kind:?} {path}");
        }
    }
}

/// Tokens as whoever tries the sandbox gets them.
#[tokio::test]
async fn tokens_of_the_generator_open_what_they_say() {
    let register = Register::open(Kind::Sqlite).await;
    let app = &register.stage.app;
    let generated = async |query: &str| {
        let url = format!("{}/sandbox/tokens/api/{query}", app.url);
        let request = app.http().get(url).basic_auth("x", Some("x"));
        request.send().await.unwrap().text().await.unwrap()
    };
    let query = format!("GetPersonalToken?env=x&scopes={END_USER}&pid={KARI}");
    let kari = generated(&query).await;
    let query = format!("GetEnterpriseToken?env=x&org=dts&scopes={LOOKUP_SCOPE}");
    let owner = generated(&query).await;
    let plumber = format!("{PARTIES}/{PLUMBER_NUMBER}");
    let bakery = format!("{PARTIES}/{BAKERY_NUMBER}");
    for (path, token, status) in [
        (&bakery, &kari, 200),
        (&plumber, &kari, 404),
        (&bakery, &owner, 200),
        (&plumber, &owner, 200),
    ] {
        let answer = register.stage.vendor.get(path, token).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {}", answer.body);
    }
}

#[tokio::test]
async fn whom_a_person_may_not_see_looks_like_nobody() {
    let register = Register::open(Kind::Sqlite).await;
    let kari = register.end_user(KARI_USER);
    let answer = async |path: &str| {
        let mut answer = register.stage.vendor.get(path, &kari).await;
        answer.body["traceId"] = Value::Null;
        (answer.status, answer.body)
    };
    let hidden = answer(&format!("{PARTIES}/{PLUMBER_NUMBER}")).await;
    assert_eq!(hidden, answer(&format!("{PARTIES}/1")).await);
}

#[tokio::test]
async fn a_token_with_the_scope_of_end_users_must_name_one() {
    let register = Register::open(Kind::Sqlite).await;
    let path = format!("{PARTIES}/{KARI_NUMBER}");
    let issuer = &register.stage.issuer;
    for token in [
        issuer.token(READER, END_USER),
        register.end_user("1"),
        register.end_user("Kari"),
        register.end_user(json!([KARI_USER])),
    ] {
        let answer = register.stage.vendor.get(&path, &token).await;
        assert!(
            [401, 403].contains(&answer.status.as_u16()),
            "{}",
            answer.body
        );
    }
    let delete = "update party set is_deleted = true where number = 50010001";
    register.stage.app.run_sql(delete).await;
    let deleted = register.end_user(KARI_USER);
    assert_eq!(register.stage.vendor.get(&path, &deleted).await.status, 403);
}

#[tokio::test]
async fn only_machines_with_the_scope_look_up_others() {
    let register = Register::open(Kind::Sqlite).await;
    let machine = &register.stage.vendor;
    let issuer = &register.stage.issuer;
    let end_user = register.end_user(KARI_USER);
    let nearly = issuer.token(
        READER,
        "altinn:register/partylookup altinn:register/partylookup.admin2",
    );
    for (path, body) in for_machines() {
        let mut statuses = Vec::new();
        for token in [&register.token, &end_user, &nearly, &register.stage.token] {
            let answer = match &body {
                Some(body) => machine.post(&path, token, body).await,
                None => machine.get(&path, token).await,
            };
            statuses.push(answer.status.as_u16());
        }
        assert_eq!(statuses, [200, 403, 403, 403], "{path}");
    }
}

#[tokio::test]
async fn a_platform_access_token_opens_nothing() {
    let register = Register::open(Kind::Sqlite).await;
    let app = &register.stage.app;
    let url = format!("{}{PARTIES}/{KARI_NUMBER}", app.url);
    let request = app
        .http()
        .get(url)
        .header("PlatformAccessToken", &register.token);
    assert_eq!(request.send().await.unwrap().status(), 401);
}
