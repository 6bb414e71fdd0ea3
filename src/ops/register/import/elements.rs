use std::io::{self, BufRead};

/// The longest line or element that is taken, in bytes.
pub const MAX_ELEMENT: usize = 4 << 20;

/// A file cut into the lines, or the elements of the one JSON array, that it consists of, one at a time.
pub struct Elements<R> {
    input: R,
    layout: Layout,
    number: u64,
    element: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Lines,
    /// The array has not begun, is under way, or has ended.
    BeforeArray,
    InArray,
    AfterArray,
}

/// A line or element, by its place counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Element<'a> {
    pub number: u64,
    pub content: Content<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Bytes that may be JSON.
    Json(&'a [u8]),
    /// More than [`MAX_ELEMENT`].
    TooLong,
    /// The file ends inside the array.
    CutOff,
    /// There is more after the array.
    Trailing,
}

impl<R: BufRead> Elements<R> {
    /// A file whose first character is `[` is an array; every other consists of lines.
    pub fn new(mut input: R) -> io::Result<Self> {
        let is_ignored =
            |byte: &&u8| !byte.is_ascii_whitespace() && !BYTE_ORDER_MARK.contains(byte);
        let first = input.fill_buf()?.iter().find(is_ignored);
        let layout = match first {
            Some(b'[') => Layout::BeforeArray,
            _ => Layout::Lines,
        };
        Ok(Self {
            input,
            layout,
            number: 0,
            element: Vec::new(),
        })
    }

    /// The next line that is not blank, or the next element.
    pub fn next(&mut self) -> io::Result<Option<Element<'_>>> {
        match self.layout {
            Layout::Lines => self.next_line(),
            Layout::BeforeArray => {
                self.skip_until(|byte| byte == b'[')?;
                self.input.consume(1);
                self.layout = Layout::InArray;
                self.next_in_array()
            }
            Layout::InArray => self.next_in_array(),
            Layout::AfterArray => Ok(None),
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Element<'_>>> {
        loop {
            self.element.clear();
            let length = self.read_line()?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            if length > MAX_ELEMENT {
                return Ok(Some(self.found(Content::TooLong)));
            }
            if self.number == 1 && self.element.starts_with(&BYTE_ORDER_MARK) {
                self.element.drain(..BYTE_ORDER_MARK.len());
            }
            if !self.element.trim_ascii().is_empty() {
                return Ok(Some(Element {
                    number: self.number,
                    content: Content::Json(self.element.trim_ascii()),
                }));
            }
        }
    }

    /// Reads a line with its end, of which at most [`MAX_ELEMENT`] bytes are kept; answers how long it is.
    fn read_line(&mut self) -> io::Result<usize> {
        let mut length = 0;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(length);
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(chunk.len(), |end| end + 1);
            keep(&mut self.element, chunk.get(..taken).unwrap_or_default());
            self.input.consume(taken);
            length += taken;
            if end.is_some() {
                return Ok(length);
            }
        }
    }

    fn next_in_array(&mut self) -> io::Result<Option<Element<'_>>> {
        let first = self.skip_until(|byte| !byte.is_ascii_whitespace() && byte != b',')?;
        match first {
            None => {
                self.layout = Layout::AfterArray;
                self.number += 1;
                Ok(Some(self.found(Content::CutOff)))
            }
            Some(b']') => {
                self.input.consume(1);
                self.after_array()
            }
            Some(_) => self.element_in_array(),
        }
    }

    fn after_array(&mut self) -> io::Result<Option<Element<'_>>> {
        self.layout = Layout::AfterArray;
        let more = self.skip_until(|byte| !byte.is_ascii_whitespace())?;
        Ok(more.map(|_| {
            self.number += 1;
            self.found(Content::Trailing)
        }))
    }

    fn element_in_array(&mut self) -> io::Result<Option<Element<'_>>> {
        self.number += 1;
        self.element.clear();
        let mut outline = Outline::default();
        let mut length = 0;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                self.layout = Layout::AfterArray;
                return Ok(Some(self.found(Content::CutOff)));
            }
            let end = chunk.iter().position(|byte| outline.ends_before(*byte));
            let taken = end.unwrap_or(chunk.len());
            keep(&mut self.element, chunk.get(..taken).unwrap_or_default());
            self.input.consume(taken);
            length += taken;
            if end.is_some() {
                let content = match length {
                    0..=MAX_ELEMENT => Content::Json(self.element.trim_ascii()),
                    _ => Content::TooLong,
                };
                return Ok(Some(Element {
                    number: self.number,
                    content,
                }));
            }
        }
    }

    /// Passes over bytes until one is wanted, which is not passed over; none at the end of the file.
    fn skip_until(&mut self, wanted: impl Fn(u8) -> bool) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            match chunk.iter().position(|byte| wanted(*byte)) {
                Some(place) => {
                    let found = chunk.get(place).copied();
                    self.input.consume(place);
                    return Ok(found);
                }
                None => {
                    let passed = chunk.len();
                    self.input.consume(passed);
                }
            }
        }
    }

    fn found(&self, content: Content<'static>) -> Element<'static> {
        Element {
            number: self.number,
            content,
        }
    }
}

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

fn keep(element: &mut Vec<u8>, bytes: &[u8]) {
    let room = MAX_ELEMENT.saturating_sub(element.len());
    element.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
}

/// Where in the JSON of an element we are: enough to know where it ends, even when it is not right.
#[derive(Default)]
struct Outline {
    /// What is open, outermost first; true for an object.
    open: Vec<bool>,
    in_string: bool,
    is_escaped: bool,
    /// The last byte outside of strings that is no white space; the end of the line after a string that does not end.
    last: u8,
}

impl Outline {
    /// No JSON that is taken goes deeper.
    const MAX_DEPTH: usize = 256;

    /// Takes the next byte. True when it no longer belongs to the element: a comma or bracket outside of all others, or
    /// the beginning of an object where none can be, as after an element whose last brace is missing.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.go_on_in_string(byte);
            return false;
        }
        let is_outside = self.open.is_empty();
        let in_object = self.open.last() == Some(&true);
        match byte {
            b',' | b']' if is_outside => return true,
            b'{' if in_object && matches!(self.last, b',' | b'\n') => return true,
            b'{' | b'[' if self.open.len() < Self::MAX_DEPTH => self.open.push(byte == b'{'),
            b'}' | b']' => self.close(byte == b'}'),
            b'"' => self.in_string = true,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        false
    }

    /// A line does not end inside a string, so if it seems to, a quotation mark is missing.
    fn go_on_in_string(&mut self, byte: u8) {
        match byte {
            b'\n' => (self.in_string, self.last) = (false, b'\n'),
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
    }

    /// Closes the innermost one of this kind, and all inside it that were left open.
    fn close(&mut self, is_object: bool) {
        if let Some(place) = self.open.iter().rposition(|open| *open == is_object) {
            self.open.truncate(place);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &[u8]) -> Vec<(u64, String)> {
        // A small size, so that many places are the end of a chunk once.
        let found = [16, 1 << 16].map(|size| {
            let input = io::BufReader::with_capacity(size, text);
            let mut elements = Elements::new(input).unwrap();
            let mut all = Vec::new();
            while let Some(element) = elements.next().unwrap() {
                let content = match element.content {
                    Content::Json(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    other => format!("{other:?}"),
                };
                all.push((element.number, content));
            }
            all
        });
        assert_eq!(found[0], found[1]);
        found[0].clone()
    }

    fn contents(text: &str) -> Vec<String> {
        read(text.as_bytes())
            .into_iter()
            .map(|(_, content)| content)
            .collect()
    }

    #[test]
    fn lines_are_counted_with_the_blank_ones() {
        let found = read(b"\xef\xbb\xbf{\"a\":1}\r\n\n  \n{\"b\":2}");
        assert_eq!(
            found,
            [(1, "{\"a\":1}".to_owned()), (4, "{\"b\":2}".to_owned())]
        );
        assert_eq!(read(b""), []);
        assert_eq!(read(b"\n\n"), []);
    }

    #[test]
    fn the_elements_of_an_array_are_cut_out_whole() {
        assert_eq!(contents("[]"), Vec::<String>::new());
        assert_eq!(
            contents("\u{feff} [ {\"a\": [1, {\"b\": \"],}\\\"{\"}]} ,\n{\"c\":2}\n]\n"),
            ["{\"a\": [1, {\"b\": \"],}\\\"{\"}]}", "{\"c\":2}"]
        );
        assert_eq!(contents("[1,\"x, y\",null]"), ["1", "\"x, y\"", "null"]);
    }

    #[test]
    fn a_broken_element_ends_at_the_next_comma() {
        assert_eq!(
            contents("[{\"a\":1]}, nonsense, {\"b\":2}]"),
            ["{\"a\":1]}", "nonsense", "{\"b\":2}"]
        );
    }

    #[test]
    fn a_missing_brace_bracket_or_quotation_mark_costs_one_element() {
        for broken in [
            "{\"a\":1",
            "{\"a\":[1}",
            "{\"a\":{\"b\":1}",
            "{\"a\":\"x}",
            "{\"a\":1]",
        ] {
            let found = contents(&format!(
                "[\n{{\"o\":0}},\n{broken},\n{{\"b\":2}},\n{{\"c\":3}}\n]"
            ));
            assert_eq!(found.len(), 4, "{broken}: {found:?}");
            assert_eq!(found[2..], ["{\"b\":2}", "{\"c\":3}"], "{broken}");
        }
    }

    #[test]
    fn a_file_that_ends_too_early_or_too_late_says_so() {
        assert_eq!(contents("[{\"a\":1},"), ["{\"a\":1}", "CutOff"]);
        assert_eq!(contents("[{\"a\":1},{\"b\":"), ["{\"a\":1}", "CutOff"]);
        assert_eq!(contents("["), ["CutOff"]);
        assert_eq!(contents("[1] [2]"), ["1", "Trailing"]);
    }

    #[test]
    fn what_is_too_long_is_passed_over_and_counted() {
        let huge = "x".repeat(MAX_ELEMENT + 1);
        assert_eq!(contents(&format!("{huge}\n{{}}")), ["TooLong", "{}"]);
        assert_eq!(contents(&format!("[\"{huge}\",{{}}]")), ["TooLong", "{}"]);
    }
}
