//! The measurement: what is asked of which server, in turns, and the tables.

use anyhow::{Result, bail};
use fullmakt_benches::questions;
use fullmakt_benches::timing::{highest, shortest};

use super::client::{self, Request};
use super::postgres::Postgres;
use super::servers::Server;
use super::{Effort, Options};

/// One row: a request to one server.
struct Row {
    name: String,
    /// Place among the servers.
    server: usize,
    request: Request,
    status: u16,
}

/// What was measured of a row.
struct Figures {
    per_second: f64,
    /// Microseconds of the server's processor time per request.
    cpu: f64,
}

pub async fn print(options: &Options) -> Result<()> {
    let postgres = Postgres::start().await?;
    let servers = start(options, postgres.as_ref()).await?;
    let one = questions::one();
    let many = questions::many();

    let singles = rows(&servers, &one, options.decision_key.as_deref()).await?;
    check(&servers, &singles, 1).await?;
    let multis = rows(&servers, &many, options.decision_key.as_deref()).await?;
    check(&servers, &multis, questions::MANY).await?;

    let single = measure(&servers, &singles, options.effort).await?;
    println!("### One question per request\n");
    print_table(&singles, &single);

    let multi = measure(&servers, &multis, options.effort).await?;
    println!("### {} questions per request\n", questions::MANY);
    print_table(&multis, &multi);
    print_gain(&singles, &single, &multi);

    let layers = layers(&servers, &one).await?;
    let figures = measure(&servers, &layers, options.effort).await?;
    println!("### Where the time goes\n");
    print_table(&layers, &figures);
    Ok(())
}

async fn start(options: &Options, postgres: Option<&Postgres>) -> Result<Vec<Server>> {
    const LOG: &str = "info,sqlx=warn";
    let product = |name, database, log| Server::product(&options.server, name, database, log);
    let mut servers = vec![
        Server::bare()?,
        product("fullmakt, SQLite", None, LOG).await?,
        product("fullmakt, SQLite, no request line", None, "warn").await?,
    ];
    match postgres {
        None => eprintln!("PostgreSQL is not installed and left out"),
        Some(postgres) => {
            servers.push(product("fullmakt, PostgreSQL", Some(&postgres.url), LOG).await?);
        }
    }
    Ok(servers)
}

/// The same body to every server, and on the product to each of its two endpoints.
async fn rows(servers: &[Server], body: &str, decision_key: Option<&str>) -> Result<Vec<Row>> {
    let mut rows = vec![row(
        "bare axum handler",
        0,
        Request::post("/decision", "", body),
        200,
    )];
    for (place, server) in servers.iter().enumerate().skip(1) {
        if let Some(key) = decision_key {
            let header = format!("Ocp-Apim-Subscription-Key: {key}\r\n");
            let request = Request::post("/authorization/api/v1/decision", &header, body);
            rows.push(row(
                &format!("{}, /decision", server.name),
                place,
                request,
                200,
            ));
        }
        let header = format!("Authorization: Bearer {}\r\n", server.token().await?);
        let request = Request::post(AUTHORIZE, &header, body);
        rows.push(row(
            &format!("{}, /authorize", server.name),
            place,
            request,
            200,
        ));
    }
    Ok(rows)
}

const AUTHORIZE: &str = "/authorization/api/v1/authorize";

/// Requests that end at ever later steps.
async fn layers(servers: &[Server], body: &str) -> Result<Vec<Row>> {
    let bearer = format!("Authorization: Bearer {}\r\n", servers[1].token().await?);
    let post = |headers: &str, body: &str| Request::post(AUTHORIZE, headers, body);
    let live = || Request::get("/health/live", "");
    // Read in full, and Indeterminate after one look into the database.
    let unknown = body.replace("dts-skattegrunnlag", "no-such-resource");
    Ok(vec![
        row(
            "bare axum, a constant text",
            0,
            Request::get("/live", ""),
            200,
        ),
        row(
            "our layers around a constant text, no request line",
            2,
            live(),
            200,
        ),
        row("+ request line", 1, live(), 200),
        row(
            "+ a body that is sent, refused without a token",
            1,
            post("", body),
            401,
        ),
        row(
            "+ token verified; the body is not JSON",
            1,
            post(&bearer, "{"),
            400,
        ),
        row(
            "+ body read, no such resource: one query",
            1,
            post(&bearer, &unknown),
            200,
        ),
        row(
            "+ party, subject, facts, decision",
            1,
            post(&bearer, body),
            200,
        ),
    ])
}

fn row(name: &str, server: usize, request: Request, status: u16) -> Row {
    Row {
        name: name.to_owned(),
        server,
        request,
        status,
    }
}

/// Only right answers are worth timing; asking also warms caches.
async fn check(servers: &[Server], rows: &[Row], decisions: usize) -> Result<()> {
    for row in rows {
        let answer = client::ask(servers[row.server].address, &row.request).await?;
        let count = |text: &str| answer.body.matches(text).count();
        let decided = count(r#""decision":"Permit""#) + count(r#""decision":"NotApplicable""#);
        let is_permitted = answer.body.contains(r#"[{"decision":"Permit""#);
        if answer.status != row.status || decided != decisions || !is_permitted {
            bail!("{} answers {}: {}", row.name, answer.status, answer.body);
        }
    }
    Ok(())
}

/// Rows take turns; of the turns the best counts, as what else the machine does can only slow one down.
async fn measure(servers: &[Server], rows: &[Row], effort: Effort) -> Result<Vec<Figures>> {
    let mut measured: Vec<(Vec<f64>, Vec<f64>)> = vec![Default::default(); rows.len()];
    for _ in 0..effort.turns {
        for (row, (rates, costs)) in rows.iter().zip(&mut measured) {
            let server = &servers[row.server];
            let before = server.cpu()?;
            let (answers, seconds) =
                client::drive(server.address, &row.request, row.status, effort).await?;
            rates.push(answers / seconds);
            costs.push((server.cpu()? - before) * 1e6 / answers);
        }
    }
    let figures = measured.into_iter().map(|(rates, costs)| Figures {
        per_second: highest(&rates),
        cpu: shortest(&costs),
    });
    Ok(figures.collect())
}

fn print_table(rows: &[Row], figures: &[Figures]) {
    println!("| | requests/s | of the first row | server's processor time, µs per request |");
    println!("| --- | ---: | ---: | ---: |");
    for (row, one) in rows.iter().zip(figures) {
        let part = 100.0 * one.per_second / figures[0].per_second;
        println!(
            "| {} | {:.0} | {part:.0} % | {:.1} |",
            row.name, one.per_second, one.cpu
        );
    }
    println!();
}

/// What a decision costs by itself and as one of many.
fn print_gain(rows: &[Row], single: &[Figures], multi: &[Figures]) {
    println!(
        "| µs per decision | alone | as one of {} | gain |",
        questions::MANY
    );
    println!("| --- | ---: | ---: | ---: |");
    for (row, (alone, many)) in rows.iter().zip(single.iter().zip(multi)) {
        let alone = 1e6 / alone.per_second;
        let many = 1e6 / many.per_second / questions::MANY as f64;
        println!(
            "| {} | {alone:.1} | {many:.2} | {:.1} × |",
            row.name,
            alone / many
        );
    }
    println!();
}
