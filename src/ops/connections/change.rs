//! One change to what lies between two parties, from its beginning to its entry in the log of acts.
//!
//! The check that was made when a page was shown proves nothing about now. So a change first locks the giving party with
//! its main unit, and the acting one, and then reads what the person holds anew, inside its transaction. Whatever could
//! take that from the person, on any process, locks the same rows and has either been committed, and is seen, or comes
//! after. Roles of the register are not locked: a role that ends in the same moment counts as having ended after.

use super::who::{Direction, Link, may_change};
use super::{Recipient, Refusal};
use crate::db::Tx;
use crate::domain::{
    Act, ActDetails, ActKind, Assignment, AssignmentId, AssignmentRole, Delegated, Delegation,
    DelegationId, PartyId, Receiver, Timestamp,
};
use crate::ops::OpsError;
use crate::ops::access::{ACCESS_MANAGEMENT, Relation};
use crate::store;
use crate::store::connections::{Between, Ending};

/// A change under way. Dropped without [`Change::commit`], it changes nothing.
pub struct Change<'a> {
    /// What the person holds, as the transaction sees it.
    pub by: Relation<'a>,
    pub between: Between,
    pub tx: Tx,
    /// Put down last, as everybody waits for the end of the log's chain.
    acts: Vec<Act>,
    power: Option<String>,
    now: Timestamp,
}

impl<'a> Change<'a> {
    /// Begins a change by somebody who may make it.
    pub async fn begin(
        by: &Relation<'a>,
        link: Link,
    ) -> Result<Result<Change<'a>, Refusal>, OpsError> {
        if let Err(refusal) = may_change(by, link.direction).await? {
            return Ok(Err(refusal));
        }
        let between = link.between(by.party.id);
        let mut tx = by.core().db.write().await?;
        store::connections::lock(&mut tx, &[between.from, by.party.id]).await?;
        let by = by.anew(&mut tx).await?;
        let power = by.power("write", ACCESS_MANAGEMENT).await?;
        if power.is_none() || by.party.is_deleted {
            return Ok(Err(Refusal::NoAccess));
        }
        Ok(Ok(Self {
            now: by.core().world.now(),
            acts: Vec::new(),
            by,
            between,
            tx,
            power,
        }))
    }

    /// Begins to give something to `to`.
    pub async fn giving(
        by: &Relation<'a>,
        to: &Recipient,
    ) -> Result<Result<Change<'a>, Refusal>, OpsError> {
        Self::begin(by, Link::to(to.id())).await
    }

    /// Lets the other one in, if he is not in already.
    pub async fn let_in(&mut self) -> Result<Assignment, OpsError> {
        let known = self.find_right_holder().await?;
        match known {
            Some(known) => Ok(known),
            None => {
                self.put_down(ActKind::RightHolderAdded, ActDetails::default());
                self.right_holder().await
            }
        }
    }

    /// The other one's place as a right holder, which whoever is given something gets along with it.
    pub async fn right_holder(&mut self) -> Result<Assignment, OpsError> {
        if let Some(known) = self.find_right_holder().await? {
            return Ok(known);
        }
        let assignment = Assignment {
            id: AssignmentId(self.by.core().world.new_id()),
            from: self.between.from,
            to: Receiver::Party(self.between.to),
            role: AssignmentRole::RightHolder,
            given_by: self.by.person().party,
            given_at: self.now,
        };
        store::assignments::ensure(&mut self.tx, &assignment).await?;
        Ok(assignment)
    }

    async fn find_right_holder(&mut self) -> Result<Option<Assignment>, OpsError> {
        let Between { from, to } = self.between;
        let role = AssignmentRole::RightHolder;
        Ok(store::assignments::find(&mut self.tx, from, to, role).await?)
    }

    /// The other one has to be known before anything is given.
    pub async fn check_connected(&mut self) -> Result<Result<(), Refusal>, OpsError> {
        let is_connected = store::connections::is_connected(&mut self.tx, self.between).await?;
        Ok(match is_connected {
            true => Ok(()),
            false => Err(Refusal::MissingConnection),
        })
    }

    /// What one has given the other so far.
    pub async fn given(&mut self) -> Result<Vec<Delegation>, OpsError> {
        Ok(store::connections::list_given(&mut self.tx, self.between).await?)
    }

    /// Gives something that was not given yet.
    pub async fn give(&mut self, what: Delegated) -> Result<Delegation, OpsError> {
        let delegation = Delegation {
            id: DelegationId(self.by.core().world.new_id()),
            from: self.between.from,
            to: Receiver::Party(self.between.to),
            what,
            given_by: self.by.person().party,
            given_at: self.now,
        };
        store::delegations::insert(&mut self.tx, &delegation).await?;
        Ok(delegation)
    }

    pub fn ending(&self) -> Ending {
        Ending {
            by: self.by.person().party,
            at: self.now,
        }
    }

    /// What will be put down: done by the person, for the party that he acts for, to the other one.
    pub fn put_down(&mut self, kind: ActKind, details: ActDetails) {
        let other = self.other();
        let details = ActDetails {
            counterpart: Some(other.0),
            power: self.power.clone(),
            is_given_up: self.direction() == Direction::FromOthers,
            ..details
        };
        let core = self.by.core();
        let act = core.act(self.by.person().party, self.by.party.id, kind, other.0);
        self.acts.push(act.about(details));
    }

    fn other(&self) -> PartyId {
        match self.direction() {
            Direction::ToOthers => self.between.to,
            Direction::FromOthers => self.between.from,
        }
    }

    fn direction(&self) -> Direction {
        match self.between.from == self.by.party.id {
            true => Direction::ToOthers,
            false => Direction::FromOthers,
        }
    }

    /// Writes the acts and makes all of it last.
    pub async fn commit(mut self) -> Result<(), OpsError> {
        for act in &self.acts {
            store::acts::insert(&mut self.tx, act).await?;
        }
        Ok(self.tx.commit().await?)
    }
}
