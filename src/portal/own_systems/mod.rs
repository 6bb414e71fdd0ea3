//! Systems that a business has made for itself: making the integration in five steps, and looking after it.

mod choose_page;
mod confirm_page;
mod detail_page;
mod enter;
mod how;
mod key_page;
pub mod keys;
mod list_page;
pub mod manage;
mod name_page;
mod new_key_page;
mod refused_page;
pub mod rights;
pub mod scopes;
pub mod steps;
mod summary_page;

pub use choose_page::ChoosePage;
use choose_page::{Choice, Choosing, Group};
pub use confirm_page::ConfirmPage;
use confirm_page::Question;
pub use detail_page::DetailPage;
use detail_page::KeyRow;
use how::{Asking, How};
use key_page::KeyFor;
pub use key_page::KeyPage;
pub use list_page::ListPage;
use list_page::Row;
pub use name_page::NamePage;
pub use new_key_page::NewKeyPage;
pub use refused_page::RefusedPage;
use refused_page::Why;
pub use summary_page::SummaryPage;
