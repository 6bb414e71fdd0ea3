use askama::Template;
use uuid::Uuid;

use super::KeptForm;
use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Texts, texts};

/// Lists what was typed before a new login, and holds it to be sent again; or says that it is not there any more.
#[derive(Template)]
#[template(path = "kept_form/show.html")]
pub struct KeptFormPage {
    pub frame: Frame,
    pub id: Uuid,
    pub form: Option<KeptForm>,
    /// The page that the form stood on: a path on this portal.
    pub origin: Option<String>,
}

impl KeptFormPage {
    fn heading(&self) -> &'static str {
        match self.form {
            Some(_) => self.frame.t.kept_form.heading,
            None => self.frame.t.kept_form.gone,
        }
    }

    /// What the person wrote or chose, as far as it can be read.
    fn readable<'a>(&self, form: &'a KeptForm) -> Vec<&'a (String, String)> {
        let is_readable = |value: &str| !value.trim().is_empty() && Uuid::try_parse(value).is_err();
        let fields = form.fields.iter();
        fields.filter(|(_, value)| is_readable(value)).collect()
    }
}

/// Says above a page that is filled in why it is.
#[derive(Template)]
#[template(path = "kept_form/notice.html")]
struct Notice {
    t: &'static Texts,
}

/// The page with the notice as the first thing in its main part.
pub fn with_notice(page: &str, language: Language) -> askama::Result<String> {
    let notice = Notice { t: texts(language) }.render()?;
    let main = page.find("<main").and_then(|start| {
        let end = page.get(start..)?.find('>')?;
        Some(start + end + 1)
    });
    let (before, after) = page
        .split_at_checked(main.unwrap_or_default())
        .unwrap_or((page, ""));
    Ok([before, &notice, after].concat())
}

impl Page for KeptFormPage {
    fn name() -> &'static str {
        "kept-form-show"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |form: Option<KeptForm>| Self {
            frame: cast::signed_in(language, &routes::kept_form(cast::id(3)), NavItem::Home),
            id: cast::id(3),
            origin: form.as_ref().map(|_| routes::SETTINGS.to_owned()),
            form,
        };
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![
            field("email", "solveig@fjordbrod.example"),
            field("language", "nn"),
            field("text", "To linjer\nmed tekst"),
        ];
        let form = |fields| {
            Some(KeptForm {
                action: routes::SETTINGS.to_owned(),
                page: Some(routes::SETTINGS.to_owned()),
                fields,
            })
        };
        vec![
            ("filled", page(form(fields))),
            ("empty", page(form(Vec::new()))),
            ("gone", page(None)),
        ]
    }
}
