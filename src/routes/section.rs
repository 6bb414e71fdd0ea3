//! The first pages of the section for access management.

pub(crate) const USERS: &str = "/accessmanagement/ui/users";

pub(crate) const RECEIVED: &str = "/accessmanagement/ui/received-from";

pub(crate) const POWERS: &str = "/accessmanagement/ui/poa-overview";

pub(crate) const ACCESS_REQUESTS: &str = "/accessmanagement/ui/requests";

pub(crate) const CLIENTS: &str = "/accessmanagement/ui/clientadministration";

pub(crate) const MY_CLIENTS: &str = "/accessmanagement/ui/my-clients";

pub const SCOPE_DELEGATIONS: &str = "/accessmanagement/ui/maskinporten";

pub(crate) const ACTIVITY: &str = "/accessmanagement/ui/aktivitetslogg";
