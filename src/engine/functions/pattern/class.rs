//! Classes of characters and escapes (XML Schema part 2, F.1).

use super::blocks;
use super::translate::{Problem, Reader, Result};

/// The general categories of Unicode that XML Schema names (F.1.1, table).
const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
    "Cc", "Cf", "Co", "Cn",
];

/// What may begin a name (XML 1.0, production 4), inside brackets.
const NAME_START: &str = r"A-Z_a-z:\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}";

/// What else may stand in a name (production 4a).
const NAME_FURTHER: &str = r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}";

/// One member of a class.
enum Item {
    Single(char),
    /// A class of its own, translated.
    Many(String),
}

/// A character that means itself.
pub fn literal(letter: char) -> String {
    regex::escape(letter.encode_utf8(&mut [0; 4]))
}

/// After `\`, outside of brackets.
pub fn escape(reader: &mut Reader<'_>) -> Result<String> {
    Ok(match read_escape(reader)? {
        Item::Single(letter) => literal(letter),
        Item::Many(class) => class,
    })
}

/// After `[`: a class, perhaps without the members of another: `[a-z-[aeiou]]`.
pub fn read(reader: &mut Reader<'_>) -> Result<String> {
    let is_negative = reader.take('^');
    let mut members = Vec::new();
    let mut subtracted = None;
    loop {
        match reader.letter()? {
            ']' => break,
            '[' => {
                if !matches!(members.pop(), Some(Member::Hyphen)) {
                    return Err(Problem::Unexpected);
                }
                subtracted = Some(reader.nested(read)?);
                if !reader.take(']') {
                    return Err(Problem::Unexpected);
                }
                break;
            }
            letter => read_member(reader, letter, &mut members)?,
        }
    }
    if members.is_empty() {
        return Err(Problem::Unexpected);
    }
    let sign = if is_negative { "^" } else { "" };
    let members: String = members.into_iter().map(Member::translated).collect();
    Ok(match subtracted {
        None => format!("[{sign}{members}]"),
        Some(subtracted) => format!("[[{sign}{members}]--{subtracted}]"),
    })
}

/// A part of a class, translated.
enum Member {
    Translated(String),
    /// A hyphen that makes no range: itself, or the sign that a class is taken away.
    Hyphen,
}

impl Member {
    fn translated(self) -> String {
        match self {
            Member::Translated(text) => text,
            Member::Hyphen => "\\-".to_owned(),
        }
    }
}

/// A character, a range or an escape, of which the first character is read.
fn read_member(reader: &mut Reader<'_>, letter: char, members: &mut Vec<Member>) -> Result<()> {
    if letter == '-' {
        members.push(Member::Hyphen);
        return Ok(());
    }
    let first = match item(reader, letter)? {
        Item::Single(first) => first,
        Item::Many(class) => {
            members.push(Member::Translated(class));
            return Ok(());
        }
    };
    let has_hyphen = reader.take('-');
    if has_hyphen && !matches!(reader.peek(), Some('[' | ']')) {
        let last = reader.letter()?;
        let last = item(reader, last)?;
        members.push(Member::Translated(range(first, last)?));
        return Ok(());
    }
    members.push(Member::Translated(in_class(first)));
    if has_hyphen {
        members.push(Member::Hyphen);
    }
    Ok(())
}

fn range(first: char, last: Item) -> Result<String> {
    match last {
        Item::Single(last) if first <= last => {
            Ok(format!("{}-{}", in_class(first), in_class(last)))
        }
        _ => Err(Problem::BadRange),
    }
}

fn item(reader: &mut Reader<'_>, letter: char) -> Result<Item> {
    match letter {
        '\\' => read_escape(reader),
        _ => Ok(Item::Single(letter)),
    }
}

/// After `\`.
fn read_escape(reader: &mut Reader<'_>) -> Result<Item> {
    let many = |class: &str| Ok(Item::Many(class.to_owned()));
    match reader.letter()? {
        'n' => Ok(Item::Single('\n')),
        'r' => Ok(Item::Single('\r')),
        't' => Ok(Item::Single('\t')),
        letter if r"\|.?*+(){}-[]^$".contains(letter) => Ok(Item::Single(letter)),
        's' => many(r"[ \t\n\r]"),
        'S' => many(r"[^ \t\n\r]"),
        'd' => many(r"\p{Nd}"),
        'D' => many(r"\P{Nd}"),
        'w' => many(r"[^\p{P}\p{Z}\p{C}]"),
        'W' => many(r"[\p{P}\p{Z}\p{C}]"),
        'i' => Ok(Item::Many(format!("[{NAME_START}]"))),
        'I' => Ok(Item::Many(format!("[^{NAME_START}]"))),
        'c' => Ok(Item::Many(format!("[{NAME_START}{NAME_FURTHER}]"))),
        'C' => Ok(Item::Many(format!("[^{NAME_START}{NAME_FURTHER}]"))),
        'p' => property(reader, "").map(Item::Many),
        'P' => property(reader, "^").map(Item::Many),
        '0'..='9' => Err(Problem::BackReference),
        _ => Err(Problem::UnknownEscape),
    }
}

/// After `\p` or `\P`: `{category}` or `{IsBlock}`.
fn property(reader: &mut Reader<'_>, sign: &str) -> Result<String> {
    if !reader.take('{') {
        return Err(Problem::UnknownEscape);
    }
    let mut name = String::new();
    loop {
        match reader.letter()? {
            '}' => break,
            letter => name.push(letter),
        }
    }
    if CATEGORIES.contains(&name.as_str()) {
        return Ok(format!("[{sign}\\p{{{name}}}]"));
    }
    let block = name.strip_prefix("Is").and_then(blocks::range);
    let (first, last) = block.ok_or(Problem::UnknownProperty)?;
    Ok(format!("[{sign}\\u{{{first:X}}}-\\u{{{last:X}}}]"))
}

fn in_class(letter: char) -> String {
    match letter {
        '^' | '-' | '[' | ']' | '\\' | '&' | '~' => format!("\\{letter}"),
        _ => letter.to_string(),
    }
}
