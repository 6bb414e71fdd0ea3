use serde::Serialize;
use uuid::Uuid;

use crate::engine::explain::{Admission, DecidingRule, Explanation, Met, NearMiss, Source, Wanted};
use crate::engine::facts::{
    DelegatedRight, Grant, PackageFact, PackageSource, RoleFact, RoleSource,
};
use crate::engine::names;
use crate::engine::outcome::Reason;
use crate::engine::xacml::Effect;
use crate::ops::access::Grounds;

/// Why a result is what it is; ours, beside what the profile has.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ExplanationWire<'e> {
    Note { note: &'static str },
    Told(Box<ToldWire<'e>>),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldWire<'e> {
    decided_by: &'static str,
    /// The whole explanation in English, line by line.
    text: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleWire<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delegation: Option<DelegationWire<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_list: Option<AccessListWire<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near_misses: Vec<NearMissWire<'e>>,
    rules: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleWire<'e> {
    policy_id: &'e str,
    rule_id: &'e str,
    effect: &'static str,
    has_condition: bool,
    matched: Vec<MetWire<'e>>,
}

#[derive(Debug, Serialize)]
struct MetWire<'e> {
    #[serde(flatten)]
    wanted: WantedWire<'e>,
    source: SourceWire,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WantedWire<'e> {
    category: &'e str,
    attribute_id: &'e str,
    /// How the values are compared, when not by equality.
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<&'static str>,
    value: String,
}

#[derive(Debug, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum SourceWire {
    Request,
    Content,
    Clock,
    Role {
        role: String,
        held_at: Uuid,
        through: Vec<StepWire>,
    },
    PackageByRole {
        package: String,
        role: String,
        held_at: Uuid,
        through: Vec<StepWire>,
    },
    PackageByDelegation {
        package: String,
        id: Uuid,
        by: Uuid,
        from: Uuid,
        to: Uuid,
        when: String,
    },
    /// Passed on by the organization `via`, which has `role` at the party.
    PackageAsAgent {
        package: String,
        via: Uuid,
        role: String,
        id: Uuid,
        by: Uuid,
        from: Uuid,
        to: Uuid,
        when: String,
    },
    AccessList,
    PartyType,
}

/// How the subject came to a role; the way it was assigned is last. Empty when it was assigned directly.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum StepWire {
    MainUnit,
    SoleProprietor,
    KeyRole { organization: Uuid },
    RoleMap { from: String },
}

#[derive(Debug, Serialize)]
struct DelegationWire<'e> {
    id: Uuid,
    resource: &'e str,
    action: &'e str,
    by: Uuid,
    from: Uuid,
    to: Uuid,
    when: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum AccessListWire<'e> {
    Admitted {
        list: &'e str,
        since: String,
    },
    Ended {
        list: &'e str,
        when: String,
    },
    OtherActions {
        list: &'e str,
        actions: &'e [String],
    },
    NoMember,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NearMissWire<'e> {
    policy_id: &'e str,
    rule_id: &'e str,
    /// All of these are lacking; of each, one alternative would do, in which everything is needed.
    lacking: Vec<Vec<Vec<WantedWire<'e>>>>,
    is_delegable: bool,
    condition_is_false: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    failed: &'e [String],
}

impl<'e> ExplanationWire<'e> {
    pub fn of(grounds: &'e Grounds) -> Self {
        match grounds {
            Grounds::Told(explanation) => Self::Told(Box::new(ToldWire::of(explanation))),
            Grounds::OthersResource | Grounds::NotEvaluated => Self::Note {
                note: note(grounds),
            },
        }
    }

    /// For a result that stands for several.
    pub fn combined() -> Self {
        Self::Note {
            note: "A combined decision is not explained; ask without CombinedDecision.",
        }
    }
}

/// What is said instead of an explanation.
pub fn note(grounds: &Grounds) -> &'static str {
    match grounds {
        Grounds::Told(_) => "",
        Grounds::OthersResource => {
            "Explanations are given to the owner of the resource only, by the organization in the bearer token."
        }
        Grounds::NotEvaluated => "No policy was evaluated; the status says why.",
    }
}

impl<'e> ToldWire<'e> {
    fn of(explanation: &'e Explanation) -> Self {
        let misses = explanation.near_misses.iter();
        Self {
            decided_by: decided_by(&explanation.outcome.reason),
            text: explanation.to_string().lines().map(str::to_owned).collect(),
            rule: explanation.rule.as_ref().map(RuleWire::of),
            delegation: explanation.delegation.as_ref().map(DelegationWire::of),
            access_list: explanation.admission.as_ref().map(AccessListWire::of),
            near_misses: misses.map(NearMissWire::of).collect(),
            rules: explanation.rules,
        }
    }
}

fn decided_by(reason: &Reason) -> &'static str {
    match reason {
        Reason::Rule { .. } => "rule",
        Reason::Delegation { .. } => "delegation",
        Reason::AccessList => "accessList",
        Reason::NoRule => "noRule",
        Reason::Policy => "policy",
        Reason::NotEvaluated => "notEvaluated",
    }
}

impl<'e> RuleWire<'e> {
    fn of(rule: &'e DecidingRule) -> Self {
        Self {
            policy_id: &rule.policy,
            rule_id: &rule.rule,
            effect: match rule.effect {
                Effect::Permit => "Permit",
                Effect::Deny => "Deny",
            },
            has_condition: rule.has_condition,
            matched: rule.met.iter().map(MetWire::of).collect(),
        }
    }
}

impl<'e> MetWire<'e> {
    fn of(met: &'e Met) -> Self {
        Self {
            wanted: WantedWire::of(&met.wanted),
            source: SourceWire::of(met),
        }
    }
}

impl<'e> WantedWire<'e> {
    fn of(wanted: &'e Wanted) -> Self {
        let is_equality = wanted.function.as_equality().is_some();
        Self {
            category: &wanted.category,
            attribute_id: &wanted.attribute,
            function: (!is_equality).then(|| wanted.function.urn()),
            value: wanted.value.text().into_owned(),
        }
    }
}

impl SourceWire {
    fn of(met: &Met) -> Self {
        match &met.source {
            Source::Request => Self::Request,
            Source::Content => Self::Content,
            Source::Clock => Self::Clock,
            Source::Role(RoleFact {
                role,
                held_at,
                through,
            }) => Self::Role {
                role: role.urn(),
                held_at: *held_at,
                through: steps(through),
            },
            Source::Package(fact) => Self::of_package(fact),
            Source::Trait if *met.wanted.attribute == *names::ACCESS_LIST => Self::AccessList,
            Source::Trait => Self::PartyType,
        }
    }

    fn of_package(fact: &PackageFact) -> Self {
        let package = fact.package.urn();
        match &fact.source {
            PackageSource::Role {
                role,
                held_at,
                through,
            } => Self::PackageByRole {
                package,
                role: role.urn(),
                held_at: *held_at,
                through: steps(through),
            },
            PackageSource::Assigned(Grant {
                delegation,
                from_party,
                received_by,
                given_by,
                given_at,
            }) => Self::PackageByDelegation {
                package,
                id: *delegation,
                by: *given_by,
                from: *from_party,
                to: *received_by,
                when: given_at.rfc3339(),
            },
            PackageSource::AsAgent { via, role, grant } => Self::PackageAsAgent {
                package,
                via: *via,
                role: role.urn(),
                id: grant.delegation,
                by: grant.given_by,
                from: grant.from_party,
                to: grant.received_by,
                when: grant.given_at.rfc3339(),
            },
        }
    }
}

fn steps(through: &RoleSource) -> Vec<StepWire> {
    let (step, rest) = match through {
        RoleSource::Direct => return Vec::new(),
        RoleSource::MainUnit => return vec![StepWire::MainUnit],
        RoleSource::SoleProprietor => return vec![StepWire::SoleProprietor],
        RoleSource::KeyRole {
            organization,
            through,
        } => {
            let organization = *organization;
            (StepWire::KeyRole { organization }, through)
        }
        RoleSource::RoleMap { from, through } => (StepWire::RoleMap { from: from.urn() }, through),
    };
    std::iter::once(step).chain(steps(rest)).collect()
}

impl<'e> DelegationWire<'e> {
    fn of(right: &'e DelegatedRight) -> Self {
        Self {
            id: right.delegation,
            resource: &right.resource_id,
            action: &right.action,
            by: right.given_by,
            from: right.from_party,
            to: right.received_by,
            when: right.given_at.rfc3339(),
        }
    }
}

impl<'e> AccessListWire<'e> {
    fn of(admission: &'e Admission) -> Self {
        match admission {
            Admission::Admitted { list, since } => {
                let since = since.rfc3339();
                Self::Admitted { list, since }
            }
            Admission::Ended { list, at } => {
                let when = at.rfc3339();
                Self::Ended { list, when }
            }
            Admission::OtherActions { list, actions } => Self::OtherActions { list, actions },
            Admission::NoMember => Self::NoMember,
        }
    }
}

impl<'e> NearMissWire<'e> {
    fn of(miss: &'e NearMiss) -> Self {
        let together = |all: &'e Vec<Wanted>| all.iter().map(WantedWire::of).collect();
        let alternatives = |part: &'e Vec<Vec<Wanted>>| part.iter().map(together).collect();
        Self {
            policy_id: &miss.policy,
            rule_id: &miss.rule,
            lacking: miss.lacking.iter().map(alternatives).collect(),
            is_delegable: miss.is_delegable,
            condition_is_false: miss.condition_is_false,
            failed: &miss.failed,
        }
    }
}
