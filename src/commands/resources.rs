//! `import resources`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use fullmakt::api::access_lists::list_of;
use fullmakt::api::link_services::link_service_of;
use fullmakt::api::resources::{draft_of, reserved};
use fullmakt::domain::{Naming, ResourceDraft, ResourceFault};
use fullmakt::ops::Core;
use fullmakt::ops::access_lists::{self, ListName, ListText, WholeList};
use fullmakt::ops::resources::{self, Brought, Refusal, Whole, check_policy};

pub const ABOUT: &str = "\
Brings resources, policies, link services and access lists from files into the registry.

The folder is laid out as docs/resource-import.md describes: ID/resource.json, ID/policy.xml and ID/link-service.json for each
resource, and access-lists/OWNER/LIST.json. The files are held to the rules of the API. A resource goes in with all that
belongs to it or not at all, and what is in the registry already is not written again. Nothing is ever deleted but members
and connections of a list that its file does not name any more.

Every fault is told on standard error with its file; what has none goes in.

Exit codes: 0 when all of it is in the registry; 3 when something is not; 1 when the import stopped; 2 for a wrong command line.";

pub const EXAMPLES: &str = "\
Examples:
  fullmakt import resources ./registry";

/// The longest file that is read, in bytes.
const MAX_FILE: u64 = 16 * 1024 * 1024;
const LISTS: &str = "access-lists";

#[derive(Args)]
pub struct ImportResources {
    /// The folder with a folder for each resource
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// What has been done, and whether all of it could be.
#[derive(Default)]
struct Tally {
    new: usize,
    changed: usize,
    as_before: usize,
    faulty: usize,
}

pub async fn import(core: &Core, wanted: &ImportResources) -> anyhow::Result<ExitCode> {
    let mut tally = Tally::default();
    for folder in entries(&wanted.folder)? {
        if folder.is_dir() && name(&folder) != LISTS {
            tally.count(bring_resource(core, &folder).await?);
        }
    }
    let lists = wanted.folder.join(LISTS);
    let owners = if lists.is_dir() {
        entries(&lists)?
    } else {
        Vec::new()
    };
    for owner in owners {
        for file in entries(&owner)? {
            tally.count(bring_list(core, &owner, &file).await?);
        }
    }
    println!(
        "{} new, {} changed, {} as before, {} not taken",
        tally.new, tally.changed, tally.as_before, tally.faulty
    );
    Ok(match tally.faulty {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(3),
    })
}

impl Tally {
    fn count(&mut self, brought: Option<Brought>) {
        *match brought {
            Some(Brought::New) => &mut self.new,
            Some(Brought::Changed) => &mut self.changed,
            Some(Brought::AsBefore) => &mut self.as_before,
            None => &mut self.faulty,
        } += 1;
    }
}

/// The files of one resource.
struct Files {
    id: String,
    described: PathBuf,
    guarded: PathBuf,
    linked: PathBuf,
}

impl Files {
    fn of(folder: &Path) -> Self {
        Self {
            id: name(folder),
            described: folder.join("resource.json"),
            guarded: folder.join("policy.xml"),
            linked: folder.join("link-service.json"),
        }
    }

    /// What they say; None when something is wrong that can be seen without the registry, all of which has been told.
    fn read(&self) -> Option<Whole> {
        let draft = told(&self.described, self.description());
        let policy = optional(&self.guarded, |xml| self.policy(xml));
        let policy = told(&self.guarded, policy);
        let link = optional(&self.linked, |json| link_service_of(&self.id, json));
        let link = told(&self.linked, link);
        Some(Whole {
            draft: draft?,
            policy: policy?,
            link: link?,
        })
    }

    fn description(&self) -> Result<ResourceDraft, Vec<String>> {
        let draft = draft_of(&read(&self.described)?).map_err(|faults| lines(&faults))?;
        // The rules for a new id count only for one that is new; the registry is asked about that later.
        let mut wrong = lines(&draft.faults(Naming::Existing));
        wrong.extend(reserved(&draft.id).map(|fault| line(&fault)));
        if draft.id != self.id {
            wrong.push("Identifier: it must be the name of the folder".to_owned());
        }
        match wrong.is_empty() {
            true => Ok(draft),
            false => Err(wrong),
        }
    }

    fn policy(&self, xml: &[u8]) -> Result<String, Vec<String>> {
        let policy = text(xml)?;
        match check_policy(&self.id, &policy) {
            Ok(_) => Ok(policy),
            Err(refusal) => Err(vec![refusal.to_string()]),
        }
    }
}

/// None when something is wrong, which has been told then.
async fn bring_resource(core: &Core, folder: &Path) -> anyhow::Result<Option<Brought>> {
    let files = Files::of(folder);
    let Some(whole) = files.read() else {
        return Ok(None);
    };
    let refusals = match resources::bring(core, whole).await? {
        Ok(brought) => return Ok(Some(brought)),
        Err(refusals) => refusals,
    };
    let words = refusals.iter().flat_map(words).collect();
    told::<()>(&files.described, Err(words));
    Ok(None)
}

async fn bring_list(core: &Core, owner: &Path, file: &Path) -> anyhow::Result<Option<Brought>> {
    let file_name = name(file);
    let Some(identifier) = file_name.strip_suffix(".json") else {
        let fault = "only files named LIST.json belong here".to_owned();
        told::<()>(file, Err(vec![fault]));
        return Ok(None);
    };
    let Some(list) = told(file, read(file).and_then(|json| list_of(identifier, &json))) else {
        return Ok(None);
    };
    let owner = name(owner);
    let list_name = ListName {
        owner: &owner,
        identifier,
    };
    let whole = WholeList {
        text: ListText {
            name: &list.name,
            description: &list.description,
        },
        members: &list.members,
        connections: &list.connections,
    };
    match access_lists::bring(core, list_name, whole).await? {
        Ok(brought) => Ok(Some(brought)),
        Err(refusal) => {
            told::<()>(file, Err(list_words(&refusal)));
            Ok(None)
        }
    }
}

/// What could be read; what is wrong with a file is told.
fn told<T>(file: &Path, read: Result<T, Vec<String>>) -> Option<T> {
    match read {
        Ok(found) => Some(found),
        Err(faults) => {
            for fault in faults {
                eprintln!("fullmakt: {}: {fault}", file.display());
            }
            None
        }
    }
}

/// What a file says that need not be there.
fn optional<T>(
    file: &Path,
    say: impl FnOnce(&[u8]) -> Result<T, Vec<String>>,
) -> Result<Option<T>, Vec<String>> {
    match file.exists() {
        true => say(&read(file)?).map(Some),
        false => Ok(None),
    }
}

fn lines(faults: &[ResourceFault]) -> Vec<String> {
    faults.iter().map(line).collect()
}

fn line(fault: &ResourceFault) -> String {
    format!("{}: {}", fault.field, fault.message)
}

fn words(refusal: &Refusal) -> Vec<String> {
    match refusal {
        Refusal::Invalid(faults) => lines(faults),
        Refusal::Policy(refusal) => vec![refusal.to_string()],
        Refusal::Taken => {
            vec!["Identifier: another owner had a resource with this id".to_owned()]
        }
        Refusal::ForeignScopes(_) | Refusal::NotYours | Refusal::NotFound | Refusal::Changed(_) => {
            vec!["it was refused".to_owned()]
        }
    }
}

fn list_words(refusal: &access_lists::Refusal) -> Vec<String> {
    use access_lists::Refusal as Reason;
    match refusal {
        Reason::UnknownOwner => {
            vec!["no service owner has the code that the folder is named by".to_owned()]
        }
        Reason::UnknownParties(names) => names
            .iter()
            .map(|name| format!("members: {name} is no organization of the register"))
            .collect(),
        Reason::UnknownResource => {
            vec!["resourceConnections: a resource is not in the registry".to_owned()]
        }
        Reason::ForeignResource => {
            vec!["resourceConnections: a resource belongs to another service owner".to_owned()]
        }
        Reason::NotFound | Reason::NotAsExpected | Reason::TooManyMembers => {
            vec!["it was refused".to_owned()]
        }
    }
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let place = || format!("{} cannot be read", folder.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).with_context(place)? {
        entries.push(entry.with_context(place)?.path());
    }
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<Vec<u8>, Vec<String>> {
    let fault = |fault: std::io::Error| vec![fault.to_string()];
    if fs::metadata(file).map_err(fault)?.len() > MAX_FILE {
        return Err(vec![format!("it is longer than {MAX_FILE} bytes")]);
    }
    fs::read(file).map_err(fault)
}

fn text(bytes: &[u8]) -> Result<String, Vec<String>> {
    let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(content) {
        Ok(text) => Ok(text.to_owned()),
        Err(fault) => Err(vec![format!("it is not UTF-8: {fault}")]),
    }
}
