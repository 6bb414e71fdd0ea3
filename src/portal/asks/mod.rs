//! Requests for access: what a party is asked for and asks for, answering, asking, and the drafts of service owners.

pub mod answer;
mod answer_page;
pub mod draft;
mod draft_page;
mod ids;
mod item;
pub mod list;
mod list_page;
pub mod new;
mod new_page;
pub mod withdraw;
mod withdraw_page;

pub use answer_page::AnswerPage;
pub use draft_page::DraftPage;
pub use item::Item;
pub use list_page::RequestsPage;
pub use new_page::{ConfirmNewPage, NewPage};
pub use withdraw_page::WithdrawPage;
