use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Assignment, Party, PartyKind, Receiver};
use crate::ops::clients::{Access, Agent, Changed, Client, Provider};
use crate::reference::{AccessPackage, EntityType, Role, reference};

/// Powers by role. Names are in lower case: see `LooseJson`.
#[derive(Debug, Default, Deserialize)]
pub struct PowersBody {
    #[serde(default)]
    pub values: Vec<RoleBody>,
}

#[derive(Debug, Deserialize)]
pub struct RoleBody {
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub packages: Vec<String>,
}

/// A person who shall be an agent.
#[derive(Debug, Default, Deserialize)]
pub struct PersonBody {
    #[serde(default)]
    pub personidentifier: String,
    #[serde(default)]
    pub lastname: String,
}

/// A party in short. National ids are not told: who is meant, the date of birth says.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityAnswer {
    id: Uuid,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    variant: String,
    parent: Option<()>,
    children: Option<()>,
    partyid: i64,
    user_id: Option<i64>,
    username: Option<String>,
    organization_identifier: Option<String>,
    person_identifier: Option<String>,
    date_of_birth: Option<String>,
    date_of_death: Option<String>,
    is_deleted: bool,
    deleted_at: Option<String>,
}

impl EntityAnswer {
    pub fn of(party: &Party) -> Self {
        let (person, organization) = (party.person(), party.organization());
        Self {
            id: party.id.0,
            name: party.name.clone(),
            kind: kind(party),
            variant: match organization {
                Some(organization) => organization.form.clone(),
                None => "Person".to_owned(),
            },
            parent: None,
            children: None,
            partyid: party.number,
            user_id: person.map(|person| person.user_number),
            username: None,
            organization_identifier: organization.map(|one| one.number.to_string()),
            person_identifier: None,
            date_of_birth: person.map(|person| person.born.to_string()),
            date_of_death: person.and_then(|person| person.died.map(|day| day.to_string())),
            is_deleted: party.is_deleted,
            deleted_at: None,
        }
    }
}

fn kind(party: &Party) -> &'static str {
    let of = match party.kind {
        PartyKind::Person(_) => EntityType::Person,
        PartyKind::Organization(_) => EntityType::Organization,
    };
    let name = reference().entity_type(of);
    name.map_or("", |name| name.name.nb.as_str())
}

/// A role in short. One of its names has a blank at its end in the original; clients read either.
#[derive(Debug, Serialize)]
pub struct RoleAnswer {
    id: Uuid,
    code: &'static str,
    urn: &'static str,
    legacyurn: Option<&'static str>,
    #[serde(rename = "legacyurn ")]
    legacyurn_blank: Option<&'static str>,
    children: Option<()>,
}

impl RoleAnswer {
    fn of(role: &'static Role) -> Self {
        Self {
            id: role.id,
            code: &role.code,
            urn: &role.urn,
            legacyurn: role.legacy_urn.as_deref(),
            legacyurn_blank: role.legacy_urn.as_deref(),
            children: None,
        }
    }
}

/// An access package in short.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageAnswer {
    id: Uuid,
    urn: &'static str,
    area_id: Option<Uuid>,
}

impl PackageAnswer {
    fn of(package: &'static AccessPackage) -> Self {
        Self {
            id: package.id,
            urn: &package.urn,
            area_id: reference().area(&package.area).map(|area| area.id),
        }
    }
}

/// A role with packages.
#[derive(Debug, Serialize)]
pub struct AccessAnswer {
    role: RoleAnswer,
    packages: Vec<PackageAnswer>,
}

impl AccessAnswer {
    fn all(access: &[Access]) -> Vec<Self> {
        let all = access.iter().map(|one| Self {
            role: RoleAnswer::of(one.role),
            packages: one
                .packages
                .iter()
                .copied()
                .map(PackageAnswer::of)
                .collect(),
        });
        all.collect()
    }
}

#[derive(Debug, Serialize)]
pub struct ClientAnswer {
    client: EntityAnswer,
    access: Vec<AccessAnswer>,
}

impl ClientAnswer {
    pub fn of(client: &Client) -> Self {
        Self {
            client: EntityAnswer::of(&client.party),
            access: AccessAnswer::all(&client.access),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentAnswer {
    agent: EntityAnswer,
    agent_added_at: String,
    access: Vec<AccessAnswer>,
}

impl AgentAnswer {
    pub fn of(agent: &Agent) -> Self {
        Self {
            agent: EntityAnswer::of(&agent.party),
            agent_added_at: agent.added_at.rfc3339(),
            access: AccessAnswer::all(&agent.access),
        }
    }
}

/// Whose clients somebody may act for.
#[derive(Debug, Serialize)]
pub struct MyClientsAnswer {
    provider: EntityAnswer,
    clients: Vec<ClientAnswer>,
}

impl MyClientsAnswer {
    pub fn of(provider: &Provider) -> Self {
        Self {
            provider: EntityAnswer::of(&provider.party),
            clients: provider.clients.iter().map(ClientAnswer::of).collect(),
        }
    }
}

/// That somebody has been made an agent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentAnswer {
    id: Uuid,
    role_id: Option<Uuid>,
    from_id: Uuid,
    to_id: Uuid,
}

impl AssignmentAnswer {
    pub fn of(assignment: &Assignment) -> Self {
        Self {
            id: assignment.id.0,
            role_id: reference()
                .role(assignment.role.as_str())
                .map(|role| role.id),
            from_id: assignment.from.0,
            to_id: match assignment.to {
                Receiver::Party(party) => party.0,
                Receiver::SystemUser(user) => user.0,
            },
        }
    }
}

/// What became of one power that was given or taken back.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedAnswer {
    role_id: Option<Uuid>,
    package_id: Option<Uuid>,
    via_id: Uuid,
    from_id: Uuid,
    to_id: Uuid,
    changed: bool,
}

impl ChangedAnswer {
    pub fn of((power, changed): &Changed, via: Uuid, to: Uuid) -> Self {
        Self {
            role_id: reference().role(&power.role).map(|role| role.id),
            package_id: reference().package(&power.package).map(|one| one.id),
            via_id: via,
            from_id: power.client.0,
            to_id: to,
            changed: *changed,
        }
    }
}
