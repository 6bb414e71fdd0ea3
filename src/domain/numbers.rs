use std::fmt;

use time::{Date, Month};

/// A Norwegian organization number: nine digits, the last a modulus-11 control digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgNumber(String);

impl OrgNumber {
    const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

    pub fn parse(text: &str) -> Option<Self> {
        let digits = digits::<9>(text)?;
        let sum: u32 = Self::WEIGHTS
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        let control = (11 - sum % 11) % 11;
        (control == digits[8]).then(|| Self(text.to_owned()))
    }

    /// The number in an ISO 6523 identifier: `0192:` and nine digits, as tokens carry it.
    pub fn parse_iso6523(text: &str) -> Option<Self> {
        text.strip_prefix("0192:").and_then(Self::parse)
    }

    pub fn iso6523(&self) -> String {
        format!("0192:{}", self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A national identity number or D-number: eleven digits, the last two control digits.
///
/// Neither `Debug` nor anything else prints it: it must not reach a log or a page. [`NationalId::expose`] is for
/// storage and for claims.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NationalId(String);

impl NationalId {
    const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// Takes also the numbers of the scheme that begins in 2032, where the first control digit may be any of four.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = digits::<11>(text)?;
        let first: u32 = Self::FIRST
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        let second: u32 = Self::SECOND
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        let first_fits = (11..=14).any(|base| (base - first % 11) % 11 == digits[9]);
        let second_fits = (11 - second % 11) % 11 == digits[10];
        (first_fits && second_fits).then(|| Self(text.to_owned()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True for numbers made for tests (month + 80), which belong to nobody.
    pub fn is_synthetic(&self) -> bool {
        matches!(
            self.0.get(2..4).and_then(|month| month.parse::<u8>().ok()),
            Some(81..=92)
        )
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NationalId(…)")
    }
}

/// A calendar day such as a date of birth, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts
            .next()?
            .parse::<u8>()
            .ok()
            .and_then(|month| Month::try_from(month).ok())?;
        let day = parts.next()?.parse().ok()?;
        Date::from_calendar_date(year, month, day).ok().map(Self)
    }
}

impl Day {
    /// Whole years from this day of birth to `today`. Who is born on 29 February turns on 1 March in other years.
    pub fn age_on(self, today: Date) -> i32 {
        let had_birthday =
            (u8::from(today.month()), today.day()) >= (u8::from(self.0.month()), self.0.day());
        today.year() - self.0.year() - i32::from(!had_birthday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            u8::from(self.0.month()),
            self.0.day()
        )
    }
}

fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let digits: Vec<u32> = text
        .chars()
        .map(|c| c.to_digit(10))
        .collect::<Option<_>>()?;
    digits.try_into().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_organization_number_needs_its_control_digit() {
        assert!(OrgNumber::parse("991825827").is_some());
        assert!(OrgNumber::parse("991825828").is_none());
        assert!(OrgNumber::parse("99182582").is_none());
        assert!(OrgNumber::parse("99182582x").is_none());
        assert!(OrgNumber::parse_iso6523("9908:991825827").is_none());
    }

    #[test]
    fn a_national_id_never_prints_itself() {
        let id = (0..100)
            .find_map(|control| NationalId::parse(&format!("178290123{control:02}")))
            .unwrap();
        assert!(id.is_synthetic());
        assert_eq!(format!("{id:?}"), "NationalId(…)");
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let age = |born: &str, today: &str| {
            Day::parse(born)
                .unwrap()
                .age_on(Day::parse(today).unwrap().0)
        };
        assert_eq!(age("2008-11-22", "2026-11-21"), 17);
        assert_eq!(age("2008-11-22", "2026-11-22"), 18);
        assert_eq!(age("2008-02-29", "2026-02-28"), 17);
        assert_eq!(age("2008-02-29", "2026-03-01"), 18);
    }

    #[test]
    fn a_day_is_read_and_written_alike() {
        assert_eq!(Day::parse("1990-02-17").unwrap().to_string(), "1990-02-17");
        assert!(Day::parse("1990-02-30").is_none());
    }
}
