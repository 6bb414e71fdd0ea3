//! The rows of clients and agents: the accountant's, as everybody would look at them and change them.

use reqwest::Method;
use serde_json::json;

use super::{Body, Row};
use crate::support::stage::Stage;

const ADMINISTRATION: &str = "/accessmanagement/ui/clientadministration";
const V1: &str = "/accessmanagement/api/v1/enduser/clientdelegations";
const V2: &str = "/accessmanagement/api/v2/enduser/clientdelegations";
const ACCOUNTANT: &str = "f0a10000-0000-4000-8000-000000020005";
const BAKERY: &str = "f0a10000-0000-4000-8000-000000020001";
/// Amir, an agent of the accountant.
const AGENT: &str = "f0a10000-0000-4000-8000-000000010006";
const POWER: &[(&str, &str)] = &[
    ("klient", BAKERY),
    (
        "makt",
        "regnskapsforer urn:altinn:accesspackage:regnskapsforer-lonn",
    ),
];

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let form = |route, path: String, fields| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Form(fields),
    };
    let agent = format!("{ADMINISTRATION}/ansatt/{AGENT}");
    let mine = "/accessmanagement/ui/my-clients";
    let mut rows = vec![
        get("CLIENTS", ADMINISTRATION.to_owned()),
        get("CLIENTS_LIST", format!("{ADMINISTRATION}/klienter")),
        get("CLIENT", format!("{ADMINISTRATION}/klient/{BAKERY}")),
        get("AGENT_NEW", format!("{ADMINISTRATION}/ansatt/ny")),
        form(
            "AGENT_NEW",
            format!("{ADMINISTRATION}/ansatt/ny"),
            &[("id", AGENT)],
        ),
        get("AGENT", agent.clone()),
        get("AGENT_GIVE", format!("{agent}/gi")),
        get(
            "AGENT_GIVE_CONFIRM",
            format!("{agent}/gi/bekreft?alle=1&makt=a+b"),
        ),
        form("AGENT_GIVE_CONFIRM", format!("{agent}/gi/bekreft"), POWER),
        get("AGENT_TAKE", format!("{agent}/ta?klient={BAKERY}")),
        form("AGENT_TAKE", format!("{agent}/ta"), POWER),
        get("AGENT_REMOVE", format!("{agent}/fjern")),
        form("AGENT_REMOVE", format!("{agent}/fjern"), &[]),
        get("MY_CLIENTS", mine.to_owned()),
        get("MY_CLIENTS_WITHDRAW", format!("{mine}/{ACCOUNTANT}/trekk")),
        form(
            "MY_CLIENTS_WITHDRAW",
            format!("{mine}/{ACCOUNTANT}/trekk"),
            &[],
        ),
    ];
    rows.extend(api());
    rows
}

fn api() -> Vec<Row> {
    let row = |method: Method, route, path: String, has_body: bool| Row {
        body: match has_body {
            true => Body::Json(json!({"values": [
                {"role": "regnskapsforer", "packages": ["regnskapsforer-lonn"]}]})),
            false => Body::None,
        },
        method,
        route,
        path,
    };
    let get = |route, path| row(Method::GET, route, path, false);
    let delete = |route, path| row(Method::DELETE, route, path, false);
    let party = format!("party={ACCOUNTANT}");
    let pair = format!("{party}&from={BAKERY}&to={AGENT}");
    let mine = format!("provider={ACCOUNTANT}&from={BAKERY}");
    vec![
        get("API_CLIENTS", format!("{V1}/clients?{party}")),
        get("API_CLIENTS_2", format!("{V2}/clients?{party}")),
        get(
            "API_CLIENT_POWERS",
            format!("{V1}/clients/accesspackages?{pair}"),
        ),
        get(
            "API_CLIENT_POWERS_2",
            format!("{V2}/clients/accesspackages?{pair}"),
        ),
        get(
            "API_CLIENT_RESOURCES",
            format!("{V2}/clients/resources?{pair}"),
        ),
        get("API_AGENTS", format!("{V1}/agents?{party}")),
        row(
            Method::POST,
            "API_AGENTS",
            format!("{V1}/agents?{party}&to={AGENT}"),
            false,
        ),
        delete(
            "API_AGENTS",
            format!("{V1}/agents?{party}&to={AGENT}&cascade=true"),
        ),
        get("API_AGENTS_2", format!("{V2}/agents?{party}")),
        row(
            Method::POST,
            "API_AGENTS_2",
            format!("{V2}/agents?{party}&agent={AGENT}"),
            false,
        ),
        delete(
            "API_AGENTS_2",
            format!("{V2}/agents?{party}&agent={AGENT}&cascade=true"),
        ),
        get(
            "API_AGENT_POWERS",
            format!("{V1}/agents/accesspackages?{pair}"),
        ),
        row(
            Method::POST,
            "API_AGENT_POWERS",
            format!("{V1}/agents/accesspackages?{pair}"),
            true,
        ),
        row(
            Method::DELETE,
            "API_AGENT_POWERS",
            format!("{V1}/agents/accesspackages?{pair}"),
            true,
        ),
        get(
            "API_AGENT_POWERS_2",
            format!("{V2}/agents/accesspackages?{pair}"),
        ),
        row(
            Method::POST,
            "API_AGENT_POWERS_2",
            format!("{V2}/agents/accesspackages?{pair}"),
            true,
        ),
        row(
            Method::POST,
            "API_AGENT_POWERS_DELETE",
            format!("{V2}/agents/accesspackages/delete?{pair}"),
            true,
        ),
        delete("API_AGENT_CLIENTS", format!("{V1}/agents/clients?{pair}")),
        delete("API_AGENT_CLIENTS_2", format!("{V2}/agents/clients?{pair}")),
        get(
            "API_AGENT_RESOURCES",
            format!("{V2}/agents/resources?{pair}"),
        ),
        get("API_MY_CLIENTS", format!("{V1}/my/clients")),
        delete("API_MY_CLIENTS", format!("{V1}/my/clients?{mine}")),
        get("API_MY_CLIENTS_2", format!("{V2}/my/clients")),
        delete("API_MY_CLIENTS_2", format!("{V2}/my/clients?{mine}")),
        get("API_MY_PROVIDERS", format!("{V1}/my/clientproviders")),
        delete(
            "API_MY_PROVIDERS",
            format!("{V1}/my/clientproviders?{mine}"),
        ),
        get("API_MY_PROVIDERS_2", format!("{V2}/my/clientproviders")),
        delete(
            "API_MY_PROVIDERS_2",
            format!("{V2}/my/clientproviders?{mine}"),
        ),
        row(
            Method::DELETE,
            "API_MY_POWERS",
            format!("{V1}/my/clients/accesspackages?{mine}"),
            true,
        ),
        row(
            Method::POST,
            "API_MY_POWERS_DELETE",
            format!("{V2}/my/clients/accesspackages/delete?{mine}"),
            true,
        ),
    ]
}

/// Makes good again what the rows change: the cast's own agent has ids of the demo data, what is new has others.
pub async fn undo(stage: &Stage) {
    for statement in [
        "delete from client_delegation where given_at > (select min(given_at) from client_delegation)",
        "delete from assignment where role = 'agent' and given_at > (select min(given_at) from assignment where role = 'agent')",
        "update assignment set revoked_at = null, revoked_by = null where role = 'agent'",
        "update client_delegation set revoked_at = null, revoked_by = null",
    ] {
        stage.app.run_sql(statement).await;
    }
}
