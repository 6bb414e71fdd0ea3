//! A server that dies in the middle of many writes leaves none of them half done.

use fullmakt::db::Db;
use fullmakt::domain::PolicySubject;
use fullmakt::store::{policies, resources, subjects};
use reqwest::{Client, RequestBuilder};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use super::{RESOURCES, described, policy, upload_form};
use crate::faults::server::ServerProcess;
use crate::support::cast;
use crate::support::database::{fresh, kinds};

const COUNT: usize = 24;

/// Adds a resource and then its policy; answers how far it came.
async fn add(http: Client, url: String, token: String, id: String) -> usize {
    let create = http.post(format!("{url}{RESOURCES}")).json(&described(&id));
    let upload = http.post(format!("{url}{RESOURCES}/{id}/policy"));
    let upload = upload_form(upload, "policyFile", policy(&id).as_bytes());
    let is_done = async |request: RequestBuilder| {
        let answer = request.bearer_auth(&token).send().await;
        answer.is_ok_and(|answer| answer.status() == 201)
    };
    match is_done(create).await {
        true if is_done(upload).await => 2,
        true => 1,
        false => 0,
    }
}

/// How far a resource came, when each step is whole.
async fn found(db: &Db, id: &str) -> usize {
    let resource = resources::find(db, id).await.unwrap();
    let version = resources::find_version(db, id, 1).await.unwrap();
    assert_eq!(resource, version, "{id}");
    let guarded = policies::find(db, id).await.unwrap();
    assert_eq!(guarded.is_some(), resource.is_some(), "{id}");
    let rows = subjects::list_of_resource(db, id).await.unwrap();
    let named: Vec<PolicySubject> = rows.into_iter().map(|row| row.subject).collect();
    match guarded.and_then(|guarded| guarded.policy) {
        Some(text) => {
            assert_eq!(text, policy(id));
            assert_eq!(named, [PolicySubject::new("urn:altinn:rolecode", "DAGL")]);
            2
        }
        None => {
            assert_eq!(named, [], "{id}");
            usize::from(resource.is_some())
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_in_the_middle_of_many_writes_leaves_none_of_them_half_done() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let server = ServerProcess::start(&database.url);
        let token = server
            .machine(cast::TAX_OWNER_CLIENT)
            .token(super::WRITE)
            .await;
        let http = fullmakt::tokens::http_client().unwrap();
        let (tell, mut told) = unbounded_channel();
        let mut writers = JoinSet::new();
        for number in 0..COUNT {
            let (tell, id) = (tell.clone(), format!("dts-uhell-{number}"));
            let adding = add(http.clone(), server.url.clone(), token.clone(), id.clone());
            writers.spawn(async move {
                tell.send((id, adding.await)).unwrap();
            });
        }
        drop(tell);
        let mut promised = Vec::new();
        while promised.len() < 5 {
            promised.push(told.recv().await.unwrap());
        }
        server.kill();
        writers.join_all().await;
        while let Some(one) = told.recv().await {
            promised.push(one);
        }

        let db = Db::connect(&database.url).await.unwrap();
        assert_eq!(promised.len(), COUNT);
        for (id, steps) in promised {
            // What was answered is there; more may be, as an answer can be cut off.
            assert!(found(&db, &id).await >= steps, "{kind:?} {id}");
        }
        db.close().await;
    }
}
