//! Who may do what for a party, and what it may do for others.

use uuid::Uuid;

use super::{RECEIVED, USERS, escape, fill};

pub const USER_ADD: &str = "/accessmanagement/ui/users/ny";
pub const USER: &str = "/accessmanagement/ui/users/{id}";
pub const USER_REMOVE: &str = "/accessmanagement/ui/users/{id}/fjern";
/// The second step of giving something: what.
pub const GIVE: &str = "/accessmanagement/ui/users/{id}/gi";
pub const GIVE_PACKAGE: &str = "/accessmanagement/ui/users/{id}/gi/pakke/{what}";
pub const GIVE_SERVICE: &str = "/accessmanagement/ui/users/{id}/gi/tjeneste/{what}";
pub const TAKE_PACKAGE: &str = "/accessmanagement/ui/users/{id}/ta/pakke/{what}";
pub const TAKE_SERVICE: &str = "/accessmanagement/ui/users/{id}/ta/tjeneste/{what}";
/// The first step of giving something: to whom.
pub const GIVE_TO: &str = "/accessmanagement/ui/gi";
pub const RECEIVED_FROM: &str = "/accessmanagement/ui/received-from/{id}";
pub const LEAVE: &str = "/accessmanagement/ui/received-from/{id}/fjern";
pub const LEAVE_PACKAGE: &str = "/accessmanagement/ui/received-from/{id}/fjern/pakke/{what}";
pub const LEAVE_SERVICE: &str = "/accessmanagement/ui/received-from/{id}/fjern/tjeneste/{what}";
pub const POWERS_PACKAGE: &str = "/accessmanagement/ui/poa-overview/access-package/{what}";

/// The users whose names fit the words, at one of the list's pages.
pub fn users_page(query: &str, page: usize) -> String {
    format!("{USERS}?q={}&side={page}", escape(query))
}

/// The form for a user of this kind, and on to what was chosen for him: a package's code, if any.
pub fn user_add(kind: &str, package: &str) -> String {
    format!("{USER_ADD}?type={kind}&pakke={}", escape(package))
}

pub fn user(id: Uuid) -> String {
    fill(USER, &id.to_string())
}

/// The user's page with what was just given marked.
pub fn user_given(id: Uuid, what: &str) -> String {
    format!("{}?ny={}", user(id), escape(what))
}

pub fn user_remove(id: Uuid) -> String {
    fill(USER_REMOVE, &id.to_string())
}

pub fn give(id: Uuid) -> String {
    fill(GIVE, &id.to_string())
}

pub fn give_package(id: Uuid, code: &str) -> String {
    of(GIVE_PACKAGE, id, code)
}

pub fn give_service(id: Uuid, resource: &str) -> String {
    of(GIVE_SERVICE, id, resource)
}

pub fn take_package(id: Uuid, code: &str) -> String {
    of(TAKE_PACKAGE, id, code)
}

pub fn take_service(id: Uuid, resource: &str) -> String {
    of(TAKE_SERVICE, id, resource)
}

/// To whom something is given, when it is chosen already what: a package's code, if any.
pub fn give_to(package: &str) -> String {
    format!("{GIVE_TO}?pakke={}", escape(package))
}

pub fn give_to_page(package: &str, query: &str, page: usize) -> String {
    format!(
        "{GIVE_TO}?pakke={}&q={}&side={page}",
        escape(package),
        escape(query)
    )
}

pub fn received_page(query: &str, page: usize) -> String {
    format!("{RECEIVED}?q={}&side={page}", escape(query))
}

pub fn received_from(id: Uuid) -> String {
    fill(RECEIVED_FROM, &id.to_string())
}

pub fn leave(id: Uuid) -> String {
    fill(LEAVE, &id.to_string())
}

pub fn leave_package(id: Uuid, code: &str) -> String {
    of(LEAVE_PACKAGE, id, code)
}

pub fn leave_service(id: Uuid, resource: &str) -> String {
    of(LEAVE_SERVICE, id, resource)
}

pub fn powers_package(code: &str) -> String {
    fill(POWERS_PACKAGE, &escape(code))
}

fn of(pattern: &str, id: Uuid, what: &str) -> String {
    fill(&fill(pattern, &id.to_string()), &escape(what))
}
