//! A good grant, changed in one way at a time: which error it leads to, with which words.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Sandbox;
use crate::maskinporten::{header, organization, signed, with, without};
use crate::support::cast::{BAKERY, PLUMBER, TAX_OWNER_CLIENT};
use crate::support::database::Kind;
use crate::support::mint::Library;

/// One change of a good grant, and the error that it must lead to; none for a token.
struct Case {
    name: String,
    sign: Value,
    error: Option<&'static str>,
}

const GRANT: Option<&str> = Some("invalid_grant");
const REQUEST: Option<&str> = Some("invalid_request");
const SCOPE: Option<&str> = Some("invalid_scope");
const CUSTOMER: Option<&str> = Some("invalid_altinn_customer_configuration");

impl Sandbox {
    fn changed(&self, name: &str, claim: &str, value: Value, error: Option<&'static str>) -> Case {
        let name = format!("{claim} {name}");
        Case {
            sign: signed(with(&self.grant(&name), claim, value)),
            name,
            error,
        }
    }

    fn left_out(&self, claim: &str, error: Option<&'static str>) -> Case {
        let name = format!("{claim} is left out");
        Case {
            sign: signed(without(&self.grant(&name), claim)),
            name,
            error,
        }
    }

    fn headed(&self, name: &str, header: Value, error: Option<&'static str>) -> Case {
        Case {
            sign: with(&signed(self.grant(name)), "header", header),
            name: name.to_owned(),
            error,
        }
    }

    fn by_hand(&self, name: &str, header: Value, sign_as: &str) -> Case {
        let mut case = self.headed(name, header, GRANT);
        case.sign["by_hand"] = json!(true);
        case.sign["sign_as"] = json!(sign_as);
        case
    }

    fn times(&self) -> Vec<Case> {
        let now = self.app.now();
        let both = |name: &str, iat: i64, exp: i64, error| {
            let mut case = self.changed(name, "iat", json!(now + iat), error);
            case.sign["claims"]["exp"] = json!(now + exp);
            case
        };
        vec![
            both("10 s ahead", 10, 130, None),
            both("11 s ahead", 11, 130, GRANT),
            both("10 s ago", -10, 110, None),
            both("11 s ago", -11, 109, GRANT),
            both("now, exp 121 s later", 0, 121, GRANT),
            both("5 s ago, exp now", -5, 0, GRANT),
            both("5 s ago, exp 1 s ahead", -5, 1, None),
            self.changed("is text", "iat", json!(now.to_string()), REQUEST),
            self.changed("is a fraction", "iat", json!(now as f64 + 0.5), REQUEST),
            self.left_out("iat", REQUEST),
            self.changed("is huge", "exp", json!(9_007_199_254_740_991_i64), GRANT),
            self.changed("is text", "exp", json!((now + 60).to_string()), REQUEST),
            self.left_out("exp", REQUEST),
            self.changed("11 s ahead", "nbf", json!(now + 11), GRANT),
            self.changed("10 s ahead", "nbf", json!(now + 10), None),
        ]
    }

    fn names(&self) -> Vec<Case> {
        let issuer = self.issuer();
        vec![
            self.changed("is the issuer in an array", "aud", json!([issuer]), None),
            self.changed(
                "is the token endpoint",
                "aud",
                json!(format!("{issuer}token")),
                GRANT,
            ),
            self.changed(
                "lacks its slash",
                "aud",
                json!(issuer.trim_end_matches('/')),
                GRANT,
            ),
            self.changed(
                "names two",
                "aud",
                json!([issuer, "https://x.example/"]),
                GRANT,
            ),
            self.changed(
                "is the real Maskinporten",
                "aud",
                json!("https://maskinporten.no/"),
                GRANT,
            ),
            self.changed("is a number", "aud", json!(7), GRANT),
            self.left_out("aud", REQUEST),
            self.changed("is nobody", "iss", json!("nobody"), GRANT),
            self.changed("holds a NUL", "iss", json!("a\u{0}"), GRANT),
            self.changed("is another client", "iss", json!(TAX_OWNER_CLIENT), GRANT),
            self.changed("is an array", "iss", json!(["a"]), REQUEST),
            self.left_out("iss", REQUEST),
            self.changed("is a number", "jti", json!(7), REQUEST),
            self.changed("is null", "jti", json!(null), REQUEST),
            self.left_out("jti", None),
            self.left_out("scope", SCOPE),
            self.changed("is empty", "scope", json!(""), SCOPE),
            self.changed("is not registered", "scope", json!("altinn:unknown"), SCOPE),
            self.changed("is an array", "scope", json!(["a"]), REQUEST),
            self.changed("is null", "scope", json!(null), REQUEST),
            self.changed("is text", "resource", json!("https://x.example"), None),
            self.changed("is a number", "resource", json!(7), REQUEST),
            self.changed(
                "names eleven",
                "resource",
                json!(vec!["https://x.example"; 11]),
                REQUEST,
            ),
            self.changed("is there", "pid", json!("12847421027"), REQUEST),
            self.changed("is there", "iss_onbehalfof", json!(BAKERY), REQUEST),
            self.changed("is no number", "consumer_org", json!("310501019"), REQUEST),
            self.changed(
                "has delegated nothing",
                "consumer_org",
                json!(PLUMBER),
                SCOPE,
            ),
            self.changed("is null", "consumer_org", json!(null), REQUEST),
        ]
    }

    fn signatures(&self) -> Vec<Case> {
        let alg = |name: &str| with(&header(), "alg", json!(name));
        let by = |name: &str, key: &str, header: Value| {
            let mut case = self.headed(name, header, GRANT);
            case.sign["key"] = json!(key);
            case
        };
        let mut secret = self.by_hand(
            "alg HS256, the public key as the secret",
            alg("HS256"),
            "HS256",
        );
        secret.sign["key"] = json!("secret-pem");
        let certificate = with(&without(&header(), "kid"), "x5c", json!(["AAAA"]));
        let critical = with(&with(&header(), "crit", json!(["x"])), "x", json!(1));
        vec![
            self.headed("alg RS384", alg("RS384"), None),
            self.headed("alg RS512", alg("RS512"), None),
            self.headed("typ is left out", without(&header(), "typ"), None),
            self.by_hand("alg none", alg("none"), ""),
            secret,
            self.headed("alg PS256", alg("PS256"), GRANT),
            by("alg ES256", "ec-one", alg("ES256")),
            self.by_hand("alg RS384, signed with RS256", alg("RS384"), "RS256"),
            by("signed by another key", "rsa-other", header()),
            self.headed("kid is left out", without(&header(), "kid"), GRANT),
            self.headed("kid is unknown", with(&header(), "kid", json!("x")), GRANT),
            self.by_hand("x5c instead of kid", certificate, "RS256"),
            self.by_hand("crit names an extension", critical, "RS256"),
        ]
    }

    fn details(&self) -> Vec<Case> {
        let good = json!({"type": "urn:altinn:systemuser", "systemuser_org": organization(BAKERY)});
        let details = |name: &str, value: Value, error| {
            self.changed(name, "authorization_details", value, error)
        };
        let consent = json!({"type": "urn:altinn:consent", "id": "x", "from": "x"});
        let pilot = json!({"type": "urn:altinn:systemuser", "systemuserorg": organization(BAKERY)});
        vec![
            details(
                "of a system user that is not there",
                json!([good]),
                CUSTOMER,
            ),
            details("alone", good.clone(), REQUEST),
            details("twice", json!([good, good]), REQUEST),
            details("of none", json!([]), REQUEST),
            details("null", json!(null), REQUEST),
            details("of a consent", json!([consent]), REQUEST),
            details(
                "of an unknown type",
                json!([with(&good, "type", json!("x"))]),
                REQUEST,
            ),
            details("in the pilot's names", json!([pilot]), REQUEST),
            details(
                "of an owner without prefix",
                json!([with(
                    &good,
                    "systemuser_org",
                    json!({
                "authority": "iso6523-actorid-upis", "ID": BAKERY})
                )]),
                REQUEST,
            ),
            details(
                "with a reference that is a number",
                json!([with(&good, "externalRef", json!(7))]),
                REQUEST,
            ),
            details(
                "with a reference that is null",
                json!([with(&good, "externalRef", json!(null))]),
                REQUEST,
            ),
        ]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_a_good_grant_has_its_documented_error() {
    for library in Library::ALL {
        let sandbox = Sandbox::start(Kind::Sqlite).await;
        let groups = [
            sandbox.times(),
            sandbox.names(),
            sandbox.signatures(),
            sandbox.details(),
        ];
        let cases: Vec<Case> = groups.into_iter().flatten().collect();
        let sign: Vec<&Value> = cases.iter().map(|case| &case.sign).collect();
        let Some(minted) = library.run(&json!({"sign": sign})).await else {
            return;
        };
        sandbox.register(&minted.keys["rsa-one"]).await;
        let (mut table, mut wrong) = (String::new(), Vec::new());
        for (case, assertion) in cases.iter().zip(&minted.signed) {
            let answer = sandbox.send(assertion).await;
            let (name, error) = (&case.name, answer.body["error"].as_str());
            let status = if case.error.is_none() { 200 } else { 400 };
            if (answer.status.as_u16(), error) != (status, case.error) {
                wrong.push(format!("{name}: {} {}", answer.status, answer.body));
            }
            assert_eq!(answer.headers["cache-control"], "no-store");
            let why = answer.body["error_description"]
                .as_str()
                .unwrap_or_default();
            let error = error.unwrap_or("a token");
            writeln!(
                table,
                "{}",
                format!("{name:<56} {error}\n    {why}").trim_end()
            )
            .unwrap();
        }
        insta::assert_snapshot!(
            "grants_and_their_errors",
            table.replace(&sandbox.app.url, "US")
        );
    }
}
