use std::borrow::Cow;

/// The text of an XML body: UTF-8, or UTF-16 with a byte order mark, as every reader of XML must take (XML 1.0,
/// §4.3.3). `None` when it is neither.
pub fn decode(body: &[u8]) -> Option<Cow<'_, str>> {
    match body {
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        utf_8 => std::str::from_utf8(utf_8).ok().map(Cow::Borrowed),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Cow<'_, str>> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_are_read_and_nothing_else() {
        assert_eq!(decode("ø".as_bytes()).as_deref(), Some("ø"));
        assert_eq!(decode(b"\xef\xbb\xbf<a/>").as_deref(), Some("<a/>"));
        assert_eq!(decode(b"\xfe\xff\0<\0\xf8").as_deref(), Some("<ø"));
        assert_eq!(decode(b"\xff\xfe<\0\xf8\0").as_deref(), Some("<ø"));
        for broken in [&b"\xf8"[..], b"\xff\xfe<", b"\xfe\xff\xd8\0"] {
            assert_eq!(decode(broken), None, "{broken:?}");
        }
    }
}
