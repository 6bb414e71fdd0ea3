use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::domain::{AccessRequest, AskedFor, Party, PartyKey, PartyKind};
use crate::ops::access_requests::{By, View};
use crate::reference::reference;
use crate::routes;

/// Names are in lower case: see `LooseJson`.
#[derive(Debug, Default, Deserialize)]
pub struct KeysBody {
    #[serde(default)]
    rightkeys: Option<Vec<String>>,
    /// What connections call the same.
    #[serde(default)]
    directrightkeys: Option<Vec<String>>,
}

impl KeysBody {
    pub fn right_keys(self) -> Option<Vec<String>> {
        self.rightkeys.or(self.directrightkeys)
    }
}

/// What a service owner sends.
#[derive(Debug, Deserialize)]
pub struct DraftBody {
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub resource: Option<String>,
    #[serde(default)]
    pub rightkeys: Option<Vec<String>>,
    #[serde(default)]
    pub package: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct CountWire {
    pub count: i64,
}

/// A request as one of its sides, or the owner that drafted it, sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestWire<'a> {
    id: Uuid,
    status: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    last_updated: String,
    resource: Option<ResourceWire<'a>>,
    package: Option<PackageWire<'a>>,
    links: LinksWire,
    from: SideWire<'a>,
    to: SideWire<'a>,
    by: SideWire<'a>,
}

#[derive(Serialize)]
struct ResourceWire<'a> {
    id: &'a str,
    /// The actions that are asked for; null means all that can be given.
    actions: Option<&'a [String]>,
}

#[derive(Serialize)]
struct PackageWire<'a> {
    /// None when the package has gone out of the reference data.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    urn: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LinksWire {
    /// Where a person goes on with it.
    details_link: String,
    status_link: String,
}

/// A person or an organization. Service owners get back the urn that they sent, and learn no name by it.
#[derive(Serialize)]
#[serde(untagged)]
enum SideWire<'a> {
    Urn(String),
    Party(PartyWire<'a>),
    Owner(OwnerWire<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartyWire<'a> {
    id: Uuid,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_identifier: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OwnerWire<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    organization_identifier: &'a str,
}

impl<'a> RequestWire<'a> {
    /// As its sides see it.
    pub fn of_person(app: &App, view: &'a View) -> Self {
        let request = &view.request;
        let status_link = routes::api_ask(request.to.0, request.id.0);
        let by = match &view.by {
            By::Person(party) => SideWire::Party(PartyWire::of(party)),
            By::Owner(owner) => SideWire::Owner(OwnerWire {
                kind: "Organization",
                name: &owner.name.nb,
                organization_identifier: owner.number.as_str(),
            }),
        };
        let (from, to) = (PartyWire::of(&view.from), PartyWire::of(&view.to));
        let sides = [SideWire::Party(from), SideWire::Party(to), by];
        Self::of(request, LinksWire::of(app, request, &status_link), sides)
    }

    /// As the service owner sees it that drafted it.
    pub fn of_owner(app: &App, view: &'a View) -> Self {
        let request = &view.request;
        let status_link = routes::api_draft_status(request.id.0);
        let by = match &view.by {
            By::Person(party) => urn(&party.key()),
            By::Owner(owner) => urn(&PartyKey::Organization(owner.number.clone())),
        };
        let sides = [urn(&view.from.key()), urn(&view.to.key()), by].map(SideWire::Urn);
        Self::of(request, LinksWire::of(app, request, &status_link), sides)
    }

    fn of(request: &'a AccessRequest, links: LinksWire, sides: [SideWire<'a>; 3]) -> Self {
        let [from, to, by] = sides;
        let (kind, resource, package) = match &request.what {
            AskedFor::Package { urn } => {
                let id = reference().package(urn).map(|package| package.id);
                ("package", None, Some(PackageWire { id, urn }))
            }
            AskedFor::Resource { id, actions } => {
                let actions = actions.as_deref();
                ("resource", Some(ResourceWire { id, actions }), None)
            }
        };
        Self {
            id: request.id.0,
            status: request.status.as_str(),
            kind,
            last_updated: request.changed_at.rfc3339(),
            resource,
            package,
            links,
            from,
            to,
            by,
        }
    }
}

impl LinksWire {
    fn of(app: &App, request: &AccessRequest, status_link: &str) -> Self {
        let details = routes::access_request_draft(&[request.id.0]);
        Self {
            details_link: app.config().url(&details),
            status_link: app.config().url(status_link),
        }
    }
}

impl<'a> PartyWire<'a> {
    fn of(party: &'a Party) -> Self {
        let organization = party.organization();
        Self {
            id: party.id.0,
            kind: match party.kind {
                PartyKind::Person(_) => "Person",
                PartyKind::Organization(_) => "Organization",
            },
            name: &party.name,
            organization_identifier: organization.map(|one| one.number.as_str()),
        }
    }
}

pub const PERSON_URN: &str = "urn:altinn:person:identifier-no";
pub const ORGANIZATION_URN: &str = "urn:altinn:organization:identifier-no";

fn urn(key: &PartyKey) -> String {
    match key {
        PartyKey::Person(id) => format!("{PERSON_URN}:{}", id.expose()),
        PartyKey::Organization(number) => format!("{ORGANIZATION_URN}:{number}"),
    }
}
