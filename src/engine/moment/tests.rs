#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn instant(text: &str) -> i128 {
    XsDateTime::parse(text).expect(text).instant()
}

#[test]
fn the_same_moment_in_two_zones_is_equal() {
    assert_eq!(
        instant("2026-11-22T13:20:00+01:00"),
        instant("2026-11-22T12:20:00Z")
    );
    assert_eq!(
        instant("2026-11-22T12:20:00"),
        instant("2026-11-22T12:20:00Z")
    );
    assert_eq!(
        instant("2026-12-31T24:00:00Z"),
        instant("2027-01-01T00:00:00Z")
    );
}

#[test]
fn times_do_not_wrap_around_midnight() {
    let time = |text| XsTime::parse(text).unwrap().instant();
    assert_eq!(time("21:30:00+10:30"), time("06:00:00-05:00"));
    assert_ne!(time("08:00:00+09:00"), time("17:00:00-06:00"));
}

#[test]
fn what_was_read_is_written_again() {
    for text in [
        "2026-11-22T13:20:00.25+01:00",
        "-0044-03-15T00:00:00",
        "2026-11-22T13:20:00Z",
    ] {
        assert_eq!(XsDateTime::parse(text).expect(text).to_string(), text);
    }
    for text in ["2026-11-22", "2026-11-22-05:30", "2026-11-22Z"] {
        assert_eq!(XsDate::parse(text).expect(text).to_string(), text);
    }
    assert_eq!(XsTime::parse("24:00:00").unwrap().to_string(), "00:00:00");
}

#[test]
fn nonsense_is_refused() {
    for text in [
        "",
        "Z",
        "2026-13-01",
        "2026-02-30",
        "26-01-01",
        "2026-01-01+15:00",
        "2026-01-01-5:30",
        "2026-01-01T",
        "99999-01-01",
        "æøå-æø-å",
        "2026-01-01+æø:0",
    ] {
        assert_eq!(XsDate::parse(text), None, "{text}");
    }
    for text in [
        "",
        "25:00:00",
        "24:00:01",
        "12:00",
        "12:00:00.",
        "12:00:60",
        "1:2:3",
        "12:00:00.x",
    ] {
        assert_eq!(XsTime::parse(text), None, "{text}");
    }
    assert_eq!(XsDateTime::parse("9999-12-31T24:00:00"), None);
    assert!(XsDateTime::parse("9999-12-31T23:59:59-14:00").is_some());
}
