//! Who may do what for a party: its users, giving and taking powers, what it holds at others, and packages by who has them.

mod add_page;
pub mod adding;
mod confirm_page;
mod context;
mod give_page;
pub mod giving;
mod lines;
pub mod looking;
mod offer_page;
pub mod offering;
pub mod overview;
mod overview_pages;
pub mod received;
mod received_page;
mod refusal;
mod refused_page;
mod rows;
mod sources;
pub mod taking;
mod to_whom_page;
mod user_page;
mod users_page;

pub use add_page::AddUserPage;
pub use confirm_page::TakePage;
pub use give_page::GivePage;
pub use offer_page::OfferPage;
pub use overview_pages::{PackagePage, PowersPage};
pub use received_page::ReceivedPage;
pub use refused_page::RefusedPage;
pub use to_whom_page::ToWhomPage;
pub use user_page::UserPage;
pub use users_page::UsersPage;
