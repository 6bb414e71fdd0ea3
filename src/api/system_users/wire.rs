use serde::{Deserialize, Serialize};

use crate::domain::{System, SystemUser};

#[derive(Debug, Deserialize)]
pub struct VendorQuery {
    #[serde(rename = "system-id")]
    pub system_id: String,
    pub orgno: String,
    #[serde(rename = "external-ref")]
    pub external_ref: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookUpQuery {
    pub client_id: Option<String>,
    pub system_provider_org_no: Option<String>,
    pub system_user_owner_org_no: Option<String>,
    pub external_ref: Option<String>,
}

/// A system user as vendors and Maskinporten see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemUserAnswer<'a> {
    id: String,
    integration_title: &'a str,
    system_id: &'a str,
    product_name: &'a str,
    reportee_org_no: &'a str,
    created: String,
    is_deleted: bool,
    /// Always empty, as in the original.
    supplier_name: &'static str,
    supplier_orgno: &'a str,
    external_ref: &'a str,
    user_type: &'static str,
}

impl<'a> SystemUserAnswer<'a> {
    pub fn of(user: &'a SystemUser, system: &'a System) -> Self {
        Self {
            id: user.id.to_string(),
            integration_title: &user.title,
            system_id: &system.name_id,
            product_name: &system.name_id,
            reportee_org_no: user.org_number.as_str(),
            created: user.created_at.rfc3339(),
            is_deleted: false,
            supplier_name: "",
            supplier_orgno: system.vendor.as_str(),
            external_ref: &user.external_ref,
            user_type: "standard",
        }
    }
}
