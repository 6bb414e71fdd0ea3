//! The pages, as a browser without scripts meets them.

use super::{KARI, Scene};
use crate::support::browser::Browser;
use crate::support::cast::{self, BAKERY_ID, TAX_BASIS_API, VENDOR, VENDOR_ID};
use crate::support::database::{Kind, kinds};

const OVERVIEW: &str = "/accessmanagement/ui/maskinporten";

async fn acting(scene: &Scene, person: &str, party: uuid::Uuid) -> Browser {
    let mut browser = scene.stage.app.browser_of(person).await;
    browser
        .post("/aktorvalg?goto=/", &[("party", &party.to_string())])
        .await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_adds_a_supplier_delegates_an_api_and_withdraws_it() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let mut kari = acting(&scene, cast::KARI, BAKERY_ID).await;
        let empty = kari.get(OVERVIEW).await;
        assert_eq!(empty.heading(), "API-delegering", "{kind:?}");
        assert!(empty.body.contains("Ingen leverandører ennå"));

        let new = format!("{OVERVIEW}/ny-leverandor");
        for (number, words) in [
            ("12", "ikke et gyldig nummer"),
            ("310 999 997", "Fant ingen virksomhet"),
            (cast::BAKERY, "deres eget nummer"),
        ] {
            let wrong = kari.post(&new, &[("number", number)]).await;
            assert_eq!(wrong.status, 422);
            assert!(wrong.body.contains(words), "{number}");
        }
        let choose = kari.post(&new, &[("number", "310 801 003")]).await;
        assert_eq!(choose.heading(), "Velg API");
        assert!(choose.body.contains("Skattegrunnlag API"));

        let supplier = format!("{OVERVIEW}/supplier/{VENDOR_ID}");
        let give = format!("{supplier}/gi?api={TAX_BASIS_API}");
        let question = kari.get(&give).await;
        assert!(
            question
                .body
                .contains("Ansvaret for bruken er fortsatt deres")
        );
        assert_eq!(scene.live().await, (0, 1), "asking gives nothing");
        let done = kari.post(&give, &[]).await;
        assert_eq!(done.heading(), "Bedriftshjelp AS");
        assert!(done.body.contains("Skattegrunnlag API er delegert"));
        assert_eq!(scene.live().await, (1, 1));
        let choose = kari.get(&format!("{supplier}/gi?q=skatt")).await;
        assert!(choose.body.contains("har allerede dette API-et"));

        let mut vidar = acting(&scene, cast::VIDAR, VENDOR_ID).await;
        let consumer = format!("{OVERVIEW}/consumer/{BAKERY_ID}");
        let received = vidar.get(&consumer).await;
        assert_eq!(received.heading(), "Nøkkelvik Bakeri AS");
        assert!(received.body.contains("Gi fra dere"));

        let withdraw = format!("{supplier}/trekk?api={TAX_BASIS_API}");
        assert!(kari.get(&withdraw).await.body.contains("fra første kall"));
        for _ in 0..2 {
            let done = kari.post(&withdraw, &[]).await;
            assert_eq!(done.heading(), "Bedriftshjelp AS");
        }
        assert_eq!(scene.live().await, (0, 1));
        for _ in 0..2 {
            let done = kari.post(&format!("{supplier}/fjern"), &[]).await;
            assert_eq!(done.heading(), "API-delegering");
        }
        assert_eq!(scene.live().await, (0, 0));
        assert_eq!(vidar.get(&consumer).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_is_told_who_may() {
    let scene = Scene::new(Kind::Sqlite).await;
    let mut ola = acting(&scene, cast::OLA, BAKERY_ID).await;
    for path in [OVERVIEW.to_owned(), format!("{OVERVIEW}/ny-leverandor")] {
        let refused = ola.get(&path).await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.heading(), "Du kan ikke administrere API-delegering");
        assert!(refused.body.contains("Maskinporten administrator"));
    }
    let added = ola
        .post(&format!("{OVERVIEW}/ny-leverandor"), &[("number", VENDOR)])
        .await;
    assert_eq!(added.status, 403);
    assert_eq!(scene.live().await, (0, 0));
    let mut herself = acting(&scene, cast::KARI, cast::KARI_ID).await;
    assert_eq!(herself.get(OVERVIEW).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_partys_does_not_exist() {
    let scene = Scene::new(Kind::Sqlite).await;
    scene.give().await;
    let mut liv = acting(&scene, cast::LIV, cast::TAX_OWNER_ID).await;
    for path in [
        format!("{OVERVIEW}/supplier/{VENDOR_ID}"),
        format!("{OVERVIEW}/supplier/{VENDOR_ID}/gi"),
        format!("{OVERVIEW}/supplier/{VENDOR_ID}/trekk?api={TAX_BASIS_API}"),
        format!("{OVERVIEW}/supplier/{VENDOR_ID}/fjern"),
        format!("{OVERVIEW}/consumer/{BAKERY_ID}"),
    ] {
        assert_eq!(liv.get(&path).await.status, 404, "{path}");
    }
    let withdraw = format!("{OVERVIEW}/supplier/{VENDOR_ID}/trekk?api={TAX_BASIS_API}");
    assert_eq!(liv.post(&withdraw, &[]).await.status, 404);
    assert_eq!(scene.live().await, (1, 1));
    let kari = scene.person(KARI);
    assert_eq!(scene.get(&scene.at_bakery("", ""), &kari).await.status, 200);
}
