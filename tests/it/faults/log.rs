//! What the log tells, and what it must not.

use reqwest::Method;

use super::lookups::Seeker;
use super::server::ServerProcess;
use crate::own_systems;
use crate::portal::scene::{OVERVIEW, SETTINGS, Vendor, act_for, system_user};
use crate::support::cast::{
    self, BAKERY, BAKERY_ID, KARI, LINK_SERVICE, NORA, OLA, PER, TAX_BASIS,
};
use crate::support::database::{fresh, kinds};
use crate::support::machine::{OWNER_SCOPES, Question};

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_road_leaves_no_person_token_key_or_code_in_the_log() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        let secrets = walk(&server).await;
        server.terminate();
        let (status, log) = server.wait();
        assert!(status.success(), "{log}");
        assert!(
            log.matches(" request ").count() > 20,
            "the log was written: {log}"
        );
        assert!(log.contains(&BAKERY_ID.to_string()), "it tells for whom");
        let names = [
            "Kari",
            "Nøkkelvik",
            "Ola",
            "Deigmann",
            "Hansen",
            "Bakeri",
            "Postløs",
        ];
        let others = [
            "eyJ",
            "tempKey",
            "code=",
            "state=",
            "kari@example.no",
            "Bearer",
            "PRIVATE KEY",
            "verysecret",
        ];
        let fixed = [KARI, OLA, PER, NORA]
            .into_iter()
            .chain(names)
            .chain(others);
        for secret in fixed.chain(secrets.iter().map(String::as_str)) {
            assert!(
                !log.contains(secret),
                "{secret:?} stands in the log:\n{log}"
            );
        }
    }
}

/// Everything that a day brings, faults too; answers the secrets that were on the way.
async fn walk(server: &ServerProcess) -> Vec<String> {
    let machine = server.machine(cast::VENDOR_CLIENT);
    let vendor = Vendor::on(machine, &[TAX_BASIS]).await;
    let asked = vendor.ask_for(&[TAX_BASIS], BAKERY, BAKERY).await;
    let mut kari = server.browser();
    kari.log_in_from(&asked.confirm_url, KARI).await;
    let mut secrets = vec![kari.cookie("fullmakt").unwrap().to_owned()];
    act_for(&mut kari, &BAKERY_ID.to_string()).await;
    kari.post(&asked.path("approve"), &[("skiplogout", "true")])
        .await;
    kari.get(OVERVIEW).await;
    kari.post(&system_user(&asked.id, "/deaktiver"), &[]).await;
    kari.post(&system_user(&asked.id, "/aktiver"), &[]).await;
    vendor.machine.system_user_token(BAKERY).await;
    vendor.machine.system_user_token(cast::PLUMBER).await;
    vendor
        .machine
        .get(
            "/authentication/api/v1/systemregister/vendor/x",
            "eyJhbGciOiJub25lIn0.e30.",
        )
        .await;

    kari.post(SETTINGS, &[("email", "kari@example.no")]).await;
    let launch = kari
        .get(&format!("/link/{LINK_SERVICE}?party={BAKERY_ID}"))
        .await
        .url;
    let out = kari.sent_to(&format!("{launch}/out")).await;
    let key = out.split("tempKey=").nth(1).unwrap().to_owned();
    let owner = server.machine(cast::TRADE_OWNER_CLIENT);
    let token = owner.token(OWNER_SCOPES).await;
    for _ in 0..2 {
        let body = serde_json::json!({ "key": key });
        owner
            .post("/linkservice/api/v1/redeem", &token, &body)
            .await;
    }
    let question = Question {
        system_user: &asked.id,
        action: "read",
        resource: TAX_BASIS,
        business: BAKERY,
    };
    let tax = server.machine(cast::TAX_OWNER_CLIENT);
    let tax_token = tax.token(OWNER_SCOPES).await;
    tax.decision(&tax_token, question).await;

    // Tokens for tokens, a key of the business's own, and logouts that start elsewhere.
    tax.get("/authentication/api/v1/exchange/maskinporten", &tax_token)
        .await;
    let draft = own_systems::fill_in(&mut kari).await;
    let made = kari.post(&format!("{draft}/oppsummering"), &[]).await;
    secrets.push(own_systems::Credentials::of(&made).pem);
    let upstream = "/authentication/api/v1/upstream";
    let mut stranger = server.browser();
    let form = [("logout_token", "eyJ.verysecret.x")];
    stranger
        .post(&format!("{upstream}/backchannel-logout"), &form)
        .await;
    stranger
        .get(&format!(
            "{upstream}/frontchannel-logout?iss=x&sid=verysecretsid"
        ))
        .await;
    stranger
        .post(SETTINGS, &[("email", "verysecret@example.no")])
        .await;

    // Looking a person up, until it is too much.
    let seeker = Seeker::at(server).await;
    for surname in ["Postløs", "Feil"].into_iter().chain([KARI; 10]) {
        seeker.look_up(NORA, surname).await;
    }

    // Faults: a forged answer, a cancelled login, strangers, odd addresses.
    let callback = "/authentication/api/v1/upstream/callback";
    kari.get(&format!(
        "{callback}?code=verysecretcode&state=verysecretstate"
    ))
    .await;
    kari.get(&format!("{callback}?error={KARI}&state=verysecretstate"))
        .await;
    let mut per = server.browser();
    per.log_in_from(&asked.confirm_url, PER).await;
    per.get(&format!("/tjenester/{KARI}?q={KARI}")).await;
    per.get(&format!("/{KARI}")).await;
    per.send(
        Method::POST,
        &format!("/link/launch/{KARI}/party"),
        Some(&[("party", KARI)]),
    )
    .await;
    kari.get(&asked.path("logout")).await;
    secrets.extend([key, token, tax_token, vendor.token]);
    secrets.extend(["verysecretcode".to_owned(), "verysecretstate".to_owned()]);
    secrets
}
