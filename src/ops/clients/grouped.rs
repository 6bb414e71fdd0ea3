//! Rows of parties, roles and packages, put together by client.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{ClientDelegation, Party, PartyId, RIGHT_HOLDER, alphabetical};
use crate::reference::reference;
use crate::store::client_delegations::HeldAtClient;

use super::{Access, Client};

/// Codes of roles with urns of packages, each once.
#[derive(Default)]
pub struct ByRole(BTreeMap<String, BTreeSet<String>>);

impl ByRole {
    /// A role, whether it opens something or not.
    pub fn add_role(&mut self, role: &str) -> &mut BTreeSet<String> {
        self.0.entry(role.to_owned()).or_default()
    }

    pub fn add(&mut self, role: &str, package: &str) {
        self.add_role(role).insert(package.to_owned());
    }

    pub fn of(given: &[&ClientDelegation]) -> Self {
        let mut all = Self::default();
        for one in given {
            all.add(&one.role, &one.package);
        }
        all
    }

    /// What the reference data do not know (any more) is left out.
    pub fn access(&self) -> Vec<Access> {
        let access = self.0.iter().filter_map(|(role, packages)| {
            let packages = packages.iter();
            Some(Access {
                role: reference().role(role)?,
                packages: packages
                    .filter_map(|urn| reference().package(urn))
                    .collect(),
            })
        });
        access.collect()
    }
}

/// The clients of these rows with what may be passed on there, by name. Whoever has given packages, but none that may be
/// passed on, is no client.
pub fn clients(rows: Vec<HeldAtClient>) -> Vec<Client> {
    let mut parties: HashMap<PartyId, (Party, ByRole)> = HashMap::new();
    for row in rows {
        let passable = passable(&row);
        if passable.is_empty() && row.role == RIGHT_HOLDER {
            continue;
        }
        let (_, by_role) = parties
            .entry(row.client.id)
            .or_insert_with(|| (row.client, ByRole::default()));
        by_role.add_role(&row.role).extend(passable);
    }
    let clients = parties.into_values().map(|(party, by_role)| Client {
        party,
        access: by_role.access(),
    });
    by_name(clients.collect())
}

/// The urns of the packages that a row stands for, as far as agents may have them.
fn passable(row: &HeldAtClient) -> Vec<String> {
    let form = row.client.organization().map(|one| one.form.as_str());
    let of_role = reference().packages_of_role(&row.role, form);
    let of_role = of_role
        .filter(|_| row.package.is_none())
        .filter(|package| package.has_access);
    let urns = of_role
        .map(|one| one.package.as_str())
        .chain(row.package.as_deref());
    let packages = urns.filter_map(|urn| reference().package(urn));
    let packages = packages.filter(|package| package.is_delegable);
    packages.map(|package| package.urn.clone()).collect()
}

/// What agents have, by client; `parties` are the clients. Those that are gone are left out.
pub fn given(rows: &[ClientDelegation], parties: Vec<Party>) -> Vec<Client> {
    let mut of_client: HashMap<PartyId, Vec<&ClientDelegation>> = HashMap::new();
    for row in rows {
        of_client.entry(row.client).or_default().push(row);
    }
    let living = parties.into_iter().filter(|party| !party.is_deleted);
    let clients = living.filter_map(|party| {
        let given = of_client.get(&party.id)?;
        Some(Client {
            access: ByRole::of(given).access(),
            party,
        })
    });
    by_name(clients.collect())
}

fn by_name(mut clients: Vec<Client>) -> Vec<Client> {
    clients.sort_by_cached_key(|one| (alphabetical(&one.party.name), one.party.number));
    clients
}
