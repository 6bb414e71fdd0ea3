//! What a person sees: pages as plain data with one template each, one folder per journey.

pub mod assets;
mod frame;
pub mod gallery;
pub mod page;
mod pager;
mod party_label;
pub mod requests;
mod rights;
pub mod system_users;

pub use frame::{Flash, Frame, NavItem};
pub use page::Page;
pub use pager::Pager;
pub use party_label::{Identity, PartyLabel};
pub use rights::{Missing, PackageRight, Rights, ServiceRight};
