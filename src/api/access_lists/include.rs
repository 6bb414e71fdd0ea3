//! What shall be told beside the lists themselves.

use super::faults;
use super::wire::{ConnectionAnswer, ListAnswer};
use crate::api::problem::{self, Problem};
use crate::domain::{AccessList, DatedConnection};
use crate::ops::{Core, access_lists};

/// The query of a request for lists.
#[derive(Debug, Default)]
pub struct ListsQuery {
    pub token: Option<String>,
    /// Only the connections to this resource, though all lists.
    pub resource: Option<String>,
    pub include: Include,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Include {
    #[default]
    Nothing,
    Connections,
    /// With their actions.
    Actions,
}

impl Include {
    /// As the query has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Connections => "resources",
            Self::Actions => "resource-actions",
        }
    }
}

impl ListsQuery {
    /// Reads `token`, `resource` and `include`, which may come several times or as one list with commas. The original's
    /// own links call it `includes`.
    pub fn read(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name.to_ascii_lowercase().as_str() {
                "token" => query.token = Some(value),
                "resource" if !value.is_empty() => query.resource = Some(value),
                "include" | "includes" => {
                    for word in value.split(',') {
                        query.add(word.trim())?;
                    }
                }
                _ => {}
            }
        }
        if query.include == Include::Actions && query.resource.is_none() {
            return Err(Problem::validation(vec![faults::resource_needed()]));
        }
        Ok(query)
    }

    fn add(&mut self, word: &str) -> Result<(), Problem> {
        match word.to_ascii_lowercase().as_str() {
            "" | "none" => {}
            "resources" if self.include == Include::Actions => {}
            "resources" => self.include = Include::Connections,
            "resource-actions" => self.include = Include::Actions,
            "members" => return Err(Problem::of(problem::MEMBERS_NOT_INCLUDED)),
            _ => {
                let detail = "resources and resource-actions can be included";
                let fault = faults::out_of_range("/$QUERY/include", detail);
                return Err(Problem::validation(vec![fault]));
            }
        }
        Ok(())
    }

    /// The lists with what shall be told beside them.
    pub async fn answers(
        &self,
        core: &Core,
        lists: &[AccessList],
    ) -> Result<Vec<ListAnswer>, Problem> {
        let plain = lists.iter().map(ListAnswer::of);
        if self.include == Include::Nothing {
            return Ok(plain.collect());
        }
        let resource = self.resource.as_deref();
        let connections = access_lists::connections_of(core, lists, resource).await?;
        let with = |(answer, of_list): (ListAnswer, Vec<DatedConnection>)| {
            let told = of_list.iter().map(|one| self.connection(one));
            answer.with_connections(told.collect())
        };
        Ok(plain.zip(connections).map(with).collect())
    }

    fn connection(&self, dated: &DatedConnection) -> ConnectionAnswer {
        match self.include {
            Include::Actions => ConnectionAnswer::of(dated),
            Include::Connections | Include::Nothing => ConnectionAnswer::without_actions(dated),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<ListsQuery, Problem> {
        let owned = pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        ListsQuery::read(owned.collect())
    }

    #[test]
    fn what_is_included_may_be_said_in_several_ways() {
        let resource = ("resource", "loans");
        for (pairs, include) in [
            (&[][..], Include::Nothing),
            (&[("include", "resources")][..], Include::Connections),
            (&[("includes", "Resources")][..], Include::Connections),
            (
                &[("include", "resource-actions"), resource][..],
                Include::Actions,
            ),
            (
                &[("include", "resources,resource-actions"), resource][..],
                Include::Actions,
            ),
            (
                &[
                    ("include", "resource-actions"),
                    ("include", "resources"),
                    resource,
                ][..],
                Include::Actions,
            ),
        ] {
            assert_eq!(read(pairs).unwrap().include, include, "{pairs:?}");
        }
        for (pairs, status) in [
            (&[("include", "resource-actions")][..], 400),
            (&[("include", "members")][..], 501),
            (&[("include", "everything")][..], 400),
        ] {
            assert_eq!(read(pairs).unwrap_err().status(), status, "{pairs:?}");
        }
    }
}
