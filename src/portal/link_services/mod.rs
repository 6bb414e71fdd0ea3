//! Link services: the catalogue, and the way from start to the owner's site.

pub mod browse;
mod catalogue;
mod check_failed;
mod choose_party;
pub mod launch;
mod leaving;
mod party_kind;
mod refused;
mod service;

pub use catalogue::{CataloguePage, OwnerOption, SERVICES_PER_PAGE, ServiceRow};
pub use check_failed::{CheckFailedPage, FailedCheck};
pub use choose_party::{ChoosePartyPage, UnusableParty, UsableParty, WhyUnusable};
pub use leaving::LeavingPage;
pub use party_kind::PartyKind;
pub use refused::{Refusal, RefusedPage};
pub use service::{Check, ServicePage};
