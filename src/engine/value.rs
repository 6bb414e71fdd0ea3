//! Typed values (XACML 3.0 core, §7.3, A.2 and B.3).

mod binary;
mod data_type;
mod dns_name;
mod double;
mod duration;
mod ip_address;
mod ports;
mod rfc822_name;
mod spelled;
mod x500_name;

use std::borrow::Cow;
use std::sync::Arc;

use super::moment::{XsDate, XsDateTime, XsTime};
use super::xpath::{Budget, Content, NodeId, XPath, XPathError};

pub use data_type::DataType;
pub use dns_name::DnsName;
pub use duration::{DayTimeDuration, YearMonthDuration};
pub use ip_address::IpAddress;
pub use rfc822_name::Rfc822Name;
pub use x500_name::X500Name;

/// One value of one of the data types. Cloning is cheap.
///
/// `==` compares what was written (as far as it is kept); whether two values are equal in the sense of XACML is
/// told by their [`Key`]s.
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
    DayTimeDuration(DayTimeDuration),
    YearMonthDuration(YearMonthDuration),
    HexBinary(Arc<[u8]>),
    Base64Binary(Arc<[u8]>),
    Rfc822Name(Rfc822Name),
    X500Name(X500Name),
    DnsName(DnsName),
    IpAddress(IpAddress),
    XPath(Arc<XPathValue>),
}

/// A value of the type xpathExpression (A.3.15): a path, and whose content it looks into.
#[derive(Clone, Debug, PartialEq)]
pub struct XPathValue {
    /// The category with the content (`XPathCategory`).
    pub category: Arc<str>,
    pub text: Arc<str>,
    /// A path that cannot be read fails when it is followed: one that only goes along with an obligation may well be
    /// about prefixes that the policy does not know.
    pub path: Result<XPath, XPathError>,
}

impl XPathValue {
    /// With the prefixes in scope, as (prefix, URI).
    pub fn new(category: &str, text: &str, namespaces: &[(&str, &str)]) -> Self {
        Self {
            category: category.into(),
            text: text.into(),
            path: XPath::parse(text, namespaces),
        }
    }

    /// The nodes that the path finds, from the document down.
    ///
    /// # Errors
    /// As [`XPath::parse`] and [`XPath::select`].
    pub fn select(&self, content: &Content, budget: &Budget) -> Result<Vec<NodeId>, XPathError> {
        match &self.path {
            Ok(path) => path.select_within(content, None, budget),
            Err(error) => Err(error.clone()),
        }
    }

    /// The prefixes that the path uses, with what they stand for.
    pub fn namespaces(&self) -> &[(String, String)] {
        self.path.as_ref().map_or(&[], XPath::namespaces)
    }
}

/// What equal values share and others do not (`type-equal`, XACML 3.0 core, A.3.1): equal values can be found by
/// hashing it. Values of different types are never equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key<'v>(DataType, Form<'v>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form<'v> {
    Text(&'v str),
    Number(i128),
    Bytes(&'v [u8]),
}

impl Value {
    pub fn string(text: &str) -> Self {
        Value::String(text.into())
    }

    /// Reads the text form that XML Schema part 2 or XACML (A.2) gives the type; `None` when it is not one.
    ///
    /// White space around the value is dropped except in strings, as XML Schema says (§4.3.6).
    pub fn parse(data_type: DataType, text: &str) -> Option<Self> {
        let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
        match data_type {
            DataType::String => Some(Value::string(text)),
            DataType::AnyUri => Some(Value::AnyUri(trimmed.into())),
            DataType::Integer => trimmed.parse().ok().map(Value::Integer),
            DataType::Boolean => parse_boolean(trimmed).map(Value::Boolean),
            DataType::Double => double::parse(trimmed).map(Value::Double),
            DataType::Date => XsDate::parse(trimmed).map(Value::Date),
            DataType::Time => XsTime::parse(trimmed).map(Value::Time),
            DataType::DateTime => XsDateTime::parse(trimmed).map(Value::DateTime),
            DataType::DayTimeDuration => {
                DayTimeDuration::parse(trimmed).map(Value::DayTimeDuration)
            }
            DataType::YearMonthDuration => {
                YearMonthDuration::parse(trimmed).map(Value::YearMonthDuration)
            }
            DataType::HexBinary => binary::parse_hex(trimmed).map(Value::HexBinary),
            DataType::Base64Binary => binary::parse_base64(trimmed).map(Value::Base64Binary),
            DataType::Rfc822Name => Rfc822Name::parse(trimmed).map(Value::Rfc822Name),
            DataType::X500Name => X500Name::parse(trimmed).map(Value::X500Name),
            DataType::DnsName => DnsName::parse(trimmed).map(Value::DnsName),
            DataType::IpAddress => IpAddress::parse(trimmed).map(Value::IpAddress),
            // Its text alone does not tell whose content it is about, nor what its prefixes mean.
            DataType::XPathExpression => None,
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
            Value::DayTimeDuration(_) => DataType::DayTimeDuration,
            Value::YearMonthDuration(_) => DataType::YearMonthDuration,
            Value::HexBinary(_) => DataType::HexBinary,
            Value::Base64Binary(_) => DataType::Base64Binary,
            Value::Rfc822Name(_) => DataType::Rfc822Name,
            Value::X500Name(_) => DataType::X500Name,
            Value::DnsName(_) => DataType::DnsName,
            Value::IpAddress(_) => DataType::IpAddress,
            Value::XPath(_) => DataType::XPathExpression,
        }
    }

    /// The text form of the value: of names as written, of numbers, moments, durations and binaries a form with
    /// the same meaning (`27.50` becomes `27.5`).
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::String(text) | Value::AnyUri(text) => Cow::Borrowed(text),
            Value::Integer(number) => Cow::Owned(number.to_string()),
            Value::Boolean(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Value::Double(number) => Cow::Owned(double::text(*number)),
            Value::Date(date) => Cow::Owned(date.to_string()),
            Value::Time(time) => Cow::Owned(time.to_string()),
            Value::DateTime(moment) => Cow::Owned(moment.to_string()),
            Value::DayTimeDuration(duration) => Cow::Owned(duration.to_string()),
            Value::YearMonthDuration(duration) => Cow::Owned(duration.to_string()),
            Value::HexBinary(bytes) => Cow::Owned(binary::hex_text(bytes)),
            Value::Base64Binary(bytes) => Cow::Owned(binary::base64_text(bytes)),
            Value::Rfc822Name(name) => Cow::Borrowed(name.text()),
            Value::X500Name(name) => Cow::Borrowed(name.text()),
            Value::DnsName(name) => Cow::Borrowed(name.text()),
            Value::IpAddress(address) => Cow::Borrowed(address.text()),
            Value::XPath(value) => Cow::Borrowed(&value.text),
        }
    }

    /// XML Schema's canonical form, where it has one that differs from [`Value::text`]: doubles with an
    /// exponent, times and dateTimes in UTC. This is what the `string-from-…` functions give (A.3.9).
    pub fn canonical_text(&self) -> Cow<'_, str> {
        match self {
            Value::Double(number) => Cow::Owned(double::canonical_text(*number)),
            Value::Time(time) => Cow::Owned(time.in_utc().to_string()),
            Value::DateTime(moment) => Cow::Owned(moment.in_utc().unwrap_or(*moment).to_string()),
            _ => self.text(),
        }
    }

    /// What equal values share.
    pub fn key(&self) -> Key<'_> {
        let form = match self {
            Value::String(text) | Value::AnyUri(text) => Form::Text(text),
            Value::Integer(number) => Form::Number((*number).into()),
            Value::Boolean(truth) => Form::Number((*truth).into()),
            Value::Double(number) => Form::Number(double::equal_bits(*number).into()),
            Value::Date(date) => Form::Number(date.instant()),
            Value::Time(time) => Form::Number(time.instant()),
            Value::DateTime(moment) => Form::Number(moment.instant()),
            Value::DayTimeDuration(duration) => Form::Number(duration.0.whole_nanoseconds()),
            Value::YearMonthDuration(duration) => Form::Number(duration.0.into()),
            Value::HexBinary(bytes) | Value::Base64Binary(bytes) => Form::Bytes(bytes),
            Value::Rfc822Name(name) => Form::Text(name.canonical()),
            Value::X500Name(name) => Form::Text(name.canonical()),
            Value::DnsName(name) => Form::Text(name.canonical()),
            Value::IpAddress(address) => Form::Text(address.canonical()),
            Value::XPath(value) => Form::Text(&value.text),
        };
        Key(self.data_type(), form)
    }
}

fn parse_boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
