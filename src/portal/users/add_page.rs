use askama::Template;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::form::{Field, FieldError};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::Texts;

/// The form that lets somebody in.
#[derive(Template)]
#[template(path = "users/add.html")]
pub struct AddUserPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub kind: UserKind,
    /// What was written, but never a national id.
    pub surname: String,
    pub number: String,
    /// The code of the package that the user is added for, if that is chosen already.
    pub package: String,
    pub errors: Vec<FieldError>,
    /// Too many wrong guesses at persons.
    pub is_blocked: bool,
}

/// What kind of user is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserKind {
    #[default]
    Person,
    #[serde(rename = "virksomhet")]
    Organization,
}

impl UserKind {
    /// The word in addresses and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "virksomhet",
        }
    }
}

impl AddUserPage {
    fn t(&self) -> &'static Texts {
        self.frame.t
    }

    fn kinds(&self) -> [(String, &'static str, bool); 2] {
        let t = &self.t().users;
        let kind = |kind: UserKind, label| {
            let href = routes::user_add(kind.as_str(), &self.package);
            (href, label, kind == self.kind)
        };
        [
            kind(UserKind::Person, t.add_person),
            kind(UserKind::Organization, t.add_organization),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        let t = &self.t().users;
        let fields = match self.kind {
            UserKind::Person => vec![
                Field::new("national_id", t.national_id, "").help(t.national_id_help),
                Field::new("surname", t.surname, &self.surname).help(t.surname_help),
            ],
            UserKind::Organization => {
                vec![Field::new("number", t.org_number, &self.number).help(t.org_number_help)]
            }
        };
        fields
            .into_iter()
            .map(|field| field.among(&self.errors))
            .collect()
    }

    fn is_shut(&self) -> bool {
        self.is_blocked && self.kind == UserKind::Person
    }
}

impl Page for AddUserPage {
    fn name() -> &'static str {
        "users-add"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |kind| {
            let frame = cast::signed_in(language, routes::USER_ADD, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                frame,
                kind,
                surname: String::new(),
                number: String::new(),
                package: String::new(),
                errors: vec![],
                is_blocked: false,
            }
        };
        let mut wrong = page(UserKind::Person);
        wrong.surname = "Deigman".into();
        wrong.errors = vec![FieldError::new("national_id", wrong.t().users.wrong_person)];
        let mut wrong_number = page(UserKind::Organization);
        wrong_number.number = "310 501 019".into();
        wrong_number.errors = vec![FieldError::new("number", wrong_number.t().users.wrong_number)];
        let blocked = Self {
            is_blocked: true,
            ..page(UserKind::Person)
        };
        vec![
            ("person", page(UserKind::Person)),
            ("organization", page(UserKind::Organization)),
            ("wrong-person", wrong),
            ("wrong-number", wrong_number),
            ("blocked", blocked),
        ]
    }
}
