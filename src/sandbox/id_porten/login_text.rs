use crate::domain::Language;

/// The texts of the login page.
pub struct LoginText {
    pub title: &'static str,
    pub warning: &'static str,
    pub lead: &'static str,
    pub search: &'static str,
    pub find: &'static str,
    pub level: &'static str,
    pub substantial: &'static str,
    pub high: &'static str,
    pub only_high: &'static str,
    pub persons: &'static str,
    pub nobody: &'static str,
    pub more: &'static str,
    pub cancel: &'static str,
}

const NB: LoginText = LoginText {
    title: "Testinnlogging",
    warning: "Dette er en testinnlogging, ikke ID-porten. Alle personene er oppdiktet, og hvem som helst kan logge inn som hvem som helst.",
    lead: "Velg hvem du vil være.",
    search: "Søk etter navn",
    find: "Søk",
    level: "Sikkerhetsnivå",
    substantial: "Betydelig (nivå 3)",
    high: "Høyt (nivå 4)",
    only_high: "Tjenesten krever høyt nivå.",
    persons: "Personer",
    nobody: "Ingen heter det.",
    more: "Det finnes flere. Søk etter navn for å finne dem.",
    cancel: "Avbryt",
};

const NN: LoginText = LoginText {
    title: "Testinnlogging",
    warning: "Dette er ei testinnlogging, ikkje ID-porten. Alle personane er oppdikta, og kven som helst kan logge inn som kven som helst.",
    lead: "Vel kven du vil vere.",
    search: "Søk etter namn",
    find: "Søk",
    level: "Tryggingsnivå",
    substantial: "Betydeleg (nivå 3)",
    high: "Høgt (nivå 4)",
    only_high: "Tenesta krev høgt nivå.",
    persons: "Personar",
    nobody: "Ingen heiter det.",
    more: "Det finst fleire. Søk etter namn for å finne dei.",
    cancel: "Avbryt",
};

const EN: LoginText = LoginText {
    title: "Test login",
    warning: "This is a test login, not ID-porten. Every person is invented, and anybody can log in as anybody.",
    lead: "Choose whom to be.",
    search: "Search by name",
    find: "Search",
    level: "Security level",
    substantial: "Substantial (level 3)",
    high: "High (level 4)",
    only_high: "The service demands the high level.",
    persons: "Persons",
    nobody: "Nobody has that name.",
    more: "There are more. Search by name to find them.",
    cancel: "Cancel",
};

pub fn login_text(language: Language) -> &'static LoginText {
    match language {
        Language::Nb => &NB,
        Language::Nn => &NN,
        Language::En => &EN,
    }
}
