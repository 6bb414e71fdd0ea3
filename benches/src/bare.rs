//! The ceiling: axum, the same JSON read into types by serde, and a constant decision for each question in it.

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Deserialize;
use tokio::net::TcpListener;

/// What the product answers to the single question, byte for byte.
const CONSTANT: &str = r#"{"decision":"Permit","status":{"statusMessage":null,"statusDetails":null,"statusCode":{"value":"urn:oasis:names:tc:xacml:1.0:status:ok","statusCode":null}},"obligations":[{"id":"urn:altinn:obligation:authenticationLevel1","attributeAssignment":[{"attributeId":"urn:altinn:obligation1-assignment1","value":"3","category":"urn:altinn:minimum-authenticationlevel","dataType":"http://www.w3.org/2001/XMLSchema#integer","issuer":null}]}],"associateAdvice":null,"category":null,"policyIdentifierList":null}"#;

/// A decision request.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    request: Request,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)] // read, as the product reads it, and then not needed
struct Request {
    access_subject: Vec<Category>,
    action: Vec<Category>,
    resource: Vec<Category>,
    multi_requests: Option<MultiRequests>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)]
struct Category {
    id: Option<String>,
    attribute: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)]
struct Attribute {
    attribute_id: String,
    value: String,
    data_type: Option<String>,
    include_in_result: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MultiRequests {
    request_reference: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)]
struct Reference {
    reference_id: Vec<String>,
}

/// Reads a request as the handler does.
pub fn read(body: &[u8]) -> serde_json::Result<Envelope> {
    serde_json::from_slice(body)
}

/// Serves on a free port, which it prints.
pub async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let router = Router::new()
        .route("/decision", post(decide))
        .route("/live", get(|| async { "ok" }));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn decide(body: Bytes) -> Result<impl IntoResponse, StatusCode> {
    let envelope = read(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let references = envelope.request.multi_requests;
    let count = references.map_or(1, |multi| multi.request_reference.len());
    let results = vec![CONSTANT; count].join(",");
    let body = format!(r#"{{"response":[{results}]}}"#);
    Ok((
        [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
        body,
    ))
}
