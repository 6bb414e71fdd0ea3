//! The exchange of others' tokens for ours (login-and-tokens §4).

use serde_json::Value;

use super::{Core, OpsError};
use crate::db::DbError;
use crate::domain::{NationalId, OrgNumber, Scopes, SecurityLevel, scope};
use crate::store::{parties, service_owners};
use crate::tokens::issued::{self, ClaimSet, KnownPerson, Machine, Stamp};
use crate::tokens::own::OwnIssuer;
use crate::tokens::{IssuerKind, KeyError, TokenError, Verified, Verifier};

/// What Digdir's own test calls become with `test=true`, as in the reference.
const DIGDIR: &str = "digdir";
const TEST_OWNER: &str = "ttd";

/// Whose tokens are exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    Maskinporten,
    IdPorten,
}

/// What it takes to exchange tokens.
pub struct Exchange<'a> {
    pub core: &'a Core,
    pub verifier: &'a Verifier,
    pub own: &'a OwnIssuer,
    /// Scopes that open the exchange to persons' tokens beside those that begin with `altinn:`.
    pub partner_scopes: &'a [String],
}

/// Why a token is not exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("the token was not issued by the provider that the address names")]
    OtherProvider,
    #[error("the token has neither a scope that begins with altinn: nor a partner's")]
    NoScope,
    #[error("the token lacks a claim that is needed: {0}")]
    Missing(&'static str),
    #[error("the token's acr is not a level that is known here")]
    UnknownLevel,
    #[error("the person is not in the register")]
    UnknownPerson,
}

/// Why a token could not be exchanged at all.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    #[error(transparent)]
    Ops(#[from] OpsError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<DbError> for ExchangeError {
    fn from(error: DbError) -> Self {
        Self::Ops(error.into())
    }
}

/// What a token will be exchanged for, once it is signed.
pub struct Prepared {
    pub holder: Holder,
    claims: ClaimSet,
}

/// Who exchanges.
pub enum Holder {
    Organization(OrgNumber),
    /// By the number that our tokens give the person.
    Person(i64),
}

type Outcome<T> = Result<Result<T, Refusal>, ExchangeError>;

impl Provider {
    /// Reads the last part of the address, whatever its case.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "maskinporten" => Some(Self::Maskinporten),
            "id-porten" => Some(Self::IdPorten),
            _ => None,
        }
    }

    fn kind(self) -> IssuerKind {
        match self {
            Self::Maskinporten => IssuerKind::Maskinporten,
            Self::IdPorten => IssuerKind::IdPorten,
        }
    }
}

impl Exchange<'_> {
    /// Says what one of `provider`'s tokens is exchanged for. At most two queries, three for a supplier's or with `is_test`.
    pub async fn prepare(
        &self,
        provider: Provider,
        token: &str,
        is_test: bool,
    ) -> Outcome<Prepared> {
        let verified = match self.verifier.read(token).await {
            Ok(verified) if verified.kind == provider.kind() => verified,
            Ok(_) => return Ok(Err(Refusal::OtherProvider)),
            Err(problem) => return Ok(Err(problem.into())),
        };
        match provider {
            Provider::Maskinporten => self.machine(&verified, is_test).await,
            Provider::IdPorten => self.person(&verified).await,
        }
    }

    /// The token of ours.
    pub async fn sign(&self, prepared: &Prepared) -> Result<String, ExchangeError> {
        Ok(self.own.sign(&prepared.claims).await?)
    }

    async fn machine(&self, verified: &Verified<'_>, is_test: bool) -> Outcome<Prepared> {
        let (read, scopes) = match self.read(verified).await {
            Ok(read) => read,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let Some(org) = verified.org() else {
            return Ok(Err(Refusal::Missing("consumer")));
        };
        let owner_code = match is_service_owner(&scopes) {
            true => self.owner_code(org, is_test).await?,
            false => None,
        };
        let machine = Machine {
            org,
            scope: written(&scopes),
            owner_code: owner_code.as_deref(),
        };
        Ok(Ok(Prepared {
            claims: issued::machine(&read, &self.stamp(), &machine),
            holder: Holder::Organization(org.clone()),
        }))
    }

    async fn person(&self, verified: &Verified<'_>) -> Outcome<Prepared> {
        let (read, scopes) = match self.read(verified).await {
            Ok(read) => read,
            Err(problem) => return Ok(Err(problem.into())),
        };
        if !self.is_for_us(&scopes) {
            return Ok(Err(Refusal::NoScope));
        }
        let (id, level) = match named(&read) {
            Ok(named) => named,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let found = parties::find_by_national_id(&self.core.db, &id).await?;
        let Some(known) = found.and_then(|party| KnownPerson::of(&party, level)) else {
            return Ok(Err(Refusal::UnknownPerson));
        };
        let scopes = written(&scopes);
        Ok(Ok(Prepared {
            claims: issued::person(&read, &self.stamp(), (&known, &scopes)),
            holder: Holder::Person(known.user_number),
        }))
    }

    /// Every claim, and the scopes that count now.
    async fn read(&self, verified: &Verified<'_>) -> Result<(ClaimSet, Scopes), TokenError> {
        Ok((verified.all()?, self.verifier.standing(verified).await?))
    }

    fn is_for_us(&self, scopes: &Scopes) -> bool {
        let is_partners = |scope: &str| self.partner_scopes.iter().any(|known| known == scope);
        let mut all = scopes.iter();
        all.any(|scope| scope.starts_with("altinn:") || is_partners(scope))
    }

    /// The code of the service owner that the organization is. Digdir tests as `ttd`, unless that is somebody else here.
    async fn owner_code(&self, org: &OrgNumber, is_test: bool) -> Result<Option<String>, DbError> {
        let owner = service_owners::find_by_number(&self.core.db, org).await?;
        let code = owner.map(|owner| owner.code);
        if !is_test || code.as_deref() != Some(DIGDIR) {
            return Ok(code);
        }
        match service_owners::find(&self.core.db, TEST_OWNER).await? {
            Some(_) => Ok(code),
            None => Ok(Some(TEST_OWNER.to_owned())),
        }
    }

    fn stamp(&self) -> Stamp<'_> {
        let world = &self.core.world;
        Stamp {
            issuer: self.own.address(),
            now: world.now(),
            sid: world.random_id(),
        }
    }
}

/// Whether the token is for what service owners do: by the scope itself or one below it, never by a name that only
/// resembles it.
fn is_service_owner(scopes: &Scopes) -> bool {
    let is_one = |name: &str| {
        let rest = name.strip_prefix(scope::SERVICE_OWNER);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    scopes.iter().any(is_one)
}

/// The scopes as a claim writes them.
fn written(scopes: &Scopes) -> String {
    scopes.iter().collect::<Vec<_>>().join(" ")
}

/// Whom a person's token names, and at which level.
fn named(claims: &ClaimSet) -> Result<(NationalId, SecurityLevel), Refusal> {
    let text = |name: &'static str| {
        let found = claims.get(name).and_then(Value::as_str);
        found.ok_or(Refusal::Missing(name))
    };
    let id = NationalId::parse(text("pid")?).ok_or(Refusal::UnknownPerson)?;
    let level = SecurityLevel::parse_acr(text("acr")?).ok_or(Refusal::UnknownLevel)?;
    Ok((id, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_owner_is_one_by_the_whole_name_of_its_scope() {
        for (scopes, expected) in [
            ("altinn:serviceowner", true),
            ("x altinn:serviceowner", true),
            ("altinn:serviceowner/instances.read", true),
            ("altinn:serviceowners", false),
            ("altinn:serviceowner.read", false),
            ("evil:altinn:serviceowner", false),
            ("evil/altinn:serviceowner/instances.read", false),
            ("ALTINN:SERVICEOWNER", false),
            ("", false),
        ] {
            assert_eq!(
                is_service_owner(&Scopes::parse(scopes)),
                expected,
                "{scopes}"
            );
        }
    }

    #[test]
    fn providers_are_named_whatever_the_case() {
        assert_eq!(Provider::parse("ID-Porten"), Some(Provider::IdPorten));
        assert_eq!(
            Provider::parse("MASKINPORTEN"),
            Some(Provider::Maskinporten)
        );
        for other in ["idporten", "altinnstudio", "feide", "", "maskinporten "] {
            assert_eq!(Provider::parse(other), None);
        }
    }
}
