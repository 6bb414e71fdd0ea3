//! Adding durations (XML Schema part 2, appendix E), and what comparing times needs.

use time::{Date, Duration, PrimitiveDateTime, Time, UtcOffset};

use super::{XsDate, XsDateTime, XsTime, Zoned};

const MONTHS_PER_YEAR: i64 = 12;
const NANOS_PER_DAY: i128 = 24 * 60 * 60 * super::NANOS_PER_SECOND;

impl<T> Zoned<T> {
    pub fn has_zone(&self) -> bool {
        self.zone.is_some()
    }
}

impl XsDateTime {
    /// The zone stays; `None` beyond the years that can be told.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let local = self.local.checked_add(duration)?;
        Some(Self { local, ..self })
    }

    /// The zone stays; a day that the month does not have becomes its last. `None` beyond the years that can be
    /// told.
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let date = add_months(self.local.date(), months)?;
        let local = PrimitiveDateTime::new(date, self.local.time());
        Some(Self { local, ..self })
    }

    /// The same moment in UTC; one without zone stays so. `None` beyond the years that can be told.
    pub fn in_utc(self) -> Option<Self> {
        match self.zone {
            None => Some(self),
            Some(zone) => {
                let offset = Duration::seconds(zone.whole_seconds().into());
                self.local.checked_sub(offset).map(Self::utc)
            }
        }
    }
}

impl XsDate {
    /// As [`XsDateTime::checked_add_months`].
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let local = add_months(self.local, months)?;
        Some(Self { local, ..self })
    }
}

impl XsTime {
    /// The same time in UTC, on whatever day; one without zone stays so.
    pub fn in_utc(self) -> Self {
        match self.zone {
            None => self,
            Some(zone) => Self::utc(self.local - Duration::seconds(zone.whole_seconds().into())),
        }
    }

    /// Whether the time lies between the two, both included, going forward from `first` for less than a day
    /// (`time-in-range`, XACML 3.0 core, A.3.8).
    ///
    /// A bound without zone is in the zone of this time, and this time in UTC if it has none.
    pub fn is_in_range(self, first: XsTime, last: XsTime) -> bool {
        let zone = self.zone.unwrap_or(UtcOffset::UTC);
        let first = first.nanos_in(zone);
        let since_first = |time: XsTime| (time.nanos_in(zone) - first).rem_euclid(NANOS_PER_DAY);
        since_first(self) <= since_first(last)
    }

    fn nanos_in(self, zone: UtcOffset) -> i128 {
        let zone = Some(self.zone.unwrap_or(zone));
        let Self { local, .. } = self;
        Zoned::<Time> { local, zone }.instant()
    }
}

fn add_months(date: Date, months: i64) -> Option<Date> {
    let (year, month, day) = date.to_calendar_date();
    let count = i64::from(year) * MONTHS_PER_YEAR + i64::from(u8::from(month)) - 1;
    let count = count.checked_add(months)?;
    let year = i32::try_from(count.div_euclid(MONTHS_PER_YEAR)).ok()?;
    let month = u8::try_from(count.rem_euclid(MONTHS_PER_YEAR) + 1).ok()?;
    let month = time::Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, day.min(month.length(year))).ok()
}
