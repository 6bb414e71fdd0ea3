//! The urns of the functions (XACML 3.0 core, A.3, A.4 and 10.2.8).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::engine::value::DataType;

use super::Function;
use super::kind::{Arithmetic, Direction, Kind, Number, OnBag, Order, Part, Shifted, Text};

const V1: &str = "urn:oasis:names:tc:xacml:1.0:function:";
const V2: &str = "urn:oasis:names:tc:xacml:2.0:function:";
const V3: &str = "urn:oasis:names:tc:xacml:3.0:function:";

/// A urn, and what it names. Of several urns of one function the first is its own.
type Row = (String, Kind);

struct Names {
    kinds: HashMap<String, Kind>,
    urns: HashMap<Kind, String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let rows = rows();
    let mut urns = HashMap::new();
    for (urn, kind) in &rows {
        urns.entry(*kind).or_insert_with(|| urn.clone());
    }
    Names {
        kinds: rows.into_iter().collect(),
        urns,
    }
});

impl Function {
    /// Finds a function by its urn, also by the older one where the standard issued it again.
    pub fn from_urn(urn: &str) -> Option<Self> {
        NAMES.kinds.get(urn).copied().map(Self)
    }

    /// The urn of the function in XACML 3.0.
    pub fn urn(self) -> &'static str {
        // Every function came out of this table.
        NAMES.urns.get(&self.0).map_or("", String::as_str)
    }
}

fn rows() -> Vec<Row> {
    let mut rows = single();
    rows.extend(equality());
    rows.extend(comparison());
    rows.extend(arithmetic());
    rows.extend(moments());
    rows.extend(conversion());
    rows.extend(texts());
    rows.extend(DataType::ALL.into_iter().flat_map(on_bags));
    rows.extend(regexp_matches());
    rows
}

/// Those that are no member of a family.
fn single() -> Vec<Row> {
    let rows = [
        (V3, "string-equal-ignore-case", Kind::EqualIgnoringCase),
        // Not in the standard; published policies use it.
        (V1, "string-equal-ignore-case", Kind::EqualIgnoringCase),
        (V1, "integer-mod", Kind::Modulo),
        (V1, "round", Kind::Round),
        (V1, "floor", Kind::Floor),
        (V1, "string-normalize-space", Kind::NormalizeSpace),
        (
            V1,
            "string-normalize-to-lower-case",
            Kind::NormalizeToLowerCase,
        ),
        (V1, "double-to-integer", Kind::DoubleToInteger),
        (V1, "integer-to-double", Kind::IntegerToDouble),
        (V1, "or", Kind::Or),
        (V1, "and", Kind::And),
        (V1, "n-of", Kind::NOf),
        (V1, "not", Kind::Not),
        (V2, "time-in-range", Kind::TimeInRange),
        (V2, "string-concatenate", Kind::Concatenate),
        // Deprecated (A.4); the second is how the text of XACML 2.0 spells it.
        (V2, "uri-string-concatenate", Kind::ConcatenateUri),
        (V2, "url-string-concatenate", Kind::ConcatenateUri),
        (V1, "x500Name-match", Kind::X500NameMatch),
        (V1, "rfc822Name-match", Kind::Rfc822NameMatch),
    ];
    rows.map(|(version, name, kind)| (format!("{version}{name}"), kind))
        .to_vec()
}

/// Where the functions on a type are: first where XACML 3.0 has them, then where older policies look.
fn versions(data_type: DataType) -> &'static [&'static str] {
    match data_type {
        DataType::DayTimeDuration | DataType::YearMonthDuration => &[V3, V1],
        DataType::DnsName | DataType::IpAddress => &[V2],
        _ => &[V1],
    }
}

/// `type-suffix` in each version that the type has.
fn of_type(data_type: DataType, suffix: &str, kind: Kind) -> impl Iterator<Item = Row> {
    let name = format!("{}-{suffix}", data_type.short_name());
    versions(data_type)
        .iter()
        .map(move |version| (format!("{version}{name}"), kind))
}

/// A.3.1. The standard has none for dnsName and ipAddress; they are compared by their canonical form.
fn equality() -> impl Iterator<Item = Row> {
    DataType::ALL
        .into_iter()
        .flat_map(|data_type| of_type(data_type, "equal", Kind::Equal(data_type)))
}

/// A.3.6 and A.3.8.
fn comparison() -> impl Iterator<Item = Row> {
    let types = [
        DataType::Integer,
        DataType::Double,
        DataType::String,
        DataType::Time,
        DataType::DateTime,
        DataType::Date,
    ];
    let orders = [
        ("greater-than", Order::Greater),
        ("greater-than-or-equal", Order::GreaterOrEqual),
        ("less-than", Order::Less),
        ("less-than-or-equal", Order::LessOrEqual),
    ];
    types.into_iter().flat_map(move |data_type| {
        orders.into_iter().flat_map(move |(suffix, order)| {
            of_type(data_type, suffix, Kind::Compare(order, data_type))
        })
    })
}

/// A.3.2.
fn arithmetic() -> impl Iterator<Item = Row> {
    let operations = [
        ("add", Arithmetic::Add),
        ("subtract", Arithmetic::Subtract),
        ("multiply", Arithmetic::Multiply),
        ("divide", Arithmetic::Divide),
        ("abs", Arithmetic::Absolute),
    ];
    [Number::Integer, Number::Double]
        .into_iter()
        .flat_map(move |number| {
            operations.into_iter().flat_map(move |(suffix, operation)| {
                of_type(
                    number.data_type(),
                    suffix,
                    Kind::Arithmetic(operation, number),
                )
            })
        })
}

/// A.3.7; issued again in 3.0 when the durations moved to XML Schema (A.4).
fn moments() -> impl Iterator<Item = Row> {
    let shifts = [
        Shifted::MomentByDays,
        Shifted::MomentByMonths,
        Shifted::DayByMonths,
    ];
    let directions = [("add", Direction::Add), ("subtract", Direction::Subtract)];
    shifts.into_iter().flat_map(move |shifted| {
        let (moment, duration) = shifted.data_types();
        let (moment, duration) = (moment.short_name(), duration.short_name());
        directions.into_iter().flat_map(move |(verb, direction)| {
            let kind = Kind::Shift(direction, shifted);
            [V3, V1].map(|version| (format!("{version}{moment}-{verb}-{duration}"), kind))
        })
    })
}

/// A.3.9. The binaries have no such functions.
fn conversion() -> impl Iterator<Item = Row> {
    let has_none = [
        DataType::String,
        DataType::HexBinary,
        DataType::Base64Binary,
    ];
    let types = DataType::ALL.into_iter();
    types
        .filter(move |data_type| !has_none.contains(data_type))
        .flat_map(|data_type| {
            let name = data_type.short_name();
            [
                (
                    format!("{V3}{name}-from-string"),
                    Kind::FromString(data_type),
                ),
                (format!("{V3}string-from-{name}"), Kind::ToString(data_type)),
            ]
        })
}

/// A.3.9.
fn texts() -> impl Iterator<Item = Row> {
    [Text::String, Text::AnyUri].into_iter().flat_map(|text| {
        let name = text.data_type().short_name();
        [
            ("starts-with", Kind::Part(Part::Start, text)),
            ("ends-with", Kind::Part(Part::End, text)),
            ("contains", Kind::Part(Part::Anywhere, text)),
            ("substring", Kind::Substring(text)),
        ]
        .map(|(suffix, kind)| (format!("{V3}{name}-{suffix}"), kind))
    })
}

/// A.3.10 and A.3.11. For dnsName and ipAddress the standard has only the first, second and fourth.
fn on_bags(data_type: DataType) -> impl Iterator<Item = Row> {
    [
        ("one-and-only", OnBag::OneAndOnly),
        ("bag-size", OnBag::Size),
        ("is-in", OnBag::IsIn),
        ("bag", OnBag::Collect),
        ("intersection", OnBag::Intersection),
        ("at-least-one-member-of", OnBag::AtLeastOneMemberOf),
        ("union", OnBag::Union),
        ("subset", OnBag::Subset),
        ("set-equals", OnBag::SetEquals),
    ]
    .into_iter()
    .flat_map(move |(suffix, function)| {
        of_type(data_type, suffix, Kind::OnBag(function, data_type))
    })
}

/// A.3.13.
fn regexp_matches() -> impl Iterator<Item = Row> {
    [
        (V1, DataType::String),
        (V2, DataType::AnyUri),
        (V2, DataType::IpAddress),
        (V2, DataType::DnsName),
        (V2, DataType::Rfc822Name),
        (V2, DataType::X500Name),
    ]
    .into_iter()
    .map(|(version, data_type)| {
        let name = data_type.short_name();
        (
            format!("{version}{name}-regexp-match"),
            Kind::RegexpMatch(data_type),
        )
    })
}

/// Every urn, for tests that go through all functions.
#[cfg(test)]
pub fn all() -> impl Iterator<Item = (String, Function)> {
    rows().into_iter().map(|(urn, kind)| (urn, Function(kind)))
}
