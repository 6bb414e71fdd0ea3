use std::sync::Arc;

use crate::db::{Db, DbError};
use crate::domain::{OrgNumber, OwnKey, OwnSystem, OwnSystemId};
use crate::store::sandbox_clients::{self, SandboxClient};
use crate::tokens::client_administration::{
    AdministrationError, ClientAdministration, Registration,
};

/// Where clients are registered: at the real Maskinporten, or at the sandbox's.
#[derive(Clone)]
pub enum ClientRegistry {
    Sandbox(Db),
    Maskinporten(Arc<ClientAdministration>),
}

impl ClientRegistry {
    /// Makes a client without keys; answers its id.
    pub async fn create(
        &self,
        system: &OwnSystem,
        organization: &OrgNumber,
    ) -> Result<String, AdministrationError> {
        match self {
            Self::Maskinporten(real) => real.create(&registration(system, organization)).await,
            Self::Sandbox(db) => {
                let client = SandboxClient {
                    client_id: system.id.to_string(),
                    org_number: organization.clone(),
                    scopes: system.scopes.clone(),
                    jwks: key_set(&[]),
                };
                sandbox_clients::put(db, &client).await.map_err(failed)?;
                Ok(client.client_id)
            }
        }
    }

    /// The clients that were made for this integration: one or none, whatever became of the answer.
    pub async fn find(&self, id: OwnSystemId) -> Result<Vec<String>, AdministrationError> {
        match self {
            Self::Maskinporten(real) => real.find(id.0).await,
            Self::Sandbox(db) => {
                let found = sandbox_clients::find(db, &id.to_string()).await;
                let found = found.map_err(failed)?;
                Ok(found.into_iter().map(|client| client.client_id).collect())
            }
        }
    }

    /// Lets the client have these keys and no others.
    pub async fn put_keys(
        &self,
        client_id: &str,
        keys: &[OwnKey],
    ) -> Result<(), AdministrationError> {
        match self {
            Self::Maskinporten(real) => real.put_keys(client_id, keys).await,
            Self::Sandbox(db) => {
                let client = SandboxClient {
                    jwks: key_set(keys),
                    ..find(db, client_id).await?
                };
                sandbox_clients::put(db, &client).await.map_err(failed)
            }
        }
    }

    /// Lets the client have the name and the scopes that stand here.
    pub async fn update(
        &self,
        client_id: &str,
        system: &OwnSystem,
        organization: &OrgNumber,
    ) -> Result<(), AdministrationError> {
        match self {
            Self::Maskinporten(real) => {
                let registration = registration(system, organization);
                real.update(client_id, &registration).await
            }
            Self::Sandbox(db) => {
                let client = SandboxClient {
                    scopes: system.scopes.clone(),
                    ..find(db, client_id).await?
                };
                sandbox_clients::put(db, &client).await.map_err(failed)
            }
        }
    }

    /// Removes the client. One that is gone is removed.
    pub async fn delete(&self, client_id: &str) -> Result<(), AdministrationError> {
        match self {
            Self::Maskinporten(real) => real.delete(client_id).await,
            Self::Sandbox(db) => sandbox_clients::delete(db, client_id).await.map_err(failed),
        }
    }
}

fn registration(system: &OwnSystem, organization: &OrgNumber) -> Registration {
    Registration {
        id: system.id.0,
        organization: organization.clone(),
        name: system.name.nb.clone(),
        description: system.description.nb.clone(),
        scopes: system.scopes.clone(),
    }
}

async fn find(db: &Db, client_id: &str) -> Result<SandboxClient, AdministrationError> {
    let found = sandbox_clients::find(db, client_id).await.map_err(failed)?;
    found.ok_or(AdministrationError::Unknown)
}

/// The sandbox's registry is a table: when the database fails, nothing is known.
fn failed(problem: DbError) -> AdministrationError {
    tracing::error!(%problem, "the sandbox's clients cannot be read or written");
    AdministrationError::Unclear
}

fn key_set(keys: &[OwnKey]) -> serde_json::Value {
    let keys: Vec<serde_json::Value> = keys
        .iter()
        .map(|key| {
            serde_json::json!({
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": key.kid, "n": key.n, "e": key.e,
            })
        })
        .collect();
    serde_json::json!({ "keys": keys })
}
