//! Combining algorithms (XACML 3.0 core, appendix C).

use super::evaluate::{Cause, Evaluation, Extended, Verdict};
use super::model::Effect;

/// How the results of several rules become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Combining {
    /// C.2, C.3 and, for rules, the older C.10.
    DenyOverrides,
    /// C.4, C.5 and, for rules, the older C.12.
    PermitOverrides,
    /// C.6
    DenyUnlessPermit,
    /// C.7
    PermitUnlessDeny,
    /// C.8
    FirstApplicable,
}

const PREFIX: &str = "urn:oasis:names:tc:xacml:";
/// Rules are always taken in the order they are written in, so the ordered forms are the same.
const ALGORITHMS: [(&str, &str, Combining); 13] = [
    ("3.0", "deny-overrides", Combining::DenyOverrides),
    ("3.0", "ordered-deny-overrides", Combining::DenyOverrides),
    ("1.0", "deny-overrides", Combining::DenyOverrides),
    ("1.1", "ordered-deny-overrides", Combining::DenyOverrides),
    ("3.0", "permit-overrides", Combining::PermitOverrides),
    (
        "3.0",
        "ordered-permit-overrides",
        Combining::PermitOverrides,
    ),
    ("1.0", "permit-overrides", Combining::PermitOverrides),
    (
        "1.1",
        "ordered-permit-overrides",
        Combining::PermitOverrides,
    ),
    ("3.0", "deny-unless-permit", Combining::DenyUnlessPermit),
    ("3.0", "permit-unless-deny", Combining::PermitUnlessDeny),
    ("1.0", "first-applicable", Combining::FirstApplicable),
    ("1.1", "first-applicable", Combining::FirstApplicable),
    ("3.0", "first-applicable", Combining::FirstApplicable),
];

impl Combining {
    /// Finds the algorithm for rules. The urns for policies are taken as well: published delegation policies
    /// name them for their rules, meaning the algorithm of the same name.
    pub fn from_urn(urn: &str) -> Option<Self> {
        let (version, rest) = urn.strip_prefix(PREFIX)?.split_once(':')?;
        let name = rest
            .strip_prefix("rule-combining-algorithm:")
            .or_else(|| rest.strip_prefix("policy-combining-algorithm:"))?;
        ALGORITHMS
            .iter()
            .find(|known| (known.0, known.1) == (version, name))
            .map(|known| known.2)
    }

    /// Combines the children's results, which are worked out only as far as needed.
    pub fn combine<'p>(self, children: impl Iterator<Item = Evaluation<'p>>) -> Evaluation<'p> {
        match self {
            Self::DenyOverrides => overrides(Effect::Deny, children),
            Self::PermitOverrides => overrides(Effect::Permit, children),
            Self::DenyUnlessPermit => unless(Effect::Permit, children),
            Self::PermitUnlessDeny => unless(Effect::Deny, children),
            Self::FirstApplicable => first_applicable(children),
        }
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

/// Several children with the same verdict give the first one's cause and everybody's obligations (§7.18).
fn join<'p>(joined: &mut Option<Evaluation<'p>>, child: Evaluation<'p>) {
    match joined {
        None => *joined = Some(child),
        Some(first) => {
            first.obligations.extend(child.obligations);
            first.advice.extend(child.advice);
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

impl Effect {
    fn opposite(self) -> Self {
        match self {
            Effect::Permit => Effect::Deny,
            Effect::Deny => Effect::Permit,
        }
    }
}
