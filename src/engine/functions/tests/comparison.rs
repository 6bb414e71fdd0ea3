//! Equality and order (XACML 3.0 core, A.3.1, A.3.6, A.3.8).

use super::*;

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
