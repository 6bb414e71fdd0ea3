/// Writes XML, indented, with everything escaped that must be.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

/// The XML attributes of an element; those without a value are left out.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

impl Writer {
    pub fn into_text(self) -> String {
        self.text
    }

    /// An element with other elements in it.
    pub fn element(&mut self, name: &str, attributes: Attributes, content: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.text.push('>');
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.new_line();
        self.close(name);
    }

    /// An element with a text in it, which keeps its own white space.
    pub fn leaf(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.open(name, attributes);
        if text.is_empty() {
            self.text.push_str("/>");
            return;
        }
        self.text.push('>');
        self.escape(text, false);
        self.close(name);
    }

    fn open(&mut self, name: &str, attributes: Attributes) {
        self.new_line();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            let Some(value) = value else { continue };
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escape(value, true);
            self.text.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    /// A reader turns line ends and, in attributes, all white space into blanks unless it is written as a
    /// reference (XML 1.0, §2.11 and §3.3.3). What no XML document may hold at all (§2.2) becomes U+FFFD.
    fn escape(&mut self, text: &str, is_attribute: bool) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' if is_attribute => self.text.push_str("&quot;"),
                '\r' => self.text.push_str("&#13;"),
                '\n' if is_attribute => self.text.push_str("&#10;"),
                '\t' if is_attribute => self.text.push_str("&#9;"),
                '\n' | '\t' => self.text.push(character),
                '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => self.text.push('\u{fffd}'),
                other => self.text.push(other),
            }
        }
    }
}
