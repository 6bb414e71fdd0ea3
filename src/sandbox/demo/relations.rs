use uuid::Uuid;

use super::{organizations as org, persons};
use crate::domain::{
    Assignment, AssignmentId, AssignmentRole, Delegated, Delegation, DelegationId, Receiver,
    RoleAssignment, Timestamp,
};
use crate::ops::access::{OPERATION, RESOURCE_ADMINISTRATION};
use crate::store::client_delegations::{NewPower, Passing};

/// The package that lets the bakery's employee read its post, and nothing that matters more.
const POST: &str = "urn:altinn:accesspackage:ordinaer-post-til-virksomheten";

/// Let somebody hand the scopes of an organization to suppliers: what opens the pages, and what there is to give.
const SCOPES: [&str; 2] = [
    "urn:altinn:accesspackage:maskinporten-administrator",
    "urn:altinn:accesspackage:maskinporten-scopes",
];
/// The package of accountants that covers payroll only.
const PAYROLL: &str = "urn:altinn:accesspackage:regnskapsforer-lonn";

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
    let posts = [
        (org::BAKERY.id(), persons::OLA.id(), persons::KARI.id()),
        (
            org::ACCOUNTANT.id(),
            persons::AMIR.id(),
            persons::GRETE.id(),
        ),
    ];
    let posts = posts.map(|(from, to, by)| (from, to, by, package(POST)));
    let trusted = [
        (&org::OPERATOR, &persons::ODD, OPERATION),
        (&org::TAX_OWNER, &persons::LIV, RESOURCE_ADMINISTRATION),
        (&org::TRADE_OWNER, &persons::TROND, RESOURCE_ADMINISTRATION),
    ];
    // Given by the organization, since none of them has a leader in the cast.
    let rights = trusted.into_iter().flat_map(|(from, to, resource)| {
        ["read", "write"].map(|action| (from.id(), to.id(), from.id(), right(resource, action)))
    });
    let (tax_owner, liv) = (org::TAX_OWNER.id(), persons::LIV.id());
    let scopes = SCOPES.map(|urn| (tax_owner, liv, tax_owner, package(urn)));
    (1..)
        .zip(posts.into_iter().chain(rights).chain(scopes))
        .map(|(serial, (from, to, given_by, what))| Delegation {
            id: delegation_id(serial),
            from,
            to: Receiver::Party(to),
            what,
            given_by,
            given_at: now,
        })
        .collect()
}

/// Amir works for the accountant, and runs the payroll of one of its clients.
pub fn agency(now: Timestamp) -> (Assignment, Passing, NewPower) {
    let (via, agent, by) = (
        org::ACCOUNTANT.id(),
        persons::AMIR.id(),
        persons::GRETE.id(),
    );
    let appointed = Assignment {
        id: AssignmentId(delegation_id(0x100).0),
        from: via,
        to: Receiver::Party(agent),
        role: AssignmentRole::Agent,
        given_by: by,
        given_at: now,
    };
    let power = NewPower {
        id: delegation_id(0x101),
        client: org::BAKERY.id(),
        role: "regnskapsforer".to_owned(),
        package: PAYROLL.to_owned(),
    };
    let passing = Passing {
        via,
        agent,
        by,
        at: now,
    };
    (appointed, passing, power)
}

fn delegation_id(serial: u128) -> DelegationId {
    DelegationId(Uuid::from_u128(
        0xf0a1_0000_0000_4000_8000_0000_0003_0000 + serial,
    ))
}

fn package(urn: &str) -> Delegated {
    Delegated::Package {
        urn: urn.to_owned(),
    }
}

fn right(resource: &str, action: &str) -> Delegated {
    Delegated::Action {
        resource: resource.to_owned(),
        action: action.to_owned(),
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
        for package in SCOPES.into_iter().chain([POST, PAYROLL]) {
            assert!(reference().package(package).is_some(), "{package}");
        }
    }
}
