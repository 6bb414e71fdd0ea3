//! An organization's clients and agents, and an agent's own clients.

pub mod add;
pub mod admin;
mod confirm;
mod desk;
pub mod give;
mod give_page;
mod lists;
pub mod mine;
mod mine_page;
mod people;
mod refused;
mod samples;
mod selection;
pub mod take;

pub use add::AddAgentPage;
pub use confirm::ClientConfirmPage;
pub use give_page::GivePage;
pub use lists::ClientListPage;
pub use mine_page::MyClientsPage;
pub use people::{AgentPage, ClientPage};
pub use refused::ClientsRefusedPage;
