//! Functions that apply functions (XACML 3.0 core, A.3.12).

use super::*;

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
