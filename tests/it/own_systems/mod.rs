//! A business's own integrations at Maskinporten: in the portal, against the sandbox, and against a stand-in for the real
//! administration API.

mod administration;
mod changes;
mod guide;
mod half_way;
mod hostile;
mod road;
mod scene;
mod stub;

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{self, BAKERY_ID};
use crate::support::machine::{Answer, answer};

pub const LIST: &str = "/accessmanagement/ui/egetsystem";
pub const TAX_SCOPE: &str = "dts:skattegrunnlag.read";

/// A name and a description that are good.
pub const NAME: [(&str, &str); 4] = [
    ("navn-nb", "Bestillingsboka"),
    ("navn-nn", "Bestillingsboka"),
    ("om-nb", "Tar imot bestillinger"),
    ("om-nn", "Tek imot bestillingar"),
];

/// Kari's browser, in which she acts for the bakery.
pub async fn kari(app: &TestApp) -> Browser {
    acting(app, cast::KARI, BAKERY_ID).await
}

pub async fn acting(app: &TestApp, person: &str, party: uuid::Uuid) -> Browser {
    let mut browser = app.browser_of(person).await;
    let party = party.to_string();
    browser
        .post("/aktorvalg?goto=/", &[("party", &party)])
        .await;
    browser
}

/// Fills in the steps up to the summary; answers the draft's address.
pub async fn fill_in(browser: &mut Browser) -> String {
    let scopes = browser.post(&format!("{LIST}/navn"), &NAME).await;
    assert_eq!(scopes.heading(), "Hvilke API-er skal systemet bruke?");
    let base = scopes.url.strip_suffix("/scopes").unwrap().to_owned();
    let key = browser
        .post(&format!("{base}/scopes"), &[("valgt", TAX_SCOPE)])
        .await;
    assert_eq!(key.heading(), "Hvilken nøkkel skal systemet bruke?");
    let rights = browser
        .post(&format!("{base}/nokkel"), &[("hvordan", "lag")])
        .await;
    assert_eq!(rights.heading(), "Hva skal systemet kunne gjøre?");
    let summary = browser
        .post(
            &format!("{base}/rettigheter"),
            &[("tjeneste", cast::TAX_BASIS)],
        )
        .await;
    assert_eq!(summary.heading(), "Se over før du lager integrasjonen");
    base
}

/// What the page with the private key says, which is all that its owner ever gets.
#[derive(Clone)]
pub struct Credentials {
    pub client_id: String,
    pub kid: String,
    pub pem: String,
    pub script: String,
}

impl Credentials {
    pub fn of(page: &Page) -> Self {
        assert_eq!(page.status, 200);
        assert_eq!(page.headers["cache-control"], "no-store");
        let script = between(&page.body, "<code>", "</code>");
        let script = script
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let pem = between(&page.body, "id=\"private-key\"", "</pre>");
        Self {
            client_id: between(&page.body, "id=\"client-id\">", "</dd>"),
            kid: between(&page.body, "id=\"key-id\">", "</dd>"),
            pem: pem.split_once('>').unwrap().1.to_owned(),
            script,
        }
    }

    /// Asks the sandbox's Maskinporten for a token for the bakery's system user.
    pub async fn ask(&self, app: &TestApp) -> Answer {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let claims = json!({
            "aud": format!("{}/sandbox/maskinporten/", app.url),
            "iss": self.client_id,
            "scope": TAX_SCOPE,
            "iat": now,
            "exp": now + 100,
            "jti": uuid::Uuid::new_v4(),
            "authorization_details": [{
                "type": "urn:altinn:systemuser",
                "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{}", cast::BAKERY)},
            }],
        });
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.kid.clone());
        let key = EncodingKey::from_rsa_pem(self.pem.as_bytes()).unwrap();
        let assertion = encode(&header, &claims, &key).unwrap();
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", &assertion),
        ];
        let url = format!("{}/sandbox/maskinporten/token", app.url);
        answer(app.http().post(url).form(&form).send().await.unwrap()).await
    }
}

/// The claims of a token, unchecked.
pub fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let body = token.split('.').nth(1).unwrap();
    let body = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(body);
    serde_json::from_slice(&body.unwrap()).unwrap()
}

pub fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).unwrap().0.to_owned()
}
