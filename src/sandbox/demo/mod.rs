//! The invented cast: one file per kind. What is here is seeded when the register is empty; nothing of it is needed
//! for the product to work.

pub mod clients;
pub mod organizations;
pub mod persons;
mod relations;
pub mod resources;
pub mod systems;

use crate::db::{Db, DbError, Tx};
use crate::domain::{
    Details, OrganizationDetails, Party, PartyKind, PersonDetails, PersonStatus, Registered,
    Timestamp,
};
use crate::ops::resources::insert_with_policy;
use crate::sandbox::SandboxError;
use crate::store::owner_scopes::GrantedScope;
use crate::store::{
    self,
    register_changes::{self, Numbers},
};

/// Fills an empty register with the cast, and sees to it that the demo clients exist.
pub async fn seed(db: &Db, now: Timestamp, public_url: &str) -> Result<(), SandboxError> {
    seed_clients(db).await?;
    if store::parties::is_empty(db).await? {
        match seed_register(db, now, public_url).await {
            // Another process that starts at the same time was faster.
            Err(SandboxError::Db(DbError::Duplicate)) => {}
            other => other?,
        }
    }
    follow_address(db, public_url).await
}

async fn seed_clients(db: &Db) -> Result<(), SandboxError> {
    for client in clients::ALL {
        let registration = client.registration()?.ok_or(SandboxError::Demo)?;
        store::sandbox_clients::put(db, &registration).await?;
    }
    Ok(())
}

async fn seed_register(db: &Db, now: Timestamp, public_url: &str) -> Result<(), SandboxError> {
    let mut tx = db.write().await?;
    seed_parties(&mut tx, now).await?;
    seed_relations(&mut tx, now).await?;
    seed_resources(&mut tx, now, public_url).await?;
    Ok(tx.commit().await?)
}

async fn seed_parties(tx: &mut Tx, now: Timestamp) -> Result<(), SandboxError> {
    let persons = persons::ALL.into_iter().map(persons::DemoPerson::party);
    let organizations = organizations::ALL
        .into_iter()
        .map(organizations::DemoOrganization::party);
    let parties: Option<Vec<Party>> = persons.chain(organizations).collect();
    let parties = parties.ok_or(SandboxError::Demo)?;
    let wanted = Numbers {
        versions: i64::try_from(parties.len()).unwrap_or(i64::MAX),
        ..Numbers::default()
    };
    let last = register_changes::take_numbers(tx, wanted).await?;
    let registered: Vec<Registered> = (last.versions + 1..)
        .zip(parties)
        .map(|(version, party)| Registered {
            details: details(&party),
            party,
            deleted_at: None,
            created_at: now,
            modified_at: now,
            version,
        })
        .collect();
    Ok(register_changes::insert_all(tx, &registered).await?)
}

/// The cast has two names each; a business has a number that nobody answers.
fn details(party: &Party) -> Details {
    match &party.kind {
        PartyKind::Person(_) => {
            let (first, last) = party.name.rsplit_once(' ').unwrap_or(("", &party.name));
            Details::Person(PersonDetails {
                first_name: first.to_owned(),
                last_name: last.to_owned(),
                short_name: format!("{last} {first}").to_uppercase(),
                status: Some(PersonStatus::Bosatt),
                ..PersonDetails::default()
            })
        }
        PartyKind::Organization(_) => Details::Organization(OrganizationDetails {
            unit_status: Some("N".to_owned()),
            telephone: Some("+4710000000".to_owned()),
            ..OrganizationDetails::default()
        }),
    }
}

async fn seed_relations(tx: &mut Tx, now: Timestamp) -> Result<(), SandboxError> {
    for role in relations::roles() {
        store::roles::insert(tx, &role).await?;
    }
    for delegation in relations::delegations(now) {
        store::delegations::insert(tx, &delegation).await?;
    }
    let (appointed, passing, power) = relations::agency(now);
    store::assignments::ensure(tx, &appointed).await?;
    store::client_delegations::insert_all(tx, passing, &[power]).await?;
    Ok(())
}

async fn seed_resources(tx: &mut Tx, now: Timestamp, public_url: &str) -> Result<(), SandboxError> {
    for owner in resources::owners().ok_or(SandboxError::Demo)? {
        store::service_owners::insert(tx, &owner).await?;
        for scope in clients::OWNER_SCOPES {
            let granted = GrantedScope {
                scope: (*scope).to_owned(),
                granted_at: now,
                granted_by: None,
            };
            store::owner_scopes::insert(tx, &owner.code, &granted).await?;
        }
    }
    for (resource, policy) in resources::resources().into_iter().chain(resources::apis()) {
        insert_with_policy(tx, &resource, policy, now).await?;
    }
    for service in resources::link_services(public_url) {
        store::link_services::insert(tx, &service).await?;
    }
    Ok(())
}

/// The server may be started at another address next time; the simulated sites move with it.
async fn follow_address(db: &Db, public_url: &str) -> Result<(), SandboxError> {
    for service in resources::link_services(public_url) {
        store::link_services::set_url(db, &service.resource, &service.target.url).await?;
    }
    Ok(())
}
