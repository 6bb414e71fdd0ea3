//! Measures the registry with many resources; docs/performance.md says how it is run and what came of it.

use std::time::{Duration, Instant};

use fullmakt::db::Db;
use fullmakt::domain::{Keyword, Localized, Resource, ResourceDetails};
use fullmakt::ops::{resources, system_resources};
use fullmakt::store::service_owners;
use fullmakt::world::World;

use super::{RESOURCES, answer, policy, upload_form};
use crate::faults::server::ServerProcess;
use crate::support::cast;
use crate::support::database::{fresh, kinds};
use crate::support::rows;

const COUNT: usize = 20_000;
const TIMES: usize = 20;

/// A description of the length of published ones.
fn resource(number: usize) -> Resource {
    let text = |what: &str| Localized {
        nb: format!("{what} nummer {number} for den som driver virksomhet i Norge"),
        nn: format!("{what} nummer {number} for den som driv verksemd i Noreg"),
        en: format!("{what} number {number} for those who do business in Norway"),
    };
    Resource {
        id: format!("dts-tjeneste-{number}"),
        title: text("Tjeneste"),
        description: text("Lang beskrivelse av tjenesten, med hva den er til og hvem den er for,"),
        details: ResourceDetails {
            keywords: vec![Keyword {
                word: format!("ord{}", number % 100),
                language: Some("nb".to_owned()),
            }],
            ..ResourceDetails::default()
        },
        ..rows::resource()
    }
}

async fn fill(url: &str) {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    let now = World::default().now();
    system_resources::ensure(&db, now).await.unwrap();
    let mut tx = db.write().await.unwrap();
    if service_owners::find(&mut tx, "dts")
        .await
        .unwrap()
        .is_none()
    {
        service_owners::insert(&mut tx, &rows::owner())
            .await
            .unwrap();
    }
    for number in 0..COUNT {
        let resource = resource(number);
        let text = policy(&resource.id);
        resources::insert_with_policy(&mut tx, &resource, &text, now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |at: usize| times[at].as_secs_f64() * 1_000.0;
    let (middle, last) = (times.len() / 2, times.len() - 1);
    println!("| {what} | {:.1} ms | {:.1} ms |", ms(middle), ms(last));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; see docs/performance.md"]
async fn the_registry_with_twenty_thousand_resources() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let first = ServerProcess::start(&database.url);
        first.kill();
        fill(&database.url).await;
        let server = ServerProcess::start(&database.url);
        let owner = server.machine(cast::TAX_OWNER_CLIENT);
        let token = owner.token(super::WRITE).await;
        // To the first byte: the rest is the reader's own speed.
        let get = async |path: &str| {
            let started = Instant::now();
            let response = http
                .get(format!("{}{RESOURCES}{path}", server.url))
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), 200);
            let took = started.elapsed();
            response.bytes().await.unwrap();
            took
        };
        println!("{kind:?}\n| | median | slowest |\n| --- | --- | --- |");
        told(
            "first list after the start",
            vec![get("/resourcelist").await],
        );
        for (what, path) in [
            ("list", "/resourcelist"),
            ("search by title", "/search?Title=nummer%2019999"),
            ("search by a rare keyword", "/search?Keyword=ord42"),
            (
                "search that finds nothing",
                "/search?Description=finnes%20ikke",
            ),
            ("search that finds all", "/search?Description=beskrivelse"),
            ("changes, 1000", "/changes"),
            ("subjects, 1000", "/updated"),
        ] {
            let mut times = Vec::new();
            for _ in 0..TIMES {
                times.push(get(path).await);
            }
            told(what, times);
        }
        let (mut uploads, mut lists, mut searches) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..TIMES {
            let id = format!("dts-tjeneste-{number}");
            let upload = http.post(format!("{}{RESOURCES}/{id}/policy", server.url));
            let upload = upload_form(upload, "policyFile", policy(&id).as_bytes());
            let started = Instant::now();
            assert_eq!(answer(upload.bearer_auth(&token)).await.status, 201);
            uploads.push(started.elapsed());
            match number % 2 {
                0 => lists.push(get("/resourcelist").await),
                _ => searches.push(get("/search?Title=nummer%2019999").await),
            }
        }
        told("upload of a policy", uploads);
        told("list, the first after an upload", lists);
        told("search, the first after an upload", searches);
    }
}
