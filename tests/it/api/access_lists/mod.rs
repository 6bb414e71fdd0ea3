//! Access lists over HTTP: `/resourceregistry/api/v1/access-lists`.

mod concurrency;
mod conditions;
mod connections;
mod effect;
mod expiry;
mod hostile;
mod lists;
mod load;
mod members;
mod memberships;
mod owners;
mod pages;
mod warning;

use fullmakt::db::{Db, List, Run as _, Sql};
use fullmakt::domain::scope::ACCESS_LIST_WRITE;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::cast::{BAKERY, PLUMBER};
use crate::support::database::Kind;
use crate::support::machine::{self, Answer};
use crate::support::stage::Stage;

const ROOT: &str = "/resourceregistry/api/v1/access-lists";
/// Organization numbers of the owners `dts` and `nod`.
const TAX_OFFICE: &str = "310901008";
const TRADE_OFFICE: &str = "310902004";
const IF_MATCH: &str = "if-match";

/// A service owner's desk: a server, and a token of the tax office that may write lists.
pub struct Desk {
    pub stage: Stage,
    pub token: String,
}

impl Desk {
    pub async fn start(kind: Kind) -> Self {
        let stage = Stage::empty(kind).await;
        let token = lasting(&stage, TAX_OFFICE, ACCESS_LIST_WRITE);
        Self { stage, token }
    }

    /// With the list `banks`; its tag.
    pub async fn with_list(kind: Kind) -> (Self, String) {
        let desk = Self::start(kind).await;
        let made = desk.put("/dts/banks", &json!({"name": "Banks"})).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let tag = tag(&made);
        (desk, tag)
    }

    /// Sends a request below the root, or to a whole address, with these headers.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        self.send_as(&self.token, method, path, headers, body).await
    }

    pub async fn send_as(
        &self,
        token: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let app = &self.stage.app;
        let url = match path.starts_with("http") {
            true => path.to_owned(),
            false => format!("{}{ROOT}{path}", app.url),
        };
        let mut request = app.http().request(method, url).bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        machine::answer(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    /// Makes these organizations members of `banks`.
    pub async fn add(&self, numbers: &[&str]) -> Answer {
        let answer = self
            .post("/dts/banks/members", &organizations(numbers))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer
    }

    /// The organization numbers of the first page of members of `banks`, sorted.
    pub async fn members(&self) -> Vec<String> {
        numbers(&self.get("/dts/banks/members").await)
    }
}

/// A token that lives on when the clock is moved by some days.
fn lasting(stage: &Stage, org: &str, scope: &str) -> String {
    let mut claims = stage.issuer.claims(org, scope);
    claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 10 * 24 * 3600);
    stage.issuer.sign(&claims)
}

/// A body that names organizations by their numbers.
pub fn organizations(numbers: &[&str]) -> Value {
    let urns: Vec<String> = numbers.iter().map(|number| urn(number)).collect();
    json!({ "data": urns })
}

pub fn urn(number: &str) -> String {
    format!("urn:altinn:organization:identifier-no:{number}")
}

/// The organization numbers in an answer with members, sorted.
pub fn numbers(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let members = answer.body["data"].as_array().unwrap().iter();
    let number = |member: &Value| {
        let number = &member["identifiers"]["urn:altinn:organization:identifier-no"];
        number.as_str().unwrap().to_owned()
    };
    let mut numbers: Vec<String> = members.map(number).collect();
    numbers.sort();
    numbers
}

pub fn tag(answer: &Answer) -> String {
    header(answer, "etag").to_owned()
}

pub fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers[name].to_str().unwrap()
}

/// The codes and paths of what a body was refused for.
pub fn faults(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.code(), "STD-00000");
    let faults = answer.body["validationErrors"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults
        .map(|fault| {
            assert_ne!(text(&fault["detail"]), "");
            (text(&fault["code"]), text(&fault["paths"][0]))
        })
        .collect()
}

/// One code with its path.
pub fn fault(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

/// Adds invented organizations; their numbers, sorted.
pub async fn add_organizations(db: &Db, count: usize) -> Vec<String> {
    const SQL: Sql = Sql::pair(
        "insert into party (id, number, kind, name, org_number, org_form)
         select unhex('00000000000000000000000' || value), cast(value as integer), 'organization', value, value, 'AS'
         from json_each($1)",
        "insert into party (id, number, kind, name, org_number, org_form)
         select lpad(value, 32, '0')::uuid, value::bigint, 'organization', value, value, 'AS'
         from unnest($1::text[]) value",
    );
    let numbers: Vec<String> = (20_000_000..)
        .filter_map(|front: u32| {
            let with = |control| format!("{front}{control}");
            let fits = |number: &String| fullmakt::domain::OrgNumber::parse(number).is_some();
            (0..10).map(with).find(fits)
        })
        .take(count)
        .collect();
    assert_eq!(db.run(SQL, &[&List(&numbers)]).await.unwrap(), count as u64);
    numbers
}

/// The two organizations of the cast that most tests use, sorted.
const BOTH: [&str; 2] = [BAKERY, PLUMBER];
