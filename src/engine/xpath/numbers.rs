//! Numbers from and to text (XPath 1.0, §4.2 and §4.4).

use super::lexer::is_space;

/// A number as `string()` writes it: never with an exponent.
pub(super) fn written(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        format!("{sign}Infinity")
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// A number as `number()` reads it: no exponent, no plus sign, not a number otherwise.
pub(super) fn read(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// The closest integer, of two the higher one.
pub(super) fn rounded(number: f64) -> f64 {
    let floor = number.floor();
    let closest = if number - floor < 0.5 {
        floor
    } else {
        floor + 1.0
    };
    if number.is_finite() {
        closest.copysign(number)
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponent() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-17.0, "-17"),
            (0.5, "0.5"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(written(number), text);
        }
    }

    #[test]
    fn only_decimal_numbers_are_read() {
        for (text, number) in [
            ("12", 12.0),
            (" \n-1.5\t", -1.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("007", 7.0),
        ] {
            assert_eq!(read(text), number, "{text:?}");
        }
        for text in [
            "", " ", ".", "-", "-.", "+1", "1e3", "inf", "Infinity", "NaN", "1 2", "1.2.3", "--1",
            "0x10", "\u{a0}1", "- 1",
        ] {
            assert!(read(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn halves_are_rounded_up() {
        for (number, expected) in [
            (2.5, 3.0),
            (-2.5, -2.0),
            (2.4, 2.0),
            (-0.5, 0.0),
            (0.499_999_999_999_999_94, 0.0),
            (1e300, 1e300),
            (f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(rounded(number), expected);
        }
        assert!(rounded(-0.2).is_sign_negative());
        assert!(rounded(f64::NAN).is_nan());
    }
}
