//! Who can do what for the bakery, and how it is given and taken.

use reqwest::Method;

use super::scene::at_the_bakery;
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{self, KARI, NORA, OLA, TAX_BASIS};
use crate::support::database::kinds;

const USERS: &str = "/accessmanagement/ui/users";
const RECEIVED: &str = "/accessmanagement/ui/received-from";
const POWERS: &str = "/accessmanagement/ui/poa-overview";
const KARI_PATH: &str = "/accessmanagement/ui/users/f0a10000-0000-4000-8000-000000010001";
const STIG_PATH: &str = "/accessmanagement/ui/users/f0a10000-0000-4000-8000-000000010002";
const OLA_PATH: &str = "/accessmanagement/ui/users/f0a10000-0000-4000-8000-000000010003";
const NORA_PATH: &str = "/accessmanagement/ui/users/f0a10000-0000-4000-8000-000000010007";
const POST: &str = "ordinaer-post-til-virksomheten";

async fn add_nora(kari: &mut Browser) {
    let fields = [
        ("type", "person"),
        ("national_id", NORA),
        ("surname", "postløs"),
    ];
    let page = kari.post(&format!("{USERS}/ny"), &fields).await;
    assert_eq!(page.heading(), "Hva skal Nora Postløs få gjøre?");
}

async fn live(app: &TestApp) -> u64 {
    // Counts by touching: the rows that are live now.
    app.run_sql("update delegation set given_at = given_at where revoked_at is null and package = 'urn:altinn:accesspackage:lonn'")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_let_in_given_a_package_once_and_loses_it() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        add_nora(&mut kari).await;
        let give = format!("{NORA_PATH}/gi/pakke/lonn");
        let asked = kari.get(&give).await;
        assert_eq!(asked.heading(), "Gi Lønn til Nora Postløs?");
        assert!(asked.body.contains("kan da bruke alle tjenester"));
        for _ in 0..2 {
            let given = kari.post(&give, &[]).await;
            assert_eq!(given.heading(), "Nora Postløs");
            assert!(given.body.contains("har fått Lønn"), "{kind:?}");
            assert!(given.body.contains("Gitt av Kari Nøkkelvik"));
        }
        assert_eq!(live(&app).await, 1, "{kind:?}");
        // The browser's way back to the question leads on to what was given.
        let back = kari.get(&give).await;
        assert_eq!(back.heading(), "Nora Postløs");

        let take = format!("{NORA_PATH}/ta/pakke/lonn");
        let asked = kari.get(&take).await;
        assert_eq!(asked.heading(), "Ta tilbake Lønn fra Nora Postløs?");
        for _ in 0..2 {
            let taken = kari.post(&take, &[]).await;
            assert_eq!(taken.heading(), "Nora Postløs");
        }
        assert_eq!(live(&app).await, 0, "{kind:?}");
        let gone = kari.get(&take).await;
        assert_eq!(gone.status, 404);

        let removed = kari.post(&format!("{NORA_PATH}/fjern"), &[]).await;
        assert_eq!(removed.heading(), "Brukere");
        assert!(removed.body.contains("fjernet som bruker"));
        assert_eq!(kari.get(NORA_PATH).await.status, 404);
        let again = kari.post(&format!("{NORA_PATH}/fjern"), &[]).await;
        assert_eq!(again.heading(), "Brukere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_given_action_by_action() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let found = kari.get(&format!("{OLA_PATH}/gi?q=skattegrunnlag")).await;
        assert!(found.body.contains("Enkelttjenester"), "{}", found.body);
        let give = format!("{OLA_PATH}/gi/tjeneste/{TAX_BASIS}");
        assert_eq!(
            kari.get(&give).await.heading(),
            "Gi Skattegrunnlag til Ola Deigmann?"
        );
        let none = kari.post(&give, &[]).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Kryss av for minst én ting"));
        let unknown = kari.post(&give, &[("action", "bake")]).await;
        assert_eq!(unknown.status, 422);
        let given = kari.post(&give, &[("action", "read")]).await;
        assert_eq!(given.heading(), "Ola Deigmann");
        assert!(given.body.contains("har fått fullmakt til Skattegrunnlag"));
        assert!(given.body.contains("Kan lese"));
        let taken = kari
            .post(&format!("{OLA_PATH}/ta/tjeneste/{TAX_BASIS}"), &[])
            .await;
        assert!(taken.body.contains("Skattegrunnlag er tatt tilbake"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_manage_access_sees_only_himself_and_who_could_help() {
    let app = TestApp::start(kinds()[0]).await;
    let mut ola = at_the_bakery(&app, OLA).await;
    let users = ola.get(USERS).await;
    assert_eq!(users.status, 200);
    assert!(users.body.contains("Du ser bare deg selv"));
    assert!(users.body.contains("Daglig leder") && users.body.contains("Ola Deigmann"));
    assert!(!users.body.contains("Stig Nøkkelvik"));
    let own = ola.get(OLA_PATH).await;
    assert_eq!(own.status, 200);
    assert!(own.body.contains("Gitt av Kari Nøkkelvik") && !own.body.contains("/ta/pakke/"));
    // Others are refused in the same way, whether there are such users or not.
    let stranger = format!("{USERS}/f0a10000-0000-4000-8000-00000001ffff");
    for path in [
        KARI_PATH,
        &stranger,
        POWERS,
        &format!("{OLA_PATH}/gi"),
        &format!("{USERS}/ny"),
    ] {
        let page = ola.get(path).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.body.contains("Daglig leder"), "{path}");
    }
    for path in [
        format!("{OLA_PATH}/gi/pakke/lonn"),
        format!("{OLA_PATH}/ta/pakke/{POST}"),
        format!("{OLA_PATH}/fjern"),
    ] {
        let page = ola.send(Method::POST, &path, Some(&[])).await;
        assert_eq!(page.status, 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_or_given_is_told_with_its_reason() {
    let app = TestApp::start(kinds()[0]).await;
    let mut kari = at_the_bakery(&app, KARI).await;
    let stig = kari.get(STIG_PATH).await;
    assert!(stig.body.contains("Følger av rollen Styrets leder"));
    assert!(!stig.body.contains("/ta/pakke/"));
    let refused = kari.get(&format!("{STIG_PATH}/ta/pakke/lonn")).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("så lenge rollen står i registeret"));
    let shut = kari
        .get(&format!("{OLA_PATH}/gi/pakke/regnskapsforer-lonn"))
        .await;
    assert_eq!(shut.status, 403);
    assert!(shut.body.contains("følger bare av roller"));
    let citizen = kari
        .get(&format!("{OLA_PATH}/gi/pakke/innbygger-helsetjenester"))
        .await;
    assert_eq!(citizen.status, 403);
    assert!(
        citizen
            .body
            .contains("gjelder ikke for Nøkkelvik Bakeri AS")
    );
    for path in [
        format!("{OLA_PATH}/gi/pakke/finnes-ikke"),
        format!("{OLA_PATH}/gi/tjeneste/finnes-ikke"),
        format!("{KARI_PATH}/gi"),
        format!("{NORA_PATH}/gi/pakke/lonn"),
        format!("{RECEIVED}/{}", cast::PLUMBER_ID),
        format!("{USERS}/{}/gi", cast::PLUMBER_ID),
        format!("{POWERS}/access-package/finnes-ikke"),
    ] {
        assert_eq!(kari.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointed_access_manager_learns_who_could_give_what_he_lacks() {
    let app = TestApp::start(kinds()[0]).await;
    let mut kari = at_the_bakery(&app, KARI).await;
    let page = kari
        .post(&format!("{OLA_PATH}/gi/pakke/tilgangsstyrer"), &[])
        .await;
    assert_eq!(page.heading(), "Ola Deigmann");
    add_nora(&mut kari).await;
    let mut ola = at_the_bakery(&app, OLA).await;
    let offer = ola.get(&format!("{NORA_PATH}/gi")).await;
    assert!(offer.body.contains("Du har den ikke selv"));
    for method in [Method::GET, Method::POST] {
        let form: Option<&[(&str, &str)]> = (method == Method::POST).then_some(&[]);
        let refused = ola
            .send(method, &format!("{NORA_PATH}/gi/pakke/lonn"), form)
            .await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.heading(), "Du kan ikke gi Lønn");
        assert!(refused.body.contains("Kari Nøkkelvik"), "{}", refused.body);
    }
    let given = ola.post(&format!("{NORA_PATH}/gi/pakke/{POST}"), &[]).await;
    assert_eq!(given.heading(), "Nora Postløs");
    assert!(given.body.contains("Gitt av Ola Deigmann"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_guesses_at_a_person_shut_the_form_for_an_hour() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let path = format!("{USERS}/ny");
        let wrong = [
            ("type", "person"),
            ("national_id", NORA),
            ("surname", "Feil"),
        ];
        for _ in 0..10 {
            let page = kari.post(&path, &wrong).await;
            assert_eq!(page.status, 422);
            assert!(!page.body.contains(NORA), "a national id is shown");
        }
        let right = [
            ("type", "person"),
            ("national_id", NORA),
            ("surname", "Postløs"),
        ];
        let shut = kari.post(&path, &right).await;
        assert_eq!(shut.status, 429, "{kind:?}");
        assert!(shut.body.contains("Prøv igjen om en time"));
        let business = [("type", "virksomhet"), ("number", cast::PLUMBER)];
        assert_eq!(kari.post(&path, &business).await.status, 200);
        app.advance(time::Duration::seconds(3601));
        // The login has run out meanwhile.
        let mut kari = at_the_bakery(&app, KARI).await;
        let page = kari.post(&path, &right).await;
        assert_eq!(page.heading(), "Hva skal Nora Postløs få gjøre?");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_adds_nobody() {
    let app = TestApp::start(kinds()[0]).await;
    let mut kari = at_the_bakery(&app, KARI).await;
    let path = format!("{USERS}/ny");
    let long = "9".repeat(5000);
    for (fields, said) in [
        (vec![("type", "person")], "kontroller de elleve sifrene"),
        (
            vec![("type", "person"), ("national_id", "1"), ("surname", "x")],
            "kontroller de elleve sifrene",
        ),
        (
            vec![("type", "person"), ("national_id", NORA)],
            "Skriv etternavnet",
        ),
        (
            vec![
                ("type", "person"),
                ("national_id", cast::JONAS),
                ("surname", "Ungmann"),
            ],
            "kan ikke få fullmakter her",
        ),
        (
            vec![("type", "virksomhet"), ("number", "123")],
            "kontroller de ni sifrene",
        ),
        (
            vec![("type", "virksomhet"), ("number", long.as_str())],
            "kontroller de ni sifrene",
        ),
        (
            vec![("type", "virksomhet"), ("number", cast::BAKERY)],
            "legg til noen andre",
        ),
    ] {
        let page = kari.post(&path, &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.body.contains(said), "{fields:?}: {}", page.body);
    }
    let hostile = kari
        .get(&format!("{USERS}?q=%3Cscript%3E&side=99999999"))
        .await;
    assert_eq!(hostile.status, 200);
    assert!(!hostile.body.contains("<script>"));
    assert_eq!(kari.get(&format!("{USERS}/not-an-id")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_gives_up_what_he_was_given() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut ola = app.browser_of(OLA).await;
        ola.post(
            "/aktorvalg?goto=/",
            &[("party", "f0a10000-0000-4000-8000-000000010003")],
        )
        .await;
        let list = ola.get(RECEIVED).await;
        assert!(list.body.contains("Nøkkelvik Bakeri AS"), "{}", list.body);
        let bakery = format!("{RECEIVED}/{}", cast::BAKERY_ID);
        let page = ola.get(&bakery).await;
        assert!(page.body.contains("Gitt av Kari Nøkkelvik"));
        let leave = format!("{bakery}/fjern/pakke/{POST}");
        let asked = ola.get(&leave).await;
        assert!(
            asked.heading().starts_with("Si fra deg"),
            "{}",
            asked.heading()
        );
        let left = ola.post(&leave, &[]).await;
        assert!(left.body.contains("Du har sagt fra deg"));
        let all = ola.post(&format!("{bakery}/fjern"), &[]).await;
        assert_eq!(all.heading(), "Fullmakter hos andre");
        assert_eq!(ola.get(&bakery).await.status, 404, "{kind:?}");
        assert_eq!(ola.post(&format!("{bakery}/fjern"), &[]).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn packages_are_told_with_who_has_them() {
    let app = TestApp::start(kinds()[0]).await;
    let mut kari = at_the_bakery(&app, KARI).await;
    let page = kari.get(POWERS).await;
    assert!(page.body.contains("Lønn") && !page.body.contains("Vergemål"));
    let package = kari.get(&format!("{POWERS}/access-package/{POST}")).await;
    for name in ["Ola Deigmann", "Kari Nøkkelvik", "Stig Nøkkelvik"] {
        assert!(package.body.contains(name), "{name}");
    }
    let to_whom = kari
        .get(&format!("/accessmanagement/ui/gi?pakke={POST}"))
        .await;
    assert_eq!(to_whom.heading(), "Hvem skal få fullmakt?");
    for page in [&page, &package, &to_whom] {
        assert!(!page.body.contains(OLA), "a national id is shown");
    }
}
