//! Date, time and dateTime of XML Schema part 2 (§3.2.7–§3.2.9): reading, writing, comparing.

mod arithmetic;

use std::fmt;

use time::{Date, Duration, Month, PrimitiveDateTime, Time, UtcOffset};

const NANOS_PER_SECOND: i128 = 1_000_000_000;

/// A dateTime, date or time as written: local parts and the zone if one was given.
///
/// Zones up to 14:59 are taken although XML Schema ends at 14:00: OASIS conformance case IIA023 uses −14:30.
/// Years go from −9999 to 9999.
///
/// Where no zone is given UTC is taken, as XPath's implicit time zone (XQuery and XPath functions, C.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zoned<T> {
    local: T,
    zone: Option<UtcOffset>,
}

pub type XsDateTime = Zoned<PrimitiveDateTime>;
pub type XsDate = Zoned<Date>;
pub type XsTime = Zoned<Time>;

impl<T> Zoned<T> {
    pub fn utc(local: T) -> Self {
        Self {
            local,
            zone: Some(UtcOffset::UTC),
        }
    }

    fn zone_nanos(&self) -> i128 {
        let seconds = self.zone.map_or(0, UtcOffset::whole_seconds);
        i128::from(seconds) * NANOS_PER_SECOND
    }
}

impl XsDateTime {
    /// `YYYY-MM-DDThh:mm:ss(.s+)?(zone)?`; 24:00:00 is the next day's first moment.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, zone) = split_zone(text)?;
        let (date, time) = local.split_once('T')?;
        let (time, next_day) = parse_time(time)?;
        let midnight = PrimitiveDateTime::new(parse_date(date)?, time);
        let local = if next_day {
            midnight.checked_add(Duration::DAY)?
        } else {
            midnight
        };
        Some(Self { local, zone })
    }

    /// Nanoseconds since 1970 in UTC; two dateTimes are equal when these are.
    pub fn instant(&self) -> i128 {
        self.local.assume_utc().unix_timestamp_nanos() - self.zone_nanos()
    }
}

impl XsDate {
    /// `YYYY-MM-DD(zone)?`
    pub fn parse(text: &str) -> Option<Self> {
        let (local, zone) = split_zone(text)?;
        let local = parse_date(local)?;
        Some(Self { local, zone })
    }

    /// The moment at which the day begins, in nanoseconds since 1970.
    pub fn instant(&self) -> i128 {
        self.local.midnight().assume_utc().unix_timestamp_nanos() - self.zone_nanos()
    }
}

impl XsTime {
    /// `hh:mm:ss(.s+)?(zone)?`; 24:00:00 is 00:00:00.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, zone) = split_zone(text)?;
        let (local, _) = parse_time(local)?;
        Some(Self { local, zone })
    }

    /// Nanoseconds since midnight in UTC of one fixed day; no wrapping around midnight (`op:time-equal`).
    pub fn instant(&self) -> i128 {
        let since_midnight = (self.local - Time::MIDNIGHT).whole_nanoseconds();
        since_midnight - self.zone_nanos()
    }
}

fn split_zone(text: &str) -> Option<(&str, Option<UtcOffset>)> {
    if let Some(local) = text.strip_suffix('Z') {
        return Some((local, Some(UtcOffset::UTC)));
    }
    let Some((local, zone)) = text
        .len()
        .checked_sub(6)
        .and_then(|at| text.split_at_checked(at))
    else {
        return Some((text, None));
    };
    let sign = match zone.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Some((text, None)),
    };
    let Some((hours, minutes)) = zone.trim_start_matches(['+', '-']).split_once(':') else {
        return Some((text, None));
    };
    let hours = digits(hours, 2).filter(|hours| *hours <= 14)?;
    let minutes = digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    let seconds = sign * (i32::try_from(hours).ok()? * 60 + i32::try_from(minutes).ok()?) * 60;
    UtcOffset::from_whole_seconds(seconds)
        .ok()
        .map(|zone| (local, Some(zone)))
}

fn parse_date(text: &str) -> Option<Date> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year = i32::try_from(digits(year, 4)?).ok()? * sign;
    let month = Month::try_from(u8::try_from(digits(month, 2)?).ok()?).ok()?;
    let day = u8::try_from(digits(day, 2)?).ok()?;
    Date::from_calendar_date(year, month, day).ok()
}

/// The time of day, and whether it was written as 24:00:00.
fn parse_time(text: &str) -> Option<(Time, bool)> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let hour = u8::try_from(digits(hour, 2)?).ok()?;
    let minute = u8::try_from(digits(minute, 2)?).ok()?;
    let second = u8::try_from(digits(second, 2)?).ok()?;
    let nanos = nanos(fraction)?;
    let next_day = (hour, minute, second, nanos) == (24, 0, 0, 0);
    let hour = if next_day { 0 } else { hour };
    Some((
        Time::from_hms_nano(hour, minute, second, nanos).ok()?,
        next_day,
    ))
}

/// A fraction of a second, cut to nanoseconds.
pub fn nanos(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{fraction:0<9}").get(..9)?.parse().ok()
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let all_digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for XsDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.local.date())?;
        f.write_str("T")?;
        write_time(f, self.local.time())?;
        write_zone(f, self.zone)
    }
}

impl fmt::Display for XsDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.local)?;
        write_zone(f, self.zone)
    }
}

impl fmt::Display for XsTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_time(f, self.local)?;
        write_zone(f, self.zone)
    }
}

fn write_date(f: &mut fmt::Formatter<'_>, date: Date) -> fmt::Result {
    let (year, month, day) = date.to_calendar_date();
    let sign = if year < 0 { "-" } else { "" };
    let (year, month) = (year.unsigned_abs(), u8::from(month));
    write!(f, "{sign}{year:04}-{month:02}-{day:02}")
}

fn write_time(f: &mut fmt::Formatter<'_>, time: Time) -> fmt::Result {
    let (hour, minute, second, nanos) = time.as_hms_nano();
    write!(f, "{hour:02}:{minute:02}:{second:02}")?;
    if nanos > 0 {
        let fraction = format!("{nanos:09}");
        write!(f, ".{}", fraction.trim_end_matches('0'))?;
    }
    Ok(())
}

fn write_zone(f: &mut fmt::Formatter<'_>, zone: Option<UtcOffset>) -> fmt::Result {
    match zone {
        None => Ok(()),
        Some(zone) if zone.is_utc() => f.write_str("Z"),
        Some(zone) => {
            let (hours, minutes, _) = zone.as_hms();
            let sign = if zone.is_negative() { '-' } else { '+' };
            write!(f, "{sign}{:02}:{:02}", hours.abs(), minutes.abs())
        }
    }
}

#[cfg(test)]
mod tests;
