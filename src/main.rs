//! The command line of Fullmakt.

mod commands;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{ExitCode, Termination};

use clap::{Args, Parser, Subcommand, ValueEnum};
use commands::options::Options;
use commands::{keys, owner, verify_log};
use fullmakt::api::decisions::offline::Inquiry;
use fullmakt::api::decisions::question::Syntax;
use fullmakt::api::needs;
use fullmakt::app::{Server, StartError};
use fullmakt::config::{Config, ConfigFault};
use fullmakt::db::Db;
use fullmakt::domain::{PartyId, Timestamp};
use fullmakt::ops::decision_log::{self, Format, Wanted, parse_since};
use fullmakt::ops::{Core, system_resources};
use fullmakt::world::World;
use fullmakt::{portal, telemetry};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use uuid::Uuid;

/// Takes about an eighth off the processor time of a request for a decision; see `docs/performance.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A portal for acting on behalf of others: login, system users, link services and an authorization engine in one
/// process.
///
/// Without settings it starts on http://localhost:8080 with a sandbox: an embedded test ID-porten, a test Maskinporten
/// and invented people and businesses, on SQLite in ./data.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server (this is also what happens without a command)
    Serve,
    /// Reads the settings and tells what is wrong with them; exit code 1 if anything is
    CheckConfig,
    /// Brings the database up to date and ends; `serve` does it too
    Migrate,
    /// Brings files into the database
    #[command(subcommand)]
    Import(commands::register::Import),
    /// Writes invented data to try the product with
    #[command(subcommand)]
    Generate(commands::register::Generate),
    /// Prints the decision log, newest first: who asked, about whom, what, and what was answered
    Decisions(Decisions),
    /// Proves that the log of acts is whole
    #[command(long_about = verify_log::ABOUT, after_long_help = verify_log::EXAMPLES)]
    VerifyLog(verify_log::VerifyLog),
    /// Decides a request by XACML policies, without a server
    #[command(long_about = AUTHORIZE, after_long_help = AUTHORIZE_EXAMPLES)]
    Authorize(Authorize),
    /// Registers service owners: who they are, who administers their resources, which scopes their clients may have
    #[command(after_help = owner::EXAMPLES)]
    Owner(owner::Owner),
    /// Shows and renews the keys that sign the tokens that we issue
    #[command(long_about = keys::ABOUT, after_long_help = keys::EXAMPLES)]
    Keys(keys::Keys),
    /// Prints which scope opens what, in Markdown: `docs/scopes.md`
    #[command(hide = true)]
    Scopes,
    /// Writes every page in every language and state to a folder, to be looked at
    Gallery {
        /// The folder; made when missing
        folder: PathBuf,
    },
}

#[derive(Args)]
struct Decisions {
    /// Only those for this party, by its uuid
    #[arg(long, value_name = "UUID")]
    party: Option<Uuid>,
    /// Only those about this resource, by its id
    #[arg(long, value_name = "ID")]
    resource: Option<String>,
    /// Only those since a moment (2026-07-01T12:00:00Z), or of the last minutes, hours or days (90m, 24h, 7d)
    #[arg(long, value_name = "WHEN", default_value = "24h", value_parser = since)]
    since: Timestamp,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u32,
    /// A table, or one JSON object per line
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum ListFormat {
    #[default]
    Table,
    Json,
}

fn since(text: &str) -> Result<Timestamp, String> {
    parse_since(text, World::default().now())
        .ok_or_else(|| "write 2026-07-01T12:00:00Z, 90m, 24h or 7d".to_owned())
}

const AUTHORIZE: &str = "\
Decides a request by XACML 3.0 policies, without a server, a database or settings.

The request states all that is known: roles and access packages of the subject, too, are taken as they stand in it. The
current time is added unless the request brings its own. The response goes to standard output, with --explain the
reasons to standard error.

The first policy is the root; policies that it refers to are found among the files by their id. If it refers to none, a file
that nothing refers to is a root as well: of several roots the one decides whose target matches, and more than one is an error.

Exit codes: 0 when there is a response, an Indeterminate one too, as for a policy with an error in it; 2 when a file
cannot be read or is no XACML.";

const AUTHORIZE_EXAMPLES: &str = "\
Examples:
  fullmakt authorize --policy policy.xml --request request.json --explain
  fullmakt authorize --policy set.xml --policy part-1.xml --policy part-2.xml --request request.xml --format json
  fullmakt authorize --policy policy.xml --request request.xml --now 2026-01-31T12:00:00Z";

#[derive(Args)]
struct Authorize {
    /// A policy or policy set in XML; may be given several times
    #[arg(long = "policy", required = true, value_name = "FILE")]
    policies: Vec<PathBuf>,
    /// The request: XML, or JSON of the XACML JSON profile 1.1
    #[arg(long, value_name = "FILE")]
    request: PathBuf,
    /// How the response is written [default: as the request is]
    #[arg(long, value_enum)]
    format: Option<Syntax>,
    /// Tells on standard error why: which rule decided by which attributes, or what was closest to a Permit
    #[arg(long)]
    explain: bool,
    /// The time to decide at, such as 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339", value_parser = Timestamp::parse_rfc3339)]
    now: Option<Timestamp>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let options = cli.options;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => with_config(options, serve).await,
        Command::CheckConfig => with_config(options, say_good).await,
        Command::Migrate => with_config(options, migrate).await,
        Command::Import(commands::register::Import::Register(wanted)) => {
            with_config(options, |config| import_register(config, wanted)).await
        }
        Command::Import(commands::register::Import::Resources(wanted)) => {
            with_config(options, |config| import_resources(config, wanted)).await
        }
        Command::Generate(commands::register::Generate::Register(wanted)) => {
            told(commands::register::generate(&wanted))
        }
        Command::Decisions(decisions) => {
            with_config(options, |config| print_decisions(config, decisions)).await
        }
        Command::Owner(what) => with_config(options, |config| owner::run(config, what)).await,
        Command::Keys(what) => with_config(options, |config| keys::run(config, what)).await,
        Command::VerifyLog(wanted) => match options.read() {
            Ok(config) => verify_log::run(&config, wanted).await,
            Err(faults) => {
                tell(&faults);
                ExitCode::from(verify_log::NOT_SET_UP)
            }
        },
        Command::Authorize(question) => authorize(question),
        Command::Scopes => told(std::io::stdout().write_all(needs::page().as_bytes())),
        Command::Gallery { folder } => told(portal::gallery::gallery(&folder)),
    }
}

fn authorize(question: Authorize) -> ExitCode {
    let inquiry = Inquiry {
        policies: question.policies,
        request: question.request,
        format: question.format,
        now: question.now.unwrap_or_else(|| World::default().now()),
        explain: question.explain,
    };
    match inquiry.answer() {
        Ok(answer) => {
            eprint!("{}", answer.explanation);
            told(std::io::stdout().write_all(answer.response.as_bytes()))
        }
        Err(problem) => {
            eprintln!("fullmakt: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Reads the settings and goes on with them; faults are told and end the program.
async fn with_config<F, T, E>(options: Options, run: impl FnOnce(Config) -> F) -> ExitCode
where
    F: Future<Output = Result<T, E>>,
    T: Termination,
    E: std::fmt::Display,
{
    match options.read() {
        Ok(config) => told(run(config).await),
        Err(faults) => {
            tell(&faults);
            ExitCode::FAILURE
        }
    }
}

fn tell(faults: &[ConfigFault]) {
    for fault in faults {
        eprintln!("fullmakt: {fault}");
    }
}

fn told<T: Termination, E: std::fmt::Display>(result: Result<T, E>) -> ExitCode {
    match result {
        Ok(done) => done.report(),
        Err(error) => {
            eprintln!("fullmakt: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn say_good(config: Config) -> Result<(), StartError> {
    println!(
        "The settings are good. The server would listen on {}.",
        config.listen
    );
    Ok(())
}

async fn migrate(config: Config) -> Result<(), StartError> {
    up_to_date(&config).await?;
    println!("The database is up to date.");
    Ok(())
}

/// The database with the tables of this version; made when missing.
async fn up_to_date(config: &Config) -> Result<Db, StartError> {
    make_folder(&config.database_url);
    let db = Db::connect(&config.database_url).await?;
    db.migrate().await?;
    system_resources::ensure(&db, World::default().now()).await?;
    Ok(db)
}

async fn import_register(
    config: Config,
    wanted: commands::register::ImportRegister,
) -> anyhow::Result<ExitCode> {
    let db = up_to_date(&config).await?;
    let imported = commands::register::import(&db, wanted).await;
    db.close().await;
    imported
}

async fn import_resources(
    config: Config,
    wanted: commands::resources::ImportResources,
) -> anyhow::Result<ExitCode> {
    let core = Core::new(up_to_date(&config).await?, World::default());
    commands::resources::import(&core, &wanted).await
}

async fn print_decisions(config: Config, decisions: Decisions) -> anyhow::Result<()> {
    let db = Db::connect(&config.database_url).await?;
    let wanted = Wanted {
        party: decisions.party.map(PartyId),
        resource: decisions.resource,
        since: decisions.since,
        limit: decisions.limit,
    };
    let format = match decisions.format {
        ListFormat::Table => Format::Table,
        ListFormat::Json => Format::JsonLines,
    };
    let text = decision_log::read(&db, &wanted, format).await?;
    // Whoever reads may stop early, as `head` does.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(())
}

async fn serve(config: Config) -> anyhow::Result<()> {
    telemetry::start_logging(config.log_format);
    make_folder(&config.database_url);
    let server = Server::bind(config, World::default()).await?;
    println!("{}", greeting(&server));
    let (tell, stop) = watch::channel(false);
    tokio::spawn(async move {
        if let Err(problem) = wait_for_signal().await {
            tracing::error!(%problem, "signals cannot be heard; stop the server the hard way");
            return;
        }
        tracing::info!("stopping: requests under way end first");
        let _ = tell.send(true);
    });
    server.run(stop).await?;
    Ok(())
}

fn greeting(server: &Server) -> String {
    let config = server.app().config();
    match server.app().sandbox() {
        Some(sandbox) => sandbox.welcome(),
        None => format!(
            "Fullmakt serves {} on {}.",
            config.public_url, config.listen
        ),
    }
}

async fn wait_for_signal() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => result?,
    }
    Ok(())
}

/// SQLite makes its file, but not the folder around it.
fn make_folder(database_url: &str) {
    let path = database_url
        .strip_prefix("sqlite:")
        .map(|path| path.trim_start_matches("//"));
    let folder = path.and_then(|path| std::path::Path::new(path).parent());
    if let Some(folder) = folder
        && let Err(problem) = std::fs::create_dir_all(folder)
    {
        eprintln!(
            "fullmakt: the folder {} cannot be made: {problem}",
            folder.display()
        );
    }
}
