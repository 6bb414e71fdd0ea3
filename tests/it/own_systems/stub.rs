//! A stand-in for Maskinporten's token endpoint and its administration API, after their public description. It fails where
//! a test says so.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// What is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Token,
    Create,
    List,
    Update,
    Keys,
    Delete,
}

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Status(u16),
    /// Done, but the answer is no JSON.
    Garbage,
    /// Done, but the answer breaks off.
    CutOff,
    /// Never answers, having done it or not.
    Hang {
        done: bool,
    },
    /// Done, but the answer is longer than anything that is read.
    TooLong,
}

#[derive(Clone, Debug, Default)]
pub struct Client {
    pub body: Value,
    pub keys: Vec<String>,
}

#[derive(Default)]
struct Inside {
    clients: BTreeMap<String, Client>,
    fault: Option<(Step, Fault)>,
    calls: Vec<Step>,
    assertions: Vec<String>,
}

#[derive(Clone, Default)]
pub struct Stub {
    inside: Arc<Mutex<Inside>>,
    reached: Arc<Notify>,
    pub url: String,
}

impl Stub {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stub = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            ..Self::default()
        };
        let router = Router::new()
            .route("/token", post(token))
            .route("/api/clients", post(create).get(list))
            .route("/api/clients/{id}", put(update).delete(delete))
            .route("/api/clients/{id}/jwks", post(keys))
            .route("/api", get(|| async { "x" }))
            .with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        stub
    }

    /// An address at which nothing listens.
    pub fn absent() -> Self {
        Self {
            url: "http://127.0.0.1:9".to_owned(),
            ..Self::default()
        }
    }

    pub fn fail(&self, step: Step, fault: Fault) {
        self.inside.lock().unwrap().fault = Some((step, fault));
    }

    pub fn mend(&self) {
        self.inside.lock().unwrap().fault = None;
    }

    /// Waits until the step that hangs has been asked for.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    pub fn clients(&self) -> BTreeMap<String, Client> {
        self.inside.lock().unwrap().clients.clone()
    }

    /// The only client.
    pub fn client(&self) -> Client {
        let clients = self.clients();
        assert_eq!(clients.len(), 1);
        clients.into_values().next().unwrap()
    }

    pub fn count(&self, step: Step) -> usize {
        let inside = self.inside.lock().unwrap();
        inside.calls.iter().filter(|one| **one == step).count()
    }

    pub fn assertions(&self) -> Vec<String> {
        self.inside.lock().unwrap().assertions.clone()
    }

    /// Does it, unless it is to fail before; answers as it is to.
    async fn answer(
        &self,
        step: Step,
        act: impl FnOnce(&mut Inside) -> (StatusCode, Value),
    ) -> Response {
        let fault = {
            let mut inside = self.inside.lock().unwrap();
            inside.calls.push(step);
            inside
                .fault
                .filter(|(at, _)| *at == step)
                .map(|(_, fault)| fault)
        };
        if let Some(Fault::Status(status)) = fault {
            let status = StatusCode::from_u16(status).unwrap();
            return (status, "{\"error\":\"no\"}").into_response();
        }
        if fault == Some(Fault::Hang { done: false }) {
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
        let (status, body) = act(&mut self.inside.lock().unwrap());
        match fault {
            Some(Fault::Hang { .. }) => {
                self.reached.notify_one();
                std::future::pending().await
            }
            Some(Fault::Garbage) => (StatusCode::OK, "<html>").into_response(),
            // Says that more comes than does: the connection ends in the middle.
            Some(Fault::CutOff) => ([("content-length", "1000")], "{\"cli").into_response(),
            Some(Fault::TooLong) => " ".repeat(5 * 1024 * 1024).into_response(),
            _ => (status, axum::Json(body)).into_response(),
        }
    }
}

async fn token(State(stub): State<Stub>, body: String) -> Response {
    stub.answer(Step::Token, |inside| {
        inside.assertions.push(body);
        (
            StatusCode::OK,
            json!({"access_token": "a-token", "token_type": "Bearer", "expires_in": 120}),
        )
    })
    .await
}

fn check(headers: &HeaderMap) {
    assert_eq!(headers["authorization"], "Bearer a-token");
}

async fn create(
    State(stub): State<Stub>,
    headers: HeaderMap,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    check(&headers);
    stub.answer(Step::Create, |inside| {
        let id = format!("client-{}", uuid::Uuid::new_v4());
        let mut answer = body.clone();
        answer["client_id"] = json!(id);
        inside.clients.insert(
            id,
            Client {
                body,
                keys: Vec::new(),
            },
        );
        (StatusCode::CREATED, answer)
    })
    .await
}

async fn list(State(stub): State<Stub>, headers: HeaderMap) -> Response {
    check(&headers);
    stub.answer(Step::List, |inside| {
        let clients = inside.clients.iter().map(|(id, client)| {
            let mut body = client.body.clone();
            body["client_id"] = json!(id);
            body
        });
        (StatusCode::OK, clients.collect())
    })
    .await
}

async fn update(
    State(stub): State<Stub>,
    Path(id): Path<String>,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    stub.answer(Step::Update, |inside| match inside.clients.get_mut(&id) {
        None => (StatusCode::NOT_FOUND, json!({})),
        Some(client) => {
            client.body = body.clone();
            (StatusCode::OK, body)
        }
    })
    .await
}

async fn keys(
    State(stub): State<Stub>,
    Path(id): Path<String>,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    stub.answer(Step::Keys, |inside| match inside.clients.get_mut(&id) {
        None => (StatusCode::NOT_FOUND, json!({})),
        Some(client) => {
            let keys = body["keys"].as_array().unwrap();
            assert!(keys.iter().all(|key| key.get("d").is_none()));
            let ids = keys
                .iter()
                .map(|key| key["kid"].as_str().unwrap().to_owned());
            client.keys = ids.collect();
            (StatusCode::OK, body)
        }
    })
    .await
}

async fn delete(State(stub): State<Stub>, Path(id): Path<String>) -> Response {
    stub.answer(Step::Delete, |inside| match inside.clients.remove(&id) {
        None => (StatusCode::NOT_FOUND, json!({})),
        Some(_) => (StatusCode::NO_CONTENT, Value::Null),
    })
    .await
}
