//! Texts, conversions and matches (XACML 3.0 core, A.3.9, A.3.13, A.3.14).

use super::*;

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
