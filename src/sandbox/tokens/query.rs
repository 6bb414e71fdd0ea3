use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::{NationalId, OrgNumber};

const MAX_QUERY: usize = 8_000;
const MAX_SCOPES: usize = 500;
const MAX_TEXT: usize = 200;
/// How long a token lives when nothing else is asked for, and at most, in seconds.
const DEFAULT_TTL: i64 = 1_800;
const MAX_TTL: i64 = 24 * 60 * 60;

/// A query whose names are read without case, and which gathers what is wrong with it.
pub struct Query {
    values: HashMap<String, String>,
    faults: Vec<String>,
}

impl Query {
    pub fn read(text: &str) -> Self {
        let mut query = Self {
            values: HashMap::new(),
            faults: Vec::new(),
        };
        if text.len() > MAX_QUERY {
            query.fault("the query is too long");
            return query;
        }
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let name = name.to_ascii_lowercase();
            if !value.is_empty() && query.values.insert(name, value.into_owned()).is_some() {
                query.fault("a parameter is repeated");
            }
        }
        if !query.has("env") {
            query.fault("env is required; any value will do");
        }
        query
    }

    pub fn fault(&mut self, text: &str) {
        self.faults.push(text.to_owned());
    }

    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub fn wants_dump(&self) -> bool {
        matches!(
            self.values.get("dump").map(String::as_str),
            Some("1" | "true")
        )
    }

    /// Short text; `name` is in lower case here and below.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let value = self.values.get(name)?.clone();
        if value.len() > MAX_TEXT || value.chars().any(char::is_control) {
            self.fault(&format!("{name} is not short plain text"));
            return None;
        }
        Some(value)
    }

    pub fn required_text(&mut self, name: &str) -> String {
        if !self.has(name) {
            self.fault(&format!("{name} is required"));
        }
        self.text(name).unwrap_or_default()
    }

    /// Scopes, which may be separated by spaces or commas.
    pub fn scopes(&mut self, default: Option<&str>) -> String {
        let Some(sent) = self.values.get("scopes").cloned() else {
            if default.is_none() {
                self.fault("scopes is required");
            }
            return default.unwrap_or_default().to_owned();
        };
        let is_allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ":/_-,. ".contains(c);
        if sent.len() > MAX_SCOPES || !sent.chars().all(is_allowed) {
            self.fault("scopes may hold a-z, 0-9 and :/_-. and at most 500 characters");
            return String::new();
        }
        let names: Vec<&str> = sent
            .split([' ', ','])
            .filter(|name| !name.is_empty())
            .collect();
        names.join(" ")
    }

    pub fn ttl(&mut self) -> i64 {
        match self.values.get("ttl").map(|text| text.parse::<i64>()) {
            None => DEFAULT_TTL,
            Some(Ok(seconds)) if (1..=MAX_TTL).contains(&seconds) => seconds,
            Some(_) => {
                self.fault("ttl must be 1 to 86400 seconds");
                DEFAULT_TTL
            }
        }
    }

    pub fn org_number(&mut self, name: &str) -> Option<OrgNumber> {
        self.parsed(name, "is not a valid organization number", OrgNumber::parse)
    }

    pub fn national_id(&mut self, name: &str) -> Option<NationalId> {
        self.parsed(name, "is not a valid national id", NationalId::parse)
    }

    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        self.parsed(name, "is not a uuid", |text| Uuid::try_parse(text).ok())
    }

    pub fn number(&mut self, name: &str) -> Option<i64> {
        let parse = |text: &str| text.parse().ok().filter(|number: &i64| *number >= 0);
        self.parsed(name, "is not a number", parse)
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        problem: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let parsed = parse(self.values.get(name)?);
        if parsed.is_none() {
            self.fault(&format!("{name} {problem}"));
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_may_be_separated_in_two_ways() {
        let mut query = Query::read("env=x&Scopes=a:b,c:d%20e:f");
        assert_eq!(query.scopes(None), "a:b c:d e:f");
        assert!(query.faults().is_empty());
    }

    #[test]
    fn a_parameter_that_comes_twice_is_a_fault_whatever_its_case() {
        let query = Query::read("env=x&orgNo=1&ORGNO=2");
        assert_eq!(query.faults(), ["a parameter is repeated"]);
    }

    #[test]
    fn every_fault_is_gathered() {
        let mut query = Query::read("ttl=0&orgNo=123&scopes=A");
        query.ttl();
        query.scopes(None);
        query.org_number("orgno");
        query.required_text("org");
        assert_eq!(query.faults().len(), 5);
    }
}
