//! The names of delegation changes are all in lower case.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Party, PartyId};
use crate::ops::access::HeldRight;

/// Whose powers where; names are read whatever their case.
#[derive(Debug, Deserialize)]
pub struct ChangesBody {
    pub subject: AttributeBody,
    pub party: AttributeBody,
    #[serde(default)]
    pub resource: Vec<AttributeBody>,
}

#[derive(Debug, Deserialize)]
pub struct AttributeBody {
    pub id: String,
    pub value: String,
}

/// What a party holds at another.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldWire {
    pub roles: Vec<String>,
    pub access_packages: Vec<String>,
}

/// That something was given on a resource: one for each giver and receiver.
#[derive(Serialize)]
pub struct ChangeWire {
    delegationchangeid: u32,
    delegationchangetype: &'static str,
    resourceid: String,
    instanceid: Option<String>,
    offeredbypartyid: Option<i64>,
    fromuuid: Uuid,
    fromuuidtype: &'static str,
    coveredbypartyid: Option<i64>,
    coveredbyuserid: Option<i64>,
    touuid: Uuid,
    touuidtype: &'static str,
    performedbyuuid: Uuid,
    blobstoragepolicypath: Option<String>,
    blobstorageversionid: Option<String>,
    created: String,
    /// What the reference keeps in the policy at the path.
    pub actions: Vec<String>,
}

impl ChangeWire {
    pub fn of(right: &HeldRight, parties: &[Party]) -> Self {
        let party = |id: PartyId| parties.iter().find(|party| party.id == id);
        let (from, to) = (party(right.from), party(PartyId(right.received_by)));
        let person = to.and_then(Party::person);
        Self {
            delegationchangeid: number(right.delegation),
            delegationchangetype: "Grant",
            resourceid: right.resource.clone(),
            instanceid: None,
            offeredbypartyid: from.map(|party| party.number),
            fromuuid: right.from.0,
            fromuuidtype: kind(from),
            coveredbypartyid: to.filter(|_| person.is_none()).map(|party| party.number),
            coveredbyuserid: person.map(|person| person.user_number),
            touuid: right.received_by,
            touuidtype: kind(to),
            performedbyuuid: right.given_by.0,
            blobstoragepolicypath: None,
            blobstorageversionid: None,
            created: right.given_at.rfc3339(),
            actions: vec![right.action.clone()],
        }
    }

    pub fn is_about(&self, right: &HeldRight) -> bool {
        (self.fromuuid, self.touuid) == (right.from.0, right.received_by)
            && self.resourceid == right.resource
    }
}

/// A number for those who want one: the end of the id, positive.
fn number(id: Uuid) -> u32 {
    let (_, _, _, end) = id.as_fields();
    let [.., a, b, c, d] = *end;
    u32::from_be_bytes([a, b, c, d]) >> 1
}

fn kind(party: Option<&Party>) -> &'static str {
    match party {
        Some(party) if party.person().is_some() => "urn:altinn:person:uuid",
        Some(_) => "urn:altinn:organization:uuid",
        None => "urn:altinn:systemuser:uuid",
    }
}
