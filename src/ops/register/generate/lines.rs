//! The lines of the import format that are written; `docs/register-import.md` says what they mean.

use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Line<'a> {
    Person(PersonLine<'a>),
    Organization(OrganizationLine<'a>),
    Role(RoleLine<'a>),
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonLine<'a> {
    pub national_id: &'a str,
    pub date_of_birth: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_death: Option<String>,
    pub first_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<&'a str>,
    pub last_name: &'a str,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<StreetLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailing_address: Option<PostalLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reserved: bool,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreetLine {
    pub municipal_number: &'static str,
    pub municipal_name: &'static str,
    pub street_name: &'static str,
    pub house_number: String,
    pub postal_code: &'static str,
    pub city: &'static str,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostalLine {
    pub address: String,
    pub postal_code: &'static str,
    pub city: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationLine<'a> {
    pub organization_number: &'a str,
    pub name: &'a str,
    pub form: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_unit: Option<&'a str>,
    pub unit_status: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bankrupt: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_liquidation: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub business_address: PostalLine,
}

#[derive(Serialize)]
pub struct RoleLine<'a> {
    pub at: &'a str,
    pub holder: &'a str,
    pub role: &'static str,
}
