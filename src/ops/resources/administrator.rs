use super::Refusal;
use crate::db::{DbError, Tx};
use crate::domain::{OrgNumber, PartyId, Resource, ResourceDraft, ServiceOwner};
use crate::ops::Person;
use crate::ops::registry_log::Author;
use crate::store::service_owners;

/// Who changes the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Administrator {
    /// Somebody for one organization.
    Owner {
        number: OrgNumber,
        /// The prefixes that its token says it may use in scopes; empty: those that it is registered with.
        prefixes: Vec<String>,
        /// For the log: the person and the party that he acts for, or the organization, whose token it is.
        author: Author,
    },
    /// Whoever runs the registry, for all.
    Operator,
}

impl Administrator {
    /// A person at the portal who acts for the owner with this number.
    pub fn of(number: OrgNumber, person: Person, party: PartyId) -> Self {
        Self::Owner {
            number,
            prefixes: Vec::new(),
            author: Author::Person { person, party },
        }
    }

    pub(super) fn author(&self) -> &Author {
        match self {
            Self::Owner { author, .. } => author,
            Self::Operator => &Author::Unknown,
        }
    }

    /// Whether the resources of this owner may be changed.
    pub fn administers(&self, owner: &ServiceOwner) -> bool {
        match self {
            Self::Owner { number, .. } => owner.number == *number,
            Self::Operator => true,
        }
    }

    /// The resource, when it is there, this administrator's, and in the expected version or any.
    pub(super) fn change(
        &self,
        resource: Option<Resource>,
        owner: Option<&ServiceOwner>,
        expected: Option<i64>,
    ) -> Result<Resource, Refusal> {
        let resource = resource.ok_or(Refusal::NotFound)?;
        if !owner.is_some_and(|owner| self.administers(owner)) {
            return Err(Refusal::NotYours);
        }
        match expected {
            Some(expected) if expected != resource.version => {
                Err(Refusal::Changed(resource.version))
            }
            _ => Ok(resource),
        }
    }

    /// Whether a resource may be described as belonging to whom the draft says.
    pub(super) fn may_own(&self, draft: &ResourceDraft, owner: Option<&ServiceOwner>) -> bool {
        match self {
            Self::Owner { number, .. } if draft.organization.is_empty() => {
                owner.is_some_and(|owner| owner.number == *number)
            }
            Self::Owner { number, .. } => draft.organization == number.as_str(),
            Self::Operator => true,
        }
    }

    /// The scopes that a draft stands for and that are not the caller's to give away.
    pub(super) async fn foreign_scopes(
        &self,
        tx: &mut Tx,
        draft: &ResourceDraft,
    ) -> Result<Vec<String>, DbError> {
        let (number, prefixes) = match self {
            Self::Operator => return Ok(Vec::new()),
            Self::Owner {
                number, prefixes, ..
            } => (number, prefixes),
        };
        if !prefixes.is_empty() {
            return Ok(draft.foreign_scopes(prefixes));
        }
        let registered = service_owners::find_by_number(tx, number).await?;
        let prefixes = registered.map(|owner| owner.scope_prefixes);
        Ok(draft.foreign_scopes(&prefixes.unwrap_or_default()))
    }
}
