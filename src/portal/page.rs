//! What every page has in common, and the cast that the samples use.

use askama::Template;
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::domain::{Language, Timestamp};

use super::frame::{Frame, NavItem, SessionLeft};
use super::party_label::{Identity, PartyLabel};
use super::rights::{Missing, PackageRight, Rights, ServiceRight};

/// A page: plain data with a template. The handlers fill it; the samples show it in every state.
pub trait Page: Template + Sized {
    /// The page's name, journey first: `requests-show`.
    fn name() -> &'static str;

    /// The page in every state that it can have, each with a name.
    fn samples(language: Language) -> Vec<(&'static str, Self)>;
}

/// The cast of the samples: invented people, businesses, systems.
pub(super) mod cast {
    use super::*;

    pub fn anonymous(language: Language, path: &str) -> Frame {
        Frame {
            test_environment: true,
            reference: "01939f5e-7a1c-7c55-b1a0-4f2f0c3d9e21".into(),
            ..Frame::new(language, path)
        }
    }

    /// The manager, acting for the bakery.
    pub fn signed_in(language: Language, path: &str, active: NavItem) -> Frame {
        Frame {
            person: Some("Solveig Nordby".into()),
            party: Some(bakery()),
            active: Some(active),
            session: Some(SessionLeft {
                left: 1_800,
                most: 7_200,
                warning: 300,
                whole: 120,
            }),
            ..anonymous(language, path)
        }
    }

    /// Somebody who administers the resources of a service owner.
    pub fn owner(language: Language, path: &str) -> Frame {
        Frame {
            party: Some(PartyLabel {
                name: "Havetaten".into(),
                identity: Identity::Organization {
                    number: "310902004".into(),
                },
            }),
            administers: true,
            ..signed_in(language, path, NavItem::Resources)
        }
    }

    /// The manager on a page of the request layout.
    pub fn asked(language: Language, path: &str) -> Frame {
        Frame {
            person: Some("Solveig Nordby".into()),
            ..anonymous(language, path)
        }
    }

    /// The operator's person, acting for the operator.
    pub fn operator(language: Language, path: &str, active: NavItem) -> Frame {
        let operator = PartyLabel {
            name: "Portaldrift Nord".into(),
            identity: Identity::Organization {
                number: "310905011".into(),
            },
        };
        Frame {
            party: Some(operator),
            operates: true,
            ..signed_in(language, path, active)
        }
    }

    pub fn bakery() -> PartyLabel {
        PartyLabel {
            name: "Fjordbrød Bakeri AS".into(),
            identity: Identity::Organization {
                number: "313725138".into(),
            },
        }
    }

    pub fn subunit() -> PartyLabel {
        PartyLabel {
            name: "Fjordbrød Bakeri avd. Torget".into(),
            identity: Identity::Subunit {
                number: "315602473".into(),
                parent: bakery().name,
            },
        }
    }

    pub fn manager() -> PartyLabel {
        PartyLabel {
            name: "Solveig Nordby".into(),
            identity: Identity::Person {
                born: date!(1979 - 05 - 17),
            },
        }
    }

    pub fn id(last: u8) -> Uuid {
        Uuid::from_u128(0x0193_9f5e_7a1c_7c55_b1a0_4f2f_0c3d_9e00 + u128::from(last))
    }

    pub fn at() -> Timestamp {
        Timestamp::from_datetime(datetime!(2026-11-20 09:42 UTC))
    }

    pub fn roles(language: Language) -> Vec<String> {
        let roles = match language {
            Language::Nb => ["Daglig leder", "Styrets leder", "Tilgangsstyrer"],
            Language::Nn => ["Dagleg leiar", "Styreleiar", "Tilgangsstyrar"],
            Language::En => ["General manager", "Chair of the board", "Access manager"],
        };
        roles.map(str::to_owned).to_vec()
    }

    fn word(language: Language, words: [&str; 3]) -> &str {
        let [nb, nn, en] = words;
        match language {
            Language::Nb => nb,
            Language::Nn => nn,
            Language::En => en,
        }
    }

    pub fn vat(language: Language) -> ServiceRight {
        ServiceRight {
            title: word(language, ["Mva-melding", "Mva-melding", "VAT return"]).into(),
            owner: "Skatt Nord".into(),
            actions: ["read", "write", "sign"].map(String::from).to_vec(),
            missing: None,
        }
    }

    pub fn sick_leave(language: Language) -> ServiceRight {
        ServiceRight {
            title: word(
                language,
                ["Sykmeldinger", "Sjukmeldingar", "Sick leave notes"],
            )
            .into(),
            owner: "Helse Øst".into(),
            actions: vec!["read".into()],
            missing: None,
        }
    }

    pub fn accounting(language: Language) -> PackageRight {
        PackageRight {
            name: word(
                language,
                [
                    "Regnskap og skatt",
                    "Rekneskap og skatt",
                    "Accounting and tax",
                ],
            )
            .into(),
            description: word(
                language,
                [
                    "Gir tilgang til tjenester for bokføring, årsregnskap og skatt.",
                    "Gir tilgang til tenester for bokføring, årsrekneskap og skatt.",
                    "Gives access to services for bookkeeping, annual accounts and tax.",
                ],
            )
            .into(),
            missing: None,
        }
    }

    pub fn rights(language: Language) -> Rights {
        Rights {
            services: vec![vat(language), sick_leave(language)],
            packages: vec![accounting(language)],
        }
    }

    /// The same rights, two of which the person cannot pass on.
    pub fn lacking(language: Language) -> Rights {
        let mut sick_leave = sick_leave(language);
        sick_leave.missing = Some(Missing::Power);
        let mut accounting = accounting(language);
        accounting.missing = Some(Missing::Level);
        Rights {
            services: vec![vat(language), sick_leave],
            packages: vec![accounting],
        }
    }
}
