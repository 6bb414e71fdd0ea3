//! hexBinary and base64Binary (XML Schema part 2, §3.2.15–16).

use std::fmt::Write;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Pairs of hexadecimal digits of either case.
pub fn parse_hex(text: &str) -> Option<Arc<[u8]>> {
    let digits: Option<Vec<u8>> = text.chars().map(hex_digit).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => high << 4 | low,
        _ => 0,
    });
    Some(bytes.collect())
}

pub fn hex_digit(digit: char) -> Option<u8> {
    digit
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// The canonical form, in capitals.
pub fn hex_text(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// Base64 with padding; white space may stand between the characters.
pub fn parse_base64(text: &str) -> Option<Arc<[u8]>> {
    let dense: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '\t' | '\r' | '\n'))
        .collect();
    STANDARD.decode(dense).ok().map(Arc::from)
}

pub fn base64_text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn binaries_are_read_and_written() {
        assert_eq!(hex_text(&parse_hex("0bF7a9").unwrap()), "0BF7A9");
        assert_eq!(parse_hex("").as_deref(), Some(&[][..]));
        for text in ["0", "0g", "0x12", "1 2", "æ"] {
            assert_eq!(parse_hex(text), None, "{text}");
        }
        assert_eq!(parse_base64("c3Vy\n ZS4=").as_deref(), Some(&b"sure."[..]));
        assert_eq!(base64_text(b"sure."), "c3VyZS4=");
        for text in ["c3VyZS4", "c3VyZS5=", "*", "c3Vy-S4="] {
            assert_eq!(parse_base64(text), None, "{text}");
        }
    }
}
