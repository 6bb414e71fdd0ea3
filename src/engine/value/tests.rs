#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn values_are_read_as_xml_schema_says() {
    let parse = Value::parse;
    assert_eq!(parse(DataType::Integer, " +07 "), Some(Value::Integer(7)));
    assert_eq!(
        parse(DataType::Integer, "-9223372036854775808"),
        Some(Value::Integer(i64::MIN))
    );
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
        (DataType::Integer, "+"),
        (DataType::Integer, "0x1"),
        (DataType::Integer, "1 2"),
        (DataType::Integer, "9223372036854775808"),
        (DataType::Boolean, "True"),
        (DataType::Boolean, ""),
        (DataType::Double, "inf"),
        (DataType::Double, "nan"),
        (DataType::Double, "+INF"),
        (DataType::Double, ""),
        (DataType::Double, "."),
        (DataType::Double, "1e"),
        (DataType::Double, "0x1p3"),
        (DataType::Date, "yesterday"),
        (DataType::HexBinary, "0"),
        (DataType::Base64Binary, "a"),
        (DataType::DayTimeDuration, "P1M"),
        (DataType::YearMonthDuration, "P1D"),
        (DataType::Rfc822Name, "anne"),
        (DataType::X500Name, "anne"),
        (DataType::DnsName, "a b"),
        (DataType::IpAddress, "localhost"),
    ] {
        assert_eq!(Value::parse(data_type, text), None, "{data_type:?} {text}");
    }
}

#[test]
fn every_type_reads_what_it_wrote() {
    for (data_type, text) in [
        (DataType::String, " a "),
        (DataType::AnyUri, "urn:a"),
        (DataType::Integer, "-7"),
        (DataType::Boolean, "true"),
        (DataType::Double, "27.5"),
        (DataType::Date, "2002-03-22"),
        (DataType::Time, "08:23:47-14:30"),
        (DataType::DateTime, "2002-03-22T08:23:47-05:00"),
        (DataType::DayTimeDuration, "P50DT5H4M3S"),
        (DataType::YearMonthDuration, "-P5Y3M"),
        (DataType::HexBinary, "0BF7A9876CDE"),
        (DataType::Base64Binary, "c3VyZS4="),
        (DataType::Rfc822Name, "j_hibbert@MEDICO.COM"),
        (
            DataType::X500Name,
            "cn=Julius Hibbert, o=Medi Corporation, c=US",
        ),
        (DataType::DnsName, "some.host.name:147-874"),
        (DataType::IpAddress, "122.45.38.245/255.255.255.64:8080"),
    ] {
        let value = Value::parse(data_type, &format!(" {text} ")).expect(text);
        assert_eq!(value.data_type(), data_type);
        assert_eq!(value.text().trim(), text.trim());
    }
}

#[test]
fn equal_values_share_a_key() {
    for (data_type, one, other, expected) in [
        (DataType::Integer, "7", "+07", true),
        (DataType::Boolean, "1", "true", true),
        (DataType::Double, "1e1", "10.0", true),
        (DataType::Double, "NaN", "NaN", true),
        (DataType::Double, "NaN", "INF", false),
        (DataType::Double, "-0", "0", true),
        (DataType::String, "a", "A", false),
        (
            DataType::DateTime,
            "2002-03-22T08:00:00-05:00",
            "2002-03-22T13:00:00Z",
            true,
        ),
        (DataType::DayTimeDuration, "PT24H", "P1D", true),
        (DataType::YearMonthDuration, "P12M", "P1Y", true),
        (DataType::HexBinary, "0bf7", "0BF7", true),
        (DataType::Base64Binary, "c3Vy ZS4=", "c3VyZS4=", true),
        (DataType::Rfc822Name, "a@GUIDE.COM", "a@guide.com", true),
        (DataType::Rfc822Name, "A@guide.com", "a@guide.com", false),
        (DataType::X500Name, "CN=A, c=US", "cn=a,C=us", true),
        (DataType::DnsName, "A.no", "a.no", true),
        (DataType::IpAddress, "[::1]", "[0:0::1]", true),
    ] {
        let value = |text| Value::parse(data_type, text).expect(text);
        let equal = value(one).key() == value(other).key();
        assert_eq!(equal, expected, "{data_type:?} {one} {other}");
    }
    let uri = Value::AnyUri("a".into());
    assert_ne!(uri.key(), Value::string("a").key());
}

#[test]
fn the_canonical_form_of_moments_is_in_utc() {
    for (data_type, text, canonical) in [
        (DataType::Time, "08:00:00-05:00", "13:00:00Z"),
        (DataType::Time, "22:00:00-05:00", "03:00:00Z"),
        (DataType::Time, "08:00:00", "08:00:00"),
        (
            DataType::DateTime,
            "2002-12-31T23:00:00-05:00",
            "2003-01-01T04:00:00Z",
        ),
        (
            DataType::DateTime,
            "2002-12-31T23:00:00",
            "2002-12-31T23:00:00",
        ),
        (DataType::Date, "2002-12-31-05:00", "2002-12-31-05:00"),
        (DataType::Double, "10", "1.0E1"),
    ] {
        let value = Value::parse(data_type, text).unwrap();
        assert_eq!(value.canonical_text(), canonical);
    }
}

#[test]
fn values_are_small() {
    assert!(size_of::<Value>() <= 24, "{}", size_of::<Value>());
}
