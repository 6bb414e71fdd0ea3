//! Numbers as people read them.

/// An organization number in groups of three, `991 825 827` (joined by no-break spaces); anything else is left as it is.
pub fn organization(number: &str) -> String {
    match (number.get(..3), number.get(3..6), number.get(6..)) {
        (Some(a), Some(b), Some(c)) if number.len() == 9 => format!("{a}\u{a0}{b}\u{a0}{c}"),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_digits_are_grouped_by_three() {
        assert_eq!(organization("991825827"), "991\u{a0}825\u{a0}827");
        assert_eq!(organization("12"), "12");
    }
}
