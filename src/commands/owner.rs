//! `fullmakt owner …`: service owners, at the command line. The operations are those of the operator's pages.

use std::fmt;
use std::io::Read as _;

use clap::{Args, Subcommand};
use fullmakt::config::Config;
use fullmakt::domain::{Language, Localized, OwnerDraft, PartyId, ServiceOwner};
use fullmakt::ops::Core;
use fullmakt::ops::operation::Operator;
use fullmakt::ops::service_owners::{self, Detail, NewOwner, Refusal};
use fullmakt::text::{owner_fault, texts};
use fullmakt::world::World;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::ListFormat;

/// Whoever may run commands against the database operates the installation.
const OPERATOR: Operator = Operator::AtCommandLine;

pub const EXAMPLES: &str = "\
Examples:
  fullmakt owner add hav --org-number 310904015 --name Havetaten --scope-prefix hav --administrator -
  fullmakt owner change hav --name-en 'The Ocean Agency' --homepage https://hav.example/
  fullmakt owner scopes hav --grant altinn:serviceowner --grant altinn:resourceregistry/resource.write
  fullmakt owner administrators hav --add -
  fullmakt owner list ocean
  fullmakt owner show hav --format json

The organization must be in the register. With - national identity numbers are read from standard input, one per line, so
that they are neither seen by others on the machine nor kept in the shell's history.";

#[derive(Args)]
pub struct Owner {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Registers a service owner
    Add(Add),
    /// Changes what an owner is called and where it is found; what is not named stays
    Change(Change),
    /// Lists the owners, or those whose name, code or number holds TEXT
    List {
        #[arg(value_name = "TEXT", default_value = "")]
        text: String,
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
    },
    /// Shows one owner with its administrators and scopes
    Show {
        code: String,
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
    },
    /// Appoints resource administrators, or takes the rights from them
    Administrators(Administrators),
    /// Grants or withdraws scopes that the owner's clients may have in Maskinporten
    Scopes(Scopes),
}

#[derive(Args)]
struct Add {
    /// 2 to 15 of a to z and 0 to 9, a letter first; it cannot be changed
    code: String,
    /// The organization's number; it cannot be changed
    #[arg(long, value_name = "NUMBER")]
    org_number: String,
    #[command(flatten)]
    details: Details,
    /// A resource administrator's national identity number, or - to read them from standard input; may be given several times
    #[arg(long = "administrator", value_name = "ID")]
    administrators: Vec<String>,
}

#[derive(Args)]
struct Change {
    code: String,
    #[command(flatten)]
    details: Details,
}

#[derive(Args)]
struct Details {
    /// The name in every language for which none is given
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    name_nb: Option<String>,
    #[arg(long, value_name = "TEXT")]
    name_nn: Option<String>,
    #[arg(long, value_name = "TEXT")]
    name_en: Option<String>,
    /// Where the logo is: an https address
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
    #[arg(long, value_name = "URL")]
    homepage: Option<String>,
    /// What the owner's own scopes begin with; may be given several times, '' takes them all away
    #[arg(long = "scope-prefix", value_name = "PREFIX")]
    scope_prefixes: Option<Vec<String>>,
    /// Where the owner offers services, such as tt02; may be given several times, '' takes them all away
    #[arg(long = "environment", value_name = "NAME")]
    environments: Option<Vec<String>>,
}

#[derive(Args)]
struct Administrators {
    code: String,
    /// A national identity number, or - to read them from standard input; may be given several times
    #[arg(long, value_name = "ID")]
    add: Vec<String>,
    /// The uuid of an administrator, as `show` tells it; may be given several times
    #[arg(long, value_name = "UUID")]
    remove: Vec<Uuid>,
}

#[derive(Args)]
struct Scopes {
    code: String,
    /// May be given several times
    #[arg(long, value_name = "SCOPE")]
    grant: Vec<String>,
    /// May be given several times
    #[arg(long, value_name = "SCOPE")]
    withdraw: Vec<String>,
}

/// Why nothing was done, a line for each reason.
#[derive(Debug)]
struct NotDone(Vec<String>);

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\nfullmakt: "))
    }
}

impl std::error::Error for NotDone {}

pub async fn run(config: Config, owner: Owner) -> anyhow::Result<()> {
    // An owner may be registered before the server runs for the first time.
    let core = Core::new(crate::up_to_date(&config).await?, World::default());
    match owner.what {
        What::Add(add) => register(&core, add).await,
        What::Change(change) => self::change(&core, change).await,
        What::List { text, format } => list(&core, &text, format).await,
        What::Show { code, format } => show(&core, &code, format).await,
        What::Administrators(administrators) => appoint(&core, administrators).await,
        What::Scopes(scopes) => self::scopes(&core, scopes).await,
    }
}

async fn register(core: &Core, add: Add) -> anyhow::Result<()> {
    let new = NewOwner {
        code: add.code,
        org_number: add.org_number,
        draft: add.details.over(OwnerDraft::default()),
        administrators: persons(add.administrators)?,
    };
    let owner = done(service_owners::register(core, OPERATOR, new).await?)?;
    println!("{} is registered as {}.", owner.name.en, owner.code);
    Ok(())
}

async fn change(core: &Core, change: Change) -> anyhow::Result<()> {
    let owner = done(service_owners::show(core, OPERATOR, &change.code).await?)?.owner;
    let draft = change.details.over(draft_of(owner));
    let owner = done(service_owners::change(core, OPERATOR, &change.code, draft).await?)?;
    println!("{} is changed.", owner.code);
    Ok(())
}

async fn appoint(core: &Core, asked: Administrators) -> anyhow::Result<()> {
    let code = &asked.code;
    for national_id in persons(asked.add)? {
        let person = done(service_owners::find_person(core, OPERATOR, &national_id).await?)?;
        let person = done(service_owners::add(core, OPERATOR, code, person.id).await?)?;
        println!("{} administers the resources of {code}.", person.name);
    }
    for id in asked.remove {
        done(service_owners::remove(core, OPERATOR, code, PartyId(id)).await?)?;
        println!("{id} does not administer the resources of {code} any more.");
    }
    let detail = done(service_owners::show(core, OPERATOR, code).await?)?;
    print!("{}", administrators_text(&detail));
    Ok(())
}

async fn scopes(core: &Core, asked: Scopes) -> anyhow::Result<()> {
    let code = &asked.code;
    for scope in &asked.grant {
        done(service_owners::grant(core, OPERATOR, code, scope).await?)?;
    }
    for scope in &asked.withdraw {
        done(service_owners::withdraw(core, OPERATOR, code, scope).await?)?;
    }
    let detail = done(service_owners::show(core, OPERATOR, code).await?)?;
    print!("{}", scopes_text(&detail));
    Ok(())
}

async fn list(core: &Core, text: &str, format: ListFormat) -> anyhow::Result<()> {
    let owners = done(service_owners::list(core, OPERATOR, text).await?)?;
    for owner in owners {
        match format {
            ListFormat::Table => println!("{:15} {}  {}", owner.code, owner.number, owner.name.en),
            ListFormat::Json => println!("{}", owner_json(&owner)),
        }
    }
    Ok(())
}

async fn show(core: &Core, code: &str, format: ListFormat) -> anyhow::Result<()> {
    let detail = done(service_owners::show(core, OPERATOR, code).await?)?;
    match format {
        ListFormat::Table => print!("{}", detail_text(&detail)),
        ListFormat::Json => println!("{}", detail_json(&detail)),
    }
    Ok(())
}

impl Details {
    /// `draft` with what was given.
    fn over(self, draft: OwnerDraft) -> OwnerDraft {
        let all = self.name;
        let or = |own: Option<String>, kept: String| own.or_else(|| all.clone()).unwrap_or(kept);
        let words = |given: Option<Vec<String>>, kept: Vec<String>| match given {
            Some(given) => given.into_iter().filter(|word| !word.is_empty()).collect(),
            None => kept,
        };
        OwnerDraft {
            name: Localized {
                nb: or(self.name_nb, draft.name.nb),
                nn: or(self.name_nn, draft.name.nn),
                en: or(self.name_en, draft.name.en),
            },
            logo: self.logo.unwrap_or(draft.logo),
            homepage: self.homepage.unwrap_or(draft.homepage),
            environments: words(self.environments, draft.environments),
            scope_prefixes: words(self.scope_prefixes, draft.scope_prefixes),
        }
    }
}

fn draft_of(owner: ServiceOwner) -> OwnerDraft {
    OwnerDraft {
        name: owner.name,
        logo: owner.logo.unwrap_or_default(),
        homepage: owner.homepage.unwrap_or_default(),
        environments: owner.environments,
        scope_prefixes: owner.scope_prefixes,
    }
}

/// The numbers that were given, and for - those on standard input.
fn persons(given: Vec<String>) -> anyhow::Result<Vec<String>> {
    /// More than anybody appoints at once.
    const MOST_BYTES: u64 = 64 * 1024;
    let mut persons = Vec::new();
    for text in given {
        if text != "-" {
            persons.push(text);
            continue;
        }
        let mut lines = String::new();
        std::io::stdin()
            .take(MOST_BYTES)
            .read_to_string(&mut lines)?;
        let numbers = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        persons.extend(numbers.map(str::to_owned));
    }
    Ok(persons)
}

fn done<T>(answer: Result<T, Refusal>) -> Result<T, NotDone> {
    answer.map_err(|refusal| match refusal {
        Refusal::NotFound => NotDone(vec!["there is no such service owner".to_owned()]),
        Refusal::NoAccess | Refusal::LevelTooLow(_) => {
            NotDone(vec!["only the operator may do this".to_owned()])
        }
        Refusal::Faults(faults) => {
            let t = texts(Language::En);
            NotDone(faults.iter().map(|fault| owner_fault(t, fault)).collect())
        }
    })
}

fn detail_text(detail: &Detail) -> String {
    let owner = &detail.owner;
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let lines = [
        ("code", owner.code.clone()),
        ("number", owner.number.to_string()),
        ("name nb", owner.name.nb.clone()),
        ("name nn", owner.name.nn.clone()),
        ("name en", owner.name.en.clone()),
        ("homepage", known(&owner.homepage)),
        ("logo", known(&owner.logo)),
        ("prefixes", owner.scope_prefixes.join(", ")),
        ("environments", owner.environments.join(", ")),
    ];
    let lines: String = lines
        .iter()
        .map(|(name, value)| format!("{name:14}{value}\n"))
        .collect();
    format!(
        "{lines}{}{}",
        administrators_text(detail),
        scopes_text(detail)
    )
}

fn administrators_text(detail: &Detail) -> String {
    let lines = detail.administrators.iter();
    let lines = lines.map(|one| format!("administrator {}  {}\n", one.party.id, one.party.name));
    lines.collect()
}

fn scopes_text(detail: &Detail) -> String {
    let lines = detail.scopes.iter();
    lines
        .map(|granted| format!("scope         {}\n", granted.scope))
        .collect()
}

fn owner_json(owner: &ServiceOwner) -> Value {
    json!({
        "code": owner.code,
        "orgNumber": owner.number.as_str(),
        "name": owner.name,
        "logo": owner.logo,
        "homepage": owner.homepage,
        "environments": owner.environments,
        "scopePrefixes": owner.scope_prefixes,
    })
}

fn detail_json(detail: &Detail) -> Value {
    let mut value = owner_json(&detail.owner);
    let administrators = detail.administrators.iter().map(|one| {
        json!({"partyUuid": one.party.id.to_string(), "name": one.party.name, "since": one.since.rfc3339()})
    });
    let scopes = detail
        .scopes
        .iter()
        .map(|granted| json!({"scope": granted.scope, "grantedAt": granted.granted_at.rfc3339()}));
    value["administrators"] = administrators.collect();
    value["scopes"] = scopes.collect();
    value
}
