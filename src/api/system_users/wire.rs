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
    client_id: Option<String>,
    system_provider_org_no: Option<String>,
    system_user_owner_org_no: Option<String>,
    external_ref: Option<String>,
}

/// A look-up that says all that it must.
pub struct Asked {
    pub client_id: String,
    /// The vendor's and the customer's numbers, as they were sent.
    pub vendor: String,
    pub owner: String,
    pub external_ref: Option<String>,
}

impl LookUpQuery {
    /// None when one of the three is left out, or empty.
    pub fn asked(self) -> Option<Asked> {
        let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Some(Asked {
            client_id: said(self.client_id)?,
            vendor: said(self.system_provider_org_no)?,
            owner: said(self.system_user_owner_org_no)?,
            external_ref: self.external_ref,
        })
    }
}

/// A system user as vendors and Maskinporten see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemUserAnswer<'a> {
    id: String,
    integration_title: &'a str,
    system_id: &'a str,
    /// Empty for vendors, as in the original; Maskinporten is told the system's id.
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
            product_name: "",
            reportee_org_no: user.org_number.as_str(),
            created: user.created_at.rfc3339(),
            is_deleted: false,
            supplier_name: "",
            supplier_orgno: system.vendor.as_str(),
            external_ref: &user.external_ref,
            user_type: "standard",
        }
    }

    /// As Maskinporten is told.
    #[must_use]
    pub fn with_product(self) -> Self {
        Self {
            product_name: self.system_id,
            ..self
        }
    }
}
