use crate::domain::Language;

/// The actions that are known by name, in bokmål, nynorsk and English.
const NAMES: [(&str, [&str; 3]); 9] = [
    ("read", ["Les", "Les", "Read"]),
    ("write", ["Skriv", "Skriv", "Write"]),
    ("complete", ["Fullfør", "Fullfør", "Complete"]),
    ("delete", ["Slett", "Slett", "Delete"]),
    ("confirm", ["Bekreft", "Stadfest", "Confirm"]),
    ("instantiate", ["Opprett", "Opprett", "Create"]),
    ("sign", ["Signer", "Signer", "Sign"]),
    ("reject", ["Avvis", "Avvis", "Reject"]),
    ("subscribe", ["Abonner", "Abonner", "Subscribe"]),
];

/// What an action is called; its own id when it has no other name.
pub fn action_name(action: &str, language: Language) -> &str {
    let known = NAMES.iter().find(|(id, _)| id.eq_ignore_ascii_case(action));
    known.map_or(action, |(_, [nb, nn, en])| match language {
        Language::Nb => nb,
        Language::Nn => nn,
        Language::En => en,
    })
}
