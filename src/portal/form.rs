//! Fields of forms as pages show them, with what is wrong with them.

/// One field for text. Its name is its id too.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    /// Nothing when empty.
    pub help: &'static str,
    pub value: String,
    pub error: Option<String>,
    pub look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Line,
    /// Some lines.
    Text,
    /// A calendar day.
    Day,
}

/// Something wrong, and the id of the field that it is about.
#[derive(Clone, Debug)]
pub struct FieldError {
    pub field: String,
    pub text: String,
}

impl Field {
    pub fn new(name: &str, label: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            help: "",
            value: value.to_owned(),
            error: None,
            look: Look::Line,
        }
    }

    #[must_use]
    pub fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    #[must_use]
    pub fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// With the first of the errors that is about it.
    #[must_use]
    pub fn among(self, errors: &[FieldError]) -> Self {
        let own = errors.iter().find(|error| error.field == self.name);
        Self {
            error: own.map(|error| error.text.clone()),
            ..self
        }
    }

    pub fn input_type(&self) -> &'static str {
        match self.look {
            Look::Day => "date",
            Look::Line | Look::Text => "text",
        }
    }

    /// The ids of what explains it.
    pub fn described_by(&self) -> Option<String> {
        let help = (!self.help.is_empty()).then(|| format!("{}-help", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = help.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

impl FieldError {
    pub fn new(field: &str, text: &str) -> Self {
        Self {
            field: field.to_owned(),
            text: text.to_owned(),
        }
    }
}
