//! `import register` and `generate register`.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use fullmakt::db::Db;
use fullmakt::ops::register::generate::{self, Population};
use fullmakt::ops::register::import::{self, Problem, Start, Told};
use fullmakt::world::World;
use indicatif::{ProgressBar, ProgressStyle};

#[derive(Subcommand)]
pub enum Import {
    /// Persons, organizations and roles, from files into the register
    #[command(long_about = IMPORT, after_long_help = IMPORT_EXAMPLES)]
    Register(ImportRegister),
}

#[derive(Subcommand)]
pub enum Generate {
    /// An invented population of any size, in the format that `import register` reads
    #[command(long_about = GENERATE, after_long_help = GENERATE_EXAMPLES)]
    Register(GenerateRegister),
}

const IMPORT: &str = "\
Brings persons, organizations and roles from files into the register.

A file holds one JSON object per line, as docs/register-import.md describes, or is one that Enhetsregisteret publishes:
units (enheter), subunits (underenheter) or roles (roller); plain or packed by gzip. What it is, is read off its content.
In the published roles, persons have no number, so only the roles that organizations have can be taken; the others are
counted.

Files are read twice, so lines may name parties that come later, also in another file of the same run. What the register has
already is not written again. An import that is cut off goes on where it stopped when the same files are given again. A
server may run on the same database meanwhile.

A line that is not right is told on standard error by its number (in a published file: the number of the element), and
the rest goes in.

Exit codes: 0 when all of it is in the register; 3 when some lines are not; 1 when the import stopped, as for a file that
cannot be read; 2 for a wrong command line.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  fullmakt generate register --persons 1000 --organizations 200 --seed 1 --out people.jsonl
  fullmakt import register people.jsonl
  fullmakt import register enheter_alle.json.gz underenheter_alle.json.gz roller.json.gz
  fullmakt import register people.jsonl --problems not-taken.txt";

const GENERATE: &str = "\
Writes an invented population: persons, organizations with subunits, their roles, accountants and auditors with clients, some
deleted and some bankrupt. All numbers are synthetic: months from 81 to 92 in national ids, and organization numbers
that start with 2 or 3. The same numbers and seed give the same lines.";

const GENERATE_EXAMPLES: &str = "\
Examples:
  fullmakt generate register --persons 100 --organizations 20 --seed 7
  fullmakt generate register --persons 300000 --organizations 200000 --seed 1 --out people.jsonl";

#[derive(Args)]
pub struct ImportRegister {
    /// What to import; read in this order, each twice
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write every line that was not taken, with the reason; without it, only the first ones are told
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// Begins at the start of each file, also when an earlier import of it was cut off
    #[arg(long)]
    anew: bool,
}

#[derive(Args)]
pub struct GenerateRegister {
    /// How many persons
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=8_000_000))]
    persons: u32,
    /// How many organizations, with their subunits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=8_000_000))]
    organizations: u32,
    /// Another seed gives another population
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Where to write it [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The exit code when some lines were not taken.
const NOT_ALL: u8 = 3;

pub async fn import(db: &Db, wanted: ImportRegister) -> anyhow::Result<ExitCode> {
    let screen = Screen::new(wanted.problems.as_deref())?;
    let start = match wanted.anew {
        true => Start::Anew,
        false => Start::WhereItStopped,
    };
    let imported = import::import(db, &World::default(), &wanted.files, start, &screen).await;
    screen.finish()?;
    let summary = imported?;
    print!("{summary}");
    Ok(match summary.faults {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(NOT_ALL),
    })
}

/// Shows on standard error how far an import has come, if that is a terminal, and what was not taken.
struct Screen {
    bar: ProgressBar,
    faults: RefCell<Faults>,
}

struct Faults {
    count: u64,
    file: Option<(PathBuf, BufWriter<File>)>,
    failed: Option<io::Error>,
}

impl Screen {
    /// How many faults are shown when they are not written to a file.
    const SHOWN: u64 = 20;

    fn new(problems: Option<&Path>) -> anyhow::Result<Self> {
        let file = match problems {
            Some(path) => {
                let file = File::create(path)
                    .with_context(|| format!("{} cannot be written", path.display()))?;
                Some((path.to_owned(), BufWriter::new(file)))
            }
            None => None,
        };
        let style = "{bar:40} {percent:>3} %  {binary_bytes_per_sec}, {eta} left";
        let bar = ProgressBar::new(0).with_style(
            ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Ok(Self {
            bar,
            faults: RefCell::new(Faults {
                count: 0,
                file,
                failed: None,
            }),
        })
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    fn finish(self) -> anyhow::Result<()> {
        self.bar.finish_and_clear();
        let faults = self.faults.into_inner();
        let more = faults.count.saturating_sub(Self::SHOWN);
        match faults.file {
            Some((path, mut file)) => {
                let written = faults.failed.map_or_else(|| file.flush(), Err);
                written.with_context(|| format!("{} cannot be written", path.display()))?;
                if faults.count > 0 {
                    eprintln!("{} faults are in {}.", faults.count, path.display());
                }
            }
            None if more > 0 => {
                eprintln!("… and {more} more; --problems FILE writes all of them to a file.");
            }
            None => {}
        }
        Ok(())
    }
}

impl Faults {
    /// Whether the fault is to be shown.
    fn take(&mut self, text: &str) -> bool {
        self.count += 1;
        match &mut self.file {
            Some((_, file)) => {
                if let Err(problem) = writeln!(file, "{text}") {
                    self.failed.get_or_insert(problem);
                }
                false
            }
            None => self.count <= Screen::SHOWN,
        }
    }
}

impl Told for Screen {
    fn progress(&self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
    }

    fn problem(&self, problem: &Problem<'_>) {
        let text = format!(
            "{}:{}: {}",
            problem.path.display(),
            problem.line,
            problem.fault
        );
        if self.faults.borrow_mut().take(&text) {
            self.say(&text);
        }
    }

    fn goes_on(&self, path: &Path, line: u64) {
        let path = path.display();
        self.say(&format!(
            "{path}: an earlier import of it was cut off; going on after line {line}."
        ));
    }
}

pub fn generate(wanted: &GenerateRegister) -> anyhow::Result<()> {
    let population = Population {
        persons: wanted.persons,
        organizations: wanted.organizations,
        seed: wanted.seed,
    };
    match &wanted.out {
        Some(path) => {
            let file = File::create(path)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            write(population, BufWriter::new(file))
                .with_context(|| format!("{} cannot be written", path.display()))
        }
        None => match write(population, BufWriter::new(io::stdout().lock())) {
            // Whoever reads may stop early, as `head` does.
            Err(problem) if problem.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        },
    }
}

fn write(population: Population, mut to: impl Write) -> io::Result<()> {
    generate::write(population, &mut to)?;
    to.flush()
}
