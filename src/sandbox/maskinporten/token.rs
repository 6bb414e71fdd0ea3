use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use time::Duration;

use super::details::Detail;
use super::form::read_assertion;
use super::grant::{self, Grant};
use super::owned::Owned;
use super::{delegated, issue, issuer, proof};
use crate::limits::{Client, Limited};
use crate::sandbox::oauth::{MAX_ASSERTION_LIFE, Refusal, too_many};
use crate::sandbox::{Sandbox, SandboxError, answer};
use crate::store;
use crate::store::sandbox_clients::SandboxClient;

/// A grant that a token is given for.
pub struct Accepted {
    pub client: SandboxClient,
    /// What the organization has whose access the token carries.
    pub owned: Owned,
    pub grant: Grant,
}

/// `POST …/token` (RFC 7523 §2.1)
pub async fn grant(
    State(sandbox): State<Sandbox>,
    limited: Option<Extension<Limited>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, SandboxError> {
    let assertion = match read_assertion(&headers, body) {
        Ok(assertion) => assertion,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let accepted = match accept(&sandbox, &assertion).await? {
        Ok(accepted) => accepted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    // Only now it is sure which client asks.
    if let Some(Extension(limited)) = limited
        && let Err(refused) = limited.count(Client::Id(&accepted.client.client_id))
    {
        return Ok(too_many(refused));
    }
    let system_user = match &accepted.grant.detail {
        None => None,
        Some(detail) => match issue::find_system_user(&sandbox, &accepted.client, detail).await? {
            Some(found) => Some(found),
            None => return Ok(no_system_user(detail).into_response()),
        },
    };
    let answer = json!({
        "access_token": issue::token(&sandbox, &accepted, system_user)?,
        "token_type": "Bearer",
        "expires_in": issue::TOKEN_LIFE,
        "scope": accepted.grant.scope,
    });
    Ok(answer::json(StatusCode::OK, &answer))
}

/// Checks a grant, which can be used once.
async fn accept(
    sandbox: &Sandbox,
    assertion: &str,
) -> Result<Result<Accepted, Refusal>, SandboxError> {
    let client = match proof::named_client(assertion) {
        Ok(id) => store::sandbox_clients::find(&sandbox.0.db, &id).await?,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(client) = client else {
        return Ok(Err(grant::failed("Client not found")));
    };
    let owned = Owned::load(sandbox, &client).await?;
    let verified = proof::read(assertion, &client).and_then(|claims| {
        grant::check(&claims, &client, &issuer(sandbox), sandbox.0.world.now())?;
        claims.into_grant(assertion, &client, &owned)
    });
    let grant = match verified {
        Ok(grant) => grant,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !use_once(sandbox, &client, &grant).await? {
        return Ok(Err(grant::failed("Grant is used before")));
    }
    let owned = match &grant.consumer {
        None => owned,
        Some(consumer) => match delegated::check(sandbox, &client, consumer, &grant.scope).await? {
            Ok(of_consumer) => of_consumer,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    Ok(Ok(Accepted {
        client,
        owned,
        grant,
    }))
}

async fn use_once(
    sandbox: &Sandbox,
    client: &SandboxClient,
    grant: &Grant,
) -> Result<bool, SandboxError> {
    let user = format!("{} {}", issuer(sandbox), client.client_id);
    // Longer than any grant lives, with the clocks' difference.
    let forget_at = sandbox
        .0
        .world
        .now()
        .plus(Duration::seconds(2 * MAX_ASSERTION_LIFE));
    Ok(store::keys::use_once(&sandbox.0.db, &user, &grant.id, forget_at).await?)
}

/// The error that vendors meet most often, with its usual causes.
fn no_system_user(detail: &Detail) -> Refusal {
    Refusal::new(
        "invalid_altinn_customer_configuration",
        format!(
            "No active system user fits this client, organization {owner} and externalRef \"{reference}\" (MP-303). \
             Usual causes: the customer has not approved the request, or has paused or deleted the system user; \
             the client id is not among the system's client ids in the system register; the request had an externalRef \
             that the grant leaves out (it then counts as the organization number); the system user belongs to another \
             organization than systemuser_org.",
            owner = detail.owner,
            reference = detail.external_ref,
        ),
    )
}
