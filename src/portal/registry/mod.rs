//! `/tjenesteeier`: where those who administer a service owner's resources describe them, say who may do what, and keep the
//! access lists. Whoever else comes here reads what would be enough.

mod connection_page;
pub mod connections;
mod context;
mod description;
mod fields;
mod list_pages;
pub mod lists;
mod member_pages;
pub mod members;
pub mod mode;
mod mode_page;
mod overview;
mod paste;
pub mod policy;
mod policy_draft;
mod policy_page;
mod preview;
mod refused;
mod resource;
mod resource_form;
pub mod resources;
mod samples;
mod table;

pub use connection_page::ConnectionPage;
pub use context::owner_of;
pub use list_pages::{ConnectionRow, DeleteListPage, ListFormPage, ListPage, ListsPage};
pub use member_pages::{AddMembersPage, AddedPage, MemberPage};
pub use mode_page::ModePage;
pub use overview::{OverviewPage, RESOURCES_PER_PAGE, ResourceRow};
pub use policy_page::PolicyPage;
pub use preview::PreviewPage;
pub use refused::RefusedPage;
pub use resource::ResourcePage;
pub use resource_form::ResourceFormPage;
