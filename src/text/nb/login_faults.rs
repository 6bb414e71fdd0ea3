//! Bokmål, for logins that fail.

use crate::text::catalogue::*;

pub const LOGIN_FAULTS: LoginFaults = LoginFaults {
    cancelled: "Du avbrøt innloggingen",
    cancelled_text: "Du er ikke logget inn, og ingenting er endret. Logg inn på nytt når du er klar.",
    lost: "Innloggingen gikk ut på tid",
    lost_text: "Det tok mer enn ti minutter, eller innloggingen ble startet i en annen nettleser eller fane. Start den på nytt her.",
    too_weak: "Innloggingen er ikke sterk nok",
    too_weak_text: "Det du skal gjøre, krever et høyere sikkerhetsnivå. Logg inn på en annen måte, for eksempel med BankID, Buypass eller Commfides.",
    no_national_id: "Innloggingen mangler fødselsnummer",
    no_national_id_text: "Du logget inn på en måte som ikke viser hvem du er i Folkeregisteret, for eksempel med e-post. Logg inn med MinID, BankID, Buypass eller Commfides.",
    not_registered: "Vi finner deg ikke i registeret",
    not_registered_text: "Innloggingen gikk bra, men du er ikke registrert her. Er du nylig registrert i Norge, kan det ta noen dager. Ta ellers kontakt med brukerstøtten og oppgi referansen.",
    closed: "Du kan ikke bruke portalen nå",
    closed_text: "Innloggingen gikk bra, men registeret lar deg ikke logge inn. Ta kontakt med brukerstøtten og oppgi referansen, så finner vi ut av det.",
    must_ask: "Du må logge inn",
    must_ask_text: "Du var ikke logget inn fra før, eller innloggingstjenesten må spørre deg om noe først.",
    other: "Innloggingen ble ikke fullført",
    other_text: "Noe gikk galt hos oss eller hos innloggingstjenesten. Prøv å logge inn på nytt. Skjer det igjen, ta kontakt og oppgi referansen.",
    again: "Logg inn på nytt",
    another_way: "Logg inn på en annen måte",
    somebody_else: "Logg inn som en annen",
    other_logins: "Andre måter å logge inn på",
    log_in_at: "Logg inn med {provider}",
};
