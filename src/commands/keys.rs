//! `fullmakt keys …`: the keys that sign the tokens that we issue.

use clap::{Args, Subcommand};
use fullmakt::app::sealer;
use fullmakt::config::Config;
use fullmakt::db::Db;
use fullmakt::domain::Timestamp;
use fullmakt::routes;
use fullmakt::tokens::own::{OwnIssuer, Ring, Rotated, Standing, Turn};
use fullmakt::world::World;
use serde_json::{Value, json};

use crate::ListFormat;

pub const ABOUT: &str = "\
Shows and renews the keys that sign the tokens that this installation issues.

Others verify our tokens with a copy of our key set, which they read anew only now and then. A key therefore goes through
three stages:

  waits      published, and signs from a moment that is at least 48 hours off, when everybody knows it
  signs      one key at a time
  verifies   published for 48 hours more, until the last token that it signed has expired everywhere; then it is removed

Rotate as often as your rules say, once a year for instance; nothing is interrupted, and tokens that are in use stay good
until they expire. The servers notice within a minute, however many they are; none has to be restarted.

The private keys stand in the database, sealed with keys.secret. To change the secret, set the new one as keys.secret, name
the former in keys.old_secrets, and start the servers again: the keys are sealed anew at the start, by these commands too.
When all of them have started, take the former away.";

pub const EXAMPLES: &str = "\
Examples:
  fullmakt keys list
  fullmakt keys list --format json
  fullmakt keys rotate           the next key is published now and signs in 48 hours
  fullmakt keys rotate --now     the next key signs at once, for when a key may have leaked";

#[derive(Args)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Lists the keys: which one signs, which one waits, which ones verify still
    List {
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
    },
    /// Makes the next key; it is published at once and signs in 48 hours
    ///
    /// Refused while another key waits. A key that signed until then stays published for 48 hours more.
    Rotate {
        /// The key that waits, or a new one, signs at once. Whoever keeps an older copy of the key set refuses our tokens until
        /// reading it again, which may take a day: only for when the key that signs may have leaked
        #[arg(long)]
        now: bool,
    },
}

pub async fn run(config: Config, keys: Keys) -> anyhow::Result<()> {
    let db = Db::connect(&config.database_url).await?;
    let world = World::default();
    let address = config.url(routes::OPENID_ISSUER);
    let sealer = sealer(&config)?;
    match keys.what {
        What::List { format } => {
            let issuer = OwnIssuer::unopened(&address, (&db, &world), sealer);
            print!("{}", listed(&issuer.keys().await?, format, world.now()));
        }
        What::Rotate { now } => {
            let issuer = OwnIssuer::start(&address, (&db, &world), sealer).await?;
            let rotated = match now {
                true => issuer.rotate_now().await?,
                false => issuer.rotate().await?,
            };
            println!("{}", said(&rotated, now));
        }
    }
    db.close().await;
    Ok(())
}

fn said(rotated: &Rotated, now: bool) -> String {
    let Rotated { key_id, signs_from } = rotated;
    match now {
        true => format!(
            "The key {key_id} signs from now on.\nWhoever keeps an older copy of the key set refuses our tokens until \
             reading it again."
        ),
        false => format!(
            "The key {key_id} is published, and signs from {}.",
            signs_from.rfc3339()
        ),
    }
}

fn listed(ring: &Ring, format: ListFormat, now: Timestamp) -> String {
    let rows = ring.standings(now);
    match format {
        ListFormat::Json => rows
            .map(|(turn, standing)| {
                let row = json!({
                    "kid": turn.signing.key_id(),
                    "state": word(standing),
                    "created": turn.created_at.rfc3339(),
                    "signsFrom": turn.signs_from.rfc3339(),
                    "publishedUntil": until(standing),
                });
                format!("{row}\n")
            })
            .collect(),
        ListFormat::Table => {
            let head = format!(
                "{:<36}  {:<8}  {:<20}  {}\n",
                "KEY", "STATE", "SIGNS FROM", "PUBLISHED UNTIL"
            );
            let row = |(turn, standing): (&Turn, Standing)| {
                let until = until(standing);
                format!(
                    "{:<36}  {:<8}  {:<20}  {}\n",
                    turn.signing.key_id(),
                    word(standing),
                    turn.signs_from.rfc3339(),
                    until.as_str().unwrap_or("-"),
                )
            };
            head + &rows.map(row).collect::<String>()
        }
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Waits => "waits",
        Standing::Signs => "signs",
        Standing::Verifies { .. } => "verifies",
        Standing::Retired => "retired",
    }
}

/// Until when others see the key; null as long as that is not settled.
fn until(standing: Standing) -> Value {
    match standing {
        Standing::Verifies { until } => until.rfc3339().into(),
        _ => Value::Null,
    }
}
