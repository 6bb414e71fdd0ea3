//! The token request around the grant.

use super::{GRANT_TYPE, Sandbox};
use crate::support::database::Kind;
use crate::support::machine::Answer;

const FORM: &str = "application/x-www-form-urlencoded";

/// OAuth's shape (RFC 6749 §5.2), which nobody keeps.
fn assert_refused(answer: &Answer, error: &str, what: &str) {
    assert_eq!(answer.status, 400, "{what} {}", answer.body);
    assert_eq!(answer.body["error"], error, "{what} {}", answer.body);
    assert!(answer.body["error_description"].is_string(), "{what}");
    assert_eq!(answer.headers["cache-control"], "no-store", "{what}");
    assert_eq!(answer.headers["content-type"], "application/json", "{what}");
}

#[tokio::test]
async fn what_is_no_whole_form_is_refused_in_oauths_shape() {
    let sandbox = Sandbox::start(Kind::Sqlite).await;
    let grant_type = GRANT_TYPE.replace(':', "%3A");
    let good = format!("grant_type={grant_type}&assertion=a.b.c");
    for (what, content_type, body, error) in [
        (
            "JSON",
            "application/json",
            "{}".to_owned(),
            "invalid_request",
        ),
        ("text", "text/plain", good.clone(), "invalid_request"),
        (
            "nearly a form",
            "application/x-www-form-urlencoded-x",
            good.clone(),
            "invalid_request",
        ),
        (
            "parts",
            "multipart/form-data; boundary=x",
            good.clone(),
            "invalid_request",
        ),
        ("nothing", FORM, String::new(), "invalid_request"),
        (
            "no grant_type",
            FORM,
            "assertion=a.b.c".to_owned(),
            "invalid_request",
        ),
        (
            "another grant",
            FORM,
            "grant_type=client_credentials".to_owned(),
            "unsupported_grant_type",
        ),
        (
            "two grants in one",
            FORM,
            format!("grant_type={grant_type}+x&assertion=a"),
            "unsupported_grant_type",
        ),
        (
            "no assertion",
            FORM,
            format!("grant_type={grant_type}"),
            "invalid_request",
        ),
        (
            "an empty assertion",
            FORM,
            format!("grant_type={grant_type}&assertion="),
            "invalid_request",
        ),
        (
            "two assertions",
            FORM,
            format!("{good}&assertion=d.e.f"),
            "invalid_request",
        ),
        (
            "two grant types",
            FORM,
            format!("{good}&grant_type={grant_type}"),
            "invalid_request",
        ),
        (
            "another parameter twice",
            FORM,
            format!("{good}&x=1&x=2"),
            "invalid_request",
        ),
        (
            "a long assertion",
            FORM,
            format!("{good}{}", "A".repeat(20_000)),
            "invalid_request",
        ),
        (
            "a body of 80 kB",
            FORM,
            format!("{good}{}", "A".repeat(80_000)),
            "invalid_request",
        ),
        ("no grant at all", FORM, good.clone(), "invalid_request"),
    ] {
        assert_refused(
            &sandbox.post("token", content_type, body).await,
            error,
            what,
        );
    }
    let latin = [good.as_bytes(), b"\xff"].concat();
    assert_refused(
        &sandbox.post("token", FORM, latin).await,
        "invalid_request",
        "no UTF-8",
    );
    let charset = format!("{FORM}; charset=utf-8");
    let answer = sandbox.post("token", &charset, good).await;
    let description = answer.body["error_description"].as_str().unwrap();
    assert!(description.contains("assertion"), "{description}");
}

#[tokio::test]
async fn a_token_is_given_to_posts_only() {
    let sandbox = Sandbox::start(Kind::Sqlite).await;
    let url = format!(
        "{}token?grant_type={GRANT_TYPE}&assertion=a.b.c",
        sandbox.issuer()
    );
    let answer = sandbox.app.http().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 405);
}

#[tokio::test]
async fn a_registration_that_is_no_good_is_refused_in_the_same_shape() {
    let sandbox = Sandbox::start(Kind::Sqlite).await;
    for (what, body) in [
        ("no JSON", "clientId=x".to_owned()),
        ("nothing", "{}".to_owned()),
        (
            "a name twice",
            r#"{"clientId":"a","clientId":"b"}"#.to_owned(),
        ),
        (
            "null",
            r#"{"clientId":null,"orgNo":null,"scopes":null,"jwks":null}"#.to_owned(),
        ),
        ("too large", format!("\"{}\"", "x".repeat(80_000))),
    ] {
        let answer = sandbox.post("clients", "application/json", body).await;
        assert_refused(&answer, "invalid_request", what);
    }
    let form = sandbox.post("clients", FORM, "{}").await;
    assert_refused(&form, "invalid_request", "a form");
}
