use super::{
    OrgNumber, PartyId, ReferenceType, Resource, ResourceType, ScopeDelegationId, SecurityLevel,
    Timestamp,
};

/// The action on an API's resource that lets somebody hand its scopes to a supplier.
pub const SCOPE_ACCESS: &str = "scopeaccess";

/// That a supplier may use the scopes of a resource at Maskinporten on behalf of a consumer. Both are organizations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeDelegation {
    pub id: ScopeDelegationId,
    /// Whose access is used.
    pub consumer: PartyId,
    /// Who uses it.
    pub supplier: PartyId,
    /// The id of a resource of the type `MaskinportenSchema`.
    pub resource: String,
    pub given_by: PartyId,
    pub given_at: Timestamp,
}

/// One of the two organizations of a scope delegation, as others know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Business {
    pub id: PartyId,
    /// The numeric party id of the APIs.
    pub number: i64,
    pub name: String,
    pub org_number: OrgNumber,
}

/// Which of the two an organization is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeSide {
    Consumer,
    Supplier,
}

/// Why somebody may not hand the scopes of a resource to suppliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotGiveScopes {
    /// The resource is of another type: it stands for no scopes.
    NotAnApi,
    /// The owner does not let it be delegated.
    NotDelegable,
    /// The person has no role or package that gives it.
    MissingAccess,
    /// The owner keeps the API for members of its access lists, and the organization is none.
    NotOnList,
    /// The person must log in at a higher level.
    LevelTooLow(SecurityLevel),
}

impl Resource {
    /// The scopes at Maskinporten that the resource stands for; none when it is of another type.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        let is_api = self.kind == ResourceType::MaskinportenSchema;
        let scopes = self.details.referred(ReferenceType::MaskinportenScope);
        scopes.filter(move |_| is_api)
    }

    /// What the resource was called when scopes were delegated by schemes.
    pub fn delegation_scheme(&self) -> Option<&str> {
        self.details
            .referred(ReferenceType::DelegationSchemeId)
            .next()
    }

    /// What by itself keeps everybody from handing its scopes on.
    pub fn closed_to_suppliers(&self) -> Option<CannotGiveScopes> {
        match self.kind {
            ResourceType::MaskinportenSchema if self.is_delegable => None,
            ResourceType::MaskinportenSchema => Some(CannotGiveScopes::NotDelegable),
            _ => Some(CannotGiveScopes::NotAnApi),
        }
    }
}
