//! From the regular expressions of XML Schema (part 2, appendix F) and XPath 2.0 to those of the `regex` crate.
//!
//! The whole expression is read and written anew, so that nothing means what only the crate gives a meaning.

use std::iter::Peekable;
use std::str::Chars;

use super::class;

/// How deep groups, and classes taken from classes, may be nested.
const MAX_DEPTH: usize = 50;

/// Why an expression cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Ends,
    Unexpected,
    UnknownEscape,
    UnknownProperty,
    BackReference,
    TooDeep,
    BadRange,
    BadQuantifier,
}

impl Problem {
    pub fn words(self) -> &'static str {
        match self {
            Problem::Ends => "it ends too early",
            Problem::Unexpected => "a character stands where it has no meaning",
            Problem::UnknownEscape => "unknown escape",
            Problem::UnknownProperty => "unknown category or block of characters",
            Problem::BackReference => "back-references are not supported",
            Problem::TooDeep => "it is nested too deeply",
            Problem::BadRange => "the range of characters is wrong",
            Problem::BadQuantifier => "the quantifier is wrong",
        }
    }
}

pub type Result<T> = std::result::Result<T, Problem>;

pub fn translate(text: &str) -> Result<String> {
    let mut reader = Reader {
        letters: text.chars().peekable(),
        depth: 0,
    };
    let translated = reader.alternatives()?;
    match reader.letters.next() {
        None => Ok(translated),
        Some(_) => Err(Problem::Unexpected),
    }
}

/// What is left of the expression.
pub struct Reader<'t> {
    letters: Peekable<Chars<'t>>,
    depth: usize,
}

impl Reader<'_> {
    pub fn letter(&mut self) -> Result<char> {
        self.letters.next().ok_or(Problem::Ends)
    }

    pub fn peek(&mut self) -> Option<char> {
        self.letters.peek().copied()
    }

    /// Takes the character if it is the next.
    pub fn take(&mut self, letter: char) -> bool {
        self.letters.next_if_eq(&letter).is_some()
    }

    /// Reads something that is nested in something else.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(Problem::TooDeep);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Up to the end or to a `)`, which stays.
    fn alternatives(&mut self) -> Result<String> {
        let mut translated = String::new();
        while let Some(letter) = self.peek() {
            match letter {
                ')' => break,
                '|' => {
                    self.letter()?;
                    translated.push('|');
                }
                _ => {
                    translated.push_str(&self.atom()?);
                    translated.push_str(&self.quantifier()?);
                }
            }
        }
        Ok(translated)
    }

    fn atom(&mut self) -> Result<String> {
        match self.letter()? {
            '.' => Ok("[^\\n]".to_owned()),
            // Both mean the whole text, as the flag "m" is never set.
            '^' => Ok("\\A".to_owned()),
            '$' => Ok("\\z".to_owned()),
            '(' => self.nested(Self::group),
            '[' => self.nested(class::read),
            '\\' => class::escape(self),
            '?' | '*' | '+' | ')' | ']' | '{' | '}' => Err(Problem::Unexpected),
            letter => Ok(class::literal(letter)),
        }
    }

    /// After `(`. What a group caught is never asked for.
    fn group(&mut self) -> Result<String> {
        if self.take('?') && !self.take(':') {
            return Err(Problem::Unexpected);
        }
        let inner = self.alternatives()?;
        match self.letter()? {
            ')' => Ok(format!("(?:{inner})")),
            _ => Err(Problem::Unexpected),
        }
    }

    /// A quantifier, perhaps reluctant; empty when there is none.
    fn quantifier(&mut self) -> Result<String> {
        let mut translated = match self.peek() {
            Some(letter @ ('?' | '*' | '+')) => {
                self.letter()?;
                letter.to_string()
            }
            Some('{') => {
                self.letter()?;
                self.counts()?
            }
            _ => return Ok(String::new()),
        };
        if self.take('?') {
            translated.push('?');
        }
        Ok(translated)
    }

    /// `n}`, `n,}` or `n,m}`
    fn counts(&mut self) -> Result<String> {
        let least = self.count()?;
        if self.take('}') {
            return Ok(format!("{{{least}}}"));
        }
        if !self.take(',') {
            return Err(Problem::BadQuantifier);
        }
        if self.take('}') {
            return Ok(format!("{{{least},}}"));
        }
        let most = self.count()?;
        if least > most || !self.take('}') {
            return Err(Problem::BadQuantifier);
        }
        Ok(format!("{{{least},{most}}}"))
    }

    fn count(&mut self) -> Result<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.letters.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().map_err(|_| Problem::BadQuantifier)
    }
}
