use uuid::Uuid;

use super::{organizations as org, persons};
use crate::domain::{
    Delegated, Delegation, DelegationId, PartyId, Receiver, RoleAssignment, Timestamp,
};

/// The package that lets the bakery's employee read its post, and nothing that matters more.
const POST: &str = "urn:altinn:accesspackage:ordinaer-post-til-virksomheten";

/// Who has which role at whom.
pub fn roles() -> Vec<RoleAssignment> {
    [
        (org::BAKERY.id(), persons::KARI.id(), "daglig-leder"),
        (org::BAKERY.id(), persons::STIG.id(), "styreleder"),
        (org::BAKERY.id(), org::ACCOUNTANT.id(), "regnskapsforer"),
        (org::BAKERY.id(), org::AUDITOR.id(), "revisor"),
        (org::PLUMBER.id(), persons::PER.id(), "daglig-leder"),
        (org::ACCOUNTANT.id(), persons::GRETE.id(), "daglig-leder"),
        (org::AUDITOR.id(), persons::ROLF.id(), "daglig-leder"),
        (org::VENDOR.id(), persons::VIDAR.id(), "daglig-leder"),
        (org::ASSOCIATION.id(), persons::ARNE.id(), "styreleder"),
        (org::ESTATE.id(), persons::BERIT.id(), "bostyrer"),
        (org::PROPRIETOR.id(), persons::UNNI.id(), "innehaver"),
    ]
    .into_iter()
    .map(|(at, holder, role)| RoleAssignment {
        at,
        holder,
        role: role.to_owned(),
    })
    .collect()
}

/// What has been given to employees.
pub fn delegations(now: Timestamp) -> Vec<Delegation> {
    [
        (1, org::BAKERY.id(), persons::OLA.id(), persons::KARI.id()),
        (
            2,
            org::ACCOUNTANT.id(),
            persons::AMIR.id(),
            persons::GRETE.id(),
        ),
    ]
    .into_iter()
    .map(|(serial, from, to, by)| post(serial, from, to, by, now))
    .collect()
}

fn post(serial: u128, from: PartyId, to: PartyId, by: PartyId, now: Timestamp) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::from_u128(
            0xf0a1_0000_0000_4000_8000_0000_0003_0000 + serial,
        )),
        from,
        to: Receiver::Party(to),
        what: Delegated::Package {
            urn: POST.to_owned(),
        },
        given_by: by,
        given_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::reference;

    #[test]
    fn every_role_and_package_exists() {
        for assignment in roles() {
            assert!(
                reference().role(&assignment.role).is_some(),
                "{}",
                assignment.role
            );
        }
        assert!(reference().package(POST).is_some());
    }
}
