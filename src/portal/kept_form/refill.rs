//! Fills a page's own form with what was typed, in the page's HTML as it is: the pages know nothing of it, so it works for
//! all of them alike. The HTML is our own and well made; anything unexpected means that the form is not filled.

use super::KeptForm;

/// One start tag: its name and attributes, values still escaped.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, Option<&'a str>)>,
}

/// What was typed and has not found its field yet.
struct Left<'a>(Vec<Option<&'a (String, String)>>);

/// The page with its form filled in. None when the page has no form that holds every field, so that nothing which was
/// typed is lost without a word.
pub fn refill(page: &str, form: &KeptForm) -> Option<String> {
    let mut from = 0;
    while let Some(start) = find(page, "<form", from) {
        let (tag, inside) = read_tag(page, start)?;
        let end = find(page, "</form>", inside)?;
        if tag.is_form_to(&form.action)
            && let Some(filled) = fill(page.get(inside..end)?, &form.fields)
        {
            return Some([page.get(..inside)?, &filled, page.get(end..)?].concat());
        }
        from = end;
    }
    None
}

fn find(text: &str, word: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(word).map(|at| from + at)
}

fn fill(form: &str, fields: &[(String, String)]) -> Option<String> {
    let mut left = Left(fields.iter().map(Some).collect());
    let mut out = String::with_capacity(form.len() + 256);
    let mut at = 0;
    let mut select: Option<String> = None;
    while let Some(start) = find(form, "<", at) {
        out.push_str(form.get(at..start)?);
        if !form
            .get(start + 1..)?
            .starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let end = find(form, ">", start)? + 1;
            out.push_str(form.get(start..end)?);
            at = end;
            continue;
        }
        let (tag, end) = read_tag(form, start)?;
        at = end;
        match tag.name {
            "input" => out.push_str(&left.input(&tag)),
            "textarea" => {
                let close = find(form, "</textarea>", end)?;
                out.push_str(form.get(start..end)?);
                match left.next(&tag.value("name")) {
                    Some(text) => out.push_str(&escape(&text)),
                    None => out.push_str(form.get(end..close)?),
                }
                at = close;
            }
            "select" => {
                select = Some(tag.value("name"));
                out.push_str(form.get(start..end)?);
            }
            "option" => {
                let name = select.clone().unwrap_or_default();
                let is_chosen = left.take(&name, &tag.value("value"));
                out.push_str(&tag.write(&["selected"], is_chosen.then_some("selected"), None));
            }
            "button" => {
                left.take(&tag.value("name"), &tag.value("value"));
                out.push_str(form.get(start..end)?);
            }
            _ => out.push_str(form.get(start..end)?),
        }
    }
    out.push_str(form.get(at..)?);
    left.is_empty().then_some(out)
}

impl Left<'_> {
    fn input(&mut self, tag: &Tag<'_>) -> String {
        let name = tag.value("name");
        let kind = tag.attribute("type").unwrap_or_else(|| "text".to_owned());
        match kind.as_str() {
            "checkbox" | "radio" => {
                let value = tag.attribute("value").unwrap_or_else(|| "on".to_owned());
                let is_chosen = self.take(&name, &value);
                tag.write(&["checked"], is_chosen.then_some("checked"), None)
            }
            // What the page says now may be something else than it said then: then it is not the same form.
            "hidden" | "submit" => {
                self.take(&name, &tag.value("value"));
                tag.write(&[], None, None)
            }
            _ => match self.next(&name) {
                Some(value) => tag.write(&["value"], None, Some(("value", &value))),
                None => tag.write(&[], None, None),
            },
        }
    }

    /// Whether exactly this was typed; it counts once.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let found = self.0.iter_mut().find(|field| {
            field.is_some_and(|(its_name, its_value)| its_name == name && is_same(its_value, value))
        });
        found.is_some_and(|field| field.take().is_some())
    }

    /// What was typed next in a field of this name.
    fn next(&mut self, name: &str) -> Option<String> {
        let mut named = self.0.iter_mut();
        let field = named.find(|field| field.is_some_and(|(its_name, _)| its_name == name))?;
        field.take().map(|(_, value)| value.clone())
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// Browsers send the ends of lines in their own way (HTML §4.10.21.4).
fn is_same(sent: &str, shown: &str) -> bool {
    sent == shown || sent.replace("\r\n", "\n") == shown.replace("\r\n", "\n")
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<String> {
        let found = self
            .attributes
            .iter()
            .find(|(its_name, _)| *its_name == name);
        found.map(|(_, value)| unescape(value.unwrap_or_default()))
    }

    /// The value of an attribute, empty when there is none.
    fn value(&self, name: &str) -> String {
        self.attribute(name).unwrap_or_default()
    }

    fn is_form_to(&self, action: &str) -> bool {
        self.name == "form" && self.value("method") == "post" && self.value("action") == action
    }

    /// The tag again, without some attributes, and with a flag or a value more.
    fn write(&self, without: &[&str], flag: Option<&str>, value: Option<(&str, &str)>) -> String {
        let mut out = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            match value {
                _ if without.contains(name) => {}
                Some(value) => out.push_str(&format!(" {name}=\"{value}\"")),
                None => out.push_str(&format!(" {name}")),
            }
        }
        if let Some(flag) = flag {
            out.push_str(&format!(" {flag}"));
        }
        if let Some((name, value)) = value {
            out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        out.push('>');
        out
    }
}

/// Reads the start tag at `start`; answers it and where it ends.
fn read_tag(html: &str, start: usize) -> Option<(Tag<'_>, usize)> {
    let mut rest = html.get(start + 1..)?;
    let name = word(&mut rest);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((Tag { name, attributes }, html.len() - after.len()));
        }
        if let Some(after) = rest.strip_prefix('/') {
            rest = after;
            continue;
        }
        let name = word(&mut rest);
        if name.is_empty() {
            return None;
        }
        let value = match rest.strip_prefix("=\"").or_else(|| rest.strip_prefix("='")) {
            Some(quoted) => {
                let quote = rest.chars().nth(1)?;
                let (value, after) = quoted.split_once(quote)?;
                rest = after;
                Some(value)
            }
            None => None,
        };
        attributes.push((name, value));
    }
}

fn word<'a>(rest: &mut &'a str) -> &'a str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == ':';
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    word
}

fn escape(text: &str) -> String {
    text.replace('&', "&#38;")
        .replace('<', "&#60;")
        .replace('>', "&#62;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

/// Undoes what the templates' escaping does.
fn unescape(text: &str) -> String {
    const NAMES: [(&str, &str); 10] = [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    NAMES
        .iter()
        .fold(text.to_owned(), |text, (name, c)| text.replace(name, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> KeptForm {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        KeptForm {
            action: "/a?x=1&y=2".to_owned(),
            page: None,
            fields: fields.iter().map(owned).collect(),
        }
    }

    const PAGE: &str = r#"<form method="post" action="/other"><input name="email"></form>
<form class="a" method="post" action="/a?x=1&#38;y=2" novalidate>
  <input type="hidden" name="seen" value="3">
  <input class="b" name="email" type="email" value="old"><input name="row" value=""><input name="row" value="">
  <input type="checkbox" name="pick" value="1" checked><input type="checkbox" name="pick" value="2">
  <textarea id="t" name="text">before</textarea>
  <select name="level"><option value="3" selected>Three</option><option value="4">Four</option></select>
  <!-- no field --><button name="do" value="save" type="submit">Save &amp; go</button>
</form><p>after</p>"#;

    #[test]
    fn every_kind_of_field_is_filled_and_nothing_else_is_changed() {
        let typed = form(&[
            ("seen", "3"),
            ("email", "\"><script>"),
            ("row", "one"),
            ("row", "two"),
            ("pick", "2"),
            ("text", "a\r\n</textarea>&"),
            ("level", "4"),
            ("do", "save"),
        ]);
        let filled = refill(PAGE, &typed).unwrap_or_default();
        let expected = r#"<form method="post" action="/other"><input name="email"></form>
<form class="a" method="post" action="/a?x=1&#38;y=2" novalidate>
  <input type="hidden" name="seen" value="3">
  <input class="b" name="email" type="email" value="&#34;&#62;&#60;script&#62;"><input name="row" value="one"><input name="row" value="two">
  <input type="checkbox" name="pick" value="1"><input type="checkbox" name="pick" value="2" checked>
  <textarea id="t" name="text">a
&#60;/textarea&#62;&#38;</textarea>
  <select name="level"><option value="3">Three</option><option value="4" selected>Four</option></select>
  <!-- no field --><button name="do" value="save" type="submit">Save &amp; go</button>
</form><p>after</p>"#;
        assert_eq!(filled.replace("\r\n", "\n"), expected);
    }

    #[test]
    fn a_page_that_cannot_hold_all_that_was_typed_is_not_filled() {
        for fields in [
            [("email", "x"), ("seen", "2")],
            [("email", "x"), ("row-9", "lost")],
            [("pick", "3"), ("email", "x")],
            [("level", "5"), ("email", "x")],
        ] {
            assert_eq!(refill(PAGE, &form(&fields)), None, "{fields:?}");
        }
        for broken in [
            "",
            "<form",
            "<form method=\"post\" action=\"/a?x=1&y=2\">",
            "<p>æ</p>",
        ] {
            assert_eq!(refill(broken, &form(&[])), None, "{broken}");
        }
    }
}
