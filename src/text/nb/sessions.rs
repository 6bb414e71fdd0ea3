//! Bokmål, for how long a login lasts.

use crate::text::catalogue::*;

pub const SESSION_END: SessionEnd = SessionEnd {
    soon: "Vil du fortsatt være innlogget?",
    soon_text: "Du har ikke gjort noe her på en stund. For at ingen andre skal kunne bruke tilgangene dine, logger vi deg ut om {time}.",
    stay: "Fortsett innlogget",
    over: "Innloggingen din er snart over",
    over_text: "En innlogging varer høyst {whole}, og denne kan ikke forlenges. Den er over om {time}. Logg inn på nytt i en ny fane, og kom tilbake hit. Da mister du ikke det du har skrevet.",
    ended: "Du er logget ut",
    ended_text: "Det du har skrevet på denne siden, står her fortsatt. Logg inn på nytt i en ny fane, og kom tilbake hit for å gjøre det ferdig.",
    log_in_new_tab: "Logg inn på nytt (i en ny fane)",
    close: "Lukk",
    minutes: "{count} minutter",
    one_minute: "ett minutt",
    less: "mindre enn ett minutt",
    hours: "{count} timer",
    failed: "Det gikk ikke akkurat nå. Prøv en gang til.",
    back_heading: "Du er logget inn igjen",
    back_text: "Du kan lukke denne fanen og fortsette der du var.",
};

pub const KEPT_FORM: KeptFormTexts = KeptFormTexts {
    heading: "Se over, og send på nytt",
    lead: "Innloggingen var over da du sendte dette, så ingenting er gjort ennå. Vi har tatt vare på det.",
    typed: "Dette skrev eller valgte du",
    effect: "Ingenting skjer før du sender det.",
    send: "Send på nytt",
    discard: "Ikke send",
    to_page: "Gå til siden du var på",
    gone: "Skjemaet er ikke her lenger",
    gone_text: "Det du sendte, tar vi vare på i en halv time, for den som sendte det, i den nettleseren det ble sendt fra. Ingenting av det er gjort.",
    notice: "Se over, og send på nytt",
    notice_text: "Innloggingen var over da du sendte dette, så ingenting er gjort ennå. Det du fylte ut, står i skjemaet.",
};

pub const OWN_SESSIONS: OwnSessions = OwnSessions {
    heading: "Her er du logget inn",
    lead: "Kjenner du ikke igjen en av dem, så logg den ut.",
    only_here: "Du er bare logget inn her",
    only_here_text: "Logger du inn i en annen nettleser, finner du den her også.",
    here: "Denne nettleseren",
    browser_on: "{browser} på {system}",
    unknown_browser: "Ukjent nettleser",
    begun: "Logget inn {time}",
    last_used: "Sist brukt {time}",
    end: "Logg ut",
    end_where: "i {browser}, logget inn {time}",
    end_here: "Logg ut her",
    all_heading: "Logg ut overalt",
    all_text: "Du blir logget ut i alle nettlesere, også denne. Tilgangene dine og det du har gitt andre, endres ikke.",
    all_button: "Logg ut overalt",
    ended: "Innloggingen er avsluttet.",
    leaving: "Vi logger deg ut",
    leaving_text: "Du er logget ut i alle andre nettlesere. Nå logger vi deg ut her også.",
    link: "Se hvor du er logget inn",
    link_text: "Se hvilke nettlesere du er logget inn i, og logg ut der du ikke skal være det.",
};
