//! What a caller may ask for in the address.

use uuid::Uuid;

use super::model_error;
use crate::api::problem::Problem;
use crate::domain::PartyId;
use crate::ops::authorized_parties::{Filter, Name, Subject, Wanted, Ways};
use crate::ops::{Known, OpsError};

/// How many parties a caller may name.
const MOST_PARTIES: usize = 100;
/// How many resources a caller may name.
const MOST_RESOURCES: usize = 100;
/// The longest id of a resource that is looked for.
const LONGEST_RESOURCE: usize = 200;

/// What is told of each party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Includes {
    pub roles: bool,
    pub packages: bool,
    pub resources: bool,
    pub instances: bool,
}

/// Yes, no, or as the person has it in his profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Choice {
    Yes,
    No,
    #[default]
    Auto,
}

/// The query, read.
#[derive(Debug, Default)]
pub struct Asked {
    pub includes: Includes,
    pub resources: Vec<String>,
    pub parties: Vec<Name>,
    /// The code of a service owner, whose resources are wanted.
    pub owner: Option<String>,
    via_key_roles: Choice,
    subunits: Choice,
    deleted: Choice,
}

impl Asked {
    /// Reads the query; what it does not say is as in `includes`. Names are read whatever their case, unknown ones are
    /// passed over.
    pub fn read(includes: Includes, pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut asked = Self {
            includes,
            ..Self::default()
        };
        for (name, value) in &pairs {
            asked.add(name, value.trim())?;
        }
        Ok(asked)
    }

    fn add(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        match name.to_ascii_lowercase().as_str() {
            "includeroles" => self.includes.roles = boolean(name, value)?,
            "includeaccesspackages" => self.includes.packages = boolean(name, value)?,
            "includeresources" => self.includes.resources = boolean(name, value)?,
            "includeinstances" => self.includes.instances = boolean(name, value)?,
            "includepartiesviakeyroles" => self.via_key_roles = choice(name, value)?,
            "includesubparties" => self.subunits = choice(name, value)?,
            "includeinactiveparties" => self.deleted = choice(name, value)?,
            "anyofresourceids" => self.add_resource(name, value)?,
            "partyfilter" => self.add_party(name, value)?,
            _ => {}
        }
        Ok(())
    }

    fn add_resource(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        if value.is_empty() {
            return Ok(());
        }
        if self.resources.len() == MOST_RESOURCES || value.len() > LONGEST_RESOURCE {
            let most = format!(
                "At most {MOST_RESOURCES} resources may be named, each by at most {LONGEST_RESOURCE} bytes."
            );
            return Err(model_error(name, &most));
        }
        self.resources.push(value.to_owned());
        Ok(())
    }

    fn add_party(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let id = Uuid::parse_str(value)
            .map_err(|_| model_error(name, &format!("The value '{value}' is not valid.")))?;
        if self.parties.len() == MOST_PARTIES {
            let most = format!("At most {MOST_PARTIES} parties may be named.");
            return Err(model_error(name, &most));
        }
        self.parties.push(Name::Party(PartyId(id)));
        Ok(())
    }

    /// The same for a service owner, who may name an owner's code: of those whom it asks about no profile is asked, so what
    /// is not said is `true`.
    pub fn read_for_owner(
        includes: Includes,
        pairs: Vec<(String, String)>,
    ) -> Result<Self, Problem> {
        let mut codes = pairs
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("orgcode"));
        let code = codes.find_map(|(_, code)| Some(code.trim()).filter(|code| !code.is_empty()));
        let owner = code.map(str::to_ascii_lowercase);
        let asked = Self::read(includes, pairs)?;
        Ok(Self {
            owner,
            deleted: match asked.deleted {
                Choice::Auto => Choice::Yes,
                said => said,
            },
            ..asked
        })
    }

    pub fn ways(&self) -> Ways {
        match self.via_key_roles {
            Choice::Yes | Choice::Auto => Ways::All,
            Choice::No => Ways::Own,
        }
    }

    /// What of the list is wanted. As long as profiles say nothing of it, `auto` shows persons what the portal shows them:
    /// all but deleted parties.
    pub async fn filter(self, known: &Known<'_>, subject: Subject) -> Result<Filter, OpsError> {
        Ok(Filter {
            inherited_subunits: self.subunits != Choice::No,
            deleted: match self.deleted {
                Choice::Yes => true,
                Choice::No => false,
                Choice::Auto => matches!(subject, Subject::SystemUser(_)),
            },
            parties: (!self.parties.is_empty()).then_some(self.parties),
            wanted: wanted(known, self.resources, self.owner).await?,
        })
    }
}

async fn wanted(
    known: &Known<'_>,
    resources: Vec<String>,
    owner: Option<String>,
) -> Result<Option<Wanted>, OpsError> {
    let of_resources = match resources.as_slice() {
        [] => None,
        _ => Some(Wanted::for_resources(known, resources).await?),
    };
    let of_owner = match owner {
        None => None,
        Some(code) => Some(Wanted::for_owner(known, &code).await?),
    };
    Ok(match (of_resources, of_owner) {
        (Some(one), Some(other)) => Some(one.or(other)),
        (one, other) => one.or(other),
    })
}

fn boolean(name: &str, value: &str) -> Result<bool, Problem> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(not_valid(name, value)),
    }
}

fn choice(name: &str, value: &str) -> Result<Choice, Problem> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(Choice::Yes),
        "false" => Ok(Choice::No),
        "auto" => Ok(Choice::Auto),
        _ => Err(not_valid(name, value)),
    }
}

fn not_valid(name: &str, value: &str) -> Problem {
    model_error(name, &format!("The value '{value}' is not valid."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Asked, Problem> {
        let owned = pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Asked::read(Includes::default(), owned.collect())
    }

    #[test]
    fn words_are_read_whatever_their_case_and_unknown_names_passed_over() {
        let asked = read(&[
            ("IncludeRoles", "True"),
            ("includeSubParties", "AUTO"),
            ("includeInactiveParties", "false"),
            ("somethingelse", "x"),
        ])
        .unwrap();
        assert!(asked.includes.roles && !asked.includes.packages);
        assert_eq!((asked.subunits, asked.deleted), (Choice::Auto, Choice::No));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let uuid = "f0a10000-0000-4000-8000-000000010001";
        let many = vec![("partyFilter", uuid); MOST_PARTIES];
        assert!(read(&many).is_ok());
        let too_many = vec![("partyFilter", uuid); MOST_PARTIES + 1];
        let resources = vec![("anyOfResourceIds", "x"); MOST_RESOURCES + 1];
        let long = "x".repeat(LONGEST_RESOURCE + 1);
        for pairs in [
            &[("includeRoles", "auto")][..],
            &[("includeRoles", "")][..],
            &[("includeSubParties", "maybe")][..],
            &[("partyFilter", "50010001")][..],
            &[("anyOfResourceIds", long.as_str())][..],
            &too_many,
            &resources,
        ] {
            assert_eq!(read(pairs).unwrap_err().status(), 400);
        }
    }
}
