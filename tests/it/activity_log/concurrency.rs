//! Several processes that append at once, and some that die while they do.

use fullmakt::db::Db;
use fullmakt::ops::activity_log::verify;
use fullmakt::store::acts;
use tokio::task::JoinSet;

use super::{act, verified};
use crate::faults::server::ServerProcess;
use crate::portal::scene::Vendor;
use crate::support::cast::{self, BAKERY, KARI, TAX_BASIS};
use crate::support::database::{fresh, kinds};
use crate::support::rows::Rows;

const WRITERS: u128 = 6;
const EACH: u128 = 20;

/// Writers with connections of their own, as processes have; every fourth transaction is given up after its act.
#[tokio::test(flavor = "multi_thread")]
async fn writers_at_once_leave_no_gap_and_no_fork() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let url = rows.url().to_owned();
            writers.spawn(async move {
                let db = Db::connect(&url).await.unwrap();
                for round in 1..=EACH {
                    let mut tx = db.write().await.unwrap();
                    let one = act(writer * 1_000 + round);
                    acts::insert(&mut tx, &one).await.unwrap();
                    if round % 4 != 0 {
                        tx.commit().await.unwrap();
                    }
                }
                db.close().await;
            });
        }
        // Looking is allowed all the while, and finds it whole.
        while let Some(done) = writers.join_next().await {
            done.unwrap();
            verified(&rows).await.unwrap();
        }
        let whole = verified(&rows).await.unwrap();
        let kept = i64::try_from(WRITERS * EACH * 3 / 4).unwrap();
        assert_eq!(whole.head.number, kept, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_in_the_middle_of_many_acts_leaves_the_log_whole() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        let vendor = Vendor::on(server.machine(cast::VENDOR_CLIENT), &[TAX_BASIS]).await;
        let mut paths = Vec::new();
        for number in 0..=16 {
            let reference = number.to_string();
            let asked = vendor.ask_for(&[TAX_BASIS], BAKERY, &reference).await;
            paths.push(asked.path("approve"));
        }
        let last = paths.remove(0);
        let mut kari = server.browser();
        kari.log_in(KARI, "/").await;
        let http = fullmakt::tokens::http_client().unwrap();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let mut clicks = JoinSet::new();
        for path in paths {
            let request = http
                .post(format!("{}{path}", server.url))
                .header("cookie", kari.cookie_header())
                .header("sec-fetch-site", "same-origin")
                .form(&[("x", "")]);
            let tell = tell.clone();
            clicks.spawn(async move {
                // Those that the death cuts off get no answer.
                if let Ok(answer) = request.send().await {
                    assert_eq!(answer.status(), 303);
                    tell.send(()).unwrap();
                }
            });
        }
        drop(tell);
        for _ in 0..4 {
            told.recv().await.unwrap();
        }
        server.kill();
        clicks.join_all().await;
        let mut promised = 4;
        while told.recv().await.is_some() {
            promised += 1;
        }

        // Another server goes on from there.
        let again = ServerProcess::start(&database.url);
        let mut kari = again.browser();
        kari.log_in(KARI, "/").await;
        let db = Db::connect(&database.url).await.unwrap();
        let whole = verify(&db, &[]).await.unwrap().unwrap();
        assert!(
            whole.head.number >= promised,
            "{kind:?}: {whole:?}, {promised} promised"
        );
        let page = kari
            .send(reqwest::Method::POST, &last, Some(&[("x", "")]))
            .await;
        assert_eq!(page.status, 303);
        let after = verify(&db, std::slice::from_ref(&whole.head))
            .await
            .unwrap()
            .unwrap();
        assert!(after.head.number > whole.head.number, "{kind:?}");
        db.close().await;
    }
}
