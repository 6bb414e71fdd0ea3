use super::clients::{DemoClient, PLUMBER_CLIENT, VENDOR_CLIENT};
use super::organizations::{BAKERY, DemoOrganization, PLUMBER};
use super::resources::TAX_BASIS;

/// A system whose vendor's site is simulated. It is not in the register from the start: the site registers it through
/// the API when it is first used.
pub struct DemoSystem {
    /// Its id in the system register.
    pub id: &'static str,
    pub name: [&'static str; 3],
    pub description: [&'static str; 3],
    pub vendor_name: &'static str,
    pub client: &'static DemoClient,
    /// The business that it asks for a system user.
    pub customer: &'static DemoOrganization,
    /// The resources that it needs.
    pub resources: &'static [&'static str],
}

pub const ACCOUNTING: DemoSystem = DemoSystem {
    id: "310801003_regnskap",
    name: [
        "Bedriftshjelp Regnskap",
        "Bedriftshjelp Rekneskap",
        "Bedriftshjelp Accounting",
    ],
    description: [
        "Henter skattegrunnlaget rett inn i regnskapet.",
        "Hentar skattegrunnlaget rett inn i rekneskapen.",
        "Fetches the tax basis straight into the accounts.",
    ],
    vendor_name: "Bedriftshjelp AS",
    client: &VENDOR_CLIENT,
    customer: &BAKERY,
    resources: &[TAX_BASIS],
};

/// A system that a business has made for itself: vendor and customer are the same.
pub const OWN: DemoSystem = DemoSystem {
    id: "310601004_rorfag",
    name: [
        "Rørfag egenutviklet",
        "Rørfag eigenutvikla",
        "Rørfag in-house system",
    ],
    description: [
        "Rørleggerens eget system.",
        "Systemet til røyrleggjaren sjølv.",
        "The plumber's own system.",
    ],
    vendor_name: "Rørlegger Hansen & Sønner AS",
    client: &PLUMBER_CLIENT,
    customer: &PLUMBER,
    resources: &[TAX_BASIS],
};

pub const ALL: [&DemoSystem; 2] = [&ACCOUNTING, &OWN];

pub fn find(id: &str) -> Option<&'static DemoSystem> {
    ALL.into_iter().find(|system| system.id == id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{OrgNumber, check_system_name};

    #[test]
    fn every_system_carries_its_vendors_number() {
        for system in ALL {
            let vendor = OrgNumber::parse(system.client.org_number).unwrap();
            assert!(check_system_name(system.id, &vendor).is_empty());
        }
    }
}
