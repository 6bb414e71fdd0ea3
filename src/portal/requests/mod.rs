//! The consent screen for a vendor's request, and its receipt.

mod receipt;
mod show;

pub use receipt::{Onward, Outcome, ReceiptPage};
pub use show::{Problem, ShowPage, State};

use crate::text::{Texts, fill, numbers};

/// The system that asks, and its vendor.
#[derive(Clone, Debug)]
pub struct AskingSystem {
    pub name: String,
    /// What the vendor says about the system; may be empty.
    pub description: String,
    pub vendor: String,
    /// The vendor's organization number, nine digits.
    pub vendor_number: String,
}

impl AskingSystem {
    /// The vendor's number, grouped.
    pub fn vendor_line(&self, t: &Texts) -> String {
        fill(t.common.number, &[("number", &numbers::organization(&self.vendor_number))])
    }

    /// System, vendor and number in one sentence.
    pub fn line(&self, t: &Texts) -> String {
        let number = numbers::organization(&self.vendor_number);
        let values = [("system", &*self.name), ("vendor", &self.vendor), ("number", &number)];
        fill(t.common.vendor_line, &values)
    }

    fn sample() -> Self {
        Self {
            name: "Kornregnskap Sky".into(),
            description: "Regnskap og lønn for små virksomheter".into(),
            vendor: "Tallgiganten AS".into(),
            vendor_number: "311443755".into(),
        }
    }
}
