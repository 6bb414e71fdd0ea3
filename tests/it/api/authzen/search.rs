use fullmakt::domain::{NationalId, PartyId, SystemUserId};
use fullmakt::ops::system_users::{Change, change};
use fullmakt::store;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{ACTIONS, EVALUATION, RESOURCES, SUBJECTS, kari, reads, resource, tax_basis};
use crate::support::cast::{self, BAKERY, BAKERY_SQUARE, PLUMBER, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::stage::{KARI, Stage};

const DEMO_RESOURCES: [&str; 4] = [
    "dts-lonnsrapport",
    "dts-motorvogn",
    TAX_BASIS,
    "nod-fiskekvote",
];
const TYPES: [&str; 4] = ["person", "user", "organization", "systemuser"];

fn ids(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().unwrap();
    let id = |result: &Value| {
        result["id"]
            .as_str()
            .or(result["name"].as_str())
            .unwrap()
            .to_owned()
    };
    results.iter().map(id).collect()
}

/// Everybody in the register, in the words of one type of subject.
fn everybody(kind: &str, system_user: &str) -> Vec<String> {
    match kind {
        "person" => (1..=13)
            .map(|n| format!("f0a10000-0000-4000-8000-00000001{n:04x}"))
            .collect(),
        "user" => (1..=13).map(|n| (20_010_000 + n).to_string()).collect(),
        "organization" => (1..=13)
            .map(|n| format!("f0a10000-0000-4000-8000-00000002{n:04x}"))
            .collect(),
        _ => vec![system_user.to_owned()],
    }
}

impl Stage {
    async fn found(&self, path: &str, body: &Value) -> Vec<String> {
        ids(&self.asked(path, body).await)
    }

    /// A resource for those who have the accountants' package.
    async fn add_accountants_resource(&self) {
        let policy = self.tax_policy().await;
        let policy = policy
            .replace(TAX_BASIS, "test-regnskap")
            .replace(">skattegrunnlag<", ">regnskapsforer-lonn<");
        self.add_resource("test-regnskap", &policy).await;
    }
}

/// The strongest promise: a search finds exactly those of the whole register to whom a single evaluation says yes.
#[tokio::test]
async fn a_search_for_subjects_finds_exactly_those_whom_an_evaluation_permits() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        stage.add_accountants_resource().await;
        let system_user = stage.system_user().await.to_string();
        let mut found_at_all = 0;
        for (wanted, party) in [
            (TAX_BASIS, BAKERY),
            (TAX_BASIS, BAKERY_SQUARE),
            ("test-regnskap", BAKERY),
            ("test-regnskap", BAKERY_SQUARE),
            ("dts-motorvogn", PLUMBER),
        ] {
            for subject_type in TYPES {
                let searched = json!({"type": subject_type, "id": "is ignored"});
                let found = stage
                    .found(SUBJECTS, &reads(searched, resource(wanted, party)))
                    .await;
                let mut permitted = Vec::new();
                for id in everybody(subject_type, &system_user) {
                    let subject = json!({"type": subject_type, "id": id});
                    if stage.is_yes(&reads(subject, resource(wanted, party))).await {
                        permitted.push(id);
                    }
                }
                assert_eq!(found, permitted, "{kind:?} {subject_type} {wanted} {party}");
                found_at_all += found.len();
            }
        }
        assert!(found_at_all >= 15, "{kind:?} {found_at_all}");
    }
}

#[tokio::test]
async fn those_who_act_through_an_organization_are_found_and_nobody_from_elsewhere() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.add_accountants_resource().await;
        let search = async |subject_type: &str, party: &str| {
            let body = reads(
                json!({"type": subject_type}),
                resource("test-regnskap", party),
            );
            stage.found(SUBJECTS, &body).await
        };
        let accountant = "f0a10000-0000-4000-8000-000000020005";
        assert_eq!(
            search("organization", BAKERY).await,
            [accountant],
            "{kind:?}"
        );
        let persons = search("person", BAKERY).await;
        let grete = NationalId::parse(cast::GRETE).unwrap();
        let grete = store::parties::find_by_national_id(&stage.app.db, &grete).await;
        let grete = grete.unwrap().unwrap().id.to_string();
        assert!(persons.contains(&grete), "{kind:?} {persons:?}");
        assert!(
            !search("person", PLUMBER).await.contains(&grete),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_person_is_found_for_himself() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let policy = stage.tax_policy().await;
        let policy = policy
            .replace(TAX_BASIS, "test-own")
            .replace("urn:altinn:external-role:ccr", "urn:altinn:role")
            .replace(">daglig-leder<", ">privatperson<");
        stage.add_resource("test-own", &policy).await;
        let kari_id = cast::KARI_ID.to_string();
        let body = reads(json!({"type": "person"}), resource("test-own", &kari_id));
        let found = stage.found(SUBJECTS, &body).await;
        let mut own = body.clone();
        own["subject"]["id"] = json!(kari_id);
        let is_permitted = stage.is_yes(&own).await;
        assert_eq!(
            found,
            if is_permitted { vec![kari_id] } else { vec![] },
            "{kind:?}"
        );
        assert!(is_permitted, "{kind:?}");
    }
}

#[tokio::test]
async fn a_paused_system_user_is_not_found() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = stage.system_user().await;
        let body = reads(json!({"type": "systemuser"}), tax_basis());
        assert_eq!(
            stage.found(SUBJECTS, &body).await,
            [id.to_string()],
            "{kind:?}"
        );
        let (core, bakery) = (stage.core(), PartyId(cast::BAKERY_ID));
        let id = SystemUserId(id);
        change(&core, KARI, bakery, id, Change::Deactivate)
            .await
            .unwrap()
            .unwrap();
        assert!(stage.found(SUBJECTS, &body).await.is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn resources_and_actions_are_those_that_an_evaluation_permits() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for (subject, party) in [
            (kari(), BAKERY),
            (kari(), PLUMBER),
            (json!({"type": "user", "id": "20010003"}), BAKERY),
            (json!({"type": "urn:altinn:org", "id": "dts"}), BAKERY),
        ] {
            let mut everything = reads(subject.clone(), resource("ignored", party));
            everything["context"] = json!({"level": 4});
            for action in ["read", "write"] {
                everything["action"]["name"] = json!(action);
                let found = stage.found(RESOURCES, &everything).await;
                let mut permitted = Vec::new();
                for id in DEMO_RESOURCES {
                    let mut one = everything.clone();
                    one["resource"]["id"] = json!(id);
                    if stage.is_yes(&one).await {
                        permitted.push(id);
                    }
                    let actions = stage.found(ACTIONS, &one).await;
                    let is_listed = actions.iter().any(|name| name == action);
                    assert_eq!(
                        is_listed,
                        stage.is_yes(&one).await,
                        "{kind:?} {id} {action}"
                    );
                }
                let of_product =
                    |id: &str| id.starts_with("altinn_") || id.starts_with("fullmakt_");
                let ours = found.iter().filter(|id| !of_product(id));
                assert!(
                    ours.eq(permitted.iter()),
                    "{kind:?} {subject} {party} {found:?}"
                );
            }
        }
        let all = stage
            .found(RESOURCES, &reads(kari(), resource("-", BAKERY)))
            .await;
        assert!(
            all.contains(&TAX_BASIS.to_owned()) && all.len() >= 3,
            "{all:?}"
        );
    }
}

#[tokio::test]
async fn a_level_limits_what_is_found_and_none_does_not() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = reads(json!({"type": "person"}), resource("dts-motorvogn", BAKERY));
        assert!(stage.found(SUBJECTS, &body).await.is_empty(), "{kind:?}");
        body["context"] = json!({});
        assert!(!stage.found(SUBJECTS, &body).await.is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_unknown_is_found_by_nobody() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let person = json!({"type": "person"});
        for body in [
            reads(person.clone(), resource("no-such", BAKERY)),
            reads(person.clone(), resource(TAX_BASIS, "991825827")),
            reads(person.clone(), json!({"type": "resource", "id": TAX_BASIS})),
            reads(json!({"type": "robot"}), tax_basis()),
            reads(
                json!({"type": "person", "properties": {"urn:altinn:userid": "1"}}),
                tax_basis(),
            ),
        ] {
            assert_eq!(
                stage.asked(SUBJECTS, &body).await,
                json!({"results": []}),
                "{kind:?} {body}"
            );
        }
        let nobody = json!({"type": "person", "id": "alice"});
        for path in [RESOURCES, ACTIONS] {
            let answer = stage.asked(path, &reads(nobody.clone(), tax_basis())).await;
            assert_eq!(answer, json!({"results": []}), "{kind:?} {path}");
        }
        let other = reads(
            kari(),
            json!({"type": "car", "properties": {"party": BAKERY}}),
        );
        assert_eq!(
            stage.asked(RESOURCES, &other).await,
            json!({"results": []}),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn what_is_said_about_the_searched_narrows_it() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let with = |properties: Value| {
            let subject = json!({"type": "person", "properties": properties});
            reads(subject, tax_basis())
        };
        let all = stage.found(SUBJECTS, &with(json!({}))).await;
        assert!(all.len() > 1, "{kind:?} {all:?}");
        let one = stage
            .found(SUBJECTS, &with(json!({"urn:altinn:userid": "20010001"})))
            .await;
        assert_eq!(one, [cast::KARI_ID.to_string()], "{kind:?}");
        let mut body = reads(
            kari(),
            json!({"type": "resource", "properties": {
            "party": BAKERY, "urn:altinn:resource": TAX_BASIS}}),
        );
        assert_eq!(stage.found(RESOURCES, &body).await, [TAX_BASIS], "{kind:?}");
        body["resource"]["properties"]["urn:altinn:resource"] = json!(["a", "b"]);
        assert!(stage.found(RESOURCES, &body).await.is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_search_without_what_it_needs_is_refused() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let good = reads(kari(), tax_basis());
    for (path, pointer) in [
        (SUBJECTS, "/subject/type"),
        (SUBJECTS, "/resource/id"),
        (SUBJECTS, "/action/name"),
        (SUBJECTS, "/action"),
        (RESOURCES, "/subject/id"),
        (RESOURCES, "/resource/type"),
        (RESOURCES, "/action/name"),
        (ACTIONS, "/subject/id"),
        (ACTIONS, "/subject/type"),
        (ACTIONS, "/resource/id"),
    ] {
        assert_eq!(stage.authzen(path, &good).await.status, 200, "{path}");
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = Value::Null;
        let answer = stage.authzen(path, &body).await;
        assert_eq!(answer.status, 400, "{path} {pointer}");
        assert!(answer.body.is_string());
    }
}

#[tokio::test]
async fn pages_together_hold_what_one_page_holds() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for path in [SUBJECTS, RESOURCES, ACTIONS] {
            let mut body = reads(kari(), resource("altinn_access_management", BAKERY));
            body["context"] = json!({});
            let whole = stage.asked(path, &body).await;
            assert!(whole.get("page").is_none(), "{kind:?} {path}");
            assert!(ids(&whole).len() >= 2, "{kind:?} {path} {whole}");
            let (mut token, mut gathered) = (String::new(), Vec::new());
            for round in 0.. {
                assert!(round < 30, "{kind:?} {path}: no end");
                body["page"] = json!({"limit": 1, "token": token});
                let answer = stage.asked(path, &body).await;
                let found = ids(&answer);
                assert_eq!(answer["page"]["count"], found.len());
                assert!(found.len() <= 1);
                gathered.extend(found);
                token = answer["page"]["next_token"].as_str().unwrap().to_owned();
                if token.is_empty() {
                    break;
                }
            }
            assert_eq!(gathered, ids(&whole), "{kind:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_registry_that_is_read_in_batches_is_found_whole() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let policy = stage.tax_policy().await;
        let made = |number| {
            let id = format!("zz-{number:03}");
            let policy = policy.replace(TAX_BASIS, &id);
            (id, policy)
        };
        let added: Vec<(String, String)> = (0..600).map(made).collect();
        stage.add_resources(&added).await;
        let mut body = reads(kari(), resource("-", BAKERY));
        let whole = stage.asked(RESOURCES, &body).await;
        assert!(whole.get("page").is_none(), "{kind:?}");
        let ours = |answer: &Value| ids(answer).into_iter().filter(|id| id.starts_with("zz-"));
        let added: Vec<&String> = added.iter().map(|(id, _)| id).collect();
        assert_eq!(
            ours(&whole).collect::<Vec<_>>().iter().collect::<Vec<_>>(),
            added,
            "{kind:?}"
        );
        body["page"] = json!({"limit": 400});
        let first = stage.asked(RESOURCES, &body).await;
        body["page"] = json!({"limit": 400, "token": first["page"]["next_token"]});
        let second = stage.asked(RESOURCES, &body).await;
        assert_eq!(second["page"]["next_token"], "", "{kind:?}");
        assert_eq!(
            [ids(&first), ids(&second)].concat(),
            ids(&whole),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_token_of_another_search_is_refused() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let mut body = reads(json!({"type": "person"}), tax_basis());
    body["page"] = json!({"limit": 1});
    let first = stage.asked(SUBJECTS, &body).await;
    let token = first["page"]["next_token"].as_str().unwrap().to_owned();
    assert!(!token.is_empty());
    body["page"] = json!({"token": token});
    assert_eq!(stage.authzen(SUBJECTS, &body).await.status, 200);
    let mut other = body.clone();
    other["action"]["name"] = json!("write");
    for (path, body) in [(SUBJECTS, &other), (RESOURCES, &body)] {
        let mut body = body.clone();
        body["subject"]["id"] = json!(cast::KARI_ID);
        let answer = stage.authzen(path, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.body, "page.token is not from this search");
    }
    for page in [
        json!({"token": "x"}),
        json!({"token": 1}),
        json!({"limit": -1}),
        json!([]),
    ] {
        body["page"] = page;
        assert_eq!(stage.authzen(SUBJECTS, &body).await.status, 400, "{body}");
    }
    body["page"] = json!({"limit": 0});
    let none = stage.asked(SUBJECTS, &body).await;
    assert!(ids(&none).is_empty());
    assert_ne!(none["page"]["next_token"], "");
}

#[tokio::test]
async fn no_answer_holds_a_national_id_or_a_name() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let subject = json!({"type": "urn:altinn:person:identifier-no", "id": cast::KARI});
    let mut body = reads(subject, tax_basis());
    for path in [EVALUATION, RESOURCES, ACTIONS] {
        let answer = stage.asked(path, &body).await.to_string();
        assert!(
            !answer.contains(cast::KARI) && !answer.contains("Kari"),
            "{answer}"
        );
    }
    for subject_type in TYPES {
        body["subject"]["type"] = json!(subject_type);
        let answer = stage.asked(SUBJECTS, &body).await.to_string();
        assert!(
            !answer.contains(cast::KARI) && !answer.contains("Kari"),
            "{answer}"
        );
    }
}
