use askama::Template;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;

/// Asks for the number of a new supplier.
#[derive(Template)]
#[template(path = "scope_delegations/form.html")]
pub struct SupplierFormPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// What was written.
    pub number: String,
    pub problem: Option<FormProblem>,
}

/// What is wrong with the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormProblem {
    NoNumber,
    Unknown,
    Own,
}

impl SupplierFormPage {
    fn fault(&self) -> Option<String> {
        let t = &self.frame.t.scopes;
        let text = match self.problem? {
            FormProblem::NoNumber => t.number_invalid,
            FormProblem::Unknown => t.number_unknown,
            FormProblem::Own => t.number_own,
        };
        Some(text.to_owned())
    }

    fn faults(&self) -> Vec<(&'static str, String)> {
        self.fault()
            .map(|text| ("number", text))
            .into_iter()
            .collect()
    }
}

impl Page for SupplierFormPage {
    fn name() -> &'static str {
        "scope-delegations-form"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |number: &str, problem| {
            let frame = cast::signed_in(language, routes::SUPPLIER_NEW, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                number: number.into(),
                problem,
            }
        };
        vec![
            ("blank", page("", None)),
            ("no-number", page("12", Some(FormProblem::NoNumber))),
            ("unknown", page("310904015", Some(FormProblem::Unknown))),
            ("own", page("313725138", Some(FormProblem::Own))),
        ]
    }
}
