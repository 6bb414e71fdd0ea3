//! Connections put into the reference's shapes.

use std::collections::BTreeSet;

use super::wire::{
    ConnectionWire, Entity, PackageHeld, PackageWire, Permission, ReasonItem, ReasonWire,
    ResourceHeld, ResourceWire, RoleHeld, RoleWire, Via,
};
use crate::domain::Party;
use crate::ops::connections::{Connection, Direction, Held, Reason, Way, Within};

/// What is told of each connection beside the party and the roles.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub direction: Direction,
    pub packages: bool,
    pub resources: bool,
    /// Those who reach the party, or are reached, only as somebody's agent.
    pub agents: bool,
}

pub fn connection(connection: &Connection, told: Told) -> ConnectionWire {
    let mut entity = Entity::registered(&connection.other);
    let parent = connection.parent.as_ref().map(Entity::registered);
    entity.parent = parent.map(Box::new);
    if told.direction == Direction::FromOthers {
        let units = connection.within.iter();
        entity.children = units.map(|one| Entity::registered(&one.party)).collect();
    }
    ConnectionWire {
        party: entity,
        roles: roles(connection),
        packages: if told.packages {
            packages(connection)
        } else {
            Vec::new()
        },
        resources: if told.resources {
            resources(connection)
        } else {
            Vec::new()
        },
        instances: [],
        connections: connection
            .within
            .iter()
            .map(|one| within(one, connection, told))
            .collect(),
    }
}

/// Somebody within has what the connection has.
fn within(one: &Within, of: &Connection, told: Told) -> ConnectionWire {
    let roles = match one.role {
        Some(role) => vec![RoleWire::of(role)],
        None => roles(of),
    };
    ConnectionWire {
        party: Entity::registered(&one.party),
        roles,
        packages: if told.packages {
            packages(of)
        } else {
            Vec::new()
        },
        resources: if told.resources {
            resources(of)
        } else {
            Vec::new()
        },
        instances: [],
        connections: Vec::new(),
    }
}

fn roles(connection: &Connection) -> Vec<RoleWire> {
    let mut seen = BTreeSet::new();
    let roles = connection.roles();
    let each = roles.filter(|(role, _)| seen.insert(role.code.as_str()));
    each.map(|(role, _)| RoleWire::of(role)).collect()
}

fn packages(connection: &Connection) -> Vec<PackageWire> {
    let mut seen = BTreeSet::new();
    let packages = connection.packages();
    let each = packages.filter(|(package, _)| seen.insert(package.urn.as_str()));
    each.map(|(package, _)| PackageWire::of(package)).collect()
}

fn resources(connection: &Connection) -> Vec<ResourceWire> {
    let ids: BTreeSet<&str> = connection.actions().map(|(id, _, _)| id).collect();
    ids.into_iter().map(ResourceWire::of).collect()
}

/// The two ends of a connection.
pub struct Ends {
    own: Entity,
    direction: Direction,
}

impl Ends {
    pub fn of(own: &Party, direction: Direction) -> Self {
        Self {
            own: Entity::of(own),
            direction,
        }
    }

    pub fn packages(&self, connection: &Connection) -> Vec<PackageHeld> {
        let mut held: Vec<(&str, PackageHeld)> = Vec::new();
        for (package, way) in connection.packages() {
            let permission = self.permission(connection, way);
            match held.iter_mut().find(|(urn, _)| *urn == package.urn) {
                Some((_, known)) => known.permissions.push(permission),
                None => held.push((
                    &package.urn,
                    PackageHeld {
                        package: PackageWire::of(package),
                        permissions: vec![permission],
                    },
                )),
            }
        }
        held.into_iter().map(|(_, one)| one).collect()
    }

    pub fn roles(&self, connection: &Connection) -> Vec<RoleHeld> {
        let mut held: Vec<(&str, RoleHeld)> = Vec::new();
        for (role, way) in connection.roles() {
            let permission = self.permission(connection, way);
            match held.iter_mut().find(|(code, _)| *code == role.code) {
                Some((_, known)) => known.permissions.push(permission),
                None => held.push((
                    &role.code,
                    RoleHeld {
                        role: RoleWire::of(role),
                        permissions: vec![permission],
                    },
                )),
            }
        }
        held.into_iter().map(|(_, one)| one).collect()
    }

    pub fn resources(&self, connection: &Connection) -> Vec<ResourceHeld> {
        let mut held: Vec<ResourceHeld> = Vec::new();
        for (resource, _, way) in connection.actions() {
            if held.iter().any(|known| known.resource.id == resource) {
                continue;
            }
            held.push(ResourceHeld {
                resource: ResourceWire::of(resource),
                permissions: vec![self.permission(connection, way)],
            });
        }
        held
    }

    /// One way from one end to the other.
    pub fn permission(&self, connection: &Connection, way: &Way) -> Permission {
        let other = Entity::registered(&connection.other);
        let (from, to) = match self.direction {
            Direction::ToOthers => (self.own.clone(), other),
            Direction::FromOthers => (other, self.own.clone()),
        };
        let role = match way.what {
            Held::Role(role) => Some(role),
            Held::Package { role, .. } => role,
            Held::Action { .. } => None,
        };
        Permission {
            from,
            to,
            via: match way.reason {
                Reason::Direct => None,
                Reason::KeyRole(via) | Reason::MainUnit(via) | Reason::Agent(via) => {
                    Some(Via::of(via))
                }
            },
            role: role.map(RoleWire::of),
            via_role: None,
            reason: reason(way.reason),
        }
    }
}

/// Why somebody holds something, in the reference's words.
pub fn reason(reason: Reason) -> ReasonWire {
    let (name, description) = match reason {
        Reason::Direct => ("Direct", "Held by the party itself"),
        Reason::KeyRole(_) => (
            "KeyRole",
            "Held by an organization that the party speaks for",
        ),
        Reason::MainUnit(_) => ("Parent", "Held at the main unit"),
        Reason::Agent(_) => (
            "ClientDelegation",
            "Passed on by an organization to its agent",
        ),
    };
    ReasonWire {
        flag: name,
        items: [ReasonItem { name, description }],
    }
}
