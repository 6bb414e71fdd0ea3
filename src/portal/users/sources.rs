//! Where a power comes from, in words, and why it cannot be taken back where it cannot.

use uuid::Uuid;

use crate::domain::{Language, Party};
use crate::ops::powers::{
    DelegatedRight, Grant, Names, PackageSource, Powers, RoleSource, SubjectUrn,
};
use crate::reference::reference;
use crate::text::{Part, Texts, Value, fill, say};

/// Tells where what somebody has comes from.
pub struct Teller<'a> {
    pub t: &'static Texts,
    pub language: Language,
    /// The one who has it.
    pub holder: &'a Party,
    /// The one it is exercised for.
    pub at: &'a Party,
    pub names: &'a Names,
}

/// Where a power comes from.
pub struct Told {
    pub source: Vec<Part>,
    /// Why it cannot be taken back here; None when it can.
    pub fixed: Option<String>,
}

impl<'a> Teller<'a> {
    pub fn of(powers: &'a Powers, t: &'static Texts, language: Language) -> Self {
        Self {
            t,
            language,
            holder: &powers.holder.party,
            at: &powers.at,
            names: &powers.names,
        }
    }

    pub fn package(&self, source: &PackageSource) -> Told {
        match source {
            PackageSource::Assigned(grant) => self.grant(grant),
            PackageSource::Role {
                role,
                held_at,
                through,
            } => Told {
                source: self.by_role(&self.role_name(role), *held_at, through),
                fixed: Some(self.fixed_role(*held_at, through)),
            },
            PackageSource::AsAgent { via, role, grant } => {
                let party = self.names.of(*via);
                let role = self.role_name(role);
                let values = [
                    ("party", Value::Word(party)),
                    ("date", Value::Date(grant.given_at)),
                    ("role", Value::Word(&role)),
                ];
                Told {
                    source: say(self.t.user.as_agent, &values),
                    fixed: Some(fill(self.t.user.fixed_agent, &[("party", party)])),
                }
            }
        }
    }

    pub fn right(&self, right: &DelegatedRight) -> Told {
        self.grant(&Grant {
            delegation: right.delegation,
            from_party: right.from_party,
            received_by: right.received_by,
            given_by: right.given_by,
            given_at: right.given_at,
        })
    }

    fn grant(&self, grant: &Grant) -> Told {
        let t = &self.t.user;
        let words = |text, party: Uuid| {
            let values = [
                ("person", Value::Word(self.names.of(grant.given_by))),
                ("party", Value::Word(self.names.of(party))),
                ("date", Value::Date(grant.given_at)),
            ];
            say(text, &values)
        };
        let fixed = |text, party| Some(fill(text, &[("party", self.names.of(party))]));
        if grant.received_by != self.holder.id.0 {
            return Told {
                source: words(t.given_to_other, grant.received_by),
                fixed: fixed(t.fixed_through, grant.received_by),
            };
        }
        if grant.from_party != self.at.id.0 {
            return Told {
                source: words(t.given_by_main_unit, grant.from_party),
                fixed: fixed(t.fixed_main_unit, grant.from_party),
            };
        }
        Told {
            source: words(t.given, grant.from_party),
            fixed: None,
        }
    }

    fn by_role(&self, role: &str, held_at: Uuid, through: &RoleSource) -> Vec<Part> {
        let t = &self.t.user;
        let words = |text, party| {
            let values = [
                ("role", Value::Word(role)),
                ("party", Value::Word(self.names.of(party))),
            ];
            say(text, &values)
        };
        match through {
            RoleSource::Direct => words(t.by_role, held_at),
            RoleSource::MainUnit => words(t.by_role_of_main_unit, held_at),
            RoleSource::SoleProprietor => words(t.by_role_of_proprietor, held_at),
            RoleSource::KeyRole { organization, .. } => words(t.through, *organization),
            RoleSource::RoleMap { through, .. } => self.by_role(role, held_at, through),
        }
    }

    fn fixed_role(&self, held_at: Uuid, through: &RoleSource) -> String {
        let t = &self.t.user;
        let with = |text, party| fill(text, &[("party", self.names.of(party))]);
        match through {
            RoleSource::Direct | RoleSource::SoleProprietor => t.fixed_role.to_owned(),
            RoleSource::MainUnit => with(t.fixed_through_main_unit, held_at),
            RoleSource::KeyRole { organization, .. } => with(t.fixed_through, *organization),
            RoleSource::RoleMap { through, .. } => self.fixed_role(held_at, through),
        }
    }

    /// A registered role of the holder: "Daglig leder i hovedenheten …".
    pub fn role(&self, name: &str, held_at: Uuid, source: &RoleSource) -> String {
        let t = &self.t.user;
        let with = |text, party| {
            let values = [("role", name), ("party", self.names.of(party))];
            fill(text, &values)
        };
        match source {
            RoleSource::Direct => with(t.role_here, held_at),
            RoleSource::MainUnit => with(t.role_at_main_unit, held_at),
            RoleSource::SoleProprietor => with(t.role_of_proprietor, held_at),
            RoleSource::KeyRole { organization, .. } => with(t.role_through, *organization),
            RoleSource::RoleMap { through, .. } => self.role(name, held_at, through),
        }
    }

    fn role_name(&self, role: &SubjectUrn) -> String {
        let urn = role.urn();
        let known = reference().role_by_urn(&urn);
        known.map_or(urn, |role| role.name.get(self.language).to_owned())
    }
}
