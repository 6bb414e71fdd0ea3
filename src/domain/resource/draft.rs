use super::{
    Reference, ReferenceSource, ReferenceType, Resource, ResourceDetails, ResourceType, Texts,
};
use crate::domain::{AccessListMode, Language, Localized, PartyType, ServiceOwner};

/// What somebody wants a resource to be; not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceDraft {
    pub id: String,
    /// The number of the organization that owns it; may be empty for the owner `ttd`.
    pub organization: String,
    /// The code of the service owner; empty when it is known by its number alone.
    pub owner_code: String,
    pub title: Texts,
    pub description: Texts,
    pub kind: Option<ResourceType>,
    pub is_delegable: bool,
    pub is_visible: bool,
    pub available_for: Vec<PartyType>,
    pub access_list_mode: AccessListMode,
    pub details: ResourceDetails,
}

/// One thing wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceFault {
    /// The field's name in the registry, with a capital first.
    pub field: &'static str,
    pub message: String,
}

/// Whether the id of a draft is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    New,
    /// Ids from before there were rules for them may be changed.
    Existing,
}

/// How long an id may be, in bytes.
const MAX_ID: usize = 255;
/// The code of the test owner, which the public list of owners gives no number.
const NUMBERLESS_OWNER: &str = "ttd";

impl ResourceDraft {
    /// All that is wrong with it (specification §1.2), but for who owns it.
    pub fn faults(&self, naming: Naming) -> Vec<ResourceFault> {
        let mut faults = self.id_faults(naming);
        faults.extend(self.app_faults());
        faults.extend(self.text_faults());
        faults.extend(self.kind_faults());
        if self.organization.is_empty() && self.owner_code != NUMBERLESS_OWNER {
            faults.push(fault(
                "HasCompetentAuthority",
                "The number of the owner's organization is needed",
            ));
        }
        faults
    }

    /// The resource, with its first version. None when a text or the type lacks, which is among the faults.
    pub fn resource_of(self, owner: &ServiceOwner) -> Option<Resource> {
        Some(Resource {
            owner: owner.code.clone(),
            title: localized(&self.title)?,
            description: localized(&self.description)?,
            kind: self.kind?,
            id: self.id,
            is_delegable: self.is_delegable,
            is_visible: self.is_visible,
            available_for: self.available_for,
            access_list_mode: self.access_list_mode,
            details: self.details,
            version: 1,
        })
    }

    fn id_faults(&self, naming: Naming) -> Vec<ResourceFault> {
        let mut faults = Vec::new();
        let is_good = is_id(&self.id) || is_migrated_app_id(&self.id);
        if naming == Naming::New && (!is_good || self.id.len() > MAX_ID) {
            faults.push(fault(
                "Identifier",
                "Invalid id. Only a-z, 0-9, - and _ are allowed, and at least 4 characters",
            ));
        }
        let has = |kind| self.details.referred(kind).next().is_some();
        let is_whole = has(ReferenceType::ServiceCode) && has(ReferenceType::ServiceEditionCode);
        if self.id.starts_with("se_") && !is_whole {
            faults.push(fault(
                "Identifier",
                "A resource with the prefix se_ needs the references ServiceCode and ServiceEditionCode",
            ));
        }
        faults
    }

    fn app_faults(&self) -> Vec<ResourceFault> {
        let is_app = matches!(
            self.kind,
            Some(ResourceType::AltinnApp | ResourceType::MigratedApp)
        );
        if !is_app {
            let misnamed = self.id.starts_with("app_").then(|| {
                fault(
                    "Identifier",
                    "The prefix app_ is for the resource types AltinnApp and MigratedApp",
                )
            });
            return misnamed.into_iter().collect();
        }
        let mut faults = Vec::new();
        let prefix = format!("app_{}", self.owner_code);
        if !self.id.starts_with(&prefix) {
            faults.push(fault(
                "Identifier",
                "An app's resource begins with app_ and the code of its owner",
            ));
        }
        let app = format!("{}/", self.owner_code);
        let is_reference = |reference: &Reference| {
            reference.kind == ReferenceType::ApplicationId
                && reference.source == ReferenceSource::Altinn3
                && reference.value.len() > app.len()
                && reference.value.starts_with(&app)
        };
        if !self.details.references.iter().any(is_reference) {
            faults.push(fault(
                "ResourceReferences",
                "An app's resource needs a reference of the type ApplicationId and the source Altinn3 to <orgcode>/<app>",
            ));
        }
        faults
    }

    fn text_faults(&self) -> Vec<ResourceFault> {
        let mut faults = missing_languages("Title", &self.title);
        faults.extend(missing_languages("Description", &self.description));
        if self.is_delegable {
            let rights = &self.details.right_description;
            faults.extend(missing_languages("RightDescription", rights));
        }
        faults
    }

    fn kind_faults(&self) -> Vec<ResourceFault> {
        let mut faults = Vec::new();
        if self.kind.is_none() {
            faults.push(fault("ResourceType", "A resource type is needed"));
        }
        let mut scopes = self.details.referred(ReferenceType::MaskinportenScope);
        if self.kind == Some(ResourceType::MaskinportenSchema) && scopes.next().is_none() {
            faults.push(fault(
                "ResourceReferences",
                "A resource of the type MaskinportenSchema needs a reference of the type MaskinportenScope",
            ));
        }
        faults
    }

    /// The scopes it stands for whose prefix is none of these.
    pub fn foreign_scopes(&self, prefixes: &[String]) -> Vec<String> {
        let scopes = self.details.referred(ReferenceType::MaskinportenScope);
        let is_foreign = |scope: &&str| {
            let prefix = scope.split_once(':').map_or(*scope, |(prefix, _)| prefix);
            !prefixes.iter().any(|own| own == prefix)
        };
        scopes.filter(is_foreign).map(str::to_owned).collect()
    }
}

fn fault(field: &'static str, message: &str) -> ResourceFault {
    ResourceFault {
        field,
        message: message.to_owned(),
    }
}

/// `^[a-z0-9_-]{4,}$`
fn is_id(id: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    id.len() >= 4 && id.bytes().all(is_allowed)
}

/// `^app_[a-z0-9]+_a1-.+:[a-z0-9.]+$`, whatever the case; without line breaks, as `.` has it.
fn is_migrated_app_id(id: &str) -> bool {
    let lower = id.to_lowercase();
    let is_word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let Some((owner, rest)) = lower
        .strip_prefix("app_")
        .and_then(|rest| rest.split_once('_'))
    else {
        return false;
    };
    let Some((name, edition)) = rest
        .strip_prefix("a1-")
        .and_then(|rest| rest.rsplit_once(':'))
    else {
        return false;
    };
    is_word(owner)
        && !name.is_empty()
        && !id.contains(char::is_control)
        && is_word(&edition.replace('.', "0"))
}

fn missing_languages(field: &'static str, texts: &Texts) -> Vec<ResourceFault> {
    let lacks = |language: &Language| {
        let text = texts.get(language.tag());
        text.is_none_or(|text| text.trim().is_empty())
    };
    let missing = Language::ALL.into_iter().filter(lacks);
    missing
        .map(|language| {
            fault(
                field,
                &format!(
                    "Missing {field} in {} ({})",
                    in_english(language),
                    language.tag()
                ),
            )
        })
        .collect()
}

fn in_english(language: Language) -> &'static str {
    match language {
        Language::Nb => "bokmål",
        Language::Nn => "nynorsk",
        Language::En => "English",
    }
}

fn localized(texts: &Texts) -> Option<Localized> {
    let text = |language: Language| texts.get(language.tag()).cloned();
    Some(Localized {
        nb: text(Language::Nb)?,
        nn: text(Language::Nn)?,
        en: text(Language::En)?,
    })
}
