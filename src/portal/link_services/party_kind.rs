use crate::portal::rights;
use crate::text::Texts;

/// The kinds of party that a service can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    Person,
    Organization,
    Subunit,
}

impl PartyKind {
    /// At the start of a line.
    pub fn text(&self, t: &Texts) -> &'static str {
        match self {
            PartyKind::Person => t.services.type_person,
            PartyKind::Organization => t.services.type_organization,
            PartyKind::Subunit => t.services.type_subunit,
        }
    }

    fn word(self, t: &Texts) -> &'static str {
        match self {
            PartyKind::Person => t.launch.types_person,
            PartyKind::Organization => t.launch.types_organization,
            PartyKind::Subunit => t.launch.types_subunit,
        }
    }
}

/// The kinds inside a sentence: "virksomheter og underenheter".
pub(super) fn in_sentence(kinds: &[PartyKind], t: &Texts) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word(t)).collect();
    rights::list(&words, t.rights.and)
}
