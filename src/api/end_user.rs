//! A person who is logged in and calls through a system of his: the portal's own or somebody else's.

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use super::bearer::{Bearer, Needs};
use super::problem::Problem;
use crate::app::App;
use crate::domain::{PartyId, Scopes};
use crate::ops::Person;
use crate::ops::access::Relation;
use crate::store;
use crate::telemetry::{record_actor, record_party};
use crate::tokens::Caller;

/// The person of a token with one of the scopes of `S`.
pub struct EndUser<S> {
    pub person: Person,
    pub bearer: Bearer<S>,
}

impl<S: Needs> FromRequestParts<App> for EndUser<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let bearer = Bearer::<S>::from_request_parts(parts, app).await?;
        let person = person_of(app, &bearer.caller).await?;
        record_actor(&person.party.to_string());
        Ok(Self { person, bearer })
    }
}

impl<S> EndUser<S> {
    pub fn scopes(&self) -> &Scopes {
        &self.bearer.caller.scopes
    }

    /// What the person holds at `party`; None when there is no such party, or the person has nothing to do with it.
    pub async fn relation<'a>(
        &self,
        app: &'a App,
        party: PartyId,
    ) -> Result<Option<Relation<'a>>, Problem> {
        record_party(&party.to_string());
        let relation = Relation::load(app.core(), self.person, party).await?;
        Ok(relation.filter(Relation::exists))
    }
}

/// The living person whom a token names.
pub async fn person_of(app: &App, caller: &Caller) -> Result<Person, Problem> {
    let person = match caller.user_number {
        Some(number) => store::parties::find_by_user_number(&app.core().db, number).await?,
        None => None,
    };
    match person.filter(|person| !person.is_deleted) {
        Some(person) => Ok(Person {
            party: person.id,
            level: caller.level,
        }),
        None => Err(Problem::plain(
            StatusCode::UNAUTHORIZED,
            "The token names no person of the register.",
        )),
    }
}
