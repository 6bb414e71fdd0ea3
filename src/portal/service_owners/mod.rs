//! The operator's pages: registering service owners, their administrators and scopes.

pub mod appoint;
mod confirm;
mod form;
mod list;
pub mod look;
mod owner;
pub mod register;
pub mod scopes;

use crate::ops::operation::Operator;
use crate::ops::service_owners::Refusal;
use crate::portal::PageError;
use crate::portal::visitor::PartyContext;

pub use confirm::{ConfirmPage, Question};
pub use form::{Aim, OwnerFormPage, Written};
pub use list::{OwnerRow, OwnersPage};
pub use owner::{Adding, AdministratorRow, OwnerPage, ScopeRow};

fn operator(ctx: &PartyContext) -> Operator {
    Operator::AtPortal {
        person: ctx.person(),
        party: ctx.party.id,
    }
}

/// For others than the operator there are no such pages.
fn refused(ctx: &PartyContext, refusal: Refusal) -> PageError {
    match refusal {
        Refusal::LevelTooLow(level) => ctx.signed.step_up(level),
        Refusal::NoAccess | Refusal::NotFound | Refusal::Faults(_) => PageError::NotFound,
    }
}
