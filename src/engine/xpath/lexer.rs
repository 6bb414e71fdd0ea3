//! Tokens of XPath 1.0 (§3.7), with its rule for telling operators from names.

use super::XPathError;
use super::expression::Operator;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Dot,
    DoubleDot,
    At,
    Comma,
    DoubleColon,
    Dollar,
    Slash,
    DoubleSlash,
    Operator(Operator),
    Literal(String),
    Number(f64),
    /// `*` as a name test
    Star,
    /// `prefix:*`
    PrefixStar(String),
    Name {
        prefix: Option<String>,
        local: String,
    },
}

/// A token and the byte where it begins.
pub(super) type Placed = (usize, Token);

pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, XPathError> {
    let mut tokens: Vec<Placed> = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let operator_may_follow = tokens.last().is_some_and(|(_, token)| ends_operand(token));
        let (token, after) = next(rest, operator_may_follow).ok_or(XPathError::Syntax(at))?;
        tokens.push((at, token));
        rest = after.trim_start_matches(is_space);
    }
    Ok(tokens)
}

/// After these, `*` multiplies and `and`, `or`, `mod` and `div` are operators.
fn ends_operand(token: &Token) -> bool {
    !matches!(
        token,
        Token::At
            | Token::DoubleColon
            | Token::Dollar
            | Token::Open
            | Token::OpenBracket
            | Token::Comma
            | Token::Slash
            | Token::DoubleSlash
            | Token::Operator(_)
    )
}

fn next(text: &str, operator_may_follow: bool) -> Option<(Token, &str)> {
    if let Some(number) = number(text) {
        return Some(number);
    }
    if let Some(symbol) = symbol(text) {
        return Some(symbol);
    }
    if let Some(after) = text.strip_prefix('*') {
        let times = Token::Operator(Operator::Times);
        return Some((
            if operator_may_follow {
                times
            } else {
                Token::Star
            },
            after,
        ));
    }
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let (literal, after) = text.get(1..)?.split_once(quote)?;
        return Some((Token::Literal(literal.to_owned()), after));
    }
    let (name, after) = nc_name(text)?;
    if operator_may_follow {
        return Some((Token::Operator(named_operator(name)?), after));
    }
    Some(qualified(name, after))
}

/// Longer symbols stand before those that they begin with.
static SYMBOLS: [(&str, Token); 21] = [
    ("//", Token::DoubleSlash),
    ("/", Token::Slash),
    ("::", Token::DoubleColon),
    ("..", Token::DoubleDot),
    (".", Token::Dot),
    ("(", Token::Open),
    (")", Token::Close),
    ("[", Token::OpenBracket),
    ("]", Token::CloseBracket),
    ("@", Token::At),
    (",", Token::Comma),
    ("$", Token::Dollar),
    ("|", Token::Operator(Operator::Union)),
    ("+", Token::Operator(Operator::Plus)),
    ("-", Token::Operator(Operator::Minus)),
    ("=", Token::Operator(Operator::Equal)),
    ("!=", Token::Operator(Operator::NotEqual)),
    ("<=", Token::Operator(Operator::LessOrEqual)),
    ("<", Token::Operator(Operator::Less)),
    (">=", Token::Operator(Operator::GreaterOrEqual)),
    (">", Token::Operator(Operator::Greater)),
];

fn symbol(text: &str) -> Option<(Token, &str)> {
    SYMBOLS
        .iter()
        .find_map(|(symbol, token)| Some((token.clone(), text.strip_prefix(symbol)?)))
}

fn named_operator(name: &str) -> Option<Operator> {
    match name {
        "or" => Some(Operator::Or),
        "and" => Some(Operator::And),
        "div" => Some(Operator::Divide),
        "mod" => Some(Operator::Modulo),
        _ => None,
    }
}

/// Digits with or without a point; a point alone is none.
fn number(text: &str) -> Option<(Token, &str)> {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let whole = digits(text);
    let fraction = match text.get(whole..)?.strip_prefix('.') {
        Some(after) => 1 + digits(after),
        None => 0,
    };
    if whole == 0 && fraction < 2 {
        return None;
    }
    let (number, after) = text.split_at_checked(whole + fraction)?;
    Some((Token::Number(number.parse().ok()?), after))
}

/// A name may have a prefix; no white space stands around the colon.
fn qualified<'t>(name: &str, after: &'t str) -> (Token, &'t str) {
    let alone = Token::Name {
        prefix: None,
        local: name.to_owned(),
    };
    let Some(second) = after.strip_prefix(':') else {
        return (alone, after);
    };
    if let Some(after) = second.strip_prefix('*') {
        return (Token::PrefixStar(name.to_owned()), after);
    }
    match nc_name(second) {
        Some((local, after)) => (
            Token::Name {
                prefix: Some(name.to_owned()),
                local: local.to_owned(),
            },
            after,
        ),
        None => (alone, after),
    }
}

/// A name without colon (Namespaces in XML 1.0, production 4).
fn nc_name(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(is_name_start) {
        return None;
    }
    let end = text.find(|c| !is_name_part(c)).unwrap_or(text.len());
    text.split_at_checked(end)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_part(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}'
            | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// White space of XML; other white space of Unicode is not.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}
