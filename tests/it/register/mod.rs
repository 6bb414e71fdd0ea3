//! Importing registers: the real program over real files, on every database.

mod faulty;
mod interrupted;
mod own;
mod published;
mod repeated;

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use fullmakt::db::Db;
use fullmakt::domain::{PartyId, PartyKey, Registered};
use fullmakt::store::{register, roles};
use tempfile::TempDir;

use crate::faults::server::program;
use crate::support::database::{Kind, TestDatabase, fresh};

/// A folder with files, and a database to import them into.
pub struct Desk {
    pub db: Db,
    database: TestDatabase,
    folder: TempDir,
}

/// What the program said when it had ended.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub faults: String,
}

impl Desk {
    pub async fn new(kind: Kind) -> Self {
        let database = fresh(kind).await;
        let db = Db::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        Self {
            db,
            database,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut all = vec!["import", "register", "--database-url", &self.database.url];
        all.extend(arguments);
        program(&self.folder, &all)
    }

    pub fn import(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// An import that must take everything.
    pub fn import_whole(&self, arguments: &[&str]) -> String {
        let said = self.import(arguments);
        assert_eq!((said.code, said.faults.as_str()), (Some(0), ""));
        said.out
    }

    /// Writes an invented population to a file.
    pub fn generate(&self, name: &str, persons: u32, organizations: u32) {
        let (persons, organizations) = (persons.to_string(), organizations.to_string());
        let arguments = [
            "generate",
            "register",
            "--persons",
            &persons,
            "--organizations",
            &organizations,
            "--seed",
            "7",
            "--out",
            name,
        ];
        let said = Said::of(program(&self.folder, &arguments).output().unwrap());
        assert_eq!((said.code, said.faults.as_str()), (Some(0), ""));
    }

    pub async fn all(&self) -> Vec<Registered> {
        register::list_changed(&self.db, 0, 1_000_000)
            .await
            .unwrap()
    }

    pub async fn find(&self, key: &str) -> Option<Registered> {
        let key = PartyKey::parse(key).unwrap();
        let all = self.all().await;
        all.into_iter().find(|one| one.party.key() == key)
    }

    /// Everything in the register but ids, numbers and moments, which differ from import to import; sorted.
    pub async fn content(&self) -> Vec<String> {
        let all = self.all().await;
        let names: HashMap<PartyId, String> =
            all.iter().map(|one| (one.party.id, name(one))).collect();
        let mut lines = Vec::new();
        for one in &all {
            let party = &one.party;
            let parent = party.parent().map(|parent| &names[&parent]);
            let form = party
                .organization()
                .map(|unit| (&unit.form, unit.is_bankrupt));
            let life = party.person().map(|person| (person.born, person.died));
            lines.push(format!(
                "{} {} {form:?} {life:?} {parent:?} {} {:?} {:?}",
                names[&party.id], party.name, party.is_deleted, one.deleted_at, one.details
            ));
            for role in roles::list_assigned(&self.db, party.id).await.unwrap() {
                lines.push(format!(
                    "{} {} {}",
                    names[&role.at], role.role, names[&role.holder]
                ));
            }
        }
        lines.sort();
        lines
    }

    /// The roles at a party: role and the number of the holder, sorted.
    pub async fn roles(&self, at: &str) -> Vec<(String, String)> {
        let all = self.all().await;
        let names: HashMap<PartyId, String> =
            all.iter().map(|one| (one.party.id, name(one))).collect();
        let at = self.find(at).await.unwrap().party.id;
        let found = roles::list_assigned(&self.db, at).await.unwrap();
        let mut roles: Vec<(String, String)> = found
            .into_iter()
            .map(|role| (role.role, names[&role.holder].clone()))
            .collect();
        roles.sort();
        roles
    }
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            faults: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn name(one: &Registered) -> String {
    match one.party.key() {
        PartyKey::Person(id) => id.expose().to_owned(),
        PartyKey::Organization(number) => number.to_string(),
    }
}

/// Synthetic persons and organizations.
pub const ASTRID: &str = "01857000052";
pub const BJORN: &str = "02867100183";
/// Has a D-number.
pub const CARMEN: &str = "43877200036";
pub const FIRM: &str = "310600016";
pub const SHOP: &str = "310600113";
pub const ACCOUNTANT: &str = "310600210";
pub const AUDITOR: &str = "310600318";
