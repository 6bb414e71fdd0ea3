//! What a person sees: pages as plain data with one template each, one folder per journey.

pub mod access;
pub mod asks;
mod cookies;
mod enough;
pub mod errors;
pub mod form;
mod frame;
pub mod gallery;
pub mod kept_form;
mod level;
pub mod limited;
pub mod link_services;
pub mod login;
pub mod own_systems;
pub mod page;
mod page_error;
mod pager;
pub mod parties;
mod party_label;
pub mod registry;
pub mod requests;
mod rights;
mod router;
pub mod scope_delegations;
pub mod service_owners;
mod session;
mod session_store;
pub mod sessions;
pub mod settings;
mod system_label;
pub mod system_users;
pub mod users;
mod visitor;
pub mod way_back;
mod words;

pub use enough::{Enough, PowerList};
pub use frame::{Flash, Frame, NavItem, SessionLeft};
pub use page::Page;
pub use page_error::PageError;
pub use pager::{PageLink, Pager, PagerItem};
pub use party_label::{Identity, PartyLabel};
pub use rights::{Missing, PackageRight, Rights, ServiceRight};
pub use router::router;
pub use system_label::SystemLabel;
use words::{approvers, power_name};

/// A link or button that leads on from a page.
#[derive(Clone, Debug)]
pub struct WayOn {
    pub href: String,
    pub label: &'static str,
}
