//! dayTimeDuration and yearMonthDuration (XQuery and XPath data model, §3.3.2; XML Schema 1.1 part 2, §3.4.26–27).

use std::fmt;

use time::Duration;

use crate::engine::moment::nanos;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
const MONTHS_PER_YEAR: i64 = 12;

/// Days, hours, minutes and seconds; to the nanosecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayTimeDuration(pub Duration);

/// Years and months, as months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearMonthDuration(pub i64);

impl DayTimeDuration {
    /// `-?PnDTnHnMn(.n)?S`, where each part may be left out but not all, and `T` stands only before a part.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, parts) = split_sign(text)?;
        let (mut days, mut times) = match parts.split_once('T') {
            Some((_, "")) => return None,
            Some((days, times)) => (days, times),
            None if parts.is_empty() => return None,
            None => (parts, ""),
        };
        let mut seconds = take(&mut days, 'D')?.checked_mul(SECONDS_PER_DAY)?;
        for (unit, length) in [('H', 3600), ('M', 60)] {
            let part = take(&mut times, unit)?.checked_mul(length)?;
            seconds = seconds.checked_add(part)?;
        }
        let (whole, nanos) = take_seconds(&mut times)?;
        if !days.is_empty() || !times.is_empty() {
            return None;
        }
        let length = Duration::new(seconds.checked_add(whole)?, nanos);
        Some(Self(if is_negative { -length } else { length }))
    }

    pub fn checked_neg(self) -> Option<Self> {
        Duration::ZERO.checked_sub(self.0).map(Self)
    }
}

impl YearMonthDuration {
    /// `-?PnYnM`, where one of the parts may be left out.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, mut parts) = split_sign(text)?;
        if parts.is_empty() {
            return None;
        }
        let years = take(&mut parts, 'Y')?;
        let months = take(&mut parts, 'M')?;
        if !parts.is_empty() {
            return None;
        }
        let months = years.checked_mul(MONTHS_PER_YEAR)?.checked_add(months)?;
        Some(Self(if is_negative { -months } else { months }))
    }
}

fn split_sign(text: &str) -> Option<(bool, &str)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    Some((is_negative, text.strip_prefix('P')?))
}

/// Takes `n` and the unit off the front; 0 when the unit does not occur.
fn take(rest: &mut &str, unit: char) -> Option<i64> {
    let Some((number, after)) = rest.split_once(unit) else {
        return Some(0);
    };
    *rest = after;
    whole_number(number)
}

fn take_seconds(rest: &mut &str) -> Option<(i64, i32)> {
    let Some((number, after)) = rest.split_once('S') else {
        return Some((0, 0));
    };
    *rest = after;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    Some((whole_number(whole)?, i32::try_from(nanos(fraction)?).ok()?))
}

fn whole_number(text: &str) -> Option<i64> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

/// The canonical form: units carried over, zero as `PT0S`.
impl fmt::Display for DayTimeDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.whole_seconds().unsigned_abs();
        let nanos = self.0.subsec_nanoseconds().unsigned_abs();
        let day = SECONDS_PER_DAY.unsigned_abs();
        let (days, time) = (seconds / day, seconds % day);
        f.write_str(if self.0.is_negative() { "-P" } else { "P" })?;
        write_part(f, days, "D")?;
        if time == 0 && nanos == 0 {
            return if days == 0 {
                f.write_str("T0S")
            } else {
                Ok(())
            };
        }
        f.write_str("T")?;
        write_part(f, time / 3600, "H")?;
        write_part(f, time / 60 % 60, "M")?;
        match nanos {
            0 => write_part(f, time % 60, "S"),
            _ => {
                let fraction = format!("{nanos:09}");
                write!(f, "{}.{}S", time % 60, fraction.trim_end_matches('0'))
            }
        }
    }
}

/// The canonical form: at most eleven months, zero as `P0M`.
impl fmt::Display for YearMonthDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months = self.0.unsigned_abs();
        let year = MONTHS_PER_YEAR.unsigned_abs();
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        if months == 0 {
            return f.write_str("0M");
        }
        write_part(f, months / year, "Y")?;
        write_part(f, months % year, "M")
    }
}

fn write_part(f: &mut fmt::Formatter<'_>, number: u64, unit: &str) -> fmt::Result {
    match number {
        0 => Ok(()),
        _ => write!(f, "{number}{unit}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_in_their_canonical_form() {
        for (text, canonical) in [
            ("P5DT2H0M0S", "P5DT2H"),
            ("P1DT8H24M", "P1DT8H24M"),
            ("PT36H", "P1DT12H"),
            ("PT90.5S", "PT1M30.5S"),
            ("-PT0.25S", "-PT0.25S"),
            ("-P0D", "PT0S"),
            ("P2D", "P2D"),
        ] {
            let duration = DayTimeDuration::parse(text).expect(text);
            assert_eq!(duration.to_string(), canonical, "{text}");
        }
        for (text, canonical) in [
            ("-P004Y01M", "-P4Y1M"),
            ("P1Y", "P1Y"),
            ("P14M", "P1Y2M"),
            ("P0Y", "P0M"),
        ] {
            let duration = YearMonthDuration::parse(text).expect(text);
            assert_eq!(duration.to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1Y",
            "P1H",
            "PT1D",
            "PT5M4H",
            "PT1S1S",
            "PD",
            "P-1D",
            "P+1D",
            "+P1D",
            "PT.5S",
            "PT1.S",
            "P1.5D",
            "P 1D",
            "P106751991167301D",
            "P9223372036854775807D",
        ] {
            assert_eq!(DayTimeDuration::parse(text), None, "{text}");
        }
        for text in [
            "",
            "P",
            "P1D",
            "P1M1Y",
            "PY",
            "P1YT",
            "P9223372036854775807Y",
        ] {
            assert_eq!(YearMonthDuration::parse(text), None, "{text}");
        }
    }
}
