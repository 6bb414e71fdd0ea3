use serde::{Deserialize, Serialize};

use crate::domain::{Localized, PackageRef, Right, System};

/// What a vendor sends (system-register request). Names are in lower case: see `LooseJson`.
#[derive(Debug, Deserialize)]
pub struct SystemBody {
    pub id: String,
    pub vendor: VendorBody,
    pub name: Localized,
    #[serde(default)]
    pub description: Option<Localized>,
    #[serde(default)]
    pub rights: Option<Vec<Right>>,
    #[serde(default)]
    pub accesspackages: Option<Vec<PackageRef>>,
    #[serde(default)]
    pub clientid: Option<Vec<String>>,
    #[serde(default)]
    pub isvisible: Option<bool>,
    #[serde(default)]
    pub allowedredirecturls: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub struct VendorBody {
    pub id: String,
}

#[derive(Serialize)]
struct VendorWire {
    #[serde(rename = "ID")]
    id: String,
}

/// One system in full, for its vendor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemFull<'a> {
    id: &'a str,
    vendor: VendorWire,
    name: &'a Localized,
    description: &'a Localized,
    rights: &'a [Right],
    access_packages: &'a [PackageRef],
    is_deleted: bool,
    client_id: &'a [String],
    is_visible: bool,
    allowed_redirect_urls: &'a [String],
}

impl<'a> SystemFull<'a> {
    pub fn of(system: &'a System) -> Self {
        Self {
            id: &system.name_id,
            vendor: VendorWire {
                id: system.vendor.iso6523(),
            },
            name: &system.name,
            description: &system.description,
            rights: &system.rights,
            access_packages: &system.packages,
            is_deleted: system.is_deleted,
            client_id: &system.client_ids,
            is_visible: system.is_visible,
            allowed_redirect_urls: &system.redirect_urls,
        }
    }
}

/// One system in a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemDto<'a> {
    system_id: &'a str,
    system_vendor_org_number: &'a str,
    /// Always empty, as in the original.
    system_vendor_org_name: &'static str,
    name: &'a Localized,
    description: &'a Localized,
    rights: &'a [Right],
    access_packages: &'a [PackageRef],
    is_visible: bool,
}

impl<'a> SystemDto<'a> {
    pub fn of(system: &'a System) -> Self {
        Self {
            system_id: &system.name_id,
            system_vendor_org_number: system.vendor.as_str(),
            system_vendor_org_name: "",
            name: &system.name,
            description: &system.description,
            rights: &system.rights,
            access_packages: &system.packages,
            is_visible: system.is_visible,
        }
    }
}
