//! Who is connected: `GET`, `POST` and `DELETE` of connections themselves.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use uuid::Uuid;

use super::gate::relation;
use super::query::{Asked, Side};
use super::refused::{fault, refused};
use super::shape::{self, Told};
use super::wire::{AssignmentWire, ConnectionWire, Entity, PersonBody};
use crate::api::bearer::{ConnectionsRead, ConnectionsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{RawBody, json_answer, read_loose};
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{Assignment, NationalId, PartyId, Receiver};
use crate::ops::access::Relation;
use crate::ops::connections::{
    self, Connection, Direction, Listing, Named, Page, Recipient, Refusal, recipient,
};
use crate::reference::reference;
use crate::routes;

/// The longest surname that is looked at, in characters.
const MAX_SURNAME: usize = 200;

/// `GET …/connections`: a page of what the party has given, or been given.
pub async fn list(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let (size, number) = asked.page()?;
    let relation = relation(&app, &caller, side).await?;
    let listing = Listing {
        direction: side.direction,
        other: side.other,
        skip: size.saturating_mul(number),
        size,
    };
    let page = match connections::list(&relation, listing).await? {
        Ok(page) => page,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let told = Told {
        direction: side.direction,
        packages: asked.flag("includeAccessPackages", false),
        resources: asked.flag("includeResources", false),
        agents: asked.flag("includeAgentConnections", true)
            && asked.flag("includeClientDelegations", true),
    };
    let is_more = listing.skip + page.connections.len() < page.total;
    let next = is_more.then(|| {
        let path = routes::api_connections_page(asked.rest(), size, number + 1);
        app.config().url(&path)
    });
    let listed = Listed::page(wires(&page.connections, told), next);
    Ok(json_answer(StatusCode::OK, &listed))
}

fn wires(connections: &[Connection], told: Told) -> Vec<ConnectionWire> {
    let shown = connections
        .iter()
        .filter(|one| told.agents || !one.is_agent_only());
    shown.map(|one| shape::connection(one, told)).collect()
}

/// `GET …/connections/users`: the persons who reach the party, themselves or by a key role in an organization that does.
pub async fn users(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = Side {
        direction: Direction::ToOthers,
        ..asked.giving()?
    };
    let relation = relation(&app, &caller, side).await?;
    let page = match everything(&relation, side).await? {
        Ok(page) => page,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let persons = page.connections.iter().flat_map(|one| {
        let within = one.within.iter().map(|within| &within.party);
        std::iter::once(&one.other).chain(within)
    });
    let mut found: Vec<Entity> = Vec::new();
    for person in persons.filter(|one| one.party.person().is_some()) {
        if !found.iter().any(|known| known.id == person.party.id.0) {
            found.push(Entity::registered(person));
        }
    }
    Ok(json_answer(StatusCode::OK, &Listed::all(found)))
}

/// `POST …/connections`: lets somebody in. A person is named by number and surname, unless the party has to do with him.
pub async fn add(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
    body: RawBody,
) -> Result<Response, Problem> {
    let side = asked.giving()?;
    let named = named(side, body).await?;
    let relation = relation(&app, &caller, side).await?;
    let found = find(&relation, &named).await?;
    let added = match found {
        Ok(to) => connections::add_right_holder(&relation, &to).await?,
        Err(refusal) => Err(refusal),
    };
    Ok(match added {
        Ok(assignment) => json_answer(StatusCode::OK, &assignment_wire(&assignment)),
        Err(refusal) => refused(&refusal),
    })
}

/// `DELETE …/connections`: ends the connection.
pub async fn remove(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let link = side.link()?;
    let cascade = asked.flag("cascade", false);
    let relation = relation(&app, &caller, side).await?;
    Ok(match connections::remove(&relation, link, cascade).await? {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refused(&refusal),
    })
}

/// The recipient that a query or a body names.
pub async fn named(side: Side, body: RawBody) -> Result<Named, Problem> {
    if let Some(to) = side.other {
        return Ok(Named::Id(to));
    }
    if body.0.is_empty() {
        let title = "Say to= or send personIdentifier and lastName.";
        let fault = fault("AM.VLD-00009", title, "/$QUERY/to");
        return Err(Problem::validation(vec![fault]));
    }
    let person: PersonBody = read_loose(&body.0)?;
    if person.personidentifier.is_empty() || person.lastname.is_empty() {
        let title = "Both personIdentifier and lastName are needed.";
        let fault = fault("AM.VLD-00034", title, "/personIdentifier");
        return Err(Problem::validation(vec![fault]));
    }
    let surname: String = person.lastname.chars().take(MAX_SURNAME).collect();
    Ok(Named::Person {
        number: NationalId::parse(&person.personidentifier),
        surnames: vec![surname],
    })
}

/// The recipient, looked for only by those who may give.
pub async fn find(
    relation: &Relation<'_>,
    named: &Named,
) -> Result<Result<Recipient, Refusal>, Problem> {
    if let Err(refusal) = connections::may_change(relation, Direction::ToOthers).await? {
        return Ok(Err(refusal));
    }
    Ok(recipient::find(relation, named).await?)
}

/// The connection with one other party, or with all.
pub async fn everything(
    relation: &Relation<'_>,
    side: Side,
) -> Result<Result<Page, Refusal>, Problem> {
    let listing = Listing {
        direction: side.direction,
        other: side.other,
        skip: 0,
        size: usize::MAX,
    };
    Ok(connections::list(relation, listing).await?)
}

fn assignment_wire(assignment: &Assignment) -> AssignmentWire {
    let to = match assignment.to {
        Receiver::Party(PartyId(id)) => id,
        Receiver::SystemUser(user) => user.0,
    };
    AssignmentWire {
        id: assignment.id.0,
        role_id: role_id(assignment),
        from_id: assignment.from.0,
        to_id: to,
    }
}

fn role_id(assignment: &Assignment) -> Option<Uuid> {
    let role = reference().role(assignment.role.as_str());
    role.map(|role| role.id)
}
