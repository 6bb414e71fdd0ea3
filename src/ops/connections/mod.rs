//! Connections: what a party has given to others and been given by others, for the portal and the API alike.
//!
//! Everything works on a [`Relation`](super::access::Relation), a person at a party, and is decided by the engine: who
//! manages access there ([`may_see`], [`may_change`]), which packages and rights the person may pass on
//! ([`check_packages`], [`check_rights`]). Worked example: Kari, general manager of the bakery, gives Ola the package
//! `skattegrunnlag`. Her role lets her write on `altinn_access_management`; the reference data lets general managers
//! pass the package on; Ola has been let in before, by number and surname ([`recipient::find`]). [`give_package`] asks all
//! of it again within its transaction and writes the delegation and one act. The next decision about Ola permits.

mod able;
mod change;
mod give;
mod list;
mod owner;
mod packages;
pub mod recipient;
mod refusal;
mod revoke;
mod rights;
mod ways;
mod who;

pub use able::{Able, Wanted, able};
pub use change::Change;
pub use give::{GivenPackage, add_right_holder, give_package, give_rights, replace_rights};
pub use list::{Connection, Listing, Page, Within, list};
pub use owner::{OwnerGift, give_as_owner, revoke_as_owner};
pub use packages::{
    PackageCheck, PackageReason, check_package, check_packages, check_recipient, packages_for,
};
pub use recipient::{Named, Recipient};
pub use refusal::{Left, Refusal};
pub use revoke::{remove, revoke_package, revoke_resource};
pub use rights::{
    Attribute, NamedRight, Offered, ReasonCode, RightCheck, RightsCheck, check_rights,
    find_offered, list_offered,
};
pub use ways::{Held, Reason, Way};
pub use who::{Direction, Link, may_change, may_see};
