//! Nynorsk, for how long a login lasts.

use crate::text::catalogue::*;

pub const SESSION_END: SessionEnd = SessionEnd {
    soon: "Vil du framleis vere innlogga?",
    soon_text: "Du har ikkje gjort noko her på ei stund. For at ingen andre skal kunne bruke tilgangane dine, loggar vi deg ut om {time}.",
    stay: "Hald fram innlogga",
    over: "Innlogginga di er snart over",
    over_text: "Ei innlogging varer høgst {whole}, og denne kan ikkje forlengjast. Ho er over om {time}. Logg inn på nytt i ei ny fane, og kom tilbake hit. Då mistar du ikkje det du har skrive.",
    ended: "Du er logga ut",
    ended_text: "Det du har skrive på denne sida, står her framleis. Logg inn på nytt i ei ny fane, og kom tilbake hit for å gjere det ferdig.",
    log_in_new_tab: "Logg inn på nytt (i ei ny fane)",
    close: "Lukk",
    minutes: "{count} minutt",
    one_minute: "eitt minutt",
    less: "mindre enn eitt minutt",
    hours: "{count} timar",
    failed: "Det gjekk ikkje akkurat no. Prøv ein gong til.",
    back_heading: "Du er logga inn igjen",
    back_text: "Du kan lukke denne fana og halde fram der du var.",
};

pub const KEPT_FORM: KeptFormTexts = KeptFormTexts {
    heading: "Sjå over, og send på nytt",
    lead: "Innlogginga var over då du sende dette, så ingenting er gjort enno. Vi har teke vare på det.",
    typed: "Dette skreiv eller valde du",
    effect: "Ingenting skjer før du sender det.",
    send: "Send på nytt",
    discard: "Ikkje send",
    to_page: "Gå til sida du var på",
    gone: "Skjemaet er ikkje her lenger",
    gone_text: "Det du sende, tek vi vare på i ein halv time, for den som sende det, i den nettlesaren det vart sendt frå. Ingenting av det er gjort.",
    notice: "Sjå over, og send på nytt",
    notice_text: "Innlogginga var over då du sende dette, så ingenting er gjort enno. Det du fylte ut, står i skjemaet.",
};

pub const OWN_SESSIONS: OwnSessions = OwnSessions {
    heading: "Her er du logga inn",
    lead: "Kjenner du ikkje att ei av dei, så logg ho ut.",
    only_here: "Du er berre logga inn her",
    only_here_text: "Loggar du inn i ein annan nettlesar, finn du han her òg.",
    here: "Denne nettlesaren",
    browser_on: "{browser} på {system}",
    unknown_browser: "Ukjend nettlesar",
    begun: "Logga inn {time}",
    last_used: "Sist brukt {time}",
    end: "Logg ut",
    end_where: "i {browser}, logga inn {time}",
    end_here: "Logg ut her",
    all_heading: "Logg ut overalt",
    all_text: "Du blir logga ut i alle nettlesarar, denne òg. Tilgangane dine og det du har gjeve andre, blir ikkje endra.",
    all_button: "Logg ut overalt",
    ended: "Innlogginga er avslutta.",
    leaving: "Vi loggar deg ut",
    leaving_text: "Du er logga ut i alle andre nettlesarar. No loggar vi deg ut her òg.",
    link: "Sjå kvar du er logga inn",
    link_text: "Sjå kva nettlesarar du er logga inn i, og logg ut der du ikkje skal vere det.",
};
