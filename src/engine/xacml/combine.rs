//! Combining algorithms (XACML 3.0 core, appendix C).

use super::evaluate::{Cause, Evaluation, Extended, Verdict};
use super::model::Effect;

/// How the results of several rules or policies become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Combining {
    /// C.2, C.3
    DenyOverrides,
    /// C.4, C.5
    PermitOverrides,
    /// C.6
    DenyUnlessPermit,
    /// C.7
    PermitUnlessDeny,
    /// C.8
    FirstApplicable,
    /// C.9, for policies only; it needs to see targets, not results.
    OnlyOneApplicable,
    /// C.10, C.14: the rules of XACML 1.0, whose Indeterminate is not told apart.
    LegacyDenyOverridesOfRules,
    /// C.12, C.16
    LegacyPermitOverridesOfRules,
    /// C.11, C.15: a policy that fails is a Deny.
    LegacyDenyOverridesOfPolicies,
    /// C.13, C.17: a Deny outvotes a policy that fails.
    LegacyPermitOverridesOfPolicies,
}

const PREFIX: &str = "urn:oasis:names:tc:xacml:";
const OF_RULES: &str = "rule-combining-algorithm";
const OF_POLICIES: &str = "policy-combining-algorithm";

impl Combining {
    /// Finds the algorithm for rules. The urns for policies are taken as well: published delegation policies name
    /// them for their rules, meaning the algorithm of the same name.
    pub fn of_rules(urn: &str) -> Option<Self> {
        let (version, kind, name) = parts(urn)?;
        if kind != OF_RULES && kind != OF_POLICIES {
            return None;
        }
        match (version, name) {
            ("1.0", "deny-overrides") | ("1.1", "ordered-deny-overrides") => {
                Some(Self::LegacyDenyOverridesOfRules)
            }
            ("1.0", "permit-overrides") | ("1.1", "ordered-permit-overrides") => {
                Some(Self::LegacyPermitOverridesOfRules)
            }
            _ => common(version, name),
        }
    }

    /// Finds the algorithm for policies and policy sets.
    pub fn of_policies(urn: &str) -> Option<Self> {
        let (version, kind, name) = parts(urn)?;
        if kind != OF_POLICIES {
            return None;
        }
        match (version, name) {
            ("1.0", "deny-overrides") | ("1.1", "ordered-deny-overrides") => {
                Some(Self::LegacyDenyOverridesOfPolicies)
            }
            ("1.0", "permit-overrides") | ("1.1", "ordered-permit-overrides") => {
                Some(Self::LegacyPermitOverridesOfPolicies)
            }
            ("1.0", "only-one-applicable") => Some(Self::OnlyOneApplicable),
            _ => common(version, name),
        }
    }

    /// Combines the children's results, which are worked out only as far as needed.
    pub fn combine<'p>(self, children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
        match self {
            Self::DenyOverrides => overrides(Effect::Deny, children),
            Self::PermitOverrides => overrides(Effect::Permit, children),
            Self::DenyUnlessPermit => unless(Effect::Permit, children),
            Self::PermitUnlessDeny => unless(Effect::Deny, children),
            Self::FirstApplicable | Self::OnlyOneApplicable => first_applicable(children),
            Self::LegacyDenyOverridesOfRules => untold(overrides(Effect::Deny, children)),
            Self::LegacyPermitOverridesOfRules => untold(overrides(Effect::Permit, children)),
            Self::LegacyDenyOverridesOfPolicies => failing_is_deny(children),
            Self::LegacyPermitOverridesOfPolicies => deny_beats_failing(children),
        }
    }
}

/// Version, kind and name in an algorithm's urn.
fn parts(urn: &str) -> Option<(&str, &str, &str)> {
    let (version, rest) = urn.strip_prefix(PREFIX)?.split_once(':')?;
    let (kind, name) = rest.split_once(':')?;
    Some((version, kind, name))
}

/// Children are always taken in the order they are written in, so the ordered forms are the same.
fn common(version: &str, name: &str) -> Option<Combining> {
    match (version, name) {
        ("3.0", "deny-overrides" | "ordered-deny-overrides") => Some(Combining::DenyOverrides),
        ("3.0", "permit-overrides" | "ordered-permit-overrides") => {
            Some(Combining::PermitOverrides)
        }
        ("3.0", "deny-unless-permit") => Some(Combining::DenyUnlessPermit),
        ("3.0", "permit-unless-deny") => Some(Combining::PermitUnlessDeny),
        // The standard knows it as 1.0 only; policies use the others as well.
        ("1.0" | "1.1" | "3.0", "first-applicable") => Some(Combining::FirstApplicable),
        _ => None,
    }
}

/// C.2 and C.4: `strong` wins wherever it stands; an error that could have become `strong` is not outvoted.
fn overrides<'p>(strong: Effect, children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
    let weak = strong.opposite();
    let mut weak_result = None;
    let mut errors = Errors::default();
    for child in children {
        match child.verdict {
            Verdict::NotApplicable => {}
            Verdict::Indeterminate(kind) => errors.add(kind, child),
            verdict if verdict == strong.verdict() => return child,
            _ => join(&mut weak_result, child),
        }
    }
    let strong_possible = errors.could_be(strong);
    let weak_possible = errors.could_be(weak) || weak_result.is_some();
    match (errors.first, strong_possible, weak_result) {
        (Some(error), true, _) if weak_possible => error.indeterminate(Extended::DenyOrPermit),
        (Some(error), true, _) => error.indeterminate(strong.extended()),
        (_, _, Some(result)) => result,
        (Some(error), _, None) => error.indeterminate(weak.extended()),
        (None, _, None) => Evaluation::not_applicable(Cause::NoRule),
    }
}

/// An algorithm that does not say what its Indeterminate could have been (§7.10).
fn untold(result: Evaluation) -> Evaluation {
    match result.verdict {
        Verdict::Indeterminate(_) => result.indeterminate(Extended::DenyOrPermit),
        _ => result,
    }
}

/// C.6 and C.7: `wanted` if any child says so, else the opposite; errors count as nothing.
fn unless<'p>(wanted: Effect, children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
    let mut fallback = None;
    for child in children {
        if child.verdict == wanted.verdict() {
            return child;
        }
        if child.verdict == wanted.opposite().verdict() {
            join(&mut fallback, child);
        }
    }
    fallback.unwrap_or_else(|| Evaluation::plain(wanted.opposite().verdict(), Cause::NoRule))
}

/// C.8: the first child that applies, or fails, decides.
fn first_applicable<'p>(mut children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
    children
        .find(|child| child.verdict != Verdict::NotApplicable)
        .unwrap_or_else(|| Evaluation::not_applicable(Cause::NoRule))
}

/// C.11
fn failing_is_deny<'p>(children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
    let mut permit = None;
    for child in children {
        match child.verdict {
            Verdict::Permit => join(&mut permit, child),
            Verdict::NotApplicable => {}
            Verdict::Deny => return child,
            Verdict::Indeterminate(_) => return Evaluation::plain(Verdict::Deny, child.cause),
        }
    }
    permit.unwrap_or_else(|| Evaluation::not_applicable(Cause::NoRule))
}

/// C.13
fn deny_beats_failing<'p>(children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
    let (mut deny, mut error) = (None, None);
    for child in children {
        match child.verdict {
            Verdict::Permit => return child,
            Verdict::NotApplicable => {}
            Verdict::Deny => join(&mut deny, child),
            Verdict::Indeterminate(_) => error = error.or(Some(child)),
        }
    }
    match (deny, error) {
        (Some(deny), _) => deny,
        (None, Some(error)) => error.indeterminate(Extended::DenyOrPermit),
        (None, None) => Evaluation::not_applicable(Cause::NoRule),
    }
}

/// Several children with the same verdict give the first one's cause and everybody's obligations (§7.18) and policies.
fn join<'p>(joined: &mut Option<Evaluation<'p>>, child: Evaluation<'p>) {
    match joined {
        None => *joined = Some(child),
        Some(first) => {
            first.duties.extend(child.duties);
            first.policies.extend(child.policies);
        }
    }
}

/// The errors met so far: the first one, and what all of them could have been.
#[derive(Default)]
struct Errors<'p> {
    first: Option<Evaluation<'p>>,
    deny: bool,
    permit: bool,
}

impl<'p> Errors<'p> {
    fn add(&mut self, kind: Extended, child: Evaluation<'p>) {
        self.deny |= kind != Extended::Permit;
        self.permit |= kind != Extended::Deny;
        self.first.get_or_insert(child);
    }

    fn could_be(&self, effect: Effect) -> bool {
        match effect {
            Effect::Deny => self.deny,
            Effect::Permit => self.permit,
        }
    }
}

#[cfg(test)]
mod tests;
