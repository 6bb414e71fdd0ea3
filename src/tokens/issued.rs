//! What stands in the tokens that we issue: names and JSON types as in the reference (login-and-tokens §4.3).
//!
//! Claims are taken over by name. Whatever else an upstream token says is left behind, and none of the names that begin
//! with `urn:altinn:` is ever taken over: they are ours to give.

use serde_json::{Map, Value};
use time::Duration;
use uuid::Uuid;

use crate::domain::{OrgNumber, Party, PartyId, SecurityLevel, Timestamp};

/// How long a token lives that a machine's was exchanged for, and one of a browser's session.
pub const LIFE: Duration = Duration::minutes(30);
/// The longest that any of our tokens lives: a person's is exchanged for one that ends when its own does, but by then.
pub const LONGEST_LIFE: Duration = Duration::hours(12);

/// A token's claims.
pub type ClaimSet = Map<String, Value>;

const FROM_BOTH: [&str; 10] = [
    "jti",
    "consumer",
    "consumer_prefix",
    "supplier",
    "delegation_source",
    "client_id",
    "client_orgno",
    "token_type",
    "authorization_details",
    "scope",
];
const FROM_PERSONS: [&str; 7] = [
    "client_amr",
    "acr",
    "amr",
    "auth_time",
    "pid",
    "email",
    "nonce",
];
/// What serializers on the way flatten, in the reference: an array of one becomes the one.
const FLATTENED: [&str; 2] = ["authorization_details", "amr"];

/// What every token of ours says of itself.
pub struct Stamp<'a> {
    pub issuer: &'a str,
    pub now: Timestamp,
    /// New for each exchange; the session's name in its own tokens.
    pub sid: Uuid,
}

/// An organization's machine, as its token has been found to be.
pub struct Machine<'a> {
    pub org: &'a OrgNumber,
    /// The scopes that count now; a supplier's token may name more.
    pub scope: String,
    /// The service owner that it is, if it calls as one.
    pub owner_code: Option<&'a str>,
}

/// A person whom the register knows.
pub struct KnownPerson {
    pub party: PartyId,
    pub party_number: i64,
    pub user_number: i64,
    pub level: SecurityLevel,
}

/// A token for what a Maskinporten token was brought for; a system user's too.
pub fn machine(read: &ClaimSet, stamp: &Stamp<'_>, machine: &Machine<'_>) -> ClaimSet {
    let mut claims = taken(read, &FROM_BOTH);
    stamp.put(&mut claims, stamp.now.plus(LIFE).unix_seconds());
    replace(&mut claims, "scope", machine.scope.as_str());
    put(&mut claims, "urn:altinn:authenticatemethod", "maskinporten");
    put(&mut claims, "urn:altinn:authlevel", 3);
    put(&mut claims, "urn:altinn:orgNumber", machine.org.as_str());
    if let Some(code) = machine.owner_code {
        put(&mut claims, "urn:altinn:org", code);
    }
    claims
}

/// A token for what an ID-porten token was brought for. It ends when that does.
pub fn person(
    read: &ClaimSet,
    stamp: &Stamp<'_>,
    (person, scope): (&KnownPerson, &str),
) -> ClaimSet {
    let mut claims = taken(read, &FROM_BOTH);
    claims.extend(taken(read, &FROM_PERSONS));
    let last = stamp.now.plus(LONGEST_LIFE).unix_seconds();
    let upstream = read.get("exp").and_then(Value::as_i64);
    stamp.put(&mut claims, upstream.unwrap_or(last).min(last));
    replace(&mut claims, "scope", scope);
    let method = claims.get("amr").and_then(first_text);
    let method = method.unwrap_or("NotDefined").to_owned();
    put(&mut claims, "urn:altinn:authenticatemethod", method);
    put(&mut claims, "urn:altinn:username", "");
    put(&mut claims, "nameid", person.user_number.to_string());
    person.put(&mut claims);
    claims
}

/// A login in the portal, as a session rests on it.
pub struct PortalLogin<'a> {
    /// What the provider is called in the settings.
    pub provider: &'a str,
    pub acr: &'a str,
    pub amr: &'a [String],
    /// In seconds since 1970.
    pub authenticated_at: i64,
    /// When the session ends if nothing more is done in it.
    pub ends_at: Timestamp,
}

/// What a session in the portal may do; the reference gives every one of them the same.
const PORTAL_SCOPES: &str =
    "openid digdir:dialogporten.noconsent altinn:portal/enduser altinn:instances.read";

/// A token for what the portal's own pages ask the APIs. The stamp's `sid` is the session's name. No national id: whoever
/// may know it asks the register.
pub fn session(stamp: &Stamp<'_>, login: &PortalLogin<'_>, person: &KnownPerson) -> ClaimSet {
    let mut claims = ClaimSet::new();
    let ends_at = stamp.now.plus(LIFE).min(login.ends_at);
    stamp.put(&mut claims, ends_at.unix_seconds());
    let subject = format!("urn:altinn:party:uuid:{}", person.party.0);
    put(&mut claims, "sub", subject);
    put(&mut claims, "jti", stamp.sid.to_string());
    put(&mut claims, "originaliss", login.provider);
    put(&mut claims, "acr", login.acr);
    put(&mut claims, "amr", login.amr);
    put(&mut claims, "auth_time", login.authenticated_at);
    put(&mut claims, "scope", PORTAL_SCOPES);
    let method = login.amr.iter().find_map(|name| method(name));
    put(
        &mut claims,
        "urn:altinn:authenticatemethod",
        method.unwrap_or("NotDefined"),
    );
    person.put(&mut claims);
    claims
}

/// The reference's name for how somebody logged in (login-and-tokens §1.3).
fn method(amr: &str) -> Option<&'static str> {
    Some(match amr {
        "BankID" => "BankID",
        "BankID Mobil" => "BankIDMobil",
        "Buypass" => "BuyPass",
        "Commfides" => "Commfides",
        "Minid-PIN" => "MinIDPin",
        "Minid-OTC" => "MinIDOTC",
        "Minid-APP" => "MinIDApp",
        "eIDAS" => "EIDAS",
        "Selfregistered-email" => "IdportenEpost",
        "TestID" => "IdportenTestId",
        _ => return None,
    })
}

impl KnownPerson {
    /// None for a party that is no person, or has left the register.
    pub fn of(party: &Party, level: SecurityLevel) -> Option<Self> {
        let person = party.person().filter(|_| !party.is_deleted)?;
        Some(Self {
            party: party.id,
            party_number: party.number,
            user_number: person.user_number,
            level,
        })
    }

    /// What the register knows, and how strongly the person was logged in.
    fn put(&self, claims: &mut ClaimSet) {
        put(claims, "urn:altinn:userid", self.user_number.to_string());
        put(claims, "urn:altinn:partyid", self.party_number);
        put(claims, "urn:altinn:party:uuid", self.party.0.to_string());
        put(claims, "urn:altinn:authlevel", self.level.number());
    }
}

impl Stamp<'_> {
    fn put(&self, claims: &mut ClaimSet, expires_at: i64) {
        let now = self.now.unix_seconds();
        put(claims, "iss", self.issuer);
        put(claims, "iat", now);
        put(claims, "nbf", now);
        put(claims, "exp", expires_at);
        put(claims, "sid", self.sid.to_string());
    }
}

fn put(claims: &mut ClaimSet, name: &str, value: impl Into<Value>) {
    claims.insert(name.to_owned(), value.into());
}

/// A new value for a claim that is there.
fn replace(claims: &mut ClaimSet, name: &str, value: &str) {
    if let Some(held) = claims.get_mut(name) {
        *held = value.into();
    }
}

/// The claims of these names, as they are written upstream but for arrays of one that the reference flattens.
fn taken(read: &ClaimSet, names: &[&str]) -> ClaimSet {
    let one = |name: &&str| Some(((*name).to_owned(), read.get(*name)?.clone()));
    let mut claims: ClaimSet = names.iter().filter_map(one).collect();
    for name in FLATTENED {
        if let Some(value) = claims.get_mut(name)
            && let Value::Array(all) = value
            && let [only] = all.as_mut_slice()
        {
            *value = only.take();
        }
    }
    claims
}

/// A text, or the first of an array.
fn first_text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get(0)?.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;
    use time::OffsetDateTime;

    use super::*;

    fn stamp() -> Stamp<'static> {
        Stamp {
            issuer: "https://us.example/",
            now: Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH + Duration::hours(1)),
            sid: Uuid::nil(),
        }
    }

    fn known() -> KnownPerson {
        KnownPerson {
            party: PartyId(Uuid::nil()),
            party_number: 5,
            user_number: 7,
            level: SecurityLevel::High,
        }
    }

    fn read(value: Value) -> ClaimSet {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn no_upstream_issuer_gives_what_is_ours_to_give() {
        let upstream = read(json!({
            "urn:altinn:org": "skd", "urn:altinn:userid": "1", "urn:altinn:authlevel": 4, "urn:altinn:party:uuid": "x",
            "originaliss": "x", "actual_iss": "x", "sub": "s", "aud": "a", "client_amr": "x", "at_hash": "h",
            "sid": "theirs", "nameid": "1", "whatever": true, "jti": "j",
        }));
        let org = OrgNumber::parse("310801003").unwrap();
        let claims = machine(
            &upstream,
            &stamp(),
            &Machine {
                org: &org,
                scope: String::new(),
                owner_code: None,
            },
        );
        let mut names: Vec<&str> = claims.keys().map(String::as_str).collect();
        names.sort_unstable();
        let expected = [
            "exp",
            "iat",
            "iss",
            "jti",
            "nbf",
            "sid",
            "urn:altinn:authenticatemethod",
            "urn:altinn:authlevel",
            "urn:altinn:orgNumber",
        ];
        assert_eq!(names, expected);
        assert_eq!(claims["urn:altinn:authlevel"], 3);
        assert_eq!(claims["sid"], Uuid::nil().to_string());
    }

    #[test]
    fn a_persons_token_ends_with_the_one_it_was_exchanged_for_or_after_twelve_hours() {
        for (exp, expected) in [(3_700, 3_700), (3_600 + 43_200, 46_800), (i64::MAX, 46_800)] {
            let claims = person(&read(json!({"exp": exp})), &stamp(), (&known(), "altinn:x"));
            assert_eq!(claims["exp"], expected);
        }
    }

    #[test]
    fn how_a_person_logged_in_is_told_raw() {
        for (amr, flat, method) in [
            (json!(["BankID"]), json!("BankID"), "BankID"),
            (
                json!(["Minid-PIN", "x"]),
                json!(["Minid-PIN", "x"]),
                "Minid-PIN",
            ),
            (json!("BankID"), json!("BankID"), "BankID"),
            (json!([]), json!([]), "NotDefined"),
        ] {
            let claims = person(
                &read(json!({"exp": 1, "amr": amr})),
                &stamp(),
                (&known(), "altinn:x"),
            );
            assert_eq!(claims["amr"], flat);
            assert_eq!(claims["urn:altinn:authenticatemethod"], method);
        }
        let claims = person(&read(json!({"exp": 1})), &stamp(), (&known(), "altinn:x"));
        assert_eq!(claims["urn:altinn:authenticatemethod"], "NotDefined");
    }
}
