//! Clients and agents: pages and APIs.

use uuid::Uuid;

use super::{CLIENTS, MY_CLIENTS, escape, fill};

pub const CLIENTS_LIST: &str = "/accessmanagement/ui/clientadministration/klienter";
pub const CLIENT: &str = "/accessmanagement/ui/clientadministration/klient/{id}";
pub const AGENT_NEW: &str = "/accessmanagement/ui/clientadministration/ansatt/ny";
pub const AGENT: &str = "/accessmanagement/ui/clientadministration/ansatt/{id}";
pub const AGENT_GIVE: &str = "/accessmanagement/ui/clientadministration/ansatt/{id}/gi";
pub const AGENT_GIVE_CONFIRM: &str =
    "/accessmanagement/ui/clientadministration/ansatt/{id}/gi/bekreft";
pub const AGENT_TAKE: &str = "/accessmanagement/ui/clientadministration/ansatt/{id}/ta";
pub const AGENT_REMOVE: &str = "/accessmanagement/ui/clientadministration/ansatt/{id}/fjern";
pub const MY_CLIENTS_WITHDRAW: &str = "/accessmanagement/ui/my-clients/{id}/trekk";

pub const API_CLIENTS: &str = "/accessmanagement/api/v1/enduser/clientdelegations/clients";
pub const API_CLIENTS_2: &str = "/accessmanagement/api/v2/enduser/clientdelegations/clients";
pub const API_CLIENT_POWERS: &str =
    "/accessmanagement/api/v1/enduser/clientdelegations/clients/accesspackages";
pub const API_CLIENT_POWERS_2: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/clients/accesspackages";
pub const API_AGENTS: &str = "/accessmanagement/api/v1/enduser/clientdelegations/agents";
pub const API_AGENTS_2: &str = "/accessmanagement/api/v2/enduser/clientdelegations/agents";
pub const API_AGENT_POWERS: &str =
    "/accessmanagement/api/v1/enduser/clientdelegations/agents/accesspackages";
pub const API_AGENT_POWERS_2: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/agents/accesspackages";
/// The second version takes back by POST.
pub const API_AGENT_POWERS_DELETE: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/agents/accesspackages/delete";
pub const API_AGENT_CLIENTS: &str =
    "/accessmanagement/api/v1/enduser/clientdelegations/agents/clients";
pub const API_AGENT_CLIENTS_2: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/agents/clients";
/// What the second version knows of single resources, which nobody can pass on yet.
pub const API_AGENT_RESOURCES: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/agents/resources";
pub const API_CLIENT_RESOURCES: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/clients/resources";
pub const API_MY_CLIENTS: &str = "/accessmanagement/api/v1/enduser/clientdelegations/my/clients";
pub const API_MY_CLIENTS_2: &str = "/accessmanagement/api/v2/enduser/clientdelegations/my/clients";
pub const API_MY_PROVIDERS: &str =
    "/accessmanagement/api/v1/enduser/clientdelegations/my/clientproviders";
pub const API_MY_PROVIDERS_2: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/my/clientproviders";
pub const API_MY_POWERS: &str =
    "/accessmanagement/api/v1/enduser/clientdelegations/my/clients/accesspackages";
pub const API_MY_POWERS_DELETE: &str =
    "/accessmanagement/api/v2/enduser/clientdelegations/my/clients/accesspackages/delete";

/// The agents, searched, at one of the pages.
pub fn agents_page(query: &str, page: usize) -> String {
    format!("{CLIENTS}?q={}&side={page}", escape(query))
}

/// The clients, searched, at one of the pages.
pub fn clients_page(query: &str, page: usize) -> String {
    format!("{CLIENTS_LIST}?q={}&side={page}", escape(query))
}

pub fn client(id: Uuid) -> String {
    fill(CLIENT, &id.to_string())
}

pub fn agent(id: Uuid) -> String {
    fill(AGENT, &id.to_string())
}

/// An agent's clients, searched, at one of the pages.
pub fn agent_page(id: Uuid, query: &str, page: usize) -> String {
    format!("{}?q={}&side={page}", agent(id), escape(query))
}

pub fn agent_give(id: Uuid) -> String {
    fill(AGENT_GIVE, &id.to_string())
}

/// The same with one client chosen already.
pub fn agent_give_for(id: Uuid, client: Uuid) -> String {
    format!("{}?klient={client}", agent_give(id))
}

/// The clients to choose from, searched, at one of the pages.
pub fn agent_give_page(id: Uuid, query: &str, page: usize) -> String {
    format!("{}?q={}&side={page}", agent_give(id), escape(query))
}

pub fn agent_give_confirm(id: Uuid) -> String {
    fill(AGENT_GIVE_CONFIRM, &id.to_string())
}

pub fn agent_take(id: Uuid) -> String {
    fill(AGENT_TAKE, &id.to_string())
}

/// Asks before an agent loses what he has at one client.
pub fn agent_take_at(id: Uuid, client: Uuid) -> String {
    format!("{}?klient={client}", agent_take(id))
}

pub fn agent_remove(id: Uuid) -> String {
    fill(AGENT_REMOVE, &id.to_string())
}

/// Asks before somebody lets go of being an agent of `via`.
pub fn my_clients_withdraw(via: Uuid) -> String {
    fill(MY_CLIENTS_WITHDRAW, &via.to_string())
}

/// The same for one client only.
pub fn my_clients_withdraw_from(via: Uuid, client: Uuid) -> String {
    format!("{}?klient={client}", my_clients_withdraw(via))
}

/// Somebody's own clients, searched, at one of the pages.
pub fn my_clients_page(query: &str, page: usize) -> String {
    format!("{MY_CLIENTS}?q={}&side={page}", escape(query))
}
