use fullmakt::domain::PartyId;
use fullmakt::domain::scope::{REQUEST_READ, REQUEST_WRITE};
use fullmakt::ops::system_users::{Change, change};
use serde_json::{Value, json};
use time::Duration;

use crate::support::cast::{self, BAKERY, PAYROLL, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::issuer::Issuer;
use crate::support::machine::{Answer, VENDOR_SCOPES, right};
use crate::support::stage::{KARI, REQUESTS, SYSTEM, SYSTEMS, Stage};

impl Stage {
    async fn post_request(&self, body: &Value) -> Answer {
        self.vendor.post(REQUESTS, &self.token, body).await
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let mut body = self.request_body();
        body[name] = value;
        body
    }
}

fn code(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn each_fault_of_a_request_has_its_code() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let package = |name: &str| json!([{"urn": format!("urn:altinn:accesspackage:{name}")}]);
        for (name, value, expected) in [
            ("systemId", json!("310801003_none"), (404, "AUTH-00011")),
            ("partyOrgNo", json!("310501019"), (400, "AUTH-00000")),
            ("partyOrgNo", json!("991825827"), (400, "AUTH-00000")),
            ("partyOrgNo", json!("0192:310501018"), (400, "AUTH-00000")),
            (
                "redirectUrl",
                json!("https://evil.example/"),
                (400, "AUTH-00021"),
            ),
            ("rights", json!([]), (400, "AUTH-00059")),
            ("rights", json!(null), (400, "AUTH-00001")),
            ("rights", json!([right(PAYROLL)]), (400, "AUTH-00001")),
            (
                "rights",
                json!([right(TAX_BASIS), right(PAYROLL)]),
                (400, "AUTH-00001"),
            ),
            (
                "accessPackages",
                package("skattegrunnlag"),
                (400, "AUTH-00063"),
            ),
            ("externalRef", json!("x".repeat(256)), (400, "STD-00000")),
            (
                "integrationTitle",
                json!("x".repeat(256)),
                (400, "STD-00000"),
            ),
            (
                "redirectUrl",
                json!(format!("https://x.example/{}", "x".repeat(2_000))),
                (400, "STD-00000"),
            ),
        ] {
            let answer = stage.post_request(&stage.with(name, value.clone())).await;
            assert_eq!(
                code(&answer),
                expected,
                "{kind:?} {name} {value}: {}",
                answer.body
            );
        }
        let answer = stage
            .post_request(&stage.with("accessPackages", package("a-b")))
            .await;
        assert_eq!(
            answer.body["NotFoundPackages"],
            "urn:altinn:accesspackage:a-b"
        );
    }
}

#[tokio::test]
async fn of_several_faults_the_first_in_the_documented_order_is_told() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        // Everything is wrong; each round mends what was told.
        let mut body = json!({
            "systemId": "310801003_none",
            "partyOrgNo": "310501019",
            "redirectUrl": "https://evil.example/",
        });
        let package = json!([{"urn": "urn:altinn:accesspackage:no-such"}]);
        let mends = [
            ((404, "AUTH-00011"), "systemId", json!(SYSTEM)),
            ((400, "AUTH-00000"), "partyOrgNo", json!(BAKERY)),
            ((400, "AUTH-00021"), "redirectUrl", json!(null)),
            ((400, "AUTH-00001"), "rights", json!([])),
            ((400, "AUTH-00059"), "rights", json!([right(PAYROLL)])),
            ((400, "AUTH-00001"), "accessPackages", package),
            ((400, "AUTH-00001"), "rights", json!([right(TAX_BASIS)])),
            ((400, "AUTH-00063"), "accessPackages", json!([])),
        ];
        for (expected, name, mended) in mends {
            let answer = stage.post_request(&body).await;
            assert_eq!(
                code(&answer),
                expected,
                "{kind:?} before {name}: {}",
                answer.body
            );
            body[name] = mended;
        }
        assert_eq!(stage.post_request(&body).await.status, 201);
    }
}

#[tokio::test]
async fn what_stands_already_is_answered_before_the_rest_is_looked_at() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await;
        let faulty = json!({"systemId": SYSTEM, "partyOrgNo": BAKERY, "redirectUrl": "https://evil.example/"});
        let answer = stage.post_request(&faulty).await;
        assert_eq!(code(&answer), (400, "AUTH-00004"), "{kind:?}");
        let core = stage.core();
        let bakery = PartyId(cast::BAKERY_ID);
        let deleted = change(
            &core,
            KARI,
            bakery,
            fullmakt::domain::SystemUserId(id),
            Change::Delete,
        );
        deleted.await.unwrap().unwrap();
        let answer = stage.post_request(&stage.request_body()).await;
        assert_eq!(
            answer.status, 201,
            "{kind:?}: the deleted system user freed its place"
        );
        let again = stage.post_request(&faulty).await;
        assert_eq!(again.status, 200, "{kind:?}: {}", again.body);
        assert_eq!(again.body["id"], answer.body["id"]);
    }
}

#[tokio::test]
async fn asking_again_gives_the_same_request_until_it_is_deleted() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let first = stage.post_request(&stage.request_body()).await;
        let id = first.body["id"].as_str().unwrap();
        let location = first.headers["location"].to_str().unwrap();
        assert!(location.ends_with(id), "{location}");
        let again = stage.post_request(&stage.request_body()).await;
        assert_eq!(
            (again.status.as_u16(), &again.body),
            (200, &first.body),
            "{kind:?}"
        );
        let path = format!("{REQUESTS}/{id}");
        assert_eq!(stage.vendor.get(&path, &stage.token).await.body, first.body);
        let deleted = stage.vendor.delete(&path, &stage.token).await;
        assert_eq!((deleted.status.as_u16(), deleted.body), (202, json!("")));
        for gone in [
            stage.vendor.get(&path, &stage.token).await,
            stage.vendor.delete(&path, &stage.token).await,
        ] {
            assert_eq!(code(&gone), (404, "AUTH-00010"), "{kind:?}");
        }
        let anew = stage.post_request(&stage.request_body()).await;
        assert_eq!(anew.status, 201);
        assert_ne!(anew.body["id"], first.body["id"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_request_sent_many_times_at_once_is_one() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let body = stage.request_body();
        let send = || stage.post_request(&body);
        let answers = tokio::join!(send(), send(), send(), send(), send());
        let answers = [answers.0, answers.1, answers.2, answers.3, answers.4];
        let created = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(created, 1, "{kind:?}");
        for answer in &answers {
            assert!(
                [200, 201].contains(&answer.status.as_u16()),
                "{}",
                answer.body
            );
            assert_eq!(answer.body["id"], answers[0].body["id"]);
        }
    }
}

#[tokio::test]
async fn another_vendors_request_does_not_exist() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.ask().await;
        let foreign = stage.issuer.token(cast::PLUMBER, VENDOR_SCOPES);
        let body = stage.request_body();
        for answer in [
            stage
                .vendor
                .get(&format!("{REQUESTS}/{id}"), &foreign)
                .await,
            stage
                .vendor
                .delete(&format!("{REQUESTS}/{id}"), &foreign)
                .await,
            stage.vendor.post(REQUESTS, &foreign, &body).await,
            stage
                .vendor
                .get(
                    &format!("{REQUESTS}/byexternalref/{SYSTEM}/{BAKERY}/{BAKERY}"),
                    &foreign,
                )
                .await,
        ] {
            assert_eq!(
                code(&answer),
                (404, "AUTH-00011"),
                "{kind:?}: {}",
                answer.body
            );
        }
        let kept = stage
            .vendor
            .get(&format!("{REQUESTS}/{id}"), &stage.token)
            .await;
        assert_eq!(kept.status, 200);
    }
}

#[tokio::test]
async fn a_blank_reference_is_the_organization_number() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let first = stage.post_request(&stage.request_body()).await;
        assert_eq!(first.body["externalRef"], BAKERY);
        for same in [
            json!(""),
            json!("   "),
            json!(null),
            json!(BAKERY),
            json!(format!(" {BAKERY} ")),
        ] {
            let answer = stage
                .post_request(&stage.with("externalRef", same.clone()))
                .await;
            assert_eq!(answer.status, 200, "{kind:?} {same}");
            assert_eq!(answer.body["id"], first.body["id"], "{kind:?} {same}");
        }
        let other = stage
            .post_request(&stage.with("externalRef", json!("avd/7 å")))
            .await;
        assert_eq!(other.status, 201);
        let path = format!("{REQUESTS}/byexternalref/{SYSTEM}/{BAKERY}/avd%2F7%20%C3%A5");
        assert_eq!(
            stage.vendor.get(&path, &stage.token).await.body["id"],
            other.body["id"]
        );
        for missing in ["other", BAKERY]
            .map(|last| format!("{REQUESTS}/byexternalref/{SYSTEM}/310601004/{last}"))
        {
            assert_eq!(
                stage.vendor.get(&missing, &stage.token).await.code(),
                "AUTH-00010"
            );
        }
        let unknown = format!("{REQUESTS}/byexternalref/310801003_none/{BAKERY}/{BAKERY}");
        assert_eq!(
            stage.vendor.get(&unknown, &stage.token).await.code(),
            "AUTH-00011"
        );
    }
}

#[tokio::test]
async fn a_request_that_nobody_answers_times_out_after_180_days() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.ask().await;
        let path = format!("{REQUESTS}/{id}");
        let look = async || {
            // Tokens age with the clock.
            let claims = stage.issuer.claims(cast::VENDOR, VENDOR_SCOPES);
            let mut claims = claims;
            claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 200 * 86_400);
            let body = stage
                .vendor
                .get(&path, &stage.issuer.sign(&claims))
                .await
                .body;
            (body["status"].clone(), body["timedOut"].clone())
        };
        stage
            .app
            .advance(Duration::days(180) - Duration::minutes(5));
        assert_eq!(look().await, (json!("New"), json!(false)), "{kind:?}");
        stage.app.advance(Duration::minutes(6));
        assert_eq!(look().await, (json!("Timedout"), json!(true)), "{kind:?}");
    }
}

#[tokio::test]
async fn a_redirect_must_be_a_registered_place() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let base = &stage.app.url;
        for (number, (url, fits)) in [
            (format!("{base}/sandbox"), true),
            (format!("{base}/sandbox?a=b&c=d#e"), true),
            (base.replace("http://", "HTTP://") + "/sandbox", true),
            (format!("{base}/sandbox/"), false),
            (format!("{base}/SANDBOX"), false),
            (format!("{base}/sandbox/../x"), false),
            (format!("{base}/"), false),
            (base.replace("http://", "https://") + "/sandbox", false),
            (base.replace("http://", "http://x@") + "/sandbox", false),
            ("/sandbox".to_owned(), false),
            ("javascript:alert(1)".to_owned(), false),
        ]
        .into_iter()
        .enumerate()
        {
            let mut body = stage.with("redirectUrl", json!(url));
            body["externalRef"] = json!(number.to_string());
            let answer = stage.post_request(&body).await;
            let expected = if fits { (201, "") } else { (400, "AUTH-00021") };
            assert_eq!(code(&answer), expected, "{kind:?} {url}");
        }
        let mut bare = stage.vendor.system_body("310801003_bare");
        bare["allowedRedirectUrls"] = json!([]);
        bare["clientId"] = json!([]);
        assert_eq!(
            stage.vendor.post(SYSTEMS, &stage.token, &bare).await.status,
            200
        );
        let mut body = stage.request_body();
        body["systemId"] = json!("310801003_bare");
        assert_eq!(code(&stage.post_request(&body).await), (400, "AUTH-00026"));
        body["redirectUrl"] = json!("");
        assert_eq!(stage.post_request(&body).await.status, 201, "{kind:?}");
    }
}

#[tokio::test]
async fn a_package_that_only_client_relations_give_is_not_for_a_standard_user() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let packages = json!([
            {"urn": "urn:altinn:accesspackage:regnskapsforer-lonn"},
            {"urn": "urn:altinn:accesspackage:skattegrunnlag"},
        ]);
        let mut system = stage.vendor.system_body("310801003_agent");
        system["accessPackages"] = packages.clone();
        system["isVisible"] = json!(false);
        system["clientId"] = json!([]);
        let registered = stage.vendor.post(SYSTEMS, &stage.token, &system).await;
        assert_eq!(registered.status, 200, "{kind:?}: {}", registered.body);
        let mut body = stage.with("accessPackages", packages);
        body["systemId"] = json!("310801003_agent");
        let answer = stage.post_request(&body).await;
        assert_eq!(code(&answer), (400, "AUTH-00064"), "{kind:?}");
        assert_eq!(
            answer.body["NotDelegablePackages"],
            "urn:altinn:accesspackage:regnskapsforer-lonn"
        );
    }
}

#[tokio::test]
async fn reading_needs_less_than_writing_and_a_vendor_needs_an_organization() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.ask().await;
        let path = format!("{REQUESTS}/{id}");
        let (read, write) = (
            stage.issuer.token(cast::VENDOR, REQUEST_READ),
            stage.issuer.token(cast::VENDOR, REQUEST_WRITE),
        );
        assert_eq!(stage.vendor.get(&path, &read).await.status, 200);
        assert_eq!(stage.vendor.get(&path, &write).await.status, 200);
        assert_eq!(stage.vendor.delete(&path, &read).await.status, 403);
        let body = stage.request_body();
        assert_eq!(stage.vendor.post(REQUESTS, &read, &body).await.status, 403);
        let generator = Issuer::generator(&stage.app).await;
        let mut claims = generator.claims(cast::VENDOR, REQUEST_WRITE);
        claims.as_object_mut().unwrap().remove("consumer");
        let nobody = generator.sign(&claims);
        let answer = stage.vendor.post(REQUESTS, &nobody, &body).await;
        assert_eq!(code(&answer), (401, "AUTH-00023"), "{kind:?}");
    }
}
