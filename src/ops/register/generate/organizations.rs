use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Pen;
use super::chance::Chance;
use super::lines::{Line, OrganizationLine, RoleLine};
use super::words;
use crate::domain::{NationalId, OrgNumber};

/// Those who can have roles at organizations, by what they do.
struct Holders<'a> {
    persons: &'a [NationalId],
    accountants: &'a [OrgNumber],
    auditors: &'a [OrgNumber],
    managers: &'a [OrgNumber],
}

/// Writes organizations with their roles. The first ones are firms of accountants, auditors and managers of property,
/// whose clients the others are.
pub fn write(
    numbers: Vec<OrgNumber>,
    persons: &[NationalId],
    chance: &mut Chance,
    pen: &mut Pen<'_, impl Write>,
) -> io::Result<()> {
    let part = |of: usize| (numbers.len() / of).max(1).min(numbers.len());
    let firms = |from: usize, count: usize| {
        let end = (from + count).min(numbers.len());
        numbers.get(from..end).unwrap_or_default()
    };
    let accountants = firms(0, part(400));
    let auditors = firms(accountants.len(), part(1_500));
    let managers = firms(accountants.len() + auditors.len(), part(2_000));
    let holders = Holders {
        persons,
        accountants,
        auditors,
        managers,
    };
    let firm = |number| {
        let firms = [
            (accountants, "Regnskap"),
            (auditors, "Revisjon"),
            (managers, "Forvaltning"),
        ];
        firms
            .iter()
            .find(|(firms, _)| firms.contains(number))
            .map(|(_, trade)| *trade)
    };
    let firm_count = accountants.len() + auditors.len() + managers.len();
    let mut rest = numbers.iter().enumerate();
    while let Some((place, number)) = rest.next() {
        let trade = if place < firm_count {
            firm(number)
        } else {
            None
        };
        let unit = MainUnit::invent(number, trade, chance);
        unit.write(&holders, chance, pen)?;
        for _ in 0..unit.subunits {
            match rest.next() {
                Some((place, subunit)) if place >= firm_count => {
                    unit.write_subunit(subunit, chance, pen)?;
                }
                Some((_, other)) => {
                    MainUnit::invent(other, firm(other), chance).write(&holders, chance, pen)?;
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// A main unit, thought up.
struct MainUnit<'a> {
    number: &'a OrgNumber,
    form: &'static str,
    name: String,
    state: State,
    subunits: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Active,
    Bankrupt,
    InLiquidation,
    Deleted,
}

/// How many of a thousand have which form, about as in the register.
const FORMS: [(u64, &str); 14] = [
    (460, "AS"),
    (300, "ENK"),
    (80, "FLI"),
    (25, "ESEK"),
    (30, "BRL"),
    (25, "NUF"),
    (20, "DA"),
    (15, "ANS"),
    (15, "STI"),
    (10, "SA"),
    (10, "KBO"),
    (5, "KS"),
    (3, "IKS"),
    (2, "ASA"),
];

impl<'a> MainUnit<'a> {
    /// Firms with clients are limited companies, and active.
    fn invent(number: &'a OrgNumber, firm: Option<&'static str>, chance: &mut Chance) -> Self {
        let form = match firm {
            Some(_) => "AS",
            None => chance.weighted(&FORMS, "AS"),
        };
        let state = match firm {
            Some(_) => State::Active,
            None => state(form, chance),
        };
        let subunits = match (state, form) {
            (State::Deleted, _) | (_, "KBO" | "KS" | "ESEK") => 0,
            (_, "AS" | "ASA") => chance.weighted(&[(25, 0), (60, 1), (10, 2), (5, 6)], 0),
            _ => chance.weighted(&[(60, 0), (38, 1), (2, 3)], 0),
        };
        Self {
            number,
            form,
            name: name(form, firm, chance),
            state,
            subunits,
        }
    }

    fn write(
        &self,
        holders: &Holders<'_>,
        chance: &mut Chance,
        pen: &mut Pen<'_, impl Write>,
    ) -> io::Result<()> {
        let line = OrganizationLine {
            organization_number: self.number.as_str(),
            name: &self.name,
            form: self.form,
            main_unit: None,
            unit_status: if self.state == State::Deleted {
                "S"
            } else {
                "N"
            },
            bankrupt: self.state == State::Bankrupt,
            in_liquidation: self.state == State::InLiquidation,
            deleted_at: (self.state == State::Deleted).then(|| words::day(chance, 2015, 11)),
            telephone: chance.is_one(500).then(|| words::telephone(chance)),
            email: chance
                .is_one(700)
                .then(|| format!("post@{}.example.no", self.number)),
            business_address: words::address(chance).1,
        };
        pen.line(&Line::Organization(line))?;
        match self.state {
            State::Deleted => Ok(()),
            _ => self.write_roles(holders, chance, pen),
        }
    }

    fn write_subunit(
        &self,
        number: &OrgNumber,
        chance: &mut Chance,
        pen: &mut Pen<'_, impl Write>,
    ) -> io::Result<()> {
        let (_, address) = words::address(chance);
        let line = OrganizationLine {
            organization_number: number.as_str(),
            name: &format!("{} avd. {}", self.name, address.address),
            form: if matches!(self.form, "FLI" | "STI") {
                "AAFY"
            } else {
                "BEDR"
            },
            main_unit: Some(self.number.as_str()),
            unit_status: "N",
            bankrupt: false,
            in_liquidation: false,
            deleted_at: None,
            telephone: None,
            email: None,
            business_address: address,
        };
        pen.line(&Line::Organization(line))
    }

    fn write_roles(
        &self,
        holders: &Holders<'_>,
        chance: &mut Chance,
        pen: &mut Pen<'_, impl Write>,
    ) -> io::Result<()> {
        let mut roles = BTreeSet::new();
        for (role, most, likely) in personal_roles(self.form) {
            for _ in 0..*most {
                let holder = chance.pick(holders.persons);
                if let (Some(person), true) = (holder, chance.is_one(*likely)) {
                    roles.insert((*role, person.expose()));
                }
            }
        }
        for (role, firms, likely) in [
            ("REGN", holders.accountants, 550),
            ("REVI", holders.auditors, 200),
            ("FFØR", holders.managers, 700),
        ] {
            let is_possible = role != "FFØR" || matches!(self.form, "BRL" | "ESEK");
            let firm = favourite(firms, chance).filter(|firm| *firm != self.number);
            if let (Some(firm), true) = (firm, is_possible && chance.is_one(likely)) {
                roles.insert((role, firm.as_str()));
            }
        }
        for (role, holder) in roles {
            let line = RoleLine {
                at: self.number.as_str(),
                holder,
                role,
            };
            pen.line(&Line::Role(line))?;
        }
        Ok(())
    }
}

/// One of the firms; a few have most of the clients.
fn favourite<'a>(firms: &'a [OrgNumber], chance: &mut Chance) -> Option<&'a OrgNumber> {
    let end = 1 + chance.below(firms.len() as u64);
    let end = 1 + chance.below(end);
    firms.get(usize::try_from(chance.below(end)).ok()?)
}

fn state(form: &str, chance: &mut Chance) -> State {
    let bankrupt = if form == "AS" { 12 } else { 0 };
    chance.weighted(
        &[
            (950, State::Active),
            (bankrupt, State::Bankrupt),
            (8, State::InLiquidation),
            (30, State::Deleted),
        ],
        State::Active,
    )
}

fn name(form: &str, firm: Option<&str>, chance: &mut Chance) -> String {
    let place = words::last_name(chance);
    match (firm, form) {
        (Some(trade), _) => format!("{place} {trade} AS"),
        (None, "FLI") => format!("{place} {}", words::society(chance)),
        (None, "BRL") => format!("{place} Borettslag"),
        (None, "ESEK") => format!("Sameiet {place}"),
        (None, "STI") => format!("Stiftelsen {place}"),
        (None, "KBO") => format!("{place} {} AS konkursbo", words::trade(chance)),
        (None, "ENK") => format!("{} {place}", words::trade(chance)),
        (None, form) => format!("{place} {} {form}", words::trade(chance)),
    }
}

/// The roles that persons have at an organization of this form: how many at most, and how likely each is, in a thousand.
fn personal_roles(form: &str) -> &'static [(&'static str, u64, u64)] {
    match form {
        "ENK" => &[("INNH", 1, 1_000)],
        "AS" | "ASA" => &[
            ("DAGL", 1, 900),
            ("LEDE", 1, 1_000),
            ("MEDL", 3, 450),
            ("VARA", 1, 300),
            ("KONT", 1, 100),
        ],
        "FLI" => &[
            ("LEDE", 1, 1_000),
            ("NEST", 1, 500),
            ("MEDL", 4, 600),
            ("KONT", 1, 500),
        ],
        "BRL" | "ESEK" => &[("LEDE", 1, 1_000), ("MEDL", 3, 700)],
        "NUF" => &[("KNUF", 1, 800), ("REPR", 1, 300)],
        "DA" => &[("DTPR", 4, 800), ("DAGL", 1, 300)],
        "ANS" => &[("DTSO", 4, 800), ("DAGL", 1, 300)],
        "KBO" => &[("BOBE", 1, 1_000)],
        "KS" => &[("KOMP", 1, 900), ("LEDE", 1, 1_000)],
        _ => &[
            ("DAGL", 1, 900),
            ("LEDE", 1, 1_000),
            ("NEST", 1, 300),
            ("MEDL", 3, 700),
        ],
    }
}
