use fullmakt::domain::ResourceType;
use fullmakt::domain::scope::{SYSTEM_ADMIN, SYSTEM_WRITE};
use serde_json::{Value, json};

use crate::support::cast::{self, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::machine::{Answer, right};
use crate::support::rows;
use crate::support::stage::{SYSTEM, SYSTEMS, Stage};

const NAME: &str = "/registersystemrequest/systemid";
const REDIRECTS: &str = "/registersystemrequest/allowedredirecturls";
const CLIENT: &str = "/registersystemrequest/clientid";
const RIGHTS: &str = "/registersystemrequest/rights/resource";
const PACKAGES: &str = "/registersystemrequest/accesspackages";

/// The codes of an answer with the path of each.
fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.code(), "STD-00000");
    let errors = answer.body["validationErrors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            (
                error["code"].as_str().unwrap(),
                error["paths"][0].as_str().unwrap(),
            )
        })
        .collect()
}

fn package(name: &str) -> Value {
    json!({"urn": format!("urn:altinn:accesspackage:{name}")})
}

impl Stage {
    async fn register(&self, body: &Value) -> Answer {
        self.vendor.post(SYSTEMS, &self.token, body).await
    }

    /// A good body with one member changed.
    fn changed(&self, name: &str, value: Value) -> Value {
        let mut body = self.vendor.system_body("310801003_changed");
        body["clientId"] = json!(["a-new-client"]);
        body[name] = value;
        body
    }
}

#[tokio::test]
async fn each_fault_of_a_system_has_its_code_and_path() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let unknown = json!([{"resource": [{"id": "urn:altinn:org", "value": "dts"}]}]);
        let cases = [
            ("id", json!("310801003_a b"), ("AUTH.VLD-00013", NAME)),
            ("id", json!("310601004_x"), ("AUTH.VLD-00001", NAME)),
            ("id", json!("310801003"), ("AUTH.VLD-00001", NAME)),
            (
                "id",
                json!(format!("310801003_{}", "x".repeat(250))),
                ("AUTH.VLD-00001", NAME),
            ),
            ("id", json!(SYSTEM), ("AUTH.VLD-00002", NAME)),
            (
                "rights",
                json!([right("no-such")]),
                ("AUTH.VLD-00003", RIGHTS),
            ),
            (
                "clientId",
                json!([cast::VENDOR_CLIENT]),
                ("AUTH.VLD-00004", CLIENT),
            ),
            (
                "allowedRedirectUrls",
                json!(["http://v.example/"]),
                ("AUTH.VLD-00005", REDIRECTS),
            ),
            (
                "allowedRedirectUrls",
                json!(["/back"]),
                ("AUTH.VLD-00005", REDIRECTS),
            ),
            (
                "allowedRedirectUrls",
                json!(["https://a@v.example/"]),
                ("AUTH.VLD-00005", REDIRECTS),
            ),
            (
                "rights",
                json!([right(TAX_BASIS), right(TAX_BASIS)]),
                ("AUTH.VLD-00006", RIGHTS),
            ),
            (
                "accessPackages",
                json!([package("skattegrunnlag"), package("skattegrunnlag")]),
                ("AUTH.VLD-00007", PACKAGES),
            ),
            (
                "accessPackages",
                json!([package("no-such")]),
                ("AUTH.VLD-00008", PACKAGES),
            ),
            (
                "accessPackages",
                json!([{"urn": "skattegrunnlag"}]),
                ("AUTH.VLD-00008", PACKAGES),
            ),
            ("rights", unknown, ("AUTH.VLD-00009", RIGHTS)),
            (
                "rights",
                json!([{"resource": []}]),
                ("AUTH.VLD-00009", RIGHTS),
            ),
            ("clientId", json!(["a", "A"]), ("AUTH.VLD-00011", CLIENT)),
            ("clientId", json!([""]), ("AUTH.VLD-00011", CLIENT)),
            ("clientId", json!(["a\nb"]), ("AUTH.VLD-00011", CLIENT)),
            (
                "accessPackages",
                json!([package("regnskapsforer-lonn")]),
                ("AUTH.VLD-00018", PACKAGES),
            ),
        ];
        for (name, value, fault) in cases {
            let answer = stage.register(&stage.changed(name, value.clone())).await;
            assert_eq!(faults(&answer), [fault], "{kind:?} {name} {value}");
        }
    }
}

#[tokio::test]
async fn a_resource_of_a_closed_type_is_not_for_systems() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut scope = rows::resource();
        scope.id = "dts-api-scope".into();
        scope.kind = ResourceType::MaskinportenSchema;
        let mut tx = stage.app.db.write().await.unwrap();
        rows::add_resource(&mut tx, &scope, "").await;
        tx.commit().await.unwrap();
        let body = stage.changed("rights", json!([right("dts-api-scope")]));
        let answer = stage.register(&body).await;
        assert_eq!(faults(&answer), [("AUTH.VLD-00017", RIGHTS)], "{kind:?}");
        let error = &answer.body["validationErrors"][0];
        assert_eq!(error["ResourceIds Not Delegable : "], "dts-api-scope");
    }
}

#[tokio::test]
async fn all_faults_are_told_at_once_and_name_what_is_wrong() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let body = json!({
            "id": "310601004_a b",
            "vendor": {"ID": "0192:310801003"},
            "name": {"nb": "N", "nn": "N", "en": "N"},
            "rights": [right("no-such"), right("none-such")],
            "accessPackages": [package("no-such")],
            "clientId": [cast::VENDOR_CLIENT],
            "allowedRedirectUrls": ["ftp://v.example"],
        });
        let answer = stage.register(&body).await;
        let expected = [
            ("AUTH.VLD-00013", NAME),
            ("AUTH.VLD-00001", NAME),
            ("AUTH.VLD-00005", REDIRECTS),
            ("AUTH.VLD-00004", CLIENT),
            ("AUTH.VLD-00003", RIGHTS),
            ("AUTH.VLD-00008", PACKAGES),
        ];
        assert_eq!(faults(&answer), expected, "{kind:?}");
        let errors = &answer.body["validationErrors"];
        assert_eq!(errors[4]["ResourceIds Not Found : "], "no-such | none-such");
        assert_eq!(
            errors[5]["Invalid Urn Details : "],
            "urn:altinn:accesspackage:no-such"
        );
    }
}

#[tokio::test]
async fn a_malformed_vendor_is_answered_alone() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for id in ["310801003", "9908:310801003", "0192:310801004", ""] {
            let answer = stage
                .register(&stage.changed("vendor", json!({"ID": id})))
                .await;
            let expected = [("AUTH.VLD-00000", "/registersystemrequest/vendor/id")];
            assert_eq!(faults(&answer), expected, "{kind:?} {id}");
        }
    }
}

#[tokio::test]
async fn a_foreign_vendor_is_refused_before_any_fault_is_told() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let foreign = stage.issuer.token(cast::PLUMBER, SYSTEM_WRITE);
        let body = stage.changed("id", json!("a b"));
        let answer = stage.vendor.post(SYSTEMS, &foreign, &body).await;
        assert_eq!(answer.status, 403, "{kind:?}");
        assert!(answer.body.get("validationErrors").is_none());
        let own = stage
            .vendor
            .get(&format!("{SYSTEMS}/{SYSTEM}"), &stage.token)
            .await;
        assert_eq!(own.body["id"], SYSTEM);
        let hidden = stage
            .vendor
            .get(&format!("{SYSTEMS}/{SYSTEM}"), &foreign)
            .await;
        assert_eq!((hidden.status.as_u16(), hidden.code()), (404, "AUTH-00011"));
        let list = stage.vendor.get(SYSTEMS, &foreign).await;
        assert_eq!(list.body, json!([]));
    }
}

#[tokio::test]
async fn who_runs_the_register_may_register_for_any_vendor() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let token = stage.issuer.token("310901008", SYSTEM_ADMIN);
        let body = stage.vendor.system_body(SYSTEM);
        let answer = stage.vendor.post(SYSTEMS, &token, &body).await;
        assert_eq!(answer.status, 200, "{kind:?}: {}", answer.body);
        let seen = stage
            .vendor
            .get(&format!("{SYSTEMS}/{SYSTEM}"), &token)
            .await;
        assert_eq!(seen.body["vendor"]["ID"], "0192:310801003");
    }
}

#[tokio::test]
async fn names_come_in_any_case_and_texts_with_stray_blanks() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let body = json!({
            "ID": format!("  {SYSTEM} "),
            "VENDOR": {"id": " 0192:310801003"},
            "Name": {"NB": " Regnskap ", "Nn": "Rekneskap", "EN": "Accounting"},
            "RIGHTS": [{"Resource": [{"ID": "urn:altinn:resource", "Value": TAX_BASIS}]}],
            "isvisible": false,
        });
        let answer = stage.register(&body).await;
        assert_eq!(answer.status, 200, "{kind:?}: {}", answer.body);
        let kept = stage
            .vendor
            .get(&format!("{SYSTEMS}/{SYSTEM}"), &stage.token)
            .await
            .body;
        assert_eq!(kept["name"]["nb"], "Regnskap");
        assert_eq!(kept["isVisible"], false);
        assert_eq!(kept["rights"], json!([right(TAX_BASIS)]));
        assert_eq!(kept["clientId"], json!([]));
    }
}

#[tokio::test]
async fn a_list_or_a_body_may_not_be_endless() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let clients: Vec<String> = (0..501).map(|number| format!("client-{number}")).collect();
        let answer = stage
            .register(&stage.changed("clientId", json!(clients)))
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            (400, "STD-00000"),
            "{kind:?}"
        );
        let answer = stage
            .register(&stage.changed("clientId", json!(clients[..500])))
            .await;
        assert_eq!(answer.status, 200, "{kind:?}: {}", answer.body);
        let huge = json!({"x": "x".repeat(1_100_000)});
        let answer = stage.register(&huge).await;
        assert_eq!(answer.status, 413, "{kind:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn a_name_that_a_customer_could_not_read_is_refused() {
    let stage = Stage::start(Kind::Sqlite).await;
    for (name, what) in [
        (json!({"nb": " ", "nn": "x", "en": "x"}), "name.nb"),
        (
            json!({"nb": "x", "nn": "x".repeat(256), "en": "x"}),
            "name.nn",
        ),
    ] {
        let answer = stage.register(&stage.changed("name", name)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "STD-00000"));
        assert!(answer.body["detail"].as_str().unwrap().contains(what));
    }
    let long = json!({"nb": "x", "nn": "x", "en": "x".repeat(2_001)});
    let answer = stage.register(&stage.changed("description", long)).await;
    let detail = answer.body["detail"].as_str().unwrap();
    assert!(detail.contains("description.en"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_registrations_at_once_one_takes_the_id() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (machine, token) = (&stage.vendor, &stage.token);
        let register = || machine.register_system(token, SYSTEM);
        let answers = tokio::join!(register(), register(), register(), register(), register());
        let answers = [answers.0, answers.1, answers.2, answers.3, answers.4];
        let won = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(won, 1, "{kind:?}");
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            // Whoever came after the check of the id meets the unique key; whoever came before it, the check.
            let status = answer.status.as_u16();
            assert!(status == 409 || status == 400, "{kind:?}: {}", answer.body);
        }
    }
}
