//! Letting suppliers use an organization's scopes at Maskinporten (API delegation).
//!
//! An organization (the consumer) names another one its supplier, and delegates APIs to it: resources of the type
//! `MaskinportenSchema`, which stand for scopes. Maskinporten asks [`look_up`] before it gives the supplier a token on
//! behalf of the consumer, and whoever checks such a token asks again ([`crate::tokens::Verifier`]), so that what is
//! withdrawn ends with the very next call. Either side may end it.
//!
//! Worked example. Kari, general manager of the bakery, has the role APIADM there by the role maps, so the engine lets
//! her `write` on `altinn_maskinporten_scope_delegation` ([`enter_to_write`]). She names Bedriftshjelp AS a supplier ([`add_supplier`])
//! and delegates the API `dts-skattegrunnlag-api` to it ([`give`]): a rule of that resource's policy names APIADM for the
//! action `scopeaccess`, so [`check`] finds nothing against it.

mod check;
mod give;
mod look;
mod suppliers;

use std::ops::Deref;

use crate::domain::{
    Act, ActDetails, ActKind, CannotGiveScopes, Party, PartyId, ScopeSide, SecurityLevel,
};

use super::access::{Access, Relation, SCOPE_DELEGATION};
use super::{Core, OpsError, Person};

pub use check::{ApiCheck, check, check_all};
pub use give::{Withdrawal, give, withdraw};
pub use look::{Counterpart, Lookup, counterpart, counterparts, delegated, look_up};
pub use suppliers::{add_supplier, find_organization, remove};

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The person may not do this for the party, or there is no such party.
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// Scopes are an organization's: nobody hands on those of a person.
    NotOrganization,
    /// No organization that exists has this number.
    UnknownOrganization,
    /// An organization is not its own supplier.
    OwnNumber,
    UnknownResource,
    Cannot(CannotGiveScopes),
    /// APIs are still delegated, and nobody said that they shall go too.
    StillDelegated,
    /// Somebody else changed it in the same moment.
    Overtaken,
}

/// A person who may do something about the scopes of an organization.
pub struct Acting<'a> {
    core: &'a Core,
    person: Person,
    relation: Relation<'a>,
}

/// The same, and the person may change what is delegated.
pub struct Writing<'a>(Acting<'a>);

impl<'a> Deref for Writing<'a> {
    type Target = Acting<'a>;

    fn deref(&self) -> &Acting<'a> {
        &self.0
    }
}

/// Lets a person in who may see the delegated scopes of `party`.
pub async fn enter(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Acting<'_>, Refusal>, OpsError> {
    admit(core, person, party, "read").await
}

/// Lets a person in who may change them.
pub async fn enter_to_write(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Writing<'_>, Refusal>, OpsError> {
    Ok(admit(core, person, party, "write").await?.map(Writing))
}

async fn admit<'a>(
    core: &'a Core,
    person: Person,
    party: PartyId,
    action: &str,
) -> Result<Result<Acting<'a>, Refusal>, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Err(Refusal::NoAccess));
    };
    let refusal = match relation.may(action, SCOPE_DELEGATION).await? {
        Access::Refused => Some(Refusal::NoAccess),
        Access::LevelTooLow(level) => Some(Refusal::LevelTooLow(level)),
        Access::Granted if relation.party.organization().is_none() => {
            Some(Refusal::NotOrganization)
        }
        Access::Granted => None,
    };
    let acting = Acting {
        core,
        person,
        relation,
    };
    Ok(refusal.map_or(Ok(acting), Err))
}

impl Acting<'_> {
    pub fn party(&self) -> &Party {
        &self.relation.party
    }

    /// The consumer and the supplier, when the party is on `side` and `other` on the other.
    fn pair(&self, side: ScopeSide, other: PartyId) -> (PartyId, PartyId) {
        let own = self.relation.party.id;
        match side {
            ScopeSide::Consumer => (own, other),
            ScopeSide::Supplier => (other, own),
        }
    }

    /// An entry for the log of acts: what was done about `other`, and by which power.
    async fn act(
        &self,
        kind: ActKind,
        other: PartyId,
        resource: Option<&str>,
    ) -> Result<Act, OpsError> {
        let party = self.relation.party.id;
        let details = ActDetails {
            counterpart: Some(other.0),
            resource: resource.map(str::to_owned),
            power: self.relation.power("write", SCOPE_DELEGATION).await?,
            ..ActDetails::default()
        };
        let act = self.core.act(self.person.party, party, kind, other.0);
        Ok(act.about(details))
    }
}
