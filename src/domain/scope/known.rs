//! Every scope that the product knows, by who gets it and what it is for. Which addresses each of them opens stands in the
//! table of the APIs, `api::needs`; `docs/scopes.md` is written from both.

use super::*;

/// A scope as it is explained to those who ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownScope {
    pub name: &'static str,
    /// Who gets it.
    pub holder: &'static str,
    pub purpose: &'static str,
}

const fn known(name: &'static str, holder: &'static str, purpose: &'static str) -> KnownScope {
    KnownScope {
        name,
        holder,
        purpose,
    }
}

const VENDOR: &str = "vendors";
const OWNER: &str = "service owners";
const SYSTEM: &str = "end users' systems";
const OPERATOR: &str = "the operator";
const MASKINPORTEN: &str = "Maskinporten";
const COMPONENTS: &str = "components that decide";

/// Scopes that open something here.
pub const OPENING: &[KnownScope] = &[
    known(
        SYSTEM_WRITE,
        VENDOR,
        "keeps its own systems in the system register",
    ),
    known(SYSTEM_ADMIN, OPERATOR, "keeps any vendor's systems"),
    known(
        REQUEST_WRITE,
        VENDOR,
        "asks businesses for system users, and follows what it asked for",
    ),
    known(REQUEST_READ, VENDOR, "follows what it asked businesses for"),
    known(
        SYSTEM_USER_LOOKUP,
        MASKINPORTEN,
        "looks up the system user that a token is asked for",
    ),
    known(AUTHORIZE, OWNER, "asks for decisions"),
    known(
        AUTHORIZE_ADMIN,
        COMPONENTS,
        "asks for decisions, and sees what anybody holds",
    ),
    known(LINK_REDEEM, OWNER, "redeems tickets of its link services"),
    known(
        SERVICE_OWNER,
        OWNER,
        "says that a service owner calls: redeems tickets; in an exchanged token, names the owner's code",
    ),
    known(
        RESOURCE_WRITE,
        OWNER,
        "keeps its own resources and their policies",
    ),
    known(
        RESOURCE_ADMIN,
        OPERATOR,
        "keeps any owner's resources, policies and access lists",
    ),
    known(ACCESS_LIST_READ, OWNER, "reads its own access lists"),
    known(ACCESS_LIST_WRITE, OWNER, "keeps its own access lists"),
    known(
        ACCESS_LIST_DECISIONS,
        COMPONENTS,
        "reads any access list and membership",
    ),
    known(
        PARTY_LOOKUP,
        COMPONENTS,
        "looks up any party of the register",
    ),
    known(
        END_USER,
        "everybody who is logged in at the portal",
        "does for a person what the portal does: as good as each scope for end users' systems",
    ),
    known(
        TO_OTHERS_READ,
        SYSTEM,
        "sees what a party has given to others",
    ),
    known(TO_OTHERS_WRITE, SYSTEM, "gives to others and takes back"),
    known(FROM_OTHERS_READ, SYSTEM, "sees what a party has been given"),
    known(
        FROM_OTHERS_WRITE,
        SYSTEM,
        "gives back what a party has been given",
    ),
    known(ACCESS_REQUEST_READ, SYSTEM, "follows requests for access"),
    known(
        ACCESS_REQUEST_WRITE,
        SYSTEM,
        "asks for access, and answers those who ask",
    ),
    known(
        SUPPLIERS_READ,
        SYSTEM,
        "sees whom a party lets use its scopes at Maskinporten",
    ),
    known(
        SUPPLIERS_WRITE,
        SYSTEM,
        "lets suppliers use a party's scopes at Maskinporten",
    ),
    known(
        CONSUMERS_READ,
        SYSTEM,
        "sees whose scopes a party may use at Maskinporten",
    ),
    known(
        CONSUMERS_WRITE,
        SYSTEM,
        "gives back scopes that a party may use at Maskinporten",
    ),
    known(
        CLIENTS_READ,
        SYSTEM,
        "sees an organization's clients and agents",
    ),
    known(
        CLIENTS_WRITE,
        SYSTEM,
        "gives agents what is held at clients, and takes it back",
    ),
    known(MY_CLIENTS_READ, SYSTEM, "sees an agent's own clients"),
    known(MY_CLIENTS_WRITE, SYSTEM, "lets an agent give up clients"),
    known(
        AUTHORIZED_PARTIES,
        SYSTEM,
        "asks whom the person or system user itself may act for",
    ),
    known(
        AUTHORIZED_PARTIES_OWNER,
        OWNER,
        "asks whom somebody may act for, by its own resources",
    ),
    known(
        AUTHORIZED_PARTIES_ADMIN,
        COMPONENTS,
        "asks whom somebody may act for, by any owner's resources",
    ),
    known(
        OWNER_REQUEST_READ,
        OWNER,
        "follows the requests for access that it drafted",
    ),
    known(
        OWNER_REQUEST_WRITE,
        OWNER,
        "drafts requests for access, for others to confirm",
    ),
    known(
        OWNER_PACKAGE_WRITE,
        "service owners that the operator has chosen",
        "gives access packages of one party to another",
    ),
    known(
        SCOPE_DELEGATIONS,
        "Maskinporten, and service owners that serve APIs",
        "looks up who may use whose scopes, for scopes of its own prefixes",
    ),
    known(
        SCOPE_DELEGATIONS_ADMIN,
        OPERATOR,
        "looks up who may use whose scopes, for any scope",
    ),
];

const NO_CONSENT: &str = "no consent is asked for or given here yet";
const NO_MESSAGES: &str = "messages are sent and read elsewhere";
const NO_EVENTS: &str = "events are published and followed elsewhere";
const NO_DIALOGS: &str = "dialogs are kept elsewhere";
const NO_INSTANCES: &str = "forms and their instances are kept elsewhere";
const NO_OTHERS: &str = "a neighbour's, named so that its tokens are recognised";

/// Scopes of the same family that nothing here needs: no address is opened by any of them. Known, so that they are given
/// no other meaning, and not to be mistaken for those above.
pub const RESERVED: &[KnownScope] = &[
    known(
        "altinn:authentication/systemregister.read",
        VENDOR,
        "the register is read with the scope to write",
    ),
    known(
        "altinn:authentication/systemuser.admin",
        COMPONENTS,
        "there is no stream of system users",
    ),
    known(
        RESOURCE_READ,
        OWNER,
        "everybody may read the resource registry",
    ),
    known(
        "altinn:pdp/authorize.enduser",
        SYSTEM,
        "end users' systems ask for no decisions",
    ),
    known(
        "altinn:register/debug.internal",
        OPERATOR,
        "there is nothing to debug the register with",
    ),
    known("altinn:maskinporten/consent.read", MASKINPORTEN, NO_CONSENT),
    known("altinn:consentrequests.read", OWNER, NO_CONSENT),
    known("altinn:consentrequests.write", OWNER, NO_CONSENT),
    known("altinn:consentrequests.org", OWNER, NO_CONSENT),
    known("digdir:dialogporten", SYSTEM, NO_DIALOGS),
    known("digdir:dialogporten.noconsent", "portals", NO_DIALOGS),
    known("digdir:dialogporten.serviceprovider", OWNER, NO_DIALOGS),
    known(
        "digdir:dialogporten.serviceprovider.search",
        OWNER,
        NO_DIALOGS,
    ),
    known(
        "digdir:dialogporten.serviceprovider.correspondence",
        COMPONENTS,
        "the name in the guide; dialogs are kept elsewhere",
    ),
    known(
        "digdir:dialogporten.correspondence",
        COMPONENTS,
        "the name in the original's source; dialogs are kept elsewhere",
    ),
    known(
        "digdir:dialogporten.serviceprovider.changetransmissions",
        COMPONENTS,
        NO_DIALOGS,
    ),
    known(
        "digdir:dialogporten.serviceprovider.admin",
        OPERATOR,
        NO_DIALOGS,
    ),
    known(
        "digdir:dialogporten.serviceprovider.legacyhtml",
        COMPONENTS,
        NO_DIALOGS,
    ),
    known("digdir:dialogporten.developer.test", VENDOR, NO_DIALOGS),
    known("altinn:correspondence.read", SYSTEM, NO_MESSAGES),
    known("altinn:correspondence.write", OWNER, NO_MESSAGES),
    known("altinn:correspondence.maintenance", OPERATOR, NO_MESSAGES),
    known(
        "altinn:correspondence.forward.check",
        COMPONENTS,
        NO_MESSAGES,
    ),
    known(
        "altinn:system/notifications.condition.check",
        COMPONENTS,
        NO_MESSAGES,
    ),
    known("altinn:events.subscribe", "everybody", NO_EVENTS),
    known("altinn:events.publish", COMPONENTS, NO_EVENTS),
    known("altinn:events.publish.admin", COMPONENTS, NO_EVENTS),
    known("altinn:instances.meta", SYSTEM, NO_INSTANCES),
    known("altinn:instances.read", SYSTEM, NO_INSTANCES),
    known("altinn:instances.write", SYSTEM, NO_INSTANCES),
    known("altinn:serviceowner/instances.read", OWNER, NO_INSTANCES),
    known("altinn:serviceowner/instances.write", OWNER, NO_INSTANCES),
    known("altinn:serviceowner/notifications.create", OWNER, NO_OTHERS),
    known("altinn:serviceowner/notifications.read", OWNER, NO_OTHERS),
    known("altinn:broker.read", SYSTEM, NO_OTHERS),
    known("altinn:broker.write", SYSTEM, NO_OTHERS),
    known(
        "altinn:profile/correspondence.notificationsettings.read",
        COMPONENTS,
        NO_OTHERS,
    ),
    known(
        "idporten:dcr.write",
        "those who administer clients at Digdir",
        NO_OTHERS,
    ),
    known(
        "idporten:scopes.write",
        "those who administer clients at Digdir",
        NO_OTHERS,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scope_is_known_once_and_explained() {
        let mut seen = std::collections::HashSet::new();
        for scope in OPENING.iter().chain(RESERVED) {
            assert!(seen.insert(scope.name), "{} stands twice", scope.name);
            assert!(!scope.holder.is_empty() && !scope.purpose.is_empty());
            assert_eq!(scope.name.trim(), scope.name);
        }
    }
}
