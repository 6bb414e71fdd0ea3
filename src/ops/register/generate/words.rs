//! What names and addresses are made of.

use super::chance::Chance;
use super::lines::{PostalLine, StreetLine};

const FIRST_NAMES: [&str; 48] = [
    "Anne",
    "Inger",
    "Kari",
    "Marit",
    "Ingrid",
    "Liv",
    "Eva",
    "Berit",
    "Astrid",
    "Bjørg",
    "Hilde",
    "Anna",
    "Solveig",
    "Marianne",
    "Randi",
    "Ida",
    "Nina",
    "Maria",
    "Elisabeth",
    "Kristin",
    "Nora",
    "Emma",
    "Ragnhild",
    "Sunniva",
    "Jan",
    "Per",
    "Bjørn",
    "Ole",
    "Lars",
    "Kjell",
    "Knut",
    "Svein",
    "Arne",
    "Thomas",
    "Hans",
    "Geir",
    "Tor",
    "Morten",
    "Terje",
    "Odd",
    "Erik",
    "Martin",
    "Andreas",
    "John",
    "Amir",
    "Fatima",
    "Ján",
    "Zofia",
];
const NAME_STARTS: [&str; 28] = [
    "Berg", "Bakke", "Dal", "Eng", "Fjell", "Foss", "Gran", "Haug", "Hav", "Holm", "Kvern", "Lang",
    "Lid", "Lund", "Myr", "Nord", "Nes", "Rogn", "Sand", "Skog", "Sol", "Stein", "Strand", "Sund",
    "Tveit", "Vest", "Vik", "Øst",
];
const NAME_ENDS: [&str; 22] = [
    "berg", "bø", "dal", "eide", "fjord", "gård", "haug", "heim", "hus", "lien", "moen", "mark",
    "nes", "rud", "set", "stad", "strøm", "tun", "vang", "vik", "åsen", "øy",
];
const STREETS: [&str; 14] = [
    "Bakkegata",
    "Elveveien",
    "Fjordgata",
    "Havnegata",
    "Kirkeveien",
    "Lyngveien",
    "Mølleveien",
    "Nygata",
    "Skoleveien",
    "Solbakken",
    "Stasjonsveien",
    "Storgata",
    "Torget",
    "Åsveien",
];
/// Postal code, city, municipal number, municipality. None of them exists.
const PLACES: [(&str, &str, &str, &str); 8] = [
    ("9981", "NØKKELVIK", "9901", "Nøkkelvik"),
    ("9982", "NØKKELVIK", "9901", "Nøkkelvik"),
    ("9983", "HAVSNES", "9902", "Havsnes"),
    ("9984", "TVEITFJORD", "9903", "Tveitfjord"),
    ("9985", "GRANSTAD", "9904", "Granstad"),
    ("9986", "ØSTØY", "9905", "Østøy"),
    ("9987", "LIDMARK", "9906", "Lidmark"),
    ("9988", "FOSSHEIM", "9907", "Fossheim"),
];
const TRADES: [&str; 20] = [
    "Bakeri",
    "Bygg",
    "Bil",
    "Catering",
    "Data",
    "Eiendom",
    "Elektro",
    "Fisk",
    "Frisør",
    "Handel",
    "Helse",
    "Hytteutleie",
    "Konsult",
    "Maskin",
    "Media",
    "Renhold",
    "Rør",
    "Skog",
    "Transport",
    "Ventilasjon",
];
const SOCIETIES: [&str; 10] = [
    "Bygdekvinnelag",
    "Håndballklubb",
    "Idrettslag",
    "Jakt- og fiskelag",
    "Musikkorps",
    "Pensjonistforening",
    "Sangforening",
    "Skilag",
    "Teaterlag",
    "Velforening",
];

pub fn first_name(chance: &mut Chance) -> &'static str {
    chance.word(&FIRST_NAMES)
}

pub fn last_name(chance: &mut Chance) -> String {
    format!("{}{}", chance.word(&NAME_STARTS), chance.word(&NAME_ENDS))
}

pub fn trade(chance: &mut Chance) -> &'static str {
    chance.word(&TRADES)
}

pub fn society(chance: &mut Chance) -> &'static str {
    chance.word(&SOCIETIES)
}

/// The same address as one to live at and as one to send letters to.
pub fn address(chance: &mut Chance) -> (StreetLine, PostalLine) {
    let (postal_code, city, municipal_number, municipal_name) =
        chance.pick(&PLACES).copied().unwrap_or_default();
    let street = StreetLine {
        municipal_number,
        municipal_name,
        street_name: chance.word(&STREETS),
        house_number: (1 + chance.below(98)).to_string(),
        postal_code,
        city,
    };
    let postal = PostalLine {
        address: format!("{} {}", street.street_name, street.house_number),
        postal_code,
        city,
    };
    (street, postal)
}

/// A number that nobody has: Norwegian numbers do not start with 1.
pub fn telephone(chance: &mut Chance) -> String {
    format!("+4710{:06}", chance.below(1_000_000))
}

/// `2024-05-17` and the like, in `years`.
pub fn day(chance: &mut Chance, first_year: u64, years: u64) -> String {
    let (year, month) = (first_year + chance.below(years), 1 + chance.below(12));
    format!("{year:04}-{month:02}-{:02}", 1 + chance.below(28))
}
