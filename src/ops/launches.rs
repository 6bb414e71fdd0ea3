//! Starting a link service: party, authorization, pre-checks, and out with a ticket.

use time::Duration;

use crate::db::DbError;
use crate::domain::{
    ActDetails, ActKind, CheckFailure, CheckKind, Launch, LaunchId, LaunchState, LinkService,
    Party, PartyId, Resource, SecurityLevel, ServiceClosed, ServiceOwner,
};
use crate::store;

use super::access::{self, Access, Person, Relation};
use super::{Core, OpsError, parties};

/// How long a person may take from start to leaving.
const LAUNCH_LIFETIME: Duration = Duration::minutes(30);
/// How many parties are offered; each costs a decision.
const MAX_CANDIDATES: usize = 200;

/// A link service with its entry in the catalogue.
pub struct Service {
    pub link: LinkService,
    pub resource: Resource,
    pub owner: ServiceOwner,
}

/// Why a service cannot be started, or cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such service, or no such launch of this person.
    NotFound,
    Closed(ServiceClosed),
    LevelTooLow(SecurityLevel),
    /// The launch has left, or has waited too long: it must be started again.
    Spent,
    /// The person has no relation to the party.
    ForeignParty,
    /// The service is not for this kind of party; here its name.
    WrongPartyType(String),
    /// The policy does not permit it for this party.
    NoRight {
        party: PartyId,
        name: String,
    },
}

/// A party that could be chosen, and whether it can use the service.
pub struct Candidate {
    pub party: Party,
    pub problem: Option<CandidateProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateProblem {
    WrongType,
    NoRight,
}

/// Where a launch stands.
pub struct LaunchView {
    pub launch: Launch,
    pub service: Service,
    pub step: Step,
}

/// What the person has to do next.
pub enum Step {
    ChooseParty(Vec<Candidate>),
    /// Pre-checks that did not pass for the chosen party.
    ChecksFailed(Party, Vec<CheckFailure>),
    /// Everything passed.
    Leave(Party),
}

/// The services of the catalogue.
pub async fn catalogue(core: &Core) -> Result<Vec<Service>, OpsError> {
    let mut services = Vec::new();
    for link in store::link_services::list(&core.db).await? {
        services.extend(
            with_resource(core, link)
                .await?
                .filter(|service| service.resource.is_visible),
        );
    }
    Ok(services)
}

/// One service.
pub async fn find_service(core: &Core, resource: &str) -> Result<Option<Service>, OpsError> {
    match store::link_services::find(&core.db, resource).await? {
        Some(link) => with_resource(core, link).await,
        None => Ok(None),
    }
}

async fn with_resource(core: &Core, link: LinkService) -> Result<Option<Service>, OpsError> {
    let Some(resource) = store::resources::find(&core.db, &link.resource).await? else {
        return Ok(None);
    };
    let Some(owner) = store::service_owners::find(&core.db, &resource.owner).await? else {
        return Ok(None);
    };
    Ok(Some(Service {
        link,
        resource,
        owner,
    }))
}

/// Begins a launch for the person; the party is chosen next.
pub async fn start(
    core: &Core,
    person: Person,
    resource: &str,
) -> Result<Result<LaunchId, Refusal>, OpsError> {
    let Some(service) = find_service(core, resource).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    if let Err(refusal) = check_service(core, person, &service) {
        return Ok(Err(refusal));
    }
    let now = core.world.now();
    let launch = Launch {
        id: LaunchId(core.world.random_id()),
        resource: service.resource.id,
        person: person.party,
        party: None,
        state: LaunchState::Open,
        level: person.level,
        created_at: now,
        expires_at: now.plus(LAUNCH_LIFETIME),
    };
    let mut tx = core.db.write().await?;
    store::launches::insert(&mut tx, &launch).await?;
    tx.commit().await?;
    Ok(Ok(launch.id))
}

fn check_service(core: &Core, person: Person, service: &Service) -> Result<(), Refusal> {
    service
        .link
        .check_open(core.world.now())
        .map_err(Refusal::Closed)?;
    if person.level < service.link.minimum_level {
        return Err(Refusal::LevelTooLow(service.link.minimum_level));
    }
    Ok(())
}

/// The person's own launch, and what is next.
pub async fn view(
    core: &Core,
    person: Person,
    id: LaunchId,
) -> Result<Result<LaunchView, Refusal>, OpsError> {
    let (launch, service) = match open_launch(core, person, id).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let step = match launch.party {
        None => Step::ChooseParty(candidates(core, person, &service).await?),
        Some(party) => match authorize(core, person, &service, party).await? {
            Ok(party) => after_checks(core, person, &service, party).await?,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    Ok(Ok(LaunchView {
        launch,
        service,
        step,
    }))
}

/// Which service the person's own launch is of.
pub async fn service_of(
    core: &Core,
    person: Person,
    id: LaunchId,
) -> Result<Option<String>, OpsError> {
    let launch = store::launches::find_of(&core.db, person.party, id).await?;
    Ok(launch.map(|launch| launch.resource))
}

/// Sets the party, if the person may use the service for it. The pre-checks come after, at the next look: nothing about
/// a party shows to somebody who has no right there.
pub async fn choose_party(
    core: &Core,
    person: Person,
    id: LaunchId,
    party: PartyId,
) -> Result<Result<(), Refusal>, OpsError> {
    let (launch, service) = match open_launch(core, person, id).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Err(refusal) = authorize(core, person, &service, party).await? {
        return Ok(Err(refusal));
    }
    let (action, resource) = (&service.link.action, &service.resource.id);
    let power = access::power(core, person, action, resource, party).await?;
    let mut tx = core.db.write().await?;
    match store::launches::set_party(&mut tx, launch.id, party).await {
        Err(DbError::NotAsExpected) => return Ok(Err(Refusal::Spent)),
        other => other?,
    }
    if launch.party != Some(party) {
        let act = core.act(person.party, party, ActKind::LaunchStarted, launch.id.0);
        let about = ActDetails {
            resource: Some(launch.resource),
            actions: vec![service.link.action],
            power,
            ..ActDetails::default()
        };
        store::acts::insert(&mut tx, &act.about(about)).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}

async fn open_launch(
    core: &Core,
    person: Person,
    id: LaunchId,
) -> Result<Result<(Launch, Service), Refusal>, OpsError> {
    let Some(launch) = store::launches::find_of(&core.db, person.party, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let Some(service) = find_service(core, &launch.resource).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    if launch.state != LaunchState::Open || core.world.now() >= launch.expires_at {
        return Ok(Err(Refusal::Spent));
    }
    Ok(check_service(core, person, &service).map(|()| (launch, service)))
}

/// May the person use the service for this party: a relation, the right kind of party, and the policy's Permit.
async fn authorize(
    core: &Core,
    person: Person,
    service: &Service,
    party: PartyId,
) -> Result<Result<Party, Refusal>, OpsError> {
    check_right(Relation::load(core, person, party).await?, service).await
}

/// The same, for what a person holds there.
pub(super) async fn check_right(
    relation: Option<Relation<'_>>,
    service: &Service,
) -> Result<Result<Party, Refusal>, OpsError> {
    let Some(relation) = relation.filter(Relation::exists) else {
        return Ok(Err(Refusal::ForeignParty));
    };
    let resource = &service.resource;
    if !resource.is_available_for(relation.party.available_type()) {
        return Ok(Err(Refusal::WrongPartyType(relation.party.name)));
    }
    Ok(
        match relation.may(&service.link.action, &resource.id).await? {
            Access::Granted => Ok(relation.party),
            Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
            Access::Refused => Err(Refusal::NoRight {
                party: relation.party.id,
                name: relation.party.name,
            }),
        },
    )
}

async fn candidates(
    core: &Core,
    person: Person,
    service: &Service,
) -> Result<Vec<Candidate>, OpsError> {
    let mut candidates = Vec::new();
    let represented = parties::list_represented(core, person).await?;
    for party in represented.into_iter().take(MAX_CANDIDATES) {
        let problem = match authorize(core, person, service, party.id).await? {
            Ok(_) | Err(Refusal::LevelTooLow(_)) => None,
            Err(Refusal::WrongPartyType(_)) => Some(CandidateProblem::WrongType),
            Err(_) => Some(CandidateProblem::NoRight),
        };
        candidates.push(Candidate { party, problem });
    }
    Ok(candidates)
}

async fn after_checks(
    core: &Core,
    person: Person,
    service: &Service,
    party: Party,
) -> Result<Step, OpsError> {
    let mut failures = Vec::new();
    for check in &service.link.checks {
        failures.extend(run_check(core, person, &party, check.kind).await?);
    }
    Ok(if failures.is_empty() {
        Step::Leave(party)
    } else {
        Step::ChecksFailed(party, failures)
    })
}

async fn run_check(
    core: &Core,
    person: Person,
    party: &Party,
    check: CheckKind,
) -> Result<Option<CheckFailure>, OpsError> {
    Ok(match check {
        CheckKind::UserEmailRegistered => {
            let email = store::profiles::find_email(&core.db, person.party).await?;
            email.is_none().then_some(CheckFailure::NoEmail)
        }
        CheckKind::MinimumAge { years } => party.person().and_then(|human| {
            let age = human.born.age_on(core.world.now().day_in_norway());
            (age < i32::from(years)).then_some(CheckFailure::TooYoung { years })
        }),
    })
}
