//! Synthetic numbers, each once: they are counted through, in an order that the seed chooses.

use time::{Date, Duration, Month};

use super::chance::Chance;
use crate::domain::{NationalId, OrgNumber};

/// A synthetic person by number and birth.
#[derive(Clone, Debug)]
pub struct Birth {
    pub national_id: NationalId,
    pub born: Date,
}

/// Synthetic national ids (month + 80), with days of birth spread over many years.
pub struct Births {
    first: Date,
    days: u64,
    stride: u64,
    /// How many numbers of each day are passed over at first.
    offset: u64,
    counted: u64,
}

/// The individual numbers of a year: 500 to 999 from 2000 on, 000 to 499 before (Skatteetaten, fødselsnummer).
const OF_A_DAY: u64 = 500;

impl Births {
    pub fn new(chance: &mut Chance) -> Self {
        let day = |year| Date::from_calendar_date(year, Month::January, 1).unwrap_or(Date::MIN);
        let (first, end) = (day(1935), day(2025));
        let days = u64::try_from((end - first).whole_days()).unwrap_or(1);
        Self {
            first,
            days,
            stride: coprime(days / 3 + chance.below(days / 3), days),
            offset: chance.below(OF_A_DAY),
            counted: 0,
        }
    }
}

impl Iterator for Births {
    type Item = Birth;

    fn next(&mut self) -> Option<Birth> {
        while self.counted < self.days * OF_A_DAY {
            let (round, place) = (self.counted / self.days, self.counted % self.days);
            self.counted += 1;
            let day = i64::try_from(place * self.stride % self.days).ok()?;
            let born = self.first.checked_add(Duration::days(day))?;
            let individual = (round + self.offset) % OF_A_DAY;
            // Every two hundredth has a D-number, as who came to the country for a time.
            let is_temporary = self.counted.is_multiple_of(200);
            if let Some(national_id) = national_id(born, individual, is_temporary) {
                return Some(Birth { national_id, born });
            }
        }
        None
    }
}

/// The number of the one with this individual number, if there is one: some have no control digits.
fn national_id(born: Date, individual: u64, is_temporary: bool) -> Option<NationalId> {
    let day = born.day() + if is_temporary { 40 } else { 0 };
    let month = u8::from(born.month()) + 80;
    let year = born.year().rem_euclid(100);
    let individual = individual + if born.year() >= 2000 { 500 } else { 0 };
    let start = format!("{day:02}{month:02}{year:02}{individual:03}");
    let first = control(&start, &[3, 7, 6, 1, 8, 9, 4, 5, 2])?;
    let start = format!("{start}{first}");
    let second = control(&start, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])?;
    NationalId::parse(&format!("{start}{second}"))
}

/// The digit that makes the weighted sum a multiple of eleven, if it is one.
fn control(digits: &str, weights: &[u32]) -> Option<u32> {
    let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let control = (11 - sum % 11) % 11;
    (control < 10).then_some(control)
}

/// Organization numbers that start with 2 or 3.
pub struct OrgNumbers {
    stride: u64,
    offset: u64,
    counted: u64,
}

/// How many there are without their control digits.
const ORG_NUMBERS: u64 = 20_000_000;

impl OrgNumbers {
    pub fn new(chance: &mut Chance) -> Self {
        Self {
            stride: coprime(ORG_NUMBERS / 3 + chance.below(ORG_NUMBERS / 3), ORG_NUMBERS),
            offset: chance.below(ORG_NUMBERS),
            counted: 0,
        }
    }
}

impl Iterator for OrgNumbers {
    type Item = OrgNumber;

    fn next(&mut self) -> Option<OrgNumber> {
        while self.counted < ORG_NUMBERS {
            let place = (self.offset + self.counted * self.stride) % ORG_NUMBERS;
            self.counted += 1;
            let start = (ORG_NUMBERS + place).to_string();
            let number = control(&start, &[3, 2, 7, 6, 5, 4, 3, 2])
                .and_then(|control| OrgNumber::parse(&format!("{start}{control}")));
            if number.is_some() {
                return number;
            }
        }
        None
    }
}

/// The first number from `start` on that shares no divisor with `of`: its multiples meet every remainder once.
fn coprime(start: u64, of: u64) -> u64 {
    let divisor = |mut a: u64, mut b: u64| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (start.max(1)..)
        .find(|number| divisor(*number, of) == 1)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_are_synthetic_and_unique() {
        let mut chance = Chance::new(3);
        let ids: HashSet<String> = Births::new(&mut chance)
            .take(30_000)
            .inspect(|birth| assert!(birth.national_id.is_synthetic()))
            .map(|birth| birth.national_id.expose().to_owned())
            .collect();
        assert_eq!(ids.len(), 30_000);
        let numbers: HashSet<String> = OrgNumbers::new(&mut chance)
            .take(30_000)
            .map(|number| number.to_string())
            .inspect(|number| assert!(number.starts_with(['2', '3'])))
            .collect();
        assert_eq!(numbers.len(), 30_000);
    }

    #[test]
    fn there_are_enough_for_the_whole_country() {
        const SAMPLE: u64 = 20_000;
        let mut chance = Chance::new(4);
        let mut births = Births::new(&mut chance);
        assert_eq!(births.by_ref().take(SAMPLE as usize).count() as u64, SAMPLE);
        assert!(births.days * OF_A_DAY * SAMPLE / births.counted > 8_000_000);
        let mut numbers = OrgNumbers::new(&mut chance);
        assert_eq!(
            numbers.by_ref().take(SAMPLE as usize).count() as u64,
            SAMPLE
        );
        assert!(ORG_NUMBERS * SAMPLE / numbers.counted > 8_000_000);
    }
}
