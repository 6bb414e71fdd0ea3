//! Measures decisions and lists of parties in a large register; docs/performance.md says how it is run and what came of it.

use std::time::{Duration, Instant};

use fullmakt::db::{Db, Run as _, Sql};
use fullmakt::domain::PartyId;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::faults::server::{ServerProcess, program};
use crate::support::cast::{self, TAX_BASIS};
use crate::support::database::{Kind, fresh, kinds};
use crate::support::issuer::Issuer;
use crate::support::machine::{Machine, OWNER_SCOPES};
use crate::support::stage::AUTHORIZE;

/// How many questions are asked in each round.
const QUESTIONS: i64 = 2_000;
/// Grete, who manages the bakery's accountant.
const GRETE_USER: i64 = 20_010_005;

/// A server on a register of this many persons and organizations, and three members of a board for each of these.
struct Register {
    server: ServerProcess,
    db: Db,
    issuer: Issuer,
    caller: Machine,
    /// How many roles there are.
    roles: i64,
}

impl Register {
    async fn start(url: &str, persons: u32, organizations: u32) -> Self {
        // The cast comes into an empty register only.
        ServerProcess::start(url).kill();
        fill(url, persons, organizations);
        let db = Db::connect(url).await.unwrap();
        run(&db, BOARDS).await;
        run(&db, "analyze").await;
        let server = ServerProcess::start(url);
        Self {
            issuer: Issuer::on(&db, &server.url).await,
            roles: count(&db, "select count(*) as number from role_assignment").await,
            caller: server.machine(cast::TAX_OWNER_CLIENT),
            server,
            db,
        }
    }

    fn token(&self, scope: &str, user: Option<i64>) -> String {
        let mut claims = self.issuer.claims(cast::TAX_OWNER, scope);
        claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 3_000);
        if let Some(user) = user {
            claims["urn:altinn:userid"] = json!(user);
        }
        self.issuer.sign(&claims)
    }

    /// How many requests to a route there were, and the seconds that the server took for all of them.
    async fn measured(&self, route: &str) -> (f64, f64) {
        let metrics = self.caller.get("/metrics", "").await.body;
        let metrics = metrics.as_str().unwrap().to_owned();
        let value = |name: &str| {
            let start = format!("fullmakt_http_request_seconds_{name}{{route=\"{route}\"}} ");
            let line = metrics.lines().find_map(|line| line.strip_prefix(&start));
            line.map_or(0.0, |value| value.parse().unwrap())
        };
        (value("count"), value("sum"))
    }

    /// The time that the server's process has had a processor, in seconds (Linux, hundredths).
    fn processor_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.server.id())).unwrap();
        // The name in brackets may hold blanks; user and system time are the 12th and 13th field after it.
        let after = stat.rsplit(')').next().unwrap().split_whitespace();
        after
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<f64>().unwrap() / 100.0)
            .sum()
    }

    /// The server's own time for each of these requests on the average: on the wall, and of a processor.
    async fn server_time(&self, route: &str, ask: impl AsyncFn()) -> Took {
        let (before, processor) = (self.measured(route).await, self.processor_seconds());
        ask().await;
        let (after, used) = (
            self.measured(route).await,
            self.processor_seconds() - processor,
        );
        let requests = after.0 - before.0;
        Took {
            wall: Duration::from_secs_f64((after.1 - before.1) / requests),
            processor: Duration::from_secs_f64(used / requests),
        }
    }

    async fn ask(&self, token: &str, (subject, party): (PartyId, PartyId)) {
        let attribute =
            |id: &str, value: &str| json!([{"Attribute": [{"AttributeId": id, "Value": value}]}]);
        let mut body = json!({"Request": {
            "AccessSubject": attribute("urn:altinn:party:uuid", &subject.to_string()),
            "Action": attribute("urn:oasis:names:tc:xacml:1.0:action:action-id", "read"),
            "Resource": attribute("urn:altinn:resource", TAX_BASIS),
        }});
        let of_party = json!({"AttributeId": "urn:altinn:party:uuid", "Value": party.to_string()});
        let attributes = body["Request"]["Resource"][0]["Attribute"].as_array_mut();
        attributes.unwrap().push(of_party);
        let answer = self.caller.post(AUTHORIZE, token, &body).await;
        let decision: &Value = &answer.body["response"][0]["decision"];
        assert!(["Permit", "NotApplicable"].contains(&decision.as_str().unwrap()));
    }
}

const BOARDS: &str = "insert into role_assignment (at_party, holder, role)
    select o.id, p.id, 'styremedlem'
    from (select id, row_number() over (order by number) as place from party where kind = 'organization') o
    join (select id, row_number() over (order by number) / 3 as place from party where kind = 'person') p on p.place = o.place where true
    on conflict do nothing";

async fn run(db: &Db, text: &'static str) -> u64 {
    db.run(Sql::same(text), &[]).await.unwrap()
}

async fn count(db: &Db, text: &'static str) -> i64 {
    let rows = db.rows(Sql::same(text), &[]).await.unwrap();
    rows[0].get("number").unwrap()
}

/// Generates a population and imports it, with the program itself.
fn fill(url: &str, persons: u32, organizations: u32) {
    let folder = TempDir::new().unwrap();
    let (persons, organizations) = (persons.to_string(), organizations.to_string());
    let generate: [&str; 10] = [
        "generate",
        "register",
        "--persons",
        &persons,
        "--organizations",
        &organizations,
        "--seed",
        "1",
        "--out",
        "people.jsonl",
    ];
    let import: [&str; 5] = ["import", "register", "people.jsonl", "--database-url", url];
    for arguments in [&generate[..], &import[..]] {
        let status = program(&folder, arguments).output().unwrap().status;
        assert!(status.success(), "{arguments:?}");
    }
}

/// For one request.
struct Took {
    wall: Duration,
    processor: Duration,
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", millis(self.wall), millis(self.processor))
    }
}

fn millis(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1_000.0)
}

/// Holders of roles with the parties where they have them, from all over the register.
async fn pairs(db: &Db) -> Vec<(PartyId, PartyId)> {
    const SQL: Sql = Sql::same(
        "select holder, at_party from role_assignment where role <> 'supplier' order by random() limit $1",
    );
    let rows = db.rows(SQL, &[&QUESTIONS]).await.unwrap();
    let pair = rows.iter();
    pair.map(|row| (row.get("holder").unwrap(), row.get("at_party").unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; see docs/performance.md"]
async fn decisions_in_a_small_and_in_a_large_register() {
    println!(
        "| | persons | organizations | roles | cold | warm |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );
    for kind in kinds() {
        for (persons, organizations) in [(1_000, 300), (1_000_000, 300_000)] {
            let database = fresh(kind).await;
            let register = Register::start(&database.url, persons, organizations).await;
            let token = register.token(OWNER_SCOPES, None);
            let pairs = pairs(&register.db).await;
            // The policy, the keys and the connections are there before anything counts.
            register.ask(&token, pairs[0]).await;
            let ask_all = async || {
                for pair in &pairs {
                    register.ask(&token, *pair).await;
                }
            };
            let cold = register.server_time(AUTHORIZE, ask_all).await;
            let warm = register.server_time(AUTHORIZE, ask_all).await;
            let roles = register.roles;
            println!("| {kind:?} | {persons} | {organizations} | {roles} | {cold} | {warm} |");
        }
    }
}

const PARTIES: &str = "/accessmanagement/api/v1/enduser/authorizedparties";

/// Grete's firm is the accountant of most organizations, and she is on the board of some.
async fn give_grete_parties(db: &Db) {
    let clients = "insert into role_assignment (at_party, holder, role)
        select o.id, f.id, 'regnskapsforer' from party o, party f
        where f.number = 50020005 and o.org_form not in ('BEDR', 'AAFY') and o.number > 60000000 limit 17000
        on conflict do nothing";
    let boards = "insert into role_assignment (at_party, holder, role)
        select o.id, g.id, 'styremedlem' from party o, party g
        where g.number = 50010005 and o.org_form not in ('BEDR', 'AAFY') and o.number > 60000000
        order by o.number desc limit 2000 on conflict do nothing";
    assert!(run(db, clients).await + run(db, boards).await > 18_000);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; see docs/performance.md"]
async fn a_person_with_twenty_thousand_parties() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let register = Register::start(&database.url, 30_000, 40_000).await;
        give_grete_parties(&register.db).await;
        grete(kind, &register).await;
    }
}

async fn grete(kind: Kind, register: &Register) {
    let token = register.token("altinn:portal/enduser", Some(GRETE_USER));
    let ask = async |query: &str| {
        let path = format!("{PARTIES}?{query}");
        let started = Instant::now();
        let url = format!("{}{path}", register.server.url);
        let request = reqwest::Client::new().get(url).bearer_auth(&token);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let took = started.elapsed();
        (took, answer.bytes().await.unwrap().len())
    };
    println!(
        "{kind:?}\n| | cold | warm, first byte | warm, server | bytes |\n| --- | ---: | ---: | ---: | ---: |"
    );
    for query in [
        "",
        "includeRoles=true",
        "includeRoles=true&includeAccessPackages=true&includeResources=true&includeInstances=true",
        "anyOfResourceIds=dts-skattegrunnlag",
    ] {
        // Some fact changes, so that nothing is known.
        run(
            &register.db,
            "update party set is_bankrupt = is_bankrupt where number = 50010001",
        )
        .await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let (cold, bytes) = ask(query).await;
        let (mut first_byte, mut rounds) = (Duration::ZERO, 0);
        let server = register.server_time(PARTIES, async || {
            for _ in 0..10 {
                ask(query).await;
            }
        });
        let server = server.await;
        while rounds < 10 {
            first_byte += ask(query).await.0;
            rounds += 1;
        }
        let first_byte = millis(first_byte / rounds);
        println!(
            "| `{query}` | {} | {first_byte} | {server} | {bytes} |",
            millis(cold)
        );
    }
    decisions_for_grete(register).await;
}

async fn decisions_for_grete(register: &Register) {
    const SQL: Sql = Sql::same(
        "select g.id as holder, a.at_party from role_assignment a, party f, party g
         where f.number = 50020005 and a.holder = f.id and g.number = 50010005 order by random() limit $1",
    );
    let rows = register.db.rows(SQL, &[&QUESTIONS]).await.unwrap();
    let pairs: Vec<(PartyId, PartyId)> = rows
        .iter()
        .map(|row| (row.get("holder").unwrap(), row.get("at_party").unwrap()))
        .collect();
    let token = register.token(OWNER_SCOPES, None);
    register.ask(&token, pairs[0]).await;
    let ask_all = async || {
        for pair in &pairs {
            register.ask(&token, *pair).await;
        }
    };
    let cold = register.server_time(AUTHORIZE, ask_all).await;
    let warm = register.server_time(AUTHORIZE, ask_all).await;
    println!("a decision for one of them: {cold} cold, {warm} warm");
}
