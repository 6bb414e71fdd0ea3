//! A text with the form that it is compared in.

use std::sync::Arc;

/// A text as it was written, and one that is the same for all that mean the same. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    text: Box<str>,
    canonical: Box<str>,
}

impl Spelled {
    pub fn new(text: &str, canonical: String) -> Self {
        Self(Arc::new(Parts {
            text: text.into(),
            canonical: canonical.into(),
        }))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    pub fn canonical(&self) -> &str {
        &self.0.canonical
    }
}
