//! Dates, times and durations (XACML 3.0 core, A.3.7, A.3.8).

use super::*;

#[test]
fn moments() {
    use FunctionError::Overflow;
    check(&[
        (
            "3.0:dateTime-add-dayTimeDuration",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dayTimeDuration P5DT2H0M0S",
            ],
            Ok("dateTime 2002-03-27T10:23:47-05:00"),
        ),
        (
            "3.0:dateTime-subtract-dayTimeDuration",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dayTimeDuration P5DT2H0M0S",
            ],
            Ok("dateTime 2002-03-17T06:23:47-05:00"),
        ),
        (
            "1.0:dateTime-add-dayTimeDuration",
            &["dateTime 2024-02-28T23:59:59", "dayTimeDuration PT1.5S"],
            Ok("dateTime 2024-02-29T00:00:00.5"),
        ),
        (
            "3.0:dateTime-add-dayTimeDuration",
            &["dateTime 2023-02-28T23:59:59Z", "dayTimeDuration PT1S"],
            Ok("dateTime 2023-03-01T00:00:00Z"),
        ),
        (
            "3.0:dateTime-add-dayTimeDuration",
            &["dateTime 9999-12-31T00:00:00Z", "dayTimeDuration P1D"],
            Err(Overflow),
        ),
        (
            "3.0:dateTime-add-yearMonthDuration",
            &[
                "dateTime 2024-01-31T12:00:00+01:00",
                "yearMonthDuration P1M",
            ],
            Ok("dateTime 2024-02-29T12:00:00+01:00"),
        ),
        (
            "3.0:dateTime-subtract-yearMonthDuration",
            &["dateTime 2024-02-29T12:00:00Z", "yearMonthDuration P1Y"],
            Ok("dateTime 2023-02-28T12:00:00Z"),
        ),
        (
            "1.0:dateTime-subtract-yearMonthDuration",
            &["dateTime 2024-03-31T12:00:00Z", "yearMonthDuration P1M"],
            Ok("dateTime 2024-02-29T12:00:00Z"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 2002-03-22", "yearMonthDuration -P1Y2M"],
            Ok("date 2001-01-22"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 2000-12-31+02:00", "yearMonthDuration P2M"],
            Ok("date 2001-02-28+02:00"),
        ),
        (
            "1.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration P1M"],
            Ok("date 2000-12-31"),
        ),
        (
            "3.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration -P1M"],
            Ok("date 2001-02-28"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 9999-12-31", "yearMonthDuration P1M"],
            Err(Overflow),
        ),
        (
            "3.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration P700000000000000000Y"],
            Err(Overflow),
        ),
    ]);
}

#[test]
fn time_in_range() {
    for (time, first, last, expected) in [
        ("12:00:00", "08:00:00", "16:00:00", TRUE),
        ("08:00:00", "08:00:00", "16:00:00", TRUE),
        ("16:00:00", "08:00:00", "16:00:00", TRUE),
        ("16:00:01", "08:00:00", "16:00:00", FALSE),
        ("23:30:00", "22:00:00", "06:00:00", TRUE),
        ("05:00:00", "22:00:00", "06:00:00", TRUE),
        ("12:00:00", "22:00:00", "06:00:00", FALSE),
        ("08:00:00", "08:00:00", "08:00:00", TRUE),
        ("09:00:00", "08:00:00", "08:00:00", FALSE),
        // The bounds are in the zone of the time.
        ("12:00:00+10:00", "08:00:00", "16:00:00", TRUE),
        ("12:00:00+10:00", "08:00:00Z", "16:00:00Z", FALSE),
        ("12:00:00Z", "13:30:00+02:00", "14:30:00+02:00", TRUE),
        // The time is in UTC.
        ("12:00:00", "13:30:00+02:00", "14:30:00+02:00", TRUE),
        ("01:00:00+02:00", "22:00:00Z", "23:30:00Z", TRUE),
    ] {
        let operands = [time, first, last].map(|text| format!("time {text}"));
        let operands = operands.each_ref().map(String::as_str);
        check(&[("2.0:time-in-range", &operands, expected)]);
    }
}
