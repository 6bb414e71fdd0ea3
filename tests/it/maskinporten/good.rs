use fullmakt::domain::scope::{AUTHORIZE as AUTHORIZE_SCOPE, AUTHORIZED_PARTIES};
use serde_json::{Value, json};

use super::{Scene, header, organization, signed, with, without};
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY, TAX_BASIS, TAX_OWNER, VENDOR, VENDOR_CLIENT};
use crate::support::database::kinds;
use crate::support::issuer::Issuer;
use crate::support::machine::{Answer, Question};
use crate::support::mint::Library;
use crate::support::stage::{AUTHORIZE, SYSTEMS};

const PARTIES: &str = "/accessmanagement/api/v1/enduser/authorizedparties";
const SYSTEM_USER: &str = "0199aaaa-0000-7000-8000-000000000001";

const KARI_USER: &str = "20010001";

/// An API that a good token is used at.
#[derive(Clone, Copy, Debug)]
enum Api {
    Systems,
    Decisions,
    Parties,
}

impl Scene {
    async fn use_at(&self, api: Api, token: &str) -> Answer {
        let question = Question {
            system_user: SYSTEM_USER,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        match api {
            Api::Systems => self.machine.get(SYSTEMS, token).await,
            Api::Decisions => self.machine.post(AUTHORIZE, token, &question.body()).await,
            Api::Parties => self.machine.get(PARTIES, token).await,
        }
    }

    /// Every kind of token that Maskinporten issues for itself, and where it is used.
    fn good(&self) -> Vec<(&'static str, Api, Value)> {
        let vendor = self.claims();
        let owner = with(
            &with(&vendor, "consumer", organization(TAX_OWNER)),
            "scope",
            json!(AUTHORIZE_SCOPE),
        );
        let detail = json!({
            "type": "urn:altinn:systemuser",
            "systemuser_id": [SYSTEM_USER],
            "systemuser_org": organization(BAKERY),
            "system_id": format!("{VENDOR}_lonn"),
        });
        let user = with(&vendor, "scope", json!(AUTHORIZED_PARTIES));
        let user_with = |details: Value| with(&user, "authorization_details", details);
        let proven = |how: &str| with(&vendor, "client_amr", json!(how));
        vec![
            ("a vendor's", Api::Systems, vendor.clone()),
            (
                "by certificate",
                Api::Systems,
                proven("virksomhetssertifikat"),
            ),
            ("by seal", Api::Systems, proven("QCForESeal")),
            ("without aud", Api::Systems, without(&vendor, "aud")),
            (
                "for us",
                Api::Systems,
                with(&vendor, "aud", json!(self.app.url)),
            ),
            (
                "a service owner's",
                Api::Decisions,
                with(&owner, "consumer_prefix", json!(["dts"])),
            ),
            ("a system user's", Api::Parties, user_with(json!([detail]))),
            ("a system user's, alone", Api::Parties, user_with(detail)),
        ]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_every_kind_by_independent_libraries_are_accepted() {
    for kind in kinds() {
        for library in Library::ALL {
            let scene = Scene::start(kind).await;
            let good = scene.good();
            let sign: Vec<Value> = good.iter().map(|one| signed(one.2.clone())).collect();
            let Some(minted) = library.run(&json!({"sign": sign})).await else {
                return;
            };
            scene.keys.maskinporten.publish(&minted.keys["rsa-one"]);
            for ((name, api, _), token) in good.iter().zip(&minted.signed) {
                let answer = scene.use_at(*api, token).await;
                assert_eq!(answer.status, 200, "{library:?} {name} {}", answer.body);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_algorithm_of_maskinporten_is_accepted() {
    for library in Library::ALL {
        let scene = Scene::start(kinds()[0]).await;
        let sign: Vec<Value> = ["RS256", "RS384", "RS512"]
            .iter()
            .map(|algorithm| {
                let header = with(&header(), "alg", json!(algorithm));
                with(&signed(scene.claims()), "header", header)
            })
            .collect();
        let Some(minted) = library.run(&json!({"sign": sign})).await else {
            return;
        };
        let key = without(&minted.keys["rsa-one"], "alg");
        scene.keys.maskinporten.publish(&key);
        for token in &minted.signed {
            assert_eq!(scene.use_at(Api::Systems, token).await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_look_exchanged_are_accepted_from_who_exchanges_and_not_from_maskinporten() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (maskinporten, generator) = (Issuer::of(&app).await, Issuer::generator(&app).await);
        let signed_by = |issuer: &Issuer, key: &str| {
            let mut claims = issuer.claims(VENDOR, AUTHORIZED_PARTIES);
            claims["aud"] = json!(app.url);
            claims["urn:altinn:userid"] = json!(KARI_USER);
            claims["urn:altinn:authlevel"] = json!(3);
            claims["urn:altinn:authenticatemethod"] = json!("BankID");
            let header = json!({"alg": "RS256", "kid": issuer.key_id, "typ": "JWT"});
            json!({"key": key, "header": header, "claims": claims})
        };
        let instructions = json!({
            "private": {"rsa-maskinporten": maskinporten.pem, "rsa-generator": generator.pem},
            "sign": [
                signed_by(&generator, "rsa-generator"),
                signed_by(&maskinporten, "rsa-maskinporten"),
            ],
        });
        let machine = app.machine(VENDOR_CLIENT);
        for library in Library::ALL {
            let Some(minted) = library.run(&instructions).await else {
                return;
            };
            for (token, status) in minted.signed.iter().zip([200, 401]) {
                let answer = machine.get(PARTIES, token).await;
                assert_eq!(answer.status, status, "{library:?} {}", answer.body);
            }
        }
    }
}
