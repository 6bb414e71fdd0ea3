//! API delegation: whom a business lets use its scopes at Maskinporten, and whose it may use.

mod choose;
mod confirm;
pub mod consumers;
mod counterpart;
mod enter;
mod form;
pub mod give;
mod overview;
mod refused;
pub mod suppliers;

pub use choose::{ApiOption, ChoosePage, Closed};
pub use confirm::{ConfirmPage, Question};
pub use counterpart::{ApiRow, CounterpartPage};
pub use form::{FormProblem, SupplierFormPage};
pub use overview::{CounterpartRow, OverviewPage};
pub use refused::{RefusedPage, Why};
