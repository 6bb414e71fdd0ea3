use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, Page, PartyLabel, SystemLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// What the answer was, and the way on.
#[derive(Template)]
#[template(path = "requests/receipt.html")]
pub struct ReceiptPage {
    pub frame: Frame,
    /// The request's id, which an approved request's system user has too.
    pub id: Uuid,
    pub outcome: Outcome,
    pub system: SystemLabel,
    pub party: PartyLabel,
    pub at: Timestamp,
    pub onward: Onward,
}

#[derive(Clone, Copy)]
pub enum Outcome {
    Approved,
    Rejected,
    Forwarded,
}

/// Where the person goes after the receipt.
#[derive(Clone, Copy)]
pub enum Onward {
    /// Logs out and goes to the vendor, by itself.
    VendorAtOnce,
    /// Logs out and goes to the vendor when asked to.
    Vendor,
    /// Logs out; the vendor named no address to come back to.
    LogOut,
    /// Stays in the portal.
    Overview,
}

impl Onward {
    pub fn is_automatic(&self) -> bool {
        matches!(self, Onward::VendorAtOnce)
    }
}

impl ReceiptPage {
    /// A forwarded request has no answer yet, and so no time of it.
    fn is_answered(&self) -> bool {
        !matches!(self.outcome, Outcome::Forwarded)
    }

    fn heading(&self) -> &'static str {
        let t = &self.frame.t.receipt;
        match self.outcome {
            Outcome::Approved => t.approved,
            Outcome::Rejected => t.rejected,
            Outcome::Forwarded => t.forwarded,
        }
    }

    fn explanation(&self) -> Vec<Part> {
        let t = &self.frame.t.receipt;
        let text = match self.outcome {
            Outcome::Approved => t.approved_text,
            Outcome::Rejected => t.rejected_text,
            Outcome::Forwarded => t.forwarded_text,
        };
        let system = ("system", Value::Name(&self.system.name));
        say(text, &[system, ("party", Value::Name(&self.party.name))])
    }

    fn going_on(&self) -> Vec<Part> {
        let values = [("vendor", Value::Name(&self.system.vendor))];
        say(self.frame.t.receipt.going_on, &values)
    }

    fn onward_href(&self) -> String {
        match (self.onward, self.outcome) {
            (Onward::Overview, Outcome::Approved) => routes::system_users_created(self.id),
            (Onward::Overview, _) => routes::SYSTEM_USERS.to_owned(),
            _ => routes::request_logout(self.id),
        }
    }

    fn onward_label(&self) -> String {
        let t = self.frame.t;
        match self.onward {
            Onward::VendorAtOnce | Onward::Vendor => {
                fill(t.request.to_vendor, &[("vendor", &self.system.vendor)])
            }
            Onward::LogOut => t.common.log_out.to_owned(),
            Onward::Overview => t.request.to_overview.to_owned(),
        }
    }
}

impl Page for ReceiptPage {
    fn name() -> &'static str {
        "requests-receipt"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |outcome, onward| Self {
            frame: cast::asked(language, &routes::request_receipt(cast::id(1), false)),
            id: cast::id(1),
            outcome,
            system: SystemLabel::sample(),
            party: cast::bakery(),
            at: cast::at(),
            onward,
        };
        vec![
            ("approved", page(Outcome::Approved, Onward::Vendor)),
            (
                "approved-at-once",
                page(Outcome::Approved, Onward::VendorAtOnce),
            ),
            ("approved-inside", page(Outcome::Approved, Onward::Overview)),
            ("rejected", page(Outcome::Rejected, Onward::Vendor)),
            ("rejected-inside", page(Outcome::Rejected, Onward::Overview)),
            ("forwarded", page(Outcome::Forwarded, Onward::LogOut)),
        ]
    }
}
