//! The APIs that tell whom somebody may act for.

pub const AUTHORIZED_PARTIES: &str = "/accessmanagement/api/v1/authorizedparties";
pub const AUTHORIZED_PARTY: &str = "/accessmanagement/api/v1/authorizedparty/{number}";
pub const AUTHORIZED_PARTIES_FOR: &str = "/accessmanagement/api/v1/{party}/authorizedparties";
pub const AUTHORIZED_PARTIES_END_USER: &str = "/accessmanagement/api/v1/enduser/authorizedparties";
pub const AUTHORIZED_PARTIES_OWNER: &str =
    "/accessmanagement/api/v1/resourceowner/authorizedparties";
/// The same by its other name.
pub const AUTHORIZED_PARTIES_OWNER_ALIAS: &str =
    "/accessmanagement/api/v1/serviceowner/authorizedparties";
