//! A resource's description as it goes through a form.

use super::fields::Fields;
use crate::domain::{
    AccessListMode, ContactPoint, Language, Naming, PartyType, Reference, ReferenceSource,
    ReferenceType, Resource, ResourceDetails, ResourceDraft, ResourceType, ServiceOwner, Texts,
};
use crate::portal::form::FieldError;
use crate::text::{Texts as Words, fill};

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct Description {
    pub id: String,
    pub title: Texts,
    pub description: Texts,
    pub right: Texts,
    pub kind: Option<ResourceType>,
    pub available_for: Vec<PartyType>,
    pub is_delegable: bool,
    pub is_visible: bool,
    pub homepage: String,
    pub contacts: Vec<ContactPoint>,
    pub references: Vec<Reference>,
}

/// The kinds of parties in the order of the form, with the names of the registry.
pub const PARTY_TYPES: [(PartyType, &str); 5] = [
    (PartyType::LegalEntityEnterprise, "LegalEntityEnterprise"),
    (PartyType::Company, "Company"),
    (PartyType::PrivatePerson, "PrivatePerson"),
    (PartyType::BankruptcyEstate, "BankruptcyEstate"),
    (PartyType::SelfRegisteredUser, "SelfRegisteredUser"),
];
/// The types that a new resource is made of here; the others come with apps and old services.
pub const RESOURCE_TYPES: [ResourceType; 6] = [
    ResourceType::GenericAccessResource,
    ResourceType::CorrespondenceService,
    ResourceType::BrokerService,
    ResourceType::Systemresource,
    ResourceType::MaskinportenSchema,
    ResourceType::Consent,
];
pub const SOURCES: [(ReferenceSource, &str); 5] = [
    (ReferenceSource::Altinn3, "Altinn3"),
    (ReferenceSource::ExternalPlatform, "ExternalPlatform"),
    (ReferenceSource::Altinn2, "Altinn2"),
    (ReferenceSource::Altinn1, "Altinn1"),
    (ReferenceSource::Default, "Default"),
];
pub const REFERENCE_TYPES: [(ReferenceType, &str); 8] = [
    (ReferenceType::Uri, "Uri"),
    (ReferenceType::MaskinportenScope, "MaskinportenScope"),
    (ReferenceType::DelegationSchemeId, "DelegationSchemeId"),
    (ReferenceType::ApplicationId, "ApplicationId"),
    (ReferenceType::ServiceCode, "ServiceCode"),
    (ReferenceType::ServiceEditionCode, "ServiceEditionCode"),
    (
        ReferenceType::ServiceEditionVersion,
        "ServiceEditionVersion",
    ),
    (ReferenceType::Default, "Default"),
];
/// How many contact points and references a form takes.
const MAX_ROWS: usize = 20;
/// How long a text may be, in characters.
const MAX_TEXT: usize = 4_000;

impl Description {
    /// What a new resource begins with.
    pub fn blank() -> Self {
        Self {
            kind: Some(ResourceType::GenericAccessResource),
            available_for: vec![PartyType::LegalEntityEnterprise, PartyType::Company],
            is_delegable: true,
            is_visible: true,
            ..Self::default()
        }
    }

    pub fn of(resource: &Resource) -> Self {
        let texts = |text: &crate::domain::Localized| {
            let of =
                |language: Language| (language.tag().to_owned(), text.get(language).to_owned());
            Language::ALL.map(of).into_iter().collect()
        };
        let details = &resource.details;
        Self {
            id: resource.id.clone(),
            title: texts(&resource.title),
            description: texts(&resource.description),
            right: details.right_description.clone(),
            kind: Some(resource.kind),
            available_for: resource.available_for.clone(),
            is_delegable: resource.is_delegable,
            is_visible: resource.is_visible,
            homepage: details.homepage.clone().unwrap_or_default(),
            contacts: details.contact_points.clone(),
            references: details.references.clone(),
        }
    }

    pub fn read(fields: &Fields) -> Self {
        let texts = |name: &str| {
            let of = |language: Language| {
                let tag = language.tag();
                (
                    tag.to_owned(),
                    fields.get(&format!("{name}-{tag}")).to_owned(),
                )
            };
            Language::ALL.map(of).into_iter().collect()
        };
        let chosen: Vec<&str> = fields.all("available").collect();
        let available = PARTY_TYPES.iter().filter(|(_, name)| chosen.contains(name));
        Self {
            id: fields.get("id").to_owned(),
            title: texts("title"),
            description: texts("description"),
            right: texts("right"),
            kind: ResourceType::parse(fields.get("type")),
            available_for: available.map(|(kind, _)| *kind).collect(),
            is_delegable: fields.has("delegable"),
            is_visible: fields.has("visible"),
            homepage: fields.get("homepage").to_owned(),
            contacts: (0..MAX_ROWS)
                .filter_map(|row| contact(fields, row))
                .collect(),
            references: (0..MAX_ROWS)
                .filter_map(|row| reference(fields, row))
                .collect(),
        }
    }

    /// The draft that the owner's resource becomes; what the form does not show stays as it is in `before`.
    pub fn draft(&self, owner: &ServiceOwner, before: Option<&Resource>) -> ResourceDraft {
        let kept = before.map(|resource| resource.details.clone());
        ResourceDraft {
            id: self.id.clone(),
            organization: owner.number.to_string(),
            owner_code: owner.code.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            kind: self.kind,
            is_delegable: self.is_delegable,
            is_visible: self.is_visible,
            available_for: self.available_for.clone(),
            access_list_mode: before.map_or(AccessListMode::Disabled, |old| old.access_list_mode),
            details: ResourceDetails {
                right_description: filled(&self.right),
                homepage: text(&self.homepage),
                contact_points: self.contacts.clone(),
                references: self.references.clone(),
                ..kept.unwrap_or_default()
            },
        }
    }

    /// All that is wrong with it, in the order of the form.
    pub fn errors(&self, draft: &ResourceDraft, naming: Naming, words: &Words) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let faults = draft.faults(naming);
        let has = |field: &str| faults.iter().any(|fault| fault.field == field);
        let t = &words.registry_form;
        if has("Identifier") {
            errors.push(FieldError::new("id", t.id_invalid));
        }
        errors.extend(self.text_errors(words));
        if has("ResourceType") {
            errors.push(FieldError::new("type", t.kind_invalid));
        }
        if has("ResourceReferences") {
            errors.push(FieldError::new("reference-0-value", t.references_invalid));
        }
        if errors.is_empty() && !faults.is_empty() {
            errors.push(FieldError::new("title-nb", t.invalid));
        }
        errors
    }

    fn text_errors(&self, words: &Words) -> Vec<FieldError> {
        let t = &words.registry_form;
        let groups = [
            ("title", &self.title, t.title, true),
            ("description", &self.description, t.description, true),
            ("right", &self.right, t.right, self.is_delegable),
        ];
        let mut errors = Vec::new();
        for (name, texts, label, is_needed) in groups {
            for language in Language::ALL {
                let text = texts.get(language.tag()).map_or("", |text| text.trim());
                let problem = match text {
                    "" if is_needed => t.text_missing,
                    long if long.chars().count() > MAX_TEXT => t.text_long,
                    _ => continue,
                };
                let tongue = language_name(language, words);
                let text = fill(problem, &[("field", label), ("language", tongue)]);
                errors.push(FieldError::new(
                    &format!("{name}-{}", language.tag()),
                    &text,
                ));
            }
        }
        errors
    }
}

pub fn language_name(language: Language, words: &Words) -> &'static str {
    let t = &words.registry_form;
    match language {
        Language::Nb => t.in_nb,
        Language::Nn => t.in_nn,
        Language::En => t.in_en,
    }
}

fn contact(fields: &Fields, row: usize) -> Option<ContactPoint> {
    let part = |name: &str| text(fields.get(&format!("contact-{row}-{name}")));
    let contact = ContactPoint {
        category: part("category"),
        email: part("email"),
        telephone: part("telephone"),
        contact_page: part("page"),
    };
    (contact != ContactPoint::default()).then_some(contact)
}

fn reference(fields: &Fields, row: usize) -> Option<Reference> {
    let part = |name: &str| fields.get(&format!("reference-{row}-{name}"));
    let value = text(part("value"))?;
    let source = SOURCES.iter().find(|(_, name)| *name == part("source"));
    let kind = REFERENCE_TYPES
        .iter()
        .find(|(_, name)| *name == part("type"));
    Some(Reference {
        source: source.map(|(source, _)| *source).unwrap_or_default(),
        kind: kind.map(|(kind, _)| *kind).unwrap_or_default(),
        value,
    })
}

fn text(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn filled(texts: &Texts) -> Texts {
    let filled = texts.iter().filter(|(_, text)| !text.trim().is_empty());
    filled
        .map(|(tag, text)| (tag.clone(), text.clone()))
        .collect()
}
