//! One party in a list, with what it has.

use uuid::Uuid;

use crate::domain::{Language, Party};
use crate::ops::powers::Holder;
use crate::portal::page::cast;
use crate::portal::{Identity, PartyLabel};
use crate::reference::reference;
use crate::text::{Texts, fill};

/// How many rows one page of a list shows.
pub const ROWS_PER_PAGE: usize = 20;

/// A user as lists show him.
#[derive(Clone)]
pub struct UserRow {
    pub id: Uuid,
    pub party: PartyLabel,
    /// The names of the roles that the register knows.
    pub roles: Vec<String>,
    pub packages: usize,
    pub services: usize,
}

impl UserRow {
    /// `at` is the party that he is a user of.
    pub fn of(holder: &Holder, at: &Party, language: Language) -> Self {
        let parent = (holder.party.parent() == Some(at.id)).then_some(at);
        Self {
            id: holder.party.id.0,
            party: PartyLabel::of(&holder.party, parent),
            roles: role_names(holder, language),
            packages: holder.facts.packages.len(),
            services: holder.services().len(),
        }
    }

    /// "3 tilgangspakker · 1 enkelttjeneste"; None without any.
    pub fn powers(&self, t: &Texts) -> Option<String> {
        let packages = counted(self.packages, t.users.packages_one, t.users.packages_many);
        let services = counted(self.services, t.users.services_one, t.users.services_many);
        let parts: Vec<String> = packages.into_iter().chain(services).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    pub fn roles_line(&self) -> String {
        self.roles.join(" · ")
    }

    /// Whether one of the words that a person knows him by holds `text`, in lower case.
    pub fn fits(&self, text: &str, t: &Texts) -> bool {
        let closed_up =
            |text: &str| -> String { text.chars().filter(|one| !one.is_whitespace()).collect() };
        let number = closed_up(text);
        let line = self.party.line(t).to_lowercase();
        let is_number = !number.is_empty() && number.chars().all(|one| one.is_ascii_digit());
        self.party.name.to_lowercase().contains(text)
            || line.contains(text)
            || (is_number && closed_up(&line).contains(&number))
            || self
                .roles
                .iter()
                .any(|role| role.to_lowercase().contains(text))
    }
}

/// The names of the roles of a holder, each once.
pub fn role_names(holder: &Holder, language: Language) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for one in holder.roles() {
        let name = one.role.name.get(language).to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Nothing for none, the one text for one, the other with its `count` for more.
pub fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(one.to_owned()),
        count => Some(fill(many, &[("count", &count.to_string())])),
    }
}

/// The rows that page `number`, from 1, shows, and how many pages there are.
pub fn page_of<T>(rows: Vec<T>, number: Option<usize>) -> (Vec<T>, usize, usize) {
    let last = rows.len().div_ceil(ROWS_PER_PAGE).max(1);
    let current = number.unwrap_or(1).clamp(1, last);
    let shown = rows
        .into_iter()
        .skip((current - 1) * ROWS_PER_PAGE)
        .take(ROWS_PER_PAGE);
    (shown.collect(), current, last)
}

/// For page samples.
pub fn sample(language: Language) -> Vec<UserRow> {
    let person = |name: &str| PartyLabel {
        name: name.into(),
        ..cast::manager()
    };
    let organization = |name: &str, number: &str| PartyLabel {
        name: name.into(),
        identity: Identity::Organization {
            number: number.into(),
        },
    };
    let row = |last, party, packages, services| UserRow {
        id: cast::id(last),
        party,
        roles: vec![],
        packages,
        services,
    };
    let role = |code: &str| {
        let role = reference().role(code);
        role.map_or(code.to_owned(), |role| role.name.get(language).to_owned())
    };
    vec![
        UserRow {
            roles: vec![role("daglig-leder")],
            ..row(1, cast::manager(), 133, 0)
        },
        row(2, person("Ola Deigmann"), 1, 1),
        UserRow {
            roles: vec![role("styremedlem")],
            ..row(3, person("Turid Vaktbø"), 0, 0)
        },
        UserRow {
            roles: vec![role("regnskapsforer")],
            ..row(
                4,
                organization("Tall & Balanse Regnskap AS", "310701009"),
                3,
                0,
            )
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::texts;

    #[test]
    fn a_list_is_shown_page_by_page_and_never_beyond_its_end() {
        let (shown, current, last) = page_of((0..45).collect(), Some(9));
        assert_eq!((shown.len(), current, last), (5, 3, 3));
        let (shown, current, last) = page_of(Vec::<u8>::new(), None);
        assert_eq!((shown.len(), current, last), (0, 1, 1));
    }

    #[test]
    fn a_user_is_found_by_name_number_and_role() {
        let rows = sample(Language::Nb);
        let hits = |text: &str| {
            let t = texts(Language::Nb);
            rows.iter().filter(|row| row.fits(text, t)).count()
        };
        assert_eq!(hits("deig"), 1);
        assert_eq!(hits("310701"), 1);
        assert_eq!(hits("310 701"), 1);
        assert_eq!(hits("daglig leder"), 1);
        assert_eq!(hits("brunost"), 0);
    }
}
