//! All SQL, one file per aggregate. Functions read rows into domain types and write guarded by the expected state.

pub mod access_lists;
pub mod acts;
pub mod decision_log;
pub mod delegations;
pub mod keys;
pub mod launches;
pub mod link_services;
pub mod owner_scopes;
pub mod parties;
pub mod policies;
pub mod profiles;
pub mod reach;
pub mod register;
pub mod register_changes;
pub mod register_imports;
pub mod registry_clock;
pub mod requests;
pub mod resources;
pub mod roles;
pub mod sandbox_clients;
pub mod service_owners;
pub mod sessions;
mod shared_sql;
pub mod subjects;
pub mod system_users;
pub mod systems;
