use std::io::{self, Write};

use super::Pen;
use super::chance::Chance;
use super::lines::{Line, PersonLine};
use super::numbers::Birth;
use super::words;
use crate::domain::{Day, NationalId};

/// Writes persons; answers those who can have roles: grown up, alive, and living in the country.
pub fn write(
    births: impl Iterator<Item = Birth>,
    chance: &mut Chance,
    pen: &mut Pen<'_, impl Write>,
) -> io::Result<Vec<NationalId>> {
    const GROWN_UP: i32 = 2007;
    let mut able = Vec::new();
    for birth in births {
        let life = life(chance);
        write_one(&birth, life, chance, pen)?;
        if birth.born.year() <= GROWN_UP && matches!(life, Life::Resident | Life::Guarded(_)) {
            able.push(birth.national_id);
        }
    }
    Ok(able)
}

#[derive(Clone, Copy)]
enum Life {
    Resident,
    /// With a protected address, of this level.
    Guarded(&'static str),
    Dead,
    Abroad,
}

fn life(chance: &mut Chance) -> Life {
    chance.weighted(
        &[
            (960, Life::Resident),
            (2, Life::Guarded("klientadresse")),
            (4, Life::Guarded("fortrolig")),
            (4, Life::Guarded("strengtFortrolig")),
            (15, Life::Dead),
            (15, Life::Abroad),
        ],
        Life::Resident,
    )
}

fn write_one(
    birth: &Birth,
    life: Life,
    chance: &mut Chance,
    pen: &mut Pen<'_, impl Write>,
) -> io::Result<()> {
    let (middle, last) = (words::last_name(chance), words::last_name(chance));
    let first_name = words::first_name(chance);
    let (street, postal) = words::address(chance);
    let mut person = PersonLine {
        national_id: birth.national_id.expose(),
        date_of_birth: Day(birth.born).to_string(),
        first_name,
        middle_name: chance.is_one(200).then_some(middle.as_str()),
        last_name: &last,
        status: "bosatt",
        address: Some(street),
        mailing_address: chance.is_one(300).then_some(postal),
        email: chance
            .is_one(850)
            .then(|| format!("post{}@example.no", chance.below(10_000_000))),
        mobile: chance.is_one(900).then(|| words::telephone(chance)),
        reserved: chance.is_one(40),
        ..PersonLine::default()
    };
    match life {
        Life::Resident => {}
        Life::Guarded(level) => {
            person.protection = Some(level);
            if level != "klientadresse" {
                (person.address, person.mailing_address) = (None, None);
            }
        }
        Life::Dead => {
            person.status = "doed";
            // After the last day that anybody here is born on.
            person.date_of_death = Some(words::day(chance, 2025, 1));
        }
        Life::Abroad => (person.status, person.address) = ("utflyttet", None),
    }
    pen.line(&Line::Person(person))
}
