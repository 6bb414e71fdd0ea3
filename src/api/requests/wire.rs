use serde::{Deserialize, Serialize};

use crate::domain::{PackageRef, Request, Right, System, Timestamp};

/// What a vendor sends. Names are in lower case: see `LooseJson`.
#[derive(Debug, Deserialize)]
pub struct RequestBody {
    pub systemid: String,
    pub partyorgno: String,
    #[serde(default)]
    pub integrationtitle: Option<String>,
    #[serde(default)]
    pub externalref: Option<String>,
    #[serde(default)]
    pub rights: Option<Vec<Right>>,
    #[serde(default)]
    pub accesspackages: Option<Vec<PackageRef>>,
    #[serde(default)]
    pub redirecturl: Option<String>,
}

/// A request as its vendor sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestAnswer<'a> {
    id: String,
    integration_title: &'a str,
    external_ref: &'a str,
    system_id: &'a str,
    party_org_no: &'a str,
    rights: &'a [Right],
    access_packages: &'a [PackageRef],
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
    confirm_url: String,
    escalated: bool,
    created: String,
    timed_out: bool,
}

impl<'a> RequestAnswer<'a> {
    pub fn of(
        request: &'a Request,
        system: &'a System,
        confirm_url: String,
        now: Timestamp,
    ) -> Self {
        let timed_out = request.is_expired(now);
        Self {
            id: request.id.to_string(),
            integration_title: &request.title,
            external_ref: &request.external_ref,
            system_id: &system.name_id,
            party_org_no: request.org_number.as_str(),
            rights: &request.rights,
            access_packages: &request.packages,
            status: if timed_out {
                "Timedout"
            } else {
                request.status.as_str()
            },
            redirect_url: request.redirect_url.as_deref(),
            confirm_url,
            escalated: request.is_escalated,
            created: request.created_at.rfc3339(),
            timed_out,
        }
    }
}
