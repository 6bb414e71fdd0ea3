//! Tokens that a supplier has got on behalf of a consumer (login-and-tokens: API delegation). Such a token outlives the
//! delegation that it was issued for, so whether it still stands is asked anew each time the token is brought.

use super::verify::TokenError;
use crate::db::{Db, DbError};
use crate::domain::{OrgNumber, Scopes};
use crate::store;

/// What a token says of its supplier, read whole or not at all: a claim that is not understood must not be taken for none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Supplied {
    pub consumer: OrgNumber,
    pub supplier: OrgNumber,
    /// Who answers for the delegation, by its address.
    pub source: String,
}

/// Knows which delegations this installation answers for.
pub(super) struct Delegations {
    pub db: Db,
    /// Our own address, without a slash at the end.
    pub source: String,
}

impl Delegations {
    /// Of the token's scopes, those that the consumer lets the supplier use now. One query.
    pub async fn standing(
        &self,
        supplied: &Supplied,
        scopes: &Scopes,
    ) -> Result<Scopes, TokenError> {
        if without_slash(&supplied.source) != self.source {
            return Err(TokenError::ForeignDelegation);
        }
        let delegated = self.delegated(supplied).await.map_err(|error| {
            tracing::error!(%error, "a supplier's token could not be checked");
            TokenError::Unavailable
        })?;
        Ok(scopes.only(delegated.iter().map(String::as_str)))
    }

    async fn delegated(&self, supplied: &Supplied) -> Result<Vec<String>, DbError> {
        let Supplied {
            consumer, supplier, ..
        } = supplied;
        store::scope_delegations::list_scopes(&self.db, consumer, supplier).await
    }
}

/// Maskinporten writes the source with a slash at the end; one is forgiven.
fn without_slash(address: &str) -> &str {
    address.strip_suffix('/').unwrap_or(address)
}
