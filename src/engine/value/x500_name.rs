//! x500Name: a distinguished name (RFC 2253, with the older separators of its §4).

use std::sync::Arc;

use super::binary::hex_digit;

/// A distinguished name. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct X500Name(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    text: Box<str>,
    canonical: Box<str>,
    /// The relative names in canonical form, in the order of the text.
    relative: Vec<Box<str>>,
}

/// Attribute types that may be written as a number or in more than one way (RFC 2253, §2.3; RFC 2985, B.3.5).
const SAME_TYPES: &[(&str, &str)] = &[
    ("2.5.4.3", "cn"),
    ("2.5.4.6", "c"),
    ("2.5.4.7", "l"),
    ("2.5.4.8", "st"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "o"),
    ("2.5.4.11", "ou"),
    ("0.9.2342.19200300.100.1.1", "uid"),
    ("0.9.2342.19200300.100.1.25", "dc"),
    ("1.2.840.113549.1.9.1", "emailaddress"),
    ("e", "emailaddress"),
    ("email", "emailaddress"),
];

impl X500Name {
    /// Reads `type=value,type=value+type=value,…`.
    ///
    /// The empty name is refused although the grammar has it: it would be the end of every name.
    pub fn parse(text: &str) -> Option<Self> {
        let relative: Option<Vec<Box<str>>> =
            split(text, &[',', ';']).map(parse_relative).collect();
        let relative = relative?;
        Some(Self(Arc::new(Parts {
            text: text.into(),
            canonical: relative.join(",").into(),
            relative,
        })))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Equal for equal names (`x500Name-equal`, A.3.1): types and values without case, white space folded, the
    /// pairs of one relative name in order.
    pub fn canonical(&self) -> &str {
        &self.0.canonical
    }

    /// Whether the name ends with the relative names of the other (`x500Name-match`, A.3.14).
    pub fn ends_with(&self, other: &X500Name) -> bool {
        self.0.relative.ends_with(&other.0.relative)
    }
}

/// Splits where a separator stands that is neither escaped nor quoted.
fn split<'t>(text: &'t str, separators: &'t [char]) -> impl Iterator<Item = &'t str> {
    let (mut is_escaped, mut is_quoted) = (false, false);
    text.split(move |letter| {
        let was_escaped = is_escaped;
        is_escaped = letter == '\\' && !was_escaped;
        if letter == '"' && !was_escaped {
            is_quoted = !is_quoted;
        }
        !was_escaped && !is_quoted && separators.contains(&letter)
    })
}

fn parse_relative(text: &str) -> Option<Box<str>> {
    let pairs: Option<Vec<String>> = split(text, &['+']).map(parse_pair).collect();
    let mut pairs = pairs?;
    pairs.sort_unstable();
    Some(pairs.join("+").into())
}

fn parse_pair(text: &str) -> Option<String> {
    let (attribute, value) = text.split_once('=')?;
    let attribute = canonical_type(attribute.trim())?;
    Some(format!(
        "{attribute}={}",
        canonical_value(value.trim_start())?
    ))
}

fn canonical_type(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let name = lower.strip_prefix("oid.").unwrap_or(&lower);
    let is_number = || {
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        name.contains('.') && name.split('.').all(is_part)
    };
    let is_keyword = || {
        name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !is_number() && !is_keyword() {
        return None;
    }
    let same = SAME_TYPES.iter().find(|(other, _)| *other == name);
    Some(same.map_or(name, |(_, keyword)| *keyword).to_owned())
}

fn canonical_value(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix('#') {
        return canonical_bytes(digits.trim_end());
    }
    let value = match text.strip_prefix('"') {
        Some(rest) => unescape(rest.trim_end().strip_suffix('"')?, true)?,
        None => unescape(text, false)?,
    };
    let folded: Vec<&str> = value.split_whitespace().collect();
    Some(escape(&folded.join(" ").to_lowercase()))
}

/// A value in its encoded form stays so; its digits have no case.
fn canonical_bytes(digits: &str) -> Option<String> {
    let is_fine = !digits.is_empty()
        && digits.len().is_multiple_of(2)
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_fine.then(|| format!("#{}", digits.to_ascii_lowercase()))
}

/// Resolves `\` before a special character and before the two digits of a byte.
fn unescape(text: &str, is_quoted: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let plain = match letter {
            '\\' => unescape_one(&mut letters, &mut bytes)?,
            '"' => return None,
            '<' | '>' if !is_quoted => return None,
            _ => Some(letter),
        };
        if let Some(plain) = plain {
            bytes.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    String::from_utf8(bytes).ok()
}

/// The character that stands after `\`; none when it was a byte, which is added to `bytes`.
fn unescape_one(letters: &mut std::str::Chars<'_>, bytes: &mut Vec<u8>) -> Option<Option<char>> {
    let letter = letters.next()?;
    if ",=+<>#;\\\" ".contains(letter) {
        return Some(Some(letter));
    }
    let (high, low) = (hex_digit(letter)?, hex_digit(letters.next()?)?);
    bytes.push(high << 4 | low);
    Some(None)
}

/// Keeps separators within a value apart from those between values.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        if ",+=#\\".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn name(text: &str) -> X500Name {
        X500Name::parse(text).expect(text)
    }

    #[test]
    fn names_are_equal_in_spite_of_case_and_space() {
        for (one, other, expected) in [
            (
                "CN=Julius Hibbert, O=Medico Corp,C=US",
                "cn=julius  hibbert,o=medico corp , c=us",
                true,
            ),
            ("cn=a+ou=b,c=no", "OU=b + CN=a,c=no", true),
            ("cn=a;c=no", "cn=a,c=no", true),
            ("2.5.4.3=a", "cn=a", true),
            ("OID.2.5.4.10=a", "o=a", true),
            ("E=a@b.no", "emailAddress=a@b.no", true),
            (r"cn=a\,b", "cn=\"a,b\"", true),
            (r"cn=L\C3\B8v", "cn=Løv", true),
            (r"cn=a\ ", "cn=a", true),
            (r"cn=a\,c\=no", "cn=a,c=no", false),
            (r"cn=a\+ou\=b", "cn=a+ou=b", false),
            ("cn=#04024869", "cn=#04024869", true),
            (r"cn=\#04024869", "cn=#04024869", false),
            ("cn=a,c=no", "c=no,cn=a", false),
            ("cn=", "cn=a", false),
        ] {
            let equal = name(one).canonical() == name(other).canonical();
            assert_eq!(equal, expected, "{one} {other}");
        }
    }

    #[test]
    fn a_name_ends_with_whole_relative_names() {
        let julius = name("cn=Julius Hibbert,o=Medico Corp,c=US");
        assert!(julius.ends_with(&name("O=Medico Corp, C=US")));
        assert!(julius.ends_with(&julius));
        assert!(!julius.ends_with(&name("o=Corp,c=US")));
        assert!(!julius.ends_with(&name("o=Medico Corp")));
        assert!(!name("c=US").ends_with(&julius));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in [
            "",
            "Julius",
            "=a",
            "cn=a,",
            "cn=a,,c=no",
            "cn=a+",
            "1cn=a",
            "2.=a",
            "c n=a",
            "cn=\"a",
            "cn=a\"b\"",
            r"cn=a\",
            r"cn=a\q",
            r"cn=a\C3",
            "cn=#0",
            "cn=#",
            "cn=<a>",
        ] {
            assert_eq!(X500Name::parse(text), None, "{text}");
        }
    }
}
