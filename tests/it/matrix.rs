//! Who gets which answer where: every route, asked by everybody, as one table that is reviewed as a difference.

mod access_lists;
mod access_requests;
mod activity;
mod actors;
mod authorized_parties;
mod clients;
mod connections;
mod issuer;
mod meta;
mod own_systems;
mod owners;
mod register;
mod registry;
mod scope_delegations;
mod sessions;
mod users;

use std::fmt::Write as _;

use actors::actor;
use fullmakt::domain::RequestId;
use fullmakt::ops::requests;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::resources;
use crate::support::cast::{self, BAKERY, LINK_SERVICE};
use crate::support::database::Kind;
use crate::support::machine::{Question, VENDOR_SCOPES};
use crate::support::routes::routes;
use crate::support::stage::{self, REQUESTS, SYSTEM, Stage};

const ACTORS: [&str; 16] = [
    "nobody",
    "Per",
    "Ola",
    "Kari",
    "Odd",
    "Liv",
    "Trond",
    "vendor",
    "other vendor",
    "owner",
    "register",
    "Kari's token",
    "Grete",
    "Grete's token",
    "Amir's token",
    "garbage",
];

/// One row of the table: a route of `routes.rs` by the name of its constant, and what is sent there.
struct Row {
    method: Method,
    route: &'static str,
    /// The path with the object's own ids.
    path: String,
    body: Body,
}

enum Body {
    None,
    Form(&'static [(&'static str, &'static str)]),
    Json(Value),
}

/// The bakery's objects that the rows are about.
struct Objects {
    request: Uuid,
    user: Uuid,
    launch: Uuid,
    key: String,
}

impl Objects {
    /// Made anew after each change, so that one actor's success does not change another's answer.
    async fn of(stage: &Stage) -> Self {
        stage.app.run_sql("delete from ticket").await;
        stage
            .app
            .run_sql("delete from delegation where to_system_user is not null")
            .await;
        stage.app.run_sql("delete from system_user").await;
        stage.app.run_sql("delete from request").await;
        users::undo(stage).await;
        owners::undo(stage).await;
        scope_delegations::make(stage).await;
        own_systems::make(stage).await;
        clients::undo(stage).await;
        let user = stage.ask_with_ref("given").await;
        requests::approve(&stage.core(), stage::KARI, RequestId(user))
            .await
            .unwrap()
            .unwrap();
        let request = stage.ask().await;
        access_lists::make(stage).await;
        let launch = stage.launch(LINK_SERVICE).await.0;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        Self {
            request,
            user,
            launch,
            key,
        }
    }
}

impl Stage {
    async fn ask_with_ref(&self, reference: &str) -> Uuid {
        let mut body = self.request_body();
        body["externalRef"] = json!(reference);
        let answer = self.vendor.post(REQUESTS, &self.token, &body).await;
        answer.body["id"].as_str().unwrap().parse().unwrap()
    }
}

fn rows(stage: &Stage, objects: &Objects) -> Vec<Row> {
    let Objects {
        request,
        user,
        launch,
        key,
    } = objects;
    let portal = "/accessmanagement/ui/systemuser";
    let login = "/authentication/api/v1";
    let systems = "/authentication/api/v1/systemregister/vendor";
    let question = Question {
        system_user: &user.to_string(),
        action: "read",
        resource: cast::TAX_BASIS,
        business: BAKERY,
    };
    let authzen = json!({
        "subject": {"type": "systemuser", "id": user},
        "resource": {"type": "resource", "id": cast::TAX_BASIS, "properties": {"party": BAKERY}},
        "action": {"name": "read"},
    });
    let registry = resources::RESOURCES;
    let trade = json!({"organization": resources::TRADE, "orgcode": "nod"});
    let described = resources::described("nod-matrise");
    let described = resources::changed(&described, "hasCompetentAuthority", trade);
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let form = |route, path: String, fields| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Form(fields),
    };
    let post = |route, path: &str, body| Row {
        method: Method::POST,
        route,
        path: path.to_owned(),
        body: Body::Json(body),
    };
    const BAKERY_PARTY: &[(&str, &str)] = &[("party", "f0a10000-0000-4000-8000-000000020001")];
    let mut rows = vec![
        get("LANDING", "/".into()),
        form("LANGUAGE", "/sprak".into(), &[("language", "nn")]),
        get("STEP_UP", "/innlogging/niva?niva=4&goto=/".into()),
        get("LOGGED_OUT", "/utlogget".into()),
        get("PARTIES", "/aktorvalg".into()),
        form("PARTIES", "/aktorvalg".into(), BAKERY_PARTY),
        get("SETTINGS", "/accessmanagement/ui/settings".into()),
        form(
            "SETTINGS",
            "/accessmanagement/ui/settings".into(),
            &[("email", "a@b.example")],
        ),
        get("SYSTEM_USERS", format!("{portal}/overview")),
        get("SYSTEM_USER", format!("{portal}/{user}")),
        get(
            "SYSTEM_USER_DEACTIVATE",
            format!("{portal}/{user}/deaktiver"),
        ),
        form(
            "SYSTEM_USER_DEACTIVATE",
            format!("{portal}/{user}/deaktiver"),
            &[],
        ),
        form(
            "SYSTEM_USER_ACTIVATE",
            format!("{portal}/{user}/aktiver"),
            &[],
        ),
        get("SYSTEM_USER_DELETE", format!("{portal}/{user}/slett")),
        form("SYSTEM_USER_DELETE", format!("{portal}/{user}/slett"), &[]),
        get("REQUEST", format!("{portal}/request?id={request}")),
        form(
            "REQUEST_APPROVE",
            format!("{portal}/request/{request}/approve"),
            &[],
        ),
        form(
            "REQUEST_REJECT",
            format!("{portal}/request/{request}/reject"),
            &[],
        ),
        form(
            "REQUEST_ESCALATE",
            format!("{portal}/request/{request}/escalate"),
            &[],
        ),
        get(
            "REQUEST_RECEIPT",
            format!("{portal}/request/{user}/receipt"),
        ),
        get("REQUEST_LOGOUT", format!("{portal}/request/{user}/logout")),
        get("SERVICES", "/tjenester".into()),
        get("SERVICE", format!("/tjenester/{LINK_SERVICE}")),
        get("LINK", format!("/link/{LINK_SERVICE}")),
        get("LAUNCH", format!("/link/launch/{launch}")),
        form(
            "LAUNCH_PARTY",
            format!("/link/launch/{launch}/party"),
            BAKERY_PARTY,
        ),
        get("LAUNCH_OUT", format!("/link/launch/{launch}/out")),
        get("ASSETS", "/assets/none.css".into()),
        get("LOGIN", format!("{login}/authentication?goto=/")),
        get(
            "LOGIN_CALLBACK",
            format!("{login}/upstream/callback?code=x&state=x"),
        ),
        get(
            "LOGIN_CALLBACK_OF",
            format!("{login}/upstream/callback/other?code=x&state=x"),
        ),
        get("LOGOUT", format!("{login}/logout")),
        get("LOGOUT_RETURN", format!("{login}/logout/handleloggedout")),
        get("API_SYSTEMS", systems.into()),
        post("API_SYSTEMS", systems, stage.vendor.system_body(SYSTEM)),
        get("API_SYSTEM", format!("{systems}/{SYSTEM}")),
        post("API_REQUESTS", REQUESTS, stage.request_body()),
        get("API_REQUEST", format!("{REQUESTS}/{request}")),
        Row {
            method: Method::DELETE,
            route: "API_REQUEST",
            path: format!("{REQUESTS}/{request}"),
            body: Body::None,
        },
        get(
            "API_REQUEST_BY_REF",
            format!("{REQUESTS}/byexternalref/{SYSTEM}/{BAKERY}/{BAKERY}"),
        ),
        get(
            "API_SYSTEM_USER_QUERY",
            format!(
                "{login}/systemuser/vendor/byquery?system-id={SYSTEM}&orgno={BAKERY}&external-ref=given"
            ),
        ),
        get(
            "API_SYSTEM_USER_LOOKUP",
            format!(
                "{login}/systemuser/byExternalId?clientId={}&systemProviderOrgNo={}\
                 &systemUserOwnerOrgNo={BAKERY}&externalRef=given",
                cast::VENDOR_CLIENT,
                cast::VENDOR
            ),
        ),
        post("API_AUTHORIZE", stage::AUTHORIZE, question.body()),
        post("API_DECISION", stage::DECISION, question.body()),
        post("API_REDEEM", stage::REDEEM, json!({"key": key})),
        post(
            "AUTHZEN_EVALUATION",
            "/access/v1/evaluation",
            authzen.clone(),
        ),
        post(
            "AUTHZEN_EVALUATIONS",
            "/access/v1/evaluations",
            authzen.clone(),
        ),
        post(
            "AUTHZEN_SUBJECTS",
            "/access/v1/search/subject",
            authzen.clone(),
        ),
        post(
            "AUTHZEN_RESOURCES",
            "/access/v1/search/resource",
            authzen.clone(),
        ),
        post("AUTHZEN_ACTIONS", "/access/v1/search/action", authzen),
        get(
            "AUTHZEN_CONFIGURATION",
            "/.well-known/authzen-configuration".into(),
        ),
        get("API_RESOURCE_LIST", format!("{registry}/resourcelist")),
        get("API_RESOURCE_SEARCH", format!("{registry}/search?Id=nod")),
        get("API_RESOURCE_EXPORT", format!("{registry}/export")),
        get("API_RESOURCE_ORGS", format!("{registry}/orgs")),
        get("API_RESOURCE_UPDATED", format!("{registry}/updated")),
        get("API_RESOURCE_CHANGES", format!("{registry}/changes")),
        post(
            "API_RESOURCES_BY_SUBJECTS",
            &format!("{registry}/bysubjects/"),
            json!([]),
        ),
        post(
            "API_RESOURCES_BY_SUBJECTS_BARE",
            &format!("{registry}/bysubjects"),
            json!([]),
        ),
        post("API_RESOURCES", registry, described.clone()),
        get("API_RESOURCE", format!("{registry}/{LINK_SERVICE}")),
        Row {
            method: Method::PUT,
            route: "API_RESOURCE",
            path: format!("{registry}/nod-matrise"),
            body: Body::Json(described),
        },
        get(
            "API_RESOURCE_POLICY",
            format!("{registry}/{LINK_SERVICE}/policy"),
        ),
        // A form is wanted: whoever may upload learns that, the others do not.
        post(
            "API_RESOURCE_POLICY",
            &format!("{registry}/{LINK_SERVICE}/policy"),
            json!({}),
        ),
        get(
            "API_RESOURCE_SUBJECTS",
            format!("{registry}/{LINK_SERVICE}/policy/subjects"),
        ),
        get(
            "API_RESOURCE_RULES",
            format!("{registry}/{LINK_SERVICE}/policy/rules"),
        ),
        get(
            "API_RESOURCE_RIGHTS",
            format!("{registry}/{LINK_SERVICE}/policy/rights"),
        ),
        get(
            "API_RESOURCE_RIGHTS_2",
            format!("/resourceregistry/api/v2/resource/{LINK_SERVICE}/policy/rights"),
        ),
        Row {
            method: Method::DELETE,
            route: "API_RESOURCE",
            path: format!("{registry}/nod-matrise"),
            body: Body::None,
        },
        get("LIVE", "/health/live".into()),
        get("READY", "/health/ready".into()),
        get("METRICS", "/metrics".into()),
        get("SECURITY_TXT", "/.well-known/security.txt".into()),
    ];
    rows.extend(activity::rows());
    rows.extend(register::rows());
    rows.extend(access_lists::rows());
    rows.extend(issuer::rows());
    rows.extend(meta::rows());
    rows.extend(authorized_parties::rows());
    rows.extend(connections::rows());
    rows.extend(owners::rows());
    rows.extend(access_requests::rows());
    rows.extend(clients::rows());
    rows.extend(registry::rows());
    rows.extend(users::rows());
    rows.extend(scope_delegations::rows());
    rows.extend(sessions::rows());
    rows.extend(own_systems::rows());
    rows
}

/// The names of the routes.
fn route_names() -> Vec<String> {
    routes().into_iter().map(|(name, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_the_answers_of_the_table() {
    // Who may do what is decided by the same rows and the same code on both databases.
    let mut stage = Stage::start(Kind::Sqlite).await;
    let first = rows(&stage, &Objects::of(&stage).await);
    let mut covered: Vec<String> = first.iter().map(|row| row.route.to_owned()).collect();
    let missing: Vec<String> = route_names()
        .into_iter()
        .filter(|name| !covered.contains(name))
        .collect();
    assert!(
        missing.is_empty(),
        "routes without a row in the table: {missing:?}"
    );
    covered.retain(|name| !route_names().contains(name));
    assert!(covered.is_empty(), "rows without a route: {covered:?}");

    let mut table = format!("{:40}", "");
    for name in ACTORS {
        write!(table, "{name:14}").unwrap();
    }
    let mut lines: Vec<String> = first
        .iter()
        .map(|row| format!("{:7}{:33}", row.method.as_str(), row.route))
        .collect();
    for name in ACTORS {
        // Tokens do not last as long as the table takes on a busy machine.
        stage.token = stage.issuer.token(cast::VENDOR, VENDOR_SCOPES);
        let mut fresh = actor(&stage, name).await;
        let mut objects = Objects::of(&stage).await;
        for (number, line) in lines.iter_mut().enumerate() {
            let row = &rows(&stage, &objects)[number];
            let answer = fresh.send(&stage, row).await;
            write!(line, "{answer:14}").unwrap();
            // What a row changes must not show in the next one; a logout ends the session.
            if row.method != Method::GET || row.route == "LAUNCH_OUT" {
                objects = Objects::of(&stage).await;
            }
            if row.route.contains("LOGOUT") {
                fresh = actor(&stage, name).await;
            }
        }
    }
    table.truncate(table.trim_end().len());
    for line in lines {
        write!(table, "\n{}", line.trim_end()).unwrap();
    }
    insta::assert_snapshot!("who_gets_which_answer", table);
}
