//! What the portal says: every text in bokmål, nynorsk and English, and how names, dates and numbers are put into them.

mod catalogue;
pub mod dates;
mod en;
mod nb;
mod nn;
pub mod numbers;
mod owner_fault;
mod sentence;

pub use catalogue::*;
pub use owner_fault::owner_fault;
pub use sentence::{Part, Value, fill, say};

use crate::domain::Language;

/// All texts in `language`.
pub fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Nb => &nb::NB,
        Language::Nn => &nn::NN,
        Language::En => &en::EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_the_same_placeholders_in_every_language() {
        let reference = texts(Language::Nb).fields();
        assert!(reference.len() > 200);
        for language in [Language::Nn, Language::En] {
            for ((name, nb), (_, other)) in reference.iter().zip(texts(language).fields()) {
                assert_eq!(
                    sentence::placeholders(nb),
                    sentence::placeholders(other),
                    "{name} in {}",
                    language.tag()
                );
            }
        }
    }

    #[test]
    fn no_text_is_empty_or_has_loose_ends() {
        for language in Language::ALL {
            for (name, text) in texts(language).fields() {
                assert!(
                    !text.is_empty() && text.trim() == text,
                    "{name} in {}",
                    language.tag()
                );
            }
        }
    }
}
