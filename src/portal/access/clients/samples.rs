//! The cast of the samples here.

use super::desk::ClientRow;
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, Identity, NavItem, PartyLabel};
use crate::routes;

pub fn around(language: Language, path: &str) -> (Frame, SectionMenu) {
    let item = match path.starts_with(routes::MY_CLIENTS) {
        true => SectionItem::MyClients,
        false => SectionItem::Clients,
    };
    let frame = Frame {
        party: Some(office()),
        ..cast::signed_in(language, path, NavItem::Access)
    };
    let menu = SectionMenu::sample(&frame, item);
    (frame, menu)
}

/// The accountant.
pub fn office() -> PartyLabel {
    PartyLabel {
        name: "Fjord Regnskap AS".into(),
        identity: Identity::Organization {
            number: "310601012".into(),
        },
    }
}

pub fn powers(language: Language) -> Vec<String> {
    let words = match language {
        Language::Nb => [
            "Regnskapsfører lønn",
            "Regnskapsfører med signeringsrettighet",
        ],
        Language::Nn => ["Rekneskapsførar lønn", "Rekneskapsførar med signeringsrett"],
        Language::En => ["Accountant salary", "Accountant with signing rights"],
    };
    words.map(str::to_owned).to_vec()
}

pub fn clients(language: Language) -> Vec<ClientRow> {
    let row = |last, party, powers| ClientRow {
        id: cast::id(last),
        party,
        powers,
    };
    vec![
        row(1, cast::bakery(), powers(language)),
        row(2, cast::subunit(), Vec::new()),
    ]
}
