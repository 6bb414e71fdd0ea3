//! An explanation in English words, for the command line.

use std::fmt;

use crate::engine::facts::{PackageFact, PackageSource, RoleFact, RoleSource};
use crate::engine::names;
use crate::engine::outcome::Reason;
use crate::engine::xacml::Effect;

use super::{Explanation, Met, NearMiss, Source, Wanted};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.outcome.decision.name())?;
        self.write_ground(f)?;
        if let Some(message) = &self.outcome.status.message {
            writeln!(f, "  {message}")?;
        }
        for miss in &self.near_misses {
            write!(f, "{miss}")?;
        }
        Ok(())
    }
}

impl Explanation {
    fn write_ground(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = &self.rule {
            let does = match rule.effect {
                Effect::Permit => "permits",
                Effect::Deny => "denies",
            };
            writeln!(
                f,
                "the rule {} of the policy {} {does}",
                rule.rule, rule.policy
            )?;
            for met in &rule.met {
                writeln!(f, "  {met}")?;
            }
            if rule.has_condition {
                writeln!(f, "  its condition is true")?;
            }
            return Ok(());
        }
        if let Some(right) = &self.delegation {
            return writeln!(
                f,
                "the right {} on {} was delegated by {} for {} to {} on {}",
                right.action,
                right.resource_id,
                right.given_by,
                right.from_party,
                right.received_by,
                right.given_at.as_datetime().date()
            );
        }
        match &self.outcome.reason {
            Reason::Rule { id, policy, .. } => {
                writeln!(
                    f,
                    "the rule {id} of the policy {policy} cannot be evaluated"
                )
            }
            Reason::NoRule if self.rules == 0 => writeln!(f, "the policy has no rules"),
            Reason::NoRule => writeln!(f, "none of the {} rules applies", self.rules),
            Reason::Policy => writeln!(f, "decided by the policy as a whole, not by a rule"),
            Reason::Delegation { .. } => writeln!(f, "a delegated right permits"),
            Reason::AccessList => writeln!(
                f,
                "the policy permits, but no access list of the resource has the party as a member for the action"
            ),
            Reason::NotEvaluated => writeln!(f, "nothing was evaluated"),
        }
    }
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.wanted, self.source)
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = if self.function.as_equality().is_some() {
            "is"
        } else {
            self.function.urn()
        };
        let (category, value) = (category_name(&self.category), self.value.text());
        write!(f, "{category} {} {relation} {value:?}", self.attribute)
    }
}

/// The last word of a standard category; others in full.
fn category_name(category: &str) -> &str {
    match category {
        names::SUBJECT => "subject",
        names::RESOURCE => "resource",
        names::ACTION => "action",
        names::ENVIRONMENT => "environment",
        other => other,
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Request => f.write_str("from the request"),
            Source::Content => f.write_str("from the content of the request"),
            Source::Clock => f.write_str("from the clock"),
            Source::Trait => f.write_str("from what the subject is by itself"),
            Source::Role(fact) => write_role(f, fact),
            Source::Package(fact) => write_package(f, fact),
        }
    }
}

fn write_role(f: &mut fmt::Formatter<'_>, fact: &RoleFact) -> fmt::Result {
    write!(
        f,
        "from the role {} held at {}",
        fact.role.urn(),
        fact.held_at
    )?;
    write_way(f, &fact.through)
}

fn write_way(f: &mut fmt::Formatter<'_>, through: &RoleSource) -> fmt::Result {
    match through {
        RoleSource::Direct => Ok(()),
        RoleSource::MainUnit => f.write_str(", the main unit"),
        RoleSource::SoleProprietor => f.write_str(", the business that the party owns alone"),
        RoleSource::KeyRole {
            organization,
            through,
        } => {
            write_way(f, through)?;
            write!(f, ", through a key role in {organization}, which has it")
        }
        RoleSource::RoleMap { from, through } => {
            write!(f, ", which follows from {}", from.urn())?;
            write_way(f, through)
        }
    }
}

fn write_package(f: &mut fmt::Formatter<'_>, fact: &PackageFact) -> fmt::Result {
    write!(f, "from the access package {}", fact.package.urn())?;
    match &fact.source {
        PackageSource::Role {
            role,
            held_at,
            through,
        } => {
            let role = role.urn();
            write!(f, ", which follows from {role} held at {held_at}")?;
            write_way(f, through)
        }
        PackageSource::Assigned(grant) => write!(
            f,
            ", given by {} for {} to {} on {}, delegation {}",
            grant.given_by,
            grant.from_party,
            grant.received_by,
            grant.given_at.as_datetime().date(),
            grant.delegation
        ),
    }
}

impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  the rule {} of the policy {} would permit",
            self.rule, self.policy
        )?;
        for alternatives in &self.lacking {
            let words: Vec<String> = alternatives.iter().map(|all| together(all)).collect();
            writeln!(f, "    if {}", words.join("\n    or "))?;
        }
        for message in &self.failed {
            writeln!(f, "    but: {message}")?;
        }
        if self.condition_is_false {
            writeln!(f, "    if its condition were true")?;
        }
        Ok(())
    }
}

fn together(all: &[Wanted]) -> String {
    let words: Vec<String> = all.iter().map(ToString::to_string).collect();
    words.join(" and ")
}
