//! Nynorsk, for logins that fail.

use crate::text::catalogue::*;

pub const LOGIN_FAULTS: LoginFaults = LoginFaults {
    cancelled: "Du avbraut innlogginga",
    cancelled_text: "Du er ikkje logga inn, og ingenting er endra. Logg inn på nytt når du er klar.",
    lost: "Innlogginga gjekk ut på tid",
    lost_text: "Det tok meir enn ti minutt, eller innlogginga vart starta i ein annan nettlesar eller fane. Start ho på nytt her.",
    too_weak: "Innlogginga er ikkje sterk nok",
    too_weak_text: "Det du skal gjere, krev eit høgare tryggingsnivå. Logg inn på ein annan måte, til dømes med BankID, Buypass eller Commfides.",
    no_national_id: "Innlogginga manglar fødselsnummer",
    no_national_id_text: "Du logga inn på ein måte som ikkje viser kven du er i Folkeregisteret, til dømes med e-post. Logg inn med MinID, BankID, Buypass eller Commfides.",
    not_registered: "Vi finn deg ikkje i registeret",
    not_registered_text: "Innlogginga gjekk bra, men du er ikkje registrert her. Er du nyleg registrert i Noreg, kan det ta nokre dagar. Ta elles kontakt med brukarstøtta og oppgi referansen.",
    closed: "Du kan ikkje bruke portalen no",
    closed_text: "Innlogginga gjekk bra, men registeret lèt deg ikkje logge inn. Ta kontakt med brukarstøtta og oppgi referansen, så finn vi ut av det.",
    must_ask: "Du må logge inn",
    must_ask_text: "Du var ikkje logga inn frå før, eller innloggingstenesta må spørje deg om noko først.",
    other: "Innlogginga vart ikkje fullført",
    other_text: "Noko gjekk gale hos oss eller hos innloggingstenesta. Prøv å logge inn på nytt. Skjer det igjen, ta kontakt og oppgi referansen.",
    again: "Logg inn på nytt",
    another_way: "Logg inn på ein annan måte",
    somebody_else: "Logg inn som ein annan",
    other_logins: "Andre måtar å logge inn på",
    log_in_at: "Logg inn med {provider}",
};
