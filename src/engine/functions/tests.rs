//! Each case names a function, its operands and the result: `type text` for a value, `{type text|text}` for a bag.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use std::sync::Arc;

use crate::engine::value::{DataType, Value, XPathValue};
use crate::engine::xpath::XPath;

type Case<'c> = (&'c str, &'c [&'c str], Result<&'c str, FunctionError>);
type HigherCase<'c> = (
    &'c str,
    &'c str,
    &'c [&'c str],
    Result<&'c str, FunctionError>,
);

const TRUE: Result<&str, FunctionError> = Ok("boolean true");
const FALSE: Result<&str, FunctionError> = Ok("boolean false");

fn function(name: &str) -> Function {
    let urn = format!(
        "urn:oasis:names:tc:xacml:{}",
        name.replacen(':', ":function:", 1)
    );
    Function::from_urn(&urn).expect(name)
}

fn higher_order(name: &str) -> HigherOrder {
    let urn = format!(
        "urn:oasis:names:tc:xacml:{}",
        name.replacen(':', ":function:", 1)
    );
    HigherOrder::from_urn(&urn).expect(name)
}

/// An operand and its type.
fn operand(text: &str) -> (Type, Operand) {
    let bag = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let (name, values) = bag
        .unwrap_or(text)
        .split_once(' ')
        .unwrap_or((text.trim_matches(['{', '}']), ""));
    let data_type = DataType::from_uri_or_short_name(name).expect(text);
    let value = |part: &str| Value::parse(data_type, part).expect(text);
    match bag {
        Some(bag) if !bag.contains(' ') => (Type::Bag(data_type), Operand::Bag(vec![])),
        Some(_) => (
            Type::Bag(data_type),
            Operand::Bag(values.split('|').map(value).collect()),
        ),
        None => (Type::One(data_type), Operand::One(value(values))),
    }
}

fn show(result_type: Type, operand: &Operand) -> String {
    let name = result_type.data_type().short_name();
    match operand {
        Operand::One(value) => {
            assert_eq!(Type::One(value.data_type()), result_type);
            format!("{name} {}", value.text())
        }
        Operand::Bag(values) if values.is_empty() => format!("{{{name}}}"),
        Operand::Bag(values) => {
            assert!(
                values
                    .iter()
                    .all(|value| Type::Bag(value.data_type()) == result_type)
            );
            let values: Vec<_> = values.iter().map(Value::text).collect();
            format!("{{{name} {}}}", values.join("|"))
        }
    }
}

fn check(cases: &[Case<'_>]) {
    for (name, operands, expected) in cases {
        let function = function(name);
        let (types, operands): (Vec<_>, Vec<_>) = operands.iter().map(|text| operand(text)).unzip();
        let result_type = function.result_type(&types).expect(name);
        let result = function
            .apply(&operands)
            .map(|result| show(result_type, &result));
        assert_eq!(
            result,
            expected.clone().map(str::to_owned),
            "{name} {operands:?}"
        );
    }
}

fn check_higher_order(cases: &[HigherCase<'_>]) {
    for (name, inner, operands, expected) in cases {
        let (types, operands): (Vec<_>, Vec<_>) = operands.iter().map(|text| operand(text)).unzip();
        let result_type = higher_order(name)
            .result_type(function(inner), &types)
            .expect(name);
        let result = higher_order(name).apply(function(inner), &operands);
        let result = result.map(|result| show(result_type, &result));
        assert_eq!(
            result,
            expected.clone().map(str::to_owned),
            "{name} {inner} {operands:?}"
        );
    }
}

#[test]
fn equality() {
    check(&[
        ("1.0:string-equal", &["string a", "string a"], TRUE),
        ("1.0:string-equal", &["string a", "string A"], FALSE),
        (
            "3.0:string-equal-ignore-case",
            &["string STØRST", "string størst"],
            TRUE,
        ),
        (
            "1.0:string-equal-ignore-case",
            &["string Read", "string reAD"],
            TRUE,
        ),
        (
            "3.0:string-equal-ignore-case",
            &["string a", "string b"],
            FALSE,
        ),
        ("1.0:boolean-equal", &["boolean 1", "boolean true"], TRUE),
        ("1.0:integer-equal", &["integer +5", "integer 5"], TRUE),
        ("1.0:double-equal", &["double NaN", "double NaN"], TRUE),
        ("1.0:double-equal", &["double NaN", "double INF"], FALSE),
        ("1.0:double-equal", &["double INF", "double INF"], TRUE),
        ("1.0:double-equal", &["double -INF", "double INF"], FALSE),
        (
            "1.0:date-equal",
            &["date 2002-03-22", "date 2002-03-22Z"],
            TRUE,
        ),
        (
            "1.0:date-equal",
            &["date 2002-03-22+01:00", "date 2002-03-22Z"],
            FALSE,
        ),
        (
            "1.0:time-equal",
            &["time 08:23:47-05:00", "time 13:23:47Z"],
            TRUE,
        ),
        ("1.0:time-equal", &["time 13:23:47", "time 13:23:47Z"], TRUE),
        (
            "1.0:dateTime-equal",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dateTime 2002-03-22T13:23:47Z",
            ],
            TRUE,
        ),
        (
            "3.0:dayTimeDuration-equal",
            &["dayTimeDuration PT24H", "dayTimeDuration P1D"],
            TRUE,
        ),
        (
            "1.0:dayTimeDuration-equal",
            &["dayTimeDuration PT1S", "dayTimeDuration -PT1S"],
            FALSE,
        ),
        (
            "3.0:yearMonthDuration-equal",
            &["yearMonthDuration -P004Y01M", "yearMonthDuration -P4Y1M"],
            TRUE,
        ),
        ("1.0:anyURI-equal", &["anyURI urn:a", "anyURI urn:A"], FALSE),
        (
            "1.0:x500Name-equal",
            &["x500Name CN=A, O=B", "x500Name cn=a,o=b"],
            TRUE,
        ),
        (
            "1.0:rfc822Name-equal",
            &["rfc822Name a@B.com", "rfc822Name a@b.COM"],
            TRUE,
        ),
        (
            "1.0:rfc822Name-equal",
            &["rfc822Name A@b.com", "rfc822Name a@b.com"],
            FALSE,
        ),
        (
            "1.0:hexBinary-equal",
            &["hexBinary 0bf7", "hexBinary 0BF7"],
            TRUE,
        ),
        (
            "1.0:base64Binary-equal",
            &["base64Binary c3VyZS4=", "base64Binary c3VyZS4="],
            TRUE,
        ),
        (
            "2.0:dnsName-equal",
            &["dnsName A.no:80", "dnsName a.NO:80"],
            TRUE,
        ),
        (
            "2.0:ipAddress-equal",
            &["ipAddress 10.0.0.1", "ipAddress 10.0.0.1:80"],
            FALSE,
        ),
    ]);
}

#[test]
fn arithmetic() {
    use FunctionError::{DivisionByZero, NotFinite, Overflow};
    check(&[
        (
            "1.0:integer-add",
            &["integer 1", "integer 2", "integer 3"],
            Ok("integer 6"),
        ),
        (
            "1.0:integer-add",
            &["integer 9223372036854775807", "integer 1"],
            Err(Overflow),
        ),
        (
            "1.0:integer-subtract",
            &["integer 1", "integer 3"],
            Ok("integer -2"),
        ),
        (
            "1.0:integer-subtract",
            &["integer -9223372036854775808", "integer 1"],
            Err(Overflow),
        ),
        (
            "1.0:integer-multiply",
            &["integer 2", "integer 3", "integer -4"],
            Ok("integer -24"),
        ),
        (
            "1.0:integer-multiply",
            &["integer 9223372036854775807", "integer 2"],
            Err(Overflow),
        ),
        (
            "1.0:integer-divide",
            &["integer 7", "integer 2"],
            Ok("integer 3"),
        ),
        (
            "1.0:integer-divide",
            &["integer -7", "integer 2"],
            Ok("integer -3"),
        ),
        (
            "1.0:integer-divide",
            &["integer 7", "integer 0"],
            Err(DivisionByZero),
        ),
        (
            "1.0:integer-divide",
            &["integer -9223372036854775808", "integer -1"],
            Err(Overflow),
        ),
        (
            "1.0:integer-mod",
            &["integer 7", "integer -2"],
            Ok("integer 1"),
        ),
        (
            "1.0:integer-mod",
            &["integer -7", "integer 2"],
            Ok("integer -1"),
        ),
        (
            "1.0:integer-mod",
            &["integer 7", "integer 0"],
            Err(DivisionByZero),
        ),
        (
            "1.0:integer-mod",
            &["integer -9223372036854775808", "integer -1"],
            Ok("integer 0"),
        ),
        ("1.0:integer-abs", &["integer -5"], Ok("integer 5")),
        (
            "1.0:integer-abs",
            &["integer -9223372036854775808"],
            Err(Overflow),
        ),
        (
            "1.0:double-add",
            &["double 1.5", "double 2", "double 3"],
            Ok("double 6.5"),
        ),
        (
            "1.0:double-subtract",
            &["double INF", "double 1"],
            Ok("double INF"),
        ),
        (
            "1.0:double-subtract",
            &["double INF", "double INF"],
            Ok("double NaN"),
        ),
        (
            "1.0:double-multiply",
            &["double 1e308", "double 10"],
            Ok("double INF"),
        ),
        (
            "1.0:double-divide",
            &["double 1", "double 4"],
            Ok("double 0.25"),
        ),
        (
            "1.0:double-divide",
            &["double 1", "double 0"],
            Err(DivisionByZero),
        ),
        (
            "1.0:double-divide",
            &["double 1", "double -0"],
            Err(DivisionByZero),
        ),
        ("1.0:double-abs", &["double -0.5"], Ok("double 0.5")),
        ("1.0:double-abs", &["double -INF"], Ok("double INF")),
        ("1.0:round", &["double 20.49"], Ok("double 20")),
        ("1.0:round", &["double 20.51"], Ok("double 21")),
        ("1.0:round", &["double 2.5"], Ok("double 2")),
        ("1.0:round", &["double 3.5"], Ok("double 4")),
        ("1.0:round", &["double NaN"], Ok("double NaN")),
        ("1.0:floor", &["double -1.5"], Ok("double -2")),
        ("1.0:floor", &["double INF"], Ok("double INF")),
        ("1.0:double-to-integer", &["double 14.99"], Ok("integer 14")),
        (
            "1.0:double-to-integer",
            &["double -14.99"],
            Ok("integer -14"),
        ),
        (
            "1.0:double-to-integer",
            &["double -9223372036854775808"],
            Ok("integer -9223372036854775808"),
        ),
        (
            "1.0:double-to-integer",
            &["double 9223372036854775808"],
            Err(Overflow),
        ),
        ("1.0:double-to-integer", &["double NaN"], Err(NotFinite)),
        ("1.0:double-to-integer", &["double -INF"], Err(NotFinite)),
        ("1.0:integer-to-double", &["integer 35"], Ok("double 35")),
    ]);
}

#[test]
fn logic() {
    let impossible = |needed, given| Err(FunctionError::ImpossibleCount { needed, given });
    check(&[
        ("1.0:or", &[], FALSE),
        ("1.0:or", &["boolean false", "boolean true"], TRUE),
        ("1.0:or", &["boolean false"], FALSE),
        ("1.0:and", &[], TRUE),
        ("1.0:and", &["boolean true", "boolean false"], FALSE),
        ("1.0:and", &["boolean true"], TRUE),
        ("1.0:not", &["boolean true"], FALSE),
        ("1.0:n-of", &["integer 0"], TRUE),
        (
            "1.0:n-of",
            &["integer 2", "boolean true", "boolean false", "boolean true"],
            TRUE,
        ),
        (
            "1.0:n-of",
            &["integer 2", "boolean true", "boolean false"],
            FALSE,
        ),
        ("1.0:n-of", &["integer 2", "boolean true"], impossible(2, 1)),
        (
            "1.0:n-of",
            &["integer -1", "boolean true"],
            impossible(-1, 1),
        ),
    ]);
    assert_eq!(function("1.0:or").logic(), Some(Logic::Or));
    assert_eq!(function("1.0:and").logic(), Some(Logic::And));
    assert_eq!(function("1.0:n-of").logic(), Some(Logic::NOf));
    assert_eq!(function("1.0:not").logic(), None);
}

#[test]
fn comparison() {
    check(&[
        (
            "1.0:integer-greater-than",
            &["integer 2", "integer 1"],
            TRUE,
        ),
        (
            "1.0:integer-greater-than",
            &["integer 2", "integer 2"],
            FALSE,
        ),
        (
            "1.0:integer-greater-than-or-equal",
            &["integer 2", "integer 2"],
            TRUE,
        ),
        ("1.0:integer-less-than", &["integer -2", "integer 1"], TRUE),
        (
            "1.0:integer-less-than-or-equal",
            &["integer 2", "integer 1"],
            FALSE,
        ),
        (
            "1.0:double-greater-than",
            &["double 5", "double -INF"],
            TRUE,
        ),
        ("1.0:double-less-than", &["double 5", "double INF"], TRUE),
        ("1.0:double-less-than", &["double NaN", "double INF"], FALSE),
        (
            "1.0:double-greater-than-or-equal",
            &["double NaN", "double NaN"],
            FALSE,
        ),
        ("1.0:string-greater-than", &["string b", "string a"], TRUE),
        ("1.0:string-less-than", &["string Z", "string a"], TRUE),
        (
            "1.0:string-less-than",
            &["string \u{ffff}", "string \u{10000}"],
            TRUE,
        ),
        (
            "1.0:string-less-than-or-equal",
            &["string a", "string a"],
            TRUE,
        ),
        (
            "1.0:string-greater-than-or-equal",
            &["string ab", "string a"],
            TRUE,
        ),
        (
            "1.0:date-less-than",
            &["date 2002-03-22", "date 2002-04-22"],
            TRUE,
        ),
        (
            "1.0:date-greater-than",
            &["date 2002-03-22-05:00", "date 2002-03-22Z"],
            TRUE,
        ),
        (
            "1.0:date-less-than-or-equal",
            &["date 2002-03-22", "date 2002-03-22"],
            TRUE,
        ),
        (
            "1.0:date-greater-than-or-equal",
            &["date -0044-03-15", "date 0044-03-15"],
            FALSE,
        ),
        (
            "1.0:dateTime-less-than",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dateTime 2002-03-22T08:23:47-05:10",
            ],
            TRUE,
        ),
        (
            "1.0:dateTime-greater-than",
            &[
                "dateTime 2002-03-22T08:23:47.1Z",
                "dateTime 2002-03-22T08:23:47Z",
            ],
            TRUE,
        ),
        (
            "1.0:dateTime-greater-than-or-equal",
            &[
                "dateTime 2002-03-22T24:00:00Z",
                "dateTime 2002-03-23T00:00:00Z",
            ],
            TRUE,
        ),
        (
            "1.0:dateTime-less-than-or-equal",
            &[
                "dateTime 2002-03-23T00:00:00Z",
                "dateTime 2002-03-22T00:00:00Z",
            ],
            FALSE,
        ),
        (
            "1.0:time-greater-than",
            &["time 08:23:48-05:00", "time 08:23:47-05:00"],
            TRUE,
        ),
        (
            "1.0:time-less-than",
            &["time 08:23:47-05:00", "time 08:23:48-05:00"],
            TRUE,
        ),
        (
            "1.0:time-less-than-or-equal",
            &["time 08:00:00", "time 08:00:00"],
            TRUE,
        ),
        (
            "1.0:time-greater-than-or-equal",
            &["time 08:00:00Z", "time 09:00:00+01:00"],
            TRUE,
        ),
        (
            "1.0:time-greater-than",
            &["time 08:23:48", "time 08:23:47Z"],
            Err(FunctionError::MixedZones),
        ),
    ]);
}

#[test]
fn moments() {
    use FunctionError::Overflow;
    check(&[
        (
            "3.0:dateTime-add-dayTimeDuration",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dayTimeDuration P5DT2H0M0S",
            ],
            Ok("dateTime 2002-03-27T10:23:47-05:00"),
        ),
        (
            "3.0:dateTime-subtract-dayTimeDuration",
            &[
                "dateTime 2002-03-22T08:23:47-05:00",
                "dayTimeDuration P5DT2H0M0S",
            ],
            Ok("dateTime 2002-03-17T06:23:47-05:00"),
        ),
        (
            "1.0:dateTime-add-dayTimeDuration",
            &["dateTime 2024-02-28T23:59:59", "dayTimeDuration PT1.5S"],
            Ok("dateTime 2024-02-29T00:00:00.5"),
        ),
        (
            "3.0:dateTime-add-dayTimeDuration",
            &["dateTime 2023-02-28T23:59:59Z", "dayTimeDuration PT1S"],
            Ok("dateTime 2023-03-01T00:00:00Z"),
        ),
        (
            "3.0:dateTime-add-dayTimeDuration",
            &["dateTime 9999-12-31T00:00:00Z", "dayTimeDuration P1D"],
            Err(Overflow),
        ),
        (
            "3.0:dateTime-add-yearMonthDuration",
            &[
                "dateTime 2024-01-31T12:00:00+01:00",
                "yearMonthDuration P1M",
            ],
            Ok("dateTime 2024-02-29T12:00:00+01:00"),
        ),
        (
            "3.0:dateTime-subtract-yearMonthDuration",
            &["dateTime 2024-02-29T12:00:00Z", "yearMonthDuration P1Y"],
            Ok("dateTime 2023-02-28T12:00:00Z"),
        ),
        (
            "1.0:dateTime-subtract-yearMonthDuration",
            &["dateTime 2024-03-31T12:00:00Z", "yearMonthDuration P1M"],
            Ok("dateTime 2024-02-29T12:00:00Z"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 2002-03-22", "yearMonthDuration -P1Y2M"],
            Ok("date 2001-01-22"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 2000-12-31+02:00", "yearMonthDuration P2M"],
            Ok("date 2001-02-28+02:00"),
        ),
        (
            "1.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration P1M"],
            Ok("date 2000-12-31"),
        ),
        (
            "3.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration -P1M"],
            Ok("date 2001-02-28"),
        ),
        (
            "3.0:date-add-yearMonthDuration",
            &["date 9999-12-31", "yearMonthDuration P1M"],
            Err(Overflow),
        ),
        (
            "3.0:date-subtract-yearMonthDuration",
            &["date 2001-01-31", "yearMonthDuration P700000000000000000Y"],
            Err(Overflow),
        ),
    ]);
}

#[test]
fn time_in_range() {
    for (time, first, last, expected) in [
        ("12:00:00", "08:00:00", "16:00:00", TRUE),
        ("08:00:00", "08:00:00", "16:00:00", TRUE),
        ("16:00:00", "08:00:00", "16:00:00", TRUE),
        ("16:00:01", "08:00:00", "16:00:00", FALSE),
        ("23:30:00", "22:00:00", "06:00:00", TRUE),
        ("05:00:00", "22:00:00", "06:00:00", TRUE),
        ("12:00:00", "22:00:00", "06:00:00", FALSE),
        ("08:00:00", "08:00:00", "08:00:00", TRUE),
        ("09:00:00", "08:00:00", "08:00:00", FALSE),
        // The bounds are in the zone of the time.
        ("12:00:00+10:00", "08:00:00", "16:00:00", TRUE),
        ("12:00:00+10:00", "08:00:00Z", "16:00:00Z", FALSE),
        ("12:00:00Z", "13:30:00+02:00", "14:30:00+02:00", TRUE),
        // The time is in UTC.
        ("12:00:00", "13:30:00+02:00", "14:30:00+02:00", TRUE),
        ("01:00:00+02:00", "22:00:00Z", "23:30:00Z", TRUE),
    ] {
        let operands = [time, first, last].map(|text| format!("time {text}"));
        let operands = operands.each_ref().map(String::as_str);
        check(&[("2.0:time-in-range", &operands, expected)]);
    }
}

#[test]
fn texts() {
    use FunctionError::OutOfBounds;
    check(&[
        (
            "1.0:string-normalize-space",
            &["string  \t a  b \n"],
            Ok("string a  b"),
        ),
        (
            "1.0:string-normalize-space",
            &["string \u{a0}"],
            Ok("string \u{a0}"),
        ),
        (
            "1.0:string-normalize-to-lower-case",
            &["string BlÅ"],
            Ok("string blå"),
        ),
        (
            "2.0:string-concatenate",
            &["string a", "string b", "string c"],
            Ok("string abc"),
        ),
        (
            "2.0:uri-string-concatenate",
            &["anyURI urn:", "string b", "string c"],
            Ok("anyURI urn:bc"),
        ),
        (
            "3.0:string-starts-with",
            &["string Bart", "string Bart Simpson"],
            TRUE,
        ),
        (
            "3.0:string-starts-with",
            &["string Bart Simpson", "string Bart"],
            FALSE,
        ),
        (
            "3.0:anyURI-starts-with",
            &["string http://a", "anyURI http://a/b"],
            TRUE,
        ),
        (
            "3.0:string-ends-with",
            &["string son", "string Bart Simpson"],
            TRUE,
        ),
        (
            "3.0:anyURI-ends-with",
            &["string /c", "anyURI http://a/b"],
            FALSE,
        ),
        ("3.0:string-contains", &["string ", "string a"], TRUE),
        (
            "3.0:anyURI-contains",
            &["string //", "anyURI http://a/b"],
            TRUE,
        ),
        (
            "3.0:string-substring",
            &[
                "string This is the initial test string.",
                "integer 15",
                "integer -1",
            ],
            Ok("string tial test string."),
        ),
        (
            "3.0:anyURI-substring",
            &[
                "anyURI http://this/is/the/initial/uri",
                "integer 14",
                "integer 24",
            ],
            Ok("string /the/initi"),
        ),
        (
            "3.0:string-substring",
            &["string æøå", "integer 1", "integer 2"],
            Ok("string ø"),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 0", "integer 3"],
            Ok("string abc"),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 3", "integer -1"],
            Ok("string "),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 1", "integer 1"],
            Ok("string "),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 0", "integer 4"],
            Err(OutOfBounds),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 4", "integer -1"],
            Err(OutOfBounds),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 2", "integer 1"],
            Err(OutOfBounds),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 0", "integer -2"],
            Err(OutOfBounds),
        ),
        (
            "3.0:anyURI-substring",
            &["anyURI http://a", "integer -2", "integer 8"],
            Err(OutOfBounds),
        ),
        (
            "3.0:string-substring",
            &["string abc", "integer 0", "integer 9223372036854775807"],
            Err(OutOfBounds),
        ),
    ]);
}

#[test]
fn conversion() {
    use FunctionError::NoValue;
    check(&[
        ("3.0:boolean-from-string", &["string 1"], Ok("boolean true")),
        (
            "3.0:boolean-from-string",
            &["string yes"],
            Err(NoValue(DataType::Boolean)),
        ),
        (
            "3.0:integer-from-string",
            &["string 0x1"],
            Err(NoValue(DataType::Integer)),
        ),
        ("3.0:integer-from-string", &["string  +5 "], Ok("integer 5")),
        ("3.0:double-from-string", &["string 1e1"], Ok("double 10")),
        (
            "3.0:time-from-string",
            &["string 25:00:00"],
            Err(NoValue(DataType::Time)),
        ),
        (
            "3.0:date-from-string",
            &["string 2023-02-29"],
            Err(NoValue(DataType::Date)),
        ),
        (
            "3.0:dateTime-from-string",
            &["string 2024-02-29T00:00:00Z"],
            Ok("dateTime 2024-02-29T00:00:00Z"),
        ),
        (
            "3.0:anyURI-from-string",
            &["string urn:a"],
            Ok("anyURI urn:a"),
        ),
        (
            "3.0:dayTimeDuration-from-string",
            &["string P1Y"],
            Err(NoValue(DataType::DayTimeDuration)),
        ),
        (
            "3.0:yearMonthDuration-from-string",
            &["string P14M"],
            Ok("yearMonthDuration P1Y2M"),
        ),
        (
            "3.0:x500Name-from-string",
            &["string cn=a"],
            Ok("x500Name cn=a"),
        ),
        (
            "3.0:rfc822Name-from-string",
            &["string a"],
            Err(NoValue(DataType::Rfc822Name)),
        ),
        (
            "3.0:ipAddress-from-string",
            &["string [::1]:80"],
            Ok("ipAddress [::1]:80"),
        ),
        (
            "3.0:dnsName-from-string",
            &["string a.no"],
            Ok("dnsName a.no"),
        ),
        (
            "3.0:string-from-boolean",
            &["boolean 0"],
            Ok("string false"),
        ),
        ("3.0:string-from-integer", &["integer -07"], Ok("string -7")),
        (
            "3.0:string-from-double",
            &["double 12.5"],
            Ok("string 1.25E1"),
        ),
        (
            "3.0:string-from-time",
            &["time 08:00:00-05:00"],
            Ok("string 13:00:00Z"),
        ),
        (
            "3.0:string-from-date",
            &["date 2002-03-22"],
            Ok("string 2002-03-22"),
        ),
        (
            "3.0:string-from-dateTime",
            &["dateTime 2002-03-22T22:00:00-05:00"],
            Ok("string 2002-03-23T03:00:00Z"),
        ),
        (
            "3.0:string-from-anyURI",
            &["anyURI urn:a"],
            Ok("string urn:a"),
        ),
        (
            "3.0:string-from-dayTimeDuration",
            &["dayTimeDuration PT36H"],
            Ok("string P1DT12H"),
        ),
        (
            "3.0:string-from-yearMonthDuration",
            &["yearMonthDuration P12M"],
            Ok("string P1Y"),
        ),
        (
            "3.0:string-from-x500Name",
            &["x500Name CN=a, C=no"],
            Ok("string CN=a, C=no"),
        ),
        (
            "3.0:string-from-rfc822Name",
            &["rfc822Name a@B.no"],
            Ok("string a@B.no"),
        ),
        (
            "3.0:string-from-ipAddress",
            &["ipAddress 10.0.0.1:80"],
            Ok("string 10.0.0.1:80"),
        ),
        (
            "3.0:string-from-dnsName",
            &["dnsName a.no:80-"],
            Ok("string a.no:80-"),
        ),
    ]);
    assert!(FunctionError::NoValue(DataType::Time).is_syntax_error());
    assert!(!FunctionError::OutOfBounds.is_syntax_error());
}

#[test]
fn bags_and_sets() {
    let not_one = |found| Err(FunctionError::NotOne { found });
    check(&[
        ("1.0:string-one-and-only", &["{string a}"], Ok("string a")),
        ("1.0:string-one-and-only", &["{string}"], not_one(0)),
        ("1.0:integer-one-and-only", &["{integer 1|1}"], not_one(2)),
        ("1.0:integer-bag-size", &["{integer 1|1}"], Ok("integer 2")),
        ("2.0:ipAddress-bag-size", &["{ipAddress}"], Ok("integer 0")),
        (
            "1.0:double-is-in",
            &["double 5.55", "{double -5.55|5.550}"],
            TRUE,
        ),
        (
            "1.0:time-is-in",
            &["time 08:23:47-04:00", "{time 12:23:47Z}"],
            TRUE,
        ),
        (
            "1.0:rfc822Name-is-in",
            &["rfc822Name a@B", "{rfc822Name A@b|a@b}"],
            TRUE,
        ),
        ("1.0:boolean-is-in", &["boolean true", "{boolean}"], FALSE),
        ("1.0:string-bag", &[], Ok("{string}")),
        (
            "1.0:string-bag",
            &["string a", "string a"],
            Ok("{string a|a}"),
        ),
        ("2.0:dnsName-bag", &["dnsName a.no"], Ok("{dnsName a.no}")),
        (
            "1.0:string-intersection",
            &["{string a|b|b|c}", "{string c|b}"],
            Ok("{string b|c}"),
        ),
        (
            "1.0:string-intersection",
            &["{string a}", "{string b}"],
            Ok("{string}"),
        ),
        (
            "1.0:string-intersection",
            &["{string a|b}", "{string b}", "{string b|c}"],
            Ok("{string b}"),
        ),
        (
            "1.0:integer-union",
            &["{integer 1|2|2}", "{integer 2|3}"],
            Ok("{integer 1|2|3}"),
        ),
        (
            "1.0:integer-union",
            &["{integer}", "{integer}", "{integer 1}"],
            Ok("{integer 1}"),
        ),
        (
            "1.0:dateTime-at-least-one-member-of",
            &[
                "{dateTime 2002-03-22T08:00:00Z}",
                "{dateTime 2002-03-22T09:00:00+01:00}",
            ],
            TRUE,
        ),
        (
            "1.0:string-at-least-one-member-of",
            &["{string}", "{string a}"],
            FALSE,
        ),
        (
            "1.0:x500Name-subset",
            &["{x500Name CN=a|cn=A}", "{x500Name cn=a|cn=b}"],
            TRUE,
        ),
        ("1.0:string-subset", &["{string a|b}", "{string a}"], FALSE),
        ("1.0:string-subset", &["{string}", "{string}"], TRUE),
        (
            "1.0:hexBinary-set-equals",
            &["{hexBinary 0a|0b}", "{hexBinary 0B|0A|0a}"],
            TRUE,
        ),
        (
            "1.0:base64Binary-set-equals",
            &["{base64Binary c3VyZS4=}", "{base64Binary}"],
            FALSE,
        ),
        (
            "3.0:dayTimeDuration-union",
            &["{dayTimeDuration P1D}", "{dayTimeDuration PT24H}"],
            Ok("{dayTimeDuration P1D}"),
        ),
        (
            "1.0:yearMonthDuration-bag-size",
            &["{yearMonthDuration P1Y}"],
            Ok("integer 1"),
        ),
        (
            "1.0:double-union",
            &["{double NaN}", "{double NaN}"],
            Ok("{double NaN}"),
        ),
    ]);
}

#[test]
fn matches() {
    check(&[
        (
            "1.0:string-regexp-match",
            &["string J.* H", "string Dr Julius Hibbert"],
            TRUE,
        ),
        (
            "1.0:string-regexp-match",
            &["string ^J", "string Dr Julius"],
            FALSE,
        ),
        (
            "2.0:anyURI-regexp-match",
            &["string ^https?:", "anyURI http://a"],
            TRUE,
        ),
        (
            "2.0:ipAddress-regexp-match",
            &["string ^10\\.", "ipAddress 10.0.0.1"],
            TRUE,
        ),
        (
            "2.0:dnsName-regexp-match",
            &["string \\.no$", "dnsName a.no"],
            TRUE,
        ),
        (
            "2.0:rfc822Name-regexp-match",
            &["string ^a@", "rfc822Name a@b.no"],
            TRUE,
        ),
        (
            "2.0:x500Name-regexp-match",
            &["string C=no$", "x500Name cn=a, C=no"],
            TRUE,
        ),
        (
            "1.0:x500Name-match",
            &[
                "x500Name O=Medico Corp,C=US",
                "x500Name cn=J H, o=Medico Corp, c=US",
            ],
            TRUE,
        ),
        (
            "1.0:x500Name-match",
            &["x500Name cn=J H, c=US", "x500Name c=US"],
            FALSE,
        ),
        (
            "1.0:rfc822Name-match",
            &["string medico.com", "rfc822Name j_hibbert@MEDICO.COM"],
            TRUE,
        ),
        (
            "1.0:rfc822Name-match",
            &["string .medico.com", "rfc822Name j_hibbert@MEDICO.COM"],
            FALSE,
        ),
    ]);
    let function = function("1.0:string-regexp-match");
    let wrong = function.holds(&Value::string("("), &Value::string("a"));
    assert!(matches!(wrong, Err(FunctionError::BadPattern(_))));
    assert!(function.is_regexp());
    let pattern = Pattern::compile("^a").unwrap();
    assert_eq!(
        function.apply_pattern(&pattern, &Value::string("ab")),
        Ok(true)
    );
    let uri = Value::AnyUri("a".into());
    assert_eq!(
        function.apply_pattern(&pattern, &uri),
        Err(FunctionError::WrongOperands)
    );
}

#[test]
fn higher_order_functions() {
    let wrong_zone = || Err(FunctionError::MixedZones);
    check_higher_order(&[
        (
            "3.0:any-of",
            "1.0:string-equal",
            &["string b", "{string a|b}"],
            TRUE,
        ),
        (
            "1.0:any-of",
            "1.0:string-equal",
            &["string c", "{string a|b}"],
            FALSE,
        ),
        (
            "3.0:any-of",
            "1.0:string-equal",
            &["string c", "{string}"],
            FALSE,
        ),
        (
            "3.0:any-of",
            "1.0:integer-greater-than",
            &["{integer 1|5}", "integer 4"],
            TRUE,
        ),
        ("3.0:any-of", "1.0:not", &["{boolean true|false}"], TRUE),
        (
            "3.0:any-of",
            "2.0:time-in-range",
            &["time 12:00:00", "{time 13:00:00|11:00:00}", "time 12:30:00"],
            TRUE,
        ),
        (
            "3.0:all-of",
            "1.0:integer-greater-than",
            &["integer 10", "{integer 9|3}"],
            TRUE,
        ),
        (
            "1.0:all-of",
            "1.0:integer-greater-than",
            &["integer 10", "{integer 9|30}"],
            FALSE,
        ),
        (
            "3.0:all-of",
            "1.0:integer-greater-than",
            &["integer 10", "{integer}"],
            TRUE,
        ),
        (
            "3.0:any-of-any",
            "1.0:string-equal",
            &["{string a|b}", "{string c|b}"],
            TRUE,
        ),
        (
            "1.0:any-of-any",
            "1.0:string-equal",
            &["{string a|b}", "{string c|d}"],
            FALSE,
        ),
        (
            "3.0:any-of-any",
            "1.0:string-equal",
            &["{string}", "{string c|d}"],
            FALSE,
        ),
        (
            "3.0:any-of-any",
            "1.0:string-equal",
            &["string c", "{string c|d}"],
            TRUE,
        ),
        (
            "3.0:any-of-any",
            "1.0:and",
            &[
                "{boolean false|true}",
                "boolean true",
                "{boolean false|true}",
            ],
            TRUE,
        ),
        // The standard's own examples.
        (
            "1.0:all-of-any",
            "1.0:integer-greater-than",
            &["{integer 10|20}", "{integer 1|3|5|19}"],
            TRUE,
        ),
        (
            "1.0:any-of-all",
            "1.0:integer-greater-than",
            &["{integer 3|5}", "{integer 1|2|3|4}"],
            TRUE,
        ),
        (
            "1.0:all-of-all",
            "1.0:integer-greater-than",
            &["{integer 6|5}", "{integer 1|2|3|4}"],
            TRUE,
        ),
        (
            "1.0:all-of-any",
            "1.0:integer-greater-than",
            &["{integer 1|20}", "{integer 1|3}"],
            FALSE,
        ),
        (
            "1.0:all-of-any",
            "1.0:integer-greater-than",
            &["{integer}", "{integer}"],
            TRUE,
        ),
        (
            "1.0:all-of-any",
            "1.0:integer-greater-than",
            &["{integer 1}", "{integer}"],
            FALSE,
        ),
        // Each of the second bag has a partner, though a different one.
        (
            "1.0:any-of-all",
            "1.0:string-equal",
            &["{string a|b|c}", "{string a|b}"],
            TRUE,
        ),
        (
            "1.0:any-of-all",
            "1.0:string-equal",
            &["{string a}", "{string a|b}"],
            FALSE,
        ),
        (
            "1.0:all-of-all",
            "1.0:integer-greater-than",
            &["{integer 3|5}", "{integer 1|2|3|4}"],
            FALSE,
        ),
        (
            "3.0:map",
            "1.0:string-normalize-to-lower-case",
            &["{string A|B|A}"],
            Ok("{string a|b|a}"),
        ),
        (
            "1.0:map",
            "1.0:string-normalize-space",
            &["{string}"],
            Ok("{string}"),
        ),
        (
            "3.0:map",
            "1.0:integer-add",
            &["integer 1", "{integer 1|2}"],
            Ok("{integer 2|3}"),
        ),
        (
            "3.0:map",
            "1.0:string-regexp-match",
            &["string ^a", "{string ab|b}"],
            Ok("{boolean true|false}"),
        ),
        (
            "3.0:map",
            "1.0:integer-divide",
            &["integer 1", "{integer 1|0}"],
            Err(FunctionError::DivisionByZero),
        ),
        (
            "1.0:any-of-all",
            "1.0:string-regexp-match",
            &["{string n*o*t|x}", "{string t|not}"],
            TRUE,
        ),
        // What is decided stays so beside an error.
        (
            "3.0:any-of",
            "1.0:time-less-than",
            &["time 08:00:00", "{time 09:00:00Z|09:00:00}"],
            TRUE,
        ),
        (
            "3.0:any-of",
            "1.0:time-less-than",
            &["time 08:00:00", "{time 09:00:00Z|07:00:00}"],
            wrong_zone(),
        ),
        (
            "3.0:all-of",
            "1.0:time-less-than",
            &["time 08:00:00", "{time 09:00:00Z|07:00:00}"],
            FALSE,
        ),
        (
            "3.0:all-of",
            "1.0:time-less-than",
            &["time 08:00:00", "{time 09:00:00Z|09:00:00}"],
            wrong_zone(),
        ),
    ]);
}

#[test]
fn bags_with_too_many_combinations_are_refused() {
    let bag = Operand::Bag(vec![Value::string("a"); 400]);
    let any_of_any = higher_order("3.0:any-of-any");
    let result = any_of_any.apply(function("1.0:string-equal"), &[bag.clone(), bag.clone()]);
    assert_eq!(result, Err(FunctionError::TooManyCombinations));
    let empty = any_of_any.apply(function("1.0:string-equal"), &[bag, Operand::Bag(vec![])]);
    assert_eq!(empty, Ok(Operand::boolean(false)));
}

#[test]
fn higher_order_functions_are_checked() {
    use DataType::{Boolean, Integer, String};
    use Type::{Bag, One};
    let check =
        |name, inner, types: &[Type]| higher_order(name).result_type(function(inner), types);
    assert_eq!(
        check(
            "3.0:any-of",
            "1.0:string-equal",
            &[Bag(String), Bag(String)]
        ),
        Err(Mismatch::Bags {
            expected: 1,
            found: 2
        })
    );
    assert_eq!(
        check(
            "3.0:any-of",
            "1.0:string-equal",
            &[One(String), Bag(Integer)]
        ),
        Err(Mismatch::Argument {
            position: 2,
            expected: One(String),
            found: One(Integer)
        })
    );
    assert_eq!(
        check(
            "3.0:all-of",
            "1.0:integer-add",
            &[One(Integer), Bag(Integer)]
        ),
        Err(Mismatch::Result {
            expected: Expected::Boolean,
            found: One(Integer)
        })
    );
    assert_eq!(
        check("3.0:map", "1.0:string-bag", &[Bag(String)]),
        Err(Mismatch::Result {
            expected: Expected::Value,
            found: Bag(String)
        })
    );
    assert_eq!(
        check("1.0:all-of-all", "1.0:string-equal", &[Bag(String)]),
        Err(Mismatch::Count {
            least: 2,
            most: Some(2),
            found: 1
        })
    );
    assert!(
        check(
            "3.0:any-of",
            "1.0:string-is-in",
            &[One(String), Bag(String)]
        )
        .is_err()
    );
    assert_eq!(
        check("3.0:any-of", "1.0:not", &[Bag(Boolean)]),
        Ok(One(Boolean))
    );
    assert_eq!(
        check("3.0:map", "1.0:integer-to-double", &[Bag(Integer)]),
        Ok(Bag(DataType::Double))
    );
    for urn in [
        "1.0:any-of",
        "3.0:all-of-any",
        "3.0:any-of-all",
        "3.0:all-of-all",
        "2.0:map",
    ] {
        let urn = format!(
            "urn:oasis:names:tc:xacml:{}",
            urn.replacen(':', ":function:", 1)
        );
        let is_known = urn.ends_with("1.0:function:any-of");
        assert_eq!(HigherOrder::from_urn(&urn).is_some(), is_known, "{urn}");
    }
}

#[test]
fn arguments_are_checked() {
    use DataType::{Integer, String};
    use Type::{Bag, One};
    let check = |name, types: &[Type]| function(name).result_type(types);
    let count = |least, most, found| Err(Mismatch::Count { least, most, found });
    assert_eq!(
        check("1.0:string-equal", &[One(String)]),
        count(2, Some(2), 1)
    );
    assert_eq!(check("1.0:integer-add", &[One(Integer)]), count(2, None, 1));
    assert_eq!(check("1.0:n-of", &[]), count(1, None, 0));
    assert_eq!(
        check("1.0:not", &[One(DataType::Boolean); 2]),
        count(1, Some(1), 2)
    );
    // IIC003: a bag where a value is wanted.
    let mismatch = check("1.0:string-equal", &[One(String), Bag(String)]).unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "argument 2 must be string, not bag of string"
    );
    let mismatch = check(
        "1.0:integer-add",
        &[One(Integer), One(Integer), One(String)],
    )
    .unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "argument 3 must be integer, not string"
    );
    assert_eq!(
        check("1.0:integer-add", &[One(Integer)])
            .unwrap_err()
            .to_string(),
        "takes at least 2 arguments, not 1"
    );
    assert_eq!(
        check(
            "3.0:anyURI-starts-with",
            &[One(String), One(DataType::AnyUri)]
        ),
        Ok(One(DataType::Boolean))
    );
    assert_eq!(
        check(
            "3.0:anyURI-substring",
            &[One(DataType::AnyUri), One(Integer), One(Integer)]
        ),
        Ok(One(String))
    );
}

#[test]
fn operands_of_other_types_are_an_error() {
    for (name, operands) in [
        ("1.0:string-equal", vec!["string a"]),
        ("1.0:string-equal", vec!["string a", "anyURI a"]),
        ("1.0:integer-equal", vec!["string a", "string a"]),
        ("1.0:integer-greater-than", vec!["integer 1", "double 1"]),
        ("1.0:integer-add", vec!["integer 1", "double 1"]),
        ("1.0:integer-add", vec![]),
        ("1.0:and", vec!["integer 1"]),
        ("1.0:n-of", vec![]),
        ("1.0:string-bag", vec!["integer 1"]),
        ("1.0:string-bag-size", vec!["string a"]),
        ("3.0:string-from-integer", vec!["double 1"]),
        (
            "3.0:anyURI-substring",
            vec!["string a", "integer 0", "integer 0"],
        ),
        (
            "3.0:date-add-yearMonthDuration",
            vec!["date 2002-03-22", "dayTimeDuration P1D"],
        ),
    ] {
        let operands: Vec<_> = operands.into_iter().map(|text| operand(text).1).collect();
        let result = function(name).apply(&operands);
        assert_eq!(result, Err(FunctionError::WrongOperands), "{name}");
    }
}

fn sample(data_type: DataType) -> Value {
    let text = match data_type {
        DataType::String => "2",
        DataType::AnyUri => "urn:a",
        DataType::Integer | DataType::Double => "1",
        DataType::Boolean => "true",
        DataType::Date => "2026-11-22",
        DataType::Time => "12:00:00",
        DataType::DateTime => "2026-11-22T12:00:00Z",
        DataType::DayTimeDuration => "P1D",
        DataType::YearMonthDuration => "P1M",
        DataType::HexBinary => "0A",
        DataType::Base64Binary => "c3VyZS4=",
        DataType::Rfc822Name => "a@b.no",
        DataType::X500Name => "cn=a,c=no",
        DataType::DnsName => "a.no",
        DataType::IpAddress => "10.0.0.1",
        DataType::XPathExpression => {
            return Value::XPath(Arc::new(XPathValue {
                category: "c".into(),
                path: XPath::parse("//a", &[]).unwrap(),
            }));
        }
    };
    Value::parse(data_type, text).unwrap()
}

/// Argument types that the function takes, told by its own mismatches.
fn arguments(function: Function) -> Vec<Type> {
    let mut types = Vec::new();
    loop {
        match function.result_type(&types) {
            Ok(_) => return types,
            Err(Mismatch::Count { least, .. }) => types = vec![Type::One(DataType::String); least],
            Err(Mismatch::Argument {
                position, expected, ..
            }) => types[position - 1] = expected,
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn every_function_gives_what_its_type_says() {
    let mut count = 0;
    for (urn, function) in names::all() {
        assert_eq!(Function::from_urn(&urn), Some(function), "{urn}");
        assert_eq!(Function::from_urn(function.urn()), Some(function), "{urn}");
        let types = arguments(function);
        let operands: Vec<_> = types
            .iter()
            .map(|of| match of {
                Type::One(data_type) => Operand::One(sample(*data_type)),
                Type::Bag(data_type) => Operand::Bag(vec![sample(*data_type)]),
            })
            .collect();
        match function.apply(&operands) {
            Ok(result) => _ = show(function.result_type(&types).unwrap(), &result),
            Err(error) => assert!(
                matches!(
                    error,
                    FunctionError::NoValue(_) | FunctionError::ImpossibleCount { .. }
                ),
                "{urn} {error}"
            ),
        }
        if let Some((first, second)) = function.match_types() {
            let holds = function.holds(&sample(first), &sample(second));
            let (first, second) = (Operand::One(sample(first)), Operand::One(sample(second)));
            assert_eq!(
                function.apply(&[first, second]),
                holds.map(Operand::boolean),
                "{urn}"
            );
        }
        count += 1;
    }
    assert!(count > 250, "{count}");
}

#[test]
fn no_urn_names_two_functions() {
    let mut seen = std::collections::HashMap::new();
    for (urn, function) in names::all() {
        assert_eq!(seen.insert(urn.clone(), function), None, "{urn}");
    }
}

#[test]
fn functions_have_the_versions_that_the_standard_gives_them() {
    let urn = |name: &str| {
        format!(
            "urn:oasis:names:tc:xacml:{}",
            name.replacen(':', ":function:", 1)
        )
    };
    for own in [
        "1.0:string-equal",
        "3.0:string-equal-ignore-case",
        "3.0:dayTimeDuration-equal",
        "3.0:yearMonthDuration-one-and-only",
        "3.0:dateTime-add-dayTimeDuration",
        "2.0:time-in-range",
        "2.0:string-concatenate",
        "2.0:anyURI-regexp-match",
        "1.0:string-regexp-match",
        "2.0:dnsName-one-and-only",
        "3.0:ipAddress-from-string",
        "1.0:hexBinary-set-equals",
    ] {
        assert_eq!(function(own).urn(), urn(own));
    }
    assert_eq!(
        function("1.0:dateTime-add-dayTimeDuration").urn(),
        urn("3.0:dateTime-add-dayTimeDuration")
    );
    for unknown in [
        "3.0:string-equal",
        "1.0:string-concatenate",
        "1.0:time-in-range",
        "3.0:integer-add",
        "1.0:string-starts-with",
        "1.0:anyURI-regexp-match",
        "3.0:hexBinary-from-string",
        "1.0:boolean-greater-than",
        "1.0:any-of",
        "3.0:xpath-node-count",
        "3.0:access-permitted",
    ] {
        assert_eq!(Function::from_urn(&urn(unknown)), None, "{unknown}");
    }
    assert_eq!(Function::from_urn("string-equal"), None);
    assert_eq!(Function::from_urn(""), None);
}

#[test]
fn matches_take_boolean_functions_of_two_values() {
    use DataType::{AnyUri, Rfc822Name, String};
    for (name, types) in [
        ("1.0:string-equal", Some((String, String))),
        ("1.0:rfc822Name-match", Some((String, Rfc822Name))),
        ("3.0:anyURI-contains", Some((String, AnyUri))),
        ("2.0:anyURI-regexp-match", Some((String, AnyUri))),
        ("1.0:string-is-in", None),
        ("1.0:and", None),
        ("1.0:not", None),
        ("1.0:integer-add", None),
        ("2.0:time-in-range", None),
        ("1.0:string-subset", None),
    ] {
        assert_eq!(function(name).match_types(), types, "{name}");
    }
    assert_eq!(
        function("1.0:string-equal").as_equality(),
        Some(Equality::Exact(String))
    );
    assert_eq!(
        function("3.0:string-equal-ignore-case").as_equality(),
        Some(Equality::IgnoreCase)
    );
    assert_eq!(function("1.0:integer-less-than").as_equality(), None);
}

#[test]
fn folding_agrees_with_comparing() {
    for (one, other) in [
        ("Read", "reAD"),
        ("STØRST", "størst"),
        ("a", "b"),
        ("É", "é"),
        ("ß", "SS"),
    ] {
        let folded = fold_case(one) == fold_case(other);
        assert_eq!(equal_ignoring_case(one, other), folded, "{one} {other}");
    }
}
