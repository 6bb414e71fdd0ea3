//! An explanation in English words, for the command line.

use std::fmt;

use crate::engine::facts::{
    DelegatedRight, Grant, PackageFact, PackageSource, RoleFact, RoleSource,
};
use crate::engine::names;
use crate::engine::outcome::{Decision, Reason};
use crate::engine::value::DataType;
use crate::engine::xacml::Effect;

use super::part::masked;
use super::{Admission, DecidingRule, Explanation, Met, NearMiss, Source, Wanted};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.outcome.decision.name())?;
        if self.is_shut_by_lists() {
            self.write_admission(f)?;
            f.write_str("  the policy alone permits: ")?;
            return self.write_ground(f);
        }
        self.write_ground(f)?;
        if let Some(message) = &self.outcome.status.message {
            writeln!(f, "  {}", masked(message))?;
        }
        if self.admission.is_some() {
            f.write_str("  ")?;
            self.write_admission(f)?;
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
            write_rule(f, rule)
        } else if let Some(right) = &self.delegation {
            write_delegation(f, right)
        } else {
            writeln!(f, "{}", self.other_ground())
        }
    }

    /// In words, when neither a rule that applies nor a delegation decided.
    fn other_ground(&self) -> String {
        let then = match self.outcome.decision {
            Decision::Permit => ", and the policy permits then",
            Decision::Deny => ", and the policy denies then",
            Decision::NotApplicable | Decision::Indeterminate => "",
        };
        match &self.outcome.reason {
            Reason::Rule { id, policy, .. } => {
                format!("the rule {id} of the policy {policy} cannot be evaluated{then}")
            }
            Reason::NoRule if self.rules == 0 => format!("the policy has no rules{then}"),
            Reason::NoRule if self.rules == 1 => {
                format!("the only rule of the policy does not apply{then}")
            }
            Reason::NoRule => format!("none of the {} rules applies{then}", self.rules),
            Reason::Policy => match self.outcome.decision {
                Decision::NotApplicable => "the policy is not about this request".to_owned(),
                _ => format!("the policy as a whole cannot be evaluated{then}"),
            },
            Reason::Delegation { .. } => "a delegated right permits".to_owned(),
            Reason::AccessList => "by no single rule".to_owned(),
            Reason::NotEvaluated => "nothing was evaluated".to_owned(),
        }
    }
}

fn write_rule(f: &mut fmt::Formatter<'_>, rule: &DecidingRule) -> fmt::Result {
    let does = match rule.effect {
        Effect::Permit => "permits",
        Effect::Deny => "denies",
    };
    let (id, policy) = (&rule.rule, &rule.policy);
    write!(f, "the rule {id} of the policy {policy} {does}")?;
    if rule.met.is_empty() && !rule.has_condition {
        return writeln!(f, ", whoever asks for whatever");
    }
    writeln!(f, ", since")?;
    for met in &rule.met {
        writeln!(f, "  {met}")?;
    }
    if rule.has_condition {
        writeln!(f, "  its condition is true")?;
    }
    Ok(())
}

fn write_delegation(f: &mut fmt::Formatter<'_>, right: &DelegatedRight) -> fmt::Result {
    writeln!(
        f,
        "the right to {} on {} was delegated to {} on {}",
        right.action,
        right.resource_id,
        right.received_by,
        right.given_at.as_datetime().date()
    )?;
    writeln!(
        f,
        "  by {}, on behalf of {}",
        right.given_by, right.from_party
    )?;
    writeln!(f, "  delegation {}", right.delegation)
}

impl Explanation {
    fn write_admission(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.admission {
            Some(Admission::Admitted { list, since }) => writeln!(
                f,
                "the party is a member of the access list {list} since {}, which opens the resource for the action",
                since.as_datetime().date()
            ),
            Some(Admission::Ended { list, at }) => writeln!(
                f,
                "the resource is for members of its access lists, and the party's membership of {list} ended {}",
                at.rfc3339()
            ),
            Some(Admission::OtherActions { list, actions }) => writeln!(
                f,
                "the resource is for members of its access lists, and {list}, of which the party is a member, opens only {}",
                actions.join(", ")
            ),
            Some(Admission::NoMember) | None => writeln!(
                f,
                "the resource is for members of its access lists, and the party is a member of none that is connected to it"
            ),
        }
    }
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.wanted, self.source)
    }
}

/// `subject urn:altinn:rolecode is "dagl"`, and what is not about strings or not an equality in the words of the
/// standard: `string-contains("x", resource urn:test) is true`.
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attribute = format!("{} {}", category_name(&self.category), self.attribute);
        let value = match self.value.data_type() {
            DataType::String => format!("{:?}", self.value.text()),
            other => format!("{} {:?}", other.short_name(), self.value.text()),
        };
        match self.function.as_equality() {
            Some(_) => write!(f, "{attribute} is {value}")?,
            None => {
                let urn = self.function.urn();
                let name = urn.rsplit(':').next().unwrap_or(urn);
                write!(f, "{name}({value}, {attribute}) is true")?;
            }
        }
        match &self.issuer {
            Some(issuer) => write!(f, ", as {issuer:?} says"),
            None => Ok(()),
        }
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
        "by the role {} held at {}",
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
    write!(f, "by the access package {}", fact.package.urn())?;
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
        PackageSource::Assigned(grant) => write_grant(f, grant),
        PackageSource::AsAgent { via, role, grant } => {
            write!(f, ", which {via} holds as {} and passed on", role.urn())?;
            write_grant(f, grant)
        }
    }
}

fn write_grant(f: &mut fmt::Formatter<'_>, grant: &Grant) -> fmt::Result {
    write!(
        f,
        ", given by {} for {} to {} on {}, delegation {}",
        grant.given_by,
        grant.from_party,
        grant.received_by,
        grant.given_at.as_datetime().date(),
        grant.delegation
    )
}

impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rule, policy) = (&self.rule, &self.policy);
        writeln!(
            f,
            "  the rule {rule} of the policy {policy} would permit, if"
        )?;
        let mut word = "    ";
        for alternatives in &self.lacking {
            for all in alternatives {
                writeln!(f, "{word}{}", together(all))?;
                word = "      or ";
            }
            word = "    and ";
        }
        for message in &self.failed {
            writeln!(f, "{word}this could be worked out: {message}")?;
            word = "    and ";
        }
        if self.condition_is_false {
            writeln!(f, "{word}its condition were true")?;
        }
        if self.is_delegable {
            writeln!(f, "    or else the right is delegated to the subject")?;
        }
        Ok(())
    }
}

fn together(all: &[Wanted]) -> String {
    let words: Vec<String> = all.iter().map(ToString::to_string).collect();
    words.join(" and ")
}
