//! All parties in the order of their changes.

use std::collections::HashSet;

use serde_json::Value;

use super::{KARI_NUMBER, Register, V1, V2, national_id};
use crate::support::cast::KARI_ID;
use crate::support::database::{Kind, kinds};
use crate::support::machine::Answer;

/// Follows the stream from `path` on to its end; the parties' uuids, and the last address.
async fn follow(register: &Register, path: &str) -> (Vec<String>, String) {
    let (mut seen, mut path) = (Vec::new(), path.to_owned());
    loop {
        let page = register.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let data = page.body["data"].as_array().unwrap();
        let uuid = |party: &Value| party["partyUuid"].as_str().unwrap().to_owned();
        seen.extend(data.iter().map(uuid));
        match next(register, &page) {
            Some(next) => path = next,
            None => return (seen, path),
        }
    }
}

fn next(register: &Register, page: &Answer) -> Option<String> {
    let next = page.body["links"]["next"].as_str()?;
    Some(
        next.strip_prefix(&register.stage.app.url)
            .unwrap()
            .to_owned(),
    )
}

#[tokio::test]
async fn the_stream_tells_every_party_once_and_then_what_changes() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let (all, end) = follow(&register, &format!("{V2}/stream")).await;
        let once: HashSet<&String> = all.iter().collect();
        assert_eq!(once.len(), all.len(), "{kind:?}");
        assert!(once.contains(&KARI_ID.to_string()));
        let person = register
            .add_person(&national_id("018199123"), "Ny Mann")
            .await;
        let (new, end) = follow(&register, &end).await;
        assert_eq!(new, [person.to_string()], "{kind:?}");
        assert!(follow(&register, &end).await.0.is_empty());
    }
}

#[tokio::test]
async fn a_page_keeps_the_fields_and_the_consumer() {
    let register = Register::open(Kind::Sqlite).await;
    let path = format!("{V1}/access-management/parties/stream?fields=id,version");
    let page = register.get(&path).await;
    let first = &page.body["data"][0];
    assert_eq!(first.as_object().unwrap().len(), 2);
    let kari = page.body["data"].as_array().unwrap().iter();
    assert_eq!(
        kari.filter(|party| party["partyId"] == KARI_NUMBER).count(),
        1
    );
    let next = next(&register, &page).unwrap();
    assert!(next.starts_with(&format!(
        "{V1}/access-management/parties/stream?fields=id%2Cversion&token="
    )));
}

#[tokio::test]
async fn a_token_of_ours_is_needed() {
    let register = Register::open(Kind::Sqlite).await;
    for token in ["x", "%00", "eyJhZnRlciI6IngifQ", "-1"] {
        let answer = register.get(&format!("{V2}/stream?token={token}")).await;
        assert_eq!(answer.status, 400, "{token}");
    }
}
