use askama::Template;

use crate::domain::Language;
use crate::portal::form::{Field, FieldError};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Asking a business for access: whom, and for what.
#[derive(Template)]
#[template(path = "asks/new.html")]
pub struct NewPage {
    pub frame: Frame,
    pub errors: Vec<FieldError>,
    /// The organization number, as it was typed.
    pub number: String,
    pub areas: Vec<Area>,
    pub services: Vec<Choice>,
    /// The organization that the person could ask for instead of himself, and whether it is chosen.
    pub organization: Option<(String, bool)>,
}

/// Packages on one subject.
pub struct Area {
    pub name: String,
    pub packages: Vec<Choice>,
}

pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl NewPage {
    fn number_field(&self) -> Field {
        let t = &self.frame.t.asks;
        Field::new("org", t.new_org, &self.number)
            .help(t.new_org_help)
            .among(&self.errors)
    }

    fn what_error(&self) -> Option<&str> {
        let error = self.errors.iter().find(|error| error.field == "pakke")?;
        Some(&error.text)
    }
}

/// The question before a request is sent.
#[derive(Template)]
#[template(path = "asks/confirm_new.html")]
pub struct ConfirmNewPage {
    pub frame: Frame,
    /// Who is asked.
    pub from: PartyLabel,
    /// Who would get it.
    pub to: PartyLabel,
    /// The package or the service, and what of it.
    pub name: String,
    pub line: String,
    /// The form's fields again.
    pub fields: Vec<(&'static str, String)>,
}

impl ConfirmNewPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.asks;
        fill(t.new_confirm, &[("party", &self.from.name)])
    }

    fn effect(&self) -> Vec<Part> {
        let values = [
            ("party", Value::Name(&self.from.name)),
            ("who", Value::Name(&self.to.name)),
        ];
        say(self.frame.t.asks.new_confirm_text, &values)
    }

    fn change_href(&self) -> String {
        let pairs = self.fields.iter();
        let pairs: Vec<(String, String)> = pairs
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        routes::with_query(routes::ACCESS_REQUEST_NEW, &pairs)
    }
}

impl Page for NewPage {
    fn name() -> &'static str {
        "asks-new"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let choice = |value: &str, label: String| Choice {
            value: value.into(),
            label,
            is_chosen: false,
        };
        let page = |organization| Self {
            frame: cast::signed_in(language, routes::ACCESS_REQUEST_NEW, NavItem::Access),
            errors: vec![],
            number: String::new(),
            areas: vec![Area {
                name: cast::accounting(language).name,
                packages: vec![choice("regnskap", cast::accounting(language).name)],
            }],
            services: vec![choice("mva", cast::vat(language).title)],
            organization,
        };
        let t = &crate::text::texts(language).asks;
        let faulty = Self {
            errors: vec![
                FieldError::new("org", t.new_org_unknown),
                FieldError::new("pakke", t.new_what_missing),
            ],
            number: "123".into(),
            ..page(None)
        };
        vec![
            ("empty", page(None)),
            ("for-a-business", page(Some((cast::bakery().name, true)))),
            ("faulty", faulty),
        ]
    }
}

impl Page for ConfirmNewPage {
    fn name() -> &'static str {
        "asks-confirm-new"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let package = cast::accounting(language);
        let page = Self {
            frame: cast::signed_in(language, routes::ACCESS_REQUEST_NEW, NavItem::Access),
            from: cast::bakery(),
            to: cast::manager(),
            name: package.name,
            line: package.description,
            fields: vec![("org", "313725138".into()), ("pakke", "regnskap".into())],
        };
        vec![("package", page)]
    }
}
