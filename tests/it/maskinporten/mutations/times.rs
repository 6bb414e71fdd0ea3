//! From when until when. The clocks may differ by ten seconds.

use serde_json::{Value, json};

use super::{Case, Good, with};

pub fn cases(good: &Good<'_>) -> Vec<Case> {
    let at =
        |claim: &str, seconds: i64, status| good.claim(claim, json!(good.now + seconds), status);
    let said = |claim: &str, value: Value, status| {
        let name = format!("{claim} = {value}");
        good.named(&name, claim, value, status)
    };
    // Larger than the numbers that every language can write.
    let number = |text: &str, status| {
        let claims = with(&good.claims, "exp", json!("EXP")).to_string();
        let name = format!("exp = {text}");
        good.payload(&name, claims.replace("\"EXP\"", text).as_bytes(), status)
    };
    vec![
        at("exp", -9, 200),
        at("exp", -10, 401),
        at("exp", -11, 401),
        at("exp", 0, 200),
        good.without("exp", 401),
        said("exp", json!(0), 401),
        said("exp", json!(-1), 401),
        number("-9223372036854775808", 401),
        // Its issuer may say so; nothing overflows.
        number("9223372036854775807", 200),
        number("9223372036854775808", 401),
        number("18446744073709551616", 401),
        said("exp", json!(1e30), 401),
        said("exp", json!(null), 401),
        said("exp", json!(true), 401),
        said("exp", json!("never"), 401),
        good.named(
            "exp is text",
            "exp",
            json!((good.now + 599).to_string()),
            401,
        ),
        good.named(
            "exp is a fraction",
            "exp",
            json!(good.now as f64 + 599.5),
            401,
        ),
        good.named("exp is an array", "exp", json!([good.now + 599]), 401),
        at("nbf", 10, 200),
        at("nbf", 11, 401),
        good.named("nbf is text", "nbf", json!(good.now.to_string()), 401),
        said("nbf", json!(null), 401),
        at("iat", 10, 200),
        at("iat", 11, 401),
        good.without("iat", 200),
        said("iat", json!("now"), 401),
        good.named(
            "iat is a fraction",
            "iat",
            json!(good.now as f64 + 0.5),
            401,
        ),
    ]
}
