//! The page of the activity log, over HTTP: who sees what, and what is said of it.

use fullmakt::domain::{Act, ActDetails, ActKind, PartyId};
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

use super::scene::{LOG, PACKAGE, Scene, act, lines, link};
use crate::support::cast::{BAKERY_ID, KARI, KARI_ID, OLA, PER, PLUMBER_ID, TAX_BASIS};
use crate::support::database::kinds;

const OLA_ID: Uuid = uuid::uuid!("f0a10000-0000-4000-8000-000000010003");

fn package_given() -> Act {
    act(
        datetime!(2026-07-01 22:30 UTC),
        ActKind::PackageGiven,
        ActDetails {
            counterpart: Some(OLA_ID),
            package: Some(PACKAGE.into()),
            power: Some("urn:altinn:external-role:ccr:daglig-leder".into()),
            ..ActDetails::default()
        },
    )
}

fn by(actor: Uuid, act: Act) -> Act {
    Act {
        actor: PartyId(actor),
        ..act
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reads_who_did_what_when_and_by_which_right() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.add(&[package_given()]).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let page = kari.get(LOG).await;
        assert_eq!(
            (page.status.as_u16(), page.heading()),
            (200, "Aktivitetslogg")
        );
        let said = lines(&page);
        assert_eq!(said.len(), 1, "{kind:?}: {said:?}");
        let expected = "00:30 Kari Nøkkelvik ga Ola Deigmann tilgangspakken Lønn \
                        Retten bygger på rollen Daglig leder";
        assert_eq!(said[0], expected, "{kind:?}");
        assert!(page.body.contains(">02.07.2026</h2>"), "the day in Norway");
        assert!(page.body.contains("datetime=\"2026-07-01T22:30:00Z\""));

        kari.post("/sprak", &[("language", "en"), ("goto", LOG)])
            .await;
        let said = lines(&kari.get(LOG).await);
        assert!(
            said[0].contains("gave Ola Deigmann the access package"),
            "{said:?}"
        );
        kari.post("/sprak", &[("language", "nn"), ("goto", LOG)])
            .await;
        let said = lines(&kari.get(LOG).await);
        assert!(said[0].contains("Retten byggjer på rolla"), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_manage_access_sees_only_what_he_did_himself() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let own = act(
            datetime!(2026-07-02 08:00 UTC),
            ActKind::LaunchStarted,
            ActDetails {
                resource: Some(TAX_BASIS.into()),
                ..ActDetails::default()
            },
        );
        scene.add(&[package_given(), by(OLA_ID, own)]).await;
        let mut ola = scene.acting(OLA, BAKERY_ID).await;
        let kari = format!("{LOG}?hvem={KARI_ID}");
        let file = format!("{LOG}/csv?hvem={KARI_ID}");
        for path in [LOG, kari.as_str()] {
            let page = ola.get(path).await;
            let said = lines(&page);
            assert_eq!(said.len(), 1, "{kind:?} {path}: {said:?}");
            assert!(said[0].contains("Ola Deigmann startet"), "{said:?}");
            assert!(page.body.contains("De som styrer tilgangene"));
            assert!(
                !page.body.contains("name=\"hvem\""),
                "there is nobody to choose"
            );
        }
        let file = ola.get(&file).await;
        assert_eq!(file.body.lines().count(), 2, "{}", file.body);
        assert!(!file.body.contains("Kari"), "{}", file.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_partys_log_is_never_shown() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.add(&[package_given()]).await;
        // Per has nothing to do with the bakery.
        for place in [PLUMBER_ID, BAKERY_ID] {
            let mut browser = scene.app.browser_of(PER).await;
            browser
                .post("/aktorvalg", &[("party", &place.to_string())])
                .await;
            browser
                .post("/aktorvalg", &[("party", &BAKERY_ID.to_string())])
                .await;
            for path in [
                LOG.to_owned(),
                format!("{LOG}?hvem={KARI_ID}"),
                format!("{LOG}/csv"),
            ] {
                let page = browser.get(&path).await;
                assert!(!page.body.contains("Ola Deigmann"), "{kind:?} {path}");
            }
        }
        let mut nobody = scene.app.browser();
        for path in [LOG.to_owned(), format!("{LOG}/csv")] {
            let to = nobody.sent_to(&path).await;
            assert!(to.contains("authentication"), "{to}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_himself_everybody_sees_what_he_did_for_anybody() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.add(&[package_given()]).await;
        let mut kari = scene.acting(KARI, KARI_ID).await;
        let said = lines(&kari.get(&format!("{LOG}?hva=fullmakter")).await);
        assert_eq!(said.len(), 1, "{kind:?}: {said:?}");
        assert!(said[0].contains("På vegne av"), "{said:?}");
        let by_me = lines(
            &kari
                .get(&format!("{LOG}?hva=fullmakter&hvem={KARI_ID}"))
                .await,
        );
        assert_eq!(by_me, said, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filter_takes_days_in_norway_who_and_what() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let later = act(
            datetime!(2026-07-02 21:59:59 UTC),
            ActKind::RequestRejected,
            ActDetails::default(),
        );
        let last = by(
            OLA_ID,
            act(
                datetime!(2026-07-02 22:00 UTC),
                ActKind::RequestEscalated,
                ActDetails::default(),
            ),
        );
        scene.add(&[package_given(), later, last]).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        for (filter, count) in [
            ("", 3),
            ("fra=2026-07-02", 3),
            ("fra=2026-07-03", 1),
            ("til=2026-07-01", 0),
            ("til=2026-07-02", 2),
            ("til=02.07.2026", 2),
            ("fra=2026-07-02&til=2026-07-02", 2),
            (format!("hvem={OLA_ID}").as_str(), 1),
            (format!("hvem={PLUMBER_ID}").as_str(), 0),
            ("hva=fullmakter", 1),
            ("hva=systemtilganger", 2),
            ("hva=klienter", 0),
            (
                format!("hva=systemtilganger&hvem={KARI_ID}&til=2026-07-02").as_str(),
                1,
            ),
            ("hva=nonsense&hvem=nonsense&etter=nonsense", 3),
        ] {
            let page = kari.get(&format!("{LOG}?{filter}")).await;
            assert_eq!(page.status, 200, "{filter}");
            assert_eq!(lines(&page).len(), count, "{kind:?}: {filter}");
            let file = kari.get(&format!("{LOG}/csv?{filter}")).await;
            assert_eq!(file.body.lines().count(), count + 1, "{kind:?}: {filter}");
        }
        for filter in [
            "fra=igår",
            "til=2026-02-30",
            "fra=2026-07-03&til=2026-07-02",
        ] {
            let page = kari.get(&format!("{LOG}?{filter}")).await;
            assert_eq!(page.status, 422, "{filter}");
            assert!(page.body.contains("ds-error-summary"), "{filter}");
            assert!(lines(&page).is_empty());
            let file = kari.get(&format!("{LOG}/csv?{filter}")).await;
            assert_eq!(file.status, 422, "{filter}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_every_act_once_also_when_more_are_added_meanwhile() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        // Many of them at the very same moment: the place is by id then.
        let at =
            |number: i64| datetime!(2026-07-01 12:00 UTC) + Duration::microseconds(number / 30);
        let numbered = |number: i64| {
            let details = ActDetails {
                list: Some(format!("list-{number:03}")),
                count: Some(1),
                ..ActDetails::default()
            };
            act(at(number), ActKind::ListMembersAdded, details)
        };
        let all: Vec<Act> = (0..120).map(numbered).collect();
        scene.add(&all).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let (mut path, mut seen) = (format!("{LOG}?hva=ressurser"), Vec::new());
        loop {
            let page = kari.get(&path).await;
            seen.extend(lines(&page));
            let Some(older) = link(&page, "Vis eldre") else {
                break;
            };
            assert!(older.contains("hva=ressurser"), "{older}");
            path = older;
            scene.add(&[numbered(9_000)]).await;
        }
        assert_eq!(seen.len(), 120, "{kind:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{kind:?}");
        let back = kari.get(&path).await;
        let newest = link(&back, "Til det nyeste").unwrap();
        assert!(lines(&kari.get(&newest).await)[0].contains("list-9000"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_told_so_and_names_are_text() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene
            .app
            .run_sql("update party set name = '<b>Kari</b> & \"Co\"' where name like 'Kari N%'")
            .await;
        let gone = ActDetails {
            counterpart: Some(Uuid::from_u128(404)),
            client: Some(PartyId(Uuid::from_u128(405))),
            package: Some("urn:altinn:accesspackage:no-such-thing".into()),
            power: Some("urn:altinn:resource:no-such-resource".into()),
            ..ActDetails::default()
        };
        let at = datetime!(2026-07-01 12:00 UTC);
        let rights = ActDetails {
            resource: Some("no-such-<i>".into()),
            actions: vec!["read".into(), "=cmd()".into()],
            ..gone.clone()
        };
        scene
            .add(&[
                act(at, ActKind::ClientPackageGiven, gone),
                act(at - Duration::hours(1), ActKind::RightsGiven, rights),
                act(
                    at - Duration::hours(2),
                    ActKind::SystemUserDeleted,
                    ActDetails::default(),
                ),
            ])
            .await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let page = kari.get(LOG).await;
        let said = lines(&page);
        assert_eq!(said.len(), 3, "{kind:?}: {said:?}");
        for words in [
            "en tilgangspakke som er borte",
            "noen som ikke finnes i registeret lenger",
            "no-such-resource (finnes ikke lenger)",
        ] {
            assert!(said[0].contains(words), "{words}: {said:?}");
        }
        assert!(
            said[2].contains("en systemtilgang som er borte"),
            "{said:?}"
        );
        assert!(!page.body.contains("<b>Kari") && !page.body.contains("such-<i>"));
    }
}

/// The number of queries of a page does not grow with what stands on it.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_page_takes_as_many_queries_as_one_with_one_line() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let one = |day: u8| {
            let mut one = package_given();
            one.id = fullmakt::domain::ActId(Uuid::now_v7());
            one.details.counterpart = Some(Uuid::from_u128(u128::from(day)));
            one
        };
        scene.add(&[one(1)]).await;
        let mut counts = Vec::new();
        for round in 0..2 {
            // Once before, so that what the server keeps is kept.
            kari.get(LOG).await;
            let before = scene.app.db.statements();
            let page = kari.get(LOG).await;
            counts.push(scene.app.db.statements() - before);
            assert_eq!(lines(&page).len(), if round == 0 { 1 } else { 50 });
            let many: Vec<Act> = (2..80).map(one).collect();
            scene.add(&many).await;
        }
        assert!(counts[1] <= counts[0], "{kind:?}: {counts:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_log_says_what_will_stand_there() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let page = kari.get(LOG).await;
        assert!(page.body.contains("Ingenting er gjort ennå"), "{kind:?}");
        let page = kari.get(&format!("{LOG}?fra=2026-01-01")).await;
        assert!(page.body.contains("Ingenting passer"), "{kind:?}");
    }
}
