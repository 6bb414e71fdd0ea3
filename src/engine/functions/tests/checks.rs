//! What is checked when a policy is read, and what is not trusted later.

use super::*;

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
            return Value::XPath(Arc::new(XPathValue::new("c", "//a", &[])));
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
