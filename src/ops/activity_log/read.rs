use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::{ActKind, Localized, Party, PartyId, Resource, SecurityLevel, Timestamp};
use crate::ops::access::{ACCESS_MANAGEMENT, Access, Person, Relation};
use crate::ops::{Core, OpsError, operation};
use crate::store::activity::{self, Entry, Place, Whose};
use crate::store::{parties, resources};

/// How many names the choice of who offers.
const MAX_ACTORS: i64 = 100;

/// How much of the party's log a person sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    All,
    /// What he did himself.
    Own,
    /// The same, but all with a login at this level.
    AllAt(SecurityLevel),
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    pub who: Option<PartyId>,
    /// None: of all kinds.
    pub kinds: Option<Vec<ActKind>>,
}

/// A person's view of a party's log.
#[derive(Clone, Debug)]
pub struct View {
    pub sees: Sees,
    person: PartyId,
    party: PartyId,
    is_operator: bool,
}

impl View {
    /// What the person may see of the log of `party`: access managers all, everybody what he did himself. For himself
    /// everybody sees what he did for anybody.
    pub async fn of(core: &Core, person: Person, party: PartyId) -> Result<Option<Self>, OpsError> {
        let Some(relation) = Relation::load(core, person, party).await? else {
            return Ok(None);
        };
        let sees = match relation.may("read", ACCESS_MANAGEMENT).await? {
            Access::Granted => Sees::All,
            Access::LevelTooLow(level) => Sees::AllAt(level),
            Access::Refused => Sees::Own,
        };
        Ok(Some(Self {
            sees,
            person: person.party,
            party,
            is_operator: operation::is_operator(core, &relation.party),
        }))
    }

    fn whose(&self, who: Option<PartyId>) -> Whose {
        let party = self.party;
        let actor = match self.sees {
            Sees::All => who,
            Sees::Own | Sees::AllAt(_) => Some(self.person),
        };
        if party == self.person && (actor.is_none() || actor == Some(party)) {
            return match actor {
                None => Whose::Person(party),
                Some(actor) => Whose::By(actor),
            };
        }
        match (self.is_operator, actor) {
            (true, Some(actor)) => Whose::OfOperator { party, actor },
            (true, None) => Whose::Operator(party),
            (false, Some(actor)) => Whose::Of { party, actor },
            (false, None) => Whose::Party(party),
        }
    }

    /// Acts from the one after `after`, newest first, at most `limit`, and where the next page begins.
    pub async fn list(
        &self,
        core: &Core,
        filter: &Filter,
        after: Option<Place>,
        limit: usize,
    ) -> Result<(Vec<Entry>, Option<Place>), OpsError> {
        let wanted = activity::Wanted {
            from: filter.from.unwrap_or(Timestamp::MIN),
            to: filter.to.unwrap_or(Timestamp::MAX),
            kinds: filter.kinds.as_deref().unwrap_or(&ActKind::ALL),
            after: after.unwrap_or(Place {
                at: Timestamp::MAX,
                id: Uuid::max(),
            }),
            limit: i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1),
        };
        let mut found = activity::list(&core.db, self.whose(filter.who), &wanted).await?;
        let is_more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| is_more);
        let next = last.map(|last| Place {
            at: last.act.at,
            id: last.act.id.0,
        });
        Ok((found, next))
    }

    /// Those who can be chosen in the filter, by name; nobody when only one's own acts are seen.
    pub async fn actors(&self, core: &Core) -> Result<Vec<Party>, OpsError> {
        if self.sees != Sees::All {
            return Ok(Vec::new());
        }
        let ids = activity::list_actors(&core.db, self.whose(None), MAX_ACTORS).await?;
        Ok(parties::list(&core.db, &ids).await?)
    }
}

/// What the ids in acts are called now. What is in none of these is gone.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub parties: HashMap<Uuid, String>,
    /// System users, and requests for them.
    pub systems: HashMap<Uuid, String>,
    pub resources: HashMap<String, Localized>,
}

impl Names {
    /// Finds them in three queries, however many acts there are.
    pub async fn of(core: &Core, entries: &[Entry]) -> Result<Self, OpsError> {
        let mut ids: Vec<Uuid> = Vec::new();
        let mut named: Vec<String> = Vec::new();
        for Entry { act, .. } in entries {
            let client = act.details.client.map(|client| client.0);
            ids.extend([act.actor.0, act.party.0, act.object]);
            ids.extend(act.details.counterpart.into_iter().chain(client));
            named.extend(act.details.resource.clone());
        }
        ids.sort();
        ids.dedup();
        named.sort();
        named.dedup();
        let parties_named: Vec<PartyId> = ids.iter().copied().map(PartyId).collect();
        let found = parties::list(&core.db, &parties_named).await?;
        let systems = activity::list_system_titles(&core.db, &ids).await?;
        let resources: Vec<Resource> = resources::list(&core.db, &named).await?;
        Ok(Self {
            parties: found
                .into_iter()
                .map(|party| (party.id.0, party.name))
                .collect(),
            systems: systems.into_iter().map(|one| (one.id, one.title)).collect(),
            resources: resources
                .into_iter()
                .map(|one| (one.id, one.title))
                .collect(),
        })
    }
}
