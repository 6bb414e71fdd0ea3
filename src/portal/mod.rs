//! What a person sees: pages as plain data with one template each, one folder per journey.

pub mod assets;
pub mod errors;
mod frame;
pub mod gallery;
mod level;
pub mod link_services;
pub mod login;
pub mod page;
mod pager;
pub mod parties;
mod party_label;
pub mod requests;
mod rights;
pub mod settings;
mod system_label;
pub mod system_users;

pub use frame::{Flash, Frame, NavItem};
pub use level::Level;
pub use page::Page;
pub use pager::{PageLink, Pager, PagerItem};
pub use party_label::{Identity, PartyLabel};
pub use rights::{Missing, PackageRight, Rights, ServiceRight};
pub use system_label::SystemLabel;

/// A link or button that leads on from a page.
#[derive(Clone, Debug)]
pub struct WayOn {
    pub href: String,
    pub label: &'static str,
}
