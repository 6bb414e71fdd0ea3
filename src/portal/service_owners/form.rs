use askama::Template;

use crate::domain::{
    Language, Localized, OwnerDraft, OwnerFault, OwnerField, OwnerProblem, ServiceOwner,
};
use crate::ops::service_owners::NewOwner;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{fill, owner_fault};

/// Registering a service owner, or changing one.
#[derive(Template)]
#[template(path = "service_owners/form.html")]
pub struct OwnerFormPage {
    pub frame: Frame,
    pub aim: Aim,
    pub written: Written,
    pub faults: Vec<OwnerFault>,
}

/// What the form is for.
pub enum Aim {
    Register,
    /// The code of the owner, and its name as it is now.
    Change {
        code: String,
        name: String,
    },
}

/// What stands in the fields.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Written {
    pub code: String,
    pub org_number: String,
    pub name_nb: String,
    pub name_nn: String,
    pub name_en: String,
    pub homepage: String,
    pub logo: String,
    pub scope_prefixes: String,
    pub environments: String,
    pub administrators: String,
}

impl Written {
    pub fn of(owner: &ServiceOwner) -> Self {
        Self {
            code: owner.code.clone(),
            org_number: owner.number.to_string(),
            name_nb: owner.name.nb.clone(),
            name_nn: owner.name.nn.clone(),
            name_en: owner.name.en.clone(),
            homepage: owner.homepage.clone().unwrap_or_default(),
            logo: owner.logo.clone().unwrap_or_default(),
            scope_prefixes: owner.scope_prefixes.join(" "),
            environments: owner.environments.join(" "),
            administrators: String::new(),
        }
    }

    pub fn draft(&self) -> OwnerDraft {
        OwnerDraft {
            name: Localized {
                nb: self.name_nb.clone(),
                nn: self.name_nn.clone(),
                en: self.name_en.clone(),
            },
            logo: self.logo.clone(),
            homepage: self.homepage.clone(),
            environments: words(&self.environments),
            scope_prefixes: words(&self.scope_prefixes),
        }
    }

    pub fn new_owner(&self) -> NewOwner {
        let lines = self.administrators.lines().map(str::trim);
        let administrators = lines.filter(|line| !line.is_empty()).map(str::to_owned);
        NewOwner {
            code: self.code.trim().to_owned(),
            org_number: self.org_number.clone(),
            draft: self.draft(),
            administrators: administrators.collect(),
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

impl OwnerFormPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.owner_form;
        match &self.aim {
            Aim::Register => t.register_heading.to_owned(),
            Aim::Change { name, .. } => fill(t.change_heading, &[("owner", name)]),
        }
    }

    fn lead(&self) -> &'static str {
        match &self.aim {
            Aim::Register => self.frame.t.owner_form.register_lead,
            Aim::Change { .. } => self.frame.t.owner_form.change_lead,
        }
    }

    fn is_new(&self) -> bool {
        matches!(self.aim, Aim::Register)
    }

    fn action(&self) -> String {
        match &self.aim {
            Aim::Register => routes::OWNER_REGISTER.to_owned(),
            Aim::Change { code, .. } => routes::owner_change(code),
        }
    }

    /// Where the person came from, and goes when nothing shall be saved.
    fn way_back(&self) -> String {
        match &self.aim {
            Aim::Register => routes::OWNERS.to_owned(),
            Aim::Change { code, .. } => routes::owner(code),
        }
    }

    fn back_label(&self) -> &str {
        match &self.aim {
            Aim::Register => self.frame.t.owners.heading,
            Aim::Change { name, .. } => name,
        }
    }

    fn optional(&self, label: &str) -> String {
        format!("{label} ({})", self.frame.t.owner_form.optional)
    }

    /// What is wrong, each with the id of its field.
    fn summary(&self) -> Vec<(&'static str, String)> {
        let faults = self.faults.iter();
        let told = faults.map(|fault| (field_id(fault.field), owner_fault(self.frame.t, fault)));
        told.collect()
    }

    fn fault_at(&self, field: &str) -> Option<String> {
        let mut faults = self.summary().into_iter();
        faults.find(|(at, _)| *at == field).map(|(_, text)| text)
    }
}

fn field_id(field: OwnerField) -> &'static str {
    match field {
        OwnerField::Code => "code",
        OwnerField::OrgNumber => "org_number",
        OwnerField::NameNb => "name_nb",
        OwnerField::NameNn => "name_nn",
        OwnerField::NameEn => "name_en",
        OwnerField::Logo => "logo",
        OwnerField::Homepage => "homepage",
        OwnerField::Environments => "environments",
        OwnerField::ScopePrefixes => "scope_prefixes",
        OwnerField::Administrators | OwnerField::Scope => "administrators",
    }
}

impl Page for OwnerFormPage {
    fn name() -> &'static str {
        "service-owners-form"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let register = |written, faults| Self {
            frame: cast::operator(language, routes::OWNER_REGISTER, NavItem::Owners),
            aim: Aim::Register,
            written,
            faults,
        };
        let change = Self {
            frame: cast::operator(language, &routes::owner_change("hav"), NavItem::Owners),
            aim: Aim::Change {
                code: "hav".into(),
                name: "Havetaten".into(),
            },
            ..register(sample(), vec![])
        };
        let wrong = Written {
            code: "Hav".into(),
            name_nn: String::new(),
            homepage: "havetaten".into(),
            ..sample()
        };
        vec![
            ("empty", register(Written::default(), vec![])),
            ("wrong", register(wrong, sample_faults())),
            ("change", change),
        ]
    }
}

fn sample() -> Written {
    Written {
        code: "hav".into(),
        org_number: "310904015".into(),
        name_nb: "Havetaten".into(),
        name_nn: "Havetaten".into(),
        name_en: "The Ocean Agency".into(),
        homepage: "https://havetaten.example/".into(),
        logo: String::new(),
        scope_prefixes: "hav".into(),
        environments: "tt02 production".into(),
        administrators: String::new(),
    }
}

fn sample_faults() -> Vec<OwnerFault> {
    let taken = OwnerProblem::PrefixTaken {
        prefix: "hav".into(),
        code: "havn".into(),
    };
    vec![
        OwnerField::Code.with(OwnerProblem::BadCode),
        OwnerField::OrgNumber.with(OwnerProblem::NotInRegister),
        OwnerField::NameNn.with(OwnerProblem::Missing),
        OwnerField::Homepage.with(OwnerProblem::BadUrl),
        OwnerField::ScopePrefixes.with(taken),
        OwnerField::Administrators.with(OwnerProblem::NoSuchPerson { place: Some(2) }),
    ]
}
