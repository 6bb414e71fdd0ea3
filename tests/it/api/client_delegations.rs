//! Client delegation over HTTP: shapes, codes, whose clients, several at once.

use fullmakt::domain::scope::{CLIENTS_READ, CLIENTS_WRITE, END_USER, MY_CLIENTS_WRITE};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::cast::{self, ACCOUNTANT_ID, AMIR_ID, BAKERY_ID};
use crate::support::database::kinds;
use crate::support::machine::{Answer, answer};
use crate::support::stage::Stage;

const V1: &str = "/accessmanagement/api/v1/enduser/clientdelegations";
const V2: &str = "/accessmanagement/api/v2/enduser/clientdelegations";
const GRETE: &str = "20010005";
const AMIR: &str = "20010006";
const KARI: &str = "20010001";
const SIGNING: &str = "regnskapsforer-med-signeringsrettighet";

/// A person's token with these scopes.
fn token(stage: &Stage, user: &str, scope: &str) -> String {
    let mut claims = stage.issuer.claims("310901008", scope);
    claims["urn:altinn:userid"] = json!(user);
    claims["urn:altinn:authlevel"] = json!("3");
    stage.issuer.sign(&claims)
}

struct Office<'s> {
    stage: &'s Stage,
    token: String,
}

impl<'s> Office<'s> {
    fn of(stage: &'s Stage, user: &str) -> Self {
        Self {
            token: token(stage, user, END_USER),
            stage,
        }
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        send(self.stage, &self.token, method, path, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    async fn give(&self, role: &str, package: &str) -> Answer {
        let path = format!("{V1}/agents/accesspackages?{}", pair());
        self.send(Method::POST, &path, Some(&values(role, package)))
            .await
    }

    /// The packages that Amir has at the bakery.
    async fn held(&self) -> Vec<String> {
        let path = format!("{V1}/agents/accesspackages?party={ACCOUNTANT_ID}&to={AMIR_ID}");
        let answer = self.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let packages = &answer.body["data"][0]["access"][0]["packages"];
        let packages = packages.as_array().cloned().unwrap_or_default();
        let urns = packages
            .iter()
            .map(|one| one["urn"].as_str().unwrap().to_owned());
        urns.collect()
    }
}

async fn send(
    stage: &Stage,
    token: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Answer {
    let url = format!("{}{path}", stage.app.url);
    let request = stage.app.http().request(method, url).bearer_auth(token);
    let request = match body {
        Some(body) => request.json(body),
        None => request,
    };
    answer(request.send().await.unwrap()).await
}

/// The accountant, the bakery and Amir.
fn pair() -> String {
    format!("party={ACCOUNTANT_ID}&from={BAKERY_ID}&to={AMIR_ID}")
}

fn values(role: &str, package: &str) -> Value {
    json!({"values": [{"role": role, "packages": [package]}]})
}

fn fault(answer: &Answer) -> String {
    let code = answer.body["validationErrors"][0]["code"].as_str();
    format!(
        "{} {}",
        answer.status.as_u16(),
        code.unwrap_or(answer.code())
    )
}

#[tokio::test]
async fn clients_are_told_with_the_roles_and_packages_that_can_be_passed_on() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let office = Office::of(&stage, GRETE);
        for base in [V1, V2] {
            let answer = office
                .get(&format!("{base}/clients?party={ACCOUNTANT_ID}"))
                .await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let client = &answer.body["data"][0];
            assert_eq!(client["client"]["organizationIdentifier"], cast::BAKERY);
            assert_eq!(client["client"]["type"], "Organisasjon");
            assert!(client["client"]["partyid"].is_number(), "all in lower case");
            let role = &client["access"][0]["role"];
            assert_eq!(role["code"], "regnskapsforer");
            assert_eq!(role["legacyurn "], role["legacyurn"]);
            assert_eq!(client["access"][0]["packages"].as_array().unwrap().len(), 3);
        }
        let narrow = format!("{V1}/clients?party={ACCOUNTANT_ID}&packages=regnskapsforer-lonn");
        let answer = office.get(&narrow).await;
        let packages = &answer.body["data"][0]["access"][0]["packages"];
        assert_eq!(packages.as_array().unwrap().len(), 1, "{}", answer.body);
        let none = format!("{V1}/clients?party={ACCOUNTANT_ID}&roles=revisor");
        assert_eq!(office.get(&none).await.body["data"], json!([]));
    }
}

#[tokio::test]
async fn a_package_is_given_once_and_taken_back_in_either_version() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let office = Office::of(&stage, GRETE);
        assert_eq!(office.held().await.len(), 1, "what the demo gives");
        let given = office.give("regnskapsforer", SIGNING).await;
        assert_eq!(given.status, 200, "{}", given.body);
        let [one] = given.body.as_array().unwrap().as_slice() else {
            panic!("{}", given.body);
        };
        assert_eq!(one["changed"], true);
        for (name, id) in [
            ("viaId", ACCOUNTANT_ID),
            ("fromId", BAKERY_ID),
            ("toId", AMIR_ID),
        ] {
            assert_eq!(one[name], json!(id), "{name}");
        }
        assert!(one["roleId"].is_string() && one["packageId"].is_string());
        let again = office
            .give("urn:altinn:external-role:ccr:regnskapsforer", SIGNING)
            .await;
        assert_eq!(again.body[0]["changed"], false);
        assert_eq!(office.held().await.len(), 2);

        let body = values("regnskapsforer", SIGNING);
        let path = format!("{V1}/agents/accesspackages?{}", pair());
        let taken = office.send(Method::DELETE, &path, Some(&body)).await;
        assert_eq!(taken.status, 204, "{}", taken.body);
        assert_eq!(office.held().await.len(), 1);
        office.give("regnskapsforer", SIGNING).await;
        let path = format!(
            "{V2}/agents/accesspackages/delete?party={ACCOUNTANT_ID}&client={BAKERY_ID}&agent={AMIR_ID}"
        );
        let taken = office.send(Method::POST, &path, Some(&body)).await;
        assert_eq!(taken.status, 204, "{}", taken.body);
        assert_eq!(office.held().await.len(), 1);
        let all = format!("{V1}/agents/clients?{}", pair());
        assert_eq!(office.send(Method::DELETE, &all, None).await.status, 204);
        assert!(office.held().await.is_empty());
    }
}

#[tokio::test]
async fn everything_that_can_be_wrong_has_its_code_and_changes_nothing() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let office = Office::of(&stage, GRETE);
        let unknown = "01939f5e-7a1c-7c55-b1a0-4f2f0c3d9e21";
        let at = |from: &str, to: &str| format!("party={ACCOUNTANT_ID}&from={from}&to={to}");
        let (bakery, amir) = (BAKERY_ID.to_string(), AMIR_ID.to_string());
        let plumber = cast::PLUMBER_ID.to_string();
        let (regn, payroll) = ("regnskapsforer", "regnskapsforer-lonn");
        for (query, role, package, code) in [
            (at(&bakery, &amir), "baker", payroll, "400 AM.VLD-00029"),
            (at(&bakery, &amir), regn, "brød", "400 AM.VLD-00030"),
            (
                at(&bakery, &amir),
                regn,
                "klientadministrator",
                "400 AM.VLD-00033",
            ),
            (
                at(&bakery, &amir),
                regn,
                "ansvarlig-revisor",
                "400 AM.VLD-00026",
            ),
            (
                at(&bakery, &amir),
                "revisor",
                "ansvarlig-revisor",
                "400 AM.VLD-00032",
            ),
            (at(&plumber, &amir), regn, payroll, "400 AM.VLD-00032"),
            (at(unknown, &amir), regn, payroll, "400 AM.VLD-00006"),
            (at(&bakery, unknown), regn, payroll, "400 AM.VLD-00006"),
            (
                at(&bakery, &cast::KARI_ID.to_string()),
                regn,
                payroll,
                "400 AM.VLD-00032",
            ),
            (at(&bakery, &plumber), regn, payroll, "400 AM.VLD-00008"),
            (at("x", &amir), regn, payroll, "400 AM.VLD-00009"),
        ] {
            let path = format!("{V1}/agents/accesspackages?{query}");
            let answer = office
                .send(Method::POST, &path, Some(&values(role, package)))
                .await;
            assert_eq!(
                fault(&answer),
                code,
                "{role} {package} {query}: {}",
                answer.body
            );
        }
        let path = format!("{V1}/agents/accesspackages?{}", pair());
        let empty = office
            .send(Method::POST, &path, Some(&json!({"values": []})))
            .await;
        assert_eq!(fault(&empty), "400 AM.VLD-00023");
        for page in ["pageSize=0", "pageSize=1001", "pageSize=x", "pageNumber=-1"] {
            let answer = office
                .get(&format!("{V1}/clients?party={ACCOUNTANT_ID}&{page}"))
                .await;
            assert_eq!(fault(&answer), "400 AM.VLD-00050", "{page}");
        }
        assert_eq!(office.held().await.len(), 1);
    }
}

#[tokio::test]
async fn an_agent_is_appointed_by_number_and_name_and_keeps_what_he_has_unless_asked() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let office = Office::of(&stage, GRETE);
        let agents = format!("{V1}/agents?party={ACCOUNTANT_ID}");
        let nora = json!({"personIdentifier": cast::NORA, "lastName": "postløs"});
        let added = office.send(Method::POST, &agents, Some(&nora)).await;
        assert_eq!(added.status, 200, "{}", added.body);
        let again = office.send(Method::POST, &agents, Some(&nora)).await;
        assert_eq!(again.body["id"], added.body["id"], "the same appointment");
        let listed = office.get(&agents).await;
        assert_eq!(listed.body["data"].as_array().unwrap().len(), 2);
        assert!(listed.body["data"][0]["agentAddedAt"].is_string());
        assert!(
            !listed.body.to_string().contains(cast::NORA),
            "no national ids"
        );

        let amir = format!("{agents}&to={AMIR_ID}");
        let kept = office.send(Method::DELETE, &amir, None).await;
        assert_eq!(fault(&kept), "400 AM.VLD-00031");
        assert_eq!(office.held().await.len(), 1);
        let gone = office
            .send(Method::DELETE, &format!("{amir}&cascade=true"), None)
            .await;
        assert_eq!(gone.status, 204, "{}", gone.body);
        let listed = office.get(&agents).await;
        assert_eq!(listed.body["data"].as_array().unwrap().len(), 1);
        let once_more = office.send(Method::DELETE, &amir, None).await;
        assert_eq!(fault(&once_more), "400 AM.VLD-00032");
    }
}

#[tokio::test]
async fn who_is_no_agent_is_told_why_and_guessing_has_an_end() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let office = Office::of(&stage, GRETE);
        let agents = format!("{V1}/agents?party={ACCOUNTANT_ID}");
        for (to, code) in [
            (cast::KARI_ID, "400 AM-00024"),
            (cast::PLUMBER_ID, "400 AM.VLD-00008"),
            (uuid::Uuid::from_u128(7), "400 AM.VLD-00006"),
        ] {
            let answer = office
                .send(Method::POST, &format!("{agents}&to={to}"), None)
                .await;
            assert_eq!(fault(&answer), code, "{}", answer.body);
        }
        let wrong = json!({"personIdentifier": cast::NORA, "lastName": "Feil"});
        let answer = office.send(Method::POST, &agents, Some(&wrong)).await;
        assert_eq!(fault(&answer), "400 AM.VLD-00034");
        for _ in 0..9 {
            let answer = office.send(Method::POST, &agents, Some(&wrong)).await;
            assert_eq!(fault(&answer), "400 AM.VLD-00034", "{kind:?}");
        }
        let shut = office.send(Method::POST, &agents, Some(&wrong)).await;
        assert_eq!(fault(&shut), "429 AM-00026", "{kind:?}");
        assert!(shut.headers.contains_key("retry-after"));
    }
}

#[tokio::test]
async fn a_standard_system_user_is_no_agent() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let kari = Office::of(&stage, KARI);
        let path = format!("{V1}/agents?party={BAKERY_ID}&to={user}");
        let answer = kari.send(Method::POST, &path, None).await;
        assert_eq!(fault(&answer), "400 AM.VLD-00008", "{}", answer.body);
    }
}

#[tokio::test]
async fn only_client_administrators_of_the_organization_itself_get_through() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let clients = format!("{V1}/clients?party={ACCOUNTANT_ID}");
        let give = format!("{V1}/agents/accesspackages?{}", pair());
        let body = values("regnskapsforer", SIGNING);
        // Amir works there, and Kari manages the client.
        for user in [AMIR, KARI] {
            let other = Office::of(&stage, user);
            assert_eq!(other.get(&clients).await.status, 403, "{user}");
            let answer = other.send(Method::POST, &give, Some(&body)).await;
            assert_eq!(answer.status, 403, "{user}");
        }
        let reader = token(&stage, GRETE, CLIENTS_READ);
        let answer = send(&stage, &reader, Method::GET, &clients, None).await;
        assert_eq!(answer.status, 200);
        let answer = send(&stage, &reader, Method::POST, &give, Some(&body)).await;
        assert_eq!(answer.status, 403, "reading is not writing");
        let own = token(&stage, GRETE, MY_CLIENTS_WRITE);
        let answer = send(&stage, &own, Method::GET, &clients, None).await;
        assert_eq!(answer.status, 403, "another scope");
        let writer = token(&stage, GRETE, CLIENTS_WRITE);
        let answer = send(&stage, &writer, Method::POST, &give, Some(&body)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

#[tokio::test]
async fn an_agent_sees_his_own_clients_and_lets_go_of_them() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (office, amir) = (Office::of(&stage, GRETE), Office::of(&stage, AMIR));
        let mine = format!("{V1}/my/clients");
        let answer = amir.get(&mine).await;
        assert_eq!(
            answer.body["data"][0]["provider"]["id"],
            json!(ACCOUNTANT_ID)
        );
        let client = &answer.body["data"][0]["clients"][0]["client"];
        assert_eq!(client["id"], json!(BAKERY_ID));
        assert_eq!(
            office.get(&mine).await.body["data"],
            json!([]),
            "Grete is nobody's agent"
        );

        let powers = format!("{mine}/accesspackages?provider={ACCOUNTANT_ID}&from={BAKERY_ID}");
        let body = values("regnskapsforer", "regnskapsforer-lonn");
        let answer = amir.send(Method::DELETE, &powers, Some(&body)).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
        assert!(office.held().await.is_empty());
        office.give("regnskapsforer", SIGNING).await;
        let client = format!("{mine}?provider={ACCOUNTANT_ID}&from={BAKERY_ID}");
        assert_eq!(amir.send(Method::DELETE, &client, None).await.status, 204);
        assert!(office.held().await.is_empty());
        let agency = format!("{V2}/my/clientproviders?provider={ACCOUNTANT_ID}");
        assert_eq!(amir.send(Method::DELETE, &agency, None).await.status, 204);
        let answer = amir.get(&format!("{V2}/my/clientproviders")).await;
        assert_eq!(answer.body["data"], json!([]));
        assert_eq!(
            fault(&office.give("regnskapsforer", SIGNING).await),
            "400 AM.VLD-00032"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_give_the_same_at_once_one_gives_it() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let token = token(&stage, GRETE, END_USER);
        let mut calls = JoinSet::new();
        for _ in 0..10 {
            let (url, http, token) = (
                stage.app.url.clone(),
                stage.app.http().clone(),
                token.clone(),
            );
            calls.spawn(async move {
                let url = format!("{url}{V1}/agents/accesspackages?{}", pair());
                let body = values("regnskapsforer", SIGNING);
                let request = http.post(url).bearer_auth(token).json(&body);
                answer(request.send().await.unwrap()).await
            });
        }
        let mut changed = 0;
        while let Some(answer) = calls.join_next().await {
            let answer = answer.unwrap();
            assert_eq!(answer.status, 200, "{}", answer.body);
            changed += usize::from(answer.body[0]["changed"] == true);
        }
        assert_eq!(changed, 1, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_dismissed_while_he_is_given_something_has_nothing() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let office = Office::of(&stage, GRETE);
        let agents = format!("{V1}/agents?party={ACCOUNTANT_ID}&to={AMIR_ID}");
        let cascade = format!("{agents}&cascade=true");
        for _ in 0..5 {
            let (gone, _) = tokio::join!(
                office.send(Method::DELETE, &cascade, None),
                office.give("regnskapsforer", SIGNING),
            );
            assert_eq!(gone.status, 204, "{}", gone.body);
            let left = stage
                .app
                .run_sql("update client_delegation set package = package where revoked_at is null")
                .await;
            assert_eq!(left, 0, "{kind:?}");
            let back = office.send(Method::POST, &agents, None).await;
            assert_eq!(
                back.status, 200,
                "he still has a power at the firm: {}",
                back.body
            );
        }
    }
}

#[tokio::test]
async fn a_long_list_comes_in_pages_when_pages_are_asked_for() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .app
            .run_sql(
                "insert into role_assignment (at_party, holder, role)
                 select p.id, a.id, 'regnskapsforer' from party p, party a
                 where a.org_number = '310701009' and p.org_form = 'AS' and p.org_number not in ('310701009', '310501018')",
            )
            .await;
        let office = Office::of(&stage, GRETE);
        let path = format!("{V1}/clients?party={ACCOUNTANT_ID}");
        let all = office.get(&path).await.body["data"]
            .as_array()
            .unwrap()
            .clone();
        assert!(all.len() > 2, "{kind:?}");
        let mut next = Some(format!("{path}&pageSize=2"));
        let mut seen = Vec::new();
        while let Some(path) = next {
            let page = office.get(path.trim_start_matches(&stage.app.url)).await;
            assert_eq!(page.status, 200, "{}", page.body);
            seen.extend(page.body["data"].as_array().unwrap().clone());
            next = page.body["links"]["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen, all, "{kind:?}");
    }
}
