//! A resource as it was sent, made a draft. Names are read whatever their case, but for those that are the sender's own:
//! languages and the keys of consents' metadata.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

use super::wire::{ContactBody, KeywordBody, MetadataBody, ReferenceBody, ResourceBody};
use crate::api::Problem;
use crate::api::json::RawBody;
use crate::app::App;
use crate::domain::{
    AccessListMode, ContactPoint, Keyword, PartyType, Reference, ReferenceSource, ReferenceType,
    ResourceDetails, ResourceDraft, ResourceFault, ResourceType, Texts,
};

/// The longest description that is taken, in bytes: lists hold thousands of them.
const MAX_BYTES: usize = 128 * 1024;

/// A resource in a request.
pub struct SentResource(pub ResourceDraft);

impl FromRequest<App> for SentResource {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let RawBody(body) = RawBody::from_request(request, app).await?;
        if body.len() > MAX_BYTES {
            let message = format!("A resource must not be longer than {MAX_BYTES} bytes");
            return Err(super::invalid(&[fault("$", message)]));
        }
        let sent: Value = serde_json::from_slice(&body)
            .map_err(|problem| super::invalid(&[fault("$", problem.to_string())]))?;
        draft(sent)
            .map(Self)
            .map_err(|faults| super::invalid(&faults))
    }
}

/// Reads one resource of the registry's JSON.
///
/// # Errors
/// What cannot be read, by field. The draft itself is not checked yet.
pub fn draft(sent: Value) -> Result<ResourceDraft, Vec<ResourceFault>> {
    let body: ResourceBody = serde_json::from_value(in_lower_case(sent))
        .map_err(|problem| vec![fault("$", problem.to_string())])?;
    let mut faults = Vec::new();
    let mut wrong = |field, text: &str| {
        faults.push(fault(field, format!("{text:?} is not one of the values")));
    };
    let authority = body.hascompetentauthority.unwrap_or_default();
    let draft = ResourceDraft {
        id: body.identifier.unwrap_or_default(),
        organization: authority.organization.clone().unwrap_or_default(),
        owner_code: authority.orgcode.clone().unwrap_or_default().to_lowercase(),
        title: texts(body.title),
        description: texts(body.description),
        kind: kind(body.resourcetype, &mut wrong),
        is_delegable: body.delegable.unwrap_or(true),
        is_visible: body.visible.unwrap_or(true),
        available_for: available_for(body.availablefortype, &mut wrong),
        access_list_mode: access_list_mode(body.accesslistmode, &mut wrong),
        details: ResourceDetails {
            version: body.version,
            right_description: texts(body.rightdescription),
            homepage: body.homepage,
            status: body.status,
            spatial: body.spatial.unwrap_or_default(),
            produces: body.produces.unwrap_or_default(),
            thematic_areas: body.thematicareas.unwrap_or_default(),
            is_part_of: body.ispartof,
            contact_points: all(body.contactpoints, contact),
            references: references(body.resourcereferences, &mut wrong),
            authority_name: texts(authority.name),
            keywords: all(body.keywords, keyword),
            self_identified_users: body.selfidentifieduserenabled.unwrap_or(false),
            enterprise_users: body.enterpriseuserenabled.unwrap_or(false),
            consent_template: body.consenttemplate,
            consent_text: texts(body.consenttext),
            consent_metadata: metadata(body.consentmetadata),
            is_one_time_consent: body.isonetimeconsent.unwrap_or(false),
        },
    };
    if faults.is_empty() {
        Ok(draft)
    } else {
        Err(faults)
    }
}

fn fault(field: &'static str, message: String) -> ResourceFault {
    ResourceFault { field, message }
}

/// The names of the objects that are not maps of the sender's own, in lower case.
fn in_lower_case(sent: Value) -> Value {
    let mut body = lowered(sent);
    let Some(members) = body.as_object_mut() else {
        return body;
    };
    for name in [
        "hascompetentauthority",
        "contactpoints",
        "resourcereferences",
        "keywords",
    ] {
        if let Some(member) = members.get_mut(name) {
            *member = match member.take() {
                Value::Array(items) => Value::Array(items.into_iter().map(lowered).collect()),
                other => lowered(other),
            };
        }
    }
    if let Some(Value::Object(keys)) = members.get_mut("consentmetadata") {
        for value in keys.values_mut() {
            *value = lowered(value.take());
        }
    }
    body
}

fn lowered(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

fn texts(sent: Option<BTreeMap<String, Option<String>>>) -> Texts {
    let texts = sent.unwrap_or_default().into_iter();
    texts
        .filter_map(|(language, text)| Some((language, text?)))
        .collect()
}

fn all<B, T>(sent: Option<Vec<B>>, read: impl Fn(B) -> T) -> Vec<T> {
    sent.unwrap_or_default().into_iter().map(read).collect()
}

fn contact(sent: ContactBody) -> ContactPoint {
    ContactPoint {
        category: sent.category,
        email: sent.email,
        telephone: sent.telephone,
        contact_page: sent.contactpage,
    }
}

fn keyword(sent: KeywordBody) -> Keyword {
    Keyword {
        word: sent.word.unwrap_or_default(),
        language: sent.language,
    }
}

fn metadata(sent: Option<BTreeMap<String, MetadataBody>>) -> BTreeMap<String, bool> {
    let keys = sent.unwrap_or_default().into_iter();
    keys.map(|(key, value)| (key, value.optional.unwrap_or(false)))
        .collect()
}

/// Takes note of a value that is none of an enumeration's.
type Wrong<'a> = dyn FnMut(&'static str, &str) + 'a;

fn kind(sent: Option<String>, wrong: &mut Wrong<'_>) -> Option<ResourceType> {
    let text = sent.filter(|text| !text.eq_ignore_ascii_case("Default"))?;
    let found = named(&ResourceType::ALL, &text, ResourceType::as_str);
    if found.is_none() {
        wrong("ResourceType", &text);
    }
    found
}

fn access_list_mode(sent: Option<String>, wrong: &mut Wrong<'_>) -> AccessListMode {
    let Some(text) = sent else {
        return AccessListMode::Disabled;
    };
    let modes = [AccessListMode::Disabled, AccessListMode::Enabled];
    named(&modes, &text, AccessListMode::as_str).unwrap_or_else(|| {
        wrong("AccessListMode", &text);
        AccessListMode::Disabled
    })
}

fn available_for(sent: Option<Vec<String>>, wrong: &mut Wrong<'_>) -> Vec<PartyType> {
    let mut types = Vec::new();
    for text in sent.unwrap_or_default() {
        match named(&PartyType::ALL, &text, PartyType::as_str) {
            Some(party_type) => types.push(party_type),
            None => wrong("AvailableForType", &text),
        }
    }
    types
}

fn references(sent: Option<Vec<ReferenceBody>>, wrong: &mut Wrong<'_>) -> Vec<Reference> {
    let mut references = Vec::new();
    for one in sent.unwrap_or_default() {
        let (source, kind) = (
            one.referencesource.unwrap_or_else(|| "Default".to_owned()),
            one.referencetype.unwrap_or_else(|| "Default".to_owned()),
        );
        let found = (
            named(&ReferenceSource::ALL, &source, ReferenceSource::as_str),
            named(&ReferenceType::ALL, &kind, ReferenceType::as_str),
        );
        match found {
            (Some(source), Some(kind)) => references.push(Reference {
                source,
                kind,
                value: one.reference.unwrap_or_default(),
            }),
            (None, _) => wrong("ResourceReferences", &source),
            (_, None) => wrong("ResourceReferences", &kind),
        }
    }
    references
}

/// The value with this name, whatever its case.
fn named<T: Copy>(all: &[T], text: &str, name: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter()
        .copied()
        .find(|one| name(*one).eq_ignore_ascii_case(text))
}
