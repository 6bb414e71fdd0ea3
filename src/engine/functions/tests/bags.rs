//! Bags and sets (XACML 3.0 core, A.3.10, A.3.11).

use super::*;

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
