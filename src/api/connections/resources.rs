//! Rights to resources of a connection.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};

use super::gate::relation;
use super::people::{everything, find};
use super::query::Asked;
use super::refused::refused;
use super::shape::{Ends, reason};
use super::wire::{
    CheckedResource, ResourceWire, RightCheckWire, RightHeld, RightKeysBody, RightWire,
    RightsCheckWire, RightsHeld,
};
use crate::api::bearer::{ConnectionsRead, ConnectionsWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{LooseJson, json_answer};
use crate::api::language::language;
use crate::api::listed::Listed;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Language;
use crate::ops::connections::{
    self, Connection, Direction, Named, Offered, Reason, Refusal, RightsCheck,
};

/// How many rights one request is about.
const MOST_KEYS: usize = 1_000;

/// `GET …/resources`: the resources that something was given on.
pub async fn list(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let relation = relation(&app, &caller, side).await?;
    let page = match everything(&relation, side).await? {
        Ok(page) => page,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let ends = Ends::of(&relation.party, side.direction);
    let held = page.connections.iter().flat_map(|one| ends.resources(one));
    Ok(json_answer(StatusCode::OK, &Listed::all(held.collect())))
}

/// `GET …/resources/rights`: the rights to one resource, those held directly apart from those through others.
pub async fn rights(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    side.link()?;
    let resource = asked.needed("resource", "/$QUERY/resource")?;
    let relation = relation(&app, &caller, side).await?;
    let page = match everything(&relation, side).await? {
        Ok(page) => page,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let offered = match connections::find_offered(app.core(), resource).await? {
        Ok(offered) => offered,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let ends = Ends::of(&relation.party, side.direction);
    let mut held = RightsHeld {
        resource: ResourceWire::of(&offered.resource.id),
        direct_rights: Vec::new(),
        indirect_rights: Vec::new(),
    };
    for one in &page.connections {
        add_rights(&app, &mut held, &ends, one, &offered, language(&headers))?;
    }
    Ok(json_answer(StatusCode::OK, &held))
}

fn add_rights(
    app: &App,
    held: &mut RightsHeld,
    ends: &Ends,
    connection: &Connection,
    offered: &Offered,
    language: Language,
) -> Result<(), Problem> {
    let rights = offered.named_rights(app.core())?;
    let here = connection
        .actions()
        .filter(|(resource, _, _)| *resource == offered.resource.id);
    for (_, action, way) in here {
        for right in rights.iter().filter(|one| one.action.value == action) {
            let right = RightHeld {
                right: RightWire::of(right, language),
                reason: reason(way.reason),
                permissions: vec![ends.permission(connection, way)],
            };
            match way.reason {
                Reason::Direct => held.direct_rights.push(right),
                _ => held.indirect_rights.push(right),
            }
        }
    }
    Ok(())
}

/// `POST …/resources/rights`: gives rights besides those that there are.
pub async fn give(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
    LooseJson(body): LooseJson<RightKeysBody>,
) -> Result<Response, Problem> {
    let write = Write::read(&asked, body)?;
    let side = asked.giving()?;
    let relation = relation(&app, &caller, side).await?;
    let given = match find(&relation, &write.to).await? {
        Ok(to) => connections::give_rights(&relation, &to, write.resource, &write.keys).await?,
        Err(refusal) => Err(refusal),
    };
    Ok(match given {
        Ok(_) => StatusCode::CREATED.into_response(),
        Err(refusal) => refused(&refusal),
    })
}

/// `PUT …/resources/rights`: makes these the only rights; none takes all back.
pub async fn replace(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
    LooseJson(body): LooseJson<RightKeysBody>,
) -> Result<Response, Problem> {
    let write = Write::read(&asked, body)?;
    let side = asked.giving()?;
    let relation = relation(&app, &caller, side).await?;
    if write.keys.is_empty() {
        // To take back asks nothing of the receiver.
        let link = side.link()?;
        let revoked = connections::revoke_resource(&relation, link, write.resource).await?;
        return Ok(answer(revoked));
    }
    let written = match find(&relation, &write.to).await? {
        Ok(to) => connections::replace_rights(&relation, &to, write.resource, &write.keys).await?,
        Err(refusal) => Err(refusal),
    };
    Ok(answer(written.map(|_| ())))
}

fn answer(written: Result<(), Refusal>) -> Response {
    match written {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refused(&refusal),
    }
}

/// What is to be written.
struct Write<'q> {
    to: Named,
    resource: &'q str,
    keys: Vec<String>,
}

impl<'q> Write<'q> {
    fn read(asked: &'q Asked, body: RightKeysBody) -> Result<Self, Problem> {
        let link = asked.giving()?.link()?;
        let keys = body.directrightkeys.ok_or_else(|| {
            Problem::unreadable("directRightKeys is needed (names are read whatever their case)")
        })?;
        if keys.len() > MOST_KEYS {
            return Err(Problem::unreadable("directRightKeys has more than 1000"));
        }
        Ok(Self {
            to: Named::Id(link.other),
            resource: asked.needed("resource", "/$QUERY/resource")?,
            keys,
        })
    }
}

/// `DELETE …/resources`: takes all rights to a resource back, or gives them up.
pub async fn revoke(
    State(app): State<App>,
    caller: EndUser<ConnectionsWrite>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let link = side.link()?;
    let resource = asked.needed("resource", "/$QUERY/resource")?;
    let relation = relation(&app, &caller, side).await?;
    Ok(
        match connections::revoke_resource(&relation, link, resource).await? {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(refusal) => refused(&refusal),
        },
    )
}

/// `GET …/resources/delegationcheck`: which rights to a resource the person may give.
pub async fn check(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let side = asked.giving()?;
    let resource = asked.needed("resource", "/$QUERY/resource")?;
    let relation = relation(&app, &caller, side).await?;
    if let Err(refusal) = connections::may_see(&relation, Direction::ToOthers).await? {
        return Ok(refused(&refusal));
    }
    let offered = match connections::find_offered(app.core(), resource).await? {
        Ok(offered) => offered,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let check = connections::check_rights(&relation, &offered).await?;
    let wire = check_wire(&check, language(&headers));
    Ok(json_answer(StatusCode::OK, &wire))
}

fn check_wire(check: &RightsCheck, language: Language) -> RightsCheckWire {
    let resource = &check.resource;
    let rights = check.rights.iter().map(|right| RightCheckWire {
        right: RightWire::of(&right.right, language),
        result: right.is_delegable,
        reason_codes: right.codes.iter().map(|code| code.as_str()).collect(),
    });
    RightsCheckWire {
        resource: CheckedResource {
            id: resource.id.clone(),
            value: ResourceWire::of(&resource.id).value,
            name: resource.title.get(language).to_owned(),
            description: resource.description.get(language).to_owned(),
        },
        rights: rights.collect(),
    }
}

/// `GET …/resources/instances`: powers over single instances are not kept here, so there are none.
pub async fn instances(
    State(app): State<App>,
    caller: EndUser<ConnectionsRead>,
    asked: Asked,
) -> Result<Response, Problem> {
    let side = asked.side()?;
    let relation = relation(&app, &caller, side).await?;
    if let Err(refusal) = connections::may_see(&relation, side.direction).await? {
        return Ok(refused(&refusal));
    }
    Ok(json_answer(StatusCode::OK, &Listed::<()>::all(Vec::new())))
}
