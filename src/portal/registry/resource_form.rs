use askama::Template;

use super::description::{
    Description, PARTY_TYPES, REFERENCE_TYPES, RESOURCE_TYPES, SOURCES, language_name,
};
use crate::domain::{ContactPoint, Language, PartyType, Reference, ResourceType, Texts};
use crate::portal::form::{Field, FieldError, Look};
use crate::portal::page::cast;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::fill;

/// The form that describes a resource.
#[derive(Template)]
#[template(path = "registry/resource_form.html")]
pub struct ResourceFormPage {
    pub frame: Frame,
    /// The title as it is stored; `None` for a new resource.
    pub stored: Option<String>,
    /// The version that the form was filled from.
    pub version: i64,
    pub values: Description,
    pub errors: Vec<FieldError>,
    /// Somebody else has changed the resource since the form was opened.
    pub is_changed: bool,
}

/// One choice of several.
pub struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    pub is_chosen: bool,
}

/// The texts of one field in every language.
pub struct Tongues {
    pub legend: &'static str,
    pub help: &'static str,
    pub fields: Vec<Field>,
}

/// A reference with its choices.
pub struct ReferenceRow {
    pub number: usize,
    pub value: Field,
    pub sources: Vec<Choice>,
    pub kinds: Vec<Choice>,
}

/// The fields of a contact point.
pub struct ContactRow {
    pub number: usize,
    pub fields: Vec<Field>,
}

impl ResourceFormPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_form;
        match &self.stored {
            Some(title) => fill(t.edit_heading, &[("resource", title)]),
            None => t.new_heading.to_owned(),
        }
    }

    fn action(&self) -> String {
        match self.stored {
            Some(_) => routes::registry_edit(&self.values.id),
            None => routes::REGISTRY_NEW.to_owned(),
        }
    }

    fn back(&self) -> String {
        match self.stored {
            Some(_) => routes::registry_resource(&self.values.id),
            None => routes::REGISTRY.to_owned(),
        }
    }

    fn id_field(&self) -> Field {
        let t = &self.frame.t.registry_form;
        Field::new("id", t.id, &self.values.id)
            .help(t.id_help)
            .among(&self.errors)
    }

    fn homepage_field(&self) -> Field {
        let t = &self.frame.t.registry_form;
        Field::new("homepage", t.homepage, &self.values.homepage)
    }

    /// Name and description.
    fn names(&self) -> [Tongues; 2] {
        let t = &self.frame.t.registry_form;
        let title = Tongues {
            legend: t.title,
            help: t.title_help,
            fields: self.tongues("title", &self.values.title, Look::Line),
        };
        let description = Tongues {
            legend: t.description,
            help: t.description_help,
            fields: self.tongues("description", &self.values.description, Look::Text),
        };
        [title, description]
    }

    fn rights(&self) -> Tongues {
        let t = &self.frame.t.registry_form;
        Tongues {
            legend: t.right,
            help: t.right_help,
            fields: self.tongues("right", &self.values.right, Look::Text),
        }
    }

    fn tongues(&self, name: &str, texts: &Texts, look: Look) -> Vec<Field> {
        let field = |language: Language| {
            let tag = language.tag();
            let value = texts.get(tag).map_or("", String::as_str);
            Field::new(
                &format!("{name}-{tag}"),
                language_name(language, self.frame.t),
                value,
            )
            .look(look)
            .among(&self.errors)
        };
        Language::ALL.map(field).into()
    }

    fn kinds(&self) -> Vec<Choice> {
        let own = self
            .values
            .kind
            .filter(|kind| !RESOURCE_TYPES.contains(kind));
        let kinds = own.into_iter().chain(RESOURCE_TYPES);
        let choice = |kind: ResourceType| Choice {
            value: kind.as_str(),
            label: self.kind_label(kind),
            is_chosen: self.values.kind == Some(kind),
        };
        kinds.map(choice).collect()
    }

    fn kind_label(&self, kind: ResourceType) -> &'static str {
        kind_text(kind, &self.frame)
    }

    fn parties(&self) -> Vec<Choice> {
        let choice = |(kind, value): (PartyType, &'static str)| Choice {
            value,
            label: party_text(kind, &self.frame),
            is_chosen: self.values.available_for.contains(&kind),
        };
        PARTY_TYPES.map(choice).into()
    }

    /// Those that are there and an empty one.
    fn contacts(&self) -> Vec<ContactRow> {
        let t = &self.frame.t.registry_form;
        let empty = ContactPoint::default();
        let rows = self.values.contacts.iter().chain([&empty]).enumerate();
        let row = |(number, contact): (usize, &ContactPoint)| {
            let field = |name: &str, label: &str, value: &Option<String>| {
                let name = format!("contact-{number}-{name}");
                Field::new(&name, label, value.as_deref().unwrap_or_default())
            };
            ContactRow {
                number: number + 1,
                fields: vec![
                    field("category", t.contact_category, &contact.category),
                    field("email", t.contact_email, &contact.email),
                    field("telephone", t.contact_telephone, &contact.telephone),
                    field("page", t.contact_page, &contact.contact_page),
                ],
            }
        };
        rows.map(row).collect()
    }

    /// Those that are there and an empty one.
    fn references(&self) -> Vec<ReferenceRow> {
        let rows = self.values.references.iter().map(Some).chain([None]);
        rows.enumerate()
            .map(|(row, one)| self.reference(row, one))
            .collect()
    }

    fn reference(&self, row: usize, reference: Option<&Reference>) -> ReferenceRow {
        let t = &self.frame.t.registry_form;
        let name = format!("reference-{row}-value");
        let value = reference.map_or("", |one| one.value.as_str());
        let sources = SOURCES.map(|(source, name)| Choice {
            value: name,
            label: name,
            is_chosen: reference.is_some_and(|one| one.source == source),
        });
        let kinds = REFERENCE_TYPES.map(|(kind, name)| Choice {
            value: name,
            label: name,
            is_chosen: reference.is_some_and(|one| one.kind == kind),
        });
        ReferenceRow {
            number: row,
            value: Field::new(&name, t.reference_value, value).among(&self.errors),
            sources: sources.into(),
            kinds: kinds.into(),
        }
    }
}

/// A type of resource in words.
pub fn kind_text(kind: ResourceType, frame: &Frame) -> &'static str {
    let t = &frame.t.registry_form;
    match kind {
        ResourceType::GenericAccessResource => t.kind_generic,
        ResourceType::Systemresource => t.kind_system,
        ResourceType::MaskinportenSchema => t.kind_scope,
        ResourceType::CorrespondenceService => t.kind_message,
        ResourceType::BrokerService => t.kind_broker,
        ResourceType::Consent => t.kind_consent,
        ResourceType::AltinnApp | ResourceType::MigratedApp => t.kind_app,
        ResourceType::Altinn2Service => t.kind_old,
    }
}

/// A kind of party in words.
pub fn party_text(kind: PartyType, frame: &Frame) -> &'static str {
    let t = &frame.t.registry_form;
    match kind {
        PartyType::LegalEntityEnterprise => t.for_organizations,
        PartyType::Company => t.for_subunits,
        PartyType::PrivatePerson => t.for_persons,
        PartyType::BankruptcyEstate => t.for_estates,
        PartyType::SelfRegisteredUser => t.for_self_registered,
    }
}

impl Page for ResourceFormPage {
    fn name() -> &'static str {
        "registry-resource-form"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |values: Description| Self {
            frame: cast::owner(language, routes::REGISTRY_NEW),
            stored: None,
            version: 0,
            values,
            errors: Vec::new(),
            is_changed: false,
        };
        let mut invalid = page(Description {
            id: "a".into(),
            ..Description::blank()
        });
        let t = &invalid.frame.t.registry_form;
        let text = fill(t.text_missing, &[("field", t.title), ("language", t.in_nb)]);
        invalid.errors = vec![
            FieldError::new("id", t.id_invalid),
            FieldError::new("title-nb", &text),
        ];
        let edit = || Self {
            stored: Some("Søk om fiskekvote".into()),
            version: 3,
            ..page(sample_description())
        };
        let changed = Self {
            is_changed: true,
            ..edit()
        };
        vec![
            ("new", page(Description::blank())),
            ("invalid", invalid),
            ("edit", edit()),
            ("changed", changed),
        ]
    }
}

fn sample_description() -> Description {
    let texts = |text: &str| {
        let of = |language: Language| (language.tag().to_owned(), text.to_owned());
        Language::ALL.map(of).into_iter().collect()
    };
    Description {
        id: "hav-fiskekvote".into(),
        title: texts("Søk om fiskekvote"),
        description: texts("Søk om kvote og følg saken din."),
        right: texts("Kan søke om kvote for virksomheten."),
        contacts: vec![ContactPoint {
            category: Some("Support".into()),
            email: Some("hjelp@havetaten.example".into()),
            ..ContactPoint::default()
        }],
        references: vec![Reference {
            source: crate::domain::ReferenceSource::ExternalPlatform,
            kind: crate::domain::ReferenceType::Uri,
            value: "https://havetaten.example/kvote".into(),
        }],
        ..Description::blank()
    }
}
