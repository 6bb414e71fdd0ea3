//! Rows for persons and system users, through whatever system of theirs.

use super::{Needs, Row, rows};
use crate::domain::scope;
use crate::routes::*;
use http::Method;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PUT: Method = Method::PUT;
const DELETE: Method = Method::DELETE;

const AS_GIVER: &str = "`party` is `from`";
const AS_RECEIVER: &str = "`party` is `to`";

const TO_OTHERS_READ: &[&str] = &[
    scope::TO_OTHERS_READ,
    scope::TO_OTHERS_WRITE,
    scope::END_USER,
];
const TO_OTHERS_WRITE: &[&str] = &[scope::TO_OTHERS_WRITE, scope::END_USER];

rows! { ROWS:
    /// Persons who see what a party has given to others.
    ToOthersRead = Row::new(TO_OTHERS_READ, &[
        (GET, API_CONNECTIONS),
        (GET, API_CONNECTION_PACKAGES),
        (GET, API_CONNECTION_ROLES),
        (GET, API_CONNECTION_RESOURCES),
        (GET, API_CONNECTION_RIGHTS),
        (GET, API_CONNECTION_INSTANCES),
    ]).when(AS_GIVER);
    /// Persons who see what a party has been given.
    FromOthersRead = Row::new(&[scope::FROM_OTHERS_READ, scope::FROM_OTHERS_WRITE, scope::END_USER], &[
        (GET, API_CONNECTIONS),
        (GET, API_CONNECTION_PACKAGES),
        (GET, API_CONNECTION_ROLES),
        (GET, API_CONNECTION_RESOURCES),
        (GET, API_CONNECTION_RIGHTS),
        (GET, API_CONNECTION_INSTANCES),
    ]).when(AS_RECEIVER);
    /// Persons who see to whom, and of what, a party may give.
    ToOthersLook = Row::new(TO_OTHERS_READ, &[
        (GET, API_CONNECTION_USERS),
        (GET, API_CONNECTION_PACKAGES_CHECK),
        (GET, API_CONNECTION_ROLES_CHECK),
        (GET, API_CONNECTION_RESOURCES_CHECK),
    ]);
    /// Persons who take back what a party has given to others.
    ToOthersWrite = Row::new(TO_OTHERS_WRITE, &[
        (DELETE, API_CONNECTIONS),
        (DELETE, API_CONNECTION_PACKAGES),
        (DELETE, API_CONNECTION_ROLES),
        (DELETE, API_CONNECTION_RESOURCES),
    ]).when(AS_GIVER);
    /// Persons who give back what a party has been given.
    FromOthersWrite = Row::new(&[scope::FROM_OTHERS_WRITE, scope::END_USER], &[
        (DELETE, API_CONNECTIONS),
        (DELETE, API_CONNECTION_PACKAGES),
        (DELETE, API_CONNECTION_ROLES),
        (DELETE, API_CONNECTION_RESOURCES),
    ]).when(AS_RECEIVER);
    /// Persons who give to others.
    ToOthersGive = Row::new(TO_OTHERS_WRITE, &[
        (POST, API_CONNECTIONS),
        (POST, API_CONNECTION_PACKAGES),
        (POST, API_CONNECTION_RIGHTS),
        (PUT, API_CONNECTION_RIGHTS),
    ]);
    /// Persons at a portal.
    PortalUser = Row::new(&[scope::END_USER], &[
        (GET, AUTHORIZED_PARTIES),
        (GET, AUTHORIZED_PARTY),
        (GET, AUTHORIZED_PARTIES_FOR),
    ]);
    /// Persons and system users that ask whom they may act for.
    OwnParties = Row::new(&[scope::AUTHORIZED_PARTIES, scope::END_USER], &[(GET, AUTHORIZED_PARTIES_END_USER)]);
    /// End users' systems that see whom a party lets use its scopes.
    SuppliersRead = Row::new(&[scope::SUPPLIERS_READ, scope::SUPPLIERS_WRITE, scope::END_USER], &[
        (GET, API_SUPPLIERS),
        (GET, API_SUPPLIER_RESOURCES),
        (GET, API_SUPPLIER_CHECK),
        (POST, API_SCHEMA_CHECK),
        (GET, API_SCHEMA_OFFERED),
    ]);
    /// End users' systems that let suppliers use a party's scopes.
    SuppliersWrite = Row::new(&[scope::SUPPLIERS_WRITE, scope::END_USER], &[
        (POST, API_SUPPLIERS),
        (DELETE, API_SUPPLIERS),
        (POST, API_SUPPLIER_RESOURCES),
        (DELETE, API_SUPPLIER_RESOURCES),
        (POST, API_SCHEMA_OFFERED),
        (POST, API_SCHEMA_OFFERED_REVOKE),
    ]);
    /// End users' systems that see whose scopes a party may use.
    ConsumersRead = Row::new(&[scope::CONSUMERS_READ, scope::CONSUMERS_WRITE, scope::END_USER], &[
        (GET, API_CONSUMERS),
        (GET, API_CONSUMER_RESOURCES),
        (GET, API_SCHEMA_RECEIVED),
    ]);
    /// End users' systems that give back what a party may use.
    ConsumersWrite = Row::new(&[scope::CONSUMERS_WRITE, scope::END_USER], &[
        (DELETE, API_CONSUMERS),
        (DELETE, API_CONSUMER_RESOURCES),
        (POST, API_SCHEMA_RECEIVED_REVOKE),
    ]);
    /// Persons who follow requests for access. Whoever may write may read.
    AccessRequestRead = Row::new(&[scope::ACCESS_REQUEST_READ, scope::ACCESS_REQUEST_WRITE, scope::END_USER], &[
        (GET, API_ASKS),
        (GET, API_ASK_DRAFT),
        (GET, API_ASKS_SENT),
        (GET, API_ASKS_SENT_COUNT),
        (GET, API_ASKS_RECEIVED),
        (GET, API_ASKS_RECEIVED_COUNT),
    ]);
    /// Persons who ask for access, and answer.
    AccessRequestWrite = Row::new(&[scope::ACCESS_REQUEST_WRITE, scope::END_USER], &[
        (PUT, API_ASK_CONFIRM),
        (PUT, API_ASK_WITHDRAW),
        (PUT, API_ASK_APPROVE),
        (PUT, API_ASK_REJECT),
        (POST, API_ASK_RESOURCE),
        (POST, API_ASK_PACKAGE),
    ]);
    /// Persons who look at an organization's clients and agents. Whoever may write may read.
    ClientsRead = Row::new(&[scope::CLIENTS_READ, scope::CLIENTS_WRITE, scope::END_USER], &[
        (GET, API_CLIENTS),
        (GET, API_CLIENTS_2),
        (GET, API_CLIENT_POWERS),
        (GET, API_CLIENT_POWERS_2),
        (GET, API_AGENTS),
        (GET, API_AGENTS_2),
        (GET, API_AGENT_POWERS),
        (GET, API_AGENT_POWERS_2),
        (GET, API_AGENT_RESOURCES),
        (GET, API_CLIENT_RESOURCES),
    ]);
    /// Persons who give agents what is held at clients.
    ClientsWrite = Row::new(&[scope::CLIENTS_WRITE, scope::END_USER], &[
        (POST, API_AGENTS),
        (POST, API_AGENTS_2),
        (DELETE, API_AGENTS),
        (DELETE, API_AGENTS_2),
        (DELETE, API_AGENT_CLIENTS),
        (DELETE, API_AGENT_CLIENTS_2),
        (POST, API_AGENT_POWERS),
        (POST, API_AGENT_POWERS_2),
        (DELETE, API_AGENT_POWERS),
        (POST, API_AGENT_POWERS_DELETE),
    ]);
    /// Agents who look at their own clients.
    MyClientsRead = Row::new(&[scope::MY_CLIENTS_READ, scope::MY_CLIENTS_WRITE, scope::END_USER], &[
        (GET, API_MY_CLIENTS),
        (GET, API_MY_CLIENTS_2),
        (GET, API_MY_PROVIDERS),
        (GET, API_MY_PROVIDERS_2),
    ]);
    /// Agents who let go of clients.
    MyClientsWrite = Row::new(&[scope::MY_CLIENTS_WRITE, scope::END_USER], &[
        (DELETE, API_MY_CLIENTS),
        (DELETE, API_MY_CLIENTS_2),
        (DELETE, API_MY_PROVIDERS),
        (DELETE, API_MY_PROVIDERS_2),
        (DELETE, API_MY_POWERS),
        (POST, API_MY_POWERS_DELETE),
    ]);
}

/// Persons who look at connections, in a direction that only the query tells. The row of that direction is asked next.
pub struct ConnectionsRead;

impl Needs for ConnectionsRead {
    const ROW: Row = Row::new(
        &[
            scope::END_USER,
            scope::TO_OTHERS_READ,
            scope::TO_OTHERS_WRITE,
            scope::FROM_OTHERS_READ,
            scope::FROM_OTHERS_WRITE,
        ],
        &[],
    );
}

/// Persons who change connections, in a direction that only the query tells. The row of that direction is asked next.
pub struct ConnectionsWrite;

impl Needs for ConnectionsWrite {
    const ROW: Row = Row::new(
        &[
            scope::END_USER,
            scope::TO_OTHERS_WRITE,
            scope::FROM_OTHERS_WRITE,
        ],
        &[],
    );
}
