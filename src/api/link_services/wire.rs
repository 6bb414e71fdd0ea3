use serde::{Deserialize, Serialize};

use crate::domain::{Party, PartyKind};
use crate::ops::tickets::Redeemed;

/// A link service in a file. What is not supported is refused, so that nobody believes it to count.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkBody {
    pub resource_id: Option<String>,
    pub launch: LinkLaunchBody,
    #[serde(default)]
    pub availability: LinkAvailabilityBody,
    #[serde(default)]
    pub redeemers: Vec<LinkRedeemerBody>,
    #[serde(default)]
    pub checks: Vec<LinkCheckBody>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkLaunchBody {
    pub url: String,
    #[serde(default = "usual_key_parameter")]
    pub key_parameter: String,
    #[serde(default = "usual_key_seconds")]
    pub key_ttl_seconds: u32,
    #[serde(default = "usual_action")]
    pub action: String,
    #[serde(default = "usual_level")]
    pub minimum_authentication_level: u8,
    #[serde(default = "usual_binding")]
    pub subject_binding: String,
}

fn usual_key_parameter() -> String {
    "tempKey".to_owned()
}

fn usual_key_seconds() -> u32 {
    600
}

fn usual_action() -> String {
    "read".to_owned()
}

fn usual_level() -> u8 {
    3
}

fn usual_binding() -> String {
    "required".to_owned()
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkAvailabilityBody {
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkRedeemerBody {
    pub org_number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkCheckBody {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub params: LinkParamsBody,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkParamsBody {
    pub years: Option<u8>,
}

/// What an owner sends. Names are in lower case: see `LooseJson`.
#[derive(Deserialize)]
pub struct RedeemBody {
    pub key: String,
    pub subject: Option<SubjectBody>,
}

#[derive(Deserialize)]
pub struct SubjectBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
}

/// What the owner learns. No national id of the person who started: the owner has its own login for that.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RedeemAnswer<'a> {
    launch_id: String,
    issued_at: String,
    redeemed_at: String,
    origin: &'static str,
    resource: ResourceWire<'a>,
    reportee: ReporteeWire<'a>,
    user: UserWire,
    authorization: AuthorizationWire<'a>,
    checks: Vec<CheckWire<'a>>,
}

#[derive(Serialize)]
struct ResourceWire<'a> {
    id: &'a str,
}

/// The chosen party.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReporteeWire<'a> {
    party_uuid: String,
    party_id: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    organization_number: Option<&'a str>,
    person_id: Option<&'a str>,
    unit_type: Option<&'a str>,
    parent_id: Option<String>,
    is_deleted: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserWire {
    party_uuid: String,
    authentication_level: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthorizationWire<'a> {
    decision: &'static str,
    action: &'a str,
    evaluated_at: String,
}

#[derive(Serialize)]
struct CheckWire<'a> {
    id: &'a str,
    result: &'static str,
}

impl<'a> RedeemAnswer<'a> {
    pub fn of(redeemed: &'a Redeemed) -> Self {
        let link = &redeemed.service.link;
        Self {
            launch_id: redeemed.launch.id.to_string(),
            issued_at: redeemed.issued_at.rfc3339(),
            redeemed_at: redeemed.redeemed_at.rfc3339(),
            origin: "catalogue",
            resource: ResourceWire { id: &link.resource },
            reportee: ReporteeWire::of(&redeemed.party),
            user: UserWire {
                party_uuid: redeemed.person.id.to_string(),
                authentication_level: redeemed.launch.level.number(),
            },
            authorization: AuthorizationWire {
                decision: "Permit",
                action: &link.action,
                evaluated_at: redeemed.redeemed_at.rfc3339(),
            },
            // A launch leaves only when every check has passed.
            checks: link
                .checks
                .iter()
                .map(|check| CheckWire {
                    id: &check.id,
                    result: "pass",
                })
                .collect(),
        }
    }
}

impl<'a> ReporteeWire<'a> {
    fn of(party: &'a Party) -> Self {
        let organization = party.organization();
        Self {
            party_uuid: party.id.to_string(),
            party_id: party.number,
            kind: match party.kind {
                PartyKind::Person(_) => "Person",
                PartyKind::Organization(_) => "Organization",
            },
            name: &party.name,
            organization_number: organization.map(|organization| organization.number.as_str()),
            person_id: party.person().map(|person| person.national_id.expose()),
            unit_type: organization.map(|organization| organization.form.as_str()),
            parent_id: party.parent().map(|parent| parent.to_string()),
            is_deleted: party.is_deleted,
        }
    }
}
