use std::fmt;

use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

/// A moment in UTC with whole microseconds, the precision that both databases keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// Before everything that both databases can keep and the product does.
    pub const MIN: Self = Self(time::macros::datetime!(0001-01-02 00:00 UTC));
    /// After all of it.
    pub const MAX: Self = Self(time::macros::datetime!(9999-12-30 00:00 UTC));

    /// The same moment in UTC, cut to microseconds.
    pub fn from_datetime(moment: OffsetDateTime) -> Self {
        let utc = moment.to_offset(UtcOffset::UTC);
        let micros = utc.nanosecond() / 1_000 * 1_000;
        Self(utc.replace_nanosecond(micros).unwrap_or(utc))
    }

    /// Seconds since 1970-01-01T00:00:00Z, as JSON Web Tokens count them (RFC 7519 §2, NumericDate).
    pub fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }

    pub fn as_datetime(self) -> OffsetDateTime {
        self.0
    }

    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.checked_add(duration).unwrap_or(self.0))
    }

    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.checked_sub(duration).unwrap_or(self.0))
    }

    /// The calendar day in Norway.
    pub fn day_in_norway(self) -> time::Date {
        self.in_norway().date()
    }

    /// When a calendar day begins in Norway. The clock is never changed at midnight, so there is one such moment.
    pub fn start_of_day_in_norway(day: Date) -> Self {
        let as_if_utc = Self(day.midnight().assume_utc());
        let offset = as_if_utc.in_norway().offset().whole_seconds();
        as_if_utc.minus(Duration::seconds(offset.into()))
    }

    /// The same moment on a clock in Norway: UTC+1, or UTC+2 from the last Sunday of March to the last Sunday of
    /// October, both at 01:00 UTC (Directive 2000/84/EC).
    pub fn in_norway(self) -> OffsetDateTime {
        let hours = if self.is_summer_time() { 2 } else { 1 };
        self.0
            .to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC))
    }

    fn is_summer_time(self) -> bool {
        let change = |month| {
            let last = Date::from_calendar_date(self.0.year(), month, 31).unwrap_or(self.0.date());
            let sunday = last - Duration::days(last.weekday().number_days_from_sunday().into());
            sunday.midnight().assume_utc() + Duration::hours(1)
        };
        (change(Month::March)..change(Month::October)).contains(&self.0)
    }

    /// Reads RFC 3339 text, such as `2026-01-31T12:00:00Z`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse_rfc3339(text: &str) -> Result<Self, time::error::Parse> {
        OffsetDateTime::parse(text, &Rfc3339).map(Self::from_datetime)
    }

    /// RFC 3339 text, as the APIs write time.
    pub fn rfc3339(self) -> String {
        self.0.format(&Rfc3339).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn norway_is_one_or_two_hours_ahead() {
        let norway = |moment| Timestamp::from_datetime(moment).in_norway().hour();
        assert_eq!(norway(datetime!(2026-03-29 00:59 UTC)), 1);
        assert_eq!(norway(datetime!(2026-03-29 01:00 UTC)), 3);
        assert_eq!(norway(datetime!(2026-10-25 00:59 UTC)), 2);
        assert_eq!(norway(datetime!(2026-10-25 01:00 UTC)), 2);
        assert_eq!(norway(datetime!(2026-12-24 16:00 UTC)), 17);
    }

    #[test]
    fn a_day_in_norway_begins_before_the_one_in_utc() {
        let midnight = Timestamp::from_datetime(datetime!(2026-07-01 22:30 UTC));
        assert_eq!(
            midnight.day_in_norway(),
            time::macros::date!(2026 - 07 - 02)
        );
    }

    #[test]
    fn a_timestamp_holds_whole_microseconds() {
        let moment = Timestamp::from_datetime(datetime!(2026-01-01 00:00:00.123456789 UTC));
        assert_eq!(moment.as_datetime().nanosecond(), 123_456_000);
    }
}
