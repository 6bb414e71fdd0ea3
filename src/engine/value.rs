//! Typed values (XACML 3.0 core, §7.3 and B.3).

use std::borrow::Cow;
use std::sync::Arc;

use super::moment::{XsDate, XsDateTime, XsTime};

/// The data types that policies and requests may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataType {
    String,
    AnyUri,
    Integer,
    Boolean,
    Double,
    Date,
    Time,
    DateTime,
}

const XML_SCHEMA: &str = "http://www.w3.org/2001/XMLSchema#";

impl DataType {
    pub const ALL: [DataType; 8] = [
        DataType::String,
        DataType::AnyUri,
        DataType::Integer,
        DataType::Boolean,
        DataType::Double,
        DataType::Date,
        DataType::Time,
        DataType::DateTime,
    ];

    /// The URI, as policies, XML requests and answers write it.
    pub fn uri(self) -> &'static str {
        match self {
            DataType::String => "http://www.w3.org/2001/XMLSchema#string",
            DataType::AnyUri => "http://www.w3.org/2001/XMLSchema#anyURI",
            DataType::Integer => "http://www.w3.org/2001/XMLSchema#integer",
            DataType::Boolean => "http://www.w3.org/2001/XMLSchema#boolean",
            DataType::Double => "http://www.w3.org/2001/XMLSchema#double",
            DataType::Date => "http://www.w3.org/2001/XMLSchema#date",
            DataType::Time => "http://www.w3.org/2001/XMLSchema#time",
            DataType::DateTime => "http://www.w3.org/2001/XMLSchema#dateTime",
        }
    }

    /// The short name of the JSON profile (XACML JSON profile 1.1, §3.2.2).
    pub fn short_name(self) -> &'static str {
        self.uri().trim_start_matches(XML_SCHEMA)
    }

    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|data_type| data_type.uri() == uri)
    }

    /// The type of a URI or of a short name.
    pub fn from_uri_or_short_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|data_type| data_type.uri() == name || data_type.short_name() == name)
    }
}

/// One value of one of the data types. Cloning is cheap.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    String(Arc<str>),
    AnyUri(Arc<str>),
    /// XML Schema's integer has no bound; a number that needs more than 64 bits is refused.
    Integer(i64),
    Boolean(bool),
    Double(f64),
    Date(XsDate),
    Time(XsTime),
    DateTime(XsDateTime),
}

impl Value {
    pub fn string(text: &str) -> Self {
        Value::String(text.into())
    }

    /// Reads the text form that XML Schema part 2 gives the type; `None` when it is not one.
    ///
    /// White space around the value is dropped except in strings, as XML Schema says (§4.3.6).
    pub fn parse(data_type: DataType, text: &str) -> Option<Self> {
        let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
        match data_type {
            DataType::String => Some(Value::string(text)),
            DataType::AnyUri => Some(Value::AnyUri(trimmed.into())),
            DataType::Integer => trimmed.parse().ok().map(Value::Integer),
            DataType::Boolean => parse_boolean(trimmed).map(Value::Boolean),
            DataType::Double => parse_double(trimmed).map(Value::Double),
            DataType::Date => XsDate::parse(trimmed).map(Value::Date),
            DataType::Time => XsTime::parse(trimmed).map(Value::Time),
            DataType::DateTime => XsDateTime::parse(trimmed).map(Value::DateTime),
        }
    }

    /// The text of a string or URI.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::String(text) | Value::AnyUri(text) => Some(text),
            _ => None,
        }
    }

    pub fn data_type(&self) -> DataType {
        match self {
            Value::String(_) => DataType::String,
            Value::AnyUri(_) => DataType::AnyUri,
            Value::Integer(_) => DataType::Integer,
            Value::Boolean(_) => DataType::Boolean,
            Value::Double(_) => DataType::Double,
            Value::Date(_) => DataType::Date,
            Value::Time(_) => DataType::Time,
            Value::DateTime(_) => DataType::DateTime,
        }
    }

    /// The text form of the value.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::String(text) | Value::AnyUri(text) => Cow::Borrowed(text),
            Value::Integer(number) => Cow::Owned(number.to_string()),
            Value::Boolean(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Value::Double(number) => Cow::Owned(double_text(*number)),
            Value::Date(date) => Cow::Owned(date.to_string()),
            Value::Time(time) => Cow::Owned(time.to_string()),
            Value::DateTime(moment) => Cow::Owned(moment.to_string()),
        }
    }
}

fn parse_boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Rust also reads `inf`, `infinity` and `nan`, which XML Schema does not know.
fn parse_double(text: &str) -> Option<f64> {
    let is_number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
    };
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ if is_number(text) => text.parse().ok(),
        _ => None,
    }
}

fn double_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "INF" } else { "-INF" }.to_owned()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_xml_schema_says() {
        let parse = Value::parse;
        assert_eq!(parse(DataType::Integer, " +07 "), Some(Value::Integer(7)));
        assert_eq!(parse(DataType::Boolean, "1"), Some(Value::Boolean(true)));
        assert_eq!(parse(DataType::Double, "1e3"), Some(Value::Double(1000.0)));
        assert_eq!(parse(DataType::String, " a "), Some(Value::string(" a ")));
        assert_eq!(
            parse(DataType::AnyUri, " urn:a\n"),
            Some(Value::AnyUri("urn:a".into()))
        );
    }

    #[test]
    fn what_is_no_value_of_the_type_is_refused() {
        for (data_type, text) in [
            (DataType::Integer, "1.0"),
            (DataType::Integer, ""),
            (DataType::Integer, "99999999999999999999"),
            (DataType::Boolean, "True"),
            (DataType::Double, "inf"),
            (DataType::Double, "nan"),
            (DataType::Double, ""),
            (DataType::Double, "."),
            (DataType::Date, "yesterday"),
        ] {
            assert_eq!(Value::parse(data_type, text), None, "{data_type:?} {text}");
        }
    }

    #[test]
    fn types_are_found_by_uri_and_by_short_name() {
        for data_type in DataType::ALL {
            assert_eq!(DataType::from_uri(data_type.uri()), Some(data_type));
            assert_eq!(
                DataType::from_uri_or_short_name(data_type.short_name()),
                Some(data_type)
            );
        }
        assert_eq!(DataType::DateTime.short_name(), "dateTime");
        assert_eq!(DataType::from_uri("string"), None);
    }
}
