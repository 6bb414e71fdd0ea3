use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a service owner gives or takes; names are read whatever their case.
#[derive(Debug, Deserialize)]
pub struct GiftBody {
    pub from: String,
    pub to: String,
    pub packageurn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GiftAnswer {
    pub id: Uuid,
    pub assignment_id: Uuid,
    pub package_id: Uuid,
}
