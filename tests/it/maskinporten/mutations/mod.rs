//! A good token, changed in one way at a time, by two libraries that are independent of ours: what is refused, and why.

mod claims;
mod header;
mod people;
mod signature;
mod times;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Scene, header as good_header, signed, with};
use crate::support::database::Kind;
use crate::support::mint::Library;
use crate::support::stage::SYSTEMS;

/// One change of a good token, and the status that it must lead to.
struct Case {
    name: String,
    /// How the library makes the token.
    sign: Value,
    /// What is done to its text afterwards.
    after: fn(&str) -> String,
    status: u16,
}

/// What the cases begin with.
struct Good<'a> {
    scene: &'a Scene,
    claims: Value,
    now: i64,
}

impl Good<'_> {
    /// A token with other claims.
    fn claims(&self, name: impl Into<String>, claims: Value, status: u16) -> Case {
        Case {
            name: name.into(),
            sign: signed(claims),
            after: str::to_owned,
            status,
        }
    }

    /// A token in which one claim is another.
    fn claim(&self, claim: &str, value: Value, status: u16) -> Case {
        let name = format!("{claim} = {}", self.shown(&value));
        self.claims(name, with(&self.claims, claim, value), status)
    }

    /// The same for a claim whose value does not tell what is wrong.
    fn named(&self, name: &str, claim: &str, value: Value, status: u16) -> Case {
        self.claims(name, with(&self.claims, claim, value), status)
    }

    fn without(&self, claim: &str, status: u16) -> Case {
        let name = format!("{claim} is left out");
        self.claims(name, super::without(&self.claims, claim), status)
    }

    /// A token with another header.
    fn header(&self, name: &str, header: Value, status: u16) -> Case {
        let sign = with(&signed(self.claims.clone()), "header", header);
        self.signed(name, sign, status)
    }

    /// The same, made by hand, as the library would refuse to.
    fn by_hand(&self, name: &str, header: Value, sign_as: &str, status: u16) -> Case {
        let mut case = self.header(name, header, status);
        case.sign["by_hand"] = json!(true);
        case.sign["sign_as"] = json!(sign_as);
        case
    }

    /// A good signature over a payload that is given as its bytes.
    fn payload(&self, name: &str, payload: &[u8], status: u16) -> Case {
        use base64::Engine as _;
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload);
        let sign = json!({
            "key": "rsa-one", "header": good_header(), "by_hand": true, "payload": payload,
        });
        self.signed(name, sign, status)
    }

    fn signed(&self, name: &str, sign: Value, status: u16) -> Case {
        Case {
            name: name.to_owned(),
            sign,
            after: str::to_owned,
            status,
        }
    }

    /// A good token whose text is changed.
    fn text(&self, name: &str, after: fn(&str) -> String) -> Case {
        Case {
            after,
            ..self.claims(name, self.claims.clone(), 401)
        }
    }

    /// A value as the table shows it: what differs from run to run is named.
    fn shown(&self, value: &Value) -> String {
        let Some(moment) = value
            .as_i64()
            .filter(|moment| (moment - self.now).abs() < 10_000)
        else {
            let issuer = &self.scene.keys.maskinporten.issuer;
            return value
                .to_string()
                .replace(issuer, "ISSUER/")
                .replace(issuer.trim_end_matches('/'), "ISSUER")
                .replace(&issuer.to_uppercase(), "UPPER-CASE ISSUER/")
                .replace(&self.scene.app.url, "US");
        };
        format!("now {:+}", moment - self.now)
    }
}

/// Tokens are checked without the database, but for a supplier's, so one kind of database is enough.
#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_a_good_token_has_its_documented_answer() {
    for library in Library::ALL {
        let scene = Scene::start(Kind::Sqlite).await;
        let cases = cases(&scene);
        let sign: Vec<&Value> = cases.iter().map(|case| &case.sign).collect();
        let Some(minted) = library.run(&json!({"sign": sign})).await else {
            return;
        };
        scene.keys.maskinporten.publish(&minted.keys["rsa-one"]);
        scene.keys.id_porten.publish(&minted.keys["rsa-idporten"]);
        let (mut table, mut wrong) = (String::new(), Vec::new());
        for (case, token) in cases.iter().zip(&minted.signed) {
            let token = (case.after)(token);
            let answer = scene.machine.get(SYSTEMS, &token).await;
            let why = answer.body["detail"].as_str().unwrap_or_default();
            let status = answer.status.as_u16();
            if status != case.status {
                wrong.push(format!("{}: {status} {why}", case.name));
            }
            let row = format!("{status}  {:<66}  {why}", case.name);
            writeln!(table, "{}", row.trim_end()).unwrap();
        }
        insta::assert_snapshot!(
            "what_is_refused_and_why",
            table.replace(&scene.app.url, "US")
        );
    }
}

fn cases(scene: &Scene) -> Vec<Case> {
    let good = Good {
        scene,
        claims: scene.claims(),
        now: scene.app.now(),
    };
    let groups = [
        signature::cases(&good),
        header::cases(&good),
        times::cases(&good),
        claims::cases(&good),
        people::cases(&good),
    ];
    groups.into_iter().flatten().collect()
}
