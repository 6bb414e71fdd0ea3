//! Persons by number and surname, and the end to guessing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use time::Duration;

use super::{Register, V1, national_id};
use crate::support::cast::{BAKERY, KARI, NORA, PLUMBER};
use crate::support::database::{Kind, kinds};

/// An answer, without what differs from call to call.
#[derive(Debug, PartialEq)]
struct Told {
    status: StatusCode,
    code: String,
    retry_after: Option<i64>,
    body: Value,
}

impl Register {
    async fn person(&self, number: &str, surname: impl AsRef<[u8]>) -> Told {
        self.person_for(&self.token, number, surname).await
    }

    async fn person_for(&self, token: &str, number: &str, surname: impl AsRef<[u8]>) -> Told {
        let app = &self.stage.app;
        let request = app.http().get(format!("{}{V1}/persons", app.url));
        let surname = HeaderValue::from_bytes(surname.as_ref()).unwrap();
        let request = request
            .bearer_auth(token)
            .header("X-Ai-NationalIdentityNumber", number)
            .header("X-Ai-LastName", surname);
        let response = request.send().await.unwrap();
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.map(|value| value.to_str().unwrap().parse().unwrap());
        let status = response.status();
        let mut body: Value = response.json().await.unwrap();
        if let Some(trace) = body.get_mut("traceId") {
            *trace = Value::Null;
        }
        let code = body["code"].as_str().unwrap_or_default().to_owned();
        Told {
            status,
            code,
            retry_after,
            body,
        }
    }

    /// Guesses wrong this many times, each answered as not found.
    async fn guess_wrong(&self, times: usize) {
        for _ in 0..times {
            assert_eq!(self.person(KARI, "Galt").await.code, "REG-00009");
        }
    }
}

#[tokio::test]
async fn a_person_is_found_by_the_beginning_of_the_surname_however_it_is_sent() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let encoded = STANDARD.encode("Nøkkelvik");
        let surnames: [&[u8]; 6] = [
            "Nøkkelvik".as_bytes(),
            "nøkk".as_bytes(),
            b"N\xf8kkelvik",
            encoded.as_bytes(),
            b"  N\xd8KKELBERG ",
            "NØKKÉL".as_bytes(),
        ];
        for surname in surnames {
            let told = register.person(KARI, surname).await;
            assert_eq!(told.status, 200, "{kind:?} {surname:?}");
            assert_eq!(told.body["ssn"], KARI);
            assert_eq!(told.body["name"], "Kari Nøkkelvik");
        }
        for surname in ["Nokkelvik", "Nøk", "Kari", "vik"] {
            assert_eq!(
                register.person(KARI, surname).await.code,
                "REG-00009",
                "{surname}"
            );
        }
    }
}

#[tokio::test]
async fn the_registered_surname_counts_and_a_ring_makes_another_letter() {
    let register = Register::open(Kind::Sqlite).await;
    let number = national_id("018199123");
    register.add_person(&number, "Åse Åsen Åberg").await;
    assert_eq!(register.person(&number, "Åberg").await.status, 200);
    assert_eq!(register.person(&number, "Aberg").await.status, 404);
    let named =
        r#"update party set details = '{"last_name":"Åsen Müller"}' where name = 'Åse Åsen Åberg'"#;
    register.stage.app.run_sql(named).await;
    assert_eq!(register.person(&number, "åsen").await.status, 200);
    assert_eq!(register.person(&number, "Åberg").await.status, 404);
}

#[tokio::test]
async fn a_wrong_name_and_an_unknown_person_cannot_be_told_apart() {
    let register = Register::open(Kind::Sqlite).await;
    let wrong = register.person(KARI, "Galt").await;
    assert_eq!(
        (wrong.status.as_u16(), wrong.code.as_str()),
        (404, "REG-00009")
    );
    let unknown = register.person(&national_id("018199123"), "Galt").await;
    let impossible = register.person("12847421028", "Galt").await;
    assert_eq!(wrong, unknown);
    assert_eq!(wrong, impossible);
    let delete = "update party set is_deleted = true where number = 50010001";
    register.stage.app.run_sql(delete).await;
    assert_eq!(register.person(KARI, "Nøkkelvik").await, wrong);
}

#[tokio::test]
async fn a_wrong_name_and_an_unknown_person_take_the_same_statements() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let unknown = national_id("018199123");
        let mut counts = Vec::new();
        // Callers of their own, since all of these are wrong guesses.
        for (org, number) in [(PLUMBER, KARI), (BAKERY, unknown.as_str())] {
            let token = register.token_of(org);
            let ask = async || {
                let told = register.person_for(&token, number, "Galt").await;
                assert_eq!(told.status, 404);
            };
            counts.push(register.statements(ask).await);
        }
        assert_eq!(counts[0], counts[1], "{kind:?}");
    }
}

#[tokio::test]
async fn after_ten_wrong_guesses_a_caller_waits_an_hour() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        register.guess_wrong(10).await;
        let blocked = register.person(KARI, "Nøkkelvik").await;
        assert_eq!(
            (blocked.status.as_u16(), blocked.code.as_str()),
            (429, "REG-00008")
        );
        let wait = blocked.retry_after.unwrap();
        assert!((3_500..=3_600).contains(&wait), "{wait}");
        // Other callers are not blocked, and another number does not help.
        let other = register.token_of(PLUMBER);
        let told = register.person_for(&other, KARI, "Nøkkelvik").await;
        assert_eq!(told.status, 200);
        assert_eq!(register.person(NORA, "Postløs").await.status, 429);
        register.stage.app.advance(Duration::minutes(59));
        assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 429);
        register.stage.app.advance(Duration::minutes(1));
        assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 200);
        // It starts anew.
        register.guess_wrong(10).await;
        assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 429);
    }
}

#[tokio::test]
async fn wrong_guesses_count_for_an_hour() {
    let register = Register::open(Kind::Sqlite).await;
    for _ in 0..3 {
        register.guess_wrong(9).await;
        register.stage.app.advance(Duration::minutes(60));
    }
    assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 200);
}

#[tokio::test]
async fn good_look_ups_are_not_counted_and_do_not_wash_bad_ones_away() {
    let register = Register::open(Kind::Sqlite).await;
    register.guess_wrong(9).await;
    for _ in 0..20 {
        assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 200);
    }
    register.guess_wrong(1).await;
    assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 429);
}

#[tokio::test]
async fn many_guesses_at_once_learn_no_more_than_ten() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let guesses = (0..40).map(|_| register.person(KARI, "Galt"));
        let told = join_all(guesses).await;
        let count = |code: &str| told.iter().filter(|one| one.code == code).count();
        assert_eq!(
            (count("REG-00009"), count("REG-00008")),
            (10, 30),
            "{kind:?}"
        );
    }
}

/// Two servers on one database count together, so nothing is kept in either; a server that is killed forgets nothing.
#[tokio::test]
async fn another_server_on_the_same_database_counts_on() {
    for kind in kinds() {
        let here = Register::open(kind).await;
        let there = here.another(kind).await;
        let guesses = (0..12).map(|_| here.person(KARI, "Galt"));
        let others = (0..12).map(|_| there.person(KARI, "Galt"));
        let (told, also) = tokio::join!(join_all(guesses), join_all(others));
        let all = || told.iter().chain(&also);
        let count = |code: &str| all().filter(|one| one.code == code).count();
        assert_eq!(
            (count("REG-00009"), count("REG-00008")),
            (10, 14),
            "{kind:?}"
        );
        for register in [&here, &there] {
            assert_eq!(register.person(KARI, "Nøkkelvik").await.status, 429);
        }
    }
}

#[tokio::test]
async fn a_person_who_is_logged_in_looks_others_up_and_is_blocked_alone() {
    let register = Register::open(Kind::Sqlite).await;
    let kari = register.end_user("20010001");
    let per = register.end_user("20010004");
    assert_eq!(
        register.person_for(&kari, NORA, "Postløs").await.status,
        200
    );
    for _ in 0..10 {
        assert_eq!(register.person_for(&kari, NORA, "Galt").await.status, 404);
    }
    assert_eq!(
        register.person_for(&kari, NORA, "Postløs").await.status,
        429
    );
    assert_eq!(register.person_for(&per, NORA, "Postløs").await.status, 200);
}

#[tokio::test]
async fn only_machines_learn_where_the_person_lives() {
    let register = Register::open(Kind::Sqlite).await;
    let details = r#"update party set details = '{"last_name":"Postløs","mobile":"+4790000000","residence":{
        "address":{"street_name":"Storgata","city":"OSLO"},"mailing_address":{"address":"Boks 1","city":"OSLO"}}}'
        where name = 'Nora Postløs'"#;
    register.stage.app.run_sql(details).await;
    let machine = register.person(NORA, "Postløs").await.body;
    assert_eq!(
        (&machine["addressCity"], &machine["mailingAddress"]),
        (&json!("OSLO"), &json!("Boks 1"))
    );
    let kari = register.end_user("20010001");
    let person = register.person_for(&kari, NORA, "Postløs").await.body;
    assert_eq!(person["lastName"], "Postløs");
    for body in [&machine, &person] {
        assert_eq!(body.as_object().unwrap().len(), 18);
        assert!(!body.to_string().contains("90000000"));
    }
    for secret in ["OSLO", "Storgata", "Boks"] {
        assert!(!person.to_string().contains(secret));
    }
}

#[tokio::test]
async fn headers_must_be_there_once_and_hold_a_number_and_a_name() {
    let register = Register::open(Kind::Sqlite).await;
    for (number, surname) in [
        ("", "Nøkkelvik"),
        ("1284742102", "Nøkkelvik"),
        ("1284742102x", "Nøkkelvik"),
        (KARI, ""),
        (KARI, "  "),
        (KARI, &"N".repeat(401)),
    ] {
        let told = register.person(number, surname).await;
        assert_eq!(
            (told.status.as_u16(), told.code.as_str()),
            (400, "STD-00000"),
            "{number}"
        );
    }
    let app = &register.stage.app;
    let bare = || {
        let request = app.http().get(format!("{}{V1}/persons", app.url));
        request.bearer_auth(&register.token)
    };
    let number = "X-Ai-NationalIdentityNumber";
    let surname = "X-Ai-LastName";
    for request in [
        bare(),
        bare().header(number, KARI),
        bare().header(surname, "Galt"),
        bare()
            .header(number, KARI)
            .header(number, NORA)
            .header(surname, "Galt"),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 400);
    }
    // None of this was a guess.
    register.guess_wrong(10).await;
}

/// All at the same time.
async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, place) in running.iter_mut().zip(&mut done) {
            if place.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *place = Some(value);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}
