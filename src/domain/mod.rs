//! The field's types and rules, pure: no clock, no I/O, no other module of the crate.

mod access_list;
mod access_request;
mod act;
mod alphabet;
mod assignment;
mod browser;
mod decision;
mod decision_log;
mod delegation;
mod email;
mod ids;
mod language;
mod level;
mod link_service;
mod log_text;
mod lookup_tries;
mod numbers;
mod own_system;
mod owner_draft;
mod party;
mod precondition;
mod registered;
mod request;
mod residence;
mod resource;
mod right;
mod role;
pub mod scope;
mod scope_delegation;
mod service_owner;
mod session_limits;
mod stated;
mod surname;
mod system;
mod system_user;
mod timestamp;

pub use access_list::{
    AccessList, AccessListMode, Connection, DatedConnection, Expiry, Member, MemberName,
    Membership, is_list_identifier,
};
pub use access_request::{
    AccessRequest, AccessRequestChange, AccessRequestStatus, AskedFor, Asker,
};
pub use act::{Act, ActDetails, ActKind};
pub use alphabet::alphabetical;
pub use assignment::{Assignment, AssignmentRole};
pub use browser::Browser;
pub use decision::Decision;
pub use decision_log::{
    Asked, AskedBy, DecisionEntry, DecisionGap, LoggedBasis, LoggedSubject, Sampling, Surface,
};
pub use delegation::{
    CannotDelegate, ClientDelegation, Delegated, Delegation, Given, RIGHT_HOLDER, Receiver,
};
pub use email::Email;
pub use ids::{
    AccessListId, AccessRequestId, ActId, AssignmentId, DelegationId, KeptFormId, LaunchId,
    OwnSystemId, PartyId, RequestId, ScopeDelegationId, SessionId, SystemId, SystemUserId,
};
pub use language::{Language, Localized};
pub use level::SecurityLevel;
pub use link_service::{
    CheckFailure, CheckKind, Launch, LaunchState, LinkService, LinkTarget, PreCheck, ServiceClosed,
    SubjectBinding,
};
pub use log_text::LogText;
pub use lookup_tries::{Blocked, LookupTries};
pub use numbers::{Day, NationalId, OrgNumber};
pub use own_system::{
    DRAFT_KEPT, KeyState, MAX_DESCRIPTION, MAX_KEYS, MAX_NAME, MAX_OWN_SYSTEMS, MAX_POWERS,
    MAX_SCOPES, NameFault, OwnKey, OwnName, OwnSystem, OwnSystemState, TURN, UseKeyFault, Written,
};
pub use owner_draft::{
    MOST_ADMINISTRATORS, MOST_WORDS, OwnerDraft, OwnerFault, OwnerField, OwnerProblem,
    check_owner_code, check_scope, read_org_number, without_spaces,
};
pub use party::{Organization, Party, PartyKind, PartyType, Person};
pub use precondition::{NotAsExpected, Preconditions, Reading, Versioned, Versions};
pub use registered::{
    Details, OrganizationDetails, PersonDetails, PersonStatus, RegisterSource, Registered,
};
pub use request::{NotAnswerable, REQUEST_LIFETIME, Request, RequestStatus, external_ref};
pub use residence::{PostalAddress, Protection, Residence, StreetAddress};
pub use resource::{
    ContactPoint, GuardedResource, Keyword, Naming, PolicySubject, Reference, ReferenceSource,
    ReferenceType, Resource, ResourceDetails, ResourceDraft, ResourceFault, ResourceType, Texts,
};
pub use right::{PACKAGE_PREFIX, PackageRef, RESOURCE_ATTRIBUTE, Right, RightAttribute, is_subset};
pub use role::RoleAssignment;
pub use scope::Scopes;
pub use scope_delegation::{Business, CannotGiveScopes, SCOPE_ACCESS, ScopeDelegation, ScopeSide};
pub use service_owner::ServiceOwner;
pub use session_limits::SessionLimits;
pub use stated::{Extent, NewParty, PartyKey, Relation, RoleScope, Stated, StatedKind};
pub use surname::is_same_surname;
pub use system::{
    RedirectFault, RedirectPolicy, System, SystemNameFault, check_system_name, is_redirect_address,
};
pub use system_user::SystemUser;
pub use timestamp::Timestamp;
