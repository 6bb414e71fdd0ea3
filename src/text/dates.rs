//! Dates and clock times as people in Norway read them: `DD.MM.YYYY`, in the time of Europe/Oslo.

use time::Date;

use crate::domain::Timestamp;

/// The day in Norway, `22.11.2026`.
pub fn date(at: &Timestamp) -> String {
    day(at.in_norway().date())
}

/// Day and clock time in Norway, `22.11.2026, 14:05`.
pub fn moment(at: &Timestamp) -> String {
    let local = at.in_norway();
    format!(
        "{}, {:02}:{:02}",
        day(local.date()),
        local.hour(),
        local.minute()
    )
}

/// A calendar day, `22.11.2026`.
pub fn day(date: Date) -> String {
    format!(
        "{:02}.{:02}.{:04}",
        date.day(),
        u8::from(date.month()),
        date.year()
    )
}

#[cfg(test)]
mod tests {
    use time::macros::{date as calendar, datetime};

    use super::*;

    fn shown(at: time::OffsetDateTime) -> String {
        moment(&Timestamp::from_datetime(at))
    }

    #[test]
    fn winter_is_one_hour_ahead_and_summer_two() {
        assert_eq!(shown(datetime!(2026-01-15 12:00 UTC)), "15.01.2026, 13:00");
        assert_eq!(shown(datetime!(2026-07-15 12:00 UTC)), "15.07.2026, 14:00");
    }

    #[test]
    fn the_clock_changes_at_one_utc_on_the_last_sunday() {
        assert_eq!(shown(datetime!(2026-03-29 00:59 UTC)), "29.03.2026, 01:59");
        assert_eq!(shown(datetime!(2026-03-29 01:00 UTC)), "29.03.2026, 03:00");
        assert_eq!(shown(datetime!(2026-10-25 00:59 UTC)), "25.10.2026, 02:59");
        assert_eq!(shown(datetime!(2026-10-25 01:00 UTC)), "25.10.2026, 02:00");
        assert_eq!(shown(datetime!(2024-03-31 01:00 UTC)), "31.03.2024, 03:00");
    }

    #[test]
    fn the_day_is_the_day_in_norway() {
        assert_eq!(
            date(&Timestamp::from_datetime(datetime!(2026-12-31 23:30 UTC))),
            "01.01.2027"
        );
        assert_eq!(day(calendar!(1980 - 03 - 02)), "02.03.1980");
    }
}
