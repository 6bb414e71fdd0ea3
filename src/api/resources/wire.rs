//! Resources as the registry's clients send and get them (`ServiceResource`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::listed::PageToken;
use crate::domain::{
    ContactPoint, Keyword, Localized, PartyType, RESOURCE_ATTRIBUTE, Reference, ReferenceSource,
    ReferenceType, Resource, ResourceDetails, ResourceType, ServiceOwner, Texts,
};

/// How decisions name an app: by the code of its owner and its own name.
const ORG_ATTRIBUTE: &str = "urn:altinn:org";
const APP_ATTRIBUTE: &str = "urn:altinn:app";

/// What is sent. Names are in lower case: see `body`. A null is the same as nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResourceBody {
    pub identifier: Option<String>,
    pub version: Option<String>,
    pub title: Option<BTreeMap<String, Option<String>>>,
    pub description: Option<BTreeMap<String, Option<String>>>,
    pub rightdescription: Option<BTreeMap<String, Option<String>>>,
    pub homepage: Option<String>,
    pub status: Option<String>,
    pub spatial: Option<Vec<String>>,
    pub produces: Option<Vec<String>>,
    pub thematicareas: Option<Vec<String>>,
    pub ispartof: Option<String>,
    pub contactpoints: Option<Vec<ContactBody>>,
    pub resourcereferences: Option<Vec<ReferenceBody>>,
    pub delegable: Option<bool>,
    pub visible: Option<bool>,
    pub hascompetentauthority: Option<AuthorityBody>,
    pub keywords: Option<Vec<KeywordBody>>,
    pub accesslistmode: Option<String>,
    pub selfidentifieduserenabled: Option<bool>,
    pub enterpriseuserenabled: Option<bool>,
    pub resourcetype: Option<String>,
    pub availablefortype: Option<Vec<String>>,
    pub consenttemplate: Option<String>,
    pub consenttext: Option<BTreeMap<String, Option<String>>>,
    pub consentmetadata: Option<BTreeMap<String, MetadataBody>>,
    pub isonetimeconsent: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactBody {
    pub category: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub contactpage: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReferenceBody {
    pub referencesource: Option<String>,
    pub reference: Option<String>,
    pub referencetype: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuthorityBody {
    pub organization: Option<String>,
    pub orgcode: Option<String>,
    pub name: Option<BTreeMap<String, Option<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeywordBody {
    pub word: Option<String>,
    pub language: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MetadataBody {
    pub optional: Option<bool>,
}

/// One resource in full.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceWire<'a> {
    identifier: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: &'a Option<String>,
    title: &'a Localized,
    description: &'a Localized,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    right_description: &'a Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: &'a Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    spatial: &'a [String],
    contact_points: Vec<ContactWire<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    produces: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: &'a Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    thematic_areas: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resource_references: Vec<ReferenceWire<'a>>,
    delegable: bool,
    visible: bool,
    has_competent_authority: AuthorityWire<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<KeywordWire<'a>>,
    access_list_mode: &'static str,
    self_identified_user_enabled: bool,
    enterprise_user_enabled: bool,
    resource_type: ResourceType,
    #[serde(skip_serializing_if = "<[PartyType]>::is_empty")]
    available_for_type: &'a [PartyType],
    authorization_reference: Vec<IdValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent_template: &'a Option<String>,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    consent_text: &'a Texts,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    consent_metadata: BTreeMap<&'a str, MetadataWire>,
    is_one_time_consent: bool,
    version_id: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContactWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_page: &'a Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReferenceWire<'a> {
    reference_source: ReferenceSource,
    reference: &'a str,
    reference_type: ReferenceType,
}

#[derive(Serialize)]
struct AuthorityWire<'a> {
    name: Names<'a>,
    organization: &'a str,
    orgcode: &'a str,
}

/// A name as it was sent, or the one that the owner is registered with.
#[derive(Serialize)]
#[serde(untagged)]
enum Names<'a> {
    Sent(&'a Texts),
    Registered(&'a Localized),
}

#[derive(Serialize)]
struct KeywordWire<'a> {
    word: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: &'a Option<String>,
}

#[derive(Serialize)]
struct MetadataWire {
    optional: bool,
}

#[derive(Serialize)]
pub struct IdValue {
    id: &'static str,
    value: String,
}

impl<'a> ResourceWire<'a> {
    pub fn of(resource: &'a Resource, owner: &'a ServiceOwner) -> Self {
        let details = &resource.details;
        Self {
            identifier: &resource.id,
            version: &details.version,
            title: &resource.title,
            description: &resource.description,
            right_description: &details.right_description,
            homepage: &details.homepage,
            status: &details.status,
            spatial: &details.spatial,
            contact_points: details.contact_points.iter().map(ContactWire::of).collect(),
            produces: &details.produces,
            is_part_of: &details.is_part_of,
            thematic_areas: &details.thematic_areas,
            resource_references: details.references.iter().map(ReferenceWire::of).collect(),
            delegable: resource.is_delegable,
            visible: resource.is_visible,
            has_competent_authority: AuthorityWire::of(details, owner),
            keywords: details.keywords.iter().map(KeywordWire::of).collect(),
            access_list_mode: resource.access_list_mode.as_str(),
            self_identified_user_enabled: details.self_identified_users,
            enterprise_user_enabled: details.enterprise_users,
            resource_type: resource.kind,
            available_for_type: &resource.available_for,
            authorization_reference: authorization_reference(&resource.id),
            consent_template: &details.consent_template,
            consent_text: &details.consent_text,
            consent_metadata: metadata(details),
            is_one_time_consent: details.is_one_time_consent,
            version_id: resource.version,
        }
    }
}

fn metadata(details: &ResourceDetails) -> BTreeMap<&str, MetadataWire> {
    let keys = details.consent_metadata.iter();
    keys.map(|(key, optional)| {
        let optional = *optional;
        (key.as_str(), MetadataWire { optional })
    })
    .collect()
}

/// What decisions about the resource name it by.
fn authorization_reference(id: &str) -> Vec<IdValue> {
    let one = |id, value: &str| IdValue {
        id,
        value: value.to_owned(),
    };
    let app = id
        .strip_prefix("app_")
        .and_then(|rest| rest.split_once('_'));
    match app {
        Some((org, app)) => vec![one(ORG_ATTRIBUTE, org), one(APP_ATTRIBUTE, app)],
        None => vec![one(RESOURCE_ATTRIBUTE, id)],
    }
}

impl<'a> ContactWire<'a> {
    fn of(contact: &'a ContactPoint) -> Self {
        Self {
            category: &contact.category,
            email: &contact.email,
            telephone: &contact.telephone,
            contact_page: &contact.contact_page,
        }
    }
}

impl<'a> ReferenceWire<'a> {
    fn of(reference: &'a Reference) -> Self {
        Self {
            reference_source: reference.source,
            reference: &reference.value,
            reference_type: reference.kind,
        }
    }
}

impl<'a> AuthorityWire<'a> {
    fn of(details: &'a ResourceDetails, owner: &'a ServiceOwner) -> Self {
        Self {
            name: match details.authority_name.is_empty() {
                true => Names::Registered(&owner.name),
                false => Names::Sent(&details.authority_name),
            },
            organization: owner.number.as_str(),
            orgcode: &owner.code,
        }
    }
}

impl<'a> KeywordWire<'a> {
    fn of(keyword: &'a Keyword) -> Self {
        Self {
            word: &keyword.word,
            language: &keyword.language,
        }
    }
}

/// `GET …/resource/orgs`
#[derive(Serialize)]
pub struct OrgsWire<'a> {
    pub orgs: BTreeMap<&'a str, OrgWire<'a>>,
}

#[derive(Serialize)]
pub struct OrgWire<'a> {
    name: &'a Localized,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: &'a Option<String>,
    orgnr: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: &'a Option<String>,
    environments: &'a [String],
}

impl<'a> OrgWire<'a> {
    pub fn of(owner: &'a ServiceOwner) -> Self {
        Self {
            name: &owner.name,
            logo: &owner.logo,
            orgnr: owner.number.as_str(),
            homepage: &owner.homepage,
            environments: &owner.environments,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionQuery {
    pub version_id: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    pub include_apps: Option<String>,
    pub include_migrated_apps: Option<String>,
}

/// What is looked for; each that is set must fit. The first letter may be a capital, as in the original, or not.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SearchQuery {
    #[serde(alias = "id")]
    pub id: Option<String>,
    #[serde(alias = "title")]
    pub title: Option<String>,
    #[serde(alias = "description")]
    pub description: Option<String>,
    #[serde(alias = "resourceType")]
    pub resource_type: Option<String>,
    #[serde(alias = "keyword")]
    pub keyword: Option<String>,
    #[serde(alias = "reference")]
    pub reference: Option<String>,
    #[serde(alias = "orgCode", alias = "orgcode")]
    pub org_code: Option<String>,
    #[serde(alias = "organizationId")]
    pub organization_id: Option<String>,
}

#[derive(Deserialize)]
pub struct FeedQuery {
    pub since: Option<String>,
    pub token: Option<PageToken>,
    pub limit: Option<i64>,
}

/// That a policy began or ceased to be about a subject.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatedWire {
    pub subject_urn: String,
    pub resource_urn: String,
    pub updated_at: String,
    pub deleted: bool,
}

/// That a resource changed, its description or its policy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedWire {
    pub resource_id: String,
    pub changed_at: String,
}
