//! The one-time key of a launch: issued once, redeemed once, by the service's owner.

use crate::db::DbError;
use crate::domain::{
    Asked, AskedBy, Launch, LaunchId, NationalId, OrgNumber, Party, PartyKind, SubjectBinding,
    Surface, Timestamp,
};
use crate::store;
use crate::store::launches::Ticket;
use crate::tokens::sha256_hex;

use super::access::{Person, Relation};
use super::launches::{self, Refusal, Service, Step};
use super::{Core, OpsError};

/// What the owner learns for a ticket.
pub struct Redeemed {
    pub launch: Launch,
    pub service: Service,
    pub party: Party,
    pub person: Party,
    pub issued_at: Timestamp,
    pub redeemed_at: Timestamp,
}

/// What an owner brings.
pub struct Redemption<'a> {
    pub key: &'a str,
    /// The organization in the caller's token.
    pub caller: &'a OrgNumber,
    /// The person whom the owner has in its own login, if it says so.
    pub subject: Option<&'a NationalId>,
}

/// Why a ticket is not redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedeemRefusal {
    /// No such ticket, or not this caller's to redeem; the caller cannot tell which.
    Unknown,
    Expired,
    /// Used before. The launch is marked as compromised.
    AlreadyRedeemed,
    SubjectMismatch,
    SubjectMissing,
    /// The person has lost the right since the start.
    RightWithdrawn,
}

/// Lets a launch leave whose party is chosen and whose checks pass: the owner's address with a fresh key. A second try must start anew.
pub async fn issue(
    core: &Core,
    person: Person,
    id: LaunchId,
) -> Result<Result<String, Refusal>, OpsError> {
    let view = match launches::view(core, person, id).await? {
        Ok(view) => view,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Whoever has not passed the checks has nothing to leave with.
    let Step::Leave(party) = &view.step else {
        return Ok(Err(Refusal::Spent));
    };
    let key = core.world.secret()?;
    let now = core.world.now();
    let ticket = Ticket {
        launch: id,
        issued_at: now,
        expires_at: now.plus(view.service.link.key_lifetime()),
        redeemed_at: None,
        burned: None,
    };
    let mut tx = core.db.write().await?;
    // The owner is told this level, and the right is weighed by it again when the key is redeemed.
    store::launches::set_level(&mut tx, id, person.level).await?;
    match store::launches::leave(&mut tx, id, party.id).await {
        Err(DbError::NotAsExpected) => return Ok(Err(Refusal::Spent)),
        other => other?,
    }
    store::launches::insert_ticket(&mut tx, &sha256_hex(&key), &ticket).await?;
    tx.commit().await?;
    metrics::counter!("fullmakt_tickets_issued_total").increment(1);
    Ok(Ok(view.service.link.target_with(&key)))
}

/// Redeems a key once, for the owner or a redeemer that it has named.
pub async fn redeem(
    core: &Core,
    asked: Redemption<'_>,
) -> Result<Result<Redeemed, RedeemRefusal>, OpsError> {
    let outcome = try_redeem(core, &asked).await?;
    let result = match &outcome {
        Ok(_) => "redeemed",
        Err(RedeemRefusal::AlreadyRedeemed) => "replayed",
        Err(_) => "refused",
    };
    metrics::counter!("fullmakt_tickets_redeemed_total", "result" => result).increment(1);
    Ok(outcome)
}

async fn try_redeem(
    core: &Core,
    asked: &Redemption<'_>,
) -> Result<Result<Redeemed, RedeemRefusal>, OpsError> {
    let hash = sha256_hex(asked.key);
    let now = core.world.now();
    let Some((ticket, held)) = find(core, &hash).await? else {
        return Ok(Err(RedeemRefusal::Unknown));
    };
    if let Err(refusal) = check(asked, &ticket, &held, now) {
        settle(core, &hash, &held.launch, refusal).await?;
        return Ok(Err(refusal));
    }
    let person = Person {
        party: held.launch.person,
        level: held.launch.level,
    };
    let relation = Relation::load(core, person, held.party.id).await?;
    let relation = relation.map(|relation| relation.asked_by(question_of(asked.caller)));
    if launches::check_right(relation, &held.service)
        .await?
        .is_err()
    {
        settle(core, &hash, &held.launch, RedeemRefusal::RightWithdrawn).await?;
        return Ok(Err(RedeemRefusal::RightWithdrawn));
    }
    let mut tx = core.db.write().await?;
    match store::launches::redeem_ticket(&mut tx, &hash, asked.caller, now).await {
        // Two at once: the other one won.
        Err(DbError::NotAsExpected) => {
            drop(tx);
            settle(core, &hash, &held.launch, RedeemRefusal::AlreadyRedeemed).await?;
            return Ok(Err(RedeemRefusal::AlreadyRedeemed));
        }
        other => other?,
    }
    tx.commit().await?;
    Ok(Ok(Redeemed {
        launch: held.launch,
        service: held.service,
        party: held.party,
        person: held.person,
        issued_at: ticket.issued_at,
        redeemed_at: now,
    }))
}

/// It is the owner who asks now whether the person has the right still.
fn question_of(owner: &OrgNumber) -> Asked {
    Asked {
        by: AskedBy::Organization(owner.clone()),
        surface: Surface::LinkService,
        position: None,
    }
}

/// What a ticket stands for.
struct Held {
    launch: Launch,
    service: Service,
    party: Party,
    person: Party,
}

async fn find(core: &Core, hash: &str) -> Result<Option<(Ticket, Held)>, OpsError> {
    let db = &core.db;
    let Some(ticket) = store::launches::find_ticket(db, hash).await? else {
        return Ok(None);
    };
    let Some(launch) = store::launches::find(db, ticket.launch).await? else {
        return Ok(None);
    };
    let Some(service) = launches::find_service(core, &launch.resource).await? else {
        return Ok(None);
    };
    let Some(party) = launch.party else {
        return Ok(None);
    };
    let (party, person) = (
        store::parties::find(db, party).await?,
        store::parties::find(db, launch.person).await?,
    );
    Ok(party.zip(person).map(|(party, person)| {
        let held = Held {
            launch,
            service,
            party,
            person,
        };
        (ticket, held)
    }))
}

fn check(
    asked: &Redemption<'_>,
    ticket: &Ticket,
    held: &Held,
    now: Timestamp,
) -> Result<(), RedeemRefusal> {
    let may_redeem = *asked.caller == held.service.owner.number
        || held.service.link.redeemers.contains(asked.caller);
    if !may_redeem {
        return Err(RedeemRefusal::Unknown);
    }
    if ticket.redeemed_at.is_some() {
        return Err(RedeemRefusal::AlreadyRedeemed);
    }
    if ticket.burned.is_some() || now >= ticket.expires_at {
        return Err(RedeemRefusal::Expired);
    }
    check_subject(asked.subject, held)
}

fn check_subject(subject: Option<&NationalId>, held: &Held) -> Result<(), RedeemRefusal> {
    let launcher = match &held.person.kind {
        PartyKind::Person(person) => &person.national_id,
        PartyKind::Organization(_) => return Err(RedeemRefusal::SubjectMismatch),
    };
    match (subject, held.service.link.subject_binding) {
        (Some(subject), _) if subject != launcher => Err(RedeemRefusal::SubjectMismatch),
        (None, SubjectBinding::Required) => Err(RedeemRefusal::SubjectMissing),
        _ => Ok(()),
    }
}

/// What a refusal does to the ticket: some faults make it useless, and a replay is an alarm.
async fn settle(
    core: &Core,
    hash: &str,
    launch: &Launch,
    refusal: RedeemRefusal,
) -> Result<(), OpsError> {
    let mut tx = core.db.write().await?;
    match refusal {
        RedeemRefusal::AlreadyRedeemed => {
            tracing::warn!(launch = %launch.id, "a ticket was brought a second time");
            store::launches::mark_compromised(&mut tx, launch.id).await?;
        }
        RedeemRefusal::Expired => store::launches::burn_ticket(&mut tx, hash, "expired").await?,
        RedeemRefusal::SubjectMismatch => {
            store::launches::burn_ticket(&mut tx, hash, "subject").await?
        }
        RedeemRefusal::RightWithdrawn => {
            store::launches::burn_ticket(&mut tx, hash, "right").await?
        }
        RedeemRefusal::Unknown | RedeemRefusal::SubjectMissing => {}
    }
    tx.commit().await?;
    Ok(())
}
