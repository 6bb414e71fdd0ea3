mod known;

pub use known::{KnownScope, OPENING, RESERVED};

/// The scopes of a token: names compared exactly, with case (RFC 6749 §3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a `scope` claim: names separated by single spaces.
    pub fn parse(text: &str) -> Self {
        Self(
            text.split(' ')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|held| held == name)
    }

    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Those of these scopes that `names` has too.
    #[must_use]
    pub fn only<'n>(&self, names: impl Iterator<Item = &'n str>) -> Self {
        Self(
            names
                .filter(|name| self.has(name))
                .map(str::to_owned)
                .collect(),
        )
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

pub const SYSTEM_WRITE: &str = "altinn:authentication/systemregister.write";
pub const SYSTEM_ADMIN: &str = "altinn:authentication/systemregister.admin";
pub const REQUEST_WRITE: &str = "altinn:authentication/systemuser.request.write";
pub const REQUEST_READ: &str = "altinn:authentication/systemuser.request.read";
pub const SYSTEM_USER_LOOKUP: &str = "altinn:maskinporten/systemuser.read";
pub const AUTHORIZE: &str = "altinn:authorization/authorize";
pub const AUTHORIZE_ADMIN: &str = "altinn:authorization/authorize.admin";
pub const LINK_REDEEM: &str = "altinn:serviceowner/linkservice.redeem";
pub const SERVICE_OWNER: &str = "altinn:serviceowner";
pub const RESOURCE_READ: &str = "altinn:resourceregistry/resource.read";
pub const RESOURCE_WRITE: &str = "altinn:resourceregistry/resource.write";
pub const RESOURCE_ADMIN: &str = "altinn:resourceregistry/resource.admin";
pub const ACCESS_LIST_READ: &str = "altinn:resourceregistry/accesslist.read";
pub const ACCESS_LIST_WRITE: &str = "altinn:resourceregistry/accesslist.write";
pub const ACCESS_LIST_DECISIONS: &str = "altinn:resourceregistry/pdp:accesslist.read";

pub const PARTY_LOOKUP: &str = "altinn:register/partylookup.admin";
/// Given to every session of a portal.
pub const END_USER: &str = "altinn:portal/enduser";

// What end users' own systems may do for them.
pub const TO_OTHERS_READ: &str = "altinn:accessmanagement/enduser:connections:toothers.read";
pub const TO_OTHERS_WRITE: &str = "altinn:accessmanagement/enduser:connections:toothers.write";
pub const FROM_OTHERS_READ: &str = "altinn:accessmanagement/enduser:connections:fromothers.read";
pub const FROM_OTHERS_WRITE: &str = "altinn:accessmanagement/enduser:connections:fromothers.write";
pub const ACCESS_REQUEST_READ: &str = "altinn:accessmanagement/enduser:requests.read";
pub const ACCESS_REQUEST_WRITE: &str = "altinn:accessmanagement/enduser:requests.write";
pub const SUPPLIERS_READ: &str = "altinn:accessmanagement/enduser:maskinportensuppliers.read";
pub const SUPPLIERS_WRITE: &str = "altinn:accessmanagement/enduser:maskinportensuppliers.write";
pub const CONSUMERS_READ: &str = "altinn:accessmanagement/enduser:maskinportenconsumers.read";
pub const CONSUMERS_WRITE: &str = "altinn:accessmanagement/enduser:maskinportenconsumers.write";
pub const CLIENTS_READ: &str = "altinn:clientdelegations.read";
pub const CLIENTS_WRITE: &str = "altinn:clientdelegations.write";
pub const MY_CLIENTS_READ: &str = "altinn:clientdelegations/myclients.read";
pub const MY_CLIENTS_WRITE: &str = "altinn:clientdelegations/myclients.write";
pub const AUTHORIZED_PARTIES: &str = "altinn:accessmanagement/authorizedparties";

// What service owners and Maskinporten ask and do.
pub const AUTHORIZED_PARTIES_OWNER: &str =
    "altinn:accessmanagement/authorizedparties.resourceowner";
pub const AUTHORIZED_PARTIES_ADMIN: &str = "altinn:accessmanagement/authorizedparties.admin";
pub const OWNER_REQUEST_READ: &str = "altinn:serviceowner/delegationrequests.read";
pub const OWNER_REQUEST_WRITE: &str = "altinn:serviceowner/delegationrequests.write";
pub const OWNER_PACKAGE_WRITE: &str = "altinn:serviceowner/delegations:accesspackage.write";
pub const SCOPE_DELEGATIONS: &str = "altinn:maskinporten/delegations";
pub const SCOPE_DELEGATIONS_ADMIN: &str = "altinn:maskinporten/delegations.admin";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_that_only_contains_the_name_is_another_scope() {
        let scopes = Scopes::parse("altinn:serviceowner/instances.read x");
        assert!(!scopes.has(SERVICE_OWNER));
        assert!(scopes.has("x"));
    }
}
