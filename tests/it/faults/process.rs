//! Start, stop and sudden death of the real program.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use fullmakt::db::Db;
use fullmakt::domain::{PartyId, SystemUserId};
use fullmakt::store;
use reqwest::Method;
use uuid::Uuid;

use super::server::{ServerProcess, program};
use crate::portal::scene::{Asked, Vendor};
use crate::support::browser::Browser;
use crate::support::cast::{self, BAKERY, BAKERY_ID, KARI, TAX_BASIS};
use crate::support::database::{fresh, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_before_the_server_ends() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        assert_eq!(server.browser().get("/health/ready").await.status, 200);

        let body = "language=en&goto=%2Ftjenester";
        let mut connection = TcpStream::connect(server.address()).unwrap();
        let head = format!(
            "POST /sprak HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            server.address(),
            body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        // The server says this when the handler waits for the body: now the request is under way.
        let mut go_on = [0_u8; 25];
        connection.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));

        server.terminate();
        server.wait_for_log("stopping");
        connection.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert!(answer.contains("selectedLanguage=en"), "{answer}");

        let address = server.address();
        let (status, log) = server.wait();
        assert!(status.success(), "{status}\n{log}");
        assert!(
            TcpStream::connect(address).is_err(),
            "nobody listens any more"
        );
    }
}

/// The bakery's manager with requests of one vendor to answer.
struct Scene {
    asked: Vec<Asked>,
    kari: Browser,
}

async fn scene(server: &ServerProcess, count: usize) -> Scene {
    let machine = server.machine(cast::VENDOR_CLIENT);
    let vendor = Vendor::on(machine, &[TAX_BASIS]).await;
    let mut asked = Vec::new();
    for number in 0..count {
        asked.push(
            vendor
                .ask_for(&[TAX_BASIS], BAKERY, &number.to_string())
                .await,
        );
    }
    let mut kari = server.browser();
    kari.log_in(KARI, "/").await;
    Scene { asked, kari }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_a_sudden_death() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        let mut scene = scene(&server, 1).await;
        let approve = scene.asked[0].path("approve");
        let page = scene
            .kari
            .send(Method::POST, &approve, Some(&[("x", "")]))
            .await;
        assert_eq!(page.status, 303);
        server.kill();

        let server = ServerProcess::start(&database.url);
        assert_eq!(server.browser().get("/health/ready").await.status, 200);
        let db = Db::connect(&database.url).await.unwrap();
        assert!(is_whole(&db, &scene.asked[0]).await);
        db.close().await;
        let mut kari = server.browser();
        kari.log_in(KARI, "/").await;
        let page = kari.get(&scene.asked[0].path("receipt")).await;
        assert_eq!(page.heading(), "Du har godkjent forespørselen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_in_the_middle_of_many_approvals_leaves_none_of_them_half_done() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        let scene = scene(&server, 24).await;
        let (tell, mut answered) = tokio::sync::mpsc::unbounded_channel();
        let mut clicks = tokio::task::JoinSet::new();
        for asked in &scene.asked {
            let request = approval(&server, &scene.kari, asked);
            let (tell, id) = (tell.clone(), asked.id.clone());
            clicks.spawn(async move {
                // Those that the death cuts off get no answer.
                if let Ok(answer) = request.send().await {
                    assert_eq!(answer.status(), 303);
                    tell.send(id).unwrap();
                }
            });
        }
        drop(tell);
        let mut promised = Vec::new();
        while promised.len() < 5 {
            promised.push(answered.recv().await.unwrap());
        }
        server.kill();
        clicks.join_all().await;
        while let Some(id) = answered.recv().await {
            promised.push(id);
        }

        let server = ServerProcess::start(&database.url);
        let db = Db::connect(&database.url).await.unwrap();
        let mut whole = Vec::new();
        for asked in &scene.asked {
            if is_whole(&db, asked).await {
                whole.push(asked.id.clone());
            }
        }
        db.close().await;
        assert!(
            promised.iter().all(|id| whole.contains(id)),
            "an answer was lost"
        );

        // And the rest can be answered now.
        let mut kari = server.browser();
        kari.log_in(KARI, "/").await;
        for asked in scene
            .asked
            .iter()
            .filter(|asked| !whole.contains(&asked.id))
        {
            let page = kari.post(&asked.path("approve"), &[("x", "")]).await;
            assert_eq!(page.heading(), "Du har godkjent forespørselen");
        }
    }
}

fn approval(server: &ServerProcess, kari: &Browser, asked: &Asked) -> reqwest::RequestBuilder {
    let session = kari.cookie(crate::portal::scene::SESSION).unwrap();
    fullmakt::tokens::http_client()
        .unwrap()
        .post(format!("{}{}", server.url, asked.path("approve")))
        .header(
            "cookie",
            format!("{}={session}", crate::portal::scene::SESSION),
        )
        .header("sec-fetch-site", "same-origin")
        .form(&[("x", "")])
}

/// True when the approval is there with all that belongs to it, false when there is nothing of it; anything between
/// fails.
async fn is_whole(db: &Db, asked: &Asked) -> bool {
    let id = Uuid::parse_str(&asked.id).unwrap();
    let request = store::requests::find(db, fullmakt::domain::RequestId(id))
        .await
        .unwrap()
        .unwrap();
    let user = store::system_users::find(db, SystemUserId(id))
        .await
        .unwrap();
    let rights = store::delegations::list_to_system_user(db, SystemUserId(id))
        .await
        .unwrap();
    let acts = store::acts::list_on(db, PartyId(BAKERY_ID), id)
        .await
        .unwrap();
    let found = (
        request.status.as_str(),
        user.is_some(),
        rights.len(),
        acts.len(),
    );
    match found {
        ("Accepted", true, 1, 1) => true,
        ("New", false, 0, 0) => false,
        half => panic!("half done: {half:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_port_says_so_and_ends() {
    let database = fresh(crate::support::database::Kind::Sqlite).await;
    let server = ServerProcess::start(&database.url);
    let folder = tempfile::tempdir().unwrap();
    let port = server.address().replace("localhost", "127.0.0.1");
    let output = program(&folder, &["--listen", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("cannot listen on {port}")), "{said}");
    assert_eq!(server.browser().get("/health/ready").await.status, 200);
}
