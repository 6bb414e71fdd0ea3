//! double (XML Schema part 2, §3.2.5).

/// Rust also reads `inf`, `infinity` and `nan`, which XML Schema does not know.
pub fn parse(text: &str) -> Option<f64> {
    let is_number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
    };
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ if is_number(text) => text.parse().ok(),
        _ => None,
    }
}

/// Without exponent, as people write numbers.
pub fn text(number: f64) -> String {
    special(number).map_or_else(|| number.to_string(), str::to_owned)
}

/// With one digit before the point, at least one after it, and an exponent: `1.05E2`.
pub fn canonical_text(number: f64) -> String {
    if let Some(name) = special(number) {
        return name.to_owned();
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

fn special(number: f64) -> Option<&'static str> {
    match number {
        _ if number.is_nan() => Some("NaN"),
        f64::INFINITY => Some("INF"),
        f64::NEG_INFINITY => Some("-INF"),
        _ => None,
    }
}

/// The same for equal numbers: both zeros are one, and NaN equals itself, unlike in IEEE 754, because the OASIS
/// conformance cases IIC350 and IIC358 want it.
pub fn equal_bits(number: f64) -> u64 {
    if number.is_nan() {
        f64::NAN.to_bits()
    } else {
        // Adding positive zero makes a negative one positive and changes nothing else.
        (number + 0.0).to_bits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_has_an_exponent() {
        for (number, canonical) in [
            (0.0, "0.0E0"),
            (10.0, "1.0E1"),
            (105.0, "1.05E2"),
            (-0.25, "-2.5E-1"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(canonical_text(number), canonical);
        }
    }

    #[test]
    fn equal_numbers_have_equal_bits() {
        assert_eq!(equal_bits(0.0), equal_bits(-0.0));
        assert_eq!(equal_bits(f64::NAN), equal_bits(-f64::NAN));
        assert_ne!(equal_bits(f64::NAN), equal_bits(f64::INFINITY));
        assert_ne!(equal_bits(1.0), equal_bits(-1.0));
    }
}
