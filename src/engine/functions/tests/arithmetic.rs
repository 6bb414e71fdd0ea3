//! Numbers (XACML 3.0 core, A.3.2–A.3.5).

use super::*;

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
