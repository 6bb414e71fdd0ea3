//! The first pages of the section for access management.

use super::escape;

pub const USERS: &str = "/accessmanagement/ui/users";

pub const RECEIVED: &str = "/accessmanagement/ui/received-from";

pub const POWERS: &str = "/accessmanagement/ui/poa-overview";

pub const ACCESS_REQUESTS: &str = "/accessmanagement/ui/requests";

pub const CLIENTS: &str = "/accessmanagement/ui/clientadministration";

pub const MY_CLIENTS: &str = "/accessmanagement/ui/my-clients";

pub const SCOPE_DELEGATIONS: &str = "/accessmanagement/ui/maskinporten";

pub const ACTIVITY: &str = "/accessmanagement/ui/aktivitetslogg";
pub const ACTIVITY_FILE: &str = "/accessmanagement/ui/aktivitetslogg/csv";

/// The activity log with this filter.
pub fn activity(filter: &[(&str, &str)]) -> String {
    with_query(ACTIVITY, filter)
}

/// The file of the same.
pub fn activity_file(filter: &[(&str, &str)]) -> String {
    with_query(ACTIVITY_FILE, filter)
}

fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", escape(value)))
        .collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", pairs.join("&")),
    }
}
