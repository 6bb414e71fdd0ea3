use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes an id type of its own, so that one kind of id cannot stand for another.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
id!(
    /// A party: person, organization or subunit.
    PartyId,
    /// A system in the register; vendors know it by its [`super::SystemName`].
    SystemId,
    /// A vendor's request for a system user.
    RequestId,
    SystemUserId,
    DelegationId,
    /// One start of a link service.
    LaunchId,
    /// One entry in the log of acts.
    ActId,
    AccessListId,
    /// That somebody is a right holder, an agent or a supplier of a party.
    AssignmentId,
    AccessRequestId,
    ScopeDelegationId,
    /// A session as its owner sees it in lists; what the browser holds is another one, and secret.
    SessionId,
    /// A form that is kept over a new login.
    KeptFormId,
    /// A business's own integration at Maskinporten.
    OwnSystemId,
);

impl From<OwnSystemId> for SystemUserId {
    /// The system user of a business's own integration has its id.
    fn from(id: OwnSystemId) -> Self {
        Self(id.0)
    }
}

impl From<RequestId> for SystemUserId {
    /// A system user that a vendor asked for keeps the id of the request.
    fn from(id: RequestId) -> Self {
        Self(id.0)
    }
}
