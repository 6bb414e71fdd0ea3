use askama::Template;

use super::Item;
use crate::domain::{AccessRequestStatus, Language};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, say};

/// Asks before a request is taken back.
#[derive(Template)]
#[template(path = "asks/withdraw.html")]
pub struct WithdrawPage {
    pub frame: Frame,
    /// The party that was asked.
    pub party: String,
    pub item: Item,
}

impl WithdrawPage {
    fn items(&self) -> &[Item] {
        std::slice::from_ref(&self.item)
    }

    fn effect(&self) -> Vec<Part> {
        let party = ("party", Value::Name(&self.party));
        say(self.frame.t.asks.withdraw_effect, &[party])
    }
}

impl Page for WithdrawPage {
    fn name() -> &'static str {
        "asks-withdraw"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |status| Self {
            frame: cast::signed_in(
                language,
                &routes::access_request_withdraw(cast::id(1)),
                NavItem::Access,
            ),
            party: cast::bakery().name,
            item: Item::sample(language, status),
        };
        vec![
            ("pending", page(AccessRequestStatus::Pending)),
            ("gone", page(AccessRequestStatus::Approved)),
        ]
    }
}
