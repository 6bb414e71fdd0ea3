use uuid::Uuid;

use crate::domain::{OrgNumber, Organization, Party, PartyId, PartyKind};

/// An invented organization with a number of the synthetic series.
pub struct DemoOrganization {
    serial: u16,
    pub name: &'static str,
    pub number: &'static str,
    form: &'static str,
    parent: Option<&'static DemoOrganization>,
}

pub const BAKERY: DemoOrganization = main_unit(1, "Nøkkelvik Bakeri AS", "310501018", "AS");
pub const BAKERY_SQUARE: DemoOrganization = DemoOrganization {
    parent: Some(&BAKERY),
    ..main_unit(2, "Nøkkelvik Bakeri avd. Torget", "310502006", "BEDR")
};
pub const BAKERY_QUAY: DemoOrganization = DemoOrganization {
    parent: Some(&BAKERY),
    ..main_unit(3, "Nøkkelvik Bakeri avd. Brygga", "310503002", "BEDR")
};
pub const PLUMBER: DemoOrganization =
    main_unit(4, "Rørlegger Hansen & Sønner AS", "310601004", "AS");
pub const ACCOUNTANT: DemoOrganization =
    main_unit(5, "Tall & Balanse Regnskap AS", "310701009", "AS");
pub const AUDITOR: DemoOrganization = main_unit(6, "Ettersyn Revisjon AS", "310702005", "AS");
pub const VENDOR: DemoOrganization = main_unit(7, "Bedriftshjelp AS", "310801003", "AS");
pub const ASSOCIATION: DemoOrganization =
    main_unit(8, "Nøkkelvik Sangforening", "311001000", "FLI");
pub const BANKRUPT: DemoOrganization = main_unit(9, "Havsnerten Handel AS", "311101005", "AS");
pub const ESTATE: DemoOrganization =
    main_unit(10, "Havsnerten Handel AS konkursbo", "311102001", "KBO");
pub const PROPRIETOR: DemoOrganization = main_unit(11, "Blomvik Blomster", "311201018", "ENK");
pub const TAX_OWNER: DemoOrganization =
    main_unit(12, "Det tenkte skattekontoret", "310901008", "ORGL");
pub const TRADE_OWNER: DemoOrganization = main_unit(13, "Næringsoppsynet", "310902004", "ORGL");
/// Operates the portal.
pub const OPERATOR: DemoOrganization = main_unit(14, "Nøkkelvik Portaldrift", "310904007", "ORGL");
/// Owns nothing yet: the one that the guide for service owners registers.
pub const OCEAN: DemoOrganization = main_unit(15, "Havetaten", "310904015", "ORGL");

/// Main units before their subunits.
pub const ALL: [&DemoOrganization; 15] = [
    &BAKERY,
    &BAKERY_SQUARE,
    &BAKERY_QUAY,
    &PLUMBER,
    &ACCOUNTANT,
    &AUDITOR,
    &VENDOR,
    &ASSOCIATION,
    &BANKRUPT,
    &ESTATE,
    &PROPRIETOR,
    &TAX_OWNER,
    &TRADE_OWNER,
    &OPERATOR,
    &OCEAN,
];

const fn main_unit(
    serial: u16,
    name: &'static str,
    number: &'static str,
    form: &'static str,
) -> DemoOrganization {
    DemoOrganization {
        serial,
        name,
        number,
        form,
        parent: None,
    }
}

impl DemoOrganization {
    pub fn id(&self) -> PartyId {
        PartyId(Uuid::from_u128(
            0xf0a1_0000_0000_4000_8000_0000_0002_0000 + u128::from(self.serial),
        ))
    }

    /// None when the number is wrong; a test sees to it that none is.
    pub fn party(&self) -> Option<Party> {
        Some(Party {
            id: self.id(),
            number: 50_020_000 + i64::from(self.serial),
            name: self.name.to_owned(),
            kind: PartyKind::Organization(Organization {
                number: OrgNumber::parse(self.number)?,
                form: self.form.to_owned(),
                parent: self.parent.map(DemoOrganization::id),
                is_bankrupt: self.number == BANKRUPT.number,
            }),
            is_deleted: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_organization_has_a_valid_number_of_the_synthetic_series() {
        for demo in ALL {
            assert!(demo.party().is_some(), "{}", demo.name);
            assert!(demo.number.starts_with(['2', '3']), "{}", demo.name);
        }
    }
}
